/** The playground: choose a topic, change facts, and see at once where the ask would go, by which rows, and how. */

import { drawing, lit } from '@rightdesk/engine/answer'
import { Refusal } from '@rightdesk/engine/refusal'
import { getRouteApi, Link } from '@tanstack/react-router'
import { RotateCcw } from 'lucide-react'
import { useMemo } from 'react'
import { useNames } from '../../app/names.ts'
import { useShortcut } from '../../app/shortcuts.ts'
import { Button } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Picker } from '../../ui/picker.tsx'
import { Loaded } from '../../ui/states.tsx'
import { controlId, FactControls } from './fact-controls.tsx'
import { knownFacts } from './fact-options.ts'
import { LitRows } from './lit-rows.tsx'
import { PlaygroundAnswer } from './playground-answer.tsx'
import { PlaygroundDiagram } from './playground-diagram.tsx'
import { PolicyFrame } from './policy-frame.tsx'
import { factsOf, type PlaygroundSearch, type StatedFacts, searchFor } from './search.ts'
import { type PolicyEngine, usePolicyEngine } from './use-policy-engine.ts'

const route = getRouteApi('/policy/playground')

export function PlaygroundPage() {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const names = useNames()
  const engine = usePolicyEngine()
  const topic = names.policy.topics.some(({ id }) => id === search.topic) ? search.topic : undefined
  const go = (next: PlaygroundSearch): void =>
    void navigate({ search: next, replace: true, resetScroll: false })
  const { of, as, only } = search
  const views = { ...(of && { of }), ...(as && { as }), ...(only && { only }) }
  const hasFacts = Object.keys(factsOf(search)).length > 0
  const reset = (): void => go({ ...views, ...searchFor(topic, {}) })

  useShortcut('r', 'Take all facts back', reset, { enabled: hasFacts })

  return (
    <PolicyFrame
      at="/policy/playground"
      actions={
        topic !== undefined && (
          <>
            <Button size="sm" icon={<RotateCcw size={14} />} keys="r" disabled={!hasFacts} onClick={reset}>
              Reset
            </Button>
            <CopyButton
              text={location.href}
              label="Copy link"
              key={JSON.stringify(search)}
              title="A link to the facts as they are chosen here"
            />
          </>
        )
      }
    >
      <div className="flex flex-wrap items-center gap-2 border-b px-4 py-2 md:px-6">
        <Picker
          label="Topic"
          value={topic}
          empty="Choose a topic…"
          choices={names.policy.topics.map(({ id, name }) => ({ value: id, label: name }))}
          onChoose={(chosen) => go({ ...views, ...searchFor(chosen, factsOf(search)) })}
          className="w-80 max-w-full"
        />
      </div>
      {topic === undefined ? (
        <Topics />
      ) : (
        <Loaded query={engine} rows={10}>
          {(ready) => <Played engine={ready} topic={topic} search={search} onGo={go} />}
        </Loaded>
      )}
    </PolicyFrame>
  )
}

/** Every topic, to begin with one. */
function Topics() {
  const names = useNames()
  return (
    <div className="px-4 py-5 md:px-6">
      <p className="mb-3 text-sm text-dim">
        Choose what an ask is about, then change facts and see where it would go and why. Nothing is opened or
        sent.
      </p>
      <ul className="columns-[15rem] gap-6">
        {names.policy.topics.map(({ id, name }) => (
          <li key={id} className="break-inside-avoid">
            <Link
              to="/policy/playground"
              search={searchFor(id, {})}
              className="block rounded-md px-2 py-1.5 text-sm hover:bg-hover"
            >
              {name}
            </Link>
          </li>
        ))}
      </ul>
    </div>
  )
}

type PlayedProps = {
  readonly engine: PolicyEngine
  readonly topic: string
  readonly search: PlaygroundSearch
  readonly onGo: (next: PlaygroundSearch) => void
}

function Played({ engine, topic, search, onGo }: PlayedProps) {
  const { policy } = engine
  const facts = useMemo(() => knownFacts(policy, factsOf(search)), [policy, search])
  const decision = useMemo(() => engine.decide({ ...facts, topic }), [engine, facts, topic])
  const picture = useMemo(() => drawnOrRefusal(engine, topic), [engine, topic])
  const drawn = useMemo(() => {
    if (picture instanceof Refusal) return undefined
    const given = Object.fromEntries(Object.entries(decision.facts).map(([name, { value }]) => [name, value]))
    return { drawing: picture, lit: lit(policy, picture, given) }
  }, [policy, picture, decision])
  const used = useMemo(
    () =>
      new Set(
        picture instanceof Refusal
          ? policy.facts.map(({ name }) => name)
          : [...picture.owner.nodes, ...picture.engagement.nodes].map(({ fact }) => fact),
      ),
    [policy, picture],
  )
  const state = (name: string, value: StatedFacts[string] | undefined): void => {
    const { [`f.${name}` as const]: _, ...rest } = search
    onGo(value === undefined ? rest : { ...rest, [`f.${name}`]: value })
  }
  return (
    <div className="flex flex-col gap-5 px-4 py-4 md:px-6">
      <FactControls engine={engine} facts={facts} used={used} onState={state} />
      <PlaygroundAnswer engine={engine} decision={decision} onState={state} />
      <PlaygroundDiagram
        engine={engine}
        picture={picture}
        drawn={drawn}
        search={search}
        onView={(view) => onGo({ ...search, ...view })}
        onState={state}
        onQuestion={(fact) =>
          document.querySelector<HTMLElement>(`[data-control="${CSS.escape(controlId(fact))}"]`)?.focus()
        }
      />
      <LitRows engine={engine} decision={decision} drawn={drawn} />
    </div>
  )
}

/** A policy too large for diagrams still answers; it is then said why there is no picture. */
function drawnOrRefusal({ policy }: PolicyEngine, topic: string) {
  try {
    return drawing(policy, topic)
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  }
}
