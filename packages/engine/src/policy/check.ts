/**
 * Proves a policy: no combination of facts without an answer, none with two, no rule that can never apply, no
 * hand-off that comes back. Each fault comes with one concrete ask that shows it. Lints follow: what is declared
 * and never used, topics without examples, rows without rules or tests.
 */
import { type Diagnostic, placeOf, sortDiagnostics } from '../diagnostic.ts'
import { own } from '../names.ts'
import { type Compilation, type CompileOptions, compilePolicy, type Leaf } from './compile.ts'
import { type Box, NONE, type Ref } from './diagram.ts'
import { exampleOf, sayBox } from './domain.ts'
import {
  type DecidingTable,
  decidingTables,
  factsUsed,
  type LinkedPolicy,
  type LinkedRule,
  linkPolicy,
} from './link.ts'
import { type PolicySource, parsePolicy } from './parse.ts'
import type { EngagementThen, OwnerThen } from './schema.ts'

export type Check = {
  readonly diagnostics: readonly Diagnostic[]
  /** False when the policy is too large for the proofs; then `diagnostics` says so. */
  readonly proven: boolean
  /** Absent when the policy cannot be compiled. */
  readonly figures?: Figures
}

export type Figures = {
  readonly rules: number
  readonly topics: number
  readonly tests: number
  readonly facts: number
  /** Diagram nodes over the three deciding tables. */
  readonly nodes: number
  /** Possible combinations of atoms that the proofs cover, per table. */
  readonly combinations: number
}

/** How many counter-examples are listed for one table; more rarely help. */
const gapsShownMax = 5
/** Tests that every row with a rule must have. */
const testsPerRowMin = 2

/** Checks a policy from its text. `now` is an ISO time, for overrides. */
export function checkPolicy(source: PolicySource, now: string, options: CompileOptions = {}): Check {
  const { policy: parsed, diagnostics } = parsePolicy(source)
  if (!parsed) return { diagnostics: sortDiagnostics(diagnostics), proven: false }
  const linked = linkPolicy(parsed, { now })
  diagnostics.push(...linked.diagnostics)
  if (!linked.policy) return { diagnostics: sortDiagnostics(diagnostics), proven: false }
  diagnostics.push(...lint(linked.policy))
  const compilation = compilePolicy(linked.policy, options)
  if (!compilation) {
    diagnostics.push(notProven(linked.policy))
    return { diagnostics: sortDiagnostics(diagnostics), proven: false }
  }
  diagnostics.push(...prove(compilation))
  return { diagnostics: sortDiagnostics(diagnostics), proven: true, figures: figuresOf(compilation) }
}

/** All proofs on a compiled policy. */
export function prove(compilation: Compilation): Diagnostic[] {
  return [...gaps(compilation), ...overlaps(compilation), ...unreachable(compilation), ...loops(compilation)]
}

const notProven = (policy: LinkedPolicy): Diagnostic => ({
  code: 'not-proven',
  severity: 'warning',
  ...policy.parsed.policy.place(['policy']),
  message: 'completeness not proven: the policy needs more diagram nodes than the budget allows',
  help: 'It still answers, by bit sets. Let fewer rules mix many facts, or split a table by deriving a fact first.',
})

function gaps({ builder, proofs, policy, ...compilation }: Compilation): Diagnostic[] {
  return decidingTables.flatMap((name) => {
    const { boxes, complete } = builder.cover(proofs[name], (leaf) => leaf === NONE, gapsShownMax)
    const { place } = policy.tables.find((table) => table.name === name)!
    const more = complete ? '' : ' There are more gaps than are shown.'
    return boxes.map((box) => ({
      code: 'gap' as const,
      severity: 'error' as const,
      ...place,
      message: `table \`${name}\` has no rule for an ask ${inWords(compilation.facts, box)}`,
      help: `Add a rule, or widen one.${more}`,
      example: exampleOf(compilation.facts, box),
    }))
  })
}

