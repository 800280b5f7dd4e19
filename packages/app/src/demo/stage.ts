/**
 * What the demonstration is played on: services of its own clock, and everybody by name, acting with the rights that
 * they would have. A step that the policy in force does not allow is noted, and the play goes on.
 */
import {
  type Actor,
  type InputOf,
  type OperationName,
  type OutputOf,
  operationsByName,
  perform,
  type Services,
  systemActor,
} from '@rightdesk/desk'
import { Refusal } from '@rightdesk/engine'
import { type ColleagueKey, colleagues, demoPeople } from './colleagues.ts'

export type Stage = {
  readonly services: Services
  readonly people: Map<ColleagueKey, string>
  /** Ids of cases by the names that asks have. */
  readonly cases: Map<string, string>
  /** Check-ins that came up, by customer: whether each is to be held. */
  readonly checkIns: Map<string, Map<string, boolean>>
  readonly refused: string[]
}

/** Something that happens at a time, in milliseconds. */
export type Step = {
  readonly at: number
  readonly opens?: true
  readonly act: (stage: Stage) => Promise<void>
}

/** A step at an hour in UTC, so many working days before today; what is refused is noted under its title. */
export type MakeStep = (
  ago: number,
  hour: number,
  title: string,
  work: (stage: Stage) => Promise<unknown>,
) => Step

export const does = <Name extends OperationName>(
  services: Services,
  name: Name,
  input: InputOf<Name>,
  actor: Actor = systemActor,
): Promise<OutputOf<Name>> =>
  perform(services, operationsByName[name] as never, input, { actor, surface: 'system' }) as never

/** A colleague who acts for their own team, or for all with a role that is named. */
export function as(stage: Stage, key: ColleagueKey, role: Actor['grants'][number]['role'] = 'lead'): Actor {
  const [name, team] = colleagues[key]
  const id = stage.people.get(key)!
  return { kind: 'person', id, name, grants: [{ role, team: role === 'lead' ? team : null }] }
}

/** Who leads a team, where the demonstration has somebody who does. */
export const leadOf = (team: string): ColleagueKey | undefined =>
  demoPeople.find(({ team: own, lead, alsoIn = [] }) => lead && (own === team || alsoIn.includes(team)))?.key

/** Does something; what is refused is noted under a title. */
export async function trying(stage: Stage, title: string, work: () => Promise<unknown>): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    stage.refused.push(`${title}: ${error.message}`)
  }
}
