/** Who speaks for which part of leadership when a request for an assigned engineer is vetted. */
import { UserPlus, X } from 'lucide-react'
import { desk, refresh, useAct, useDesk, useDeskPages } from '../../app/api.ts'
import { inWords } from '../../ui/badge.tsx'
import { Person } from '../../ui/person.tsx'
import { Picker } from '../../ui/picker.tsx'
import { Loaded } from '../../ui/states.tsx'

const peopleMax = 200

export function ProgrammeRoles({ mayChange }: { readonly mayChange: boolean }) {
  const held = useDesk('programme_roles.list', {})
  return (
    <section className="mt-4 border-t px-4 py-4 md:px-6">
      <h2 className="text-sm font-semibold">Programme</h2>
      <p className="text-xs text-dim">Who is heard before a request for an assigned engineer is decided.</p>
      <Loaded query={held} rows={2}>
        {({ items, unfilled }) => {
          const roles = [...new Set([...items.map(({ role }) => role), ...unfilled])].toSorted()
          return (
            <ul className="mt-2 divide-y">
              {roles.map((role) => (
                <OneRole
                  key={role}
                  role={role}
                  people={items.filter((one) => one.role === role).map(({ person }) => person)}
                  mayChange={mayChange}
                />
              ))}
            </ul>
          )
        }}
      </Loaded>
    </section>
  )
}

type Named = { readonly id: string; readonly name: string }
type OneRoleProps = { readonly role: string; readonly people: readonly Named[]; readonly mayChange: boolean }

/** `ce-leadership` → `CE leadership`. */
const sayProgrammeRole = (role: string): string =>
  inWords(role).replace(/^(\w{2}) /, (short) => short.toUpperCase())

function OneRole({ role, people, mayChange }: OneRoleProps) {
  const said = sayProgrammeRole(role)
  const give = useAct('programme_roles.give', { done: ({ person }) => `${person.name} speaks for ${said}` })
  const take = useAct('programme_roles.take', {
    done: () => `Taken away: ${said}`,
    undo: (_, input) => async () => {
      await desk.call('programme_roles.give', input)
      refresh(['programme_roles'])
    },
  })
  const everybody = useDeskPages('people.list', { limit: peopleMax }, { enabled: mayChange })
  const others = (everybody.data ?? []).filter(({ id }) => people.every((one) => one.id !== id))
  return (
    <li className="flex min-h-11 flex-wrap items-center gap-x-4 gap-y-1 py-1.5 text-sm">
      <span className="w-44 font-medium">{said}</span>
      <span className="flex min-w-0 flex-1 flex-wrap items-center gap-2">
        {people.length === 0 && <span className="text-warn">Nobody: requests wait for a view</span>}
        {people.map(({ id, name }) => (
          <span key={id} className="inline-flex min-w-0 items-center">
            <Person name={name} />
            {mayChange && (
              <button
                type="button"
                aria-label={`Take ${said} from ${name}`}
                className="inline-flex size-6 items-center justify-center text-dim hover:text-ink"
                onClick={() => take.mutate({ role, person: id })}
              >
                <X size={13} />
              </button>
            )}
          </span>
        ))}
      </span>
      {mayChange && (
        <Picker
          label={`Somebody for ${said}`}
          value={undefined}
          empty="Add…"
          icon={<UserPlus size={14} />}
          choices={others.map(({ id, name, email }) => ({
            value: id,
            label: name,
            detail: email ?? undefined,
          }))}
          onChoose={(person) => give.mutate({ role, person })}
          className="w-36"
        />
      )}
    </li>
  )
}
