/** What the policy says must be there before Engineering is asked, and which of it an expert gives. */
import { describe, expect, test } from 'vitest'
import { decide } from '../src/decide.ts'
import { loadPolicy } from '../src/policy/compiled.ts'
import { compileToData } from '../src/policy/freeze.ts'
import { publishPolicy } from '../src/policy/publish.ts'
import { link, linked, policy, sourceWith, textOf } from './default-policy.ts'

const agreed = 'An SME of the area has given +1'
const file = 'tables/escalation.yaml'
const byExpert = `- { item: ${agreed}, by: expert }`

const escalationOf = (topic: string | readonly string[], by = policy) =>
  decide(by, { facts: { topic, cause: 'platform' } }).escalation

describe('what an escalation requires', () => {
  test('E1, M3, M18: stays a list of texts, and says which of them an expert gives', () => {
    for (const topic of ['functions-compute', 'performance-investigation', 'limit-increase']) {
      const { requires, byExpert: experts } = escalationOf(topic)
      expect(requires).toContain(agreed)
      expect(experts).toEqual([agreed])
    }
  })

  test('names no expert where the policy asks for none', () => {
    expect(escalationOf('contracts-legal')).not.toHaveProperty('byExpert')
  })

  /** The default policy with a line of the rule `gated-performance` changed, which has the path of `gated`. */
  const mixedWith = (line: string, to: string) => {
    const text = textOf(file)
    const at = text.indexOf(line, text.indexOf('id: gated-performance'))
    const changed = `${text.slice(0, at)}${to}${text.slice(at + line.length)}`
    return loadPolicy(compileToData(link(sourceWith({ [file]: changed }))))
  }

  test('is what all possible rules require, though they share a path', () => {
    const mixed = mixedWith('- Reproduction', '- A trace')
    const { requires } = escalationOf(['functions-compute', 'performance-investigation'], mixed)
    expect(requires).toContain('Logs')
    expect(requires).not.toContain('Reproduction')
    expect(requires).not.toContain('A trace')
  })

  test('is an expert’s to give while only one of the possible rules says so', () => {
    const mixed = mixedWith(byExpert, `- ${agreed}`)
    expect(escalationOf('performance-investigation', mixed)).not.toHaveProperty('byExpert')
    expect(escalationOf(['functions-compute', 'performance-investigation'], mixed)).toMatchObject({
      requires: expect.arrayContaining([agreed]),
      byExpert: [agreed],
    })
  })

  test('is told in the handbook', () => {
    const page = publishPolicy(linked).find((one) => one.file === 'routing-matrix.md')!
    expect(page.markdown).toContain(`${agreed} (an expert gives it)`)
  })
})
