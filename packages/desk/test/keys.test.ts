import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { type Actor, actorOfKey, type Grant } from '../src/index.ts'
import { actorWith, openDesk, type TestDesk } from './desk.ts'
import { describeOnStores } from './stores.ts'

const day = 86_400_000

/** Somebody real with a grant, as they act when signed in. */
async function somebody(desk: TestDesk, name: string, grant: Grant): Promise<Actor> {
  const { id } = await desk.do('people.add', { name })
  await desk.do('access.grant', { person: id, role: grant.role, ...(grant.team && { team: grant.team }) })
  return { kind: 'person', id, name, grants: [grant] }
}

describeOnStores('API keys', (open, { kind, newAddress }) => {
  it('let who only reads go on while the store takes no writes', async () => {
    const address = await newAddress()
    const before = await openDesk(address)
    const kim = await somebody(before, 'Kim', { role: 'agent', team: null })
    const { secret } = await before.do(
      'keys.create',
      { name: 'reading', scopes: ['cases:read'] },
      { actor: kim },
    )
    if (kind === 'postgres') {
      const name = sql.id(new URL(address).pathname.slice(1))
      await sql`alter database ${name} set default_transaction_read_only = on`.execute(before.store.db)
    }
    await before.close()
    const desk = await openDesk(address)
    if (kind === 'sqlite') await sql`pragma query_only = on`.execute(desk.store.db)
    const actor = await actorOfKey(desk.services, secret!, 'http')
    expect((await desk.do('cases.list', {}, { actor: actor! })).items).toEqual([])
    await expect(desk.do('cases.open', { text: 'x' })).rejects.toMatchObject({ code: 'unavailable' })
    await desk.close()
  })

  it('acts for its owner, narrowed to its scopes, and says that it was a key', async () => {
    const desk = await open()
    const kim = await somebody(desk, 'Kim', { role: 'agent', team: null })
    const made = await desk.do('keys.create', { name: 'reading', scopes: ['cases:read'] }, { actor: kim })
    expect(made).toMatchObject({
      owner: kim.id,
      scopes: ['cases:read'],
      expiresAt: '2026-05-31T09:00:00.000Z',
    })
    const actor = await actorOfKey(desk.services, made.secret!, 'http')
    expect(actor).toEqual({ ...kim, key: made.id, only: ['cases:read'] })
    await expect(desk.do('cases.open', { text: 'Hello' }, { actor: actor! })).rejects.toMatchObject({
      code: 'forbidden',
    })
    const refused = await desk.do('audit.list', { actor: kim.id, outcome: 'refused' })
    expect(refused.items[0]!.detail).toMatchObject({ byKey: made.id })
  })

  it('does no more than its owner may when it is used', async () => {
    const desk = await open()
    const kim = await somebody(desk, 'Kim', { role: 'agent', team: null })
    const { secret } = await desk.do('keys.create', { name: 'all', scopes: ['cases:write'] }, { actor: kim })
    const { items } = await desk.do('access.list', { person: kim.id })
    await desk.do('access.revoke', { grant: items[0]!.id })
    const actor = await actorOfKey(desk.services, secret!, 'http')
    expect(actor?.grants).toEqual([])
  })

  it('is made by nobody for what they do not hold themselves', async () => {
    const desk = await open()
    const kim = await somebody(desk, 'Kim', { role: 'agent', team: 'cse' })
    for (const scope of ['access:write', 'audit:read', 'people:write'] as const) {
      const input = { name: 'more', scopes: [scope] }
      await expect(desk.do('keys.create', input, { actor: kim })).rejects.toMatchObject({ code: 'forbidden' })
    }
    const narrowed: Actor = { ...kim, key: 'key_x', only: ['keys:own'] }
    const input = { name: 'more', scopes: ['cases:read' as const] }
    await expect(desk.do('keys.create', input, { actor: narrowed })).rejects.toMatchObject({
      code: 'forbidden',
    })
    const refused = await desk.do('audit.list', { operation: 'keys.create', outcome: 'refused' })
    expect(refused.items).toHaveLength(4)
  })

  it('ends on its day, when it is revoked, and when its owner leaves', async () => {
    const desk = await open()
    const kim = await somebody(desk, 'Kim', { role: 'viewer', team: null })
    const make = () => desk.do('keys.create', { name: 'k', scopes: ['ask'], days: 2 }, { actor: kim })
    const [first, second, third] = [await make(), await make(), await make()]
    desk.setTime(2 * day - 1)
    expect(await actorOfKey(desk.services, first.secret!, 'http')).not.toBeNull()
    await desk.do('keys.revoke', { key: second.id }, { actor: kim })
    expect(await actorOfKey(desk.services, second.secret!, 'http')).toBeNull()
    desk.setTime(1)
    expect(await actorOfKey(desk.services, first.secret!, 'http')).toBeNull()
    desk.setTime(-day)
    expect(await actorOfKey(desk.services, third.secret!, 'http')).not.toBeNull()
    await desk.do('people.deactivate', { person: kim.id })
    expect(await actorOfKey(desk.services, third.secret!, 'http')).toBeNull()
    const uses = await desk.do('audit.list', { operation: 'keys.use' })
    expect(uses.items.map(({ detail }) => detail['reason'])).toEqual(['revoked', 'expired', 'revoked'])
  })

  it('notes its last use, to the minute', async () => {
    const desk = await open()
    const kim = await somebody(desk, 'Kim', { role: 'viewer', team: null })
    const { secret } = await desk.do('keys.create', { name: 'k', scopes: ['ask'] }, { actor: kim })
    const used = async () => (await desk.do('keys.list', {}, { actor: kim })).items[0]!.lastUsedAt
    expect(await used()).toBeNull()
    await actorOfKey(desk.services, secret!, 'http')
    expect(await used()).toBe('2026-03-02T09:00:00.000Z')
    desk.setTime(59_000)
    await actorOfKey(desk.services, secret!, 'http')
    expect(await used()).toBe('2026-03-02T09:00:00.000Z')
    desk.setTime(1_000)
    await actorOfKey(desk.services, secret!, 'http')
    expect(await used()).toBe('2026-03-02T09:01:00.000Z')
  })

  it('tells its secret once: not in the store, the audit log, the list, or a repeated request', async () => {
    const desk = await open()
    const kim = await somebody(desk, 'Kim', { role: 'viewer', team: null })
    const create = () =>
      desk.do('keys.create', { name: 'k', scopes: ['ask'] }, { actor: kim, idempotencyKey: 'once' })
    const { secret, ...made } = await create()
    expect(secret).toMatch(/^rd_[\w-]{43}$/)
    expect(await create()).toEqual({ ...made, secret: null })
    const [keys, audit, idempotency] = await Promise.all([
      desk.store.db.selectFrom('apiKeys').selectAll().execute(),
      desk.store.db.selectFrom('audit').selectAll().execute(),
      desk.store.db.selectFrom('idempotency').selectAll().execute(),
    ])
    expect(keys).toHaveLength(1)
    expect(
      JSON.stringify([keys, audit, idempotency, await desk.do('keys.list', {}, { actor: kim })]),
    ).not.toContain(secret!.slice(7))
  })

  it('tells the link of an invitation once as well', async () => {
    const desk = await open()
    const input = { email: 'kim@example.com', name: 'Kim' }
    const { path, ...made } = await desk.do('access.invite', input, { idempotencyKey: 'once' })
    expect(await desk.do('access.invite', input, { idempotencyKey: 'once' })).toEqual({ ...made, path: null })
    const rows = await Promise.all([
      desk.store.db.selectFrom('invitations').selectAll().execute(),
      desk.store.db.selectFrom('audit').selectAll().execute(),
      desk.store.db.selectFrom('idempotency').selectAll().execute(),
    ])
    expect(JSON.stringify(rows)).not.toContain(path!.split('/').at(-1))
  })

  it('made by a key does not outlive that key', async () => {
    const desk = await open()
    const kim = await somebody(desk, 'Kim', { role: 'viewer', team: null })
    const short = await desk.do(
      'keys.create',
      { name: 'a', scopes: ['ask', 'keys:own'], days: 3 },
      { actor: kim },
    )
    const actor = await actorOfKey(desk.services, short.secret!, 'http')
    const made = await desk.do('keys.create', { name: 'b', scopes: ['ask'], days: 365 }, { actor: actor! })
    expect(made.expiresAt).toBe(short.expiresAt)
  })

  it('is anybody’s own business, and that of who may do all that its owner may', async () => {
    const desk = await open()
    const kim = await somebody(desk, 'Kim', { role: 'lead', team: null })
    const key = await desk.do('keys.create', { name: 'k', scopes: ['ask'] }, { actor: kim })
    const other = await somebody(desk, 'Lee', { role: 'lead', team: null })
    const ofTeam = await somebody(desk, 'Max', { role: 'admin', team: 'cse' })
    for (const actor of [other, ofTeam]) {
      await expect(desk.do('keys.revoke', { key: key.id }, { actor })).rejects.toMatchObject({
        code: 'forbidden',
      })
      await expect(desk.do('keys.list', { owner: kim.id }, { actor })).rejects.toMatchObject({
        code: 'forbidden',
      })
      await expect(desk.do('keys.list', { owner: 'all' }, { actor })).rejects.toMatchObject({
        code: 'forbidden',
      })
    }
    expect((await desk.do('keys.list', { owner: 'all' })).items).toHaveLength(1)
    expect((await desk.do('keys.revoke', { key: key.id })).revokedAt).not.toBeNull()
  })

  it('is made for a service by who holds all that the service holds', async () => {
    const desk = await open()
    const admin = await somebody(desk, 'Ada', { role: 'admin', team: null })
    const ofTeam = await somebody(desk, 'Max', { role: 'admin', team: 'cse' })
    const mail = await desk.do(
      'services.add',
      { name: 'Mail', role: 'agent', team: 'cse' },
      { actor: ofTeam },
    )
    const input = { name: 'k', scopes: ['cases:write' as const], service: mail.id }
    const { secret } = await desk.do('keys.create', input, { actor: ofTeam })
    expect(await actorOfKey(desk.services, secret!, 'http')).toMatchObject({ kind: 'service', name: 'Mail' })
    await desk.do('access.grant', { person: mail.id, role: 'agent' }, { actor: admin })
    await expect(desk.do('keys.create', input, { actor: ofTeam })).rejects.toMatchObject({
      code: 'forbidden',
    })
    const forPerson = { ...input, service: ofTeam.id }
    await expect(desk.do('keys.create', forPerson, { actor: admin })).rejects.toMatchObject({
      code: 'invalid',
    })
    expect((await desk.do('services.list', {}, { actor: ofTeam })).items).toEqual([
      expect.objectContaining({ id: mail.id }),
    ])
  })
})

