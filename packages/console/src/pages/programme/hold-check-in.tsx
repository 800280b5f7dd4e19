/** Writes a check-in down: an answer to each standing question, goals reached and new, and two marks. */
import { useState } from 'react'
import { type OutputOf, useAct, useDesk } from '../../app/api.ts'
import { Refused } from '../../parts/refused.tsx'
import { Button } from '../../ui/button.tsx'
import { CheckField, TextArea } from '../../ui/field.tsx'
import { Loaded } from '../../ui/states.tsx'
import { visible } from '../../ui/words.tsx'

type CheckIn = OutputOf<'check_ins.show'>

export type HoldCheckInProps = { readonly checkIn: CheckIn; readonly onClose: () => void }

export function HoldCheckIn({ checkIn, onClose }: HoldCheckInProps) {
  const prepared = useDesk('check_ins.prepare', { checkIn: checkIn.id })
  return (
    <Loaded query={prepared}>
      {({ questions, goals }) => <Form {...{ checkIn, questions, goals, onClose }} />}
    </Loaded>
  )
}

function Form({
  checkIn,
  questions,
  goals,
  onClose,
}: HoldCheckInProps & { readonly questions: readonly string[]; readonly goals: CheckIn['goals'] }) {
  const [answers, setAnswers] = useState<readonly string[]>(() => questions.map(() => ''))
  const [reached, setReached] = useState<readonly string[]>([])
  const [newGoals, setNewGoals] = useState('')
  const [goingWell, setGoingWell] = useState<number>()
  const [frustration, setFrustration] = useState<number>()
  const hold = useAct('check_ins.hold', {
    quiet: true,
    done: () => 'The check-in is written down',
    onDone: onClose,
  })
  const whole =
    answers.every((one) => one.trim() !== '') && goingWell !== undefined && frustration !== undefined
  const send = () => {
    if (!whole) return
    hold.mutate({
      checkIn: checkIn.id,
      version: checkIn.version,
      answers: [...answers],
      goalsDone: [...reached],
      newGoals: newGoals
        .split('\n')
        .map((line) => line.trim())
        .filter(Boolean),
      goingWell,
      frustration,
    })
  }
  return (
    <form
      className="flex flex-col gap-5"
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
    >
      {questions.map((question, n) => (
        <TextArea
          key={question}
          label={question}
          required
          value={answers[n]}
          onChange={(event) => setAnswers(answers.with(n, event.target.value))}
        />
      ))}
      {goals.length > 0 && (
        <fieldset className="flex flex-col gap-2">
          <legend className="mb-1 text-sm font-medium">Goals that were reached</legend>
          {goals.map(({ id, what }) => (
            <CheckField
              key={id}
              label={visible(what)}
              checked={reached.includes(id)}
              onChange={(event) =>
                setReached(event.target.checked ? [...reached, id] : reached.filter((one) => one !== id))
              }
            />
          ))}
        </fieldset>
      )}
      <TextArea
        label="New goals"
        hint="One to a line; they go from check-in to check-in until they are reached."
        value={newGoals}
        onChange={(event) => setNewGoals(event.target.value)}
      />
      <Marks label="How well it goes" ends={['badly', 'well']} value={goingWell} onChange={setGoingWell} />
      <Marks
        label="How frustrating it is"
        ends={['not at all', 'very']}
        value={frustration}
        onChange={setFrustration}
      />
      {hold.error && <Refused error={hold.error} />}
      <div className="flex items-center gap-2 border-t pt-4">
        <Button type="submit" look="primary" busy={hold.isPending} disabled={!whole}>
          Write it down
        </Button>
        <Button onClick={onClose}>Back</Button>
        {!whole && <p className="text-xs text-dim">Every question and both marks are needed.</p>}
      </div>
    </form>
  )
}

type MarksProps = {
  readonly label: string
  readonly ends: readonly [low: string, high: string]
  readonly value: number | undefined
  readonly onChange: (mark: number) => void
}

/** A mark from 1 to 5. */
function Marks({ label, ends, value, onChange }: MarksProps) {
  return (
    <fieldset>
      <legend className="mb-1 text-sm font-medium">{label}</legend>
      <div className="flex flex-wrap items-center gap-2">
        <span className="text-xs text-dim">{ends[0]}</span>
        {[1, 2, 3, 4, 5].map((mark) => (
          <label
            key={mark}
            className="flex h-8 w-9 cursor-pointer items-center justify-center rounded-md border text-sm tabular-nums has-checked:border-accent has-checked:bg-accent-soft has-checked:font-semibold has-checked:text-accent has-focus-visible:outline-2 has-focus-visible:outline-accent"
          >
            <input
              type="radio"
              name={label}
              value={mark}
              checked={value === mark}
              onChange={() => onChange(mark)}
              className="sr-only"
            />
            {mark}
          </label>
        ))}
        <span className="text-xs text-dim">{ends[1]}</span>
      </div>
    </fieldset>
  )
}
