/** The admin area in a real browser: people, roles, keys, connectors, the audit log, jobs and the demonstration. */
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { consoleBrowser, expectAccessible, expectFits } from '../browser.ts'

const { open } = consoleBrowser()

/** Other tests see the same desk: what is made here has a name of its own. */
const called = (name: string): string => `${name} ${Date.now().toString(36)}`

const sheet = (page: Page) => page.getByRole('dialog')

describe('people', () => {
  it('are added by keyboard alone, with a link that is shown once', async () => {
    const { page, faults } = await open('/admin/people')
    const name = called('Rosa')
    await page.keyboard.press('n')
    await page.keyboard.type(name)
    await page.keyboard.press('Tab')
    await page.keyboard.type(`${name.replace(' ', '.').toLowerCase()}@example.com`)
    await page.keyboard.press('Enter')
    await sheet(page)
      .getByText(/\/join\//)
      .waitFor()
    await expectAccessible(page)
    await page.keyboard.press('Escape')
    await page.getByRole('searchbox').fill(name)
    await page.getByRole('link', { name }).focus()
    await page.keyboard.press('Enter')
    await sheet(page).getByRole('heading', { name }).waitFor()
    expect(await page.getByText(/\/join\//).count()).toBe(0)
    expect(faults).toEqual([])
  })

  it('change their hours, and are told which day cannot be read', async () => {
    const { page, faults } = await open('/admin/people')
    const name = called('Ivo')
    await added(page, { name })
    await page.getByRole('searchbox').fill(name)
    await page.getByRole('link', { name }).click()
    await sheet(page).getByRole('button', { name: 'Edit' }).click()
    await sheet(page).getByLabel('Monday').fill('in the morning')
    await sheet(page).getByRole('button', { name: 'Save' }).click()
    await sheet(page).getByText('Write it like 09:00–17:00.').waitFor()
    await expectAccessible(page)
    await sheet(page).getByLabel('Monday').fill('10-14, 15-18')
    await sheet(page).getByRole('button', { name: 'Save' }).click()
    await sheet(page).getByText('Mon 10:00–14:00, 15:00–18:00').waitFor()
    expect(faults).toEqual([])
  })

  it('leave after a word on what becomes of their cases', async () => {
    const { page, faults } = await open('/admin/people')
    const name = called('Uma')
    await added(page, { name })
    await page.getByRole('searchbox').fill(name)
    await page.getByRole('link', { name }).click()
    await sheet(page).getByRole('button', { name: 'Deactivate…' }).click()
    await page.getByText('They have no open case.').waitFor()
    await page
      .getByRole('dialog', { name: /Deactivate/ })
      .getByRole('button', { name: 'Deactivate' })
      .click()
    await page.getByText('Nobody fits').waitFor()
    expect(faults).toEqual([])
  })

  it('with hostile names are shown as text that breaks nothing', async () => {
    const { page, faults } = await open('/admin/people', { phone: true })
    const name = called('<img src=x onerror=alert(1)>٠هذاW'.padEnd(80, 'W'))
    await added(page, { name })
    await page.getByRole('searchbox').fill('<img')
    await page
      .getByRole('link', { name: /^<img src=x/ })
      .first()
      .click()
    await sheet(page).getByRole('heading').first().waitFor()
    await expectFits(page)
    expect(await page.locator('img[src="x"]').count()).toBe(0)
    expect(faults).toEqual([])
  })
})

/** Adds somebody as a script would, in the page's session, and shows them. */
async function added(page: Page, person: object): Promise<void> {
  const status = await page.evaluate(async (body) => {
    const answer = await fetch('/api/v1/people', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'Idempotency-Key': crypto.randomUUID() },
      body: JSON.stringify(body),
    })
    return answer.status
  }, person)
  expect(status).toBe(201)
  await page.reload()
  await page.getByRole('searchbox').waitFor()
}

it('takes somebody into a team and out again, with undo', async () => {
  const { page, faults } = await open('/admin/people')
  const name = called('Nell')
  await added(page, { name })
  await page.goto('/admin/teams')
  await page.getByRole('link', { name: 'Finfra' }).click()
  await sheet(page)
    .getByRole('button', { name: /Add a member/ })
    .click()
  await page.getByPlaceholder('Search add a member').fill(name)
  await page.keyboard.press('Enter')
  const member = sheet(page).getByRole('link', { name })
  await member.waitFor()
  await expectAccessible(page)
  await sheet(page)
    .getByRole('button', { name: `More for ${name}` })
    .click()
  await page.getByRole('menuitem', { name: 'Take out of the team' }).click()
  await member.waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'Undo' }).click()
  await member.waitFor()
  expect(faults).toEqual([])
})

