/** Who carries how much now, and whether what came to each was their fair share. */
import { Link } from '@tanstack/react-router'
import type { OutputOf } from '../../app/api.ts'
import { useNames } from '../../app/names.ts'
import { caseSearch } from '../../parts/case-search.ts'
import { cx } from '../../ui/cx.ts'
import { Meter } from '../../ui/meter.tsx'
import { Person } from '../../ui/person.tsx'
import { visible } from '../../ui/words.tsx'
import type { Data } from './data-file.ts'
import { Picture } from './picture.tsx'
import { RateBar } from './rate-bar.tsx'
import { sayShare } from './say.ts'

type Load = OutputOf<'insights.load'>
type Member = Load['rows'][number]

const rounded = (share: number | null): number | null =>
  share === null ? null : Math.round(share * 10_000) / 10_000

/** How far above the fair share; who got nothing is as far below it. */
const excess = ({ share, expectedShare }: Member): number => (share ?? 0) - (expectedShare ?? 0)

export type LoadPictureProps = { readonly load: Load; readonly team: string | undefined }

export function LoadPicture({ load: { rows, from, to }, team }: LoadPictureProps) {
  const names = useNames()
  const data: Data<Member> = {
    name: 'load',
    rows,
    columns: [
      { id: 'team', header: 'Team', value: (row) => names.team(row.team) },
      { id: 'person', header: 'Person', value: (row) => row.person.name },
      {
        id: 'openCases',
        header: 'Open',
        value: (row) => row.openCases,
        cases: (row) => caseSearch(row.filter),
      },
      { id: 'loadMax', header: 'Most', value: (row) => row.loadMax },
      { id: 'assigned', header: 'Assigned', value: (row) => row.assigned },
      { id: 'accepted', header: 'Accepted', value: (row) => row.accepted },
      {
        id: 'share',
        header: 'Share',
        value: (row) => rounded(row.share),
        say: (row) => sayShare(row.share ?? 0),
      },
      {
        id: 'expectedShare',
        header: 'Fair share',
        value: (row) => rounded(row.expectedShare),
        say: (row) => sayShare(row.expectedShare ?? 0),
      },
    ],
  }
  const most = rows.toSorted((a, b) => excess(b) - excess(a))[0]
  const largestFirst = [...Map.groupBy(rows, (row) => row.team)].toSorted(
    ([, a], [, b]) => b.length - a.length,
  )
  const full = rows.filter(({ openCases, loadMax }) => openCases >= loadMax).length
  return (
    <Picture
      id="load"
      title="Load and fairness"
      reading={`${full === 0 ? 'Nobody is' : `${full} ${full === 1 ? 'person is' : 'people are'}`} at the most they may carry.${
        most && excess(most) > 0.05
          ? ` Furthest above a fair share: ${visible(most.person.name)} with ${sayShare(most.share ?? 0)} of ${names.team(most.team)} (fair: ${sayShare(most.expectedShare ?? 0)}).`
          : ''
      }`}
      data={data}
      period={{ from, to }}
      team={team}
      nothing="Nobody is in a team here yet. Add people and teams under Admin."
    >
      <p className="mb-2 text-xs text-dim">
        Left: open cases of the most somebody may have. Right: the share of what came to the team; the line,
        and the figure in brackets, is the fair share by load and days at work.
      </p>
      <div className={cx('gap-10', largestFirst.length > 1 && 'xl:columns-2')}>
        {largestFirst.map(([id, members]) => (
          <section key={id} className="mb-4 min-w-0 break-inside-avoid">
            <h3 className="mb-1 truncate text-xs font-medium text-dim">{names.team(id)}</h3>
            <ul className="flex flex-col">
              {members.map((member) => (
                <MemberLine key={member.person.id} member={member} most={largest(members)} />
              ))}
            </ul>
          </section>
        ))}
      </div>
    </Picture>
  )
}

/** The largest share of a team, which its bars are drawn against. */
const largest = (members: readonly Member[]): number =>
  Math.max(...members.flatMap(({ share, expectedShare }) => [share ?? 0, expectedShare ?? 0])) || 1

type MemberLineProps = { readonly member: Member; readonly most: number }

function MemberLine({ member, most }: MemberLineProps) {
  const { person, openCases, loadMax, share, expectedShare } = member
  const name = visible(person.name)
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 gap-y-1 py-1 text-sm sm:grid-cols-[minmax(0,1fr)_8.5rem_minmax(0,11rem)]">
      <Person name={name} />
      <Link
        to="/cases"
        search={caseSearch(member.filter)}
        className="inline-flex min-h-6 items-center justify-end gap-2 text-xs text-dim tabular-nums hover:text-accent"
      >
        <Meter value={openCases} max={loadMax} label={`Open cases of ${name}`} className="w-14" />
        <span className="w-14 text-right">
          {openCases} of {loadMax}
        </span>
      </Link>
      <span className="flex items-center gap-2 max-sm:col-span-2">
        <RateBar
          share={(share ?? 0) / most}
          mark={expectedShare === null ? undefined : expectedShare / most}
          className="flex-1"
        />
        <span className="w-24 text-right text-xs text-dim tabular-nums">
          {share === null
            ? '–'
            : `${sayShare(share)}${expectedShare === null ? '' : ` (${sayShare(expectedShare)})`}`}
        </span>
      </span>
    </li>
  )
}