describeOnStores('grants', (open) => {
  it('are given by nobody who does not hold as much', async () => {
    const desk = await open()
    const ofTeam = await somebody(desk, 'Max', { role: 'admin', team: 'cse' })
    const kim = await desk.do('people.add', { name: 'Kim' })
    const give = (role: 'agent' | 'admin', team?: string) =>
      desk.do('access.grant', { person: kim.id, role, ...(team && { team }) }, { actor: ofTeam })
    expect(await give('agent', 'cse')).toMatchObject({ role: 'agent', team: 'cse' })
    await expect(give('agent')).rejects.toMatchObject({ code: 'forbidden' })
    await expect(give('agent', 'legal')).rejects.toMatchObject({ code: 'forbidden' })
    const narrowed = { ...actorWith('admin'), key: 'key_x', only: ['access:write' as const] }
    await expect(
      desk.do('access.grant', { person: kim.id, role: 'viewer' }, { actor: narrowed }),
    ).rejects.toMatchObject({ code: 'forbidden' })
    await expect(desk.do('access.grant', { person: kim.id, role: 'agent', team: 'cze' })).rejects.toThrow(
      'no team `cze`',
    )
  })

  it('given twice are one', async () => {
    const desk = await open()
    const kim = await desk.do('people.add', { name: 'Kim' })
    const first = await desk.do('access.grant', { person: kim.id, role: 'agent' })
    expect(await desk.do('access.grant', { person: kim.id, role: 'agent' })).toEqual(first)
  })

  it('leave the last admin who can sign in, even when two take from each other at once', async () => {
    const desk = await open()
    const admins = [
      await somebody(desk, 'Ada', { role: 'admin', team: null }),
      await somebody(desk, 'Bo', { role: 'admin', team: null }),
    ]
    for (const { id, name } of admins) {
      const [at, email] = [desk.services.now(), `${name}@example.com`]
      await desk.store.db
        .insertInto('signInUsers')
        .values({ id, name, email, emailVerified: 1, image: null, createdAt: at, updatedAt: at })
        .execute()
    }
    const { items } = await desk.do('access.list', { role: 'admin' })
    const outcomes = await Promise.allSettled(
      items.map(({ id, person }) =>
        desk.do('access.revoke', { grant: id }, { actor: admins.find((one) => one.id !== person.id)! }),
      ),
    )
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect((await desk.do('access.list', { role: 'admin' })).items).toHaveLength(1)
    const [last] = (await desk.do('access.list', { role: 'admin' })).items
    await expect(desk.do('people.deactivate', { person: last!.person.id })).rejects.toMatchObject({
      code: 'conflict',
    })
  })

  it('tell whoever asks as whom they act and what they may do', async () => {
    const desk = await open()
    const lee = await somebody(desk, 'Lee', { role: 'lead', team: 'cse' })
    await desk.do('teams.join', { team: 'cse', person: lee.id, lead: true })
    const me = await desk.do('me.show', {}, { actor: lee })
    expect(me).toMatchObject({ id: lee.id, name: 'Lee', key: null, grants: [{ role: 'lead', team: 'cse' }] })
    expect(me.scopes).toMatchObject({ self: 'all', 'cases:lead': ['cse'] })
    expect(me.scopes).not.toHaveProperty('access:write')
    expect(me.teams).toEqual([{ team: 'cse', isLead: true }])
  })
})
