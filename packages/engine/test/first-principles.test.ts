import { describe, expect, test } from 'vitest'
import { answers } from '../src/walk.ts'
import { policy } from './default-policy.ts'
import { domains, type FullFacts, firstPrinciples, possible } from './first-principles.ts'

const parameters = { threshold: () => 100_000, supportTakesWorkflow: false }

/** What the engine says for fully known facts, in the evaluator's words. */
function engine(facts: FullFacts) {
  const { owner, engagement, escalation } = answers(policy, facts)
  const { verdict, kind = null, to = null } = engagement[0]!.then!
  return {
    open: owner.length + engagement.length + escalation.length - 3,
    owner: owner[0]!.then!.team,
    verdict,
    kind,
    to,
    immediate: escalation[0]!.then!.immediate,
    warns: owner[0]!.rules.some((rule) => rule.warn !== undefined),
  }
}

function* combinations(
  names: readonly string[],
  fixed: Record<string, unknown>,
): Generator<Record<string, unknown>> {
  const [name, ...rest] = names
  if (name === undefined) yield fixed
  else {
    for (const value of domains[name as keyof typeof domains] ?? []) {
      fixed[name] = value
      yield* combinations(rest, fixed)
    }
  }
}

/** Compares every possible combination of the named facts, the others at the given values. */
function compareAll(
  names: readonly string[],
  others: Record<string, unknown>,
): { compared: number; different: unknown[] } {
  let compared = 0
  const different: unknown[] = []
  for (const combination of combinations(names, { ...others })) {
    const facts = combination as FullFacts
    if (!possible(facts)) continue
    compared++
    const got = engine(facts)
    const want = firstPrinciples(facts, parameters)
    const same =
      got.open === 0 &&
      got.owner === want.owner &&
      got.verdict === want.verdict &&
      got.kind === want.kind &&
      got.to === want.to &&
      got.immediate === want.immediate &&
      got.warns === want.warns
    if (!same && different.length < 5) different.push({ facts: { ...facts }, got, want })
  }
  return { compared, different }
}

const quiet = {
  lifecycle: 'post-sales',
  region: 'other',
  churnRisk: false,
  severity: 'normal',
  severalCustomers: false,
}

describe('the default policy and a naive evaluator of table T, written apart from each other', () => {
  test('agree on every combination of the facts that table T speaks of', { timeout: 120_000 }, () => {
    const facts = [
      'topic',
      'plan',
      'arr',
      'strategic',
      'hasPlatformArchitect',
      'hasTechnicalConsultant',
      'cause',
      'supportFinding',
      'commitment',
      'asyncGuidanceGiven',
      'incidentDeclared',
      'planMismatch',
      'aboutIntegration',
      'askedBy',
    ]
    const { compared, different } = compareAll(facts, quiet)
    expect(different).toEqual([])
    expect(compared).toBeGreaterThan(3_000_000)
  })

  test('agree on what goes to Engineering at once', () => {
    const facts = [
      'topic',
      'plan',
      'cause',
      'severity',
      'severalCustomers',
      'incidentDeclared',
      'commitment',
      'planMismatch',
    ]
    const others = {
      ...quiet,
      arr: 0,
      strategic: false,
      hasPlatformArchitect: false,
      hasTechnicalConsultant: false,
      supportFinding: 'none',
      asyncGuidanceGiven: false,
      aboutIntegration: false,
      askedBy: 'customer',
    }
    const { compared, different } = compareAll(facts, others)
    expect(different).toEqual([])
    expect(compared).toBeGreaterThan(50_000)
  })
})
