/** Where an ask goes and who is part of it: Developer Success, helpers, speaker, ways in, and the way to Engineering. */
import type { Decision } from '@rightdesk/engine/answer'
import type { Sayings } from '../../parts/fact-words.ts'
import { Badge, inWords, VerdictBadge } from '../../ui/badge.tsx'
import { Facts } from '../../ui/page.tsx'

export type RouteFactsProps = { readonly decision: Decision; readonly sayings: Sayings }

export function RouteFacts({ decision, sayings }: RouteFactsProps) {
  const { customerPath, internal, speaks } = decision
  return (
    <Facts
      rows={[
        ['Developer Success', <Engagement key="ds" decision={decision} sayings={sayings} />],
        ['Who helps', <Helpers key="help" decision={decision} sayings={sayings} />],
        ['Who speaks', sayings.team(speaks)],
        ['Customer path', customerPath || 'None'],
        [
          'Internal route',
          internal.length === 0 ? (
            'None'
          ) : (
            <ul key="internal" className="flex flex-wrap gap-1">
              {internal.map((place) => (
                <li key={place}>
                  <Badge title={place}>{place}</Badge>
                </li>
              ))}
            </ul>
          ),
        ],
        ['Escalation', <Escalation key="escalation" escalation={decision.escalation} />],
      ]}
    />
  )
}

function Engagement({ decision: { engagement }, sayings }: RouteFactsProps) {
  const { verdict, kind, to, limits = [], reason } = engagement
  return (
    <>
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <VerdictBadge verdict={verdict} />
        {kind !== undefined && <span>{inWords(kind)}</span>}
        {to !== undefined && <span>to {sayings.team(to)}</span>}
      </p>
      <p className="mt-0.5">{reason}</p>
      {limits.length > 0 && (
        <ul className="mt-0.5 list-disc pl-4">
          {limits.map((limit) => (
            <li key={limit}>{limit}</li>
          ))}
        </ul>
      )}
    </>
  )
}

function Helpers({ decision: { status, with: helpers, withIf = [] }, sayings }: RouteFactsProps) {
  if (helpers.length + withIf.length === 0) {
    return status === 'fallback' ? 'Not known yet' : 'Nobody else is needed'
  }
  return (
    <ul>
      {helpers.map((team) => (
        <li key={team}>{sayings.team(team)}</li>
      ))}
      {withIf.map(({ team, when }) => (
        <li key={`if ${team}`}>
          {sayings.team(team)} <span className="text-dim">only {when}</span>
        </li>
      ))}
    </ul>
  )
}

function Escalation({
  escalation: { path, requires, byExpert = [], immediate },
}: {
  readonly escalation: Decision['escalation']
}) {
  return (
    <>
      <p className="flex flex-wrap items-center gap-x-2">
        {immediate && <Badge tone="bad">At once</Badge>}
        {path}
      </p>
      {requires.length > 0 && (
        <>
          <p className="mt-0.5 text-dim">Before Engineering is asked:</p>
          <ul className="list-disc pl-4">
            {requires.map((item) => (
              <li key={item}>
                {item} {byExpert.includes(item) && <span className="text-dim">(an expert gives it)</span>}
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  )
}
