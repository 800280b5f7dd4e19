/** Errors in words for people: what the desk refused and what to do, or that something broke. */
import { Refusal } from '@rightdesk/engine/refusal'

/** What to tell people of an error: the desk's own words where it refused, and what to do. */
export function sayError(error: unknown): { readonly title: string; readonly text: string } {
  if (error instanceof Refusal) return { title: sentence(error.message), text: error.help }
  const message = error instanceof Error ? error.message : String(error)
  return { title: 'Something went wrong', text: sentence(message) }
}

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`
