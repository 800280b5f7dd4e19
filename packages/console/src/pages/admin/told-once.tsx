/** Something that is shown this one time: a link or a secret, with a way to copy it. */
import { KeyRound } from 'lucide-react'
import { CopyButton } from '../../ui/copy-button.tsx'

export type ToldOnceProps = {
  /** What it is, such as `Invitation link`. */
  readonly label: string
  readonly text: string
  /** What to do with it. */
  readonly hint: string
}

export function ToldOnce({ label, text, hint }: ToldOnceProps) {
  return (
    <div className="flex flex-col gap-2 rounded-md border bg-sunken p-3">
      <p className="flex items-center gap-2 text-sm font-medium">
        <KeyRound size={15} className="text-dim" />
        {label}
      </p>
      <div className="flex items-center gap-2">
        <code className="min-w-0 flex-1 rounded-sm bg-panel px-2 py-1.5 font-mono text-xs wrap-anywhere select-all">
          {text}
        </code>
        <CopyButton text={text} label="Copy" />
      </div>
      <p className="text-xs text-dim">{hint}</p>
    </div>
  )
}
