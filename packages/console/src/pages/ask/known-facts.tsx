/** What is known of an ask and where from: stated facts as chips that can be taken back, the rest to be overruled. */
import type { Decision, DecisionFact, FactValue } from '@rightdesk/engine/answer'
import { Plus, X } from 'lucide-react'
import { useState } from 'react'
import { type Sayings, sayOrigin } from '../../parts/fact-words.ts'
import { Button } from '../../ui/button.tsx'
import { Picker } from '../../ui/picker.tsx'
import { visible } from '../../ui/words.tsx'
import type { StatedFacts } from './draft.ts'
import { FactInput } from './fact-input.tsx'

export type KnownFactsProps = {
  readonly known: Decision['facts']
  readonly stated: StatedFacts
  readonly sayings: Sayings
  /** Without a value the fact is no longer stated. */
  readonly onState: (fact: string, value?: FactValue) => void
}

export function KnownFacts({ known, stated, sayings, onState }: KnownFactsProps) {
  const [editing, setEditing] = useState<string>()
  const others = Object.entries(known).filter(([name]) => !(name in stated) && name !== 'topic')
  const found = others.filter(([, { from }]) => from !== 'default')
  const assumed = others.filter(([, { from }]) => from === 'default')
  const editor = (name: string) => {
    const fact = sayings.fact(name)
    if (editing !== name || !fact) return null
    return (
      <div className="mt-1.5 mb-2">
        <FactInput
          fact={fact}
          options={fact.options}
          onGive={(value) => {
            setEditing(undefined)
            onState(name, value)
          }}
        />
      </div>
    )
  }
  const row = ([name, fact]: readonly [string, DecisionFact]) => (
    <li key={name} className="py-0.5">
      <FactRow
        name={name}
        fact={fact}
        sayings={sayings}
        isEditing={editing === name}
        onEdit={() => setEditing(editing === name ? undefined : name)}
      />
      {editor(name)}
    </li>
  )
  return (
    <section aria-labelledby="known-facts">
      <div className="mb-1.5 flex items-center gap-2">
        <h2 id="known-facts" className="text-sm font-semibold">
          Known facts
        </h2>
        {sayings.facts.length > 0 && (
          <Picker
            label="State a fact"
            value={undefined}
            empty="State a fact"
            icon={<Plus size={14} />}
            choices={sayings.facts.map(({ name, label, about }) => ({ value: name, label, detail: about }))}
            onChoose={setEditing}
            className="ml-auto h-7 border-transparent text-xs shadow-none"
          />
        )}
      </div>
      <Stated stated={stated} sayings={sayings} onRemove={(name) => onState(name)} />
      {editing !== undefined && !others.some(([name]) => name === editing) && (
        <div className="mb-2">
          <p className="text-sm">{sayings.fact(editing)?.about}</p>
          {editor(editing)}
        </div>
      )}
      {found.length > 0 && <ul>{found.map(row)}</ul>}
      {found.length === 0 && Object.keys(stated).length === 0 && (
        <p className="text-sm text-dim">
          None yet. They come from the text, the account, and what you state.
        </p>
      )}
      {assumed.length > 0 && (
        <details className="mt-1 text-sm">
          <summary className="cursor-pointer py-1 text-xs text-dim hover:text-ink">
            {assumed.length} assumed, as nothing says otherwise
          </summary>
          <ul>{assumed.map(row)}</ul>
        </details>
      )}
    </section>
  )
}

function Stated({
  stated,
  sayings,
  onRemove,
}: Pick<KnownFactsProps, 'stated' | 'sayings'> & { readonly onRemove: (name: string) => void }) {
  const all = Object.entries(stated)
  if (all.length === 0) return null
  return (
    <ul aria-label="Stated" className="mb-1.5 flex flex-wrap gap-1.5">
      {all.map(([name, value]) => {
        const said = sayings.value(name, value)
        return (
          <li
            key={name}
            title={`${sayings.label(name)}: ${said}`}
            className="flex h-7 max-w-full items-center gap-1 rounded-md bg-accent-soft pl-2 text-sm text-accent"
          >
            <span className="truncate">
              {sayings.label(name)}: <span className="font-medium">{said}</span>
            </span>
            <button
              type="button"
              aria-label={`Take back: ${sayings.label(name)}`}
              onClick={() => onRemove(name)}
              className="flex size-7 shrink-0 items-center justify-center rounded-md hover:bg-hover"
            >
              <X size={14} />
            </button>
          </li>
        )
      })}
    </ul>
  )
}

function FactRow({
  name,
  fact: { value, from, words, follows },
  sayings,
  isEditing,
  onEdit,
}: {
  readonly name: string
  readonly fact: DecisionFact
  readonly sayings: Sayings
  readonly isEditing: boolean
  readonly onEdit: () => void
}) {
  const label = sayings.label(name)
  return (
    <div className="flex items-start gap-2 text-sm">
      <div className="min-w-0 flex-1 wrap-anywhere">
        <span className="text-dim" title={sayings.fact(name)?.about}>
          {label}:{' '}
        </span>
        {sayings.value(name, value)}
        <span className="block text-xs text-dim">
          {follows ? `Follows from ${sayings.label(follows)}` : sayOrigin(from)}
          {words !== undefined && (
            <>
              : <bdi>“{visible(words)}”</bdi>
            </>
          )}
        </span>
      </div>
      {sayings.fact(name) && (
        <Button
          look="ghost"
          size="sm"
          aria-label={`Change: ${label}`}
          aria-expanded={isEditing}
          onClick={onEdit}
        >
          Change
        </Button>
      )}
    </div>
  )
}
