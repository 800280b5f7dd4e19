/** The conditions of a rule as boxes of atoms: what each fact may be for the rule to apply. */
import { suggest } from '../names.ts'
import { type Cut, compareCuts, type FactDomain, type FactValue } from './domain.ts'
import type { Parsed, Path, Place } from './parse.ts'
import type { Condition } from './schema.ts'
import type { Scope } from './scope.ts'
import { boundOf, thresholdsOf } from './thresholds.ts'

/** For each fact that a rule tests, the atoms it allows. */
export type Conditions = ReadonlyMap<string, ReadonlySet<number>>

/** Where a condition, or a part of it, stands. */
type At = (...more: Path) => Place

/** The boxes of a `when`: several only where a threshold deviates by another fact. */
export function boxesOf(
  scope: Scope,
  when: Readonly<Record<string, Condition>>,
  file: Parsed<unknown>,
  path: Path,
): Conditions[] {
  let boxes: Map<string, ReadonlySet<number>>[] = [new Map()]
  for (const [name, condition] of Object.entries(when)) {
    const at: At = (...more) => file.place([...path, name, ...more])
    const fact = scope.facts.get(name)
    if (!fact) {
      scope.report('unknown-fact', at(), `there is no fact \`${name}\``, suggest(name, scope.facts.keys()))
      continue
    }
    const choices = choicesOf(scope, fact, condition, at)
    boxes = boxes.flatMap((box) => choices.flatMap((choice) => intersect(box, choice)))
  }
  return boxes
}

/** The alternatives that a condition allows, each as atoms of one or two facts. */
function choicesOf(
  scope: Scope,
  fact: FactDomain,
  condition: Condition,
  at: At,
): Map<string, ReadonlySet<number>>[] {
  const bound = boundOf(condition)
  if (!bound) return [new Map([[fact.name, atomsOf(scope, fact, condition, at)]])]
  if (fact.kind !== 'amount') {
    scope.report('bad-condition', at(), `\`${fact.name}\` is not an amount`, 'Name its values instead.')
    return [new Map()]
  }
  const passes = (value: number): Map<string, ReadonlySet<number>> => {
    const first = firstAtomPast(fact, { value, exclusive: bound.exclusive })
    const atoms = range(0, fact.atoms).filter((atom) => (bound.above ? atom >= first : atom < first))
    return new Map([[fact.name, new Set(atoms)]])
  }
  if (typeof bound.bound === 'number') return [passes(bound.bound)]
  const thresholds = thresholdsOf(scope.parsed, scope.parameters, bound.bound)
  if (!thresholds) {
    const amounts = [...scope.parameters]
      .filter(([, value]) => typeof value === 'number')
      .map(([name]) => name)
    const message = `there is no amount among the parameters called \`${bound.bound}\``
    scope.report('unknown-parameter', at(), message, suggest(bound.bound, amounts))
    return [new Map()]
  }
  const { usual, deviations } = thresholds
  const by = scope.facts.get(thresholds.fact ?? '')
  if (!by || deviations.size === 0) return [passes(usual)]
  const deviating = [...deviations.values()].flat()
  return [
    passes(usual).set(
      by.name,
      atomsOf(scope, by, { not: deviating }, () => at()),
    ),
    ...[...deviations].map(([value, values]) =>
      passes(value).set(
        by.name,
        atomsOf(scope, by, [...values], () => at()),
      ),
    ),
  ]
}

/** The first atom whose amounts have passed a cut; one too many when none can. */
function firstAtomPast({ cuts, atoms, max }: FactDomain, cut: Cut): number {
  const isBeyond = cut.exclusive ? cut.value >= max : cut.value > max
  return isBeyond ? atoms : cuts.filter((other) => compareCuts(other, cut) <= 0).length
}

function atomsOf(scope: Scope, fact: FactDomain, condition: Condition, at: At): ReadonlySet<number> {
  const isNegated = typeof condition === 'object' && !Array.isArray(condition)
  const wanted = (isNegated ? (condition as { not: unknown }).not : condition) as
    | FactValue
    | readonly FactValue[]
  const inside = isNegated ? ['not'] : []
  const atoms =
    typeof wanted === 'object'
      ? wanted.flatMap((value, n) => scope.atomsNamed(fact, value, at(...inside, n)))
      : scope.atomsNamed(fact, wanted, at(...inside))
  const named = new Set(atoms)
  return isNegated ? new Set(range(0, fact.atoms).filter((atom) => !named.has(atom))) : named
}

/** Both sets of conditions at once; nothing when they exclude each other. */
function intersect(a: Conditions, b: Conditions): Map<string, ReadonlySet<number>>[] {
  const both = new Map(a)
  for (const [fact, atoms] of b) {
    const known = both.get(fact)
    const common = known ? new Set([...known].filter((atom) => atoms.has(atom))) : atoms
    if (common.size === 0 && atoms.size > 0) return []
    both.set(fact, common)
  }
  return [both]
}

const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, at) => from + at)
