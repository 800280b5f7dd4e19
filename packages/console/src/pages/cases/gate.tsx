/**
 * The gate before Engineering as a checklist: what is required, what was given by whom, who may give the rest, and filing
 * when all is there.
 */
import { Check, Circle, ShieldAlert } from 'lucide-react'
import { useId, useState } from 'react'
import { type OutputOf, useAct, useDesk } from '../../app/api.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { TextArea, TextField } from '../../ui/field.tsx'
import { Loaded } from '../../ui/states.tsx'
import { Time } from '../../ui/time.tsx'
import { visible } from '../../ui/words.tsx'
import { perform, type Target, useWaiting } from './acts.ts'
import { escalate, giveEvidence } from './case-acts.ts'
import type { CaseRow } from './case-verbs.ts'
import { setDraft, useDraft } from './drafts.ts'

type Escalation = OutputOf<'escalations.show'>
type Item = Escalation['gate'][number]

export type GateProps = {
  readonly row: CaseRow
  readonly mayWrite: boolean
  readonly onFiled?: () => void
}

export function Gate({ row, mayWrite, onFiled }: GateProps) {
  const query = useDesk('escalations.show', { case: row.id })
  const waiting = useWaiting(row.id)
  const isFiling = waiting.some(({ operation }) => operation === 'escalations.file')
  return (
    <Loaded query={query} rows={3}>
      {(gate) => (
        <div className="flex flex-col gap-3">
          <p className="text-sm text-dim">{gate.path}</p>
          {gate.immediate && (
            <Badge tone="bad" icon={<ShieldAlert size={12} />}>
              Goes at once, as an incident
            </Badge>
          )}
          {gate.gate.length > 0 && (
            <ol className="flex flex-col gap-2">
              {gate.gate.map((item) => (
                <GateItem
                  key={item.item}
                  row={row}
                  item={item}
                  gate={gate}
                  mayGive={mayWrite && gate.filedAt === null}
                />
              ))}
            </ol>
          )}
          {gate.filedAt ? (
            <Filed row={row} gate={gate} mayWrite={mayWrite} />
          ) : (
            mayWrite &&
            (gate.gate.length > 0 || gate.immediate) && (
              <div className="flex items-center gap-3">
                <Button
                  size="sm"
                  look={gate.missing.length === 0 || gate.immediate ? 'primary' : 'secondary'}
                  busy={isFiling}
                  onClick={() => {
                    perform([escalate(row)])
                    onFiled?.()
                  }}
                >
                  Escalate to Engineering
                </Button>
                {gate.missing.length > 0 && !gate.immediate && (
                  <span className="text-xs text-dim">{gate.missing.length} still missing</span>
                )}
              </div>
            )
          )}
        </div>
      )}
    </Loaded>
  )
}

function GateItem({
  row,
  item,
  gate,
  mayGive,
}: {
  readonly row: Target
  readonly item: Item
  readonly gate: Escalation
  readonly mayGive: boolean
}) {
  const [open, setOpen] = useState(false)
  const form = `gate.${item.item}`
  const [evidence, setEvidence] = useDraft(row.id, form)
  const isSending = useWaiting(row.id).some(({ operation }) => operation === 'escalations.give')
  const isGiven = item.by !== null
  const note = useId()
  const said = expertNote(gate, item, mayGive)
  const give = (): void => {
    if (evidence.trim() === '') return
    perform([giveEvidence(row, item.item, evidence.trim(), () => setDraft(row.id, form, ''))])
    setOpen(false)
  }
  return (
    <li className="flex gap-2 text-sm">
      {isGiven ? (
        <Check size={16} className="mt-0.5 shrink-0 text-good" aria-label="Given" />
      ) : (
        <Circle size={16} className="mt-0.5 shrink-0 text-dim" aria-label="Missing" />
      )}
      <div className="min-w-0 flex-1">
        <p className="font-medium">{item.item}</p>
        {isGiven && (
          <p className="text-xs text-dim wrap-anywhere">
            {visible(item.evidence ?? '')} · {item.at && <Time at={item.at} />}
          </p>
        )}
        {mayGive && !open && (item.mayGive || !isGiven) && (
          <Button
            size="sm"
            look="ghost"
            className="-ml-2"
            busy={isSending && evidence !== ''}
            disabled={!item.mayGive}
            aria-describedby={said === undefined ? undefined : note}
            onClick={() => setOpen(true)}
          >
            {isGiven ? 'Give again' : 'Give evidence'}
          </Button>
        )}
        {said !== undefined && (
          <p id={note} className="text-xs text-dim wrap-anywhere">
            {said}
          </p>
        )}
        {open && (
          <form
            className="mt-1 flex flex-col gap-2"
            onSubmit={(event) => {
              event.preventDefault()
              give()
            }}
          >
            <TextArea
              label={`Evidence: ${item.item}`}
              hideLabel
              autoFocus
              placeholder="A link, a result, who agreed"
              rows={2}
              className="min-h-14"
              maxLength={10_000}
              value={evidence}
              onChange={(event) => setEvidence(event.target.value)}
              onKeyDown={(event) => {
                if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) give()
              }}
            />
            <div className="flex gap-2">
              <Button size="sm" type="submit" look="primary" disabled={evidence.trim() === ''}>
                Give
              </Button>
              <Button size="sm" look="ghost" onClick={() => setOpen(false)}>
                Cancel
              </Button>
            </div>
          </form>
        )}
      </div>
    </li>
  )
}

