import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { consoleBrowser, expectAccessible, expectFits } from '../browser.ts'

const { open } = consoleBrowser()

const builds = 'Our builds have failed with an out of memory error since this morning. We are on Pro.'
const invoice = 'We were charged twice on the invoice this month'
const two =
  'Please send our SOC 2 report to our security team. Separately: our custom domain does not verify since yesterday although the DNS records are right.'

const answer = (page: Page) => page.getByRole('region', { name: 'Answer' })
const field = (page: Page) => page.getByLabel('What the customer wrote')

/** Waits until the engine is in the browser, so that what follows is answered there. */
async function ready(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^State a fact/ }).waitFor()
}

/** Waits until the answer is of this kind, and gives all of it as one text. */
async function answered(page: Page, label: string): Promise<string> {
  await answer(page).getByText(label, { exact: true }).first().waitFor()
  return (await answer(page).textContent()) ?? ''
}

describe('the Ask page', () => {
  test('answers, is sharpened and becomes a case by keyboard alone', async () => {
    const { page, faults } = await open('/ask')
    await ready(page)
    await page.keyboard.type(`${invoice} ${Date.now()}`)
    await answered(page, 'Needs info')
    await answer(page).getByText('Which plan is the customer on?').first().waitFor()
    await page.keyboard.press('Alt+3')
    await answered(page, 'Decided')
    await page.getByRole('button', { name: 'Take back: Plan' }).waitFor()
    await page.keyboard.press('Escape')
    await page.keyboard.press('y')
    await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).not.toBe('')
    await page.keyboard.press('Slash')
    expect(await field(page).evaluate((element) => element === document.activeElement)).toBe(true)
    await page.keyboard.press('Control+Enter')
    await page.waitForURL(/\/cases\/\d+$/)
    await page.goto('/ask')
    expect(await field(page).inputValue()).toBe('')
    expect(faults).toEqual([])
  })

  test('is used by mouse: a question, a chip taken back, what would change it, copying', async () => {
    const { page, faults } = await open('/ask')
    await ready(page)
    await field(page).fill(invoice)
    await answered(page, 'Needs info')
    await answer(page).getByRole('button', { name: 'On Pro' }).click()
    await answered(page, 'Decided')
    await page.getByRole('button', { name: 'Take back: Plan' }).click()
    await answered(page, 'Needs info')
    await field(page).fill(builds)
    await answered(page, 'Decided')
    await answer(page).getByRole('button', { name: 'Copy hand-off' }).click()
    expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(/^For /)
    await answer(page)
      .getByRole('button', { name: /^Try: / })
      .first()
      .click()
    await page.getByRole('list', { name: 'Stated' }).getByRole('listitem').first().waitFor()
    expect(faults).toEqual([])
  })

  test('gives no answer by key that is not shown', async () => {
    const { page } = await open('/ask')
    await ready(page)
    await field(page).fill('hello there')
    await answered(page, 'Fall-back')
    await answer(page)
      .getByRole('button', { name: /^Topic: / })
      .waitFor()
    await page.keyboard.press('Alt+1')
    await page.waitForTimeout(300)
    expect(await page.getByRole('list', { name: 'Stated' }).count()).toBe(0)
  })

  test('says why, with rule, row and line, and whom it must not go to', async () => {
    const { page } = await open('/ask')
    await ready(page)
    await field(page).fill(builds)
    const said = await answered(page, 'Decided')
    expect(said).toMatch(/Rule [\w-]+ · \w+ M\d+.*owner\.yaml:\d+/)
    expect(said).toContain('Why not elsewhere')
    expect(said).toContain('answered in this browser')
  })

  test('marks the words that it was read from where they stand', async () => {
    const { page } = await open('/ask')
    await ready(page)
    await field(page).fill(builds)
    await answered(page, 'Decided')
    const marked = await page.locator('[aria-hidden] mark').allTextContents()
    expect(marked).toContain('builds')
    expect(marked.some((words) => /Pro/.test(words))).toBe(true)
  })

  test('answers each part of an ask that is two, each with its own owner', async () => {
    const { page, faults } = await open('/ask')
    await ready(page)
    await field(page).fill(two)
    const tabs = answer(page).getByRole('tab')
    await tabs.nth(1).waitFor()
    const owners = await tabs.allTextContents()
    await tabs.nth(1).click()
    await answered(page, 'Decided')
    expect(new Set(owners).size).toBe(2)
    await page.getByText('other parts').waitFor()
    await expectAccessible(page)
    expect(faults).toEqual([])
  })

  test('takes an account, and what its record says, into the answer', async () => {
    const { page, faults } = await open('/ask')
    await ready(page)
    const externalId = `ask-${Date.now()}`
    await page.evaluate(
      ([id]) =>
        fetch(`/api/v1/accounts/${id}`, {
          method: 'PUT',
          headers: { 'Content-Type': 'application/json', 'Idempotency-Key': crypto.randomUUID() },
          body: JSON.stringify({ name: `Zebra ${id}`, facts: { plan: 'enterprise' } }),
        }),
      [externalId],
    )
    await field(page).fill(invoice)
    await answered(page, 'Needs info')
    await page.getByRole('button', { name: /^Account: / }).click()
    await page.keyboard.type(`Zebra ${externalId}`)
    await page.getByRole('option', { name: `Zebra ${externalId}` }).click()
    await answered(page, 'Decided')
    await page.getByText('From the account').first().waitFor()
    expect(faults).toEqual([])
  })

  test('keeps what is typed out of the address and through a reload', async () => {
    const { page } = await open('/ask')
    await field(page).fill(builds)
    await page.waitForTimeout(400)
    await page.reload()
    await answered(page, 'Decided')
    expect(await field(page).inputValue()).toBe(builds)
    expect(new URL(page.url()).search).toBe('')
  })

  test('answers through the desk while the engine cannot be had', async () => {
    const { page } = await open('/policy')
    await page.route('**/api/v1/policy/reader', (route) => route.abort())
    await page.goto('/ask')
    await field(page).fill(builds)
    const said = await answered(page, 'Decided')
    expect(said).toContain('answered by the desk')
  })

  test('tells the four kinds of answer apart, light and dark, each accessible', async () => {
    for (const dark of [false, true]) {
      const { page, faults } = await open('/ask', { dark })
      await expectAccessible(page)
      await ready(page)
      for (const [text, label] of [
        [builds, 'Decided'],
        [invoice, 'Needs info'],
        ['hello there', 'Fall-back'],
        ['Can somebody recommend a good restaurant near your office in Berlin?', 'Not ours'],
      ] as const) {
        await field(page).fill(text)
        await answered(page, label)
        await expectAccessible(page)
      }
      expect(faults).toEqual([])
    }
  })

  test('keeps the headline in sight on a phone', async () => {
    const { page, faults } = await open('/ask', { phone: true })
    await ready(page)
    await field(page).fill(two)
    await answered(page, 'Decided')
    await expectFits(page)
    await field(page).fill(builds)
    await answered(page, 'Decided')
    const strip = page.getByRole('link', { name: /^Decided/ })
    for (const y of [0, 900]) {
      await page.evaluate((top) => window.scrollTo(0, top), y)
      expect(await strip.evaluate((element) => element.getBoundingClientRect().top)).toBeLessThan(200)
    }
    await expectFits(page)
    // What lies half beneath the strip would count as too small to be touched.
    await page.evaluate(() => window.scrollTo(0, 0))
    await expectAccessible(page)
    expect(faults).toEqual([])
  })

  test('lets hostile texts do nothing and fits them in', async () => {
    for (const phone of [false, true]) {
      const { page, faults } = await open('/ask', { phone })
      await ready(page)
      for (const text of [
        '<script>window.hit = 1</script><img src=x onerror="window.hit = 1"> on the invoice',
        '\u202eeciovni eht no\u202c \u200bthe in\u200bvoice charges us twice',
        `invoice ${'x'.repeat(99_000)}`,
        `invoice ${'👩‍👩‍👧‍👦🔥'.repeat(3_000)}`,
      ]) {
        await field(page).fill(text)
        await answer(page).getByText('Billing and usage charges').first().waitFor()
        await expectFits(page)
      }
      expect(await page.evaluate(() => 'hit' in window)).toBe(false)
      expect(faults).toEqual([])
    }
  })

  test('refuses a text that is too long in words, and keeps it', async () => {
    const { page } = await open('/ask')
    await ready(page)
    await field(page).fill('invoice '.repeat(13_000))
    await answer(page)
      .getByRole('alert')
      .getByText(/more than 100000/)
      .waitFor()
    expect((await field(page).inputValue()).length).toBe(104_000)
  })
})
