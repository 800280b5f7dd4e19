import { expect, test } from 'vitest'
import { startAnswering } from '../src/answering.ts'
import { startConversation } from '../src/conversation.ts'
import { defaultPolicyFolder } from '../src/policy-folder.ts'

const start = () => startConversation(startAnswering(defaultPolicyFolder, '2026-11-21T09:00:00Z'))
const ask = 'We were charged twice this month, please refund one of the two.'

test('a stated fact counts for the ask before it, and a new ask starts without it', async () => {
  const { say } = start()
  await say(ask)
  expect((await say('plan=pro')).owner.team).toBe('cse')
  expect((await say('plan = enterprise')).owner.team).toBe('account-team')
  expect((await say(ask)).facts).not.toHaveProperty('plan')
})

test('a refused fact is forgotten, and what was stated before it is not', async () => {
  const { say } = start()
  await say(ask)
  await say('plan=pro')
  await expect(say('plan=prp')).rejects.toThrow('`"prp"` is not a value of `plan`')
  const { facts } = await say('strategic=no')
  expect(facts).toMatchObject({ plan: { value: 'pro' }, strategic: { value: false } })
})

test('a refused ask leaves the one before it in place', async () => {
  const { say, hasAsk } = start()
  await expect(say('x'.repeat(100_001))).rejects.toThrow('characters')
  expect(hasAsk()).toBe(false)
  await say(ask)
  await expect(say('x'.repeat(100_001))).rejects.toThrow('characters')
  expect((await say('plan=pro')).owner.team).toBe('cse')
})
