/** The desk's own words where it refused what a form asked for. */
import { sayError } from '../app/say-error.ts'

export function Refused({ error }: { readonly error: unknown }) {
  const { title, text } = sayError(error)
  return (
    <div role="alert" className="rounded-md bg-bad-soft px-3 py-2 text-sm text-bad">
      <p className="font-medium wrap-anywhere">{title}</p>
      {text && <p className="mt-0.5 wrap-anywhere">{text}</p>}
    </div>
  )
}
