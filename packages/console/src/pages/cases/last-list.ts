/** The list that somebody came from, so that going back finds it as it was left: its filters, its row, what was read. */
import type { CaseSearch } from '../../parts/case-search.ts'
import type { Marks } from './page-marks.ts'

export type LastList = {
  readonly search: CaseSearch
  readonly query: string
  /** The row that keys acted on. */
  readonly index: number
  readonly marks: Marks
}

let last: LastList = { search: {}, query: '', index: 0, marks: [undefined] }

/** Notes a part of how the list stands; another list begins anew. */
export function noteList(query: string, part: Partial<Omit<LastList, 'query'>>): void {
  const before = last.query === query ? last : { search: {}, query, index: 0, marks: [undefined] }
  last = { ...before, ...part }
}

export const lastList = (): LastList => last
