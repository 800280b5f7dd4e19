/** What was done and refused, newest first, by operation, person, thing and time; and the proof that nobody changed it. */
import { getRouteApi } from '@tanstack/react-router'
import { Download, ShieldCheck } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { type RowOf, useDeskPages } from '../../app/api.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Facts } from '../../ui/page.tsx'
import { Empty, Loaded } from '../../ui/states.tsx'
import { type Column, Table } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'
import { AdminFrame } from './admin-frame.tsx'
import { AuditFilter, type AuditSearch } from './audit-filter.tsx'
import { VerifyAudit } from './audit-proof.tsx'
import { Payload } from './delivery-sheet.tsx'
import { ExportAudit } from './export-audit.tsx'
import { sayOperation } from './operation-words.ts'
import { given, startOfDay } from './search.ts'

type Entry = RowOf<'audit.list'>

const route = getRouteApi('/admin/audit')
const pageSize = 100

export function AuditPage() {
  const [open, setOpen] = useState<'verify' | 'export'>()
  return (
    <AdminFrame
      tab="audit"
      actions={
        <>
          <Button icon={<Download size={15} />} onClick={() => setOpen('export')}>
            Export
          </Button>
          <Button icon={<ShieldCheck size={15} />} onClick={() => setOpen('verify')}>
            Verify
          </Button>
        </>
      }
    >
      {() => (
        <>
          <Entries />
          {open === 'verify' && <VerifyAudit onClose={() => setOpen(undefined)} />}
          {open === 'export' && <ExportAudit onClose={() => setOpen(undefined)} />}
        </>
      )}
    </AdminFrame>
  )
}

function Entries() {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const { since, until, ...rest } = search
  const entries = useDeskPages(
    'audit.list',
    {
      ...rest,
      ...(since !== undefined && { since: startOfDay(since) }),
      ...(until !== undefined && { until: startOfDay(until, 1) }),
      limit: pageSize,
    },
    { keep: true },
  )
  const [shown, setShown] = useState<Entry>()
  const show = (next: AuditSearch): void => void navigate({ search: given(next), replace: true })
  return (
    <>
      <AuditFilter search={search} onChange={show} />
      <Loaded query={entries} rows={12}>
        {(rows) => (
          <div className="md:px-2">
            <Table
              label="Audit log"
              columns={columnsWith(setShown)}
              rows={rows}
              rowId={({ id }) => id}
              onOpen={setShown}
              empty={<Empty title="No entry fits" text="Take a part of the filter away." />}
              more={
                entries.hasNextPage && (
                  <Older busy={entries.isFetchingNextPage} onMore={() => void entries.fetchNextPage()} />
                )
              }
            />
          </div>
        )}
      </Loaded>
      {shown && (
        <EntrySheet
          entry={shown}
          onClose={() => setShown(undefined)}
          onFilter={(change) => {
            setShown(undefined)
            show({ ...search, ...change })
          }}
        />
      )}
    </>
  )
}

/** Reads on by itself when it comes into view; a press does the same. */
function Older({ busy, onMore }: { readonly busy: boolean; readonly onMore: () => void }) {
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (busy || !button.current) return
    const seen = new IntersectionObserver((entries) => {
      if (entries.some(({ isIntersecting }) => isIntersecting)) onMore()
    })
    seen.observe(button.current)
    return () => seen.disconnect()
  })
  return (
    <div className="p-3 text-center">
      <Button ref={button} busy={busy} onClick={onMore}>
        Show older entries
      </Button>
    </div>
  )
}

const Outcome = ({ outcome }: { readonly outcome: Entry['outcome'] }) =>
  outcome === 'done' ? <span className="text-dim">Done</span> : <Badge tone="bad">Refused</Badge>

const columnsWith = (onOpen: (entry: Entry) => void): readonly Column<Entry>[] => [
  {
    id: 'at',
    header: 'When',
    cell: ({ at }) => <Time at={at} className="whitespace-nowrap text-dim tabular-nums" />,
  },
  {
    id: 'by',
    header: 'Who',
    cell: ({ by, actor }) => (
      <span className="block truncate" title={by ?? actor}>
        {sayActor(by, actor)}
      </span>
    ),
    className: 'max-w-44',
  },
  {
    id: 'operation',
    header: 'What',
    cell: (entry) => (
      <button
        type="button"
        className="block max-w-full truncate text-left font-medium hover:underline"
        title={entry.operation}
        onClick={() => onOpen(entry)}
      >
        {sayOperation(entry.operation)}
      </button>
    ),
    className: 'min-w-44',
  },
  {
    id: 'target',
    header: 'On',
    cell: ({ target }) => (
      <code className="block truncate text-xs text-dim" title={target ?? ''}>
        {target ?? ''}
      </code>
    ),
    className: 'max-w-52',
  },
  {
    id: 'surface',
    header: 'By way of',
    cell: ({ surface }) => <span className="whitespace-nowrap text-dim">{surface}</span>,
  },
  { id: 'outcome', header: 'Outcome', cell: ({ outcome }) => <Outcome outcome={outcome} /> },
]

const sayActor = (by: string | null, actor: string): string =>
  by ?? (actor === 'system' ? 'Rightdesk' : actor)

type EntrySheetProps = {
  readonly entry: Entry
  readonly onClose: () => void
  readonly onFilter: (change: AuditSearch) => void
}

function EntrySheet({ entry, onClose, onFilter }: EntrySheetProps) {
  const { at, operation, outcome, target, by, actor, surface, id, detail } = entry
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} side title={sayOperation(operation)}>
      <div className="flex flex-col gap-5">
        <Facts
          rows={[
            ['When', <Time key="at" at={at} />],
            [
              'Exactly',
              <code key="exact" className="text-xs">
                {at}
              </code>,
            ],
            ['Who', sayActor(by, actor)],
            [
              'Operation',
              <code key="operation" className="text-xs">
                {operation}
              </code>,
            ],
            [
              'On',
              target === null ? (
                <span key="none" className="text-dim">
                  Nothing in particular
                </span>
              ) : (
                <code key="target" className="text-xs">
                  {target}
                </code>
              ),
            ],
            ['By way of', surface],
            ['Outcome', <Outcome key="outcome" outcome={outcome} />],
            [
              'Entry',
              <code key="id" className="text-xs">
                {id}
              </code>,
            ],
          ]}
        />
        <div className="flex flex-wrap gap-2">
          <Button size="sm" onClick={() => onFilter({ actor })}>
            All by {sayActor(by, actor)}
          </Button>
          <Button size="sm" onClick={() => onFilter({ operation })}>
            All of this kind
          </Button>
          {target !== null && (
            <Button size="sm" onClick={() => onFilter({ target })}>
              All on the same thing
            </Button>
          )}
        </div>
        <Payload body={detail} title="What was asked for" />
      </div>
    </Dialog>
  )
}
