/**
 * Saved views: a list as somebody wants to find it again. A view is personal unless it is shared with a team; then
 * everybody in the team has it, and who saved it or leads there may change it. It holds a query and nothing that the
 * query finds: what somebody sees in a view is what they may see anyway.
 */
import { Refusal } from '@rightdesk/engine'
import { z } from 'zod'
import { holds } from '../access.ts'
import type { Context } from '../context.ts'
import { operation } from '../operation.ts'
import { teamsOfPerson } from '../people/assignment.ts'
import { loadPerson } from '../people/person.ts'
import { demandTeam } from '../people/team-settings.ts'
import { calledName, line, time } from '../shapes.ts'
import type { ViewRow } from '../store/tables.ts'

/** Views of one person, and views shared with one team. */
const viewsMax = 50
const queryLengthMax = 2_000
const positionMax = 10_000

const pages = ['cases'] as const

const viewFields = {
  name: z.string(),
  page: z.enum(pages),
  query: z.string().describe('The query string of the page'),
  team: z.string().nullable().describe('The team that it is shared with'),
  by: z.string().describe('The name of who saved it'),
  mine: z.boolean(),
  changeable: z.boolean().describe('Whether you may change or remove it'),
  position: z.number(),
  createdAt: time,
  id: z.string(),
}
const view = z.object(viewFields)

type Row = ViewRow & { readonly by: string }

const viewRows = ({ db }: Context) =>
  db
    .selectFrom('views')
    .innerJoin('people', 'people.id', 'views.personId')
    .selectAll('views')
    .select('people.name as by')

const shown = ({ actor }: Context, row: Row): z.input<typeof view> => ({
  name: row.name,
  page: row.page as (typeof pages)[number],
  query: row.query,
  team: row.team,
  by: row.by,
  mine: row.personId === actor.id,
  changeable: mayChange(actor, row),
  position: row.position,
  createdAt: row.createdAt,
  id: row.id,
})

const mayChange = (actor: Context['actor'], { personId, team }: ViewRow): boolean =>
  personId === actor.id || (team !== null && holds(actor, 'cases:lead', [team]))

export const listViews = operation({
  name: 'views.list',
  about: 'Lists your saved views and those that are shared with your teams, in their order.',
  scope: 'cases:read',
  writes: false,
  teams: 'any',
  http: { method: 'GET', path: '/views' },
  input: z.object({
    page: z.enum(pages).optional().describe('Only those of this page'),
    team: line().optional().describe('Only those shared with this team; its leads need not be members'),
  }),
  output: z.object({ items: z.array(view) }),
  run: async (context, { page, team }) => {
    const { actor } = context
    const teams = await teamsOfPerson(context, actor.id)
    if (team !== undefined) demandIn(context, team, teams)
    const rows = await viewRows(context)
      .$if(team !== undefined, (q) => q.where('views.team', '=', team!))
      .$if(team === undefined, (q) =>
        q.where((where) =>
          where.or([
            where('views.personId', '=', actor.id),
            ...(teams.length > 0 ? [where('views.team', 'in', teams)] : []),
          ]),
        ),
      )
      .$if(page !== undefined, (q) => q.where('views.page', '=', page!))
      .orderBy('views.position')
      .orderBy('views.id')
      .execute()
    return { items: rows.map((row) => shown(context, row)) }
  },
})

/** Throws `forbidden` unless the actor is a member of the team or leads it. */
function demandIn({ actor }: Context, team: string, teams: readonly string[]): void {
  if (teams.includes(team) || holds(actor, 'cases:lead', [team])) return
  const help = 'Name a team that you are in; `GET /api/v1/me` lists them.'
  throw new Refusal('forbidden', 'team', `\`${actor.name}\` is not in \`${team}\``, help)
}

