/** Rules as their authors find them: what each says, its name, the row it stands on, and where it is written. */
import type { ReactNode } from 'react'

type ShownRule = {
  readonly table: string
  readonly rule: string
  readonly text: string
  readonly source: string
  /** `file:line`. */
  readonly at: string
}

export function RuleLines({
  rules,
  beside,
}: {
  readonly rules: readonly ShownRule[]
  /** What stands after a rule, such as its cases. */
  readonly beside?: (rule: ShownRule) => ReactNode
}) {
  return (
    <ul className="flex flex-col">
      {rules.map((rule) => (
        <li key={`${rule.table}/${rule.rule}`} className="border-b py-1.5 last:border-b-0">
          <p className="text-sm wrap-anywhere">{rule.text}</p>
          <p className="flex flex-wrap gap-x-3 text-xs text-dim">
            <span className="font-mono wrap-anywhere">
              {rule.table}/{rule.rule}
            </span>
            <span className="font-mono wrap-anywhere">{rule.at}</span>
            {beside?.(rule)}
          </p>
        </li>
      ))}
    </ul>
  )
}
