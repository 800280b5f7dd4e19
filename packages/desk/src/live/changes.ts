/**
 * What was changed, as the live feed tells it: read from the audit log and the history of cases, and for each who may
 * learn of it. Contents are never told, only that something is different now; who wants to know more asks for it, and
 * is answered by the operations with all that they check. When entries are read is decided in feed.ts.
 */
import { type Actor, holds, type Scope, teamsWith } from '../access.ts'
import { firstIdAt } from '../ids.ts'
import { operations } from '../operations/index.ts'
import type { Database } from '../store/open.ts'
import type { AuditRow, Time } from '../store/tables.ts'

/** An audit entry as far as the feed reads it. */
export type Entry = Pick<AuditRow, 'id' | 'at' | 'actor' | 'operation' | 'outcome' | 'target'> & {
  readonly name: string | null
}

/** One thing that was done, or the part of it that befell one case. */
export type Change = {
  /** Of the audit entry; several changes may share it. */
  readonly id: string
  /** The kind of thing, as operations name it: `cases`, `people`. */
  readonly noun: string
  readonly operation: string
  readonly target: string | null
  readonly caseId?: string
  /** The teams that have or had the case. */
  readonly teams: readonly string[]
  readonly at: Time
  readonly by: { readonly id: string; readonly name: string }
}

/** A change as somebody is told of it; with `noun` alone where they may not know which thing it was. */
export type ToldChange = { readonly noun: string } & Partial<
  Pick<Change, 'operation' | 'target' | 'caseId' | 'at' | 'by'>
>

/** What timers change, where it is not a case. */
const nounsOfTimers: Readonly<Record<string, string>> = {
  'time-box-ends': 'engagements',
  'summary-due': 'engagements',
  'assignment-ends-soon': 'assignments',
  'assignment-ends': 'assignments',
  'assignment-review': 'assignments',
  'offer-places': 'requests',
  'overload-ends': 'people',
  'check-in-due': 'check_ins',
  'check-in-missed': 'check_ins',
  'chain-reminder': 'documents',
  'promise-overdue': 'promises',
  'programme-day': 'assignments',
}

/** The kind of thing that an entry tells of; undefined where it is no change, such as signing in. */
function nounOf(operation: string): string | undefined {
  const [noun = '', verb = ''] = operation.split('.')
  if (noun === 'timers') return nounsOfTimers[verb] ?? 'cases'
  return operationsThatWrite.has(operation) ? noun : undefined
}

const operationsThatWrite: ReadonlySet<string> = new Set(
  operations.filter(({ writes }) => writes).map(({ name }) => name),
)

const namedAtOnce = 500

/** The changes that entries tell of, in their order. Entries and history of one transaction are seen together. */
export async function changesOf(db: Database, entries: readonly Entry[]): Promise<Change[]> {
  const told = entries.flatMap((entry) => {
    const noun = entry.outcome === 'done' ? nounOf(entry.operation) : undefined
    return noun === undefined ? [] : [{ entry, noun }]
  })
  if (told.length === 0) return []
  const befallen = await casesOf(
    db,
    told.map(({ entry }) => entry),
  )
  const teams = await teamsOfCases(db, [...new Set([...befallen.values()].flat())])
  return told.flatMap(({ entry: { id, operation, target, at, actor, name }, noun }): Change[] => {
    const change = {
      id,
      noun,
      operation,
      target,
      teams: [],
      at,
      by: { id: actor, name: nameOf(actor, name) },
    }
    const cases = befallen.get(id)!
    return cases.length === 0
      ? [change]
      : cases.map((caseId) => ({ ...change, caseId, teams: teams.get(caseId) ?? [] }))
  })
}

const nameOf = (actor: string, name: string | null): string =>
  name ?? (actor === 'system' ? 'Rightdesk' : actor)

const isCase = (id: string | null): id is string => id?.startsWith('case_') === true

/**
 * Which cases each entry befell: the one it names, and those in whose history something was written by the same actor
 * at the same time. Two transactions of one actor within a millisecond are told from each other by what they name.
 */
