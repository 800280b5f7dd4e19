import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decide } from '../src/decide.ts'
import { valueOfAtom } from '../src/policy/domain.ts'
import { type Drawing, type DrawnTable, drawing, lit } from '../src/policy/drawing.ts'
import { areTogetherPossible, type Facts, settledKey, walk } from '../src/walk.ts'
import { policy } from './default-policy.ts'

const topics = Object.keys(policy.compiled.topics)
const drawings = new Map(topics.map((topic) => [topic, drawing(policy, topic)]))

/** Facts of any kind: known, several left, or nothing said. */
const someFacts: fc.Arbitrary<Facts> = fc.record(
  Object.fromEntries(
    policy.facts
      .filter(({ kind }) => kind !== 'topic')
      .map((fact) => [
        fact.name,
        fc.oneof(
          { weight: 3, arbitrary: fc.constant(undefined) },
          fc.subarray(
            fact.any.map((atom) => valueOfAtom(fact, atom)),
            { minLength: 1 },
          ),
        ),
      ]),
  ),
)

const leavesLit = (drawn: DrawnTable, on: ReadonlySet<string>) => drawn.leaves.filter(({ id }) => on.has(id))
const named = (keys: readonly string[]): string[] => [...new Set(keys)].sort()

describe('the drawing of a topic', () => {
  it('lights exactly the answers that deciding leaves possible, whatever is known', () => {
    fc.assert(
      fc.property(fc.constantFrom(...topics), someFacts, (topic, facts) => {
        fc.pre(areTogetherPossible(policy, { ...facts, topic }))
        const drawn = drawings.get(topic)!
        const on = lit(policy, drawn, facts)
        for (const table of ['owner', 'engagement'] as const) {
          const answers = walk(policy, policy[table] as never, { ...facts, topic })
          const rules = answers.map((answer) => answer.rules.map(({ table, id }) => `${table}/${id}`).join())
          const shown = leavesLit(drawn[table], on[table]).map((leaf) => leaf.rules.join())
          expect(named(shown)).toEqual(named(rules))
        }
      }),
      { numRuns: 1_500 },
    )
  })

  it('has one team left to show exactly where the ask is decided', () => {
    fc.assert(
      fc.property(fc.constantFrom(...topics), someFacts, (topic, facts) => {
        const decision = decide(policy, { facts: { ...facts, topic } })
        // What was set aside as contradictory, or followed, is the decision's own business.
        const known = Object.fromEntries(
          Object.entries(decision.facts).map(([name, { value }]) => [name, value]),
        )
        const drawn = drawings.get(topic)!
        const keys = leavesLit(drawn.owner, lit(policy, drawn, known).owner).map(({ key }) => key)
        if (decision.status === 'decided') expect(named(keys)).toEqual([decision.owner.team ?? 'nobody'])
        else expect(named(keys).length).toBeGreaterThan(1)
      }),
      { numRuns: 500 },
    )
  })

  it('lights only ways from the first question to an answer', () => {
    const drawn = drawings.get('billing-usage')!
    const { owner } = lit(policy, drawn, { plan: 'pro' })
    for (const { id, from, to } of drawn.owner.edges) {
      if (owner.has(id)) expect([owner.has(from), owner.has(to)]).toEqual([true, true])
    }
    expect(settledKey(walk(policy, policy.owner, { topic: 'billing-usage', plan: 'pro' }))).toBe('cse')
    expect(leavesLit(drawn.owner, owner).map(({ key }) => key)).toEqual(['cse'])
  })

  it('is small enough to be looked at, every node reached and below what leads to it', () => {
    for (const { owner, engagement } of drawings.values()) {
      for (const drawn of [owner, engagement]) expect(faultsOf(drawn)).toEqual([])
    }
  })

  it('refuses a topic that is not there', () => {
    expect(() => drawing(policy, 'weather')).toThrow('there is no topic `weather`')
  })
})

function faultsOf({ root, nodes, leaves, edges }: Drawing['owner']): string[] {
  const level = new Map([...nodes, ...leaves].map(({ id, level }) => [id, level]))
  const reached = new Set([root, ...edges.map(({ to }) => to)])
  return [
    ...(level.size > 40 ? [`${level.size} nodes`] : []),
    ...[...level.keys()].filter((id) => !reached.has(id)),
    ...edges.filter(({ from, to }) => level.get(from)! >= level.get(to)!).map(({ id }) => id),
  ]
}
