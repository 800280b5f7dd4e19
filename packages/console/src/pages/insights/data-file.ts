/** The data behind a picture as files for elsewhere: CSV that spreadsheets open without running anything, and JSON. */
import type { CaseSearch } from '../../parts/case-search.ts'

export type Cell = string | number | null

export type DataColumn<Row> = {
  readonly id: string
  readonly header: string
  readonly value: (row: Row) => Cell
  /** How a person sees it; the value itself where left out. */
  readonly say?: (row: Row) => string
  /** The cases that the value counts. */
  readonly cases?: (row: Row) => CaseSearch | undefined
}

export type Data<Row> = {
  /** Used in the name of a file, such as `flow`. */
  readonly name: string
  readonly columns: readonly DataColumn<Row>[]
  readonly rows: readonly Row[]
}

/** What a spreadsheet would take as the beginning of a formula. */
const formula = /^\s*[=+\-@\t\r＝＋－＠]/

function csvCell(value: Cell): string {
  if (value === null) return ''
  if (typeof value === 'number') return String(value)
  const guarded = formula.test(value) ? `'${value}` : value
  return /[",\r\n]|^\s|\s$/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded
}

/** RFC 4180 with a byte order mark, so that spreadsheets read it as UTF-8. */
export const csvOf = <Row>({ columns, rows }: Data<Row>): string => {
  const lines = [
    columns.map(({ header }) => csvCell(header)),
    ...rows.map((row) => columns.map(({ value }) => csvCell(value(row)))),
  ]
  return `\u{feff}${lines.map((line) => `${line.join(',')}\r\n`).join('')}`
}

export const jsonOf = <Row>({ name, columns, rows }: Data<Row>, about: object): string =>
  `${JSON.stringify(
    {
      name,
      ...about,
      rows: rows.map((row) => Object.fromEntries(columns.map(({ id, value }) => [id, value(row)]))),
    },
    null,
    2,
  )}\n`

/** Has the browser keep a text as a file. */
export function saveFile(name: string, text: string, type: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }))
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  URL.revokeObjectURL(address)
}
