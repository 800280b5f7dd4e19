/** One engagement: how much of its time-box and sessions is used, what it is limited to and why, and what can be done. */
import { Link } from '@tanstack/react-router'
import { ExternalLink } from 'lucide-react'
import { type OutputOf, useDesk } from '../../app/api.ts'
import { useNames } from '../../app/names.ts'
import { CustomerLink } from '../../parts/customer-link.tsx'
import { SheetPart } from '../../parts/sheet-part.tsx'
import { inWords, VerdictBadge } from '../../ui/badge.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Facts } from '../../ui/page.tsx'
import { Person } from '../../ui/person.tsx'
import { Loaded } from '../../ui/states.tsx'
import { sayDay, Time } from '../../ui/time.tsx'
import { visible, Words } from '../../ui/words.tsx'
import { EngagementActs } from './engagement-acts.tsx'
import { outcomeWords } from './outcomes.ts'
import { SessionDots } from './session-dots.tsx'
import { TimeBar } from './time-bar.tsx'

export type WholeEngagement = OutputOf<'engagements.show'>

export function EngagementSheet({ id, onClose }: { readonly id: string; readonly onClose: () => void }) {
  const engagement = useDesk('engagements.show', { engagement: id })
  const { data } = engagement
  return (
    <Dialog
      open
      side
      onOpenChange={(open) => !open && onClose()}
      title={data ? visible(data.account.name) : 'Engagement'}
      text={data ? inWords(data.kind) : 'Time-boxed work of Developer Success'}
    >
      <Loaded query={engagement}>{(whole) => <Whole engagement={whole} />}</Loaded>
    </Dialog>
  )
}

function Whole({ engagement }: { readonly engagement: WholeEngagement }) {
  const { team, topic } = useNames()
  const { sessions, material, summary, text } = engagement
  return (
    <div className="flex flex-col gap-6">
      <div className="flex flex-col gap-3">
        <TimeBar engagement={engagement} />
        <Facts
          rows={[
            ['Customer', <CustomerLink key="c" account={engagement.account} />],
            ...(engagement.case === null
              ? []
              : [['Case', <CaseLink key="k" id={engagement.case} />] as const]),
            ['Topic', topic(engagement.topic)],
            [
              'Lead',
              engagement.lead === null ? (
                <span key="l" className="text-warn">
                  Nobody yet
                </span>
              ) : (
                <Person key="l" name={visible(engagement.lead.name)} className="max-w-full" />
              ),
            ],
            [
              'Sessions',
              <SessionDots key="s" used={engagement.sessionsUsed} allowed={engagement.sessionsAllowed} />,
            ],
            [
              'Time-box',
              `${sayDay(engagement.startsAt)} to ${sayDay(engagement.endsAt)}${
                engagement.extendedAt === null ? '' : `, extended ${sayDay(engagement.extendedAt)}`
              }`,
            ],
            [
              'Requested',
              <span key="r">
                {visible(engagement.requestedBy.name)}
                {engagement.wantedSessions !== null && `, ${engagement.wantedSessions} sessions wished for`}
              </span>,
            ],
            ...(engagement.referral === null ? [] : [['More goes to', team(engagement.referral)] as const]),
          ]}
        />
      </div>
      <EngagementActs engagement={engagement} />
      {text !== null && (
        <SheetPart title="What was asked for">
          <Words text={text} className="text-sm" />
        </SheetPart>
      )}
      <Why engagement={engagement} />
      {summary !== null && (
        <SheetPart title="Summary">
          <p className="text-sm font-medium">
            {engagement.outcome !== null && outcomeWords[engagement.outcome]}
            {engagement.summaryAt !== null && (
              <span className="ml-2 text-xs font-normal text-dim">
                <Time at={engagement.summaryAt} />
              </span>
            )}
          </p>
          <Words text={summary} className="mt-1 text-sm" />
        </SheetPart>
      )}
      <SheetPart title={`Sessions (${sessions.length})`}>
        {sessions.length === 0 ? (
          <p className="text-sm text-dim">None yet. One is noted once it has taken place.</p>
        ) : (
          <ul className="flex flex-col gap-3">
            {sessions.map((session) => (
              <li key={session.id} className="border-l-2 pl-3">
                <p className="text-xs text-dim">
                  <Time at={session.at} /> with {session.people.map(visible).join(', ')}
                </p>
                <Words text={session.notes} className="text-sm" />
              </li>
            ))}
          </ul>
        )}
      </SheetPart>
      {material.length > 0 && (
        <SheetPart title={`Material (${material.length})`}>
          <ul className="flex flex-col gap-1 text-sm">
            {material.map(({ title, link }) => (
              <li key={`${title} ${link}`} className="min-w-0">
                <a
                  href={link}
                  target="_blank"
                  rel="noopener noreferrer"
                  title={visible(link)}
                  className="inline-flex max-w-full items-center gap-1.5 text-accent hover:underline"
                >
                  <span className="truncate">{visible(title)}</span>
                  <ExternalLink size={12} className="shrink-0" aria-hidden="true" />
                  <span className="sr-only">(opens elsewhere)</span>
                </a>
              </li>
            ))}
          </ul>
        </SheetPart>
      )}
    </div>
  )
}

/** The rule that granted it, with what it is limited to. */
function Why({ engagement: { decision, limits, verdict } }: { readonly engagement: WholeEngagement }) {
  const rules = decision.because.filter(({ table }) => table === 'engagement')
  return (
    <SheetPart title="Why, and within which limits" actions={<VerdictBadge verdict={verdict} />}>
      <p className="text-sm">{decision.engagement.reason}</p>
      {limits.length > 0 && (
        <ul className="mt-2 list-disc pl-4 text-sm">
          {limits.map((limit) => (
            <li key={limit}>{limit}</li>
          ))}
        </ul>
      )}
      {rules.map(({ rule, source, rows, at }) => (
        <p key={rule} className="mt-2 text-xs text-dim wrap-anywhere">
          Rule {rule} · {source} {rows.join(', ')} · {at}
        </p>
      ))}
    </SheetPart>
  )
}

function CaseLink({ id }: { readonly id: string }) {
  const { data } = useDesk('cases.show', { case: id })
  return (
    <Link
      to="/cases/$case"
      params={{ case: data ? String(data.number) : id }}
      className="text-accent hover:underline"
    >
      {data ? `#${data.number} ${visible(data.subject)}` : 'Open the case'}
    </Link>
  )
}
