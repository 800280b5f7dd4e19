/** The programme at a glance: its places, what needs somebody, and how check-ins go. */
import { useNavigate } from '@tanstack/react-router'
import { Plus } from 'lucide-react'
import { useCallback, useMemo } from 'react'
import { useDesk } from '../../app/api.ts'
import { useCommands } from '../../app/commands.ts'
import { useShortcut } from '../../app/shortcuts.ts'
import { Button } from '../../ui/button.tsx'
import { Section } from '../../ui/page.tsx'
import { Loaded, Loading } from '../../ui/states.tsx'
import { useNow } from '../../ui/time.tsx'
import { attentionIn, trendWeeks } from './attention.ts'
import { AttentionList } from './attention-list.tsx'
import { CapStrip } from './cap-strip.tsx'
import { CheckInTrend } from './check-in-trend.tsx'
import { useKinds, useProgramme } from './kinds.tsx'
import { LeadershipRoles } from './leadership-roles.tsx'
import { NoProgramme } from './no-programme.tsx'
import { ProgrammeFrame } from './programme-frame.tsx'

/** The overview looks at the programme whole; it holds few customers by its nature. */
const whole = { limit: 200 } as const

export function OverviewPage() {
  const programme = useProgramme()
  const navigate = useNavigate()
  const ask = useCallback(
    () => void navigate({ to: '/programme/requests', search: { ask: 'new' } }),
    [navigate],
  )
  useShortcut('n', 'Ask for an assigned engineer', ask)
  useCommands(useMemo(() => [{ label: 'Ask for an assigned engineer', keys: 'n', run: ask }], [ask]))
  if (programme === null) return <NoProgramme at="/programme" />
  return (
    <ProgrammeFrame
      at="/programme"
      actions={
        <Button look="primary" icon={<Plus size={15} />} keys="n" onClick={ask}>
          New request
        </Button>
      }
    >
      <div className="grid gap-4 p-4 md:p-6 xl:grid-cols-[minmax(0,1fr)_22rem]">
        <Places />
        <Trend />
        <Attention takes={programme.takes} />
        <LeadershipRoles />
      </div>
    </ProgrammeFrame>
  )
}

function Places() {
  const requests = useDesk('requests.list', {})
  const assignments = useDesk('assignments.list', { state: 'active', ...whole })
  return (
    <Section title="Places">
      <Loaded query={requests} rows={2}>
        {({ places, items }) => (
          <Loaded query={assignments} rows={2}>
            {({ items: assigned }) => (
              <CapStrip
                places={places}
                assignments={assigned}
                waiting={items.filter(({ state }) => state === 'waiting').length}
              />
            )}
          </Loaded>
        )}
      </Loaded>
    </Section>
  )
}

function Attention({ takes }: { readonly takes: readonly string[] }) {
  const nowMs = useNow()
  const kind = useKinds()
  const queries = {
    requests: useDesk('requests.list', {}),
    assignments: useDesk('assignments.list', { state: 'active', ...whole }),
    checkIns: useDesk('check_ins.list', { state: ['planned', 'missed'], ...whole }),
    promises: useDesk('promises.list', { state: 'open', ...whole }),
    documents: useDesk('documents.list', { state: 'open', ...whole }),
    checks: useDesk('leadership_checks.list', { state: 'open', ...whole }),
    transitions: useDesk('transitions.list', { state: 'asked', ...whole }),
    people: useDesk('people.list', whole),
  }
  const failed = Object.values(queries).find(({ error }) => error !== null)
  const loading = Object.values(queries).some(({ isPending }) => isPending)
  const rows = <Row,>({ data }: { readonly data: { readonly items: readonly Row[] } | undefined }) =>
    data?.items ?? []
  const groups = attentionIn({
    nowMs,
    kind,
    requests: rows(queries.requests),
    assignments: rows(queries.assignments),
    checkIns: rows(queries.checkIns),
    promises: rows(queries.promises),
    documents: rows(queries.documents),
    checks: rows(queries.checks),
    transitions: rows(queries.transitions),
    people: rows(queries.people).filter(({ teams }) => teams.some(({ team }) => takes.includes(team))),
  })
  return (
    <Section title="Needs attention" className="xl:col-span-2" flush>
      {failed ? (
        <Loaded query={{ data: undefined, error: failed.error, refetch: failed.refetch }}>
          {() => null}
        </Loaded>
      ) : loading ? (
        <Loading rows={8} />
      ) : (
        <AttentionList groups={groups} />
      )}
    </Section>
  )
}

function Trend() {
  const trend = useDesk('check_ins.trend', { weeks: trendWeeks })
  return (
    <Section title="Check-ins" text={`The last ${trendWeeks} weeks`}>
      <Loaded query={trend} rows={3}>
        {(data) => <CheckInTrend trend={data} />}
      </Loaded>
    </Section>
  )
}
