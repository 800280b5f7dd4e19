/** One case: its words, its conversation and history, and beside them what was decided and who is on it. */
import { useNavigate } from '@tanstack/react-router'
import { useCallback, useState } from 'react'
import { type OutputOf, useDesk } from '../../app/api.ts'
import { usePresence } from '../../app/live.ts'
import { useNames } from '../../app/names.ts'
import { may, useMe } from '../../app/session.ts'
import { useShortcut } from '../../app/shortcuts.ts'
import { Page, Section } from '../../ui/page.tsx'
import { Loaded } from '../../ui/states.tsx'
import { Words } from '../../ui/words.tsx'
import { CaseHeader } from './case-header.tsx'
import { highlightsOf } from './case-highlights.ts'
import { Composer, type Mode } from './composer.tsx'
import { CustomerPanel } from './customer-panel.tsx'
import { DecisionPanel } from './decision-panel.tsx'
import { EngagementPanel } from './engagement-panel.tsx'
import { Gate } from './gate.tsx'
import { IncidentPanel } from './incident-panel.tsx'
import { lastList } from './last-list.ts'
import { News } from './news.tsx'
import { PeoplePanel } from './people-panel.tsx'
import { RecordPanel } from './record-panel.tsx'
import { caseRoute } from './routes.ts'
import { Timeline } from './timeline.tsx'
import { useHistory } from './use-history.ts'
import { useVerbs } from './use-verbs.tsx'

export type WholeCase = OutputOf<'cases.show'>

export function CasePage() {
  const { case: name } = caseRoute.useParams()
  const query = useDesk('cases.show', { case: name })
  return (
    <Page title={query.data ? `#${query.data.number} ${query.data.subject}` : 'Case'} bare>
      {!query.data && <h1 className="sr-only">Case {name}</h1>}
      <Loaded query={query} rows={10}>
        {(whole) => <CaseView key={whole.id} whole={whole} />}
      </Loaded>
    </Page>
  )
}

function CaseView({ whole }: { readonly whole: WholeCase }) {
  const me = useMe()
  const names = useNames()
  const present = usePresence(whole.id)
  const navigate = useNavigate()
  const history = useHistory(whole.id)
  const [mode, setMode] = useState<Mode>('reply')
  const [focus, setFocus] = useState(0)
  const writeHere = useCallback((next: Mode) => {
    setMode(next)
    setFocus((count) => count + 1)
  }, [])
  const verbs = useVerbs(() => [whole], writeHere)
  useShortcut(
    'escape',
    'Back to the list',
    () => void navigate({ to: '/cases', search: lastList().search }),
    { group: 'Case' },
  )
  const mayWrite = may(me, 'cases:write', whole.ownerTeam) && whole.mergedInto === null
  const mayReply = mayWrite || may(me, 'cases:write')
  const escalates = whole.decision.escalation.immediate || whole.decision.escalation.requires.length > 0

  return (
    <>
      <CaseHeader whole={whole} present={present} verbs={verbs} />
      <div className="mx-auto grid max-w-7xl gap-x-8 gap-y-5 px-4 py-5 md:px-6 lg:grid-cols-[minmax(0,1fr)_21rem]">
        <div className="flex min-w-0 flex-col gap-6">
          <section aria-labelledby="ask">
            <h2 id="ask" className="mb-2 text-sm font-semibold">
              The ask
            </h2>
            <Words
              text={whole.text}
              highlights={highlightsOf(whole)}
              className="rounded-lg bg-sunken px-4 py-3 text-base leading-6"
            />
          </section>
          <Timeline history={history} caseId={whole.id} names={names} />
          {mayReply && (
            <div className="flex flex-col gap-2">
              <News history={history} />
              <Composer row={whole} mode={mode} onMode={setMode} focus={focus} sent={history.said} />
            </div>
          )}
        </div>
        <aside aria-label="About this case" className="flex min-w-0 flex-col gap-4">
          <DecisionPanel whole={whole} mayWrite={mayWrite} onCorrect={() => verbs.begin('correct')} />
          <PeoplePanel whole={whole} onAssign={mayWrite ? () => verbs.begin('assign') : undefined} />
          {escalates && (
            <Section title="Gate to Engineering">
              <Gate row={whole} mayWrite={mayWrite} />
            </Section>
          )}
          <EngagementPanel whole={whole} />
          <IncidentPanel whole={whole} />
          <RecordPanel whole={whole} history={history} />
          {whole.account && may(me, 'accounts:read') && (
            <CustomerPanel account={whole.account.id} caseId={whole.id} />
          )}
        </aside>
      </div>
      {verbs.dialogs}
    </>
  )
}
