/**
 * The owner table in the form that every peer's converter starts from: conditions as lists of values, switches at
 * their present value, derived facts as tables of their own that are asked first. Comes from the linked rules, so
 * the peers decide exactly what the engine decides.
 */

import {
  type Cut,
  type FactDomain,
  type FactValue,
  valueOfAtom,
} from '../packages/engine/src/policy/domain.ts'
import { factsUsed, type LinkedRule, type LinkedTable } from '../packages/engine/src/policy/link.ts'
import { linked } from '../packages/engine/test/default-policy.ts'

/** One of the values, or an amount between two cuts. */
export type PeerTest =
  | { readonly fact: string; readonly values: readonly FactValue[] }
  | { readonly fact: string; readonly from: Cut | undefined; readonly to: Cut | undefined }

export type PeerRule = {
  /** All must hold. */
  readonly tests: readonly PeerTest[]
  /** The derived fact's value, or the rule's id. */
  readonly value: FactValue
}

export type PeerTable = {
  /** The fact that the table gives: a derived one, or `owner`. */
  readonly gives: string
  /** Taken where no rule holds: a value, or the value of another fact. */
  readonly otherwise: FactValue | { readonly keep: string }
  readonly rules: readonly PeerRule[]
}

function peerTest(fact: FactDomain, atoms: ReadonlySet<number>): PeerTest {
  if (fact.kind !== 'amount')
    return { fact: fact.name, values: [...atoms].map((atom) => valueOfAtom(fact, atom)) }
  return { fact: fact.name, from: fact.cuts[Math.min(...atoms) - 1], to: fact.cuts[Math.max(...atoms)] }
}

function peerRules(rule: LinkedRule, derives: boolean): PeerRule[] {
  return rule.boxes.flatMap((box) => {
    const conditions = [...box].map(([name, atoms]) => ({ fact: linked.facts.get(name)!, atoms }))
    if (conditions.some(({ fact, atoms }) => fact.kind === 'switch' && !atoms.has(fact.default!))) return []
    const tests = conditions
      .filter(({ fact }) => fact.kind !== 'switch')
      .map(({ fact, atoms }) => peerTest(fact, atoms))
    return [{ tests, value: derives ? (rule.then as FactValue) : rule.id }]
  })
}

const peerTable = (table: LinkedTable): PeerTable => ({
  gives: table.derives?.fact ?? table.name,
  otherwise: table.derives?.otherwise ?? 'no rule',
  rules: table.rules.flatMap((rule) => peerRules(rule, table.derives !== undefined)),
})

/** The tables behind the owner, each after those it depends on, the owner table last. */
export const peerTables: readonly PeerTable[] = (() => {
  const tables = linked.tables.filter((table) => table.derives || table.name === 'owner')
  const needed = new Set(['owner'])
  for (const table of [...tables].reverse()) {
    if (needed.has(table.derives?.fact ?? table.name)) for (const fact of factsUsed(table)) needed.add(fact)
  }
  return tables.filter((table) => needed.has(table.derives?.fact ?? table.name)).map(peerTable)
})()
