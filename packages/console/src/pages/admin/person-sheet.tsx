/** One person beside the list: how they stand, what they are set up for, when they are away; and how that changes. */
import { useState } from 'react'
import { type OutputOf, useAct, useDesk } from '../../app/api.ts'
import { useNames } from '../../app/names.ts'
import { useMe } from '../../app/session.ts'
import { sayHours } from '../../parts/hours.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Facts } from '../../ui/page.tsx'
import { Loaded } from '../../ui/states.tsx'
import { Time } from '../../ui/time.tsx'
import { InvitationLink } from './add-person.tsx'
import { DeactivatePerson } from './deactivate-person.tsx'
import { LeaveOf } from './leave-of.tsx'
import { PersonForm } from './person-form.tsx'
import { Freedom, Load } from './standing.tsx'
import { reaches } from './team-options.ts'

type Shown = OutputOf<'people.show'>

const languageNames = new Intl.DisplayNames('en', { type: 'language', fallback: 'code' })

export type PersonSheetProps = { readonly person: string; readonly onClose: () => void }

export function PersonSheet({ person, onClose }: PersonSheetProps) {
  const query = useDesk('people.show', { person })
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={query.data?.name ?? 'Person'} side>
      <Loaded query={query}>{(shown) => <Sheet shown={shown} onClose={onClose} />}</Loaded>
    </Dialog>
  )
}

function Sheet({ shown, onClose }: { readonly shown: Shown; readonly onClose: () => void }) {
  const me = useMe()
  const [editing, setEditing] = useState(false)
  const teams = shown.teams.map(({ team }) => team)
  const mayChange = shown.leftAt === null && reaches(me, 'people:write', teams)
  if (editing) {
    return <PersonForm key={shown.version} shown={shown} onClose={() => setEditing(false)} />
  }
  return (
    <div className="flex flex-col gap-6">
      <section className="flex flex-col gap-3">
        <Standing shown={shown} mayChange={reaches(me, 'cases:write', teams)} />
        <Settings shown={shown} />
        {mayChange && (
          <div className="flex flex-wrap gap-2">
            <Button onClick={() => setEditing(true)}>Edit</Button>
            {me.scopes['access:write'] !== undefined && shown.email !== null && (
              <NewLink email={shown.email} />
            )}
          </div>
        )}
      </section>
      <LeaveOf person={shown.id} mayChange={mayChange} />
      {mayChange && shown.id !== me.id && <DeactivatePerson shown={shown} onDone={onClose} />}
    </div>
  )
}

function Standing({ shown, mayChange }: { readonly shown: Shown; readonly mayChange: boolean }) {
  const overload = useAct('people.overload', {
    done: (_, { overloaded }) =>
      overloaded ? `No new cases come to ${shown.name}` : `New cases may come to ${shown.name} again`,
  })
  const overloaded = shown.overloadedSince !== null
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2 rounded-md bg-sunken px-3 py-2 text-sm">
      <Freedom {...shown} />
      <Load {...shown} />
      {mayChange && shown.leftAt === null && (
        <Button
          size="sm"
          className="ml-auto"
          busy={overload.isPending}
          onClick={() => overload.mutate({ person: shown.id, overloaded: !overloaded })}
        >
          {overloaded ? 'End overload' : 'Mark overloaded'}
        </Button>
      )}
    </div>
  )
}

function Settings({ shown }: { readonly shown: Shown }) {
  const names = useNames()
  const teams = shown.teams.map(({ team, lead }) => (
    <span key={team} className="block">
      {names.team(team)} {lead && <Badge>Lead</Badge>}
    </span>
  ))
  const rows = [
    ['E-mail', shown.email ?? noAddress],
    ['Teams', teams.length > 0 ? teams : noTeam],
    [
      'Hours',
      <span className="tabular-nums" key="hours">
        {sayHours(shown.hours)}
      </span>,
    ],
    ['Time zone', shown.timeZone],
    ['Languages', shown.languages.map((code) => languageNames.of(code)).join(', ') || noneSaid],
    ['Areas', shown.areas.map(names.topic).join(', ') || noneSaid],
    ['Here since', <Time at={shown.createdAt} key="since" />],
  ] as const
  const overload =
    shown.overloadedSince === null
      ? []
      : ([['Overloaded since', <Time at={shown.overloadedSince} key="overload" />]] as const)
  return <Facts rows={[...rows, ...overload]} />
}

const noneSaid = <span className="text-dim">None said</span>
const noAddress = <span className="text-dim">None: cannot sign in</span>
const noTeam = <span className="text-dim">None: takes no cases</span>

/** A new start for somebody who lost their password, or who never had one. */
function NewLink({ email }: { readonly email: string }) {
  const [path, setPath] = useState<string>()
  const invite = useAct('access.invite', { onDone: ({ path: made }) => setPath(made ?? undefined) })
  if (path !== undefined) return <InvitationLink path={path} />
  return (
    <Button busy={invite.isPending} onClick={() => invite.mutate({ email })}>
      New sign-in link
    </Button>
  )
}