function overlaps({ builder, proofs, leaves, rules, facts }: Compilation): Diagnostic[] {
  const seen = new Set<string>()
  return decidingTables.flatMap((name) =>
    [...builder.leaves(proofs[name])].flatMap((ref): Diagnostic[] => {
      const leaf = leaves[~ref]!
      if (leaf.kind !== 'conflict' || seen.has(leaf.rules.join())) return []
      seen.add(leaf.rules.join())
      const [first, second] = leaf.rules.map((number) => rules[number]!) as [LinkedRule, LinkedRule]
      const box = builder.widestBox(proofs[name], (other) => other === ref)!
      return [
        {
          code: 'overlap',
          severity: 'error',
          ...second.place,
          message: `rules \`${first.id}\` (${placeOf(first.place)}) and \`${second.id}\` both answer an ask ${inWords(facts, box)}`,
          help: 'Narrow one of them, or make the table `hit: first` if their order is meant.',
          example: exampleOf(facts, box),
        },
      ]
    }),
  )
}

function unreachable({ builder, proofs, leaves, rules }: Compilation): Diagnostic[] {
  const reached = new Set<number>()
  for (const name of decidingTables) {
    for (const ref of builder.leaves(proofs[name])) {
      const leaf = leaves[~ref]!
      if (leaf.kind === 'rules' || leaf.kind === 'conflict') for (const rule of leaf.rules) reached.add(rule)
    }
  }
  return rules.flatMap((rule, number): Diagnostic[] =>
    reached.has(number)
      ? []
      : [
          {
            code: 'unreachable-rule',
            severity: 'error',
            ...rule.place,
            message: `rule \`${rule.id}\` of table \`${rule.table}\` can never apply`,
            help: 'Rules before it, a redirection of its topic, or impossible combinations take all it asks for. Remove or widen it.',
          },
        ],
  )
}

/**
 * Hand-offs that come back: the table gives an ask to a team that declines it (whoever gets it then looks it up
 * again), or the engaged team re-routes to one that sends it back.
 */
function loops(compilation: Compilation): Diagnostic[] {
  const { policy } = compilation
  const { teams } = policy.parsed.teams.content
  const { engages } = policy.parsed.policy.content
  const sendsTo = (team: string, topic: string): string | undefined =>
    own(teams, team)?.declines.find(({ topics }) => topics.includes(topic))?.to
  const found: Diagnostic[] = []
  for (const { rule, topic, box } of sends(compilation, 'owner')) {
    const team = (rule.then as OwnerThen).team
    const next = team === null ? undefined : sendsTo(team, topic)
    if (next === undefined) continue
    found.push(loop(compilation, rule, box(), [`${team}`, next, `${team}`], topic))
  }
  for (const { rule, topic, box } of sends(compilation, 'engagement')) {
    const { to } = rule.then as EngagementThen
    const route = [engages]
    for (let team = to; team !== undefined && route.length < 20; team = sendsTo(team, topic)) {
      const back = route.includes(team)
      route.push(team)
      if (!back) continue
      found.push(loop(compilation, rule, box(), route, topic))
      break
    }
  }
  return found
}

function loop(
  { facts }: Compilation,
  rule: LinkedRule,
  box: Box,
  route: readonly string[],
  topic: string,
): Diagnostic {
  return {
    code: 'hand-off-loop',
    severity: 'error',
    ...rule.place,
    message: `an ask ${inWords(facts, box)} goes in a circle: ${route.join(' → ')}`,
    help: `Change rule \`${rule.id}\`, or what these teams decline about \`${topic}\` in teams.yaml.`,
    example: exampleOf(facts, box),
  }
}

/** Every rule that can decide in a table, with each topic it then answers and a box of facts that leads there. */
function sends(
  compilation: Compilation,
  name: DecidingTable,
): { rule: LinkedRule; topic: string; box: () => Box }[] {
  const { builder, proofs, leaves, rules, facts, level } = compilation
  const at = level.get('topic')
  if (at === undefined) return []
  return facts[at]!.values.flatMap((topic, atom) => {
    // Derived facts are substituted, so the topic is on top and a branch of the root is all there is to a topic.
    const root = builder.cofactor(proofs[name], at, atom)
    return [...builder.leaves(root)].flatMap((ref) => {
      const leaf = leaves[~ref]!
      if (leaf.kind !== 'rules') return []
      const chain = leaf.rules.map((number) => rules[number]!)
      const redirected = chain.findLast((rule) => typeof rule.then === 'string')?.then
      const box = (): Box => {
        const found = [...builder.widestBox(root, (other: Ref) => other === ref)!]
        found[at] = new Set([atom])
        return found
      }
      return [{ rule: chain.at(-1)!, topic: String(redirected ?? topic), box }]
    })
  })
}

/** A box as it completes "an ask …". */
const inWords = (facts: Compilation['facts'], box: Box): string => sayBox(facts, box) || 'of any kind'

