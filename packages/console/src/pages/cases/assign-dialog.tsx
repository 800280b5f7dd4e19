/** Whose cases these are to be: the people of the team that has them, with how they stand. */
import { useDesk } from '../../app/api.ts'
import { useNames } from '../../app/names.ts'
import { may, useMe } from '../../app/session.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Avatar } from '../../ui/person.tsx'
import { Loaded } from '../../ui/states.tsx'
import { perform } from './acts.ts'
import { assign } from './case-acts.ts'
import type { CaseRow } from './case-verbs.ts'
import { sayCases } from './dialog-form.tsx'

type Props = { readonly rows: readonly CaseRow[]; readonly onClose: () => void }

export function AssignDialog({ rows, onClose }: Props) {
  const { team: nameOf } = useNames()
  const teams = new Set(rows.map(({ ownerTeam }) => ownerTeam))
  const [team] = teams
  const known = teams.size === 1 && team ? team : undefined
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Assign ${sayCases(rows)}`}
      text={
        known ? `People of ${nameOf(known)}` : 'These cases are of several teams, so you can only take them.'
      }
      width="sm"
    >
      <Choices team={known} rows={rows} onClose={onClose} />
    </Dialog>
  )
}

function Choices({ team, rows, onClose }: Props & { readonly team: string | undefined }) {
  const me = useMe()
  const query = useDesk('teams.show', { team: team ?? '' }, { enabled: team !== undefined })
  const give = (person: string, name: string): void => {
    perform(rows.map((row) => assign(row, person, name)))
    onClose()
  }
  const toMe = <Choice name="You" detail="" onClick={() => give(me.id, me.name)} />
  if (team === undefined) return toMe
  const mayGive = may(me, 'cases:lead', team)
  return (
    <Loaded query={query} rows={4}>
      {({ members }) => {
        const others = members.filter(({ id }) => id !== me.id)
        return (
          <div className="flex flex-col gap-0.5">
            {members.some(({ id }) => id === me.id) && toMe}
            {mayGive ? (
              others.map(({ id, name, openCases, loadMax, reason }) => (
                <Choice
                  key={id}
                  name={name}
                  detail={reason ?? `${openCases} of ${loadMax}`}
                  onClick={() => give(id, name)}
                />
              ))
            ) : (
              <p className="py-2 text-sm text-dim">Giving it to somebody else is for a lead of the team.</p>
            )}
            {members.length === 0 && <p className="py-2 text-sm text-dim">Nobody is in this team yet.</p>}
          </div>
        )
      }}
    </Loaded>
  )
}

const Choice = ({
  name,
  detail,
  onClick,
}: {
  readonly name: string
  readonly detail: string
  readonly onClick: () => void
}) => (
  <button
    type="button"
    onClick={onClick}
    className="flex h-9 w-full items-center gap-2 rounded-md px-2 text-left text-sm hover:bg-hover"
  >
    <Avatar name={name} />
    <span className="shrink-0">{name}</span>
    <span className="ml-auto min-w-0 truncate text-xs text-dim" title={detail}>
      {detail}
    </span>
  </button>
)
