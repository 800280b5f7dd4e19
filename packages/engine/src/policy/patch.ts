/**
 * A change of a policy's files as a patch that `git apply` takes and people review. Made for changes that add lines;
 * where something else changed, what lies between the first and the last difference is shown as replaced.
 */
import type { PolicySource, PolicyText } from './parse.ts'

/** One line of the old or the new text with its ending; `=` stands in both. */
type Line = { readonly kind: '=' | '-' | '+'; readonly text: string }

/** Lines shown around a change. */
const context = 3

/** The patch from one version to a later one of the same folder; empty where nothing differs. */
export function patchOf(before: PolicySource, after: PolicySource): string {
  const old = new Map(before.files.map(({ path, text }) => [path, text]))
  const kept = new Set(after.files.map(({ path }) => path))
  const gone = before.files.filter(({ path }) => !kept.has(path))
  return [
    ...after.files.map((file) => patchOfFile(after.folder, old.get(file.path), file)),
    ...gone.map(({ path, text }) => patchOfFile(after.folder, text, { path, text: '' }, true)),
  ].join('')
}

function patchOfFile(
  folder: string,
  old: string | undefined,
  { path, text }: PolicyText,
  isGone = false,
): string {
  if (old === text) return ''
  const lines = linesBetween(linesOf(old ?? ''), linesOf(text))
  const name = (side: string): string => `${side}/${folder}/${path}${/\s/.test(path) ? '\t' : ''}`
  const head = `--- ${old === undefined ? '/dev/null' : name('a')}\n+++ ${isGone ? '/dev/null' : name('b')}\n`
  // Git takes a file for new or gone only where its mode says so.
  const mode = old === undefined ? 'new file mode 100644\n' : isGone ? 'deleted file mode 100644\n' : ''
  return `diff --git ${name('a').trimEnd()} ${name('b').trimEnd()}\n${mode}${head}${hunksOf(lines)}`
}

/** With their endings, so that a last line without one differs from the same line before others. */
const linesOf = (text: string): string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? []

function linesBetween(old: readonly string[], young: readonly string[]): Line[] {
  let start = 0
  while (start < old.length && start < young.length && old[start] === young[start]) start++
  let end = 0
  const most = Math.min(old.length, young.length) - start
  while (end < most && old.at(-1 - end) === young.at(-1 - end)) end++
  const same = (text: string): Line => ({ kind: '=', text })
  const [oldMiddle, youngMiddle] = [
    old.slice(start, old.length - end),
    young.slice(start, young.length - end),
  ]
  return [
    ...old.slice(0, start).map(same),
    ...(added(oldMiddle, youngMiddle) ?? replaced(oldMiddle, youngMiddle)),
    ...old.slice(old.length - end).map(same),
  ]
}

/** Where all old lines are among the new ones in their order. */
function added(old: readonly string[], young: readonly string[]): Line[] | undefined {
  let at = 0
  const lines = young.map((text): Line => {
    if (old[at] !== text) return { kind: '+', text }
    at++
    return { kind: '=', text }
  })
  return at === old.length ? lines : undefined
}

const replaced = (old: readonly string[], young: readonly string[]): Line[] => [
  ...old.map((text): Line => ({ kind: '-', text })),
  ...young.map((text): Line => ({ kind: '+', text })),
]

function hunksOf(lines: readonly Line[]): string {
  const changed = lines.flatMap(({ kind }, at) => (kind === '=' ? [] : [at]))
  const spans: { from: number; to: number }[] = []
  for (const at of changed) {
    const [from, to] = [Math.max(0, at - context), Math.min(lines.length, at + context + 1)]
    const last = spans.at(-1)
    if (last && from <= last.to) last.to = to
    else spans.push({ from, to })
  }
  return spans.map(({ from, to }) => hunk(lines, from, to)).join('')
}

function hunk(lines: readonly Line[], from: number, to: number): string {
  const count = (until: readonly Line[], besides: '-' | '+'): number =>
    until.filter(({ kind }) => kind !== besides).length
  const [before, shown] = [lines.slice(0, from), lines.slice(from, to)]
  const range = (besides: '-' | '+'): string => {
    const length = count(shown, besides)
    return `${count(before, besides) + (length === 0 ? 0 : 1)},${length}`
  }
  const body = shown.map(({ kind, text }) => {
    const ended = text.endsWith('\n') ? text : `${text}\n\\ No newline at end of file\n`
    return `${kind === '=' ? ' ' : kind}${ended}`
  })
  return `@@ -${range('+')} +${range('-')} @@\n${body.join('')}`
}
