/** A part of the diagram: a question, which leads to its control, or an end, which leads to its rule in the matrix. */
import type { DrawnLeaf, DrawnNode } from '@rightdesk/engine/answer'
import { Link } from '@tanstack/react-router'
import { cx } from '../../ui/cx.ts'
import type { Box } from './diagram-layout.ts'
import type { DrawnWords } from './diagram-words.ts'

export type DiagramPartProps = {
  readonly id: string
  readonly part: DrawnNode | DrawnLeaf
  readonly box: Box
  readonly lit: boolean
  readonly words: DrawnWords
  /** The one part that Tab goes to. */
  readonly entry: boolean
  readonly onFocus: () => void
  readonly onQuestion: (fact: string) => void
}

export function DiagramPart({ id, part, box, lit, words, entry, onFocus, onQuestion }: DiagramPartProps) {
  const isQuestion = 'fact' in part
  const shared = {
    id,
    tabIndex: entry ? 0 : -1,
    onFocus,
    title: words.whole(part.id),
    style: { left: box.x, top: box.y, width: box.width, height: box.height },
    className: cx(
      'absolute flex min-w-0 flex-col justify-center px-2 text-left text-xs leading-4',
      isQuestion ? 'rounded-full px-3' : 'rounded-md',
      lit
        ? 'border-[1.5px] border-accent bg-panel font-medium text-ink'
        : 'border border-dashed border-edge/60 bg-canvas text-dim',
      lit && !isQuestion && 'border-transparent bg-accent-soft',
    ),
  }
  const unseen = (
    <span className="sr-only">
      {lit ? ' (still possible)' : ' (ruled out)'}. {words.whole(part.id)}
    </span>
  )
  if (isQuestion) {
    return (
      <button type="button" {...shared} onClick={() => onQuestion(part.fact)}>
        <span className="truncate">{words.title(part.id)}</span>
        {unseen}
      </button>
    )
  }
  const detail = words.detail(part.id)
  const row = detail.split(' · ')[0]
  return (
    <Link to="/policy" search={{ open: row }} draggable={false} {...shared}>
      <span className="truncate">{words.title(part.id)}</span>
      <span className="truncate text-2xs font-normal text-dim">{detail}</span>
      {unseen}
    </Link>
  )
}
