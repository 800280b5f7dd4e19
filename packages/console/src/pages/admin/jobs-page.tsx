/** What is set to happen later and elsewhere: timers and messages, what is due, and what got stuck. */
import { getRouteApi, Link } from '@tanstack/react-router'
import { Clock } from 'lucide-react'
import type { ReactNode } from 'react'
import { type RowOf, useDesk, useDeskPages } from '../../app/api.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { SelectField } from '../../ui/field.tsx'
import { ShowMore } from '../../ui/show-more.tsx'
import { Empty, Loaded } from '../../ui/states.tsx'
import { type Column, Table } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'
import { visible } from '../../ui/words.tsx'
import { AdminFrame } from './admin-frame.tsx'
import { troubleColumns } from './job-columns.tsx'
import { jobStates, letterWords, sayKind, timerWords } from './job-words.ts'
import { given, oneIn } from './search.ts'

type Job = Pick<
  RowOf<'timers.list'>,
  'id' | 'kind' | 'state' | 'attempts' | 'dueAt' | 'lastError' | 'createdAt'
> & { readonly about?: Readonly<Record<string, unknown>> }
type Queue = 'timers' | 'deliveries'

const route = getRouteApi('/admin/jobs')
const pageSize = 100
/** Gauges count so many and say `or more` beyond. */
const countedMax = 200

export const JobsPage = () => (
  <AdminFrame tab="jobs">
    {() => (
      <>
        <div className="grid gap-x-8 gap-y-4 border-b px-4 py-4 sm:grid-cols-2 md:px-6">
          <Gauges queue="timers" title="Timers" />
          <Gauges queue="deliveries" title="Messages to webhooks" />
        </div>
        <Jobs />
      </>
    )}
  </AdminFrame>
)

function Gauges({ queue, title }: { readonly queue: Queue; readonly title: string }) {
  const list = `${queue}.list` as const
  const due = useDesk(list, { due: true, limit: countedMax })
  const waiting = useDesk(list, { state: 'waiting', limit: countedMax })
  const dead = useDesk(list, { state: 'dead', limit: countedMax })
  const oldest = due.data?.items.map(({ dueAt }) => dueAt).toSorted()[0]
  return (
    <section aria-label={title}>
      <h2 className="mb-2 text-sm font-semibold">{title}</h2>
      <dl className="flex flex-wrap gap-x-8 gap-y-2">
        <Gauge name="Waiting" to={{ queue, state: 'waiting' }}>
          {counted(waiting.data)}
        </Gauge>
        <Gauge name="Due now" to={{ queue, state: 'due' }}>
          {counted(due.data)}
        </Gauge>
        <Gauge name="Oldest due">{oldest === undefined ? '–' : <Time at={oldest} />}</Gauge>
        <Gauge name="Given up" to={{ queue, state: 'dead' }} bad={(dead.data?.items.length ?? 0) > 0}>
          {counted(dead.data)}
        </Gauge>
      </dl>
    </section>
  )
}

const counted = (
  page: { readonly items: readonly unknown[]; readonly next: string | null } | undefined,
): string => (page === undefined ? '…' : `${page.items.length}${page.next === null ? '' : '+'}`)

type GaugeProps = {
  readonly name: string
  readonly bad?: boolean
  /** The list that it counts. */
  readonly to?: { readonly queue: Queue; readonly state: 'waiting' | 'due' | 'dead' }
  readonly children: ReactNode
}

function Gauge({ name, bad = false, to, children }: GaugeProps) {
  const tone = bad ? 'text-bad' : 'text-ink'
  return (
    <div className="min-w-16">
      <dt className="text-xs text-dim">{name}</dt>
      <dd className={`text-base font-semibold tabular-nums ${tone}`}>
        {to ? (
          <Link to="/admin/jobs" search={to} className="hover:underline">
            {children}
          </Link>
        ) : (
          children
        )}
      </dd>
    </div>
  )
}

const stateNames = {
  due: 'Due now',
  ...Object.fromEntries(Object.entries(timerWords).map(([id, { name }]) => [id, name])),
}

