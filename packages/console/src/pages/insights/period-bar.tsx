/** Of which time and of whom the figures are; the address keeps it. */
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useNames } from '../../app/names.ts'
import { cx } from '../../ui/cx.ts'
import { TextField } from '../../ui/field.tsx'
import { Picker } from '../../ui/picker.tsx'
import { type InsightsSearch, type Period, weekChoices } from './search.ts'

const allTeams = 'all-teams'

const choice = (isChosen: boolean): string =>
  cx(
    'h-7 rounded-md px-2 text-sm font-medium max-md:min-h-9',
    isChosen ? 'bg-selected text-ink' : 'text-dim hover:bg-hover hover:text-ink',
  )

export function PeriodBar({ search, period }: { readonly search: InsightsSearch; readonly period: Period }) {
  const navigate = useNavigate({ from: '/insights' })
  const { policy } = useNames()
  const set = (change: Partial<InsightsSearch>): void =>
    void navigate({ to: '/insights', search: (before) => ({ ...before, ...change }), resetScroll: false })
  const isOwn = search.from !== undefined || search.to !== undefined
  return (
    <div className="flex min-w-0 flex-wrap items-center gap-2 border-b px-4 py-2 md:px-6">
      <fieldset className="flex flex-wrap gap-1">
        <legend className="sr-only">Period</legend>
        {weekChoices.map((weeks) => {
          const isChosen = !isOwn && weeks === (search.weeks ?? 12)
          return (
            <button
              key={weeks}
              type="button"
              aria-pressed={isChosen}
              className={choice(isChosen)}
              onClick={() => set({ weeks: weeks === 12 ? undefined : weeks, from: undefined, to: undefined })}
            >
              {weeks} weeks
            </button>
          )
        })}
        <button type="button" aria-pressed={isOwn} className={choice(isOwn)} onClick={() => set(period)}>
          Own range
        </button>
      </fieldset>
      {isOwn && (
        <div className="flex items-center gap-1.5">
          <DayField label="From" day={period.from} onChoose={(from) => set({ from })} />
          <span aria-hidden="true" className="text-dim">
            –
          </span>
          <DayField label="To" day={period.to} onChoose={(to) => set({ to })} />
        </div>
      )}
      <Picker
        label="Team"
        value={search.team}
        empty="All teams"
        choices={[
          { value: allTeams, label: 'All teams' },
          ...policy.teams.map(({ id, name }) => ({ value: id, label: name })),
        ]}
        onChoose={(team) => set({ team: team === allTeams ? undefined : team })}
        className="max-w-60 md:ml-auto"
      />
    </div>
  )
}

type DayFieldProps = {
  readonly label: string
  readonly day: string
  readonly onChoose: (day: string) => void
}

/** Keeps what is half typed to itself until it is a day. */
function DayField({ label, day, onChoose }: DayFieldProps) {
  const [typed, setTyped] = useState<string>()
  return (
    <TextField
      label={label}
      hideLabel
      type="date"
      className="h-7 w-36"
      value={typed ?? day}
      onChange={(event) => {
        setTyped(event.target.value)
        if (event.target.value !== '') onChoose(event.target.value)
      }}
      onBlur={() => setTyped(undefined)}
    />
  )
}
