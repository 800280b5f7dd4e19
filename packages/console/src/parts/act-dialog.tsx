/** A small form in a dialog that performs one operation: its fields, its button, and the desk's words where it refuses. */
import { type ReactNode, useId } from 'react'
import { type ActOptions, type InputOf, type OperationName, useAct } from '../app/api.ts'
import { Button } from '../ui/button.tsx'
import { Dialog, type DialogProps } from '../ui/dialog.tsx'
import { Refused } from './refused.tsx'

export type ActDialogProps<Name extends OperationName> = {
  readonly operation: Name
  /** What to send; undefined while something that it needs is missing. */
  readonly input: InputOf<Name> | undefined
  readonly title: string
  readonly text?: string
  /** On the button: a verb. */
  readonly verb: string
  readonly danger?: boolean
  readonly width?: DialogProps['width']
  readonly onClose: () => void
  readonly done?: ActOptions<Name>['done']
  readonly undo?: ActOptions<Name>['undo']
  /** What follows when it is done; closing it, where nothing is said. */
  readonly onDone?: ActOptions<Name>['onDone']
  readonly children?: ReactNode
}

/** Mounted while it is open, so that each opening begins with empty fields. */
export function ActDialog<Name extends OperationName>({
  operation,
  input,
  title,
  text,
  verb,
  danger = false,
  width = 'md',
  onClose,
  done,
  undo,
  onDone,
  children,
}: ActDialogProps<Name>) {
  const form = useId()
  const act = useAct(operation, {
    quiet: true,
    ...(done && { done }),
    ...(undo && { undo }),
    onDone: onDone ?? onClose,
  })
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={title}
      {...(text !== undefined && { text })}
      width={width}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            form={form}
            look={danger ? 'danger' : 'primary'}
            busy={act.isPending}
            disabled={input === undefined}
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
          if (input !== undefined && !act.isPending) act.mutate(input)
        }}
      >
        {children}
        {act.error && <Refused error={act.error} />}
      </form>
    </Dialog>
  )
}
