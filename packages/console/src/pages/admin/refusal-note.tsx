/** What the desk refused, beside the field it names or else below the form. */
import { Refusal } from '@rightdesk/engine/refusal'
import { sayError } from '../../app/say-error.ts'

/** What is wrong with one field of a form, in the desk's own words. */
export function problemAt(error: unknown, field: string): string | undefined {
  if (!(error instanceof Refusal) || error.at.split(/[.[]/)[0] !== field) return undefined
  const { title, text } = sayError(error)
  return `${title}. ${text}`
}

export type RefusalNoteProps = {
  readonly error: unknown
  /** Fields that say it themselves. */
  readonly fields?: readonly string[]
}

export function RefusalNote({ error, fields = [] }: RefusalNoteProps) {
  if (!error || fields.some((field) => problemAt(error, field) !== undefined)) return null
  const { title, text } = sayError(error)
  return (
    <p role="alert" className="rounded-md bg-bad-soft px-3 py-2 text-sm text-bad wrap-anywhere">
      <span className="font-medium">{title}.</span> {text}
    </p>
  )
}
