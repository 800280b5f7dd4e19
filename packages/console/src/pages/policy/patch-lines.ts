/** A unified diff as lines to look at, each with what it does and where it stands in its file. */

export type PatchLine = {
  readonly kind: 'added' | 'removed' | 'same' | 'gap'
  readonly text: string
  /** In the file as it will be; for a removed line in the one there is. */
  readonly number: number | undefined
}

export type PatchFile = {
  readonly path: string
  readonly isNew: boolean
  readonly added: number
  readonly removed: number
  readonly lines: readonly PatchLine[]
}

/** Reads a patch as `git diff` writes it. */
export const patchFiles = (patch: string): PatchFile[] =>
  patch
    .split(/^(?=diff --git )/m)
    .filter((part) => part.startsWith('diff --git '))
    .map(fileIn)

function fileIn(part: string): PatchFile {
  const head = part.slice(0, Math.max(0, part.search(/^@@ /m)))
  const [before, after] = [nameIn(head, '---'), nameIn(head, '+++')]
  const lines = part
    .slice(head.length)
    .split(/^(?=@@ )/m)
    .flatMap((hunk, at) => linesIn(hunk, at > 0))
  return {
    path: after ?? before ?? '',
    isNew: before === undefined,
    added: lines.filter(({ kind }) => kind === 'added').length,
    removed: lines.filter(({ kind }) => kind === 'removed').length,
    lines,
  }
}

/** A file's name without git's `a/` and `b/`; undefined where there is none on that side. */
function nameIn(head: string, sign: '---' | '+++'): string | undefined {
  const name = head
    .split('\n')
    .find((line) => line.startsWith(`${sign} `))
    ?.slice(4)
    .trimEnd()
  return name === '/dev/null' ? undefined : name?.replace(/^[ab]\//, '')
}

const kinds = { '+': 'added', '-': 'removed', ' ': 'same' } as const

function linesIn(hunk: string, isLater: boolean): PatchLine[] {
  const [head = '', ...body] = hunk.split('\n')
  const [, oldStart, youngStart] = /^@@ -(\d+)(?:,\d+)? \+(\d+)/.exec(head) ?? []
  let [old, young] = [Number(oldStart), Number(youngStart)]
  const lines: PatchLine[] = isLater ? [{ kind: 'gap', text: '', number: undefined }] : []
  for (const line of body) {
    const kind = kinds[line[0] as keyof typeof kinds]
    // The empty end, and git's words on a missing newline.
    if (kind === undefined) continue
    lines.push({ kind, text: line.slice(1), number: kind === 'removed' ? old : young })
    if (kind !== 'added') old++
    if (kind !== 'removed') young++
  }
  return lines
}
