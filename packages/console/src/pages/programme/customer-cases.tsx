/** A customer's cases: those in which somebody still has to do something, and the newest of the rest. */
import { Link } from '@tanstack/react-router'
import type { OutputOf } from '../../app/api.ts'
import { useNames } from '../../app/names.ts'
import { StateBadge } from '../../ui/badge.tsx'
import { Section } from '../../ui/page.tsx'
import { Time } from '../../ui/time.tsx'
import { visible } from '../../ui/words.tsx'

type Case = OutputOf<'customers.show'>['openCases'][number]

export type CustomerCasesProps = { readonly open: readonly Case[]; readonly past: readonly Case[] }

export function CustomerCases({ open, past }: CustomerCasesProps) {
  return (
    <Section title="Cases" flush>
      {open.length + past.length === 0 && (
        <p className="px-4 pb-4 text-sm text-dim">It never asked for anything.</p>
      )}
      {open.length > 0 && <Rows label="Open cases" cases={open} />}
      {past.length > 0 && (
        <details open={open.length === 0}>
          <summary className="flex min-h-9 cursor-pointer items-center gap-1.5 border-t px-4 text-xs font-medium text-dim hover:text-ink">
            Past cases <span className="tabular-nums">{past.length}</span>
          </summary>
          <Rows label="Past cases" cases={past} />
        </details>
      )}
    </Section>
  )
}

function Rows({ label, cases }: { readonly label: string; readonly cases: readonly Case[] }) {
  const { topic, team } = useNames()
  return (
    <ul aria-label={label} className="divide-y">
      {cases.map((one) => (
        <li key={one.id}>
          <Link
            to="/cases/$case"
            params={{ case: String(one.number) }}
            className="flex min-h-9 items-center gap-3 px-4 py-1.5 text-sm hover:bg-hover"
          >
            <span className="w-10 shrink-0 text-dim tabular-nums">#{one.number}</span>
            <bdi className="min-w-0 flex-1 truncate" title={visible(one.subject)}>
              {visible(one.subject)}
            </bdi>
            <span className="max-w-40 truncate text-xs text-dim max-2xl:hidden" title={topic(one.topic)}>
              {topic(one.topic)}
            </span>
            <span className="max-w-32 truncate text-xs text-dim max-md:hidden">
              {visible(one.assignee?.name ?? team(one.ownerTeam))}
            </span>
            <StateBadge state={one.state} />
            <Time at={one.updatedAt} className="w-14 shrink-0 text-right text-xs text-dim max-md:hidden" />
          </Link>
        </li>
      ))}
    </ul>
  )
}
