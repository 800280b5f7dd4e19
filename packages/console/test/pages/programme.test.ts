import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { consoleBrowser, expectAccessible, expectFits } from '../browser.ts'

const { open } = consoleBrowser()

const pages = [
  '/programme',
  '/programme/requests',
  '/programme/roster',
  '/programme/check-ins',
  '/programme/follow-ups',
  '/programme/transitions',
  '/programme/practices',
  '/programme/exceptions',
] as const

type Sent = { readonly method: string; readonly path: string; readonly body?: unknown }

/** Calls the API as whoever is signed in on the page. */
const api = <Answer>(page: Page, method: string, path: string, body?: unknown): Promise<Answer> =>
  page.evaluate(
    async ({ method: verb, path: at, body: sent }: Sent) => {
      const answer = await fetch(`/api/v1${at}`, {
        method: verb,
        headers: { 'Content-Type': 'application/json' },
        ...(sent !== undefined && { body: JSON.stringify(sent) }),
      })
      if (!answer.ok) throw new Error(await answer.text())
      return answer.json()
    },
    { method, path, body },
  )

let count = 0
const anAccount = async (
  page: Page,
  lifecycle: string,
  called?: string,
): Promise<{ id: string; name: string }> => {
  count += 1
  const name = called ?? `Zephyr Mills ${count} ${lifecycle}`
  return api(page, 'PUT', `/accounts/programme-${count}`, { name, facts: { lifecycle } })
}

type Person = {
  readonly id: string
  readonly name: string
  readonly teams: readonly { readonly team: string }[]
}

/** A customer with an assigned engineer, vetted and decided by the admin for every part of leadership. */
async function anAssigned(page: Page, kind: 'pre-sales' | 'post-sales-strategic') {
  const account = await anAccount(page, kind === 'pre-sales' ? kind : 'post-sales')
  const me = await api<{ id: string }>(page, 'GET', '/me')
  const asked = await api<{ id: string; missing: string[] }>(page, 'POST', '/requests', {
    account: account.id,
    kind,
    reason: 'They grow fast.',
  })
  for (const role of asked.missing) {
    await api(page, 'PUT', `/programme-roles/${role}/people/${me.id}`)
    await api(page, 'POST', `/requests/${asked.id}/views`, { role, view: 'in-favour', words: 'Good.' })
  }
  const { items } = await api<{ items: Person[] }>(page, 'GET', '/people?limit=200')
  const [engineer, backup] = items.filter(({ teams }) => teams.some(({ team }) => team === 'cse'))
  const { assignment } = await api<{ assignment: { id: string } }>(
    page,
    'POST',
    `/requests/${asked.id}/decision`,
    {
      decision: 'approve',
      reason: 'It fits.',
      engineer: engineer!.id,
      ...(kind === 'post-sales-strategic' && { backup: backup!.id }),
    },
  )
  return { account, assignment, engineer: engineer! }
}

const end = (page: Page, assignment: string) =>
  api(page, 'POST', `/assignments/${assignment}/end`, { reason: 'The test is over.' })

