/** Choosing a colleague or a customer by name, with a label as other fields have it. */
import { type ReactNode, useDeferredValue, useState } from 'react'
import { useDesk } from '../app/api.ts'
import { useNames } from '../app/names.ts'
import { Button } from '../ui/button.tsx'
import { type Choice, Picker } from '../ui/picker.tsx'
import { visible } from '../ui/words.tsx'

type PickProps = {
  readonly label: string
  readonly hint?: ReactNode
  readonly value: string | undefined
  readonly onChoose: (value: string | undefined) => void
  /** What the button says while nothing is chosen. */
  readonly empty?: string
  /** May be left out again once chosen. */
  readonly optional?: boolean
}

function Labelled({
  label,
  hint,
  value,
  optional = false,
  onChoose,
  children,
}: PickProps & { readonly children: ReactNode }) {
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <span aria-hidden="true" className="text-sm font-medium">
        {label}
      </span>
      <div className="flex items-center gap-2">
        {children}
        {optional && value !== undefined && (
          <Button look="ghost" size="sm" onClick={() => onChoose(undefined)}>
            Clear<span className="sr-only"> {label}</span>
          </Button>
        )}
      </div>
      {hint && <p className="text-xs text-dim">{hint}</p>}
    </div>
  )
}

/** Chooses one of a few that the page knows already. */
export function ChoicePick({ choices, ...rest }: PickProps & { readonly choices: readonly Choice[] }) {
  const { label, value, onChoose, empty } = rest
  return (
    <Labelled {...rest}>
      <Picker
        {...{ label, value, choices, onChoose }}
        {...(empty !== undefined && { empty })}
        className="w-full max-w-80"
      />
    </Labelled>
  )
}

/** People read for choosing; a desk with more is searched by name. */
const peopleMax = 200

export function PersonPick(props: PickProps & { readonly except?: readonly string[] }) {
  const { team } = useNames()
  const people = useDesk('people.list', { limit: peopleMax })
  const choices = (people.data?.items ?? [])
    .filter(({ id }) => !props.except?.includes(id))
    .map(({ id, name, teams }) => ({
      value: id,
      label: visible(name),
      detail: teams.map((one) => team(one.team)).join(', '),
    }))
  return <ChoicePick {...props} choices={choices} />
}

const accountsMax = 30

export function AccountPick(props: PickProps) {
  const [typed, setTyped] = useState('')
  const [chosen, setChosen] = useState<Choice>()
  const q = useDeferredValue(typed.trim())
  const found = useDesk('accounts.list', { limit: accountsMax, ...(q !== '' && { q }) }, { keep: true })
  const { label, value, onChoose, empty } = props
  const listed = (found.data?.items ?? []).map(
    ({ id, name, facts }): Choice => ({
      value: id,
      label: visible(name),
      detail: typeof facts['lifecycle'] === 'string' ? facts['lifecycle'] : undefined,
    }),
  )
  const kept = chosen && !listed.some((one) => one.value === chosen.value) ? [chosen] : []
  return (
    <Labelled {...props}>
      <Picker
        {...{ label, value }}
        {...(empty !== undefined && { empty })}
        choices={[...kept, ...listed]}
        onSearch={setTyped}
        onChoose={(id) => {
          setChosen([...kept, ...listed].find((one) => one.value === id))
          setTyped('')
          onChoose(id)
        }}
        className="w-full max-w-80"
      />
    </Labelled>
  )
}
