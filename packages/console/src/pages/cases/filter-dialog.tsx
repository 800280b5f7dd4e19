/** One filter being set: a choice from what there is, a day, or words. */
import { useState } from 'react'
import { useDesk } from '../../app/api.ts'
import { useNames } from '../../app/names.ts'
import { useMe } from '../../app/session.ts'
import { CheckField, TextField } from '../../ui/field.tsx'
import { type Choice, Picker } from '../../ui/picker.tsx'
import { visible } from '../../ui/words.tsx'
import { DialogForm } from './dialog-form.tsx'
import type { AskedFilter } from './filter-bar.tsx'
import { filterChoices, filterLabels } from './filter-words.ts'
import { useFactWords } from './use-fact-words.ts'

export type FilterDialogProps = {
  readonly name: AskedFilter
  readonly value: string | readonly string[] | undefined
  readonly onSet: (value: string | readonly string[] | undefined) => void
  readonly onClose: () => void
}

export function FilterDialog({ name, value, onSet, onClose }: FilterDialogProps) {
  const [chosen, setChosen] = useState<readonly string[]>([value ?? []].flat())
  const label = filterLabels[name]
  const one = chosen[0]
  const choose = (next: string): void => setChosen(next === '' ? [] : [next])
  return (
    <DialogForm
      title={`Filter by ${label.toLowerCase()}`}
      width="sm"
      onClose={onClose}
      submit="Show"
      onSubmit={() => onSet(chosen.length === 0 ? undefined : name === 'state' ? chosen : one)}
    >
      {name === 'state' ? (
        filterChoices.state.map((choice) => (
          <CheckField
            key={choice.value}
            label={choice.label}
            checked={chosen.includes(choice.value)}
            onChange={({ target }) =>
              setChosen(
                target.checked ? [...chosen, choice.value] : chosen.filter((state) => state !== choice.value),
              )
            }
          />
        ))
      ) : name === 'openedFrom' || name === 'openedTo' ? (
        <TextField
          label={label}
          type="date"
          value={one ?? ''}
          onChange={({ target }) => choose(target.value)}
        />
      ) : name === 'ownerRule' || name === 'incident' ? (
        <TextField
          label={label}
          maxLength={200}
          value={one ?? ''}
          onChange={({ target }) => choose(target.value)}
        />
      ) : name === 'assignee' ? (
        <PersonChoice value={one} onChoose={choose} />
      ) : name === 'account' ? (
        <AccountChoice value={one} onChoose={choose} />
      ) : (
        <NamedChoice name={name} value={one} onChoose={choose} />
      )}
    </DialogForm>
  )
}

type ChoiceProps = { readonly value: string | undefined; readonly onChoose: (value: string) => void }

function NamedChoice({
  name,
  ...rest
}: ChoiceProps & {
  readonly name: Exclude<
    AskedFilter,
    'state' | 'assignee' | 'account' | 'ownerRule' | 'incident' | 'openedFrom' | 'openedTo'
  >
}) {
  const { policy } = useNames()
  const { facts } = useFactWords()
  const named = (list: readonly { readonly id: string; readonly name: string }[]): Choice[] =>
    list.map((one) => ({ value: one.id, label: one.name }))
  const choices: readonly Choice[] =
    name === 'team' || name === 'firstOwner'
      ? named(policy.teams)
      : name === 'topic'
        ? [{ value: 'none', label: 'No topic' }, ...named(policy.topics)]
        : name === 'missingFact'
          ? facts.map((fact) => ({ value: fact.name, label: fact.label }))
          : filterChoices[name]
  return <Picker label={filterLabels[name]} choices={choices} className="w-full" {...rest} />
}

function PersonChoice(rest: ChoiceProps) {
  const me = useMe()
  const [text, setText] = useState('')
  const { data } = useDesk(
    'people.list',
    { limit: 20, ...(text.trim() && { q: text.trim() }) },
    { keep: true },
  )
  const people = (data?.items ?? []).filter(({ id }) => id !== me.id)
  const choices = [
    { value: 'me', label: 'Me' },
    { value: 'nobody', label: 'Nobody' },
    ...people.map(({ id, name }) => ({ value: id, label: name })),
  ]
  return <Picker label="Assignee" choices={choices} onSearch={setText} className="w-full" {...rest} />
}

function AccountChoice(rest: ChoiceProps) {
  const [text, setText] = useState('')
  const { data } = useDesk(
    'accounts.list',
    { limit: 20, ...(text.trim() && { q: text.trim() }) },
    { keep: true },
  )
  const choices = (data?.items ?? []).map(({ id, name }) => ({ value: id, label: visible(name) }))
  return <Picker label="Account" choices={choices} onSearch={setText} className="w-full" {...rest} />
}
