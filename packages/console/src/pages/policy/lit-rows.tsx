/** The rows of the matrix that light up: those that the decision stands on, and those it may still come to. */
import type { Decision, Drawing, Lit } from '@rightdesk/engine/answer'
import { Link } from '@tanstack/react-router'
import { useDesk } from '../../app/api.ts'
import { cx } from '../../ui/cx.ts'
import { litRows, litRules } from './lit-rules.ts'
import { RuleLines } from './rule-lines.tsx'
import type { PolicyEngine } from './use-policy-engine.ts'

export type LitRowsProps = {
  readonly engine: PolicyEngine
  readonly decision: Decision
  readonly drawn: { readonly drawing: Drawing; readonly lit: Lit } | undefined
}

export function LitRows({ engine: { policy }, decision, drawn }: LitRowsProps) {
  const matrix = useDesk('policy.matrix', {}).data
  const texts = new Map(matrix?.rows.map(({ row, text }) => [row, text]))
  const rows = litRows(litRules(policy.compiled, decision, drawn))
  return (
    <section aria-label="Rows that light up" className="min-w-0">
      <h2 className="mb-1 text-sm font-semibold">Rows that light up</h2>
      <ul>
        {rows.map(({ row, sure, rules }) => (
          <li key={row} className="flex gap-3 border-b py-2 last:border-b-0">
            <span
              aria-hidden="true"
              className={cx(
                'mt-1.5 size-2.5 shrink-0 rounded-full',
                sure ? 'bg-accent' : 'border border-dashed border-edge',
              )}
            />
            <div className="min-w-0 flex-1">
              <p className="flex flex-wrap items-baseline gap-x-2 text-sm">
                <Link
                  to="/policy"
                  search={{ open: row }}
                  className="font-medium text-accent tabular-nums hover:underline"
                >
                  {row}
                </Link>
                <span className={cx('min-w-0 wrap-anywhere', sure ? 'font-medium' : 'text-dim')}>
                  {texts.get(row)}
                </span>
                <span className="text-xs text-dim">{sure ? 'applies' : 'may apply'}</span>
              </p>
              <RuleLines
                rules={rules.map(({ rule: { table, id, because, source, at } }) => ({
                  table,
                  rule: id,
                  text: because,
                  source,
                  at,
                }))}
              />
            </div>
          </li>
        ))}
      </ul>
    </section>
  )
}
