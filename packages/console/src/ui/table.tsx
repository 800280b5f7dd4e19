/** Tables that sort, with a row that opens what it stands for. For lists of thousands see the cases' own. */
import {
  type ColumnDef,
  createSortedRowModel,
  rowSortingFeature,
  sortFns,
  tableFeatures,
  useTable,
} from '@tanstack/react-table'
import { ArrowDown, ArrowUp } from 'lucide-react'
import type { ReactNode } from 'react'
import { cx } from './cx.ts'

const features = tableFeatures({ rowSortingFeature, sortedRowModel: createSortedRowModel(), sortFns })

export type Column<Row> = {
  readonly id: string
  readonly header: string
  readonly cell: (row: Row) => ReactNode
  /** What it sorts by; left out, it doesn't. */
  readonly sortBy?: (row: Row) => string | number
  readonly align?: 'right'
  readonly className?: string
}

export type TableProps<Row extends object> = {
  /** Read out as the table's name. */
  readonly label: string
  readonly columns: readonly Column<Row>[]
  readonly rows: readonly Row[]
  readonly rowId: (row: Row) => string
  readonly onOpen?: (row: Row) => void
  /** Drawn in place of rows where there are none. */
  readonly empty?: ReactNode
  /** Below the last row, such as a button for more. */
  readonly more?: ReactNode
}

export function Table<Row extends object>({
  label,
  columns,
  rows,
  rowId,
  onOpen,
  empty,
  more,
}: TableProps<Row>) {
  const table = useTable({
    features,
    data: rows as Row[],
    getRowId: rowId,
    columns: columns.map(
      ({ id, header, sortBy }): ColumnDef<typeof features, Row> => ({
        id,
        header,
        accessorFn: (row) => sortBy?.(row) ?? '',
        enableSorting: sortBy !== undefined,
        sortFn: 'auto',
      }),
    ) as never,
  })
  if (rows.length === 0 && empty !== undefined) return empty
  return (
    <div className="scroll-thin relative overflow-x-auto" tabIndex={-1}>
      <table aria-label={label} className="w-full border-collapse text-sm">
        <thead>
          <tr>
            {table.getHeaderGroups()[0]?.headers.map((header, index) => {
              const column = columns[index]!
              const sorted = header.column.getIsSorted()
              return (
                <th
                  key={header.id}
                  scope="col"
                  aria-sort={sorted === 'asc' ? 'ascending' : sorted === 'desc' ? 'descending' : undefined}
                  className={cx(
                    'h-8 border-b px-3 text-left text-xs font-medium whitespace-nowrap text-dim first:pl-4 last:pr-4',
                    column.align === 'right' && 'text-right',
                  )}
                >
                  {column.sortBy ? (
                    <button
                      type="button"
                      className="inline-flex items-center gap-1 hover:text-ink"
                      onClick={header.column.getToggleSortingHandler()}
                    >
                      {column.header}
                      {sorted === 'asc' && <ArrowUp size={12} />}
                      {sorted === 'desc' && <ArrowDown size={12} />}
                    </button>
                  ) : (
                    column.header
                  )}
                </th>
              )
            })}
          </tr>
        </thead>
        <tbody>
          {table.getRowModel().rows.map((row) => (
            <tr
              key={row.id}
              className={cx('border-b last:border-b-0', onOpen && 'cursor-pointer hover:bg-hover')}
              {...(onOpen && {
                onClick: (event) => {
                  if (!(event.target as Element).closest('a, button, input, select'))
                    onOpen(row.original as Row)
                },
              })}
            >
              {columns.map(({ id, cell, align, className }) => (
                <td
                  key={id}
                  className={cx(
                    'h-9 max-w-96 px-3 py-1.5 first:pl-4 last:pr-4',
                    align === 'right' && 'text-right tabular-nums',
                    className,
                  )}
                >
                  {cell(row.original as Row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {more}
    </div>
  )
}
