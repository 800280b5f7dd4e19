/** The asks that the benchmarks decide: complete, possible, drawn at random from a fixed seed, the same in every run. */

import { valueOfAtom } from '../packages/engine/src/policy/domain.ts'
import { areTogetherPossible, type Facts } from '../packages/engine/src/walk.ts'
import { policy } from '../packages/engine/test/default-policy.ts'

export type CompleteFacts = Readonly<Record<string, string | number | boolean>>

/** Mulberry32: small, fast, and the same everywhere. Numbers from 0 up to, not including, 1. */
export function randomNumbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

const asFacts = (atoms: readonly number[]): Record<string, string | number | boolean> =>
  Object.fromEntries(policy.facts.map((fact, at) => [fact.name, valueOfAtom(fact, atoms[at]!)]))

/** One combination of atoms that the policy does not rule out, every fact known. */
function drawAtoms(random: () => number): number[] {
  for (;;) {
    const atoms = policy.facts.map((fact) => Math.floor(random() * fact.atoms))
    if (isPossible(atoms)) return atoms
  }
}

const isPossible = (atoms: readonly number[]): boolean =>
  policy.compiled.impossible.every(({ facts }) =>
    facts.some(({ fact, atoms: ruledOut }) => !ruledOut.includes(atoms[fact]!)),
  )

/** Distinct cases as rows of atoms, one byte for each fact, in the order of `policy.facts`. */
export function drawRows(count: number, seed: number): Uint8Array {
  const width = policy.facts.length
  const rows = new Uint8Array(count * width)
  const seen = new Set<number>()
  const random = randomNumbers(seed)
  while (seen.size < count) {
    const atoms = drawAtoms(random)
    const key = policy.facts.reduce((sum, fact, at) => sum * fact.atoms + atoms[at]!, 0)
    if (seen.has(key)) continue
    rows.set(atoms, seen.size * width)
    seen.add(key)
  }
  return rows
}

/** How many of the complete cases there are for `decide`; a power of two, so that a mask wraps around. */
export const casesCount = 4_096

/** Cases as plain objects with the literal strings that a program would hold. */
export const literalCases: readonly CompleteFacts[] = (() => {
  const random = randomNumbers(2_026)
  return Array.from({ length: casesCount }, () => asFacts(drawAtoms(random)))
})()

/** The same as they come in from outside: parsed from JSON, where longer strings are fresh for every case. */
export const parsedCases: readonly CompleteFacts[] = literalCases.map((facts) =>
  JSON.parse(JSON.stringify(facts)),
)

if (!parsedCases.every((facts) => areTogetherPossible(policy, facts as Facts)))
  throw new Error('an impossible case was drawn')