export const saveView = operation({
  name: 'views.save',
  about:
    'Saves a view: a new one, or with `view` in place of one that is there. You can share it with a team.',
  scope: 'cases:read',
  writes: true,
  teams: 'any',
  http: { method: 'POST', path: '/views' },
  input: z.object({
    view: line().optional().describe('The id of the view to change; left out, a new one is made'),
    name: calledName,
    page: z.enum(pages).default('cases'),
    query: z
      .string()
      .max(queryLengthMax)
      .regex(/^[^\s#\p{Cc}]*$/u, 'is no query string such as state=routed&team=cse')
      .describe('The query string of the page, such as `state=routed&team=cse`; kept as it is given'),
    team: line().nullable().optional().describe('Share it with this team, or null for you alone'),
    position: z.number().int().min(0).max(positionMax).optional().describe('Left out: as before, or last'),
  }),
  output: view,
  run: async (context, input) => {
    const { db, actor, at } = context
    const old = input.view === undefined ? undefined : await changeable(context, input.view)
    const { id: owner } = old ? { id: old.personId } : await loadPerson(db, actor.id, '')
    const team = input.team === undefined ? (old?.team ?? null) : input.team
    if (team !== null && team !== old?.team) await demandShareable(context, team)
    if (!old) await demandRoom(context, 'personId', owner)
    const fields = { name: input.name, page: input.page, query: input.query, team }
    const position = input.position ?? old?.position ?? (await lastPosition(context, owner)) + 1
    const id = old?.id ?? context.newId('view')
    if (old) {
      await db
        .updateTable('views')
        .set({ ...fields, position })
        .where('id', '=', id)
        .execute()
    } else {
      await db
        .insertInto('views')
        .values({ id, personId: owner, ...fields, position, createdAt: at })
        .execute()
    }
    return shown(context, await viewRows(context).where('views.id', '=', id).executeTakeFirstOrThrow())
  },
})

async function demandShareable(context: Context, team: string): Promise<void> {
  demandTeam(context, team)
  demandIn(context, team, await teamsOfPerson(context, context.actor.id))
  await demandRoom(context, 'team', team)
}

async function demandRoom({ db }: Context, of: 'personId' | 'team', id: string): Promise<void> {
  const { count } = await db
    .selectFrom('views')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where(of, '=', id)
    .executeTakeFirstOrThrow()
  if (count < viewsMax) return
  const help = 'Remove one that is used no more; views.list names them.'
  throw new Refusal(
    'limit_exceeded',
    of === 'team' ? 'team' : 'name',
    `there are ${count} views already`,
    help,
  )
}

async function lastPosition({ db }: Context, owner: string): Promise<number> {
  const { last } = await db
    .selectFrom('views')
    .select(({ fn }) => fn.max('position').as('last'))
    .where('personId', '=', owner)
    .executeTakeFirstOrThrow()
  return Math.min(last ?? -1, positionMax - 1)
}

/** A view that the actor may change; one that is not theirs to see is not there for them. */
async function changeable(context: Context, id: string): Promise<Row> {
  const row = await viewRows(context).where('views.id', '=', id).executeTakeFirst()
  if (row && mayChange(context.actor, row)) return row
  if (row?.team && (await teamsOfPerson(context, context.actor.id)).includes(row.team)) {
    const help = `Ask ${row.by} or a lead of the team, or save it as a view of your own.`
    throw new Refusal('forbidden', 'view', `the view \`${row.name}\` is shared by somebody else`, help)
  }
  throw new Refusal('not_found', 'view', `there is no view \`${id}\``, 'See views.list for yours.')
}

export const removeView = operation({
  name: 'views.remove',
  about: 'Removes a saved view: your own, or one that is shared with a team that you lead.',
  scope: 'cases:read',
  writes: true,
  teams: 'any',
  http: { method: 'DELETE', path: '/views/{view}' },
  input: z.object({ view: line().describe('The id of the view, from views.list') }),
  output: view,
  run: async (context, input) => {
    const row = await changeable(context, input.view)
    await context.db.deleteFrom('views').where('id', '=', row.id).execute()
    return shown(context, row)
  },
})
