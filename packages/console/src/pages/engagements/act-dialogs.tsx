/** The small forms of what can be done with an engagement; each sends one operation and shows the desk's refusal. */
import { useState } from 'react'
import { useNames } from '../../app/names.ts'
import { ActDialog } from '../../parts/act-dialog.tsx'
import { ChoicePick } from '../../parts/pickers.tsx'
import { fieldOf, timeOf } from '../../parts/when.ts'
import { inWords } from '../../ui/badge.tsx'
import { SelectField, TextArea, TextField } from '../../ui/field.tsx'
import type { Choice } from '../../ui/picker.tsx'
import { sayDay } from '../../ui/time.tsx'
import type { WholeEngagement } from './engagement-sheet.tsx'
import { type Outcome, outcomeWords } from './outcomes.ts'

export type EngagementActProps = {
  readonly engagement: WholeEngagement
  /** Who may lead it. */
  readonly members: readonly Choice[]
  readonly onClose: () => void
}

const said = (text: string): string | undefined => text.trim() || undefined

const minuteMs = 60_000

/** A field knows minutes only: the minute in which the time-box began counts as its beginning. */
const within = (time: string | undefined, startsAt: string): string | undefined => {
  if (time === undefined) return undefined
  const early = Date.parse(startsAt) - Date.parse(time)
  return early > 0 && early < minuteMs ? startsAt : time
}

export function LogSession({ engagement, onClose }: EngagementActProps) {
  const { id, version, startsAt, endsAt, sessionsLeft } = engagement
  const [at, setAt] = useState(() => fieldOf(Math.min(Date.now(), Date.parse(endsAt))))
  const [notes, setNotes] = useState('')
  const [people, setPeople] = useState('')
  const names = people.split(/[,\n]/).flatMap((name) => said(name) ?? [])
  const time = within(timeOf(at), startsAt)
  const isWhole = time !== undefined && said(notes) !== undefined && names.length > 0
  return (
    <ActDialog
      operation="engagements.log_session"
      input={isWhole ? { engagement: id, version, at: time, notes, people: names } : undefined}
      title="Log a session"
      text={`${sessionsLeft} left, between ${sayDay(startsAt)} and ${sayDay(endsAt)}.`}
      verb="Log"
      onClose={onClose}
      done={({ sessionsLeft: left }) => `Session noted, ${left} left`}
    >
      <TextField
        label="When it took place"
        type="datetime-local"
        required
        value={at}
        onChange={(event) => setAt(event.target.value)}
      />
      <TextField
        label="Who was there"
        hint="Names or parts, separated by commas."
        required
        value={people}
        onChange={(event) => setPeople(event.target.value)}
      />
      <TextArea
        label="Notes"
        hint="What was looked at, found and agreed."
        required
        value={notes}
        onChange={(event) => setNotes(event.target.value)}
      />
    </ActDialog>
  )
}

export function AddMaterial({ engagement: { id, version }, onClose }: EngagementActProps) {
  const [title, setTitle] = useState('')
  const [link, setLink] = useState('')
  const isWhole = said(title) !== undefined && said(link) !== undefined
  return (
    <ActDialog
      operation="engagements.material"
      input={isWhole ? { engagement: id, version, title, link } : undefined}
      title="Add material"
      text="A document, a checklist, a recording."
      verb="Add"
      onClose={onClose}
      done={() => 'Material added'}
    >
      <TextField label="Title" required value={title} onChange={(event) => setTitle(event.target.value)} />
      <TextField
        label="Link"
        type="url"
        placeholder="https://"
        required
        value={link}
        onChange={(event) => setLink(event.target.value)}
      />
    </ActDialog>
  )
}

export function Extend({ engagement: { id, version, kind, endsAt }, onClose }: EngagementActProps) {
  const { policy } = useNames()
  const daysMax = policy.engagements?.kinds.find((one) => one.kind === kind)?.days
  const [days, setDays] = useState('7')
  const [reason, setReason] = useState('')
  const count = Number(days)
  const isWhole = Number.isInteger(count) && count > 0 && said(reason) !== undefined
  return (
    <ActDialog
      operation="engagements.extend"
      input={isWhole ? { engagement: id, version, days: count, reason } : undefined}
      title="Extend the time-box"
      text={`It ends on ${sayDay(endsAt)}. Extending is done once.`}
      verb="Extend"
      onClose={onClose}
      done={({ endsAt: until }) => `Runs until ${sayDay(until)}`}
    >
      <TextField
        label="Days more"
        type="number"
        min={1}
        max={daysMax ?? 366}
        hint={daysMax === undefined ? undefined : `At most ${daysMax} for ${inWords(kind).toLowerCase()}.`}
        required
        value={days}
        onChange={(event) => setDays(event.target.value)}
      />
      <TextArea label="Reason" required value={reason} onChange={(event) => setReason(event.target.value)} />
    </ActDialog>
  )
}

const outcomes = Object.entries(outcomeWords).map(([value, label]) => ({ value, label }))

export function Finish({ engagement: { id, version, state }, onClose }: EngagementActProps) {
  const [outcome, setOutcome] = useState<Outcome>('achieved')
  const [summary, setSummary] = useState('')
  return (
    <ActDialog
      operation="engagements.finish"
      input={said(summary) === undefined ? undefined : { engagement: id, version, outcome, summary }}
      title={state === 'ended' ? 'Write the summary' : 'Finish the engagement'}
      text="It cannot be opened again; more is a new request."
      verb="Finish"
      onClose={onClose}
      done={() => 'Finished'}
    >
      <SelectField
        label="Outcome"
        options={outcomes}
        value={outcome}
        onChange={(event) => setOutcome(event.target.value as Outcome)}
      />
      <TextArea
        label="Summary"
        hint="What was done, found and recommended, and who does what next."
        required
        value={summary}
        onChange={(event) => setSummary(event.target.value)}
      />
    </ActDialog>
  )
}

export function Withdraw({ engagement: { id, version }, onClose }: EngagementActProps) {
  const [reason, setReason] = useState('')
  return (
    <ActDialog
      operation="engagements.withdraw"
      input={said(reason) === undefined ? undefined : { engagement: id, version, reason }}
      title="Withdraw the engagement"
      text="For one that is not wanted any more. It leaves the board and stays in the list."
      verb="Withdraw"
      danger
      onClose={onClose}
      done={() => 'Withdrawn'}
    >
      <TextArea label="Reason" required value={reason} onChange={(event) => setReason(event.target.value)} />
    </ActDialog>
  )
}

export function GiveLead({ engagement: { id, version, lead }, members, onClose }: EngagementActProps) {
  const [person, setPerson] = useState<string>()
  return (
    <ActDialog
      operation="engagements.lead"
      input={person === undefined ? undefined : { engagement: id, version, person }}
      title="Give the lead"
      text={lead === null ? 'Nobody leads it yet.' : `Now with ${lead.name}.`}
      verb="Give"
      onClose={onClose}
      done={(now) => (now.lead === null ? 'Nobody leads it' : `${now.lead.name} leads it`)}
    >
      <ChoicePick
        label="Who leads"
        value={person}
        choices={members.filter(({ value }) => value !== lead?.id)}
        onChoose={setPerson}
      />
    </ActDialog>
  )
}
