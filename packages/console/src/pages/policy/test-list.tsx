/** The policy's tests: those that fail first with what was not as expected, and on request all the others by row. */
import { Check, X } from 'lucide-react'
import { useDesk } from '../../app/api.ts'
import { inWords } from '../../ui/badge.tsx'
import { Failed, Loading } from '../../ui/states.tsx'
import type { Study } from './checks-page.tsx'

type FailedTest = Study['tests']['failed'][number]

export function TestList({ failed, all }: { readonly failed: readonly FailedTest[]; readonly all: boolean }) {
  return (
    <>
      {failed.length > 0 ? (
        <ul>
          {failed.map(({ id, row, at, mismatches }) => (
            <li key={id} className="flex items-start gap-2 border-t px-4 py-2 text-sm">
              <X size={14} className="mt-1 shrink-0 text-bad" role="img" aria-label="Fails" />
              <div className="min-w-0">
                <p className="wrap-anywhere">
                  <span className="font-medium">{inWords(id)}</span> <span className="text-dim">{row}</span>
                </p>
                {mismatches.map((mismatch) => (
                  <p key={mismatch} className="text-bad wrap-anywhere">
                    {mismatch}
                  </p>
                ))}
                <p className="font-mono text-xs text-dim wrap-anywhere">{at}</p>
              </div>
            </li>
          ))}
        </ul>
      ) : (
        !all && (
          <p className="flex items-center gap-2 px-4 pb-3 text-sm text-dim">
            <Check size={14} className="shrink-0 text-good" aria-hidden="true" />
            No test fails.
          </p>
        )
      )}
      {all && <Passed failed={new Set(failed.map(({ id }) => id))} />}
    </>
  )
}

/** The tests that pass, under the rows that they hold. */
function Passed({ failed }: { readonly failed: ReadonlySet<string> }) {
  const { data, error, refetch } = useDesk('policy.matrix', {})
  if (error) return <Failed error={error} retry={() => void refetch()} />
  if (!data) return <Loading rows={6} />
  return (
    <ul>
      {data.rows.flatMap(({ row, text, tests }) => {
        const passed = tests.filter(({ id }) => !failed.has(id))
        if (passed.length === 0) return []
        return [
          <li key={row} className="border-t px-4 py-2">
            <p className="text-sm">
              <span className="text-dim tabular-nums">{row}</span> <span className="font-medium">{text}</span>
            </p>
            <ul>
              {passed.map(({ id, at }) => (
                <li key={id} className="flex flex-wrap items-baseline gap-x-2 text-sm leading-6">
                  <Check size={12} className="self-center text-good" role="img" aria-label="Passes" />
                  <span className="min-w-0 wrap-anywhere">{inWords(id)}</span>
                  <span className="font-mono text-xs text-dim wrap-anywhere">{at}</span>
                </li>
              ))}
            </ul>
          </li>,
        ]
      })}
    </ul>
  )
}
