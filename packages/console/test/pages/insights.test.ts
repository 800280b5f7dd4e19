import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { consoleBrowser, expectAccessible, expectFits } from '../browser.ts'

const { open } = consoleBrowser()

const drawn = (page: Page) => page.getByRole('link', { name: /Show these cases/ }).first()

/** How many cases the desk counts for the address that the page is at. */
const listedHere = (page: Page): Promise<number> =>
  page.evaluate(async () => {
    const query = new URLSearchParams(location.search)
    query.set('limit', '200')
    const answer = await fetch(`/api/v1/cases?${query}`)
    return ((await answer.json()) as { items: unknown[] }).items.length
  })

describe('insights', () => {
  test('leads from the flow to exactly the cases drawn, by keyboard alone', async () => {
    const { page, faults } = await open('/insights')
    await drawn(page).waitFor()
    const moved = page.getByRole('link', { name: /moved on/ }).first()
    await moved.focus()
    const said = await moved.getAttribute('aria-label')
    await page.getByText(/moved on$/).waitFor()
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/cases\?/)
    expect(await listedHere(page)).toBe(Number(/: (\d+) case/.exec(said ?? '')?.[1]))
    expect(faults).toEqual([])
  })

  test('leads from a rule to its misrouted cases by mouse', async () => {
    const { page, faults } = await open('/insights')
    const rule = page.getByRole('link', { name: /misrouted by/ }).first()
    const wanted = Number(/^(\d+) of/.exec((await rule.textContent()) ?? '')?.[1])
    await rule.click()
    await page.waitForURL(/ownerRule=/)
    expect(await listedHere(page)).toBe(wanted)
    expect(faults).toEqual([])
  })

  test('shows every picture in light and dark, without a fault', async () => {
    for (const dark of [false, true]) {
      const { page, faults } = await open('/insights', { dark })
      await drawn(page).waitFor()
      for (const title of [
        'How asks flow: topic, first owner, owner now',
        'Which rule to fix next',
        'Time to the right owner',
        'Cases that changed teams, by week',
        'Decided at once, and right',
        'Asks that needed an answer first, by week',
        'What is missing most',
        'Load and fairness',
      ])
        await page.getByRole('heading', { name: title }).waitFor()
      await expectAccessible(page)
      expect(faults).toEqual([])
    }
  })

  test('gives the same data as tables, kept in the address', async () => {
    const { page, faults } = await open('/insights')
    const names = ['How asks flow', 'Time to the right owner', 'Load and fairness']
    for (const name of names) {
      await page.getByRole('button', { name: new RegExp(`^${name}.*show as a table`) }).click()
      await page.getByRole('table', { name: new RegExp(name) }).waitFor()
    }
    await expectAccessible(page)
    await page.reload()
    await page.getByRole('table', { name: /How asks flow/ }).waitFor()
    expect(faults).toEqual([])
  })

  test('saves the data behind a picture', async () => {
    const { page } = await open('/insights')
    const save = async (kind: string): Promise<string> => {
      await page.getByRole('button', { name: /^How asks flow.*save the data/ }).click()
      const download = page.waitForEvent('download')
      await page.getByRole('menuitem', { name: kind }).click()
      return readFile(await (await download).path(), 'utf8')
    }
    const csv = await save('As CSV, for spreadsheets')
    expect(csv.startsWith('\u{feff}Topic,First owner,Has it now,Moved on,Cases\r\n')).toBe(true)
    const { rows } = JSON.parse(await save('As JSON, for programs')) as { rows: { cases: number }[] }
    expect(csv.trimEnd().split('\r\n')).toHaveLength(rows.length + 1)
    expect(rows.every(({ cases }) => cases > 0)).toBe(true)
  })

  test('takes another period and a team, and spreads all topics', async () => {
    const { page, faults } = await open('/insights')
    await drawn(page).waitFor()
    // A flow may lie under another one where the mouse would meet it; the keyboard meets it everywhere.
    const others = page.getByRole('link', { name: /Show every topic/ }).first()
    await others.focus()
    await page.keyboard.press('Enter')
    await page.waitForURL(/topics=all/)
    await page
      .getByRole('link', { name: /other topics/ })
      .first()
      .waitFor({ state: 'detached' })
    await page.getByRole('button', { name: '4 weeks' }).click()
    await page.waitForURL(/weeks=4/)
    await page.getByRole('button', { name: /^Team/ }).click()
    await page.getByPlaceholder('Search team').fill('Customer Success')
    await page.keyboard.press('Enter')
    await page.waitForURL(/team=cse/)
    await drawn(page).waitFor()
    await drawn(page).focus()
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/cases\?/)
    expect(await listedHere(page)).toBeGreaterThan(0)
    expect(faults).toEqual([])
  })

  test('says what to do where a time has nothing, and what is wrong with one that cannot be', async () => {
    const { page } = await open('/insights?from=2020-01-01&to=2020-02-01')
    await page.getByText('No cases in this time').waitFor()
    await expectAccessible(page)
    await page.goto('/insights?from=2026-03-02&to=2026-03-01')
    await page
      .getByRole('alert')
      .getByText(/is after/)
      .waitFor()
    await expectAccessible(page)
  })

  test('fits a phone', async () => {
    const { page, faults } = await open('/insights', { phone: true })
    await drawn(page).waitFor()
    await expectFits(page)
    await expectAccessible(page)
    expect(faults).toEqual([])
  })
})
