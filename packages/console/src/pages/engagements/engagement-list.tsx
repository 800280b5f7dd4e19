/** The engagements as a list that sorts, with those that were withdrawn. */
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useNames } from '../../app/names.ts'
import { inWords } from '../../ui/badge.tsx'
import { Person } from '../../ui/person.tsx'
import { type Column, Table } from '../../ui/table.tsx'
import { useNow } from '../../ui/time.tsx'
import { visible } from '../../ui/words.tsx'
import { columnOf, columnWords, type Engagement } from './board-columns.ts'
import { outcomeWords } from './outcomes.ts'
import { SessionDots } from './session-dots.tsx'
import { TimeBar } from './time-bar.tsx'

export type EngagementListProps = {
  readonly rows: readonly Engagement[]
  readonly onOpen: (engagement: Engagement) => void
  readonly more?: ReactNode
}

export function EngagementList({ rows, onOpen, more }: EngagementListProps) {
  const { team } = useNames()
  const now = useNow()
  const stage = (row: Engagement): string => {
    const column = columnOf(row, now)
    return column === undefined ? 'Withdrawn' : columnWords[column].name
  }
  const columns: readonly Column<Engagement>[] = [
    {
      id: 'account',
      header: 'Account',
      sortBy: ({ account }) => account.name.toLowerCase(),
      className: 'min-w-44',
      cell: ({ id, account }) => (
        <Link
          from="/engagements"
          to="/engagements"
          search={(search) => ({ ...search, engagement: id })}
          className="block truncate font-medium hover:text-accent hover:underline"
          title={visible(account.name)}
        >
          <bdi>{visible(account.name)}</bdi>
        </Link>
      ),
    },
    {
      id: 'kind',
      header: 'Kind',
      sortBy: ({ kind }) => kind,
      className: 'whitespace-nowrap',
      cell: ({ kind }) => inWords(kind),
    },
    {
      id: 'stage',
      header: 'Stage',
      sortBy: stage,
      className: 'whitespace-nowrap',
      cell: (row) => (row.outcome === null ? stage(row) : `${stage(row)}: ${outcomeWords[row.outcome]}`),
    },
    {
      id: 'lead',
      header: 'Lead',
      sortBy: ({ lead }) => lead?.name ?? '',
      className: 'min-w-36',
      cell: ({ lead }) =>
        lead === null ? (
          <span className="text-warn">Nobody yet</span>
        ) : (
          <Person name={visible(lead.name)} className="max-w-full" />
        ),
    },
    {
      id: 'sessions',
      header: 'Sessions',
      sortBy: ({ sessionsLeft }) => sessionsLeft,
      className: 'whitespace-nowrap',
      cell: ({ sessionsUsed, sessionsAllowed }) => (
        <SessionDots used={sessionsUsed} allowed={sessionsAllowed} />
      ),
    },
    {
      id: 'time',
      header: 'Time-box',
      sortBy: ({ endsAt }) => endsAt,
      className: 'min-w-48',
      cell: (row) => <TimeBar engagement={row} />,
    },
  ]
  const referral: Column<Engagement> = {
    id: 'referral',
    header: 'More goes to',
    sortBy: ({ referral: to }) => (to === null ? '' : team(to)),
    className: 'whitespace-nowrap',
    cell: ({ referral: to }) => (to === null ? <span className="text-dim">–</span> : team(to)),
  }
  // Most engagements have none: no column without one.
  const all = rows.some((row) => row.referral !== null) ? [...columns, referral] : columns
  return (
    <Table label="Engagements" columns={all} rows={rows} rowId={({ id }) => id} onOpen={onOpen} more={more} />
  )
}