function figuresOf({ policy, builder, proofs, rules, facts, leaves }: Compilation): Figures {
  let nodes = 0
  for (const name of decidingTables) {
    builder.reachable(proofs[name], (ref) => {
      if (ref >= 0) nodes++
    })
  }
  const known = facts.filter((fact) => !fact.derived)
  const isPossible = (leaf: Leaf): boolean => leaf.kind !== 'impossible'
  const share = builder.share(proofs.owner, (ref) => isPossible(leaves[~ref]!))
  return {
    rules: rules.length,
    topics: policy.parsed.topics.length,
    tests: policy.parsed.tests.reduce((sum, file) => sum + file.content.tests.length, 0),
    facts: known.length,
    nodes,
    combinations: Math.round(share * known.reduce((product, fact) => product * fact.atoms, 1)),
  }
}

/** What is declared but leads to nothing, and rows that nobody answers for. */
function lint(policy: LinkedPolicy): Diagnostic[] {
  const { parsed } = policy
  return [
    ...unusedFacts(policy),
    ...topicsWithoutExamples(policy),
    ...rowsWithoutRules(policy),
    ...rowsWithoutTests(policy),
  ].map((fault) => ({ severity: 'warning' as const, ...parsed.policy.place([]), ...fault }))
}

type Lint = Pick<Diagnostic, 'code' | 'message' | 'help'> & Partial<Diagnostic>

function unusedFacts({ tables, facts, impossible, parsed }: LinkedPolicy): Lint[] {
  const used = new Set(tables.flatMap((table) => [...factsUsed(table)]))
  for (const { boxes } of impossible) for (const box of boxes) for (const name of box.keys()) used.add(name)
  for (const { by } of Object.values(parsed.policy.content.parameters))
    for (const name of Object.keys(by ?? {})) used.add(name)
  used.add(parsed.policy.content.fallback.fact)
  // The kinds of assigned engineers are told apart by lifecycle.
  if (parsed.programme) used.add('lifecycle')
  return [...facts.keys()]
    .filter((name) => !used.has(name))
    .map((name) => ({
      code: 'fact-unused',
      ...(parsed.facts.content.facts[name]
        ? parsed.facts.place(['facts', name])
        : parsed.policy.place(['parameters', name])),
      message: `\`${name}\` changes no answer`,
      help: 'Use it in a rule, or remove it.',
    }))
}

function topicsWithoutExamples({ parsed }: LinkedPolicy): Lint[] {
  return parsed.topics
    .filter(({ content }) => content.examples.length === 0)
    .map(({ content, place }) => ({
      code: 'topic-without-examples',
      ...place(['topic']),
      message: `topic \`${content.topic}\` has no examples, so it cannot be read from text`,
      help: 'Add asks as people write them; twenty make a good start.',
    }))
}

function rowsWithoutRules({ tables, parsed, sourceOfRow }: LinkedPolicy): Lint[] {
  const cited = new Set(tables.flatMap((table) => table.rules.flatMap((rule) => rule.cites)))
  for (const row of parsed.policy.content.fallback.cites) cited.add(row)
  for (const { row } of parsed.programme?.content.programme.rules ?? []) cited.add(row)
  return [...sourceOfRow]
    .filter(([row]) => !cited.has(row))
    .map(([row, source]) => ({
      code: 'row-uncited',
      ...parsed.policy.place(['sources', source, 'rows', row]),
      message: `no rule cites row \`${row}\` of \`${source}\``,
      help: 'Write the rule, or remove the row.',
    }))
}

function rowsWithoutTests({ tables, parsed, sourceOfRow }: LinkedPolicy): Lint[] {
  const count = new Map<string, number>()
  for (const { content } of parsed.tests)
    for (const { row } of content.tests) count.set(row, (count.get(row) ?? 0) + 1)
  const decided = new Set(tables.flatMap((table) => table.rules.flatMap((rule) => rule.cites)))
  return [...decided]
    .filter((row) => (count.get(row) ?? 0) < testsPerRowMin)
    .map((row) => ({
      code: 'row-untested',
      ...parsed.policy.place(['sources', sourceOfRow.get(row)!, 'rows', row]),
      message: `row \`${row}\` has ${count.get(row) ?? 0} tests, fewer than ${testsPerRowMin}`,
      help: 'Add tests with `row:` set to it in tests/*.yaml.',
    }))
}
