/** Which rule to fix next: what was misrouted of what each rule decided, the surest mistakes first. */
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { OutputOf } from '../../app/api.ts'
import { caseSearch } from '../../parts/case-search.ts'
import { Button } from '../../ui/button.tsx'
import type { Data } from './data-file.ts'
import { Picture } from './picture.tsx'
import { RateBar } from './rate-bar.tsx'
import { sayShare } from './say.ts'

type Misroutes = OutputOf<'insights.misroutes'>
type Rule = Misroutes['rows'][number]

const shownMax = 8
const rounded = (share: number): number => Math.round(share * 10_000) / 10_000

export type RulesPictureProps = { readonly misroutes: Misroutes; readonly team: string | undefined }

export function RulesPicture({ misroutes: { rows, from, to }, team }: RulesPictureProps) {
  const [whole, setWhole] = useState(false)
  const wrong = rows.filter(({ misrouted }) => misrouted > 0)
  const data: Data<Rule> = {
    name: 'misroutes',
    rows,
    columns: [
      { id: 'rule', header: 'Rule', value: (row) => row.rule },
      { id: 'decided', header: 'Decided', value: (row) => row.decided },
      {
        id: 'misrouted',
        header: 'Misrouted',
        value: (row) => row.misrouted,
        cases: (row) => caseSearch(row.filter),
      },
      { id: 'rejected', header: 'Sent back', value: (row) => row.rejected },
      { id: 'corrected', header: 'Corrected', value: (row) => row.corrected },
      { id: 'correctedTopic', header: 'In topic', value: (row) => row.kinds.topic },
      { id: 'correctedFact', header: 'In a fact', value: (row) => row.kinds.fact },
      { id: 'correctedRule', header: 'In the rule', value: (row) => row.kinds.rule },
      { id: 'rate', header: 'Rate', value: (row) => rounded(row.rate), say: (row) => sayShare(row.rate) },
      {
        id: 'rateAtLeast',
        header: 'At least',
        value: (row) => rounded(row.rateAtLeast),
        say: (row) => sayShare(row.rateAtLeast),
      },
      { id: 'at', header: 'Place', value: (row) => row.at },
    ],
  }
  const [first] = wrong
  return (
    <Picture
      id="rules"
      title="Which rule to fix next"
      reading={
        first
          ? `Begin with ${first.rule}: ${first.misrouted} of ${first.decided} went wrong, so at least ${sayShare(first.rateAtLeast)} truly do.`
          : 'No rule sent a case to the wrong team.'
      }
      data={data}
      period={{ from, to }}
      team={team}
      className="xl:row-span-2"
      nothing="No rule decided a case in this time."
    >
      {wrong.length === 0 ? (
        <p className="py-6 text-sm text-dim">
          Nothing to fix: no case of this time was sent back or corrected.
        </p>
      ) : (
        <>
          <p className="mb-2 text-xs text-dim">
            The bar is the share that was misrouted, the line what it is at least given how few cases there
            were.
          </p>
          <ol className="flex flex-col">
            {(whole ? wrong : wrong.slice(0, shownMax)).map((rule) => (
              <RuleLine key={rule.rule} rule={rule} />
            ))}
          </ol>
          {wrong.length > shownMax && (
            <Button size="sm" look="ghost" className="mt-1" onClick={() => setWhole(!whole)}>
              {whole ? 'Fewer' : `All ${wrong.length}`}
            </Button>
          )}
        </>
      )}
    </Picture>
  )
}

const RuleLine = ({ rule }: { readonly rule: Rule }) => (
  <li className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-3 gap-y-1 border-t py-1.5 first:border-t-0 sm:grid-cols-[minmax(0,1fr)_7rem_7.5rem]">
    <div className="min-w-0">
      <p className="truncate text-sm font-medium" title={rule.rule}>
        {rule.rule}
      </p>
      <p className="truncate text-xs text-dim" title={`${rule.text ?? ''} ${rule.at ?? ''}`}>
        {rule.text ?? 'The policy has it no longer'}
      </p>
    </div>
    <RateBar share={rule.rate} mark={rule.rateAtLeast} tone="bad" className="max-sm:hidden" />
    <Link
      to="/cases"
      search={caseSearch(rule.filter)}
      className="inline-flex min-h-6 items-center justify-end text-sm text-accent tabular-nums hover:underline"
    >
      {rule.misrouted} of {rule.decided}
      <span className="ml-1.5 text-xs text-dim">{sayShare(rule.rate)}</span>
      <span className="sr-only"> misrouted by {rule.rule}, show these cases</span>
    </Link>
  </li>
)
