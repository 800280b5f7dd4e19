import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { consoleBrowser, expectAccessible, expectFits } from '../browser.ts'

const { open } = consoleBrowser()

/** Calls the API as whoever is signed in on the page. */
const api = <Answer>(page: Page, path: string, body: unknown): Promise<Answer> =>
  page.evaluate(
    async ({ at, sent }) => {
      const answer = await fetch(`/api/v1${at}`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(sent),
      })
      if (!answer.ok) throw new Error(await answer.text())
      return answer.json()
    },
    { at: path, sent: body },
  )

let count = 0

/** A case that was read wrong and put right, so that the policy can learn from it; gives the words it was asked in. */
async function aCorrection(page: Page, words: string): Promise<string> {
  count += 1
  const text = `${words} (${count})`
  const opened = await api<{ number: number; version: number }>(page, '/cases', {
    text,
    facts: { plan: 'pro' },
  })
  await api(page, `/cases/${opened.number}/corrections`, {
    version: opened.version,
    kind: 'topic',
    topic: 'workflow',
    reason: 'It is about workflows.',
  })
  return text
}

/** The proposal of the example; its words may stand in the proposal of a test as well. */
const proposedExample = (page: Page, words: string) =>
  page.getByRole('listitem', { name: 'Proposal: an example of Workflow product' }).filter({ hasText: words })

const hostile = `<img src=x onerror="document.title='taken'"> \u202egnihton\u200b ${'wide'.repeat(400)}`

