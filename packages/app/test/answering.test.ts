import { afterEach, expect, test } from 'vitest'
import { fails, type ModelServer, says, serveModel } from '../../connectors/test/model-server.ts'
import { startAnswering } from '../src/answering.ts'
import { modelSettings } from '../src/config.ts'
import { defaultPolicyFolder } from '../src/policy-folder.ts'

const now = '2026-11-21T09:00:00Z'
const text = 'We were charged twice on our last invoice, by the people from the big plan.'
let server: ModelServer | undefined
afterEach(async () => {
  await server?.close()
})

const answerWith = (baseUrl: string) => {
  const settings = modelSettings({
    RIGHTDESK_MODEL_URL: baseUrl,
    RIGHTDESK_MODEL: 'a-model',
    RIGHTDESK_MODEL_KEY: 'k',
  })
  return startAnswering(defaultPolicyFolder, now, settings).answer({ text })
}

test('a topic that was read is known from the text, one that was given is stated', async () => {
  const { answer } = startAnswering(defaultPolicyFolder, now)
  expect((await answer({ text })).facts['topic']).toMatchObject({ from: 'text' })
  expect((await answer({ text, facts: { topic: 'v0' } })).facts['topic']).toMatchObject({ from: 'stated' })
})

test('a fact that only the model reads enters with the words it stands on', async () => {
  server = await serveModel(
    says({
      topics: [{ topic: 'billing-usage', quote: 'charged twice on our last invoice' }],
      facts: [{ fact: 'plan', value: 'enterprise', quote: 'the people from the big plan' }],
    }),
  )
  const decision = await answerWith(server.baseUrl)
  expect(server.requests).toHaveLength(1)
  expect(decision).toMatchObject({
    status: 'decided',
    owner: { team: 'account-team' },
    facts: { plan: { value: 'enterprise', from: 'text', words: 'the people from the big plan' } },
  })
})

test('a model that fails changes nothing and is said', async () => {
  server = await serveModel(fails(500))
  const alone = await startAnswering(defaultPolicyFolder, now).answer({ text })
  const decision = await answerWith(server.baseUrl)
  expect(decision).toEqual({ ...alone, warnings: decision.warnings })
  expect(decision.warnings).toHaveLength(alone.warnings.length + 1)
})
