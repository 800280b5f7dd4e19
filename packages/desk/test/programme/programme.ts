/** A desk with people of the programme: support engineers, a customer engineer, and who speaks for leadership. */
import type { Actor, InputOf, OutputOf, Role } from '../../src/index.ts'
import type { TestDesk } from '../desk.ts'

const viewers = ['ce-leadership', 'sales-leadership'] as const
const always = Object.fromEntries(
  ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'].map((day) => [day, [['00:00', '24:00']]]),
) as Record<string, [string, string][]>

export type Staff = {
  readonly engineers: readonly { readonly id: string; readonly name: string }[]
  readonly ce: string
  readonly speakers: readonly Actor[]
}

const actor = (id: string, name: string, role: Role): Actor => ({
  kind: 'person',
  id,
  name,
  grants: [{ role, team: null }],
})

export const asAgent = ({ id, name }: { readonly id: string; readonly name: string }): Actor =>
  actor(id, name, 'agent')

/** Engineers in `cse` by these names, a customer engineer, and one person for each part of leadership. */
export async function staffed(
  desk: TestDesk,
  names: readonly string[] = ['Katharina Brandt', 'Tomasz Nowak', 'Ines Moreau'],
): Promise<Staff> {
  const engineers = []
  for (const name of names) {
    const local = name
      .toLowerCase()
      .replace(' ', '.')
      .replaceAll(/[^a-z.]/g, 'x')
    const email = `${local}@example.com`
    const { id } = await desk.do('people.add', { name, email, hours: always, team: 'cse' })
    engineers.push({ id, name })
    // Turns are taken in this order.
    desk.setTime(1)
  }
  const { id: ce } = await desk.do('people.add', { name: 'Rita Olsen', hours: always })
  const speakers: Actor[] = []
  for (const role of viewers) {
    const { id, name } = await desk.do('people.add', { name: `Speaker of ${role}` })
    await desk.do('programme_roles.give', { role, person: id })
    speakers.push(actor(id, name, 'viewer'))
  }
  return { engineers, ce, speakers }
}

/** A customer that is signed, or not yet. */
export async function customerIn(
  desk: TestDesk,
  name: string,
  lifecycle: 'pre-sales' | 'post-sales' = 'post-sales',
): Promise<string> {
  const externalId = `crm-${name.toLowerCase().replaceAll(' ', '-')}`
  const facts = { plan: 'enterprise', lifecycle }
  return (await desk.do('accounts.put', { externalId, name, facts })).id
}

/** A request that everybody was heard on. */
export async function vetted(
  desk: TestDesk,
  { speakers }: Staff,
  input: Pick<InputOf<'requests.open'>, 'account' | 'kind'> & Partial<InputOf<'requests.open'>>,
): Promise<OutputOf<'requests.open'>> {
  const opened = await desk.do('requests.open', { reason: 'Many cases a week', ...input })
  for (const speaker of speakers) {
    const given = { request: opened.id, view: 'in-favour', words: 'It would help' } as const
    await desk.do('requests.view', given, { actor: speaker })
  }
  return opened
}

/** A running assignment, the way it is made: asked, vetted, approved. */
export async function assigned(
  desk: TestDesk,
  staff: Staff,
  account: string,
  kind: string,
  more: { readonly until?: string; readonly engineer?: number; readonly backup?: number } = {},
) {
  const { until, engineer = 0, backup } = more
  const { id } = await vetted(desk, staff, { account, kind, ...(until && { until }) })
  const decided = await desk.do('requests.decide', {
    request: id,
    decision: 'approve',
    reason: 'Yes',
    engineer: staff.engineers[engineer]!.id,
    ...(backup !== undefined && { backup: staff.engineers[backup]!.id }),
  })
  return decided.assignment!
}