describe('the matrix', () => {
  test('is searched and opened by keyboard alone', async () => {
    const { page, faults } = await open('/policy')
    await page.getByRole('button', { name: 'M1: Something is broken on the platform' }).waitFor()
    await expectAccessible(page)
    await page.keyboard.press('/')
    await page.keyboard.type('abuse recovery')
    await page.getByRole('button', { name: /^M1:/ }).waitFor({ state: 'detached' })
    await page.keyboard.press('Enter')
    await page.keyboard.press('Enter')
    await page
      .getByText(/^owner\//)
      .first()
      .waitFor()
    await page.getByRole('img', { name: 'Passes' }).first().waitFor({ timeout: 60_000 })
    expect(new URL(page.url()).searchParams.get('q')).toBe('abuse recovery')
    expect(new URL(page.url()).searchParams.get('open')).toMatch(/^[MP]\d+$/)
    await expectAccessible(page)
    expect(faults).toEqual([])
  })

  test('leads by mouse from a row to its cases, and by topic to the playground', async () => {
    const { page, faults } = await open('/policy')
    await page.getByRole('button', { name: /^M1: / }).click()
    await page
      .getByRole('link', { name: /^\d+ cases?$/ })
      .first()
      .click()
    await page.waitForURL(/\/cases\?.*ownerRule=platform-faults/)
    await page.goBack()
    await page.getByRole('radio', { name: 'By topic' }).click()
    await page.getByRole('button', { name: 'Edge Config', exact: true }).click()
    await page.getByRole('link', { name: 'Edge Config' }).click()
    await page.waitForURL(/\/policy\/playground\?topic=edge-config/)
    expect(faults).toEqual([])
  })

  test('says what to do where nothing is found, and fits a phone in the dark', async () => {
    const { page, faults } = await open('/policy?q=no+such+thing+here', { phone: true, dark: true })
    await page.getByText('No row says so').waitFor()
    await expectAccessible(page)
    await page.getByRole('button', { name: 'Show all' }).click()
    await page.getByRole('button', { name: /^M8: / }).click()
    await page.getByRole('heading', { name: 'By plan' }).waitFor()
    await expectFits(page)
    await expectAccessible(page)
    expect(faults).toEqual([])
  })
})

describe('the playground', () => {
  test('shows by keyboard alone where changed facts lead, and keeps them in the address', async () => {
    const { page, faults } = await open('/policy/playground?topic=usage-cost-review')
    const answer = page.getByRole('region', { name: 'Where it would go' })
    await answer.getByText('Open', { exact: true }).waitFor()
    await page.getByLabel('Plan', { exact: true }).focus()
    await page.keyboard.type('Ent')
    await answer.getByText('Developer Success', { exact: true }).first().waitFor()
    await answer.getByText('Engage', { exact: true }).waitFor()
    expect(page.url()).toContain('f.plan=enterprise')
    const rows = page.getByRole('region', { name: 'Rows that light up' })
    await rows.getByText('owner/usage-review-enterprise').waitFor()
    await page.reload()
    await answer.getByText('Engage', { exact: true }).waitFor()
    await page.getByRole('heading', { level: 1 }).click()
    await page.keyboard.press('r')
    await answer.getByText('Open', { exact: true }).waitFor()
    expect(page.url()).not.toContain('f.plan')
    expect(faults).toEqual([])
  })

  test('draws a diagram that is walked by arrow keys and zoomed', async () => {
    const { page, faults } = await open('/policy/playground?topic=technical-call&f.plan=pro')
    const diagram = page.getByRole('group', { name: /^Whose it is/ })
    const first = diagram.getByRole('button', { name: /^Plan \(still possible\)/ })
    await first.focus()
    await page.keyboard.press('ArrowRight')
    const focused = () => page.evaluate(() => document.activeElement?.textContent)
    expect(await focused()).toMatch(/^Has platform architect|^Commitment/)
    await page.keyboard.press('ArrowLeft')
    expect(await focused()).toMatch(/^Plan/)
    const width = async () => (await first.boundingBox())?.width ?? 0
    const before = await width()
    await page.keyboard.press('+')
    await expect.poll(width).toBeGreaterThan(before)
    await page.keyboard.press('0')
    await expect.poll(width).toBe(before)
    await page.keyboard.press('Enter')
    expect(await page.evaluate(() => document.activeElement?.getAttribute('data-control'))).toBe('fact-plan')
    await expectAccessible(page)
    expect(faults).toEqual([])
  })

  test('takes an answer by a click into the diagram, in the dark', async () => {
    const { page, faults } = await open('/policy/playground?topic=usage-cost-review', { dark: true })
    await page
      .getByText('Enterprise', { exact: true })
      .and(page.locator('[title*="click to say so"]'))
      .first()
      .click()
    await page.waitForURL(/f\.plan=enterprise/)
    await page.getByLabel('Only what is still open').check()
    await page.waitForURL(/only=open/)
    await page.getByRole('radio', { name: 'Developer Success' }).click()
    await page.waitForURL(/of=engagement/)
    await expectAccessible(page)
    expect(faults).toEqual([])
  })

  test('is a list of questions on a phone, and drops facts that the policy does not know', async () => {
    const { page, faults } = await open('/policy/playground?topic=edge-config&f.plan=free&f.nonsense=1', {
      phone: true,
    })
    await page.getByText('Which plan is the customer on?').first().waitFor()
    await expectFits(page)
    await expectAccessible(page)
    expect(await page.getByLabel('Plan', { exact: true }).inputValue()).toBe('')
    expect(faults).toEqual([])
  })

  test('begins with a choice of topics', async () => {
    const { page, faults } = await open('/policy/playground?topic=no-such-topic')
    await page.getByRole('link', { name: 'Edge Config' }).click()
    await page.getByRole('region', { name: 'Where it would go' }).waitFor()
    await expectAccessible(page)
    expect(faults).toEqual([])
  })
})

describe('the checks', () => {
  test('say that the policy is complete, and list its tests', async () => {
    const { page, faults } = await open('/policy/checks')
    await page
      .getByText('Complete and sound: every possible ask has exactly one answer')
      .waitFor({ timeout: 60_000 })
    await expectAccessible(page)
    await page.getByRole('button', { name: 'Show all tests' }).press('Enter')
    await page.getByText('Broken platform is held by support').waitFor()
    expect(page.url()).toContain('tests=all')
    await expectAccessible(page)
    expect(faults).toEqual([])
  })

  test('fit a phone in the dark', async () => {
    const { page, faults } = await open('/policy/checks', { phone: true, dark: true })
    await page.getByText('Combinations proven').waitFor({ timeout: 60_000 })
    await expectFits(page)
    await expectAccessible(page)
    expect(faults).toEqual([])
  })
})

test('comparing says what to do while there is one version', async () => {
  const { page, faults } = await open('/policy/compare', { phone: true })
  await page.getByText('There is one version so far').waitFor()
  await expectFits(page)
  await expectAccessible(page)
  expect(faults).toEqual([])
})

describe('proposals', () => {
  test('are accepted and declined by keyboard alone, and become one change', async () => {
    const { page, faults } = await open('/policy/proposals')
    const mine = await aCorrection(page, 'Our nightly job hangs between two steps since we moved it')
    await page.reload()
    const card = proposedExample(page, mine)
    await card.waitFor()
    await expectAccessible(page)
    await card.focus()
    await page.keyboard.press('a')
    const dialog = page.getByRole('dialog', { name: 'Accept the proposal' })
    await dialog.waitFor()
    await expectAccessible(page)
    await page.keyboard.press('Control+a')
    await page.keyboard.type('Our nightly job hangs between two steps')
    await page.keyboard.press('Control+Enter')
    await page.getByText('Accepted: it is in the next change').first().waitFor()
    await card.waitFor({ state: 'detached' })

    await page.keyboard.press('j')
    await page.keyboard.press('d')
    await page.getByRole('dialog', { name: 'Decline the proposal' }).waitFor()
    await page.keyboard.type('Not how people say it')
    await page.keyboard.press('Control+Enter')
    await page.getByText('Declined', { exact: true }).first().waitFor()

    await page.getByRole('radio', { name: 'The change' }).click()
    const file = page.getByRole('region', { name: 'Change of policy/topics/workflow.yaml' })
    await file.waitFor({ timeout: 80_000 })
    expect(await file.locator('code').allTextContents()).toContainEqual(
      expect.stringMatching(/^ +- "?Our nightly job hangs between two steps"?$/),
    )
    await page.getByText('Rules that differ').waitFor()
    await page.getByRole('button', { name: 'Copy command' }).click()
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('git apply rightdesk-policy.patch')
    const [saved] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download' }).click(),
    ])
    expect(saved.suggestedFilename()).toBe('rightdesk-policy.patch')
    await expectAccessible(page)
    expect(faults).toEqual([])
  })

  test('show hostile words inert on a phone in the dark', async () => {
    const { page, faults } = await open('/policy/proposals', { phone: true, dark: true })
    await aCorrection(page, hostile)
    await page.reload()
    const card = proposedExample(page, 'onerror')
    await card.waitFor()
    expect(await card.locator('img[src]').count()).toBe(0)
    expect(await page.title()).toBe('Proposals · Rightdesk')
    await expectFits(page)
    await expectAccessible(page)
    await card.getByRole('button', { name: 'Decline' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Reason').fill('It names nobody, and says nothing.')
    await dialog.getByRole('button', { name: 'Decline' }).click()
    await card.waitFor({ state: 'detached' })
    expect(faults).toEqual([])
  })
})
