/**
 * Access, over all operations there are: each is tried by every role, granted for all teams, for the team of the thing,
 * for another team, and not at all. An operation that is added is covered without a word here; only a new kind of thing
 * in a path needs its place in `things`.
 */
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import {
  type Actor,
  type Context,
  holds,
  type Operation,
  operations,
  perform,
  type Role,
  roleNames,
  roles,
  type Scope,
  scopes,
} from '../src/index.ts'
import { actorWith, admin, openDesk, type TestDesk } from './desk.ts'

const marker = 'zanzibar'
const [ours, theirs] = ['cse', 'developer-success']

let desk: TestDesk
let things: Record<string, unknown>
beforeAll(async () => {
  desk = await openDesk()
  const text = `Our ${marker} deployment fails since this morning`
  const opened = await desk.do('cases.open', {
    text,
    subject: marker,
    // So that an incident is opened for it, which every team sees.
    facts: { topic: 'platform-fault', plan: 'pro', severity: 'critical' },
  })
  expect(opened.ownerTeam).toBe(ours)
  const { items } = await desk.do('cases.decisions', { case: opened.id })
  const service = await desk.do('services.add', { name: 'Mail', role: 'agent', team: ours })
  const person = await desk.do('people.add', { name: 'Kim', team: ours })
  things = {
    case: opened.id,
    decision: items[0]!.id,
    team: ours,
    grant: service.grant.id,
    person: person.id,
    service: service.id,
  }
})
afterAll(() => desk.close())

/** Everything of an operation but its work: what is tried is who may. */
class Performed extends Error {}
const withoutWork = (operation: Operation): Operation => ({
  ...operation,
  input: z.object(
    Object.fromEntries(Object.keys(operation.input.shape).map((name) => [name, z.any().optional()])),
  ),
  writes: false,
  prepare: async () => undefined,
  run: async () => {
    throw new Performed()
  },
})

/** What stands in the path, and whatever else names a thing there is. */
const inputFor = ({ input, http }: Operation): Record<string, unknown> =>
  Object.fromEntries(
    Object.keys(input.shape)
      .filter((name) => name in things || http.path.includes(`{${name}}`))
      .map((name) => [name, things[name] ?? 'nothing_here']),
  )

type Outcome = 'allowed' | 'refused'

async function tried(operation: Operation, actor: Actor): Promise<Outcome> {
  const call = { actor, surface: 'http' as const }
  try {
    await perform(desk.services, withoutWork(operation), inputFor(operation), call)
  } catch (error) {
    if (error instanceof Performed) return 'allowed'
    const { code } = error as { code?: string }
    if (code === 'forbidden') return 'refused'
    // It was let as far as to hear that the thing is not there.
    if (code === 'not_found') return 'allowed'
    throw error
  }
  throw new Error('it was neither performed nor refused')
}

/** The teams for which an operation wants the scope, as far as its thing is there. */
async function teamsOf({ teams, ...operation }: Operation): Promise<'any' | readonly string[]> {
  if (teams === 'any') return 'any'
  if (teams === 'all') return []
  const context = {
    ...desk.services,
    actor: admin,
    surface: 'http',
    db: desk.store.db,
    at: desk.services.now(),
  } as Context
  return teams(context, inputFor(operation as Operation)).catch(() => 'any' as const)
}

const gives = (role: Role, scope: Scope): boolean => (roles[role] as readonly Scope[]).includes(scope)

const nobody: Actor = { kind: 'person', id: 'nobody-granted', name: 'nobody', grants: [] }

