/**
 * The fall-back for policies whose diagrams would be too large: every table as bit sets, one bit a rule. What is
 * known leaves those rules alive whose conditions it does not exclude. For fully known facts the answer is the
 * diagram's. With unknown facts it may list answers that facts in combination rule out, so it asks rather too
 * often than too seldom; nothing is proven, and `check` says so.
 */
import type { Answer, BitTable, BitTables, CompiledRule, LoadedFact } from './compiled.ts'
import type { FactValue } from './domain.ts'
import {
  type DecidingTable,
  factsUsed,
  type LinkedPolicy,
  type LinkedRule,
  type LinkedTable,
} from './link.ts'

/** Compiles one deciding table. `places` numbers all facts, derived ones after those that can be known. */
export function bitTables(
  policy: LinkedPolicy,
  name: DecidingTable,
  places: ReadonlyMap<string, number>,
  ruleNumber: (rule: LinkedRule) => number,
): BitTables {
  const tables = policy.tables.filter((table) => table.derives || table.name === name)
  const switches = [...policy.facts.values()].filter((fact) => fact.kind === 'switch')
  return {
    tables: tables.map((table) => bitTable(policy, table, places, ruleNumber)),
    facts: places.size,
    fixed: switches.map((fact) => ({ fact: places.get(fact.name)!, atom: fact.default! })),
  }
}

function bitTable(
  policy: LinkedPolicy,
  table: LinkedTable,
  places: ReadonlyMap<string, number>,
  ruleNumber: (rule: LinkedRule) => number,
): BitTable {
  const boxes = table.rules.flatMap((rule) => rule.boxes.map((box) => ({ rule, box })))
  const words = (boxes.length + 31) >> 5
  const allowed = [...factsUsed(table)].flatMap((name) => {
    const atoms = Array.from({ length: policy.facts.get(name)!.atoms }, (_, atom) => {
      const bits = new Array<number>(words).fill(0)
      boxes.forEach(({ box }, n) => {
        if (box.get(name)?.has(atom) ?? true) bits[n >> 5]! |= 1 << (n & 31)
      })
      return bits
    })
    return [{ fact: places.get(name)!, atoms }]
  })
  const atomOf = (fact: string, value: unknown): number =>
    policy.facts.get(fact)!.values.indexOf(String(value))
  const given = table.derives
  return {
    rules: boxes.map(({ rule }) => ruleNumber(rule)),
    hit: table.hit,
    allowed,
    derives: given && {
      fact: places.get(given.fact)!,
      atoms: boxes.map(({ rule }) => atomOf(given.fact, rule.then)),
      otherwise:
        typeof given.otherwise === 'object'
          ? { keep: places.get(given.otherwise.keep)! }
          : { atom: atomOf(given.fact, given.otherwise as FactValue) },
    },
  }
}

type Atoms = readonly number[]

/** Every answer that the known atoms leave possible; a gap is an answer without rules. */
export function scan<Then>(
  { tables, facts, fixed }: BitTables,
  known: readonly Atoms[],
  rules: readonly CompiledRule[],
  keyOf: (then: Then) => string,
): Answer<Then>[] {
  const atoms: Atoms[] = [...known, ...new Array<Atoms>(facts - known.length).fill([])]
  for (const { fact, atom } of fixed) atoms[fact] = [atom]
  const derivedBy: CompiledRule[] = []
  for (const table of tables) {
    const { alive, settled } = aliveRules(table, atoms)
    const { derives } = table
    if (!derives) {
      const answers = [...new Set(alive.map((bit) => table.rules[bit]!))].map((number): Answer<Then> => {
        const then = rules[number]!.then as Then
        return { rules: [...derivedBy, rules[number]!], then, key: keyOf(then) }
      })
      return settled || alive.length > 0 ? answers : [{ rules: [], then: undefined, key: 'no rule' }]
    }
    const { otherwise } = derives
    const rest = settled ? [] : 'keep' in otherwise ? atoms[otherwise.keep]! : [otherwise.atom]
    atoms[derives.fact] = [...new Set([...alive.map((bit) => derives.atoms[bit]!), ...rest])]
    if (settled && alive.length === 1) derivedBy.push(rules[table.rules[alive[0]!]!]!)
  }
  return []
}

/** The bits of the rules still possible, and whether one of them is certain to apply. */
function aliveRules(
  { rules, hit, allowed }: BitTable,
  known: readonly Atoms[],
): { alive: number[]; settled: boolean } {
  const words = (rules.length + 31) >> 5
  const possible = new Array<number>(words).fill(-1)
  const certain = new Array<number>(words).fill(-1)
  for (const { fact, atoms } of allowed) {
    for (let word = 0; word < words; word++) {
      let [any, all] = [0, -1]
      for (const atom of known[fact]!) {
        any |= atoms[atom]![word]!
        all &= atoms[atom]![word]!
      }
      possible[word]! &= any
      certain[word]! &= all
    }
  }
  const alive: number[] = []
  for (let bit = 0; bit < rules.length; bit++) {
    const [word, mask] = [bit >> 5, 1 << (bit & 31)]
    if ((possible[word]! & mask) === 0) continue
    alive.push(bit)
    const sure = (certain[word]! & mask) !== 0
    if (sure && hit === 'first') return { alive, settled: true }
  }
  const settled = alive.some((bit) => (certain[bit >> 5]! & (1 << (bit & 31))) !== 0)
  return { alive, settled }
}

/** The places of all facts: those that can be known first, in their order, then the others. */
export function placesOf(
  known: readonly Pick<LoadedFact, 'name'>[],
  policy: LinkedPolicy,
): Map<string, number> {
  const places = new Map(known.map(({ name }, at) => [name, at]))
  for (const name of policy.facts.keys()) if (!places.has(name)) places.set(name, places.size)
  return places
}
