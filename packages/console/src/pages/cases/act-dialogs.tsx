/** What comes back from acts: somebody else was quicker, and what of several was refused. */
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { desk, type OutputOf, useDesk } from '../../app/api.ts'
import { useNames } from '../../app/names.ts'
import { sayError } from '../../app/say-error.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Loaded } from '../../ui/states.tsx'
import { Time } from '../../ui/time.tsx'
import {
  applyAnyway,
  type CaseAct,
  closeConflict,
  closeReport,
  isOutdated,
  tryAgain,
  useActing,
} from './acts.ts'
import { sayEvent } from './event-words.ts'

/** To be drawn once on each page of cases. */
export function ActDialogs() {
  const { conflict, report, progress } = useActing()
  return (
    <>
      {progress && (
        <div
          role="status"
          className="fixed bottom-4 left-1/2 z-40 -translate-x-1/2 rounded-md bg-raised px-4 py-2 text-sm tabular-nums shadow-pop"
        >
          {progress.settled} of {progress.total} done
          <span className="mt-1 block h-1 w-48 rounded-full bg-hover">
            <span
              className="block h-1 rounded-full bg-accent"
              style={{ width: `${(progress.settled / progress.total) * 100}%` }}
            />
          </span>
        </div>
      )}
      {conflict && <Conflict act={conflict} />}
      {report && (
        <Dialog
          open
          reading
          onOpenChange={(open) => !open && closeReport()}
          title={`${report.refused.length} of ${report.done + report.refused.length} ${report.refused.length === 1 ? 'was' : 'were'} refused`}
          text={`${report.done} are done. The others are as they were; nothing is lost.`}
          footer={
            <>
              <Button look="ghost" onClick={closeReport}>
                Close
              </Button>
              <Button
                look="primary"
                onClick={() => {
                  closeReport()
                  void tryAgain(report.refused)
                }}
              >
                Try these again
              </Button>
            </>
          }
        >
          <ul className="flex flex-col gap-2">
            {report.refused.map(({ act, error }) => {
              const { title, text } = sayError(error)
              return (
                <li key={act.target.id} className="rounded-md bg-sunken px-3 py-2 text-sm wrap-anywhere">
                  <p className="font-medium">#{act.target.number}</p>
                  <p>{isOutdated(error) ? 'Somebody changed it meanwhile' : title}</p>
                  <p className="text-xs text-dim">{text}</p>
                </li>
              )
            })}
          </ul>
        </Dialog>
      )}
    </>
  )
}

type Event = OutputOf<'cases.history'>['items'][number]

const eventPagesMax = 10

async function eventsSince(caseId: string, at: string): Promise<readonly Event[]> {
  const found: Event[] = []
  let after: string | null | undefined
  for (let page = 0; page < eventPagesMax; page++) {
    const { items, next } = await desk.call('cases.history', {
      case: caseId,
      limit: 200,
      ...(after && { after }),
    })
    found.push(...items.filter((event) => event.at > at))
    if (next === null) break
    after = next
  }
  return found
}

/** Somebody acted on the case since it was seen: what they did, and whether the act still holds. */
function Conflict({ act }: { readonly act: CaseAct }) {
  const { target } = act
  const names = useNames()
  const navigate = useNavigate()
  const now = useDesk('cases.show', { case: target.id })
  const since = useQuery({
    queryKey: ['cases.history', { case: target.id, since: target.updatedAt }],
    queryFn: () => eventsSince(target.id, target.updatedAt),
  })
  return (
    <Dialog
      open
      reading
      onOpenChange={(open) => !open && closeConflict()}
      title={`#${target.number} was changed meanwhile`}
      text={`“${act.doing}” was not done yet. What you typed is kept.`}
      footer={
        <>
          <Button
            onClick={() => {
              closeConflict()
              void navigate({ to: '/cases/$case', params: { case: String(target.number) } })
            }}
          >
            Look again
          </Button>
          <Button look="primary" disabled={!now.data} onClick={() => now.data && applyAnyway(act, now.data)}>
            Apply anyway
          </Button>
        </>
      }
    >
      <Loaded query={since} rows={3}>
        {(events) => (
          <ul className="flex flex-col gap-1.5 text-sm">
            {events.length === 0 && <li className="text-dim">Its details changed.</li>}
            {events.map((event) => (
              <li key={event.id} className="flex gap-2">
                <span className="min-w-0 flex-1 wrap-anywhere">
                  <strong className="font-medium">{event.actor.name}</strong> {sayEvent(event, names)}
                </span>
                <Time at={event.at} className="shrink-0 text-xs text-dim" />
              </li>
            ))}
          </ul>
        )}
      </Loaded>
    </Dialog>
  )
}
