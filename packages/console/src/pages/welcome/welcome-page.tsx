/** The first minutes: one ask, one case, the policy behind both, and then what makes the desk yours. */
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { ArrowLeft, ArrowRight, Check } from 'lucide-react'
import { useShortcut } from '../../app/shortcuts.ts'
import { Button } from '../../ui/button.tsx'
import { cx } from '../../ui/cx.ts'
import { Page } from '../../ui/page.tsx'
import { AskStep } from './ask-step.tsx'
import { CaseStep } from './case-step.tsx'
import { NextStep } from './next-step.tsx'
import { PolicyStep } from './policy-step.tsx'
import { noteWelcomed } from './progress.ts'
import { type Facts, firstAsk, type Step, stepBeside, steps, type WelcomeSearch } from './steps.ts'

const route = getRouteApi('/welcome')

export function WelcomePage() {
  const search = route.useSearch()
  const { step = 'ask', ask = firstAsk, facts = {} } = search
  const go = route.useNavigate()
  const navigate = useNavigate()
  const show = (to: Step): void => void go({ search: (before) => ({ ...before, step: to }) })
  const next = stepBeside(step, 1)
  const back = stepBeside(step, -1)
  useShortcut('right', 'Next step', () => next && show(next), { group: 'Welcome' })
  useShortcut('left', 'Step before', () => back && show(back), { group: 'Welcome' })
  const leave = (): void => {
    noteWelcomed()
    void navigate({ to: '/cases' })
  }
  return (
    <Page title="Welcome" bare>
      <div className="mx-auto flex min-h-[calc(100dvh-3rem)] max-w-3xl flex-col px-4 py-6 md:min-h-dvh md:px-8 md:py-10">
        <header className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
          <h1 className="text-xl font-semibold tracking-tight">Welcome to Rightdesk</h1>
          {step !== 'next' && (
            <Button look="ghost" size="sm" onClick={leave}>
              Skip the welcome
            </Button>
          )}
        </header>
        <Progress step={step} search={search} />
        <div className="flex-1 py-6">
          {step === 'ask' && (
            <AskStep
              ask={ask}
              facts={facts}
              onChange={(change: { ask?: string; facts?: Facts }) =>
                void go({ search: { ask, facts, ...change }, replace: true })
              }
            />
          )}
          {step === 'case' && <CaseStep ask={ask} facts={facts} />}
          {step === 'policy' && <PolicyStep ask={ask} facts={facts} />}
          {step === 'next' && <NextStep onLeave={leave} />}
        </div>
        <footer className="flex items-center justify-between border-t pt-4">
          {back ? (
            <Button look="ghost" icon={<ArrowLeft size={15} />} onClick={() => show(back)}>
              Back
            </Button>
          ) : (
            <span />
          )}
          {next && (
            <Button look="primary" onClick={() => show(next)}>
              {next === 'next' ? 'What comes next' : `Next: ${steps.find(({ id }) => id === next)!.name}`}
              <ArrowRight size={15} />
            </Button>
          )}
        </footer>
      </div>
    </Page>
  )
}

/** Which of the steps is shown; each can be gone to. */
function Progress({ step, search }: { readonly step: Step; readonly search: WelcomeSearch }) {
  const at = step === 'next' ? steps.length : steps.findIndex(({ id }) => id === step)
  return (
    <nav aria-label="Steps" className="mt-5">
      <ol className="flex gap-2">
        {steps.map(({ id, name }, index) => (
          <li key={id} className="min-w-0 flex-1">
            <Link
              to="/welcome"
              search={{ ...search, step: id }}
              aria-current={index === at ? 'step' : undefined}
              className={cx(
                'flex min-h-9 items-center gap-2 border-t-2 pt-2 text-sm font-medium',
                index <= at ? 'border-accent text-ink' : 'border-line text-dim hover:text-ink',
              )}
            >
              <span className="tabular-nums text-dim">
                {index < at ? <Check size={14} aria-label="seen" className="text-accent" /> : index + 1}
              </span>
              <span className="truncate">{name}</span>
            </Link>
          </li>
        ))}
      </ol>
    </nav>
  )
}
