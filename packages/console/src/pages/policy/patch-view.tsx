/** A patch to read: files with their lines, what is added and removed told by sign and word as well as by colour. */
import { cx } from '../../ui/cx.ts'
import { visible } from '../../ui/words.tsx'
import { type PatchFile, type PatchLine, patchFiles } from './patch-lines.ts'

export const PatchView = ({ patch }: { readonly patch: string }) => (
  <div className="flex flex-col gap-3">
    {patchFiles(patch).map((file) => (
      <PatchedFile key={file.path} file={file} />
    ))}
  </div>
)

function PatchedFile({ file: { path, isNew, added, removed, lines } }: { readonly file: PatchFile }) {
  return (
    <section aria-label={`Change of ${path}`} className="overflow-hidden rounded-md border">
      <h3 className="flex flex-wrap items-center gap-x-3 border-b bg-sunken px-3 py-1.5 text-xs">
        <span className="min-w-0 font-mono font-medium wrap-anywhere">{path}</span>
        <span className="text-dim tabular-nums">
          {isNew && 'new file, '}
          {added} added{removed > 0 && `, ${removed} removed`}
        </span>
      </h3>
      <ol className="font-mono text-xs leading-5">
        {lines.map((line, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the same line may stand in a patch twice
          <Line key={at} line={line} />
        ))}
      </ol>
    </section>
  )
}

const looks = {
  added: { sign: '+', word: 'Added: ', look: 'bg-good-soft text-ink' },
  removed: { sign: '−', word: 'Removed: ', look: 'bg-bad-soft text-ink' },
  same: { sign: '', word: '', look: 'text-dim' },
} as const

function Line({ line: { kind, text, number } }: { readonly line: PatchLine }) {
  if (kind === 'gap') {
    return (
      <li aria-hidden="true" className="border-y bg-sunken px-3 text-center text-dim">
        …
      </li>
    )
  }
  const { sign, word, look } = looks[kind]
  return (
    <li className={cx('flex', look)}>
      <span aria-hidden="true" className="w-11 shrink-0 pr-2 text-right text-dim tabular-nums select-none">
        {number}
      </span>
      <span
        aria-hidden="true"
        className={cx('w-4 shrink-0 select-none', kind === 'added' ? 'text-good' : 'text-bad')}
      >
        {sign}
      </span>
      {word && <span className="sr-only">{word}</span>}
      <code className="words-of-others min-w-0 flex-1 pr-3">{visible(text)}</code>
    </li>
  )
}
