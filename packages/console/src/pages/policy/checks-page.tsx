/** How sound the policy in force is: proofs, faults with their places, its own tests, and rules that none of them reaches. */
import { getRouteApi } from '@tanstack/react-router'
import { Check, CircleAlert, CircleCheck, CircleX, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { type OutputOf, useDesk } from '../../app/api.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Section } from '../../ui/page.tsx'
import { Loaded } from '../../ui/states.tsx'
import { Figure } from './comparison-view.tsx'
import { PolicyFrame } from './policy-frame.tsx'
import { TestList } from './test-list.tsx'

const route = getRouteApi('/policy/checks')

export type Study = Omit<OutputOf<'policy.check'>, 'version'>

export function ChecksPage() {
  const check = useDesk('policy.check', {})
  const { tests = 'failed' } = route.useSearch()
  const navigate = route.useNavigate()
  return (
    <PolicyFrame at="/policy/checks">
      {check.data === undefined && !check.error && (
        <p className="px-4 pt-4 text-sm text-dim md:px-6">
          Proving every combination and running the policy's tests. The first time takes some seconds.
        </p>
      )}
      <Loaded query={check}>
        {(study) => (
          <div className="flex flex-col gap-5 px-4 py-5 md:px-6">
            <StudySummary study={study} />
            <Findings findings={study.findings} />
            <Section
              title="Tests"
              text={`${study.tests.passed} passed, ${study.tests.failed.length} failed`}
              flush
              actions={
                <Button
                  size="sm"
                  aria-pressed={tests === 'all'}
                  onClick={() =>
                    void navigate({ search: { tests: tests === 'all' ? undefined : 'all' }, replace: true })
                  }
                >
                  {tests === 'all' ? 'Failed only' : 'Show all tests'}
                </Button>
              }
            >
              <TestList failed={study.tests.failed} all={tests === 'all'} />
            </Section>
            <Uncovered rules={study.uncovered} />
          </div>
        )}
      </Loaded>
    </PolicyFrame>
  )
}

/** Whether a policy is sound, and by which figures. */
export function StudySummary({
  study: { findings, proven, figures, tests, uncovered },
}: {
  readonly study: Study
}) {
  const errors = findings.filter(({ severity }) => severity === 'error').length
  const isSound = proven && errors === 0 && tests.failed.length === 0
  const covered = figures ? figures.rules - uncovered.length : 0
  return (
    <div className="flex flex-col gap-4">
      <p className="flex items-center gap-2 text-base font-semibold">
        {isSound ? (
          <CircleCheck size={18} className="shrink-0 text-good" aria-hidden="true" />
        ) : (
          <CircleAlert size={18} className="shrink-0 text-bad" aria-hidden="true" />
        )}
        {isSound
          ? 'Complete and sound: every possible ask has exactly one answer'
          : soundness(proven, errors, tests.failed.length)}
      </p>
      {figures && (
        <dl className="grid grid-cols-[repeat(auto-fill,minmax(9rem,1fr))] gap-x-6 gap-y-4">
          <Figure
            name="Combinations proven"
            value={proven ? figures.combinations.toLocaleString('en') : 'Not proven'}
          />
          <Figure name="Tests passed" value={`${tests.passed} of ${tests.passed + tests.failed.length}`} />
          <Figure name="Rules reached by tests" value={`${covered} of ${figures.rules}`} />
          <Figure name="Topics" value={figures.topics.toLocaleString('en')} />
          <Figure name="Facts" value={figures.facts.toLocaleString('en')} />
          <Figure name="Diagram nodes" value={figures.nodes.toLocaleString('en')} />
        </dl>
      )}
    </div>
  )
}

function soundness(proven: boolean, errors: number, failed: number): string {
  const faults = [
    ...(errors > 0 ? [`${errors} ${errors === 1 ? 'error' : 'errors'}`] : []),
    ...(failed > 0 ? [`${failed} failing ${failed === 1 ? 'test' : 'tests'}`] : []),
    ...(proven ? [] : ['completeness not proven']),
  ]
  return `Needs work: ${faults.join(', ')}`
}

/** Faults with where they stand and what to do; facts that never matter are told apart. */
export function Findings({ findings }: { readonly findings: Study['findings'] }) {
  const [idle, faults] = [
    findings.filter(({ code }) => code === 'fact-unused'),
    findings.filter(({ code }) => code !== 'fact-unused'),
  ]
  return (
    <>
      <Section title="Findings" flush={faults.length > 0}>
        {faults.length === 0 ? (
          <Fine>No faults, gaps, overlaps or unreachable rules.</Fine>
        ) : (
          <Listed findings={faults} />
        )}
      </Section>
      <Section title="Facts that never matter" flush={idle.length > 0}>
        {idle.length === 0 ? <Fine>Every fact changes some answer.</Fine> : <Listed findings={idle} />}
      </Section>
    </>
  )
}

const Fine = ({ children }: { readonly children: ReactNode }) => (
  <p className="flex items-center gap-2 text-sm text-dim">
    <Check size={14} className="shrink-0 text-good" aria-hidden="true" />
    {children}
  </p>
)

const Listed = ({ findings }: { readonly findings: Study['findings'] }) => (
  <ul>
    {findings.map(({ code, severity, at, message, help }) => (
      <li key={`${code} ${at} ${message}`} className="flex items-start gap-3 border-t px-4 py-2 text-sm">
        <Badge
          tone={severity === 'error' ? 'bad' : 'warn'}
          icon={severity === 'error' ? <CircleX size={12} /> : <TriangleAlert size={12} />}
        >
          {severity === 'error' ? 'Error' : 'Warning'}
        </Badge>
        <div className="min-w-0">
          <p className="wrap-anywhere">{message}</p>
          <p className="text-dim wrap-anywhere">{help}</p>
          <p className="font-mono text-xs text-dim wrap-anywhere">
            {at} · {code}
          </p>
        </div>
      </li>
    ))}
  </ul>
)

/** Rules that no test's decision cites. */
const Uncovered = ({ rules }: { readonly rules: readonly string[] }) => (
  <Section title="Rules that no test reaches">
    {rules.length === 0 ? (
      <Fine>Every rule is reached by a test.</Fine>
    ) : (
      <>
        <p className="mb-1 text-sm text-dim">Add a test to policy/tests whose decision stands on the rule.</p>
        <ul className="columns-[18rem] gap-6">
          {rules.map((rule) => (
            <li key={rule} className="font-mono text-xs leading-6 wrap-anywhere">
              {rule}
            </li>
          ))}
        </ul>
      </>
    )}
  </Section>
)
