/** Assignments as a table: whose, of which kind, with whom, since when, when they are looked at anew, and who was told. */
import type { ReactNode } from 'react'
import type { RowOf } from '../../app/api.ts'
import { Person } from '../../ui/person.tsx'
import { type Column, Table } from '../../ui/table.tsx'
import { sayDay, useNow } from '../../ui/time.tsx'
import { visible } from '../../ui/words.tsx'
import { InternalOnly, kindName, useKinds } from './kinds.tsx'

type Assignment = RowOf<'assignments.list'>

export type AssignmentsTableProps = {
  readonly rows: readonly Assignment[]
  readonly onOpen: (id: string) => void
  readonly empty: ReactNode
}

export function AssignmentsTable({ rows, onOpen, empty }: AssignmentsTableProps) {
  const kind = useKinds()
  const now = new Date(useNow()).toISOString()
  const columns: readonly Column<Assignment>[] = [
    {
      id: 'customer',
      header: 'Customer',
      sortBy: ({ account }) => account.name,
      className: 'max-w-64',
      cell: ({ id, account }) => (
        <button
          type="button"
          title={visible(account.name)}
          onClick={() => onOpen(id)}
          className="block min-h-6 max-w-full truncate text-left font-medium hover:text-accent"
        >
          <bdi>{visible(account.name)}</bdi>
        </button>
      ),
    },
    {
      id: 'kind',
      header: 'Kind',
      sortBy: (one) => one.kind,
      className: 'whitespace-nowrap',
      cell: (one) => (
        <>
          {kindName(one.kind)}
          {one.until !== null && <span className="block text-xs text-dim">until {sayDay(one.until)}</span>}
        </>
      ),
    },
    {
      id: 'engineer',
      header: 'Engineer',
      sortBy: ({ engineer }) => engineer.name,
      className: 'max-w-48',
      cell: ({ engineer }) => <Person name={visible(engineer.name)} className="max-w-full" />,
    },
    {
      id: 'backup',
      header: 'Backup',
      sortBy: ({ backup }) => backup?.name ?? '',
      className: 'max-w-48',
      cell: (one) =>
        one.backup ? (
          <Person name={visible(one.backup.name)} className="max-w-full" />
        ) : kind(one.kind).backup ? (
          <span className="font-medium text-bad">Missing</span>
        ) : (
          <span className="text-dim">None by its kind</span>
        ),
    },
    {
      id: 'since',
      header: 'Since',
      sortBy: ({ since }) => since,
      className: 'whitespace-nowrap text-dim tabular-nums',
      cell: ({ since }) => sayDay(since),
    },
    {
      id: 'review',
      header: 'Review',
      sortBy: ({ reviewAt }) => reviewAt,
      className: 'whitespace-nowrap text-dim tabular-nums',
      cell: ({ reviewAt }) =>
        reviewAt < now ? (
          <span className="font-medium text-bad">due {sayDay(reviewAt)}</span>
        ) : (
          sayDay(reviewAt)
        ),
    },
    {
      id: 'told',
      header: 'Customer told',
      sortBy: ({ internal, toldAt }) => (internal ? '' : (toldAt ?? '~')),
      className: 'whitespace-nowrap',
      cell: ({ internal, toldAt }) =>
        internal ? (
          <InternalOnly short />
        ) : toldAt === null ? (
          <span className="text-warn">Not yet</span>
        ) : (
          sayDay(toldAt)
        ),
    },
  ]
  return (
    <Table
      label="Assignments"
      columns={columns}
      rows={rows}
      rowId={({ id }) => id}
      onOpen={({ id }) => onOpen(id)}
      empty={empty}
    />
  )
}