it('gives a role and takes it away, and undo gives it back', async () => {
  const { page, faults } = await open('/admin/people')
  const name = called('Olu')
  await added(page, { name })
  await page.goto('/admin/roles?role=viewer')
  await page.getByRole('button', { name: 'Give a role' }).first().click()
  await page.getByRole('button', { name: /Person or service/ }).click()
  await page.getByPlaceholder('Search person or service').fill(name)
  await page.keyboard.press('Enter')
  await sheet(page).getByLabel('Role').selectOption('viewer')
  await sheet(page).getByRole('button', { name: 'Give role' }).click()
  const row = page.getByRole('row').filter({ hasText: name })
  await row.getByRole('button', { name: /Take away/ }).click()
  await row.waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'Undo' }).click()
  await row.waitFor()
  await expectAccessible(page)
  expect(faults).toEqual([])
})

it('makes a key by keyboard, shows its secret once, and revokes it', async () => {
  const { page, faults } = await open('/admin/keys', { dark: true })
  const name = called('Export')
  await page.getByRole('button', { name: 'Make a key' }).first().focus()
  await page.keyboard.press('Enter')
  await page.keyboard.type(name)
  await page.keyboard.press('Enter')
  await sheet(page).getByText(/^rd_/).waitFor()
  await expectAccessible(page)
  await sheet(page).getByRole('button', { name: 'I have kept it' }).click()
  const row = page.getByRole('row').filter({ hasText: name })
  await row.getByRole('button', { name: /Revoke/ }).click()
  await sheet(page).getByRole('button', { name: 'Revoke' }).click()
  await row.getByText('Revoked').waitFor()
  expect(faults).toEqual([])
})

it('adds a webhook, tests it, shows what became of the message, and pauses it', async () => {
  const { page, faults } = await open('/admin/connectors')
  const url = `https://hooks.example.com/${Date.now().toString(36)}`
  await page.getByRole('button', { name: 'Add webhook' }).click()
  await page.getByLabel('Address').fill(url)
  await sheet(page).getByRole('button', { name: 'Add webhook' }).click()
  await sheet(page)
    .getByText(/^whsec_/)
    .waitFor()
  await sheet(page).getByRole('button', { name: 'I have kept it' }).click()
  const row = page.getByRole('listitem').filter({ hasText: url })
  await row.getByRole('button', { name: 'Test' }).click()
  await sheet(page).getByText('"webhook.test"').waitFor()
  await expectAccessible(page)
  await page.keyboard.press('Escape')
  await row.getByRole('button', { name: /More for/ }).click()
  await page.getByRole('menuitem', { name: 'Pause' }).click()
  await row.getByText(/Paused/).waitFor()
  await expectAccessible(page)
  await row.getByRole('button', { name: /More for/ }).click()
  await page.getByRole('menuitem', { name: 'Remove…' }).click()
  await sheet(page).getByRole('button', { name: 'Remove' }).click()
  await row.waitFor({ state: 'detached' })
  expect(faults).toEqual([])
})

