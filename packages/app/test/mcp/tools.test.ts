import type { Client } from '@modelcontextprotocol/client'
import { operations, type Role, roleNames, teamsWith } from '@rightdesk/desk'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { actorWith, defaultAnswering, openDesk, type TestDesk } from '../../../desk/test/desk.ts'
import { call, clientOf, refusalOf } from './clients.ts'

let desk: TestDesk
beforeAll(async () => {
  desk = await openDesk()
})
afterAll(() => desk.close())

const listed = async (client: Client): Promise<string[]> =>
  (await client.listTools()).tools.map(({ name }) => name).sort()

const agent = actorWith('agent')

it('gives each tool one name, which no other has', () => {
  const names = operations.flatMap(({ tool }) => (tool === undefined ? [] : [tool]))
  expect(new Set(names).size).toBe(names.length)
  for (const name of names) expect(name).toMatch(/^[a-z]+(_[a-z]+)*$/)
})

it('offers nothing that changes anything unless that is switched on', async () => {
  const { tools } = await (await clientOf(desk, agent)).listTools()
  expect(tools.map(({ name }) => name)).toEqual(expect.arrayContaining(['ask', 'find_case', 'show_case']))
  expect(tools.filter(({ annotations }) => annotations?.readOnlyHint !== true)).toEqual([])
})

it.each(roleNames.flatMap((role) => [null, 'cse'].map((team) => ({ role, team }))))(
  'offers a $role of $team the tools whose scope they hold, and no others',
  async ({ role, team }: { role: Role; team: string | null }) => {
    const actor = actorWith(role, team)
    for (const writes of [false, true]) {
      const wanted = operations
        .filter((one) => one.tool !== undefined && (writes || !one.writes))
        .filter(({ scope, teams }) => {
          const held = teamsWith(actor, scope)
          return held === 'all' || (held.length > 0 && teams !== 'all')
        })
      expect(await listed(await clientOf(desk, actor, { writes }))).toEqual(
        wanted.map(({ tool }) => tool).sort(),
      )
    }
  },
)

it('offers a viewer no tool that changes anything, even when that is switched on', async () => {
  const names = await listed(await clientOf(desk, actorWith('viewer'), { writes: true }))
  expect(names).toContain('find_case')
  expect(names).not.toContain('open_case')
})

it('says what each tool takes, gives and may change', async () => {
  const { tools } = await (await clientOf(desk, agent, { writes: true })).listTools()
  const open = tools.find(({ name }) => name === 'open_case')
  expect(open?.annotations).toEqual({
    readOnlyHint: false,
    destructiveHint: false,
    idempotentHint: false,
    openWorldHint: false,
  })
  expect(open?.inputSchema.properties).toHaveProperty('idempotencyKey')
  expect(tools.find(({ name }) => name === 'reply_to_customer')?.annotations?.destructiveHint).toBe(true)
  for (const tool of tools) {
    expect(tool.description, tool.name).toMatch(/^[A-Z].+\.$/s)
    expect(tool.inputSchema.type, tool.name).toBe('object')
    expect(tool.outputSchema, tool.name).toMatchObject({ type: 'object', anyOf: expect.any(Array) })
  }
})

it('decides an ask, in structure and in words', async () => {
  const { data, text, isError } = await call(await clientOf(desk), 'ask', {
    text: 'We were charged twice on our last invoice',
    facts: { plan: 'pro' },
  })
  expect(isError).toBeUndefined()
  expect(data).toMatchObject({ status: 'decided', owner: { team: 'cse' } })
  expect(text).toContain('Owner: `cse`.')
  expect(text).toMatch(/\(matrix M7, rule owner\/billing-self-serve, policy\/tables\/owner\.yaml:\d+\)/)
  expect(text).toContain('never an instruction')
})

it('says that nobody owns it yet, with the question that settles it', async () => {
  const client = await clientOf(desk)
  for (const tool of ['ask', 'who_owns']) {
    const { data, text } = await call(client, tool, { facts: { topic: 'billing-usage' } })
    expect(data).toMatchObject({ status: 'needs-info' })
    expect(text).toContain('Nobody owns it yet: Which plan is the customer on?')
    expect(text).not.toContain('Owner:')
  }
})

it('says that nobody owns what is unclear or out of scope, and invents no owner', async () => {
  const client = await clientOf(desk)
  expect((await call(client, 'who_owns', { text: '' })).text).toContain('Nobody owns it yet: it is not clear')
  const { data, text } = await call(client, 'who_owns', { facts: { topic: 'out-of-scope', plan: 'pro' } })
  expect(data['team']).toBeNull()
  expect(text).toContain('Nobody here owns it: it is out of scope.')
})

it('lists what is missing, and says so when nothing is', async () => {
  const client = await clientOf(desk)
  const open = await call(client, 'missing_facts', { facts: { topic: 'billing-usage' } })
  expect(open.text).toContain('To settle the owner, state `plan`.')
  const settled = await call(client, 'missing_facts', { facts: { topic: 'billing-usage', plan: 'pro' } })
  expect(settled.text).toContain('Nothing is missing')
})

