/** A small form in a dialog that performs one operation: its fields, its button, and the desk's words where it refuses. */
import type { ReactNode } from 'react'
import { type ActOptions, type InputOf, type OperationName, useAct } from '../app/api.ts'
import type { DialogProps } from '../ui/dialog.tsx'
import { FormDialog } from './form-dialog.tsx'
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
  const act = useAct(operation, {
    quiet: true,
    ...(done && { done }),
    ...(undo && { undo }),
    onDone: onDone ?? onClose,
  })
  return (
    <FormDialog
      {...{ title, verb, danger, width, onClose }}
      {...(text !== undefined && { text })}
      busy={act.isPending}
      isIncomplete={input === undefined}
      onSubmit={() => input !== undefined && act.mutate(input)}
    >
      {children}
      {act.error && <Refused error={act.error} />}
    </FormDialog>
  )
}