/** What is to be said of who gives an item; nothing of most. */
function expertNote({ expertKnown, experts }: Escalation, item: Item, asks: boolean): string | undefined {
  if (!item.byExpert) return undefined
  if (expertKnown === false) return 'No expert is set up for this area. A lead sets areas under People.'
  if (item.mayGive || !asks || item.by !== null) return undefined
  const names = experts.map(({ name }) => visible(name)).join(' or ')
  return `Ask ${names}: only an expert of this area can give it.`
}

function Filed({
  row,
  gate,
  mayWrite,
}: {
  readonly row: CaseRow
  readonly gate: Escalation
  readonly mayWrite: boolean
}) {
  const [ref, setRef] = useState('')
  const [outcome, setOutcome] = useDraft(row.id, 'escalation-outcome')
  const track = useAct('escalations.track', { done: () => 'The issue is noted', onDone: () => setRef('') })
  const finish = useAct('escalations.close', {
    done: () => `#${row.number} goes on with Engineering’s answer`,
    onDone: () => setOutcome(''),
  })
  return (
    <div className="flex flex-col gap-3 text-sm">
      <p>
        With Engineering since {gate.filedAt && <Time at={gate.filedAt} />}
        {gate.trackerRef && (
          <>
            {' · '}
            <TrackerRef reference={gate.trackerRef} />
          </>
        )}
      </p>
      {gate.trackerText && (
        <CopyButton text={gate.trackerText} label="Copy the issue’s text" className="self-start" />
      )}
      {mayWrite && gate.trackerRef === null && (
        <form
          className="flex items-end gap-2"
          onSubmit={(event) => {
            event.preventDefault()
            track.mutate({ case: row.id, ref })
          }}
        >
          <TextField
            label="Issue in the tracker"
            fieldClass="flex-1"
            maxLength={2_000}
            value={ref}
            onChange={(event) => setRef(event.target.value)}
          />
          <Button type="submit" busy={track.isPending} disabled={ref.trim() === ''}>
            Note it
          </Button>
        </form>
      )}
      {mayWrite && gate.state === 'filed' && row.state === 'escalated' && (
        <form
          className="flex flex-col gap-2"
          onSubmit={(event) => {
            event.preventDefault()
            finish.mutate({ case: row.id, outcome, version: row.version })
          }}
        >
          <TextArea
            label="What Engineering answered"
            rows={2}
            className="min-h-14"
            maxLength={5_000}
            value={outcome}
            onChange={(event) => setOutcome(event.target.value)}
          />
          <Button
            type="submit"
            size="sm"
            className="self-start"
            busy={finish.isPending}
            disabled={outcome.trim() === ''}
          >
            Take it back into work
          </Button>
        </form>
      )}
    </div>
  )
}

function TrackerRef({ reference }: { readonly reference: string }) {
  if (!/^https?:\/\//.test(reference) || !URL.canParse(reference)) return <span>{visible(reference)}</span>
  return (
    <a href={reference} target="_blank" rel="noreferrer" className="text-accent underline">
      {visible(reference)}
    </a>
  )
}

/** The gate of one case, over the page. */
export function GateDialog({ row, onClose }: { readonly row: CaseRow; readonly onClose: () => void }) {
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={`Escalate #${row.number}`}>
      <Gate row={row} mayWrite onFiled={onClose} />
    </Dialog>
  )
}
