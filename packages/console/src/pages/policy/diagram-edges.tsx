/** The answers of a diagram: a line from each question to what follows, with the answer on it. */
import type { DrawnTable } from '@rightdesk/engine/answer'
import { cx } from '../../ui/cx.ts'
import type { Layout } from './diagram-layout.ts'
import type { DrawnWords } from './diagram-words.ts'

export type DiagramEdgesProps = {
  readonly table: DrawnTable
  readonly layout: Layout
  readonly lit: ReadonlySet<string>
  readonly words: DrawnWords
  readonly onAnswer: (edge: string) => void
}

export function DiagramEdges({ table, layout, lit, words, onAnswer }: DiagramEdgesProps) {
  return (
    // Read out with the questions, and given by their controls: here only for who sees and points.
    <div aria-hidden="true">
      <svg width={layout.width} height={layout.height} className="absolute top-0 left-0" fill="none">
        <title>Lines</title>
        {/* What is lit is drawn last, above the rest. */}
        {table.edges
          .toSorted((a, b) => Number(lit.has(a.id)) - Number(lit.has(b.id)))
          .map(({ id }) => (
            <path
              key={id}
              d={layout.edges.get(id)?.path}
              className={lit.has(id) ? 'stroke-accent' : 'stroke-edge/60'}
              strokeWidth={lit.has(id) ? 2 : 1}
              strokeDasharray={lit.has(id) ? undefined : '3 3'}
            />
          ))}
      </svg>
      {table.edges.map(({ id, say }) => {
        const { x, y, width, height } = layout.edges.get(id)!.label
        return (
          <button
            key={id}
            type="button"
            tabIndex={-1}
            title={`${say}: click to say so`}
            onClick={() => onAnswer(id)}
            style={{ left: x, top: y, width, height }}
            className={cx(
              'absolute truncate rounded-sm bg-canvas px-1 text-center text-2xs leading-none hover:bg-hover',
              lit.has(id) ? 'font-medium text-ink' : 'text-dim',
            )}
          >
            {words.edge(id)}
          </button>
        )
      })}
    </div>
  )
}
