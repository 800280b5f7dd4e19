/** Which fact was missing most, and how long its answer took. */
import { Link } from '@tanstack/react-router'
import type { OutputOf } from '../../app/api.ts'
import { caseSearch } from '../../parts/case-search.ts'
import { inWords } from '../../ui/badge.tsx'
import type { Data } from './data-file.ts'
import { Picture } from './picture.tsx'
import { RateBar } from './rate-bar.tsx'
import { counted, sayHours } from './say.ts'

type Missing = OutputOf<'insights.missing'>
type Fact = Missing['facts'][number]

const nameOf = ({ fact, ask }: Fact): string => ask ?? inWords(fact)

export type FactsPictureProps = { readonly missing: Missing; readonly team: string | undefined }

export function FactsPicture({ missing: { facts, from, to }, team }: FactsPictureProps) {
  const data: Data<Fact> = {
    name: 'missing-facts',
    rows: facts,
    columns: [
      { id: 'fact', header: 'Fact', value: (row) => row.fact },
      { id: 'ask', header: 'Asked as', value: (row) => row.ask },
      { id: 'asked', header: 'Asked', value: (row) => row.asked, cases: (row) => caseSearch(row.filter) },
      { id: 'answered', header: 'Answered', value: (row) => row.answered },
      { id: 'median', header: 'Median (h)', value: (row) => row.median },
    ],
  }
  const [first] = facts
  const most = Math.max(1, ...facts.map(({ asked }) => asked))
  return (
    <Picture
      id="facts"
      title="What is missing most"
      reading={
        first
          ? `“${nameOf(first)}” was asked ${counted(first.asked, 'time')}${
              first.median === null
                ? ' and never answered'
                : `; half of the answers came within ${sayHours(first.median)}`
            }.`
          : ''
      }
      data={data}
      period={{ from, to }}
      team={team}
      className="xl:col-span-2"
      nothing="Nothing had to be asked for in this time."
    >
      <ol className="flex flex-col">
        {facts.map((fact) => (
          <li key={fact.fact} className="flex flex-col gap-1 border-t py-2 first:border-t-0">
            <p className="flex items-baseline justify-between gap-3 text-sm">
              <span className="min-w-0 truncate" title={nameOf(fact)}>
                {nameOf(fact)}
              </span>
              <Link
                to="/cases"
                search={caseSearch(fact.filter)}
                className="inline-flex min-h-6 shrink-0 items-center text-accent tabular-nums hover:underline"
              >
                {counted(fact.asked, 'case')}
                <span className="sr-only"> where it was missing, show them</span>
              </Link>
            </p>
            <RateBar share={fact.asked / most} />
            <p className="text-xs text-dim tabular-nums">
              {fact.answered} answered
              {fact.median !== null && `, half of them within ${sayHours(fact.median)}`}
            </p>
          </li>
        ))}
      </ol>
    </Picture>
  )
}
