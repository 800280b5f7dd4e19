/** The decision diagram as a list of questions, each with its answers and where they lead: the same without a picture. */
import type { DrawnTable } from '@rightdesk/engine/answer'
import { ArrowRight } from 'lucide-react'
import { cx } from '../../ui/cx.ts'
import type { DrawnWords } from './diagram-words.ts'

export type DiagramListProps = {
  readonly table: DrawnTable
  readonly lit: ReadonlySet<string>
  readonly words: DrawnWords
}

export function DiagramList({ table, lit, words }: DiagramListProps) {
  const nodes = table.nodes.toSorted((a, b) => a.level - b.level)
  const numbers = new Map(nodes.map(({ id }, at) => [id, at + 1]))
  const to = (id: string): string =>
    numbers.has(id) ? `question ${numbers.get(id)}: ${words.title(id)}` : words.title(id)
  if (nodes.length === 0) {
    return <p className="text-sm">Nothing is asked: it is always {words.title(table.root)}.</p>
  }
  return (
    <ol className="flex flex-col">
      {nodes.map(({ id, ask }) => (
        <li key={id} className="flex gap-3 border-b py-2 last:border-b-0">
          <span className="w-5 shrink-0 text-right text-xs leading-5 text-dim tabular-nums">
            {numbers.get(id)}
          </span>
          <div className="min-w-0 flex-1">
            <p className={cx('text-sm', lit.has(id) ? 'font-medium' : 'text-dim')}>
              {ask}
              {!lit.has(id) && ' (not asked with these facts)'}
            </p>
            <ul>
              {table.edges
                .filter(({ from }) => from === id)
                .map((edge) => (
                  <li
                    key={edge.id}
                    className={cx(
                      'flex min-w-0 flex-wrap items-center gap-x-1.5 text-sm',
                      lit.has(edge.id) ? 'text-ink' : 'text-dim',
                    )}
                  >
                    <span>{words.edge(edge.id)}</span>
                    <ArrowRight size={12} aria-label="leads to" role="img" />
                    <span className={cx(lit.has(edge.id) && !numbers.has(edge.to) && 'font-medium')}>
                      {to(edge.to)}
                    </span>
                    {!numbers.has(edge.to) && (
                      <span className="text-xs text-dim">{words.detail(edge.to)}</span>
                    )}
                    {lit.has(id) && !lit.has(edge.id) && <span className="text-xs">(ruled out)</span>}
                  </li>
                ))}
            </ul>
          </div>
        </li>
      ))}
    </ol>
  )
}
