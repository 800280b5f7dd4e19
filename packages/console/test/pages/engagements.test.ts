import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { consoleBrowser, expectAccessible, expectFits } from '../browser.ts'

const { open } = consoleBrowser()

const ask = 'Could somebody look with us at which caching feature fits our product pages?'
const hostile = '<img src=x onerror="document.title=1">\u202e evil'

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
const enterprise = { plan: 'enterprise', hasPlatformArchitect: false, arr: 90_000, lifecycle: 'post-sales' }

async function anAccount(page: Page, facts: object = enterprise, called = 'Zinnia Looms') {
  count += 1
  const name = `${called} ${count}`
  return api<{ id: string; name: string }>(page, 'PUT', `/accounts/engagements-${count}`, { name, facts })
}

/** An engagement of a new account, asked for as a script would. */
async function anEngagement(page: Page, called?: string) {
  const account = await anAccount(page, enterprise, called)
  const { id } = await api<{ id: string }>(page, 'POST', '/engagements', { account: account.id, text: ask })
  return { id, account }
}

describe('engagements', () => {
  test('moves between cards and opens one by keyboard alone', async () => {
    const { page, faults } = await open('/engagements')
    await page.locator('[data-card]').first().waitFor()
    const focused = () => page.evaluate(() => document.activeElement?.getAttribute('href') ?? '')
    const column = () =>
      page.evaluate(() => document.activeElement?.closest('[data-column]')?.getAttribute('data-column'))
    await page.keyboard.press('j')
    const first = await focused()
    expect(first).toContain('engagement=')
    const start = await column()
    await page.keyboard.press('l')
    expect(await column()).not.toBe(start)
    await page.keyboard.press('ArrowLeft')
    expect(await column()).toBe(start)
    await page.keyboard.press('Enter')
    const sheet = page.getByRole('dialog')
    await sheet.getByRole('heading', { name: 'Why, and within which limits' }).waitFor()
    expect(page.url()).toContain('engagement=')
    await page.keyboard.press('Escape')
    await sheet.waitFor({ state: 'detached' })
    expect(faults).toEqual([])
  })

  test('asks for one, says what the policy says before, and shows what was granted', async () => {
    const { page, faults } = await open('/engagements')
    const account = await anAccount(page)
    await page.getByRole('button', { name: 'Request' }).click()
    const dialog = page.getByRole('dialog', { name: 'Request an engagement' })
    await dialog.getByRole('button', { name: /^Account/ }).click()
    await page.getByPlaceholder('Search account').fill(account.name)
    await page.getByRole('option', { name: account.name }).click()
    await dialog.getByLabel('What is asked for').fill(ask)
    await dialog.getByText('14 days, at most 2 sessions').waitFor()
    await expectAccessible(page)
    await dialog.getByRole('button', { name: 'Request' }).click()
    const sheet = page.getByRole('dialog', { name: account.name })
    await sheet.getByText('Nobody yet').waitFor()
    await sheet.getByText(ask).waitFor()
    expect(faults).toEqual([])
  })

  test('says why not where the policy sends the ask elsewhere', async () => {
    const { page } = await open('/engagements')
    const account = await anAccount(page, { plan: 'pro' })
    await page.keyboard.press('n')
    const dialog = page.getByRole('dialog', { name: 'Request an engagement' })
    await dialog.getByRole('button', { name: /^Account/ }).click()
    await page.getByPlaceholder('Search account').fill(account.name)
    await page.getByRole('option', { name: account.name }).click()
    await dialog
      .getByLabel('What is asked for')
      .fill('Please build this integration for us as a paid project over the next months.')
    await dialog.getByText('Reroute').waitFor()
    await dialog.getByRole('button', { name: 'Request' }).click()
    await dialog
      .getByRole('alert')
      .getByText(/goes to/)
      .waitFor()
  })

  test('takes an answer where the policy has a question, and asks it anew', async () => {
    const { page, faults } = await open('/engagements')
    const account = await anAccount(page)
    await page.keyboard.press('n')
    const dialog = page.getByRole('dialog', { name: 'Request an engagement' })
    await dialog.getByRole('button', { name: /^Account/ }).click()
    await page.getByPlaceholder('Search account').fill(account.name)
    await page.getByRole('option', { name: account.name }).click()
    await dialog.getByLabel('What is asked for').fill('How do we renew our contract, and at which price?')
    await dialog.getByText('Needs info').waitFor()
    await dialog.getByRole('button', { name: 'Sales, renewal and churn' }).click()
    await dialog.getByText('Needs info').waitFor({ state: 'detached' })
    await dialog.getByRole('button', { name: 'Take my answers back' }).click()
    await dialog.getByText('Needs info').waitFor()
    await expectAccessible(page)
    expect(faults).toEqual([])
  })

  test('notes a session, adds material and finishes with a summary', async () => {
    const { page, faults } = await open('/engagements')
    const { id, account } = await anEngagement(page)
    await page.goto(`/engagements?engagement=${id}`)
    const sheet = page.getByRole('dialog', { name: account.name })
    await sheet.getByRole('button', { name: 'Log a session' }).click()
    const session = page.getByRole('dialog', { name: 'Log a session' })
    await session.getByLabel('Who was there').fill('Mara, two developers')
    await session.getByLabel('Notes').fill(hostile)
    await session.getByRole('button', { name: 'Log' }).click()
    await sheet.getByText('1 of 2').waitFor()
    await sheet.getByText('<img src=x onerror="document.title=1">· evil').waitFor()
    await sheet.getByRole('button', { name: 'More' }).click()
    await page.getByRole('menuitem', { name: 'Add material…' }).click()
    const material = page.getByRole('dialog', { name: 'Add material' })
    await material.getByLabel('Title').fill('Checklist')
    await material.getByLabel('Link').fill('https://docs.example.com/checklist')
    await material.getByRole('button', { name: 'Add' }).click()
    await sheet.getByRole('link', { name: /Checklist/ }).waitFor()
    await expectAccessible(page)
    await sheet.getByRole('button', { name: 'Finish' }).click()
    const finish = page.getByRole('dialog', { name: 'Finish the engagement' })
    await finish.getByLabel('Outcome').selectOption('partly')
    await finish.getByLabel('Summary').fill('Caching at the edge; they measure next.')
    await finish.getByRole('button', { name: 'Finish' }).click()
    await sheet.getByText('Partly achieved').waitFor()
    expect(faults).toEqual([])
  })

  test('extends and withdraws, with a reason', async () => {
    const { page, faults } = await open('/engagements')
    const { id, account } = await anEngagement(page)
    await page.goto(`/engagements?engagement=${id}`)
    const sheet = page.getByRole('dialog', { name: account.name })
    await sheet.getByRole('button', { name: 'More' }).click()
    await page.getByRole('menuitem', { name: 'Extend the time-box…' }).click()
    const extend = page.getByRole('dialog', { name: 'Extend the time-box' })
    await extend.getByText('At most 14 for guidance.').waitFor()
    await extend.getByLabel('Reason').fill('Their release moved.')
    await extend.getByRole('button', { name: 'Extend' }).click()
    await sheet.getByText(/, extended /).waitFor()
    await sheet.getByRole('button', { name: 'More' }).click()
    await page.getByRole('menuitem', { name: 'Withdraw…' }).click()
    const withdraw = page.getByRole('dialog', { name: 'Withdraw the engagement' })
    await withdraw.getByLabel('Reason').fill('They found it themselves.')
    await withdraw.getByRole('button', { name: 'Withdraw' }).click()
    await sheet.getByText('Withdrawn').waitFor()
    expect(faults).toEqual([])
  })

  test('filters by account, kind and lead, and keeps it in the address', async () => {
    const { page } = await open('/engagements')
    const { account } = await anEngagement(page)
    await page.goto(`/engagements?account=${account.id}`)
    const card = page.getByRole('link', { name: new RegExp(account.name) })
    await card.waitFor()
    expect(await page.locator('[data-card]').count()).toBe(1)
    await page.getByRole('button', { name: 'Mine' }).click()
    await page.getByText('None of these').waitFor()
    expect(page.url()).toContain('lead=me')
    await page.getByRole('button', { name: 'Clear' }).click()
    await card.waitFor()
  })

  test('lists them too, and stays readable in the dark', async () => {
    const { page, faults } = await open('/engagements', { dark: true })
    await page.locator('[data-card]').first().waitFor()
    await expectAccessible(page)
    await page.keyboard.press('v')
    await page.getByRole('table', { name: 'Engagements' }).waitFor()
    await expectAccessible(page)
    expect(faults).toEqual([])
  })

  test('shows one column at a time on a phone', async () => {
    const { page, faults } = await open('/engagements', { phone: true })
    const { account } = await anEngagement(page, 'Averyveryverylongname'.repeat(4))
    await page.getByLabel('Column').selectOption('starting')
    await page.getByRole('link', { name: new RegExp(account.name) }).waitFor()
    await expectFits(page)
    await expectAccessible(page)
    await page.getByRole('link', { name: new RegExp(account.name) }).click()
    await page.getByRole('dialog').getByText('Nobody yet').waitFor()
    await expectFits(page)
    expect(faults).toEqual([])
  })
})
