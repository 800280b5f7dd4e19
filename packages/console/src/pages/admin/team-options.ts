/** The teams of the policy as choices, and what somebody may change of a person in some of them. */
import { useNames } from '../../app/names.ts'
import type { Me } from '../../app/session.ts'
import type { Option } from '../../ui/field.tsx'
import type { Scope } from './roles.ts'

/** Every team by name, with a first choice that stands for none. */
export function useTeamOptions(none: string): readonly Option[] {
  const { policy } = useNames()
  const teams = policy.teams
    .map(({ id, name }) => ({ value: id, label: name }))
    .toSorted((a, b) => a.label.localeCompare(b.label))
  return [{ value: '', label: none }, ...teams]
}

/** The same, of the teams for which a scope is held; for all teams only where it is held for all. */
export function useHeldTeams({ scopes }: Me, scope: Scope, none: string): readonly Option[] {
  const options = useTeamOptions(none)
  const held = scopes[scope]
  if (held === 'all') return options
  return options.filter(({ value }) => held?.includes(value) === true)
}

/** Whether a scope reaches one of the teams. */
export const reaches = ({ scopes }: Pick<Me, 'scopes'>, scope: Scope, teams: readonly string[]): boolean => {
  const held = scopes[scope]
  return held === 'all' || teams.some((team) => held?.includes(team) === true)
}
