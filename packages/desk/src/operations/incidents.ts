/** Incidents and the cases that hang on them. Engineering runs them; the desk keeps every affected customer in sight. */
import { Refusal, suggest } from '@rightdesk/engine'
import { z } from 'zod'
import { demand } from '../access.ts'
import { record } from '../cases/case-log.ts'
import { type Case, caseName, changeCase, demandVersion, loadCase } from '../cases/cases.ts'
import type { Context } from '../context.ts'
import { operation } from '../operation.ts'
import { cursorOf, pageById } from '../paging.ts'
import { line, page, paged, prose, version } from '../shapes.ts'
import type { IncidentRow } from '../store/tables.ts'
import { held, heldToWrite } from '../store/transaction.ts'
import { tell } from '../work/outbox.ts'

const states = ['suspected', 'declared', 'resolved'] as const

const incident = z.object({
  id: z.string(),
  title: z.string(),
  state: z.enum(states),
  topic: z.string().nullable(),
  cases: z.number().describe('How many cases hang on it; cases.list with `incident` lists them'),
  version: z.number(),
  openedAt: z.string(),
  resolvedAt: z.string().nullable(),
})

async function shown({ db }: Context, row: IncidentRow): Promise<z.input<typeof incident>> {
  const { count } = await db
    .selectFrom('cases')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('incidentId', '=', row.id)
    .executeTakeFirstOrThrow()
  const { id, title, topic, openedAt, resolvedAt } = row
  return {
    id,
    title,
    topic,
    openedAt,
    resolvedAt,
    version: row.version,
    state: row.state as 'declared',
    cases: count,
  }
}

async function loadIncident({ db, store }: Context, id: string): Promise<IncidentRow> {
  const query = db.selectFrom('incidents').selectAll().where('id', '=', id)
  const row = await heldToWrite({ db, store }, query).executeTakeFirst()
  if (row) return row
  throw new Refusal('not_found', 'incident', `there is no incident \`${id}\``, 'incidents.list has the ids.')
}

/** Throws `forbidden` for who has to do with none of the cases on it; one without cases is everybody's. */
async function demandTheirs({ db, actor }: Context, { id }: IncidentRow): Promise<void> {
  const rows = await db
    .selectFrom('caseTeams')
    .innerJoin('cases', 'cases.id', 'caseTeams.caseId')
    .select('caseTeams.team')
    .distinct()
    .where('cases.incidentId', '=', id)
    .execute()
  const teams = rows.map(({ team }) => team)
  if (teams.length > 0) demand(actor, 'incidents:write', teams)
}

export const listIncidents = operation({
  name: 'incidents.list',
  about: 'Lists incidents, newest first.',
  scope: 'cases:read',
  writes: false,
  teams: 'any',
  http: { method: 'GET', path: '/incidents' },
  tool: 'incidents',
  input: z.object({ state: z.enum(states).optional(), ...page }),
  output: paged(incident),
  run: async (context, { state, limit, after }) => {
    const [last] = cursorOf(after, 1) ?? []
    const rows = await context.db
      .selectFrom('incidents')
      .selectAll()
      .$if(state !== undefined, (q) => q.where('state', '=', state!))
      .$if(last !== undefined, (q) => q.where('id', '<', last!))
      .orderBy('id', 'desc')
      .limit(limit + 1)
      .execute()
    const { items, next } = pageById(rows, limit)
    const all = []
    for (const row of items) all.push(await shown(context, row))
    return { items: all, next }
  },
})

export const declareIncident = operation({
  name: 'incidents.declare',
  about: 'Declares an incident, or confirms one that the desk suspected.',
  scope: 'incidents:write',
  writes: true,
  teams: 'any',
  http: { method: 'POST', path: '/incidents', status: 201 },
  input: z.object({
    title: line(),
    topic: line().optional().describe('A topic of the policy: urgent cases of it then hang on this incident'),
    incident: line().optional().describe('The suspected one that this confirms'),
  }),
  output: incident,
  run: async (context, input) => {
    const { db, at, newId, origin } = context
    demandTopic(context, input.topic)
    if (input.incident !== undefined) {
      const row = await loadIncident(context, input.incident)
      await demandTheirs(context, row)
      if (row.state === 'resolved') {
        throw new Refusal('conflict', 'incident', `\`${row.id}\` is resolved`, 'Declare a new one.')
      }
      const declared = {
        title: input.title,
        topic: input.topic ?? row.topic,
        state: 'declared',
        version: row.version + 1,
      }
      await db.updateTable('incidents').set(declared).where('id', '=', row.id).execute()
      return shown(context, { ...row, ...declared })
    }
    const made = { state: 'declared', origin, version: 1, openedAt: at, resolvedAt: null }
    const row = { id: newId('incident'), title: input.title, topic: input.topic ?? null, ...made }
    await db.insertInto('incidents').values(row).execute()
    await tell(context, 'incident.opened', { incident: row.id, topic: row.topic })
    return shown(context, row)
  },
})

/** Throws `invalid` for a topic that no case can have: the incident would stay without cases, and nobody would see why. */
function demandTopic({ answering }: Context, topic: string | undefined): void {
  const { topics } = answering.policy.compiled
  if (topic === undefined || Object.hasOwn(topics, topic)) return
  throw new Refusal('invalid', 'topic', `there is no topic \`${topic}\``, suggest(topic, Object.keys(topics)))
}

export const linkCase = operation({
  name: 'incidents.link',
  about: 'Hangs a case on an incident, or takes it off again.',
  scope: 'incidents:write',
  writes: true,
  teams: async (context, input) => {
    const { ownerTeam } = await loadCase(context, input.case)
    return ownerTeam === null ? [] : [ownerTeam]
  },
  http: { method: 'PUT', path: '/cases/{case}/incident' },
  input: z.object({ case: caseName, incident: line().nullable().describe('Null takes it off') }),
  output: z.object({
    case: z.string(),
    number: z.number(),
    incident: z.string().nullable(),
    version: z.number(),
  }),
  run: async (context, input) => {
    const row = await loadCase(context, input.case)
    if (input.incident !== null) await loadIncident(context, input.incident)
    await record(context, row.id, 'incident-linked', { incident: input.incident, was: row.incidentId })
    const { version: now } = await changeCase(context, row, { incidentId: input.incident })
    return { case: row.id, number: row.number, incident: input.incident, version: now }
  },
})

export const resolveIncident = operation({
  name: 'incidents.resolve',
  about: 'Says that an incident is over; every case on it hears of it, and its owner goes on from there.',
  scope: 'incidents:write',
  writes: true,
  teams: 'any',
  http: { method: 'POST', path: '/incidents/{incident}/resolve' },
  input: z.object({ incident: line(), version, outcome: prose(5_000) }),
  output: incident,
  run: async (context, input) => {
    const row = await loadIncident(context, input.incident)
    await demandTheirs(context, row)
    demandVersion(row, input.version, 'incident')
    if (row.state === 'resolved') return shown(context, row)
    const resolved = { state: 'resolved', resolvedAt: context.at, version: row.version + 1 }
    await context.db.updateTable('incidents').set(resolved).where('id', '=', row.id).execute()
    const query = context.db.selectFrom('cases').selectAll().where('incidentId', '=', row.id).orderBy('id')
    const cases = await held(query, context.store.kind).execute()
    for (const one of cases as Case[]) {
      await record(context, one.id, 'noted', { body: `The incident is over: ${input.outcome}`, mentions: [] })
      await changeCase(context, one, {})
    }
    await tell(context, 'incident.resolved', { incident: row.id, cases: cases.length })
    return shown(context, { ...row, ...resolved })
  },
})
