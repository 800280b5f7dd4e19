/**
 * A real browser for tests: signed in, watched for errors, and checked for what people with assistive technology need.
 */
import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject } from 'vitest'
import { launchChromium, sessionOf, sizes } from './chromium.ts'

export type Opened = {
  readonly page: Page
  /** Console errors, failed scripts and broken content policy since it was opened. */
  readonly faults: readonly string[]
}

export type OpenOptions = {
  readonly dark?: boolean
  readonly phone?: boolean
  /** Shows the welcome, as at a first visit. */
  readonly fresh?: boolean
}

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

/** Opens pages of the served console in one browser for a test file. */
export function consoleBrowser() {
  const served = inject('served')
  let browser: Browser
  let session: BrowserContextOptions['storageState']

  beforeAll(async () => {
    browser = await launchChromium()
    session = await sessionOf(browser, served)
  })
  afterAll(() => browser?.close())

  return {
    url: served.url,
    /** Opens an address of the console as the admin; the caller need not close it. */
    open: async (
      path: string,
      { dark = false, phone = false, fresh = false }: OpenOptions = {},
    ): Promise<Opened> => {
      const context = await browser.newContext({
        baseURL: served.url,
        colorScheme: dark ? 'dark' : 'light',
        viewport: phone ? sizes.phone : sizes.desk,
        permissions: ['clipboard-read', 'clipboard-write'],
        ...(session && { storageState: session }),
      })
      if (!fresh) await context.addInitScript(() => localStorage.setItem('rightdesk.welcomed', 'before'))
      const page = await context.newPage()
      const faults: string[] = []
      page.on('console', (message) => {
        if (message.type() === 'error') faults.push(message.text())
      })
      page.on('pageerror', (error) => faults.push(error.message))
      await page.goto(path)
      await page.getByRole('heading', { level: 1 }).first().waitFor()
      return { page, faults }
    },
  }
}

/** Demands that a page keeps WCAG 2.2 AA as far as it can be checked by rules. */
export async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).withTags(rules).analyze()
  expect(
    violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`),
  ).toEqual([])
}

/** Demands that nothing is wider than the window. */
export async function expectFits(page: Page): Promise<void> {
  const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
  expect(over, 'pixels wider than the window').toBeLessThanOrEqual(0)
}