it('filters the audit log by address, proves it whole, and gives it out as a file', async () => {
  const { page, faults } = await open('/admin/audit?outcome=done')
  await page.getByRole('table', { name: 'Audit log' }).waitFor()
  await page.getByRole('row').nth(1).getByRole('button').click()
  await sheet(page).getByText('What was asked for').waitFor()
  await expectAccessible(page)
  await sheet(page).getByRole('button', { name: 'All of this kind' }).click()
  await page.waitForURL(/operation=/)
  await page.getByRole('button', { name: 'Verify' }).click()
  await sheet(page).getByText('The log is whole').waitFor()
  await expectAccessible(page)
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Export' }).click()
  const file = page.waitForEvent('download')
  await sheet(page).getByRole('button', { name: 'Download' }).click()
  expect((await file).suggestedFilename()).toMatch(/^audit-.*\.ndjson$/)
  expect(faults).toEqual([])
})

it('shows jobs by queue and state, what is due, and nothing given up', async () => {
  const { page, faults } = await open('/admin/jobs', { dark: true })
  await page.getByRole('table', { name: 'Timers' }).waitFor()
  await page.getByRole('region', { name: 'Timers' }).getByText('Oldest due').waitFor()
  await expectAccessible(page)
  await page.getByLabel('State').selectOption('dead')
  await page.waitForURL(/state=dead/)
  await page.getByText('Nothing here').waitFor()
  expect(faults).toEqual([])
})

it('removes the demonstration only after a word is typed', async () => {
  const { page, faults } = await open('/admin/demo')
  await page.getByRole('button', { name: 'Remove the demonstration…' }).click()
  const remove = sheet(page).getByRole('button', { name: 'Remove for good' })
  expect(await remove.isDisabled()).toBe(true)
  await page.keyboard.type('remove')
  expect(await remove.isEnabled()).toBe(true)
  await expectAccessible(page)
  await page.keyboard.press('Escape')
  expect(await sheet(page).count()).toBe(0)
  expect(faults).toEqual([])
})

it('fits a phone, light and dark, on every page', async () => {
  const { page, faults } = await open('/admin/people', { phone: true, dark: true })
  for (const tab of ['people', 'teams', 'roles', 'keys', 'connectors', 'audit', 'jobs', 'demo']) {
    await page.goto(`/admin/${tab}`)
    await page.getByRole('heading', { level: 1 }).waitFor()
    await page.waitForFunction(() => document.querySelector('.animate-pulse') === null)
    await expectFits(page)
    await expectAccessible(page)
  }
  expect(faults).toEqual([])
})

it('says to a viewer which role to ask for, and offers nothing that they may not do', async () => {
  const { page, faults } = await open('/admin/people')
  const email = `${called('viewer').replace(' ', '.')}@example.com`
  const path = await page.evaluate(async (address) => {
    const answer = await fetch('/api/v1/access/invitations', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'Idempotency-Key': crypto.randomUUID() },
      body: JSON.stringify({ email: address, name: 'Vera Only-Looks', role: 'viewer' }),
    })
    return ((await answer.json()) as { path: string }).path
  }, email)
  await page.context().clearCookies()
  await page.goto(path)
  await page.fill('#password', 'a desk for every ask 2')
  await page.fill('#repeated', 'a desk for every ask 2')
  await page.press('#repeated', 'Enter')
  await page.getByRole('heading', { level: 1 }).first().waitFor()
  await page.waitForURL((url) => !url.pathname.startsWith('/join') && url.pathname !== '/')
  await page.goto('/admin/people')
  await page.getByRole('table', { name: 'People' }).waitFor()
  expect(await page.getByRole('button', { name: 'Add person' }).count()).toBe(0)
  expect(await page.getByRole('link', { name: 'Audit log' }).count()).toBe(0)
  await page.goto('/admin/audit')
  await page.getByText('Ask an admin for the role Admin for all teams.').waitFor()
  await expectAccessible(page)
  expect(faults).toEqual([])
})
