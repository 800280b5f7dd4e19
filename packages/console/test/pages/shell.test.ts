import { describe, expect, test } from 'vitest'
import { consoleBrowser, expectAccessible, expectFits } from '../browser.ts'

const { open } = consoleBrowser()

describe('the shell', () => {
  test('goes to every page by keyboard alone', async () => {
    const { page, faults } = await open('/ask')
    const places = {
      c: 'cases',
      p: 'policy',
      r: 'programme',
      e: 'engagements',
      i: 'insights',
      s: 'admin',
      a: 'ask',
    }
    for (const [key, path] of Object.entries(places)) {
      await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
      await page.keyboard.press('g')
      await page.keyboard.press(key)
      await page.waitForURL(new RegExp(`/${path}`))
      await page.getByRole('heading', { level: 1 }).first().waitFor()
    }
    expect(faults).toEqual([])
  })

  test('finds a case from the command menu', async () => {
    const { page, faults } = await open('/policy')
    await page.keyboard.press('Control+k')
    await page.getByPlaceholder('Search cases, pages and commands…').fill('invoice')
    await page
      .getByRole('option', { name: /^#\d+ .*invoice/i })
      .first()
      .click()
    await page.waitForURL(/\/cases\/\d+$/)
    expect(faults).toEqual([])
  })

  test('lists the keys that work', async () => {
    const { page } = await open('/policy')
    await page.keyboard.press('Shift+Slash')
    const dialog = page.getByRole('dialog', { name: 'Keys' })
    await dialog.getByText('Go to Cases').waitFor()
    await expectAccessible(page)
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
  })

  test('says what to do at an address that leads nowhere', async () => {
    const { page } = await open('/nowhere')
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Nothing here')
    await page.getByRole('link', { name: 'Go to the start' }).waitFor()
    await expectAccessible(page)
  })

  test('turns dark and stays so', async () => {
    const { page } = await open('/policy')
    const theme = () => page.evaluate(() => document.documentElement.dataset['theme'])
    expect(await theme()).toBe('light')
    await page.getByRole('button', { name: 'Ada Weller' }).click()
    await page.getByRole('menuitem', { name: 'Dark' }).click()
    expect(await theme()).toBe('dark')
    await page.reload()
    await page.getByRole('heading', { level: 1 }).first().waitFor()
    expect(await theme()).toBe('dark')
    await expectAccessible(page)
  })

  test('opens its pages from a drawer on a phone', async () => {
    const { page, faults } = await open('/policy', { phone: true })
    await expectFits(page)
    await page.getByRole('button', { name: 'Pages' }).click()
    await page.getByRole('dialog').getByRole('link', { name: 'Cases' }).click()
    await page.waitForURL(/\/cases/)
    await expectFits(page)
    expect(faults).toEqual([])
  })

  test('holds no connection for a tab that nobody sees, and catches up once it is seen', async () => {
    const { page, faults } = await open('/cases')
    const turn = (state: 'hidden' | 'visible') =>
      page.evaluate((now) => {
        Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => now })
        document.dispatchEvent(new Event('visibilitychange'))
      }, state)
    const begun = page.waitForResponse((response) => response.url().includes('/api/v1/live'))
    await page.reload({ waitUntil: 'commit' })
    const feed = (await begun).request()
    const ended = page.waitForEvent('requestfailed', { predicate: (request) => request === feed })
    await turn('hidden')
    await ended

    const words = `A message that came while nobody looked, ${Date.now()}`
    const { status } = await page.evaluate(
      async (text) =>
        fetch('/api/v1/cases', {
          method: 'POST',
          headers: { 'Content-Type': 'application/json' },
          body: JSON.stringify({ text, facts: { plan: 'pro' } }),
        }).then((answer) => ({ status: answer.status })),
      words,
    )
    expect(status).toBe(201)
    await turn('visible')
    await page.getByText(words).first().waitFor()
    expect(faults).toEqual([])
  })

  test.each(['/ask', '/cases'])('begins %s with less than 200 kB of script, packed', async (path) => {
    const { page } = await open(path)
    const scripts = await page.evaluate(() =>
      performance
        .getEntriesByType('resource')
        .filter((entry) => entry instanceof PerformanceResourceTiming && entry.name.endsWith('.js'))
        .map((entry) => ({ name: entry.name, bytes: (entry as PerformanceResourceTiming).encodedBodySize })),
    )
    // The engine's worker loads beside the page, which does not wait for it.
    const own = scripts.filter(({ name }) => !name.includes('answer-worker'))
    const bytes = own.reduce((sum, script) => sum + script.bytes, 0)
    expect(bytes).toBeGreaterThan(50_000)
    expect(bytes).toBeLessThan(200_000)
  })
})
