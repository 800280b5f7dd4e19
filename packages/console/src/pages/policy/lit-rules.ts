/** Which rules light up: those that the decision stands on, and those that it may still come to. */
import type { CompiledPolicy, Decision, Drawing, Lit } from '@rightdesk/engine/answer'

type Rule = CompiledPolicy['rules'][number]
export type LitRule = { readonly rule: Rule; readonly sure: boolean }

/** The rules that apply, and after them those of the ends that the facts leave open. */
export function litRules(
  { rules }: CompiledPolicy,
  decision: Decision,
  drawn: { readonly drawing: Drawing; readonly lit: Lit } | undefined,
): readonly LitRule[] {
  const byName = new Map(rules.map((rule) => [`${rule.table}/${rule.id}`, rule]))
  const sure = new Set(decision.because.map(({ table, rule }) => `${table}/${rule}`))
  const open = drawn
    ? (['owner', 'engagement'] as const).flatMap((table) =>
        drawn.drawing[table].leaves
          .filter(({ id }) => drawn.lit[table].has(id))
          .flatMap((leaf) => leaf.rules),
      )
    : []
  return [...new Set([...sure, ...open])].flatMap((name) => {
    const rule = byName.get(name)
    return rule ? [{ rule, sure: sure.has(name) }] : []
  })
}

type LitRow = { readonly row: string; readonly sure: boolean; readonly rules: readonly LitRule[] }

/** The rules by their own row; rows that surely apply first. */
export const litRows = (lit: readonly LitRule[]): LitRow[] =>
  [...Map.groupBy(lit, ({ rule }) => rule.rows[0] ?? '')]
    .map(([row, own]) => ({ row, rules: own, sure: own.some(({ sure }) => sure) }))
    .toSorted((a, b) => Number(b.sure) - Number(a.sure))
