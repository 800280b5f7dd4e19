/** The filters of the list as chips: each says what it is, and goes away by a press; more are added from one menu. */
import { ListFilter, Search, X } from 'lucide-react'
import { lazy, memo, Suspense, useState } from 'react'
import { useDesk } from '../../app/api.ts'
import { useNames } from '../../app/names.ts'
import { type CaseSearch, type CaseState, type FilterName, withFilter } from '../../parts/case-search.ts'
import { Button } from '../../ui/button.tsx'
import { Menu } from '../../ui/menu.tsx'
import { Picker } from '../../ui/picker.tsx'
import { visible } from '../../ui/words.tsx'
import { filterChoices, filterLabels, sayFilter } from './filter-words.ts'

const FilterDialog = lazy(() =>
  import('./filter-dialog.tsx').then((found) => ({ default: found.FilterDialog })),
)

export type FilterBarProps = {
  readonly search: CaseSearch
  readonly onChange: (search: CaseSearch) => void
}

const flags = ['open', 'followed', 'misrouted'] as const
const closed = ['is', 'bounces', 'corrected', 'firstStatus'] as const
const asked = [
  'team',
  'assignee',
  'topic',
  'account',
  'firstOwner',
  'ownerRule',
  'missingFact',
  'openedFrom',
  'openedTo',
  'incident',
] as const
export type AskedFilter = (typeof asked)[number] | (typeof closed)[number] | 'state'

export const FilterBar = memo(function FilterBar({ search, onChange }: FilterBarProps) {
  const names = useNames()
  const [asking, setAsking] = useState<AskedFilter>()
  const set = <Name extends FilterName>(name: Name, value: CaseSearch[Name] | undefined): void =>
    onChange(withFilter(search, name, value))
  const person = useDesk(
    'people.show',
    { person: search.assignee ?? '' },
    { enabled: /^person_/.test(search.assignee ?? '') },
  )
  const account = useDesk(
    'accounts.show',
    { account: search.account ?? '' },
    { enabled: search.account !== undefined },
  )
  const inWords = {
    team: names.team,
    topic: names.topic,
    person: (id: string) => person.data?.name ?? id,
    account: (id: string) => visible(account.data?.name ?? id),
  }
  const chips = (Object.keys(search) as FilterName[]).filter((name) => name !== 'q' && name !== 'order')
  const { order = 'updated' } = search
  return (
    <div className="flex shrink-0 flex-wrap items-center gap-1.5 border-b px-3 py-1.5 md:px-5">
      <WordsFilter words={search.q ?? ''} onWords={(words) => set('q', words || undefined)} />
      {chips.map((name) => {
        const value = sayFilter(name, search[name], inWords)
        const label = filterLabels[name]
        return (
          <span
            key={name}
            className="inline-flex h-7 max-w-full items-center rounded-md border bg-sunken text-xs max-md:h-9"
          >
            <span className="min-w-0 truncate py-1 pl-2">
              <span className="text-dim">{label}</span>
              {value && <span className="font-medium"> {value}</span>}
            </span>
            <button
              type="button"
              aria-label={`Without the filter ${label} ${value}`}
              onClick={() => set(name, undefined)}
              className="flex h-full w-6 shrink-0 items-center justify-center text-dim hover:text-ink max-md:w-9"
            >
              <X size={12} />
            </button>
          </span>
        )
      })}
      <Menu
        align="start"
        items={[
          { label: filterLabels.state, run: () => setAsking('state') },
          ...asked.slice(0, 4).map((name) => ({ label: filterLabels[name], run: () => setAsking(name) })),
          'line',
          ...flags.map((name) => ({
            label: filterLabels[name],
            checked: search[name] === true,
            run: () => set(name, search[name] ? undefined : true),
          })),
          'line',
          ...[...closed, ...asked.slice(4)].map((name) => ({
            label: filterLabels[name],
            run: () => setAsking(name),
          })),
        ]}
      >
        <Button look="ghost" size="sm" icon={<ListFilter size={14} />}>
          Filter
        </Button>
      </Menu>
      {chips.length + (search.q ? 1 : 0) > 1 && (
        <Button look="ghost" size="sm" onClick={() => onChange({})}>
          Clear all
        </Button>
      )}
      <div className="ml-auto">
        <Picker
          label="Order"
          value={order}
          choices={filterChoices.order}
          onChoose={(value) =>
            set('order', value === 'updated' ? undefined : (value as NonNullable<CaseSearch['order']>))
          }
          className="h-7 border-transparent text-xs shadow-none max-md:max-w-28"
        />
      </div>
      <Suspense>
        {asking && (
          <FilterDialog
            name={asking}
            value={search[asking]}
            onClose={() => setAsking(undefined)}
            onSet={(value) => onChange(withFilter(search, asking, value as CaseState[]))}
          />
        )}
      </Suspense>
    </div>
  )
})

type WordsFilterProps = { readonly words: string; readonly onWords: (words: string) => void }

function WordsFilter({ words, onWords }: WordsFilterProps) {
  const [text, setText] = useState(words)
  const [seen, setSeen] = useState(words)
  // A view chosen meanwhile brings its own words.
  if (seen !== words) {
    setSeen(words)
    setText(words)
  }
  return (
    <search>
      <form
        className="relative"
        onSubmit={(event) => {
          event.preventDefault()
          onWords(text.trim())
        }}
      >
        <Search
          size={14}
          aria-hidden="true"
          className="pointer-events-none absolute top-1/2 left-2 -translate-y-1/2 text-dim"
        />
        <input
          type="search"
          aria-label="Words of the subject, or a number"
          placeholder="Words or number"
          maxLength={200}
          value={text}
          onChange={(event) => {
            setText(event.target.value)
            if (event.target.value === '') onWords('')
          }}
          onBlur={() => text.trim() !== words && onWords(text.trim())}
          className="h-7 w-44 rounded-md border border-edge/60 bg-panel pr-2 pl-7 text-sm hover:border-edge max-md:h-9 max-md:text-base"
        />
      </form>
    </search>
  )
}
