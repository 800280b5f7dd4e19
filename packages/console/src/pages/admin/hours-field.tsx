/** A week of working hours, one line for each day; several spans of a day stand behind commas. */
import { useId } from 'react'
import { type HoursText, type ReadHours, weekdays } from '../../parts/hours.ts'
import { Button } from '../../ui/button.tsx'

export type HoursFieldProps = {
  readonly value: HoursText
  readonly onChange: (value: HoursText) => void
  readonly problems?: Extract<ReadHours, { problems: unknown }>['problems']
  /** What the desk says of the week as a whole. */
  readonly problem?: string | undefined
}

const workdays = ['tue', 'wed', 'thu', 'fri'] as const

export function HoursField({ value, onChange, problems = {}, problem }: HoursFieldProps) {
  const id = useId()
  const asMonday = Object.fromEntries(workdays.map((day) => [day, value.mon]))
  return (
    <fieldset className="flex min-w-0 flex-col gap-1">
      <legend className="mb-1 text-sm font-medium">Hours</legend>
      {weekdays.map(({ day, name }) => (
        <div key={day} className="flex flex-wrap items-center gap-x-3">
          <label htmlFor={`${id}-${day}`} className="w-24 text-sm text-dim">
            {name}
          </label>
          <input
            id={`${id}-${day}`}
            value={value[day]}
            placeholder="Off"
            aria-invalid={problems[day] ? true : undefined}
            aria-describedby={problems[day] ? `${id}-${day}-problem` : `${id}-hint`}
            onChange={(event) => onChange({ ...value, [day]: event.target.value })}
            className="h-8 min-w-0 flex-1 rounded-md border border-edge/60 bg-panel px-2.5 text-sm tabular-nums hover:border-edge aria-invalid:border-bad max-md:text-base"
          />
          {problems[day] && (
            <p id={`${id}-${day}-problem`} role="alert" className="w-full pl-27 text-xs text-bad">
              {problems[day]}
            </p>
          )}
        </div>
      ))}
      <div className="mt-1 flex flex-wrap items-center justify-between gap-2">
        <p id={`${id}-hint`} className="text-xs text-dim">
          Such as 09:00–17:00; a second span after a comma. A night shift may end the next day.
        </p>
        <Button size="sm" look="ghost" onClick={() => onChange({ ...value, ...asMonday })}>
          Monday’s for Tuesday to Friday
        </Button>
      </div>
      {problem && (
        <p role="alert" className="text-xs text-bad">
          {problem}
        </p>
      )}
    </fieldset>
  )
}
