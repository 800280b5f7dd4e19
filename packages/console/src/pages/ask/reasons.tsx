/** Why it is so, rule by rule with where each stands; and why it is not otherwise. */
import type { Because, Decision, Otherwise } from '@rightdesk/engine/answer'
import type { Sayings } from '../../parts/fact-words.ts'
import { inWords } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'

const tables: Readonly<Record<string, string>> = {
  owner: 'Owner',
  engagement: 'Developer Success',
  escalation: 'Escalation',
  fallback: 'Fall-back',
}

export function Why({ because }: { readonly because: readonly Because[] }) {
  if (because.length === 0) return <p className="text-sm text-dim">The policy has no rule for this.</p>
  return (
    <ol className="flex flex-col gap-2.5">
      {because.map(({ table, rule, source, rows, at, text }) => (
        <li key={`${table} ${rule}`} className="text-sm">
          <p>
            <span className="font-medium">{tables[table] ?? inWords(table)}:</span> {text}
          </p>
          <p className="text-xs wrap-anywhere text-dim">
            Rule {rule} · {source} {rows.join(', ')} · <span className="font-mono text-2xs">{at}</span>
          </p>
        </li>
      ))}
    </ol>
  )
}

export type WhyNotProps = {
  readonly not: Decision['not']
  readonly otherwise: Decision['otherwise']
  readonly sayings: Sayings
  /** Takes on what would lead elsewhere. */
  readonly onTry: (change: Otherwise) => void
}

export function WhyNot({ not, otherwise, sayings, onTry }: WhyNotProps) {
  return (
    <div className="flex flex-col gap-3 text-sm">
      {not.length > 0 && (
        <ul aria-label="Must not get it" className="flex flex-col gap-1.5">
          {not.map(({ team, reason }) => (
            <li key={team}>
              <span className="font-medium">Not {sayings.team(team)}:</span> {reason}
            </li>
          ))}
        </ul>
      )}
      {otherwise.length > 0 && (
        <div>
          <p className="text-dim">What would change it:</p>
          <ul>
            {otherwise.map((change) => (
              <li key={change.text} className="flex items-start gap-2 py-0.5">
                <span className="min-w-0 flex-1 py-1">{change.text}</span>
                <Button
                  size="sm"
                  look="ghost"
                  aria-label={`Try: ${change.text}`}
                  onClick={() => onTry(change)}
                >
                  Try
                </Button>
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  )
}
