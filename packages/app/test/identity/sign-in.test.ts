import { expect, it } from 'vitest'
import { actorWith, type TestDesk } from '../../../desk/test/desk.ts'
import { describeOnStores } from '../../../desk/test/stores.ts'
import { type Identity, identity } from '../../src/identity/index.ts'
import { type Browser, browse } from './browser.ts'

const url = 'http://desk.test'
const secret = 'a secret of this installation, long enough'
const password = 'four words in a row'

type Door = { desk: TestDesk; door: Identity; browser: Browser }

/** A desk whose first admin has come in by the link; `browser` is theirs. */
async function withAdmin(open: () => Promise<TestDesk>, settings = {}): Promise<Door & { adminId: string }> {
  const desk = await open()
  const door = identity(desk.services, { url, secret, ...settings })
  const browser = browse(door.routes)
  const link = await door.firstLink()
  const joined = await browser.post(link!, {
    name: 'Ada',
    email: 'Ada@Example.com',
    password,
    repeated: password,
  })
  expect(joined.status).toBe(303)
  const admin = await door.authenticate(browser.request())
  return { desk, door, browser, adminId: admin!.id }
}

const audited = (desk: TestDesk, operation: string) =>
  desk.store.db.selectFrom('audit').selectAll().where('operation', '=', operation).orderBy('id').execute()

