/** One line of the matrix: the ask, whose it is on each plan, who helps, where it goes, and the verdict. Opens in place. */
import { ChevronRight } from 'lucide-react'
import { memo, type ReactNode } from 'react'
import { inWords } from '../../ui/badge.tsx'
import { cx } from '../../ui/cx.ts'
import { type MatrixLine, type OwnerSpan, ownerSpans, verdictsOf, type Ways } from './matrix-lines.ts'

/** The columns from 1024 px on; below, a line says ask and owners only. */
export const columns =
  'lg:grid-cols-[1rem_2.25rem_minmax(11rem,1.35fr)_minmax(0,1.5fr)_minmax(0,0.8fr)_minmax(0,0.8fr)_5.5rem_3.75rem]'

export type MatrixRowProps = {
  readonly line: MatrixLine
  readonly ways: Ways
  readonly team: (reference: string) => string
  readonly open: boolean
  readonly onToggle: (id: string) => void
  /** What an open line shows. */
  readonly children: ReactNode
}

export const MatrixRow = memo(function MatrixRow({
  line,
  ways,
  team,
  open,
  onToggle,
  children,
}: MatrixRowProps) {
  const detailId = `line-${line.id}`
  return (
    <li className="border-b last:border-b-0">
      <div
        className={cx(
          'relative grid min-h-9 grid-cols-[1rem_minmax(0,1fr)_auto] items-center gap-x-3 px-4 py-1 text-sm md:px-6',
          'hover:bg-hover has-[button:focus-visible]:bg-hover',
          open && 'bg-selected hover:bg-selected',
          columns,
        )}
      >
        <ChevronRight size={14} className={cx('shrink-0 text-dim', open && 'rotate-90')} aria-hidden="true" />
        <span aria-hidden="true" className="text-xs text-dim tabular-nums max-lg:hidden">
          {line.row}
        </span>
        <button
          type="button"
          data-line={line.id}
          aria-expanded={open}
          aria-controls={open ? detailId : undefined}
          onClick={() => onToggle(line.id)}
          title={line.title}
          className="line-clamp-2 min-w-0 text-left font-medium wrap-anywhere after:absolute after:inset-0"
        >
          {line.row && <span className="sr-only">{line.row}: </span>}
          {line.row && (
            <span aria-hidden="true" className="mr-2 text-xs font-normal text-dim tabular-nums lg:hidden">
              {line.row}
            </span>
          )}
          {line.title}
        </button>
        <div className="min-w-0 max-lg:col-start-2 max-lg:col-end-4 max-lg:row-start-2 max-lg:text-xs">
          <Owners spans={ownerSpans(line.owners)} />
        </div>
        <Listed words={ways.helpers.map(team)} said="Helps" />
        <Listed words={ways.channels} said="Goes to" />
        <span
          className="truncate text-xs text-dim max-lg:hidden"
          title={verdictsOf(line.owners).map(inWords).join(', ')}
        >
          <span className="sr-only">Developer Success: </span>
          {verdictsOf(line.owners).map(inWords).join(', ') || '–'}
        </span>
        <span className="text-right text-xs tabular-nums">
          {line.past.cases > 0 && (
            <span title={`${line.past.cases} past cases, ${line.past.corrected} put right`}>
              {line.past.cases}
              <span className="sr-only"> past cases</span>
              {line.past.corrected > 0 && (
                <span className="text-warn">
                  {' '}
                  <span aria-hidden="true">↺{line.past.corrected}</span>
                  <span className="sr-only">, {line.past.corrected} put right</span>
                </span>
              )}
            </span>
          )}
        </span>
      </div>
      {open && (
        <div id={detailId} className="border-t bg-canvas px-4 py-4 md:px-6">
          {children}
        </div>
      )}
    </li>
  )
})

/** Whose it is; the plans are named where it is not the same on all. Plans that the line says nothing of are left out. */
function Owners({ spans }: { readonly spans: readonly OwnerSpan[] }) {
  const said = spans.filter(({ teams }) => teams.length > 0)
  if (said.length === 0) return <span className="text-dim">–</span>
  return said.map(({ values, teams }) => {
    const names = teams.map(({ name }) => name).join(' or ')
    const plans = spans.length === 1 ? '' : values.map(inWords).join(', ')
    return (
      <p key={plans} className="truncate" title={plans ? `${plans}: ${names}` : names}>
        {plans && <span className="text-xs text-dim">{plans}: </span>}
        {names}
      </p>
    )
  })
}

const Listed = ({ words, said }: { readonly words: readonly string[]; readonly said: string }) => (
  <span className="truncate text-xs text-dim max-lg:hidden" title={words.join(', ')}>
    {words.length > 0 ? (
      <>
        <span className="sr-only">{said}: </span>
        {words.join(', ')}
      </>
    ) : (
      <span aria-hidden="true">–</span>
    )}
  </span>
)
