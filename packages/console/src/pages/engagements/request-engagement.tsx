/** Asks for an engagement, for a case or an ask of an account; what the policy says of it stands there before. */
import { useState } from 'react'
import { type InputOf, useDesk } from '../../app/api.ts'
import { ActDialog } from '../../parts/act-dialog.tsx'
import { CasePicker } from '../../parts/case-picker.tsx'
import { AccountPick } from '../../parts/pickers.tsx'
import { counted, timeOf } from '../../parts/when.ts'
import { SelectField, TextArea, TextField } from '../../ui/field.tsx'
import { useSettled } from './use-settled.ts'
import { type Answers, VerdictBefore } from './verdict-before.tsx'

export type RequestEngagementProps = {
  /** The case it is for, by id or number, where the page was opened for one. */
  readonly case: string | undefined
  readonly onClose: () => void
  readonly onGranted: (engagement: string) => void
}

const settledMs = 350
const none: ReadonlySet<string> = new Set()

export function RequestEngagement({ case: given, onClose, onGranted }: RequestEngagementProps) {
  const [about, setAbout] = useState<'case' | 'ask'>(given === undefined ? 'ask' : 'case')
  const [caseName, setCaseName] = useState(given)
  const [account, setAccount] = useState<string>()
  const [text, setText] = useState('')
  const [sessions, setSessions] = useState('')
  const [start, setStart] = useState('')
  const [answers, setAnswers] = useState<Answers>({})
  const isCase = about === 'case'
  const whole = useDesk('cases.show', { case: caseName ?? '' }, { enabled: isCase && caseName !== undefined })
  const needsAccount = !isCase || whole.data?.account === null
  const asked = isCase
    ? caseName !== undefined && { case: caseName }
    : text.trim() !== '' && account !== undefined && { text }
  const startsAt = start === '' ? undefined : timeOf(`${start}T09:00`)
  const input: InputOf<'engagements.request'> | undefined = asked
    ? {
        ...asked,
        ...(needsAccount && account !== undefined && { account }),
        ...(sessions !== '' && { wantedSessions: Number(sessions) }),
        ...(startsAt !== undefined && { startsAt }),
        ...(Object.keys(answers).length > 0 && { facts: answers }),
      }
    : undefined
  const wish: Record<string, string> = Number(sessions) > 1 ? { commitment: 'multi-session' } : {}
  const ask = isCase
    ? whole.data && {
        text: whole.data.text,
        facts: { ...whole.data.facts, ...wish, ...answers },
        account: whole.data.account?.id ?? account,
      }
    : { text, facts: { ...wish, ...answers }, account }
  const settled = useSettled(ask, settledMs)
  return (
    <ActDialog
      operation="engagements.request"
      input={input}
      title="Request an engagement"
      text="The policy decides, and sets the time-box and the sessions."
      verb="Request"
      onClose={onClose}
      onDone={({ id }) => onGranted(id)}
      done={({ sessionsAllowed }) =>
        `Granted: ${sessionsAllowed === 0 ? 'in writing' : counted(sessionsAllowed, 'session')}`
      }
    >
      <SelectField
        label="For"
        value={about}
        onChange={(event) => setAbout(event.target.value === 'case' ? 'case' : 'ask')}
        options={[
          { value: 'ask', label: 'An ask of an account' },
          { value: 'case', label: 'A case there is' },
        ]}
      />
      {isCase && (
        <div className="flex min-w-0 flex-col gap-1">
          <span aria-hidden="true" className="text-sm font-medium">
            Case
          </span>
          <CasePicker
            label="Case"
            value={whole.data ? String(whole.data.number) : caseName}
            onChoose={setCaseName}
            except={none}
          />
        </div>
      )}
      {needsAccount && <AccountPick label="Account" value={account} onChoose={setAccount} />}
      {!isCase && (
        <TextArea
          label="What is asked for"
          required
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      )}
      {settled && (settled.text ?? '').trim() !== '' && settled.account !== undefined && (
        <VerdictBefore
          ask={{
            text: settled.text ?? '',
            facts: settled.facts as InputOf<'decisions.decide'>['facts'],
            account: settled.account,
          }}
          answers={answers}
          onAnswer={setAnswers}
        />
      )}
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField
          label="Sessions wished for"
          hint="Optional; the policy says how many there may be."
          type="number"
          min={1}
          max={50}
          value={sessions}
          onChange={(event) => setSessions(event.target.value)}
        />
        <TextField
          label="Begins"
          hint="Optional; at once where left out."
          type="date"
          value={start}
          onChange={(event) => setStart(event.target.value)}
        />
      </div>
    </ActDialog>
  )
}