describe.each(operations.map((one) => [one.name, one] as const))('%s', (_, operation) => {
  it('is for everybody with its scope for all teams, and for nobody else', async () => {
    for (const role of roleNames) {
      const may = operation.scope === 'self' || gives(role, operation.scope)
      expect([role, await tried(operation, actorWith(role))]).toEqual([role, may ? 'allowed' : 'refused'])
    }
    expect(await tried(operation, nobody)).toBe(operation.scope === 'self' ? 'allowed' : 'refused')
  })

  it('is within the team for who holds its scope for a team', async () => {
    const teams = await teamsOf(operation)
    for (const role of roleNames) {
      for (const team of [ours, theirs]) {
        const may =
          operation.scope === 'self' ||
          (gives(role, operation.scope) && (teams === 'any' || teams.includes(team)))
        expect([role, team, await tried(operation, actorWith(role, team))]).toEqual([
          role,
          team,
          may ? 'allowed' : 'refused',
        ])
      }
    }
  })

  it('is refused to a key that was not made for it, whoever owns the key', async () => {
    if (operation.scope === 'self') return
    const others = scopes.filter((scope) => scope !== operation.scope)
    expect(await tried(operation, { ...admin, only: others })).toBe('refused')
    expect(await tried(operation, { ...admin, only: [operation.scope] })).toBe('allowed')
  })

  it('has every refusal in the audit log', async () => {
    if (operation.scope === 'self') return
    const refused = () =>
      desk.store.db
        .selectFrom('audit')
        .select('id')
        .where('outcome', '=', 'refused')
        .where('operation', '=', operation.name)
        .where('actor', '=', nobody.id)
        .execute()
    const before = await refused()
    await tried(operation, nobody)
    expect(await refused()).toHaveLength(before.length + 1)
  })
})

it('finds the team of the thing wherever the thing is a case, a team, a decision or a grant', async () => {
  for (const operation of operations) {
    const named = ['case', 'team', 'decision', 'grant'].filter((name) =>
      operation.http.path.includes(`{${name}}`),
    )
    if (named.length === 0) continue
    const teams = await teamsOf(operation)
    if (teams === 'any') expect([operation.name, operation.teams]).toEqual([operation.name, 'any'])
    else expect([operation.name, teams]).toEqual([operation.name, expect.arrayContaining([ours])])
  }
})

it('shows a case to who holds a role in a team that had it, and nothing of it to others, whatever is read', async () => {
  const seenBy = async (operation: Operation, actor: Actor): Promise<boolean> => {
    const call = { actor, surface: 'http' as const }
    const seen = []
    for (const input of [{}, inputFor(operation)]) {
      const shown = await perform(desk.services, operation, input, call).catch(({ code }) => code)
      seen.push(JSON.stringify(shown))
    }
    return seen.some((text) => text.includes(marker) || text.includes(String(things['decision'])))
  }
  const reading = operations.filter(({ writes }) => !writes)
  const telling: string[] = []
  for (const operation of reading) {
    if (await seenBy(operation, actorWith('lead', ours))) telling.push(operation.name)
    expect([operation.name, await seenBy(operation, actorWith('lead', theirs))]).toEqual([
      operation.name,
      false,
    ])
  }
  expect(telling).toEqual(
    expect.arrayContaining(['cases.list', 'cases.show', 'cases.decisions', 'decisions.show']),
  )
})

it('lets a role for all teams include that role for one', () => {
  for (const role of roleNames) {
    for (const scope of roles[role]) {
      expect(holds(actorWith(role), scope, [ours])).toBe(true)
      if (scope !== 'self') expect(holds(actorWith(role, ours), scope)).toBe(false)
    }
  }
})

it('has every role and scope in docs/access.md as it is', () => {
  const text = readFileSync(new URL('../../../docs/access.md', import.meta.url), 'utf8')
  const begin = text.indexOf('| scope |')
  const table = text.slice(begin, text.indexOf('\n\n', begin))
  expect(table.split('\n')).toEqual(accessTable())
})

function accessTable(): string[] {
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [
    row(['scope', ...roleNames]),
    row(['---', ...roleNames.map(() => ':-:')]),
    ...scopes.map((scope) =>
      row([`\`${scope}\``, ...roleNames.map((role) => (gives(role, scope) ? '●' : ' '))]),
    ),
  ]
}
