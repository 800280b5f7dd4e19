/** The system's Chromium, or the one that RIGHTDESK_CHROMIUM names, for tests and pictures of the console. */
import { existsSync } from 'node:fs'
import process from 'node:process'
import { type Browser, chromium } from 'playwright-core'

export type { Page } from 'playwright-core'

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
]

/** Where Chromium is; undefined where there is none. */
export const chromiumPath = (): string | undefined =>
  [process.env['RIGHTDESK_CHROMIUM'], ...places, chromium.executablePath()].find(
    (place) => place !== undefined && existsSync(place),
  )

export async function launchChromium(): Promise<Browser> {
  const executablePath = chromiumPath()
  if (executablePath === undefined)
    throw new Error('there is no Chromium: install it, or set RIGHTDESK_CHROMIUM')
  return chromium.launch({ executablePath, args: flags })
}

export const sizes = { desk: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } } as const

/** Signs somebody in and gives what a browser keeps of it. */
export async function sessionOf(
  browser: Browser,
  { url, email, password }: { readonly url: string; readonly email: string; readonly password: string },
) {
  const context = await browser.newContext()
  const page = await context.newPage()
  await page.goto(`${url}/sign-in`)
  await page.fill('#email', email)
  await page.fill('#password', password)
  await page.press('#password', 'Enter')
  await page.waitForURL(({ pathname }) => !pathname.startsWith('/sign-in'))
  const session = await context.storageState()
  await context.close()
  return session
}
