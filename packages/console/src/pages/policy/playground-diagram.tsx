/** The diagram's frame in the playground: which of its two tables, as a picture or a list, whole or only what is open. */
import type { Drawing, DrawnTable, Lit } from '@rightdesk/engine/answer'
import type { Refusal } from '@rightdesk/engine/refusal'
import { useMemo, useSyncExternalStore } from 'react'
import { CheckField } from '../../ui/field.tsx'
import { Failed } from '../../ui/states.tsx'
import { Diagram } from './diagram.tsx'
import { DiagramList } from './diagram-list.tsx'
import { wordsFor } from './diagram-words.ts'
import type { PlaygroundSearch, StatedFacts } from './search.ts'
import { Segments } from './segments.tsx'
import type { PolicyEngine } from './use-policy-engine.ts'

export type PlaygroundDiagramProps = {
  readonly engine: PolicyEngine
  readonly picture: Drawing | Refusal
  /** With what is lit in it; undefined where it cannot be drawn. */
  readonly drawn: { readonly drawing: Drawing; readonly lit: Lit } | undefined
  readonly search: PlaygroundSearch
  readonly onView: (view: Pick<PlaygroundSearch, 'of' | 'as' | 'only'>) => void
  readonly onState: (fact: string, value: StatedFacts[string]) => void
  readonly onQuestion: (fact: string) => void
}

export function PlaygroundDiagram({
  engine,
  picture,
  drawn,
  search,
  onView,
  onState,
  onQuestion,
}: PlaygroundDiagramProps) {
  const wide = useWide()
  const { of = 'owner', as = wide ? 'diagram' : 'list', only } = search
  const engages = engine.say.team(engine.policy.compiled.engages)
  return (
    <section aria-label="Decision diagram" className="min-w-0">
      <header className="mb-2 flex flex-wrap items-center gap-x-3 gap-y-2">
        <h2 className="text-sm font-semibold">How it is decided</h2>
        <Segments
          label="What is decided"
          value={of}
          choices={[
            { value: 'owner', label: 'Owner' },
            { value: 'engagement', label: engages },
          ]}
          onChoose={(value) => onView({ of: value })}
        />
        <Segments
          label="Drawn as"
          value={as}
          choices={[
            { value: 'diagram', label: 'Diagram' },
            { value: 'list', label: 'List' },
          ]}
          onChoose={(value) => onView({ as: value })}
        />
        <CheckField
          label="Only what is still open"
          checked={only === 'open'}
          onChange={({ target }) => onView({ only: target.checked ? 'open' : undefined })}
          className="min-h-6 items-center"
        />
      </header>
      {drawn ? (
        <Drawn
          engine={engine}
          table={drawn.drawing[of]}
          lit={drawn.lit[of]}
          label={of === 'owner' ? 'Whose it is' : engages}
          as={as}
          only={only === 'open'}
          onState={onState}
          onQuestion={onQuestion}
        />
      ) : (
        <Failed error={picture} />
      )}
    </section>
  )
}

type DrawnProps = {
  readonly engine: PolicyEngine
  readonly table: DrawnTable
  readonly lit: ReadonlySet<string>
  readonly label: string
  readonly as: 'diagram' | 'list'
  readonly only: boolean
  readonly onState: PlaygroundDiagramProps['onState']
  readonly onQuestion: PlaygroundDiagramProps['onQuestion']
}

function Drawn({ engine, table: whole, lit, label, as, only, onState, onQuestion }: DrawnProps) {
  const table = useMemo(() => (only ? onlyOpen(whole, lit) : whole), [whole, lit, only])
  const words = useMemo(() => wordsFor(engine, table), [engine, table])
  if (as === 'list') return <DiagramList table={table} lit={lit} words={words} />
  return (
    <>
      <Diagram
        label={label}
        table={table}
        lit={lit}
        words={words}
        onQuestion={onQuestion}
        onAnswer={(id) => {
          const edge = table.edges.find((one) => one.id === id)
          const node = table.nodes.find((one) => one.id === edge?.from)
          if (edge && node) onState(node.fact, edge.values.length === 1 ? edge.values[0]! : edge.values)
        }}
      />
      <p className="mt-1.5 text-xs text-dim">
        Strong lines are still possible with these facts, dashed ones are ruled out. Click an answer to say
        so, drag to move, and zoom with Ctrl and the wheel.
      </p>
    </>
  )
}

/** The drawing without what the facts rule out. */
const onlyOpen = ({ root, nodes, edges, leaves }: DrawnTable, lit: ReadonlySet<string>): DrawnTable => ({
  root,
  nodes: nodes.filter(({ id }) => lit.has(id)),
  edges: edges.filter(({ id }) => lit.has(id)),
  leaves: leaves.filter(({ id }) => lit.has(id)),
})

const wideQuery = '(min-width: 768px)'

/** Whether there is room for a picture to be read. */
const useWide = (): boolean =>
  useSyncExternalStore(
    (listener) => {
      const query = matchMedia(wideQuery)
      query.addEventListener('change', listener)
      return () => query.removeEventListener('change', listener)
    },
    () => matchMedia(wideQuery).matches,
  )
