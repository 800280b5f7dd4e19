/** The facts of the playground: those that matter for the topic first, each with its values and "not known". */
import { type FormEvent, useState } from 'react'
import { amountIn } from '../../parts/amount.ts'
import { SelectField, TextField } from '../../ui/field.tsx'
import { chosenOption, optionsFor, type PolicyFact, statedBy } from './fact-options.ts'
import type { StatedFacts } from './search.ts'
import type { PolicyEngine } from './use-policy-engine.ts'

/** The control of a fact, for what leads to it from elsewhere on the page. */
export const controlId = (fact: string): string => `fact-${fact}`

export type FactControlsProps = {
  readonly engine: PolicyEngine
  readonly facts: StatedFacts
  /** Facts that the drawings of the topic ask. */
  readonly used: ReadonlySet<string>
  readonly onState: (fact: string, value: StatedFacts[string] | undefined) => void
}

export function FactControls({ engine: { policy, say }, facts, used, onState }: FactControlsProps) {
  const known = policy.facts.filter(({ derived, kind }) => !derived && kind !== 'topic' && kind !== 'switch')
  const [first, rest] = [
    known.filter(({ name }) => used.has(name) || facts[name] !== undefined),
    known.filter(({ name }) => !used.has(name) && facts[name] === undefined),
  ]
  const control = (fact: PolicyFact) => (
    <FactControl
      key={fact.name}
      fact={fact}
      label={say.label(fact.name)}
      stated={facts[fact.name]}
      onState={(value) => onState(fact.name, value)}
    />
  )
  return (
    <div className="flex flex-col gap-3">
      {first.length > 0 && <div className={grid}>{first.map(control)}</div>}
      {rest.length > 0 && (
        <details className="group" open={first.length === 0 && rest.length <= 4}>
          <summary className="w-fit cursor-pointer py-1 text-xs font-medium text-dim hover:text-ink">
            {first.length === 0
              ? 'No fact changes where this topic goes'
              : `${rest.length} more, which change nothing for this topic`}
          </summary>
          <div className={`${grid} pt-2`}>{rest.map(control)}</div>
        </details>
      )}
    </div>
  )
}

const grid = 'grid grid-cols-[repeat(auto-fill,minmax(min(100%,11.5rem),1fr))] gap-x-3 gap-y-2'

type FactControlProps = {
  readonly fact: PolicyFact
  readonly label: string
  readonly stated: StatedFacts[string] | undefined
  readonly onState: (value: StatedFacts[string] | undefined) => void
}

function FactControl({ fact, label, stated, onState }: FactControlProps) {
  const select = (
    <SelectField
      label={fact.unit ? `${label}, ${fact.unit}` : label}
      title={fact.ask ?? fact.about}
      data-control={controlId(fact.name)}
      options={optionsFor(fact, stated)}
      value={chosenOption(fact, stated)}
      onChange={({ target }) => onState(statedBy(fact, target.value, stated))}
      className={stated === undefined ? 'text-dim' : 'border-accent font-medium'}
    />
  )
  if (fact.kind !== 'amount') return select
  return (
    <div className="flex items-end gap-1.5">
      <div className="min-w-0 flex-1">{select}</div>
      <Exact key={String(stated)} fact={fact} label={label} stated={stated} onState={onState} />
    </div>
  )
}

/** An amount typed, for who has the very number. */
function Exact({ fact, label, stated, onState }: FactControlProps) {
  const [typed, setTyped] = useState(typeof stated === 'number' ? stated.toLocaleString('en') : '')
  const amount = amountIn(typed)
  const fits = amount !== undefined && amount >= fact.min && amount <= fact.max
  const give = (event?: FormEvent): void => {
    event?.preventDefault()
    if (fits && amount !== stated) onState(amount)
  }
  return (
    <form onSubmit={give} className="w-20 shrink-0">
      <TextField
        label={`${label}, exactly`}
        hideLabel
        inputMode="decimal"
        autoComplete="off"
        placeholder="120k"
        value={typed}
        aria-invalid={typed !== '' && !fits ? true : undefined}
        onChange={({ target }) => setTyped(target.value)}
        onBlur={() => give()}
        className="tabular-nums"
      />
    </form>
  )
}
