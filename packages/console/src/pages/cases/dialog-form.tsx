/** A dialog that is a form: sent by its button or `mod+enter`, left without losing what was typed. */
import type { ReactNode } from 'react'
import { Button } from '../../ui/button.tsx'
import { Dialog, type DialogProps } from '../../ui/dialog.tsx'

export type DialogFormProps = Pick<DialogProps, 'title' | 'text' | 'width'> & {
  readonly onClose: () => void
  readonly submit: string
  readonly onSubmit: () => void
  /** What is missing still; said in the button's place. */
  readonly missing?: string | undefined
  readonly children: ReactNode
}

export function DialogForm({ onClose, submit, onSubmit, missing, children, ...rest }: DialogFormProps) {
  const send = (): void => {
    if (missing !== undefined) return
    onSubmit()
    onClose()
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      footer={
        <>
          {missing !== undefined && <p className="mr-auto self-center text-xs text-dim">{missing}</p>}
          <Button look="ghost" onClick={onClose}>
            Cancel
          </Button>
          <Button look="primary" keys="mod+enter" disabled={missing !== undefined} onClick={send}>
            {submit}
          </Button>
        </>
      }
      {...rest}
    >
      <form
        className="flex flex-col gap-4 pt-1"
        onSubmit={(event) => {
          event.preventDefault()
          send()
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) {
            event.preventDefault()
            send()
          }
        }}
      >
        {children}
      </form>
    </Dialog>
  )
}

/** How cases are named in a title: one by its number, several by how many. */
export const sayCases = (rows: readonly { readonly number: number }[]): string =>
  rows.length === 1 ? `#${rows[0]!.number}` : `${rows.length} cases`
