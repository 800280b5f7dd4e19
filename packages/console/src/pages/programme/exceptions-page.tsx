/**
 * The customer exceptions page, exactly as the desk computes it this moment: every customer with an assigned engineer and
 * who it is. It is internal, may be printed, and copied as the Markdown that the desk gives.
 */
import { Printer } from 'lucide-react'
import { type OutputOf, type RowOf, useDesk } from '../../app/api.ts'
import { CustomerLink } from '../../parts/customer-link.tsx'
import { Button } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Loaded } from '../../ui/states.tsx'
import { type Column, Table } from '../../ui/table.tsx'
import { visible } from '../../ui/words.tsx'
import { kindName, useProgramme } from './kinds.tsx'
import { NoProgramme } from './no-programme.tsx'
import { ProgrammeFrame } from './programme-frame.tsx'
import { TablePane } from './table-pane.tsx'

type Exceptions = OutputOf<'exceptions.show'>
type Customer = RowOf<'assignments.list'>

export function ExceptionsPage() {
  const programme = useProgramme()
  const exceptions = useDesk('exceptions.show', {})
  const page = useDesk('exceptions.page', {})
  if (programme === null) return <NoProgramme at="/programme/exceptions" />
  return (
    <ProgrammeFrame
      at="/programme/exceptions"
      actions={
        <span className="flex gap-2 print:hidden">
          {page.data && <CopyButton size="md" label="Copy as Markdown" text={page.data.markdown} />}
          <Button icon={<Printer size={15} />} onClick={() => window.print()}>
            Print
          </Button>
        </span>
      }
    >
      <Loaded query={exceptions}>{(data) => <Whole exceptions={data} />}</Loaded>
    </ProgrammeFrame>
  )
}

const exact = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' })

function Whole({ exceptions: { at, places, kinds, customers } }: { readonly exceptions: Exceptions }) {
  return (
    <div className="flex flex-col gap-4 pb-8">
      <div className="px-4 pt-4 text-sm md:px-6">
        <p className="font-semibold text-warn">
          Internal only. Before the sale the customer is never told; nothing of this page is passed on.
        </p>
        <p className="mt-1 text-dim tabular-nums">
          {places.used} of {places.cap} places are taken, {places.offered} offered; {places.waiting} in line.
          As of {exact.format(new Date(at))} UTC.
        </p>
      </div>
      <TablePane>
        <Table
          label="Customers with an assigned engineer"
          columns={columns}
          rows={customers}
          rowId={({ id }) => id}
          empty={<p className="px-6 py-8 text-sm text-dim">No customer has an assigned engineer.</p>}
        />
      </TablePane>
      <div className="px-4 md:px-6">
        <h2 className="mb-2 text-sm font-semibold">Kinds</h2>
        <table aria-label="Kinds" className="text-sm">
          <thead>
            <tr className="text-left text-xs text-dim">
              <th scope="col" className="pr-6 pb-1 font-medium">
                Kind
              </th>
              <th scope="col" className="pr-6 pb-1 text-right font-medium">
                Customers
              </th>
              <th scope="col" className="pb-1 font-medium">
                The customer
              </th>
            </tr>
          </thead>
          <tbody>
            {kinds.map(({ kind, customers: count, internal }) => (
              <tr key={kind} className="h-7">
                <td className="pr-6">{kindName(kind)}</td>
                <td className="pr-6 text-right tabular-nums">{count}</td>
                <td>
                  {internal ? <span className="text-warn">is never told: internal only</span> : 'is told'}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  )
}

/** As the Markdown has it, and narrow enough for all columns on paper. */
const day = (at: string | null): string => (at === null ? '–' : at.slice(0, 10))

const columns: readonly Column<Customer>[] = [
  {
    id: 'customer',
    header: 'Customer',
    sortBy: ({ account }) => account.name,
    className: 'min-w-44 max-w-60',
    cell: ({ account }) => <CustomerLink account={account} className="whitespace-normal" />,
  },
  {
    id: 'kind',
    header: 'Kind',
    sortBy: ({ kind }) => kind,
    cell: ({ kind }) => kindName(kind),
  },
  {
    id: 'engineer',
    header: 'Engineer',
    sortBy: ({ engineer }) => engineer.name,
    cell: ({ engineer }) => visible(engineer.name),
  },
  {
    id: 'backup',
    header: 'Backup',
    sortBy: ({ backup }) => backup?.name ?? '',
    cell: ({ backup }) => visible(backup?.name ?? '–'),
  },
  {
    id: 'ce',
    header: 'Customer engineer',
    sortBy: ({ customerEngineer }) => customerEngineer?.name ?? '',
    cell: ({ customerEngineer }) => visible(customerEngineer?.name ?? '–'),
  },
  {
    id: 'since',
    header: 'Since',
    sortBy: ({ since }) => since,
    className: 'whitespace-nowrap tabular-nums',
    cell: ({ since }) => day(since),
  },
  {
    id: 'until',
    header: 'Until',
    className: 'whitespace-nowrap tabular-nums',
    cell: ({ until }) => day(until),
  },
  {
    id: 'review',
    header: 'Review',
    sortBy: ({ reviewAt }) => reviewAt,
    className: 'whitespace-nowrap tabular-nums',
    cell: ({ reviewAt }) => day(reviewAt),
  },
  {
    id: 'told',
    header: 'Told',
    className: 'min-w-24',
    cell: ({ internal, toldAt }) =>
      internal ? (
        <span className="font-medium text-warn">Never: internal only</span>
      ) : toldAt === null ? (
        'Not yet'
      ) : (
        <span className="whitespace-nowrap tabular-nums">{day(toldAt)}</span>
      ),
  },
]