describe('the programme', () => {
  test.each([{ dark: false }, { dark: true }])(
    'leads from page to page, each accessible, with dark $dark',
    async ({ dark }) => {
      const { page, faults } = await open('/programme', { dark })
      await page.getByText(/of 15/).first().waitFor()
      for (const path of pages) {
        await page.getByRole('navigation', { name: 'Programme' }).locator(`a[href="${path}"]`).click()
        await page.getByRole('heading', { level: 1 }).waitFor()
        await page.getByText('Loading…').first().waitFor({ state: 'detached' })
        await expectAccessible(page)
      }
      expect(faults).toEqual([])
    },
  )

  test('fits a phone', async () => {
    for (const path of pages) {
      const { page, faults } = await open(path, { phone: true })
      await page.getByText('Loading…').first().waitFor({ state: 'detached' })
      await expectFits(page)
      expect(faults).toEqual([])
    }
  })

  test('asks for an engineer by keyboard alone', async () => {
    const { page, faults } = await open('/programme/requests')
    const account = await anAccount(page, 'post-sales')
    await page.keyboard.press('n')
    const dialog = page.getByRole('dialog', { name: 'Ask for an assigned engineer' })
    await dialog.getByRole('button', { name: /^Customer:/ }).focus()
    await page.keyboard.press('Enter')
    await page.keyboard.type(account.name)
    await page.getByRole('option', { name: account.name, selected: true }).waitFor()
    await page.keyboard.press('Enter')
    await dialog.getByRole('button', { name: `Customer: ${account.name}` }).waitFor()
    await dialog.getByRole('textbox', { name: 'Why it would help' }).focus()
    await page.keyboard.type('They move everything this year.')
    await expectAccessible(page)
    await dialog.getByRole('button', { name: 'Ask', exact: true }).focus()
    await page.keyboard.press('Enter')
    const sheet = page.getByRole('dialog', { name: account.name })
    await sheet.getByText('They move everything this year.').waitFor()
    await expectAccessible(page)
    await page.keyboard.press('Escape')
    await sheet.waitFor({ state: 'detached' })
    expect(faults).toEqual([])
  })

  test('takes a request through views and decision by mouse, and tells the customer', async () => {
    const { page, faults } = await open('/programme')
    const account = await anAccount(page, 'post-sales')
    const me = await api<{ id: string }>(page, 'GET', '/me')
    const asked = await api<{ id: string; missing: string[] }>(page, 'POST', '/requests', {
      account: account.id,
      kind: 'post-sales-strategic',
      reason: 'They grow fast.',
    })
    for (const role of asked.missing) await api(page, 'PUT', `/programme-roles/${role}/people/${me.id}`)
    await page.goto(`/programme/requests?request=${asked.id}`)
    const sheet = page.getByRole('dialog', { name: account.name })
    for (const [given] of asked.missing.entries()) {
      await expect
        .poll(() => sheet.getByText('Not heard yet').count(), { timeout: 15_000 })
        .toBe(asked.missing.length - given)
      await sheet.getByRole('button', { name: 'Give your view' }).click()
      await page.getByRole('textbox', { name: 'Why' }).fill('It would help them and us.')
      await page.getByRole('button', { name: 'Give view', exact: true }).click()
      await page.getByRole('dialog', { name: 'Your view' }).waitFor({ state: 'detached' })
    }
    await sheet.getByRole('button', { name: 'Decide' }).click()
    const decide = page.getByRole('dialog', { name: /^Decide on/ })
    for (const who of ['Engineer', 'Backup']) {
      await decide.getByRole('button', { name: new RegExp(`^${who}:`) }).click()
      await page.getByRole('dialog', { name: who }).getByRole('option').first().click()
    }
    await decide.getByRole('textbox', { name: 'Reason' }).fill('It fits.')
    await decide.getByRole('button', { name: 'Approve and assign' }).click()
    await sheet.getByText('Approved').waitFor()

    await page.goto(`/customers/${account.id}`)
    await page.getByRole('button', { name: 'Change', exact: true }).click()
    await page.getByRole('menuitem', { name: 'Tell the customer' }).click()
    await page.getByRole('button', { name: 'It was sent' }).click()
    await page.getByText('Not yet').waitFor({ state: 'detached' })
    await expectAccessible(page)
    const list = await api<{ items: { id: string; toldAt: string | null }[] }>(
      page,
      'GET',
      `/assignments?account=${account.id}`,
    )
    expect(list.items[0]!.toldAt).not.toBeNull()
    await end(page, list.items[0]!.id)
    expect(faults).toEqual([])
  })

  test('marks a customer before the sale wherever it shows, and never offers to tell it', async () => {
    const { page, faults } = await open('/programme')
    const { account, assignment } = await anAssigned(page, 'pre-sales')
    await page.goto(`/customers/${account.id}`)
    await page.getByText('Internal only: never tell the customer').first().waitFor()
    await page.getByRole('button', { name: 'Change', exact: true }).click()
    await page.getByRole('menuitem', { name: 'The customer signed' }).waitFor()
    expect(await page.getByText('Tell the customer', { exact: true }).count()).toBe(0)

    await page.goto(`/programme/roster?assignment=${assignment.id}`)
    const sheet = page.getByRole('dialog', { name: account.name })
    await sheet.getByText('Internal only: never tell the customer').waitFor()
    expect(await page.getByText('Tell the customer', { exact: true }).count()).toBe(0)
    await expectAccessible(page)
    await end(page, assignment.id)
    expect(faults).toEqual([])
  })

  test('holds a check-in with the standing questions, by keyboard alone', async () => {
    const { page, faults } = await open('/programme')
    const { account, assignment } = await anAssigned(page, 'post-sales-strategic')
    const { items } = await api<{ items: { id: string }[] }>(
      page,
      'GET',
      `/check-ins?assignment=${assignment.id}`,
    )
    await page.goto(`/programme/check-ins?checkIn=${items[0]!.id}`)
    const sheet = page.getByRole('dialog', { name: account.name })
    await sheet.getByRole('button', { name: 'Hold it' }).focus()
    await page.keyboard.press('Enter')
    await sheet.getByRole('textbox').first().waitFor()
    for (const box of await sheet.getByRole('textbox').all()) {
      await box.focus()
      await page.keyboard.type('The launch <b>went</b> well.')
    }
    for (const mark of ['How well it goes', 'How frustrating it is']) {
      await sheet.getByRole('group', { name: mark }).getByRole('radio').nth(3).focus()
      await page.keyboard.press('Space')
    }
    await expectAccessible(page)
    await sheet.getByRole('button', { name: 'Write it down' }).focus()
    await page.keyboard.press('Enter')
    await sheet.getByText('Going well').first().waitFor()
    const held = await api<{ state: string; goingWell: number; answers: { answer: string }[] }>(
      page,
      'GET',
      `/check-ins/${items[0]!.id}`,
    )
    expect([held.state, held.goingWell, held.answers[0]!.answer]).toEqual([
      'held',
      4,
      'The launch <b>went</b> well.',
    ])
    await end(page, assignment.id)
    expect(faults).toEqual([])
  })

  test('asks for a transition and says what is not ready', async () => {
    const { page, faults } = await open('/programme')
    const { account, assignment } = await anAssigned(page, 'post-sales-strategic')
    await page.goto(`/programme/roster?assignment=${assignment.id}`)
    await page.getByRole('button', { name: 'Ask for a transition' }).click()
    await page.getByRole('button', { name: 'Ask', exact: true }).click()
    await page.getByRole('dialog', { name: 'Ask for a transition' }).waitFor({ state: 'detached' })
    await page.goto('/programme/transitions')
    await page.getByRole('button', { name: account.name }).click()
    const sheet = page.getByRole('dialog', { name: account.name })
    await sheet.getByText('Environment: not ready').waitFor()
    await sheet.getByRole('button', { name: 'Hand over' }).click()
    await page.getByRole('textbox', { name: 'Open points' }).waitFor()
    await expectAccessible(page)
    await page.keyboard.press('Escape')
    await sheet.getByRole('button', { name: 'Take back' }).click()
    await sheet.getByText('Taken back').waitFor()
    await end(page, assignment.id)
    expect(faults).toEqual([])
  })

  test('copies the exceptions page as the desk gives it', async () => {
    const { page, faults } = await open('/programme/exceptions')
    await page.getByRole('button', { name: 'Copy as Markdown' }).click()
    await page.getByRole('button', { name: 'Copied' }).waitFor()
    const copied = await page.evaluate(() => navigator.clipboard.readText())
    expect(copied).toContain('# Customer exceptions')
    const { customers } = await api<{ customers: { account: { name: string } }[] }>(
      page,
      'GET',
      '/exceptions',
    )
    const rows = page.getByRole('table', { name: 'Customers with an assigned engineer' }).locator('tbody tr')
    expect(await rows.count()).toBe(customers.length)
    expect(faults).toEqual([])
  })

  test('keeps hostile names and words inert, also on a phone', async () => {
    const { page: first } = await open('/programme')
    const name = `<img src=x onerror=alert(1)> ${'Wide'.repeat(30)}`
    const account = await anAccount(first, 'post-sales', name)
    await api(first, 'POST', '/promises', {
      account: account.id,
      what: `\u202eevil\u200b <script>alert(1)</script> ${'x'.repeat(200)}`,
      dueAt: new Date(Date.now() + 3_600_000).toISOString(),
    })
    const { page, faults } = await open(`/customers/${account.id}`, { phone: true })
    await page.getByText('·evil·').first().waitFor()
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe(name)
    await expectFits(page)
    await expectAccessible(page)
    await page.goto('/programme')
    await page.getByText('Promises due').waitFor()
    await expectFits(page)
    expect(faults).toEqual([])
  })

  test('says so where there is no such customer', async () => {
    const { page } = await open('/customers/nobody')
    await page
      .getByRole('alert')
      .getByText(/no account/i)
      .waitFor()
    await expectAccessible(page)
  })
})