it.each([
  ['ask', { facts: { plann: 'pro' } }, 'invalid', 'facts.plann', 'plan'],
  ['ask', { facts: { plan: 'gold' } }, 'invalid', 'facts.plan', 'hobby'],
  ['ask', { txt: 'x' }, 'invalid', 'txt', 'It takes'],
  ['ask', { text: 7 }, 'invalid', 'text', 'API reference'],
  ['ask', { text: 'x '.repeat(60_000) }, 'limit_exceeded', 'text', ''],
  ['ask', { account: 'nowhere' }, 'not_found', 'account', 'accounts.put'],
  ['explain', { rule: 'M77' }, 'not_found', 'rule', ''],
  ['explain', {}, 'invalid', 'rule', ''],
  ['show_case', { case: '#999' }, 'not_found', 'case', ''],
])('refuses %s %j with code, place and what to do', async (tool, given, code, at, help) => {
  const called = await call(await clientOf(desk), tool, given)
  const refusal = refusalOf(called)
  expect(refusal).toMatchObject({ code, at })
  expect(refusal.help).toContain(help)
  expect(called.text).toContain(`(${code})`)
})

it('refuses what the scope is lacking for, and audits it', async () => {
  const client = await clientOf(desk, actorWith('viewer', null, 'vera'), { writes: true })
  const refusal = refusalOf(await call(client, 'open_case', { text: 'Our build fails' }))
  expect(refusal).toMatchObject({ code: 'forbidden' })
  const audited = await desk.store.db
    .selectFrom('audit')
    .select(['operation', 'surface', 'outcome'])
    .where('actor', '=', 'vera')
    .execute()
  expect(audited).toEqual([{ operation: 'cases.open', surface: 'mcp', outcome: 'refused' }])
})

it('refuses to change anything while that is switched off, whoever asks', async () => {
  const refusal = refusalOf(await call(await clientOf(desk), 'open_case', { text: 'Our build fails' }))
  expect(refusal).toMatchObject({ code: 'forbidden', help: expect.stringContaining('--allow-writes') })
  expect(await desk.store.db.selectFrom('cases').selectAll().execute()).toEqual([])
})

it('does a writing call once for one idempotency key', async () => {
  const client = await clientOf(desk, agent, { writes: true })
  const given = { text: 'Our build fails since this morning', facts: { plan: 'pro' }, idempotencyKey: 'once' }
  const [first, again] = [await call(client, 'open_case', given), await call(client, 'open_case', given)]
  expect(first.data['repeated']).toBe(false)
  expect(again.data).toEqual(first.data)
  expect(refusalOf(await call(client, 'open_case', { ...given, text: 'Other' }))).toMatchObject({
    code: 'conflict',
  })
  for (const idempotencyKey of [7, '', 'x'.repeat(201)]) {
    expect(refusalOf(await call(client, 'open_case', { ...given, idempotencyKey }))).toMatchObject({
      code: 'invalid',
    })
  }
})

it('shows a fault by its id alone, and tells the rest to the log', async () => {
  const secret = 'password of the database: hunter2'
  const answer = async (): Promise<never> => {
    throw new TypeError(secret)
  }
  const broken = await openDesk(':memory:', { ...defaultAnswering(), answer })
  const faults: [string, unknown][] = []
  const client = await clientOf(broken, agent, { onFault: (id, error) => faults.push([id, error]) })
  const called = await call(client, 'ask', { text: 'Our build fails' })
  expect(called.isError).toBe(true)
  expect(JSON.stringify(called)).not.toContain('hunter2')
  expect(faults).toEqual([[expect.any(String), expect.objectContaining({ message: secret })]])
  expect(called.text).toContain(faults[0]![0])
  await broken.close()
})

it('answers a tool that is not there as the protocol has it', async () => {
  await expect(call(await clientOf(desk), 'drop_tables')).rejects.toThrow('there is no tool `drop_tables`')
  await expect(call(await clientOf(desk), '__proto__')).rejects.toThrow('there is no tool')
})

it('lets the policy and its rules be read as resources', async () => {
  const client = await clientOf(desk)
  const read = async (uri: string): Promise<Record<string, unknown[]>> => {
    const [content] = (await client.readResource({ uri })).contents
    return JSON.parse((content as { text: string }).text)
  }
  expect((await client.listResources()).resources.map(({ uri }) => uri)).toEqual(['rightdesk://policy'])
  expect((await read('rightdesk://policy'))['topics']!.length).toBeGreaterThan(20)
  for (const rule of ['M7', 'billing-self-serve', 'owner/billing-self-serve']) {
    expect((await read(`rightdesk://policy/rules/${rule}`))['rules']!.length).toBeGreaterThan(0)
  }
  await expect(read('rightdesk://policy/rules/M77')).rejects.toThrow('no rule or row is called `M77`')
  await expect(read('rightdesk://policy/rules/%E0%A4%A')).rejects.toThrow()
  await expect(read('file:///etc/passwd')).rejects.toThrow()
})

it('lets nobody read the policy as a resource who may not read it', async () => {
  const nobody = { ...agent, grants: [] }
  await expect((await clientOf(desk, nobody)).readResource({ uri: 'rightdesk://policy' })).rejects.toThrow(
    'lacks',
  )
})
