import { expect, test } from 'vitest'
import { startAnswering } from '../src/answering.ts'
import { defaultPolicyFolder } from '../src/policy-folder.ts'

const now = '2026-11-21T09:00:00.000Z'
const { source, study, compare } = startAnswering(defaultPolicyFolder, now)

test('a policy is studied in a thread while this one goes on', async () => {
  let turns = 0
  const timer = setInterval(() => turns++, 5)
  const found = await study(source, now)
  clearInterval(timer)
  expect(found).toMatchObject({ proven: true, diagnostics: [], uncovered: [] })
  expect(turns).toBeGreaterThan(20)
})

test('two versions are compared over past asks', async () => {
  const asks = [{ id: 'a', text: 'Our build fails since this morning', facts: { plan: 'pro' } }]
  const { diff, rules, replay } = await compare({ before: source, after: source, asks, now })
  expect([diff.changes, rules, replay]).toEqual([[], [], { asks: 1, refused: 0, complete: true, moves: [] }])
})

test('a version with faults is refused with its first one', async () => {
  const files = source.files.filter(({ path }) => path !== 'teams.yaml')
  await expect(compare({ before: source, after: { ...source, files }, asks: [], now })).rejects.toMatchObject(
    {
      code: 'precondition_failed',
      message: expect.stringContaining('teams.yaml'),
    },
  )
})
