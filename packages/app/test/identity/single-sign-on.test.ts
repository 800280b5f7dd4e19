import { afterAll, beforeAll, expect, it } from 'vitest'
import { actorWith, type TestDesk } from '../../../desk/test/desk.ts'
import { describeOnStores } from '../../../desk/test/stores.ts'
import { type Identity, identity } from '../../src/identity/index.ts'
import { type Browser, browse } from './browser.ts'
import { type Provider, startProvider } from './provider.ts'

const url = 'http://desk.test'
const kim = { sub: 'idp-1', email: 'kim@example.com', email_verified: true, name: 'Kim' }

let provider: Provider
beforeAll(async () => {
  provider = await startProvider('rightdesk', 'shared with the provider')
})
afterAll(() => provider.close())

function doorOf(desk: TestDesk, domains: readonly string[] = []): Identity {
  return identity(desk.services, {
    url,
    secret: 'a secret of this installation, long enough',
    oidc: {
      issuer: provider.issuer,
      clientId: 'rightdesk',
      clientSecret: 'shared with the provider',
      domains,
    },
  })
}

/** From the button to being back at the desk. */
async function comeIn(browser: Browser, next = '/account'): Promise<Response> {
  const start = await browser.get(`/sign-in/sso?next=${encodeURIComponent(next)}`)
  expect(start.status).toBe(303)
  const back = await provider.visit(start.headers.get('Location')!)
  expect(back).toContain(`${url}/sign-in/sso/callback/oidc?`)
  return browser.get(back)
}

const refusals = async (desk: TestDesk): Promise<string[]> => {
  const rows = await desk.store.db
    .selectFrom('audit')
    .select('detail')
    .where('operation', '=', 'sign-in')
    .where('outcome', '=', 'refused')
    .execute()
  return rows.map(({ detail }) => JSON.parse(detail).reason)
}