async function casesOf(db: Database, entries: readonly Entry[]): Promise<Map<string, string[]>> {
  const together = (row: { readonly at: Time; readonly actor: string }): string => `${row.at} ${row.actor}`
  const history = new Map<string, Set<string>>()
  for (const some of inChunks(entries)) {
    const [first, last] = [
      some.map(({ at }) => at).sort()[0]!,
      some
        .map(({ id }) => id)
        .sort()
        .at(-1)!,
    ]
    const rows = await db
      .selectFrom('events')
      .select(['caseId', 'at', 'actor'])
      .distinct()
      .where('id', '>=', firstIdAt('event', first))
      // An entry is written after the history it tells of.
      .where('id', '<=', last.replace('audit_', 'event_'))
      .where('at', 'in', [...new Set(some.map(({ at }) => at))])
      .execute()
    for (const row of rows) {
      const key = together(row)
      history.set(key, (history.get(key) ?? new Set()).add(row.caseId))
    }
  }
  const named = new Set(entries.map(({ target }) => target))
  return new Map(
    entries.map((entry) => {
      const others = [...(history.get(together(entry)) ?? [])].filter((id) => !named.has(id))
      return [entry.id, isCase(entry.target) ? [entry.target, ...others] : others]
    }),
  )
}

/** The teams that have or had each case; none for one that is gone. */
async function teamsOfCases(db: Database, cases: readonly string[]): Promise<Map<string, string[]>> {
  const teams = new Map<string, string[]>()
  for (const some of inChunks(cases)) {
    const rows = await db
      .selectFrom('caseTeams')
      .select(['caseId', 'team'])
      .where('caseId', 'in', some)
      .execute()
    for (const { caseId, team } of rows) teams.set(caseId, [...(teams.get(caseId) ?? []), team])
  }
  return teams
}

/** As many as are named in one statement. */
export function* inChunks<T>(all: readonly T[]): Generator<readonly T[]> {
  for (let from = 0; from < all.length; from += namedAtOnce) yield all.slice(from, from + namedAtOnce)
}

/** What tells a thing of each kind by its id; of all other kinds, nothing but that one of them changed is told. */
const knownBy: Readonly<Record<string, Scope>> = {
  cases: 'cases:read',
  corrections: 'cases:read',
  escalations: 'cases:read',
  record_fixes: 'cases:read',
  incidents: 'cases:read',
  engagements: 'engagements:read',
  accounts: 'accounts:read',
  teams: 'people:read',
  people: 'people:read',
  leave: 'people:read',
  webhooks: 'deliveries:read',
  deliveries: 'deliveries:read',
  access: 'access:write',
  services: 'access:write',
  // Colleagues outside of the programme see those they are a party to, which the feed does not look up.
  ...Object.fromEntries(
    [
      'assignments',
      'check_ins',
      'customers',
      'documents',
      'leadership_checks',
      'practices',
      'programme_roles',
      'promises',
      'requests',
      'transitions',
    ].map((noun) => [noun, 'programme:read' as const]),
  ),
}

/** What looking at things of a kind needs: the scope of the first operation that reads them, else of one that writes. */
const lookedAtBy: ReadonlyMap<string, Scope> = new Map(
  operations
    .toSorted((a, b) => Number(b.writes) - Number(a.writes))
    .map(({ name, scope }) => [name.split('.')[0]!, scope]),
)

/** What an actor is told of a change; undefined where it is none of their business. */
export function toldTo(actor: Actor, change: Change): ToldChange | undefined {
  const { noun, operation, target, caseId, at, by } = change
  const scope = knownBy[noun]
  const isKnown = scope !== undefined && holds(actor, scope)
  if (caseId !== undefined) {
    if (holds(actor, 'cases:read', change.teams)) {
      return isKnown || scope === 'cases:read'
        ? { noun, operation, target, caseId, at, by }
        : { noun: 'cases', caseId, at, by }
    }
    return scope === 'cases:read' ? undefined : named(actor, noun)
  }
  const isOwn = actor.id === by.id && mayLookAt(actor, noun)
  return isKnown || isOwn ? { noun, operation, target, at, by } : named(actor, noun)
}

/** That some thing of a kind changed, for who may look at such things, if only at some of them. */
function named(actor: Actor, noun: string): ToldChange | undefined {
  const scope = lookedAtBy.get(noun)
  // Keys and the like are everybody's own.
  return scope !== 'self' && scope !== 'keys:own' && mayLookAt(actor, noun) ? { noun } : undefined
}

function mayLookAt(actor: Actor, noun: string): boolean {
  const scope = lookedAtBy.get(noun)
  return scope !== undefined && teamsWith(actor, scope).length > 0
}
