/**
 * Takes the pictures of `docs/screenshots/`: every page of the console on the demonstration, in the size people have it
 * most, some in the dark and on a phone. `node scripts/screenshots.ts [name …]` takes only those named.
 */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { launchChromium, type Page, sessionOf, sizes } from '../packages/console/test/chromium.ts'
import { startProduct } from '../packages/console/test/product.ts'

type Shot = {
  readonly name: string
  readonly path: string
  readonly dark?: boolean
  readonly phone?: boolean
  readonly fresh?: boolean
  readonly act?: (page: Page) => Promise<void>
}

const folder = fileURLToPath(new URL('../docs/screenshots', import.meta.url))
const settleMs = 1_500

const ask = async (page: Page): Promise<void> => {
  await page
    .getByLabel('What the customer wrote')
    .fill('Our Pro team was charged twice this month, and support told us to wait.')
  await page.getByText('Decided').filter({ visible: true }).first().waitFor()
}

const openAsk = async (page: Page): Promise<void> => {
  await page.getByLabel('What the customer wrote').fill('Our invoice for October looks wrong.')
  await page.getByText('Which plan is the customer on?').filter({ visible: true }).first().waitFor()
}

const shots: readonly Shot[] = [
  { name: 'ask', path: '/ask', act: ask },
  { name: 'ask-needs-info', path: '/ask', dark: true, act: openAsk },
  { name: 'ask-phone', path: '/ask', phone: true, act: ask },
  { name: 'cases', path: '/cases' },
  { name: 'cases-dark', path: '/cases', dark: true },
  { name: 'cases-phone', path: '/cases', phone: true },
  { name: 'case', path: '/cases/154' },
  { name: 'case-history', path: '/cases/12' },
  { name: 'policy', path: '/policy' },
  { name: 'playground', path: '/policy/playground?topic=onboarding-enablement&f.plan=enterprise' },
  { name: 'policy-checks', path: '/policy/checks' },
  { name: 'policy-compare', path: '/policy/compare' },
  { name: 'policy-proposals', path: '/policy/proposals' },
  { name: 'programme', path: '/programme' },
  { name: 'programme-requests', path: '/programme/requests' },
  { name: 'programme-roster', path: '/programme/roster' },
  { name: 'programme-check-ins', path: '/programme/check-ins' },
  { name: 'programme-follow-ups', path: '/programme/follow-ups' },
  { name: 'programme-transitions', path: '/programme/transitions' },
  { name: 'programme-practices', path: '/programme/practices' },
  { name: 'programme-exceptions', path: '/programme/exceptions' },
  { name: 'customer', path: '/customers/demo-017' },
  { name: 'engagements', path: '/engagements' },
  { name: 'insights', path: '/insights' },
  { name: 'insights-dark', path: '/insights', dark: true },
  { name: 'admin-people', path: '/admin/people' },
  { name: 'admin-teams', path: '/admin/teams' },
  { name: 'admin-roles', path: '/admin/roles' },
  { name: 'admin-keys', path: '/admin/keys' },
  { name: 'admin-connectors', path: '/admin/connectors' },
  { name: 'admin-audit', path: '/admin/audit' },
  { name: 'admin-jobs', path: '/admin/jobs' },
  { name: 'admin-demo', path: '/admin/demo' },
  { name: 'welcome', path: '/welcome', fresh: true },
]

const wanted = process.argv.slice(2)
const product = await startProduct()
const browser = await launchChromium()
try {
  mkdirSync(folder, { recursive: true })
  const session = await sessionOf(browser, product)
  for (const { name, path, dark, phone, fresh, act } of shots) {
    if (wanted.length > 0 && !wanted.includes(name)) continue
    const context = await browser.newContext({
      baseURL: product.url,
      colorScheme: dark ? 'dark' : 'light',
      viewport: phone ? sizes.phone : sizes.desk,
      storageState: session,
    })
    if (!fresh) await context.addInitScript("localStorage.setItem('rightdesk.welcomed', 'before')")
    const page = await context.newPage()
    await page.goto(path)
    await page.getByRole('heading', { level: 1 }).first().waitFor()
    await act?.(page)
    await page.getByRole('status').filter({ hasText: 'Loading' }).first().waitFor({ state: 'detached' })
    await page.waitForTimeout(settleMs)
    await page.screenshot({ path: join(folder, `${name}.png`) })
    await context.close()
    process.stderr.write(`${name}\n`)
  }
} finally {
  await browser.close()
  await product.stop()
}
