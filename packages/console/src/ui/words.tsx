/**
 * Words of customers. They are hostile until shown otherwise: always text, isolated from the page's direction, with
 * signs that cannot be seen made visible, and long ones cut with a way to the rest.
 */
import { type ReactNode, useState } from 'react'
import { Button } from './button.tsx'
import { cx } from './cx.ts'

/** Signs that hide or reorder text, such as zero-width ones and direction overrides; what joins emoji is left alone. */
const unseen = /(?![\n\t])(?!(?<=\p{Extended_Pictographic}|\u{fe0f})\u200d)[\p{Cc}\p{Cf}]/gu

/** The text with each unseen sign shown as `·`; as long as before, so that places in it stay right. */
export const visible = (text: string): string => text.replace(unseen, (sign) => '·'.repeat(sign.length))

/** A place in a text that something was read from. */
export type Highlight = {
  readonly start: number
  readonly end: number
  /** Which colour: 1 topic, 2 facts, 3 other parts. */
  readonly mark: 1 | 2 | 3
  readonly title: string
}

const shownMax = 4_000

const marks = { 1: 'bg-mark-1', 2: 'bg-mark-2', 3: 'bg-mark-3' } as const

export type WordsProps = {
  readonly text: string
  readonly highlights?: readonly Highlight[]
  readonly className?: string
}

export function Words({ text, highlights = [], className }: WordsProps) {
  const [whole, setWhole] = useState(false)
  const shown = whole ? text : text.slice(0, shownMax)
  return (
    <div className={className}>
      <p className="words-of-others">{highlighted(shown, highlights)}</p>
      {text.length > shown.length && (
        <Button size="sm" look="ghost" className="mt-1" onClick={() => setWhole(true)}>
          Show the other {(text.length - shown.length).toLocaleString('en')} characters
        </Button>
      )}
    </div>
  )
}

function highlighted(text: string, highlights: readonly Highlight[]): ReactNode[] {
  const parts: ReactNode[] = []
  let at = 0
  for (const { start, end, mark, title } of [...highlights].sort(
    (a, b) => a.start - b.start || b.end - a.end,
  )) {
    if (start < at || start >= text.length || end <= start) continue
    parts.push(visible(text.slice(at, start)))
    parts.push(
      <mark key={start} title={title} className={cx('rounded-sm px-0.5 text-ink', marks[mark])}>
        {visible(text.slice(start, end))}
      </mark>,
    )
    at = end
  }
  return [...parts, visible(text.slice(at))]
}
