/** The incident that a case hangs on, and hanging it on one. */
import { Link } from '@tanstack/react-router'
import { type OutputOf, useDesk } from '../../app/api.ts'
import { may, useMe } from '../../app/session.ts'
import { Badge, inWords } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Section } from '../../ui/page.tsx'
import { Picker } from '../../ui/picker.tsx'
import { Time } from '../../ui/time.tsx'
import { visible } from '../../ui/words.tsx'
import { perform } from './acts.ts'
import { linkIncident } from './case-acts.ts'
import type { WholeCase } from './case-page.tsx'

export function IncidentPanel({ whole }: { readonly whole: WholeCase }) {
  const me = useMe()
  const mayLink = may(me, 'incidents:write', whole.ownerTeam)
  const { data } = useDesk('incidents.list', { limit: 50 })
  const all = data?.items ?? []
  const its = all.find(({ id }) => id === whole.incidentId)
  const others = all.filter(({ id, state }) => id !== whole.incidentId && state !== 'resolved')
  if (whole.incidentId === null && (!mayLink || others.length === 0)) return null
  return (
    <Section
      title="Incident"
      actions={
        mayLink &&
        whole.incidentId !== null && (
          <Button size="sm" look="ghost" onClick={() => perform([linkIncident(whole, null)])}>
            Take it off
          </Button>
        )
      }
    >
      <div className="flex flex-col gap-3">
        {its && <Incident incident={its} />}
        {mayLink && others.length > 0 && (
          <Picker
            label={its ? 'Another incident' : 'Hang it on an incident'}
            value={undefined}
            empty={its ? 'Hang it on another…' : 'Hang it on an incident…'}
            choices={others.map(({ id, title, state }) => ({
              value: id,
              label: visible(title),
              detail: inWords(state),
            }))}
            onChoose={(id) => perform([linkIncident(whole, id)])}
            className="w-full"
          />
        )}
      </div>
    </Section>
  )
}

const Incident = ({ incident }: { readonly incident: OutputOf<'incidents.list'>['items'][number] }) => (
  <div className="text-sm">
    <p className="font-medium wrap-anywhere">{visible(incident.title)}</p>
    <p className="mt-1 flex flex-wrap items-center gap-2 text-xs text-dim">
      <Badge tone={incident.state === 'resolved' ? 'good' : 'bad'}>{inWords(incident.state)}</Badge>
      <Time at={incident.openedAt} />
      <Link to="/cases" search={{ incident: incident.id }} className="text-accent underline">
        {incident.cases} {incident.cases === 1 ? 'case' : 'cases'}
      </Link>
    </p>
  </div>
)
