/** The data behind a picture as a table: what says the same to those who do not see pictures. */
import { Link } from '@tanstack/react-router'
import { type Column, Table } from '../../ui/table.tsx'
import { visible } from '../../ui/words.tsx'
import type { Data, DataColumn } from './data-file.ts'

export function DataTable<Row extends object>({
  data,
  label,
}: {
  readonly data: Data<Row>
  readonly label: string
}) {
  const columns = data.columns.map(
    (column): Column<Row> => ({
      id: column.id,
      header: column.header,
      sortBy: (row) => column.value(row) ?? '',
      cell: (row) => <CellOf column={column} row={row} />,
      ...(data.rows.some((row) => typeof column.value(row) === 'number') && { align: 'right' as const }),
    }),
  )
  const index = new Map(data.rows.map((row, at) => [row, String(at)]))
  return (
    <div className="max-h-112 overflow-y-auto">
      <Table label={label} columns={columns} rows={data.rows} rowId={(row) => index.get(row) ?? ''} />
    </div>
  )
}

function CellOf<Row>({ column, row }: { readonly column: DataColumn<Row>; readonly row: Row }) {
  const value = column.value(row)
  const said = value === null ? '–' : visible(column.say?.(row) ?? String(value))
  const search = value === 0 ? undefined : column.cases?.(row)
  if (search === undefined) return said
  return (
    <Link to="/cases" search={search} className="text-accent hover:underline">
      {said}
      <span className="sr-only">, show these cases</span>
    </Link>
  )
}
