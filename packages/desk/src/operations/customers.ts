/** One page for a customer: who is who, what is known, the environment that is kept, and meetings. */
import { Refusal } from '@rightdesk/engine'
import { z } from 'zod'
import { findAccount } from '../answering.ts'
import type { Context } from '../context.ts'
import { operation } from '../operation.ts'
import { findColleague, personName } from '../people/roster.ts'
import { environmentOf } from '../programme/assigned.ts'
import {
  type Assigned,
  changeAssigned,
  demandEngineer,
  demandParty,
  recordAssigned,
  runningFor,
} from '../programme/assignment-party.ts'
import { isTold } from '../programme/programme.ts'
import {
  accountPerson,
  accountRoles,
  customer,
  customerEngineers,
  demandSight,
  environment,
  meeting,
  peopleOf,
  shownAccountPerson,
  shownCustomer,
  shownEnvironment,
  shownMeetings,
} from '../programme/programme-customer.ts'
import { calledName, line, prose, time } from '../shapes.ts'
import { toJson } from '../store/json.ts'
import type { AccountRow, Time } from '../store/tables.ts'

const accountName = line().describe('The id of an account, or its external id')

export const showCustomer = operation({
  name: 'customers.show',
  about:
    'Shows all that is known of a customer in one place: facts, people, cases, its engineer, what is open.',
  scope: 'accounts:read',
  writes: false,
  teams: 'any',
  http: { method: 'GET', path: '/customers/{account}' },
  tool: 'show_customer',
  input: z.object({ account: accountName }),
  output: customer,
  run: async (context, input) => shownCustomer(context, await findAccount(context.db, input.account)),
})

export const addCustomerPerson = operation({
  name: 'customers.add_person',
  about: 'Notes who is what to a customer: one of us, or somebody outside with how they are reached.',
  scope: 'accounts:write',
  writes: true,
  teams: 'any',
  http: { method: 'POST', path: '/customers/{account}/people', status: 201 },
  input: z.object({
    account: accountName,
    role: z.enum(accountRoles),
    person: personName.optional().describe('One of us, by id or e-mail address'),
    name: calledName.optional().describe('Of somebody outside'),
    contact: line().optional(),
  }),
  output: accountPerson,
  run: async (context, input) => {
    const account = await findAccount(context.db, input.account)
    if ((input.person === undefined) === (input.name === undefined)) {
      const message = 'either one of us or somebody outside is named'
      throw new Refusal('invalid', 'person', message, 'Give `person` or `name`, not both.')
    }
    const colleague = input.person === undefined ? undefined : await findColleague(context, input.person)
    if (colleague) await demandSight(context, account, { role: input.role, personId: colleague.id })
    const known = await peopleOf(context, account.id)
    const same = known.find(({ role, personId }) => role === input.role && personId === (colleague?.id ?? ''))
    if (same) return shownAccountPerson(same)
    const row = {
      id: context.newId('contact'),
      accountId: account.id,
      role: input.role,
      personId: colleague?.id ?? null,
      name: colleague?.name ?? input.name!,
      contact: input.contact ?? colleague?.email ?? null,
      since: context.at,
    }
    await context.db.insertInto('accountPeople').values(row).execute()
    return shownAccountPerson(row)
  },
})

export const removeCustomerPerson = operation({
  name: 'customers.remove_person',
  about: 'Notes that somebody is not anything to a customer any more.',
  scope: 'accounts:write',
  writes: true,
  teams: 'any',
  http: { method: 'DELETE', path: '/customers/{account}/people/{contact}' },
  input: z.object({ account: accountName, contact: line().describe('The id that customers.show gives') }),
  output: z.object({ contact: z.string() }),
  run: async (context, input) => {
    const account = await findAccount(context.db, input.account)
    const known = (await peopleOf(context, account.id)).find(({ id }) => id === input.contact)
    if (!known) {
      const message = `\`${account.name}\` has nobody \`${input.contact}\``
      throw new Refusal('not_found', 'contact', message, 'customers.show has the ids.')
    }
    const { role, personId } = known
    if (personId !== null && personId !== context.actor.id) {
      await demandSight(context, account, { role, personId })
    }
    await context.db.deleteFrom('accountPeople').where('id', '=', known.id).execute()
    return { contact: known.id }
  },
})

/** The running assignment of a customer; throws `precondition_failed` where it has none. */
async function demandAssigned(context: Context, account: AccountRow): Promise<Assigned> {
  const row = await runningFor(context, account.id)
  if (row) return row
  const message = `\`${account.name}\` has no assigned engineer`
  throw new Refusal('precondition_failed', 'account', message, 'Ask for one with requests.open.')
}