function Jobs() {
  const { queue = 'timers', state, kind } = route.useSearch()
  const navigate = route.useNavigate()
  const asked = {
    ...(state === 'due' ? { due: true } : given({ state })),
    ...(kind !== undefined && { kind: kind as never }),
    limit: pageSize,
  }
  const jobs = useDeskPages(`${queue}.list` as 'timers.list', asked, { keep: true })
  const show = (change: {
    queue?: Queue
    state?: (typeof jobStates)[number] | undefined
    kind?: string | undefined
  }): void => void navigate({ search: (before) => given({ ...before, ...change }), replace: true })
  return (
    <>
      <div className="flex flex-wrap items-center gap-2 px-4 py-3 md:px-6">
        <SelectField
          label="Queue"
          hideLabel
          fieldClass="w-52"
          options={[
            { value: 'timers', label: 'Timers' },
            { value: 'deliveries', label: 'Messages to webhooks' },
          ]}
          value={queue}
          onChange={({ target }) => show({ queue: target.value as Queue, kind: undefined })}
        />
        <SelectField
          label="State"
          hideLabel
          fieldClass="w-40"
          options={[
            { value: '', label: 'Any state' },
            ...jobStates.map((one) => ({ value: one, label: stateNames[one as keyof typeof stateNames] })),
          ]}
          value={state ?? ''}
          onChange={({ target }) => show({ state: oneIn(jobStates, target.value) })}
        />
        {kind !== undefined && (
          <Button size="sm" onClick={() => show({ kind: undefined })}>
            Only {sayKind(kind)} ✕
          </Button>
        )}
      </div>
      <Loaded query={jobs} rows={8}>
        {(rows) => (
          <div className="md:px-2">
            <Table
              label={queue === 'timers' ? 'Timers' : 'Messages'}
              columns={columnsOf(queue, (next) => show({ kind: next }))}
              rows={rows as readonly Job[]}
              rowId={({ id }) => id}
              empty={
                <Empty
                  icon={<Clock size={28} />}
                  title="Nothing here"
                  text="Choose another state or queue."
                />
              }
              more={<ShowMore list={jobs} label="Show older" />}
            />
          </div>
        )}
      </Loaded>
    </>
  )
}

const columnsOf = (queue: Queue, onKind: (kind: string) => void): readonly Column<Job>[] => {
  const words = queue === 'timers' ? timerWords : letterWords
  return [
    {
      id: 'kind',
      header: 'What',
      sortBy: ({ kind }) => kind,
      cell: ({ kind }) => (
        <button
          type="button"
          className="font-medium hover:underline"
          title="Show only these"
          onClick={() => onKind(kind)}
        >
          {sayKind(kind)}
        </button>
      ),
      className: 'whitespace-nowrap',
    },
    {
      id: 'about',
      header: queue === 'timers' ? 'About' : 'Message',
      cell: ({ id, about }) => (about === undefined ? <Opens delivery={id} /> : <About about={about} />),
      className: 'max-w-80',
    },
    {
      id: 'due',
      header: 'Due',
      sortBy: ({ dueAt }) => dueAt,
      cell: ({ dueAt }) => <Time at={dueAt} className="whitespace-nowrap" />,
    },
    {
      id: 'state',
      header: 'State',
      sortBy: ({ state }) => state,
      cell: ({ state }) =>
        state === 'dead' ? (
          <Badge tone="bad">{words[state].name}</Badge>
        ) : (
          <span className={state === 'waiting' ? undefined : 'text-dim'}>{words[state].name}</span>
        ),
    },
    ...troubleColumns,
  ]
}

const Opens = ({ delivery }: { readonly delivery: string }) => (
  <Link to="/admin/connectors" search={{ delivery }} className="text-accent hover:underline">
    Open
  </Link>
)

/** What a timer is for: a case as a link, the rest as it is. */
function About({ about }: { readonly about: Readonly<Record<string, unknown>> }) {
  const found = Object.values(about).find((value) => typeof value === 'string' && value.startsWith('case_'))
  if (typeof found === 'string') {
    return (
      <Link to="/cases/$case" params={{ case: found }} className="text-accent hover:underline">
        The case
      </Link>
    )
  }
  const said = Object.entries(about)
    .map(([name, value]) => `${name} ${String(value)}`)
    .join(', ')
  return (
    <span className="block truncate text-xs text-dim" title={visible(said)}>
      {visible(said)}
    </span>
  )
}