describeOnStores('signing in', (open) => {
  it('lets the first link make one admin, who is signed in by it', async () => {
    const { desk, door, browser } = await withAdmin(open)
    const admin = await door.authenticate(browser.request())
    expect(admin).toMatchObject({ kind: 'person', name: 'Ada', grants: [{ role: 'admin', team: null }] })
    expect(await door.firstLink()).toBeUndefined()
    expect(await audited(desk, 'access.join')).toMatchObject([
      { outcome: 'done', actor: admin!.id, target: admin!.id },
    ])
  })

  it('takes only one of several first links', async () => {
    const desk = await open()
    const door = identity(desk.services, { url, secret })
    const links = [(await door.firstLink())!, (await door.firstLink())!]
    const answers = await Promise.all(
      links.map((link, at) =>
        browse(door.routes).post(link, {
          name: `A${at}`,
          email: `a${at}@example.com`,
          password,
          repeated: password,
        }),
      ),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 404])
    expect(await desk.store.db.selectFrom('grants').selectAll().execute()).toHaveLength(1)
  })

  it('lets a link lapse after a day and work only once', async () => {
    const desk = await open()
    const door = identity(desk.services, { url, secret })
    const link = (await door.firstLink())!
    const form = { name: 'Ada', email: 'ada@example.com', password, repeated: password }
    desk.setTime(24 * 3_600_000)
    expect((await browse(door.routes).get(link)).status).toBe(404)
    const fresh = (await door.firstLink())!
    expect((await browse(door.routes).post(fresh, form)).status).toBe(303)
    expect((await browse(door.routes).post(fresh, form)).status).toBe(404)
    expect((await browse(door.routes).get('/join/nonsense')).status).toBe(404)
  })

  it('signs in by password and out again, and writes both down', async () => {
    const { desk, door, adminId } = await withAdmin(open)
    const browser = browse(door.routes)
    const page = await browser.get('/sign-in?next=/api/v1/reference')
    expect(await page.text()).toContain('value="/api/v1/reference"')
    const entered = await browser.post('/sign-in', {
      email: ' ADA@example.com',
      password,
      next: '/api/v1/reference',
    })
    expect(entered.status).toBe(303)
    expect(entered.headers.get('Location')).toBe('/api/v1/reference')
    const [cookie] = entered.headers.getSetCookie()
    expect(cookie).toMatch(/HttpOnly/i)
    expect(cookie).toMatch(/SameSite=Lax/i)
    expect(cookie).not.toMatch(/Secure/i)
    expect((await door.authenticate(browser.request()))?.id).toBe(adminId)
    expect((await browser.get('/sign-in')).status).toBe(303)
    const stolen = browser.request()
    expect((await browser.get('/sign-out')).status).toBe(200)
    expect((await browser.post('/sign-out', {})).status).toBe(303)
    expect(await door.authenticate(browser.request())).toBeNull()
    expect(await door.authenticate(stolen)).toBeNull()
    expect((await audited(desk, 'sign-out')).map(({ actor }) => actor)).toEqual([adminId])
    expect((await audited(desk, 'sign-in')).at(-1)).toMatchObject({
      outcome: 'done',
      actor: adminId,
      target: adminId,
    })
  })

  it('says the same of a wrong password and of somebody unknown, and audits both', async () => {
    const { desk, door } = await withAdmin(open)
    const tell = async (email: string) => {
      const response = await browse(door.routes).post('/sign-in', { email, password: 'not the password' })
      expect(response.status).toBe(401)
      return (await response.text()).replaceAll(email, '')
    }
    expect(await tell('ada@example.com')).toBe(await tell('who@example.com'))
    const refused = (await audited(desk, 'sign-in')).filter(({ outcome }) => outcome === 'refused')
    expect(refused.map(({ actor }) => actor)).toEqual(['nobody', 'nobody'])
    expect(refused[0]!.detail).not.toContain('not the password')
  })

  it('makes who tries too often wait, even with the right password, and audits the first refusal', async () => {
    const { desk, door } = await withAdmin(open)
    const browser = browse(door.routes)
    const attempt = (with_: string) => browser.post('/sign-in', { email: 'ada@example.com', password: with_ })
    for (let tries = 0; tries < 5; tries++) expect((await attempt('wrong wrong wrong')).status).toBe(401)
    for (let tries = 0; tries < 3; tries++) {
      const response = await attempt(password)
      expect(response.status).toBe(429)
      expect(Number(response.headers.get('Retry-After'))).toBeGreaterThan(0)
    }
    const limited = (await audited(desk, 'sign-in')).filter(({ detail }) => detail.includes('too many'))
    expect(limited).toHaveLength(1)
  })

  it('lets nobody sign up: better-auth itself cannot be reached', async () => {
    const { door } = await withAdmin(open)
    const browser = browse(door.routes)
    for (const path of [
      '/sign-in/sso/sign-up/email',
      '/sign-in/sso/sign-in/email',
      '/api/auth/sign-up/email',
    ]) {
      expect((await browser.post(path, { email: 'x@example.com', password, name: 'X' })).status).toBe(404)
    }
  })

  it('takes no form from another site', async () => {
    const { door } = await withAdmin(open)
    for (const headers of [
      { 'Sec-Fetch-Site': 'cross-site' },
      { Origin: 'https://elsewhere.test', Host: 'desk.test' },
      { Origin: 'null', Host: 'desk.test' },
      {},
    ]) {
      const response = await browse(door.routes).post(
        '/sign-in',
        { email: 'ada@example.com', password },
        headers as never,
      )
      expect(response.status).toBe(403)
    }
  })

  it('goes nowhere else after signing in', async () => {
    const { door } = await withAdmin(open)
    for (const next of [
      '//evil.test',
      '/\\evil.test',
      'https://evil.test',
      '/\t/evil.test',
      'javascript:alert(1)',
      '/a\\b',
    ]) {
      const entered = await browse(door.routes).post('/sign-in', { email: 'ada@example.com', password, next })
      expect(entered.headers.get('Location')).toBe('/')
    }
  })

  it('shows hostile text inert, under a policy without scripts', async () => {
    const { desk, door, adminId } = await withAdmin(open)
    const { path } = await desk.do(
      'access.invite',
      { email: 'eve@example.com', name: '<script>alert(1)</script>' },
      { actor: actorWith('admin', null, adminId) },
    )
    const page = await browse(door.routes).get(path!)
    const text = await page.text()
    expect(text).not.toContain('<script>')
    expect(text).toContain('&lt;script&gt;')
    const policy = page.headers.get('Content-Security-Policy')!
    expect(policy).toContain("default-src 'none'")
    expect(policy).not.toMatch(/script-src|unsafe/)
    expect(page.headers.get('Cache-Control')).toBe('no-store')
  })

  it('lets an invited person choose a password, with the role they were invited for', async () => {
    const { desk, door, adminId } = await withAdmin(open)
    const invited = await desk.do(
      'access.invite',
      { email: 'Kim@Example.com', name: 'Kim', role: 'agent', team: 'cse' },
      { actor: actorWith('admin', null, adminId) },
    )
    const browser = browse(door.routes)
    const page = await (await browser.get(invited.path!)).text()
    expect(page).toContain('Welcome, Kim')
    for (const [bad, why] of [
      [{ password: 'short', repeated: 'short' }, 'at least 12'],
      [{ password, repeated: 'something else entirely' }, 'not the same'],
      [{ password: 'aaaaaaaaaaaaaa', repeated: 'aaaaaaaaaaaaaa' }, 'easy to guess'],
    ] as const) {
      const again = await browser.post(invited.path!, { name: 'Kim', email: 'other@example.com', ...bad })
      expect(again.status).toBe(422)
      expect(await again.text()).toContain(why)
    }
    const joined = await browser.post(invited.path!, {
      name: 'Kim',
      email: 'other@example.com',
      password,
      repeated: password,
    })
    expect(joined.status).toBe(303)
    expect(await door.authenticate(browser.request())).toMatchObject({
      id: invited.person,
      grants: [{ role: 'agent', team: 'cse' }],
    })
    const again = browse(door.routes)
    expect((await again.post('/sign-in', { email: 'kim@example.com', password })).status).toBe(303)
  })

  it('ends every session and the old password when somebody starts anew by a link', async () => {
    const { desk, door, browser, adminId } = await withAdmin(open)
    const { path } = await desk.do(
      'access.invite',
      { email: 'ada@example.com' },
      { actor: actorWith('admin', null, adminId) },
    )
    const fresh = browse(door.routes)
    const other = 'another four words here'
    expect((await fresh.post(path!, { name: 'Ada', password: other, repeated: other })).status).toBe(303)
    expect(await door.authenticate(browser.request())).toBeNull()
    expect((await browse(door.routes).post('/sign-in', { email: 'ada@example.com', password })).status).toBe(
      401,
    )
    expect(
      (await browse(door.routes).post('/sign-in', { email: 'ada@example.com', password: other })).status,
    ).toBe(303)
  })

  it('opens nothing by a link whose maker does not hold what the person holds now', async () => {
    const { desk, door, adminId } = await withAdmin(open)
    const ada = { actor: actorWith('admin', null, adminId) }
    const lead = await desk.do(
      'access.invite',
      { email: 'lee@example.com', name: 'Lee', role: 'admin', team: 'cse' },
      ada,
    )
    const lee = { actor: actorWith('admin', 'cse', lead.person) }
    const made = await desk.do(
      'access.invite',
      { email: 'max@example.com', name: 'Max', team: 'cse', role: 'viewer' },
      lee,
    )
    expect((await browse(door.routes).get(made.path!)).status).toBe(200)
    await desk.do('access.grant', { person: made.person, role: 'admin' }, ada)
    expect((await browse(door.routes).get(made.path!)).status).toBe(404)
    await expect(
      desk.do('access.invite', { email: 'max@example.com', team: 'cse' }, lee),
    ).rejects.toMatchObject({
      code: 'forbidden',
    })
  })

  it('shuts out who has left, at once', async () => {
    const { desk, door, browser, adminId } = await withAdmin(open)
    await desk.store.db
      .updateTable('people')
      .set({ leftAt: desk.services.now() })
      .where('id', '=', adminId)
      .execute()
    expect(await door.authenticate(browser.request())).toBeNull()
    expect((await browse(door.routes).post('/sign-in', { email: 'ada@example.com', password })).status).toBe(
      401,
    )
  })

  it('changes a password, signs out everywhere else, and asks for the present one', async () => {
    const { door, browser } = await withAdmin(open)
    const elsewhere = browse(door.routes)
    await elsewhere.post('/sign-in', { email: 'ada@example.com', password })
    const other = 'another four words here'
    const wrong = await browser.post('/account/password', {
      current: 'not this one, no',
      password: other,
      repeated: other,
    })
    expect(wrong.status).toBe(422)
    const changed = await browser.post('/account/password', {
      current: password,
      password: other,
      repeated: other,
    })
    expect(changed.status).toBe(303)
    expect(await door.authenticate(browser.request())).not.toBeNull()
    expect(await door.authenticate(elsewhere.request())).toBeNull()
  })

  it('makes a key on the account page that works, is shown once, and can be ended there', async () => {
    const { desk, door, browser } = await withAdmin(open)
    const made = await (await browser.post('/account/keys', { name: 'Laptop', days: '30' })).text()
    const key = /rd_[\w-]{43}/.exec(made)![0]
    const by = (authorization: string) => door.authenticate(new Request(url, { headers: { authorization } }))
    expect(await by(`Bearer ${key}`)).toMatchObject({ name: 'Ada', grants: [{ role: 'admin', team: null }] })
    expect(await by(`Bearer ${key.slice(0, -1)}x`)).toBeNull()
    expect(await by(`Basic ${key}`)).toBeNull()
    expect(await (await browser.get('/account')).text()).not.toContain(key)
    const [row] = await desk.store.db.selectFrom('apiKeys').selectAll().execute()
    expect(JSON.stringify(row)).not.toContain(key)
    await browser.post(`/account/keys/${row!.id}`, {})
    expect(await by(`Bearer ${key}`)).toBeNull()
    expect(await audited(desk, 'keys.use')).toMatchObject([{ outcome: 'refused', actor: row!.personId }])
  })

  it('takes no cookie that it did not sign', async () => {
    const { desk, door } = await withAdmin(open)
    const { token } = await desk.store.db
      .selectFrom('signInSessions')
      .select('token')
      .executeTakeFirstOrThrow()
    for (const value of [token, `${token}.x`, `${token}.${Buffer.alloc(32).toString('base64')}`]) {
      const cookie = `rightdesk.session_token=${encodeURIComponent(value)}`
      expect(await door.authenticate(new Request(url, { headers: { cookie } }))).toBeNull()
    }
  })

  it('marks its cookies secure where people come by https', async () => {
    const desk = await open()
    const door = identity(desk.services, { url: 'https://desk.test', secret })
    const browser = browse(door.routes, 'https://desk.test')
    const joined = await browser.post((await door.firstLink())!, {
      name: 'Ada',
      email: 'a@example.com',
      password,
      repeated: password,
    })
    expect(joined.headers.getSetCookie()[0]).toMatch(/^__Secure-.*Secure/i)
    expect(await door.authenticate(browser.request())).not.toBeNull()
  })
})
