/** A look at a case from the list: its answer and its words, without leaving the place. */
import { Link } from '@tanstack/react-router'
import { useDesk } from '../../app/api.ts'
import { useNames } from '../../app/names.ts'
import { VerdictBadge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Facts } from '../../ui/page.tsx'
import { Loaded } from '../../ui/states.tsx'
import { Time } from '../../ui/time.tsx'
import { visible, Words } from '../../ui/words.tsx'
import { highlightsOf } from './case-highlights.ts'
import { StateDot } from './case-row.tsx'
import type { CaseRow } from './case-verbs.ts'

export function Peek({ row, onClose }: { readonly row: CaseRow; readonly onClose: () => void }) {
  const names = useNames()
  const query = useDesk('cases.show', { case: row.id })
  return (
    <Dialog
      open
      side
      reading
      onOpenChange={(open) => !open && onClose()}
      title={`#${row.number} ${visible(row.subject)}`}
      footer={
        <>
          <Button look="ghost" onClick={onClose}>
            Close
          </Button>
          <Button asChild look="primary">
            <Link to="/cases/$case" params={{ case: String(row.number) }}>
              Open the case
            </Link>
          </Button>
        </>
      }
    >
      <Loaded query={query} rows={8}>
        {(whole) => (
          <div className="flex flex-col gap-5">
            <Facts
              rows={[
                ['State', <StateDot key="state" state={whole.state} />],
                ['Owner', names.team(whole.ownerTeam)],
                ['Why', whole.decision.because[0]?.text ?? 'It could not be decided yet.'],
                ['Topic', names.topic(whole.topic)],
                ['DS', <VerdictBadge key="verdict" verdict={whole.decision.engagement.verdict} />],
                ['Assignee', whole.assignee?.name ?? 'Nobody'],
                ['Account', visible(whole.account?.name ?? 'Not known')],
                ['Opened', <Time key="opened" at={whole.openedAt} />],
                ...(whole.decision.questions[0]
                  ? [['Still open', whole.decision.questions[0].ask] as const]
                  : []),
              ]}
            />
            <Words
              text={whole.text}
              highlights={highlightsOf(whole)}
              className="rounded-md bg-sunken p-3 text-sm"
            />
          </div>
        )}
      </Loaded>
    </Dialog>
  )
}