describeOnStores('single sign-on', (open) => {
  it('lets somebody unknown in without any grant, as the same person each time', async () => {
    const desk = await open()
    const door = doorOf(desk)
    provider.signsIn(kim)
    const browser = browse(door.routes)
    const back = await comeIn(browser, '/api/v1/reference')
    expect(back.headers.get('Location')).toBe('/api/v1/reference')
    const actor = await door.authenticate(browser.request())
    expect(actor).toMatchObject({ kind: 'person', name: 'Kim', grants: [] })
    await expect(desk.do('cases.list' as never, {} as never, { actor: actor! })).rejects.toMatchObject({
      code: 'forbidden',
    })
    expect(await desk.do('me.show', {}, { actor: actor! })).toMatchObject({
      email: 'kim@example.com',
      scopes: { self: 'all' },
    })
    const again = browse(door.routes)
    provider.signsIn({ ...kim, name: 'Kim K.' })
    await comeIn(again)
    expect((await door.authenticate(again.request()))?.id).toBe(actor!.id)
    expect(await door.firstLink()).toBeDefined()
  })

  it('finds whoever was invited, with their grants, and keeps no token of the provider', async () => {
    const desk = await open()
    const door = doorOf(desk)
    const invited = await desk.do('access.invite', {
      email: 'Kim@Example.com',
      name: 'Kim',
      role: 'lead',
      team: 'cse',
    })
    provider.signsIn(kim)
    const browser = browse(door.routes)
    await comeIn(browser)
    expect(await door.authenticate(browser.request())).toMatchObject({
      id: invited.person,
      grants: [{ role: 'lead', team: 'cse' }],
    })
    const [account] = await desk.store.db.selectFrom('signInAccounts').selectAll().execute()
    expect(account).toMatchObject({
      accountId: 'idp-1',
      accessToken: null,
      refreshToken: null,
      idToken: null,
    })
  })

  it('joins a password and a provider to one person by the address that the provider vouches for', async () => {
    const desk = await open()
    const door = doorOf(desk)
    const password = 'four words in a row'
    const first = browse(door.routes)
    await first.post((await door.firstLink())!, {
      name: 'Kim',
      email: 'kim@example.com',
      password,
      repeated: password,
    })
    provider.signsIn(kim)
    const second = browse(door.routes)
    await comeIn(second)
    expect((await door.authenticate(second.request()))?.id).toBe(
      (await door.authenticate(first.request()))?.id,
    )
  })

  it('lets nobody in whose address is not vouched for, or of another domain, and makes nobody of them', async () => {
    const desk = await open()
    const door = doorOf(desk, ['example.com'])
    for (const claims of [
      { ...kim, email_verified: false },
      { ...kim, email: 'kim@elsewhere.test' },
      { ...kim, email: 'kim@example.com.elsewhere.test' },
      { ...kim, email: 'kim@notexample.com' },
    ]) {
      provider.signsIn(claims)
      const browser = browse(door.routes)
      const back = await comeIn(browser)
      expect(back.headers.get('Location')).toContain('/sign-in?problem=')
      expect(await (await browser.get(back.headers.get('Location')!)).text()).toMatch(/vouch|domain/)
      expect(await door.authenticate(browser.request())).toBeNull()
    }
    expect(await desk.store.db.selectFrom('people').selectAll().execute()).toHaveLength(0)
    expect(await refusals(desk)).toEqual(['email_not_verified', ...Array(3).fill('domain_not_allowed')])
  })

  it('believes no token that is forged, meant for others, stale, or of another sign-in', async () => {
    const desk = await open()
    const door = doorOf(desk)
    for (const [claims, forged] of [
      [kim, true],
      [{ ...kim, aud: 'another client' }, false],
      [{ ...kim, iss: 'http://elsewhere.test' }, false],
      [{ ...kim, exp: Math.floor(Date.now() / 1_000) - 3_600 }, false],
      [{ ...kim, nonce: 'of another sign-in' }, false],
    ] as const) {
      provider.signsIn(claims)
      if (forged) provider.forge()
      const browser = browse(door.routes)
      expect((await comeIn(browser)).headers.get('Location')).toContain('/sign-in?problem=')
      expect(await door.authenticate(browser.request())).toBeNull()
    }
    expect(await refusals(desk)).toHaveLength(5)
  })

  it('takes a way back only from the browser that set out, and only once', async () => {
    const desk = await open()
    const door = doorOf(desk)
    provider.signsIn(kim)
    const browser = browse(door.routes)
    const start = await browser.get('/sign-in/sso')
    const back = await provider.visit(start.headers.get('Location')!)
    const other = browse(door.routes)
    expect((await other.get(back)).headers.get('Location')).toContain('/sign-in?problem=')
    expect(await door.authenticate(other.request())).toBeNull()
    await browser.get(back)
    const replayed = await browser.get(back)
    expect(replayed.headers.get('Location')).toContain('/sign-in?problem=')
  })

  it('keeps out who has left', async () => {
    const desk = await open()
    const door = doorOf(desk)
    const invited = await desk.do(
      'access.invite',
      { email: 'kim@example.com', name: 'Kim' },
      { actor: actorWith('admin') },
    )
    await desk.store.db
      .updateTable('people')
      .set({ leftAt: desk.services.now() })
      .where('id', '=', invited.person)
      .execute()
    provider.signsIn(kim)
    const browser = browse(door.routes)
    expect((await comeIn(browser)).headers.get('Location')).toContain('/sign-in?problem=')
    expect(await door.authenticate(browser.request())).toBeNull()
  })

  it('says so when the provider is away, and works when it is back', async () => {
    const desk = await open()
    const troubles: string[] = []
    const away = await startProvider('rightdesk', 'x')
    await away.close()
    const door = identity(desk.services, {
      url,
      secret: 'a secret of this installation, long enough',
      oidc: { issuer: away.issuer, clientId: 'rightdesk', clientSecret: 'x', domains: [] },
      onTrouble: (message) => troubles.push(message),
    })
    const page = await browse(door.routes).get('/sign-in/sso')
    expect(page.status).toBe(503)
    expect(await page.text()).toContain('Single sign-on did not work')
    expect(troubles.join()).toContain('Discovery')
    const back = await startProvider('rightdesk', 'x', Number(new URL(away.issuer).port))
    back.signsIn(kim)
    const browser = browse(door.routes)
    const start = await browser.get('/sign-in/sso')
    await browser.get(await back.visit(start.headers.get('Location')!))
    expect(await door.authenticate(browser.request())).toMatchObject({ name: 'Kim' })
    await back.close()
  })
})
