/** A dialog that is a form with one button; what the button does, and what is said where it fails, is the caller's. */
import { type ReactNode, useId } from 'react'
import { Button } from '../ui/button.tsx'
import { Dialog, type DialogProps } from '../ui/dialog.tsx'

export type FormDialogProps = Pick<DialogProps, 'title' | 'text' | 'width'> & {
  /** On the button: a verb. */
  readonly verb: string
  readonly danger?: boolean
  readonly busy: boolean
  /** Something that it needs is missing. */
  readonly isIncomplete: boolean
  readonly onSubmit: () => void
  readonly onClose: () => void
  readonly children: ReactNode
}

/** Mounted while it is open, so that each opening begins with empty fields. */
export function FormDialog({
  verb,
  danger = false,
  busy,
  isIncomplete,
  onSubmit,
  onClose,
  children,
  ...rest
}: FormDialogProps) {
  const form = useId()
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      {...rest}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            form={form}
            look={danger ? 'danger' : 'primary'}
            busy={busy}
            disabled={isIncomplete}
          >
            {verb}
          </Button>
        </>
      }
    >
      <form
        id={form}
        className="flex flex-col gap-4 pt-1"
        onSubmit={(event) => {
          event.preventDefault()
          if (!isIncomplete && !busy) onSubmit()
        }}
      >
        {children}
      </form>
    </Dialog>
  )
}
