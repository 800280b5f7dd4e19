/**
 * `node bench/inbox.ts`: the console's inbox over 100,000 cases, traced by Chromium while it is scrolled and walked through by
 * keyboard: how long each task of the page worked, in processor time of its thread, so that whatever else the machine does
 * is not taken for it. Build the console first: `npm run build`.
 */
import { DatabaseSync } from 'node:sqlite'
import { launchChromium, sessionOf, sizes } from '../packages/console/test/chromium.ts'
import { startProduct } from '../packages/console/test/product.ts'
import { median } from './measure.ts'

const cases = 100_000
/** What people notice as a stutter. */
const workMaxMs = 50

/** Copies one case over and over: other subjects, states, teams and times. */
function fill(file: string): void {
  const db = new DatabaseSync(file)
  const model = db.prepare('select * from cases order by number desc limit 1').get()! as Record<
    string,
    string | number | null
  >
  const names = Object.keys(model)
  const put = db.prepare(
    `insert into cases (${names.join(', ')}) values (${names.map(() => '?').join(', ')})`,
  )
  const see = db.prepare('insert into case_teams (case_id, team, since) values (?, ?, ?)')
  const teams = ['cse', 'account-team', 'legal', 'developer-success']
  const states = ['closed', 'closed', 'routed', 'working', 'accepted', 'needs-info', 'escalated']
  db.exec('begin')
  for (let n = 1; n <= cases; n++) {
    const at = new Date(Date.parse('2025-06-01T00:00:00Z') + n * 300_000).toISOString()
    const state = states[n % states.length]!
    const made: Record<string, string | number | null> = {
      ...model,
      id: `case_${String(n).padStart(26, '0')}`,
      number: Number(model['number']) + n,
      subject: `Something does not work as we think that it should, and we would like to know why ${n}`,
      fingerprint: `trace ${n}`,
      state,
      owner_team: teams[n % teams.length]!,
      overdue_since: n % 30 === 0 ? at : null,
      opened_at: at,
      updated_at: at,
      closed_at: state === 'closed' ? at : null,
    }
    put.run(...names.map((name) => made[name] ?? null))
    see.run(made['id']!, made['owner_team']!, at)
  }
  db.exec('commit')
  db.exec('analyze')
  db.close()
}

type TraceEvent = {
  readonly ph: string
  readonly name: string
  readonly pid: number
  readonly tid: number
  readonly tdur?: number
  readonly args?: { readonly name?: string }
}

/** Milliseconds of processor time of each task of the pages' threads. */
function workIn(trace: Buffer): readonly number[] {
  const { traceEvents } = JSON.parse(trace.toString()) as { readonly traceEvents: readonly TraceEvent[] }
  const threads = new Set(
    traceEvents
      .filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
      .map(({ pid, tid }) => `${pid} ${tid}`),
  )
  return traceEvents
    .filter(({ ph, name, pid, tid }) => ph === 'X' && /RunTask$/.test(name) && threads.has(`${pid} ${tid}`))
    .flatMap(({ tdur }) => (tdur === undefined ? [] : [tdur / 1_000]))
}

const product = await startProduct()
const browser = await launchChromium()
try {
  fill(product.file)
  const context = await browser.newContext({
    baseURL: product.url,
    viewport: sizes.desk,
    storageState: await sessionOf(browser, product),
  })
  const page = await context.newPage()
  await page.goto('/cases')
  await page.locator('[data-row="0"]').waitFor()
  await page.waitForTimeout(1_000)
  await browser.startTracing(page, { categories: ['toplevel', 'disabled-by-default-devtools.timeline'] })
  const seen = await page.evaluate(`(async () => {
    const scroller = document.querySelector('[role="grid"]').parentElement
    for (let frame = 0; frame < 400; frame++) {
      scroller.scrollTop += frame % 100 < 90 ? 120 : 900
      await new Promise(requestAnimationFrame)
    }
    return Number(document.querySelector('[data-row]').dataset.row)
  })()`)
  for (let press = 0; press < 60; press++) await page.keyboard.press('j')
  const work = [...workIn(await browser.stopTracing())]
  console.log(`rows scrolled past    ${seen} of ${cases}`)
  console.log(`tasks of the page     ${work.length}, median ${median(work).toFixed(2)} ms`)
  console.log(`longest               ${Math.max(...work).toFixed(1)} ms`)
  console.log(`over ${workMaxMs} ms            ${work.filter((ms) => ms > workMaxMs).length}`)
} finally {
  await browser.close()
  await product.stop()
}
