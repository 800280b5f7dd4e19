/** A whole list as lines of JSON, page by page, in constant memory. */
import { problemOf } from './problems.ts'

type Page = { readonly items: readonly unknown[]; readonly next: string | null }

/**
 * Streams a first page and all that follow. What goes wrong on the way is the last line, `{"error": …}`, and is told to
 * `onError`: the status was sent long before.
 */
export function ndjson(
  first: Page,
  nextPage: (after: string) => Promise<Page>,
  onError: (error: unknown) => void,
): Response {
  const lines = ReadableStream.from(linesOf(first, nextPage, onError)).pipeThrough(new TextEncoderStream())
  return new Response(lines, { headers: { 'Content-Type': 'application/x-ndjson' } })
}

async function* linesOf(
  first: Page,
  nextPage: (after: string) => Promise<Page>,
  onError: (error: unknown) => void,
): AsyncGenerator<string> {
  try {
    for (let page = first; ; page = await nextPage(page.next)) {
      if (page.items.length > 0) yield page.items.map((item) => `${JSON.stringify(item)}\n`).join('')
      if (page.next === null) return
    }
  } catch (error) {
    onError(error)
    const { code, at, message, help } = problemOf(error)
    yield `${JSON.stringify({ error: { code, at, message, help } })}\n`
  }
}
