/**
 * The field an ask is typed into, with the words its answer was read from marked where they stand: a mirror beneath the
 * field holds the same text in the same type, unseen but for its marks. Texts too long for that get excerpts below.
 */
import { type RefObject, useRef } from 'react'
import { cx } from '../../ui/cx.ts'
import { Field } from '../../ui/field.tsx'
import { type Highlight, visible } from '../../ui/words.tsx'
import { excerptsOf, type Piece, piecesOf, unseenIn } from './marks.ts'

/** A longer text is not mirrored: each letter typed would have it laid out twice. */
const mirroredMax = 6_000
const excerptsMax = 6

const colours = { 1: 'bg-mark-1', 2: 'bg-mark-2', 3: 'bg-mark-3' } as const
const legend = { 1: 'topic', 2: 'facts', 3: 'other parts' } as const

/** Field and mirror break their lines alike only where they are set alike. */
const set = 'px-3 py-2.5 text-base leading-6 whitespace-pre-wrap wrap-break-word max-md:text-[1rem]'

export type AskFieldProps = {
  readonly text: string
  readonly marks: readonly Highlight[]
  /** Undefined while it is not known. */
  readonly lengthMax: number | undefined
  readonly field: RefObject<HTMLTextAreaElement | null>
  readonly onChange: (text: string) => void
}

export function AskField({ text, marks, lengthMax, field, onChange }: AskFieldProps) {
  const mirror = useRef<HTMLDivElement>(null)
  const isMirrored = text.length <= mirroredMax
  return (
    <div>
      <Field label="What the customer wrote">
        {(ids) => (
          <div className="relative rounded-md border border-edge/60 bg-panel focus-within:border-accent hover:border-edge">
            {isMirrored && (
              <div
                ref={mirror}
                aria-hidden="true"
                dir="auto"
                className={cx(
                  set,
                  'pointer-events-none absolute inset-0 overflow-hidden text-transparent select-none [scrollbar-gutter:stable] [unicode-bidi:plaintext]',
                )}
              >
                {piecesOf(text, marks).map((piece) =>
                  piece.mark ? (
                    <mark
                      key={piece.start}
                      className={cx('rounded-xs text-transparent', colours[piece.mark.mark])}
                    >
                      {piece.text}
                    </mark>
                  ) : (
                    piece.text
                  ),
                )}
                {'\n'}
              </div>
            )}
            <textarea
              {...ids}
              ref={field}
              dir="auto"
              value={text}
              spellCheck={false}
              placeholder="Paste an ask, or type what is wanted…"
              onChange={({ target }) => onChange(target.value)}
              onScroll={({ currentTarget }) => {
                if (mirror.current) mirror.current.scrollTop = currentTarget.scrollTop
              }}
              onKeyDown={({ key, currentTarget }) => {
                if (key === 'Escape') currentTarget.blur()
              }}
              className={cx(
                set,
                'scroll-thin relative block field-sizing-content max-h-[46dvh] min-h-44 w-full resize-none overflow-y-auto bg-transparent text-ink outline-offset-0 [scrollbar-gutter:stable] max-lg:min-h-28 max-lg:max-h-[38dvh]',
              )}
            />
          </div>
        )}
      </Field>
      <div className="mt-1.5 flex min-h-5 flex-wrap items-center gap-x-3 gap-y-1 text-xs text-dim">
        <Legend marks={marks} />
        <Remarks text={text} lengthMax={lengthMax} />
      </div>
      {!isMirrored && marks.length > 0 && <Excerpts text={text} marks={marks} />}
    </div>
  )
}

function Legend({ marks }: { readonly marks: readonly Highlight[] }) {
  const kinds = ([1, 2, 3] as const).filter((kind) => marks.some(({ mark }) => mark === kind))
  if (kinds.length === 0) return null
  return (
    <p className="flex items-center gap-x-2">
      Read from:
      {kinds.map((kind) => (
        <span key={kind} className={cx('rounded-sm px-1 text-ink', colours[kind])}>
          {legend[kind]}
        </span>
      ))}
    </p>
  )
}

function Remarks({ text, lengthMax }: { readonly text: string; readonly lengthMax: number | undefined }) {
  const unseen = unseenIn(text)
  return (
    <>
      {unseen > 0 && (
        <p className="text-warn">
          Holds {unseen.toLocaleString('en')} {unseen === 1 ? 'sign' : 'signs'} that cannot be seen
        </p>
      )}
      {lengthMax !== undefined && text.length > lengthMax * 0.8 && (
        <p className={cx('ml-auto tabular-nums', text.length > lengthMax && 'font-medium text-bad')}>
          {text.length.toLocaleString('en')} of {lengthMax.toLocaleString('en')} characters
        </p>
      )}
    </>
  )
}

/** The stretches of a long text that its answer was read from. */
function Excerpts({ text, marks }: { readonly text: string; readonly marks: readonly Highlight[] }) {
  return (
    <ul aria-label="Read from" className="mt-2 flex flex-col gap-1.5 border-l-2 pl-3 text-sm">
      {excerptsOf(text, marks, excerptsMax).map((pieces) => (
        <li key={pieces[0]?.text} className="words-of-others">
          …
          {pieces.map((piece) => (
            <Part key={piece.start} piece={piece} />
          ))}
          …
        </li>
      ))}
    </ul>
  )
}

const Part = ({ piece: { mark, text } }: { readonly piece: Piece }) =>
  mark ? (
    <mark title={mark.title} className={cx('rounded-xs text-ink', colours[mark.mark])}>
      {visible(text)}
    </mark>
  ) : (
    visible(text)
  )
