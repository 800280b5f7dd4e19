import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { answerAll, defaultEvalsFolder, outOfScopeOf, resultsOf } from '../src/cli/eval-command.ts'
import { defaultPolicyFolder } from '../src/policy-folder.ts'
import { type Answered, score } from '../src/scoring.ts'

test('the committed score is the score', async () => {
  const committed = JSON.parse(readFileSync(`${defaultEvalsFolder}/results.json`, 'utf8'))
  const now = '2026-11-21T09:00:00Z'
  const answered = await answerAll(defaultPolicyFolder, defaultEvalsFolder, now)
  expect(resultsOf(answered, outOfScopeOf(defaultPolicyFolder, now))).toEqual(committed)
})

const answered = (topic: string, owner: string, confidence: number, expected: string): Answered =>
  ({
    ask: { split: 'dev', expect: { topic: expected, owner: 'cse', status: 'decided' } },
    decision: {
      status: 'decided',
      owner: { team: owner },
      topic: { id: topic, confidence, possible: [{ id: topic }] },
    },
  }) as unknown as Answered

test('a right answer and a wrong one are counted as such', () => {
  const figures = score([answered('a', 'cse', 0.95, 'a'), answered('b', 'legal', 0.95, 'a')], 'out')
  expect(figures).toMatchObject({
    topicAccuracy: 0.5,
    setCoverage: 0.5,
    ownerRightOfDecided: 0.5,
    wrongOwner: 0.5,
  })
  expect(figures.calibrationError).toBeCloseTo(0.45)
})
