/** The matrix: every row of the policy's sources and every topic with whose it is, searchable, each opening to what stands behind it. */
import { getRouteApi } from '@tanstack/react-router'
import { Search } from 'lucide-react'
import { useCallback, useDeferredValue, useEffect, useMemo, useRef } from 'react'
import { type OutputOf, useDesk } from '../../app/api.ts'
import { useNames } from '../../app/names.ts'
import { useShortcut } from '../../app/shortcuts.ts'
import { Button } from '../../ui/button.tsx'
import { cx } from '../../ui/cx.ts'
import { Kbd } from '../../ui/kbd.tsx'
import { Picker } from '../../ui/picker.tsx'
import { Empty, Loaded } from '../../ui/states.tsx'
import { MatrixDetail } from './matrix-detail.tsx'
import { filterLines, groupsOf, linesOf, waysOf } from './matrix-lines.ts'
import { columns, MatrixRow } from './matrix-row.tsx'
import { PolicyFrame } from './policy-frame.tsx'
import type { MatrixSearch } from './search.ts'
import { Segments } from './segments.tsx'
import { usePolicyEngine } from './use-policy-engine.ts'

const route = getRouteApi('/policy')

/** Chosen to take a filter out. */
const any = ''

export function MatrixPage() {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const names = useNames()
  const matrix = useDesk('policy.matrix', {})
  const field = useRef<HTMLInputElement>(null)
  const { by = 'rows' } = search
  const set = (part: MatrixSearch): void =>
    void navigate({ search: (was: MatrixSearch) => ({ ...was, ...part }), replace: true, resetScroll: false })

  useShortcut('slash', 'Search the matrix', () => field.current?.focus())
  useShortcut('j', 'Next row', () => step(1))
  useShortcut('k', 'Row before', () => step(-1))

  return (
    <PolicyFrame at="/policy">
      <div className="flex flex-wrap items-center gap-2 border-b px-4 py-2 md:px-6">
        <label className="relative flex min-w-48 flex-1 items-center sm:max-w-80">
          <span className="sr-only">Search the matrix</span>
          <Search size={14} className="pointer-events-none absolute left-2.5 text-dim" />
          <input
            ref={field}
            type="search"
            value={search.q ?? ''}
            maxLength={200}
            placeholder="Search: an ask, a team, M7…"
            onChange={({ target }) => set({ q: target.value || undefined, open: undefined })}
            onKeyDown={(event) => {
              if (event.key !== 'ArrowDown' && event.key !== 'Enter') return
              // Else the same press would open the line that it leads to.
              event.preventDefault()
              step(1)
            }}
            className="h-8 w-full rounded-md border border-edge/60 bg-panel pr-8 pl-8 text-sm hover:border-edge max-md:text-base"
          />
          <span className="pointer-events-none absolute right-2 text-dim">
            <Kbd keys="slash" />
          </span>
        </label>
        <Picker
          label="Team"
          value={search.team}
          empty="Any team"
          choices={[
            { value: any, label: 'Any team' },
            ...names.policy.teams.map(({ id, name }) => ({ value: id, label: name })),
          ]}
          onChoose={(team) => set({ team: team || undefined })}
          className="max-w-56"
        />
        <Picker
          label="Topic"
          value={search.topic}
          empty="Any topic"
          choices={[
            { value: any, label: 'Any topic' },
            ...names.policy.topics.map(({ id, name }) => ({ value: id, label: name })),
          ]}
          onChoose={(topic) => set({ topic: topic || undefined })}
          className="max-w-56"
        />
        <Segments
          label="Lines of the matrix"
          value={by}
          choices={[
            { value: 'rows', label: 'By row' },
            { value: 'topics', label: 'By topic' },
          ]}
          onChoose={(chosen) => set({ by: chosen, open: undefined })}
        />
      </div>
      <Loaded query={matrix} rows={14}>
        {(data) => <Lines matrix={data} search={search} onSet={set} />}
      </Loaded>
    </PolicyFrame>
  )
}

/** Moves the focus among the lines; from elsewhere to the first. */
function step(by: 1 | -1): void {
  const lines = [...document.querySelectorAll<HTMLElement>('[data-line]')]
  const at = lines.indexOf(document.activeElement as HTMLElement)
  lines[Math.max(0, Math.min(lines.length - 1, at + by))]?.focus()
}

type LinesProps = {
  readonly matrix: OutputOf<'policy.matrix'>
  readonly search: MatrixSearch
  readonly onSet: (part: MatrixSearch) => void
}

function Lines({ matrix, search: { by = 'rows', q = '', team, topic, open }, onSet }: LinesProps) {
  const names = useNames()
  const engine = usePolicyEngine().data
  const words = useDeferredValue(q)
  const lines = useMemo(() => linesOf(matrix, by), [matrix, by])
  const ways = useMemo(
    () => new Map(lines.map((line) => [line.id, waysOf(line, engine?.policy.compiled)])),
    [lines, engine],
  )
  const groups = useMemo(
    () => groupsOf(filterLines(lines, { words, team, topic }, names.topic)),
    [lines, words, team, topic, names],
  )
  const sayTeam = useCallback(
    (reference: string) => engine?.say.team(reference) ?? names.team(reference),
    [engine, names],
  )
  const navigate = route.useNavigate()
  const toggle = useCallback(
    (id: string) =>
      void navigate({
        search: (was: MatrixSearch) => ({ ...was, open: was.open === id ? undefined : id }),
        replace: true,
        resetScroll: false,
      }),
    [navigate],
  )

  const openFirst = useRef(open)
  useEffect(() => {
    const line = openFirst.current && document.querySelector(`[data-line="${CSS.escape(openFirst.current)}"]`)
    if (line) line.scrollIntoView({ block: 'center' })
  }, [])

  if (groups.length === 0) {
    return (
      <Empty
        icon={<Search size={28} />}
        title="No row says so"
        text="Try another word, or take a filter out."
      >
        <Button onClick={() => onSet({ q: undefined, team: undefined, topic: undefined })}>Show all</Button>
      </Empty>
    )
  }
  return (
    <div className="pb-8">
      <div
        aria-hidden="true"
        className={cx(
          'hidden h-8 items-center gap-x-3 border-b px-6 text-xs font-medium text-dim lg:grid',
          columns,
        )}
      >
        <span />
        <span>{by === 'rows' && 'Row'}</span>
        <span>{by === 'rows' ? 'Ask' : 'Topic'}</span>
        <span>Owner, by plan</span>
        <span>Helps</span>
        <span>Goes to</span>
        <span title="Whether Developer Success may be engaged">DS</span>
        <span className="text-right" title="Cases of the last 90 days">
          Cases
        </span>
      </div>
      {groups.map(({ key, title, range, lines: own }) => (
        <section key={key} aria-label={`${title} ${range}`.trim()}>
          <h2 className="flex h-9 items-center gap-2 border-b bg-canvas px-4 text-xs font-semibold md:px-6">
            <span className="truncate">{title}</span>
            <span className="font-normal text-dim tabular-nums">{range || own.length}</span>
          </h2>
          <ul>
            {own.map((line) => (
              <MatrixRow
                key={line.id}
                line={line}
                ways={ways.get(line.id)!}
                team={sayTeam}
                open={open === line.id}
                onToggle={toggle}
              >
                {open === line.id && <MatrixDetail line={line} ways={ways.get(line.id)!} team={sayTeam} />}
              </MatrixRow>
            ))}
          </ul>
        </section>
      ))}
    </div>
  )
}
