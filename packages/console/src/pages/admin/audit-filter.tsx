/** What of the audit log is shown: the operation, who did it, to what, with which outcome, and between which days. */
import { X } from 'lucide-react'
import { useDeskPages } from '../../app/api.ts'
import { Button } from '../../ui/button.tsx'
import { SelectField, TextField } from '../../ui/field.tsx'
import { Picker } from '../../ui/picker.tsx'
import { sayOperation, writingOperations } from './operation-words.ts'
import { dayIn, oneIn, textIn } from './search.ts'

export type AuditSearch = {
  readonly operation?: string | undefined
  readonly actor?: string | undefined
  readonly target?: string | undefined
  readonly outcome?: 'done' | 'refused' | undefined
  readonly since?: string | undefined
  readonly until?: string | undefined
}

const peopleMax = 200
const anything = ''

export type AuditFilterProps = {
  readonly search: AuditSearch
  readonly onChange: (search: AuditSearch) => void
}

export function AuditFilter({ search, onChange }: AuditFilterProps) {
  const people = useDeskPages('people.list', { limit: peopleMax })
  const set = (change: AuditSearch): void => onChange({ ...search, ...change })
  return (
    <search aria-label="Audit log" className="flex flex-wrap items-end gap-2 px-4 py-3 md:px-6">
      <Picker
        label="Operation"
        value={search.operation}
        empty="Any operation"
        choices={[
          { value: anything, label: 'Any operation' },
          ...writingOperations.map((name) => ({ value: name, label: sayOperation(name), detail: name })),
        ]}
        onChoose={(value) => set({ operation: textIn(value) })}
        className="w-44 max-md:w-[calc(50%-0.25rem)]"
      />
      <Picker
        label="Who"
        value={search.actor}
        empty="Anybody"
        choices={[
          { value: anything, label: 'Anybody' },
          { value: 'system', label: 'Rightdesk', detail: 'by itself' },
          ...(people.data ?? []).map(({ id, name, email }) => ({
            value: id,
            label: name,
            detail: email ?? undefined,
          })),
        ]}
        onChoose={(value) => set({ actor: textIn(value) })}
        className="w-36 max-md:w-[calc(50%-0.25rem)]"
      />
      <TextField
        key={search.target ?? ''}
        label="On what"
        hideLabel
        placeholder="Id of the thing"
        defaultValue={search.target}
        fieldClass="w-44 max-md:w-[calc(50%-0.25rem)]"
        onBlur={({ target }) =>
          textIn(target.value) !== search.target && set({ target: textIn(target.value) })
        }
        onKeyDown={({ key, currentTarget }) =>
          key === 'Enter' && set({ target: textIn(currentTarget.value) })
        }
      />
      <SelectField
        label="Outcome"
        hideLabel
        fieldClass="w-32 max-md:w-[calc(50%-0.25rem)]"
        options={[
          { value: '', label: 'Any outcome' },
          { value: 'done', label: 'Done' },
          { value: 'refused', label: 'Refused' },
        ]}
        value={search.outcome ?? ''}
        onChange={({ target }) => set({ outcome: oneIn(['done', 'refused'], target.value) })}
      />
      <TextField
        label="From day"
        hideLabel
        title="From this day (UTC)"
        type="date"
        value={search.since ?? ''}
        fieldClass="w-34 max-md:flex-1"
        onChange={({ target }) => set({ since: dayIn(target.value) })}
      />
      <TextField
        label="To day"
        hideLabel
        title="To this day (UTC), counted too"
        type="date"
        value={search.until ?? ''}
        fieldClass="w-34 max-md:flex-1"
        onChange={({ target }) => set({ until: dayIn(target.value) })}
      />
      {Object.values(search).some((value) => value !== undefined) && (
        <Button look="ghost" icon={<X size={14} />} onClick={() => onChange({})}>
          Clear
        </Button>
      )}
    </search>
  )
}
