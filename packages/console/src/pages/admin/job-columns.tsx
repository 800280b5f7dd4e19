/** What every list of timers or messages says of the trouble that one had. */
import type { Column } from '../../ui/table.tsx'
import { visible } from '../../ui/words.tsx'

type Tried = { readonly attempts: number; readonly lastError: string | null }

export const troubleColumns: readonly Column<Tried>[] = [
  {
    id: 'attempts',
    header: 'Tries',
    align: 'right',
    sortBy: ({ attempts }) => attempts,
    cell: ({ attempts }) => attempts,
  },
  {
    id: 'error',
    header: 'Last problem',
    cell: ({ lastError }) =>
      lastError === null ? null : (
        <span className="block truncate text-dim" title={visible(lastError)}>
          {visible(lastError)}
        </span>
      ),
    className: 'max-w-64',
  },
]
