/** Which case others are joined to. */
import { useState } from 'react'
import { CasePicker } from '../../parts/case-picker.tsx'
import { perform } from './acts.ts'
import { merge } from './case-acts.ts'
import type { CaseRow } from './case-verbs.ts'
import { DialogForm, sayCases } from './dialog-form.tsx'

export function MergeDialog({
  rows,
  onClose,
}: {
  readonly rows: readonly CaseRow[]
  readonly onClose: () => void
}) {
  const [into, setInto] = useState<string>()
  return (
    <DialogForm
      title={`Merge ${sayCases(rows)}`}
      text="History, sources and followers go along; what is merged is closed."
      onClose={onClose}
      submit="Merge"
      onSubmit={() =>
        perform(rows.filter(({ number }) => String(number) !== into).map((row) => merge(row, into!)))
      }
      missing={into === undefined ? 'Choose the case to keep' : undefined}
    >
      <CasePicker
        label="Case to keep"
        value={into}
        onChoose={setInto}
        except={new Set(rows.length === 1 ? [rows[0]!.id] : [])}
      />
    </DialogForm>
  )
}
