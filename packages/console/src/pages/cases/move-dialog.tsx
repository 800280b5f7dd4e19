/**
 * Putting a case right that is in the wrong place: what is wrong is said first, because what follows differs. A wrong
 * topic or fact decides anew, with the new owner shown before; a wrong rule becomes work for the policy's authors.
 */
import { useState } from 'react'
import { useNames } from '../../app/names.ts'
import { may, useMe } from '../../app/session.ts'
import { SelectField, TextArea, TextField } from '../../ui/field.tsx'
import { Picker } from '../../ui/picker.tsx'
import { type CaseAct, perform } from './acts.ts'
import { correct, type Right, reject, route } from './case-acts.ts'
import type { CaseRow } from './case-verbs.ts'
import { DialogForm, sayCases } from './dialog-form.tsx'
import { setDraft, useDraft } from './drafts.ts'
import { FactField } from './fact-field.tsx'
import { NewOwner } from './new-owner.tsx'
import { type FactValue, useFactWords } from './use-fact-words.ts'

const ways = {
  topic: 'It is about something else',
  fact: 'A fact is wrong',
  reject: 'It is not this team’s: send it back',
  team: 'I know where it belongs (lead)',
  rule: 'The policy is wrong for such asks',
  'record-type': 'Its record in the CRM is mistyped',
} as const
type Way = keyof typeof ways

const offered = {
  're-route': ['topic', 'fact', 'reject', 'team'],
  correct: ['topic', 'fact', 'rule', 'record-type'],
} as const satisfies Record<string, readonly Way[]>

export type MoveDialogProps = {
  readonly kind: keyof typeof offered
  readonly rows: readonly CaseRow[]
  readonly onClose: () => void
}

export function MoveDialog({ kind, rows, onClose }: MoveDialogProps) {
  const me = useMe()
  const names = useNames()
  const words = useFactWords()
  const [way, setWay] = useState<Way>('topic')
  const [topic, setTopic] = useState<string>()
  const [team, setTeam] = useState<string>()
  const [factName, setFactName] = useState<string>()
  const [value, setValue] = useState<FactValue>()
  const [record, setRecord] = useState({ recordType: '', caseReason: '' })
  const draftOf = rows.length === 1 ? rows[0]!.id : 'several'
  const [reason, setReason] = useDraft(draftOf, 'reason')

  const fact = words.facts.find(({ name }) => name === factName)
  const facts = factName !== undefined && value !== undefined ? { [factName]: value } : undefined
  const right = rightOf({ way, reason: reason.trim(), topic, facts, team, ...record })
  const isAllowed = (one: Way): boolean =>
    one !== 'team' || rows.every(({ ownerTeam }) => may(me, 'cases:lead', ownerTeam))

  const missing =
    reason.trim() === ''
      ? 'Say why'
      : way === 'reject' || (way === 'team' && team !== undefined) || right !== undefined
        ? undefined
        : 'Say what is right'
  const actOf = (row: CaseRow): CaseAct => {
    if (way === 'reject') return reject(row, reason.trim())
    if (way === 'team') return route(row, team!, reason.trim())
    return correct(row, right!, may(me, 'policy:write'))
  }
  const send = (): void =>
    perform(rows.map((row) => ({ ...actOf(row), onDone: () => setDraft(draftOf, 'reason', '') })))
  const preview = way === 'topic' ? topic !== undefined && { topic } : way === 'fact' && facts

  return (
    <DialogForm
      title={`${kind === 'correct' ? 'Correct' : 'Re-route'} ${sayCases(rows)}`}
      onClose={onClose}
      submit={kind === 'correct' ? 'Correct' : 'Re-route'}
      onSubmit={send}
      missing={missing}
    >
      <SelectField
        label="What is wrong"
        value={way}
        onChange={(event) => setWay(event.target.value as Way)}
        options={offered[kind].filter(isAllowed).map((one) => ({ value: one, label: ways[one] }))}
      />
      {way === 'topic' && (
        <Picker
          label="What it is about"
          value={topic}
          choices={names.policy.topics.map(({ id, name }) => ({ value: id, label: name }))}
          onChoose={setTopic}
          empty="Choose the topic"
          className="w-full"
        />
      )}
      {way === 'fact' && (
        <>
          <Picker
            label="Fact"
            value={factName}
            choices={words.facts
              .filter(({ name }) => name !== 'topic')
              .map(({ name, label, ask }) => ({ value: name, label, detail: ask }))}
            onChoose={(name) => {
              setFactName(name)
              setValue(undefined)
            }}
            empty="Choose the fact"
            className="w-full"
          />
          {fact && <FactField fact={fact} value={value} onChange={setValue} />}
        </>
      )}
      {(way === 'team' || way === 'rule') && (
        <Picker
          label={way === 'rule' ? 'Who should own such asks' : 'Team'}
          value={team}
          choices={names.policy.teams.map(({ id, name }) => ({ value: id, label: name }))}
          onChoose={setTeam}
          empty="Choose the team"
          className="w-full"
        />
      )}
      {way === 'record-type' && (
        <div className="grid gap-3 sm:grid-cols-2">
          <TextField
            label="Record type"
            maxLength={80}
            value={record.recordType}
            onChange={({ target }) => setRecord({ ...record, recordType: target.value })}
          />
          <TextField
            label="Case reason"
            maxLength={80}
            value={record.caseReason}
            onChange={({ target }) => setRecord({ ...record, caseReason: target.value })}
          />
        </div>
      )}
      <TextArea
        label="Why"
        hint={
          way === 'reject' || way === 'team'
            ? 'The next team reads it.'
            : 'Whoever reviews the policy reads it.'
        }
        rows={3}
        maxLength={2_000}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
      {preview && rows.length === 1 && <NewOwner row={rows[0]!} facts={preview} />}
      {way === 'rule' && (
        <p className="text-sm text-dim">The case stays where it is; a test for the policy is proposed.</p>
      )}
    </DialogForm>
  )
}

type Given = {
  readonly way: Way
  readonly reason: string
  readonly topic: string | undefined
  readonly facts: Readonly<Record<string, FactValue>> | undefined
  readonly team: string | undefined
  readonly recordType: string
  readonly caseReason: string
}

/** The correction that was given, or `undefined` while it does not say what is right. */
function rightOf({ way, reason, topic, facts, team, recordType, caseReason }: Given): Right | undefined {
  if (way === 'topic') return topic === undefined ? undefined : { kind: 'topic', reason, topic }
  if (way === 'fact') return facts && { kind: 'fact', reason, facts }
  if (way === 'rule') return team === undefined ? undefined : { kind: 'rule', reason, team }
  if (way !== 'record-type' || (recordType.trim() === '' && caseReason.trim() === '')) return undefined
  return {
    kind: 'record-type',
    reason,
    ...(recordType.trim() && { recordType: recordType.trim() }),
    ...(caseReason.trim() && { caseReason: caseReason.trim() }),
  }
}