export const keepEnvironment = operation({
  name: 'customers.keep_environment',
  about: "Notes where the engineer keeps a copy of the customer's environment; its access is said with it.",
  scope: 'cases:write',
  writes: true,
  teams: 'any',
  http: { method: 'PUT', path: '/customers/{account}/environment' },
  input: z.object({
    account: accountName,
    where: line(500).describe('Where it is; no password or key'),
    about: prose(2_000).optional(),
  }),
  output: environment,
  run: async (context, input) => {
    const account = await findAccount(context.db, input.account)
    const row = await demandAssigned(context, account)
    demandEngineer(context, row)
    const kept = { where: input.where, about: input.about ?? null, by: context.actor.id, at: context.at }
    const changed = await changeAssigned(context, row, { environment: toJson(kept) })
    await recordAssigned(context, row.id, 'environment-kept', { where: input.where })
    return (await shownEnvironment(context, changed, await peopleOf(context, account.id), true))!
  },
})

export const dropEnvironment = operation({
  name: 'customers.drop_environment',
  about: "Notes that no copy of the customer's environment is kept any more.",
  scope: 'cases:write',
  writes: true,
  teams: 'any',
  http: { method: 'DELETE', path: '/customers/{account}/environment' },
  input: z.object({ account: accountName }),
  output: z.object({ account: z.string() }),
  run: async (context, input) => {
    const account = await findAccount(context.db, input.account)
    const row = await demandAssigned(context, account)
    demandEngineer(context, row)
    if (environmentOf(row) !== null) {
      await changeAssigned(context, row, { environment: toJson(null) })
      await recordAssigned(context, row.id, 'environment-dropped')
    }
    return { account: account.id }
  },
})

export const recordMeeting = operation({
  name: 'customers.record_meeting',
  about:
    'Notes a meeting with the customer; before the sale only one that its customer engineer agreed to first.',
  scope: 'cases:write',
  writes: true,
  teams: 'any',
  http: { method: 'POST', path: '/customers/{account}/meetings', status: 201 },
  input: z.object({
    account: accountName,
    at: time.describe('When it is or was'),
    kind: z.enum(['regular', 'ad-hoc']),
    people: z.array(calledName).max(50).default([]),
    agreedWith: personName.optional().describe('The customer engineer who agreed to it'),
    agreedAt: time.optional().describe('When; before the meeting'),
    notes: prose().optional(),
  }),
  output: meeting,
  run: async (context, input) => {
    const account = await findAccount(context.db, input.account)
    const assigned = await demandAssigned(context, account)
    demandParty(context, assigned)
    const at = new Date(input.at).toISOString()
    const row = {
      id: context.newId('meeting'),
      accountId: account.id,
      at,
      kind: input.kind,
      people: toJson(input.people),
      ...(await agreement(context, assigned, { ...input, at })),
      notes: input.notes ?? null,
      recordedBy: context.actor.id,
      version: 1,
    }
    await context.db.insertInto('meetings').values(row).execute()
    return (await shownMeetings(context, [row]))[0]!
  },
})

type Agreed = { readonly agreedWith: string | null; readonly agreedAt: Time | null }

/** Who agreed to a meeting and when; before the sale there must be an agreement, and it comes first (A11). */
async function agreement(
  context: Context,
  assigned: Assigned,
  said: {
    readonly at: Time
    readonly agreedWith?: string | undefined
    readonly agreedAt?: string | undefined
  },
): Promise<Agreed> {
  const refuse = (message: string, help: string) =>
    new Refusal('precondition_failed', 'agreedWith', message, help)
  if (said.agreedWith === undefined || said.agreedAt === undefined) {
    if (isTold(context.answering.policy.compiled.programme, assigned.kind)) {
      return { agreedWith: null, agreedAt: null }
    }
    const message = 'before the sale a meeting is agreed with the customer engineer first'
    throw refuse(message, 'Say who agreed in `agreedWith`, and when in `agreedAt`.')
  }
  const { id, name } = await findColleague(context, said.agreedWith)
  const people = await peopleOf(context, assigned.accountId)
  if (!customerEngineers(assigned, people).includes(id)) {
    const message = `\`${name}\` is not a customer engineer of this customer`
    throw refuse(message, 'Name them with customers.add_person as `ce`, if they are.')
  }
  const agreedAt = new Date(said.agreedAt).toISOString()
  if (agreedAt <= said.at && agreedAt <= context.at) return { agreedWith: id, agreedAt }
  throw refuse('the agreement comes after the meeting', 'It is agreed first; give the time at which it was.')
}
