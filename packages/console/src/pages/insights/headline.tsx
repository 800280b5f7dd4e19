/** The row of figures on top: what it is, how it changed against the period before, and its weeks as a line. */
import { ArrowDown, ArrowUp, Minus } from 'lucide-react'
import { cx } from '../../ui/cx.ts'
import { Sparkline } from '../../ui/sparkline.tsx'
import type { Figure } from './figures.ts'

export function Headline({ figures }: { readonly figures: readonly Figure[] }) {
  return (
    <dl className="grid grid-cols-2 gap-px overflow-hidden rounded-lg border bg-line sm:grid-cols-3 xl:grid-cols-6">
      {figures.map((figure) => (
        <div key={figure.id} className="flex min-w-0 flex-col gap-0.5 bg-panel px-4 py-3">
          <dt className="truncate text-xs text-dim">{figure.label}</dt>
          <dd className="flex items-end justify-between gap-2">
            <span className="text-xl leading-7 font-semibold tabular-nums">{figure.value ?? '–'}</span>
            {figure.series.length > 1 && (
              <Sparkline
                values={figure.series}
                label={`${figure.label} over ${figure.series.length} weeks`}
                width={56}
              />
            )}
          </dd>
          <dd className="text-xs">
            <ChangeWords figure={figure} />
          </dd>
        </div>
      ))}
    </dl>
  )
}

function ChangeWords({ figure: { change } }: { readonly figure: Figure }) {
  if (!change) return <span className="text-dim">Nothing before it</span>
  const { words, better } = change
  const Icon = words.startsWith('+') ? ArrowUp : words.startsWith('−') ? ArrowDown : Minus
  return (
    <span
      title="Against as many days right before"
      className={cx(
        'inline-flex items-center gap-1 tabular-nums',
        better === undefined ? 'text-dim' : better ? 'text-good' : 'text-bad',
      )}
    >
      <Icon size={12} aria-hidden="true" />
      {words}
      {better !== undefined && <span>{better ? '(better)' : '(worse)'}</span>}
    </span>
  )
}
