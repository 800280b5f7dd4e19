/** How many past cases something decided and how many were put right, each the way to them. */
import { Link } from '@tanstack/react-router'
import type { CaseSearch } from '../../parts/case-search.ts'
import { useNow } from '../../ui/time.tsx'

const dayMs = 86_400_000
/** The days that `policy.matrix` counts. */
const pastDays = 90

export type PastCasesProps = {
  readonly past: { readonly cases: number; readonly corrected: number }
  readonly of: Pick<CaseSearch, 'ownerRule' | 'topic'>
}

export function PastCases({ past: { cases, corrected }, of }: PastCasesProps) {
  const openedFrom = new Date(useNow() - pastDays * dayMs).toISOString().slice(0, 10)
  if (cases === 0) return <span className="text-xs text-dim">No cases in {pastDays} days</span>
  return (
    <span className="text-xs tabular-nums">
      <Link to="/cases" search={{ ...of, openedFrom }} className="text-accent hover:underline">
        {cases} {cases === 1 ? 'case' : 'cases'}
      </Link>
      {corrected > 0 && (
        <>
          {' · '}
          <Link
            to="/cases"
            search={{ ...of, openedFrom, corrected: 'any' }}
            className="text-accent hover:underline"
          >
            {corrected} put right
          </Link>
        </>
      )}
    </span>
  )
}
