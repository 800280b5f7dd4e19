import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { consoleBrowser, expectAccessible, expectFits } from '../browser.ts'

const browser = consoleBrowser()

type Made = { readonly id: string; readonly number: number; readonly version: number }

/** Calls the desk as the person who is signed in on the page. */
const call = <Answer = Made>(page: Page, method: string, path: string, body?: object): Promise<Answer> =>
  page.evaluate(
    async ([how, where, what]) => {
      const response = await fetch(`/api/v1${where}`, {
        method: how,
        headers: {
          'Content-Type': 'application/json',
          ...(how !== 'GET' && { 'Idempotency-Key': crypto.randomUUID() }),
        },
        ...(what && { body: JSON.stringify(what) }),
      })
      if (!response.ok) throw new Error(`${how} ${where}: ${response.status} ${await response.text()}`)
      return (await response.json()) as never
    },
    [method, path, body] as const,
  )

let made = 0
/** A word that only the cases of one test have. */
const word = (): string => {
  made += 1
  return `Quokka${made}x${Date.now()}`
}

const builds = 'Our builds fail since yesterday, nothing was changed on our side.'

const openCases = async (page: Page, tag: string, count: number, ask = builds): Promise<readonly Made[]> => {
  const cases: Made[] = []
  for (let n = 0; n < count; n++) {
    const text = `${ask} ${tag} ${n}`
    cases.push(await call(page, 'POST', '/cases', { text, subject: `${tag} builds fail ${n}` }))
  }
  return cases
}

const row = (page: Page, index: number) => page.locator(`[data-row="${index}"]`)
const stateOf = async (page: Page, { id }: Made): Promise<string> =>
  (await call<{ readonly state: string }>(page, 'GET', `/cases/${id}`)).state
const heldMs = 5_000

describe('the inbox', () => {
  it('is worked through by keyboard alone', async () => {
    const { page, faults } = await browser.open('/cases')
    const tag = word()
    const [first, second] = await openCases(page, tag, 2)
    await page.goto(`/cases?q=${tag}&order=opened`)
    await row(page, 1).waitFor()
    // Newest first: the second one stands on top.
    await page.keyboard.press('j')
    await page.keyboard.press('k')
    expect(await row(page, 0).evaluate((node) => node === document.activeElement)).toBe(true)

    await page.keyboard.press('Space')
    await page.getByRole('dialog').getByText('Open the case').waitFor()
    await expectAccessible(page)
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    expect(await row(page, 0).evaluate((node) => node === document.activeElement)).toBe(true)

    await page.keyboard.press('1')
    await page.getByText(`Accept #${second!.number}`).first().waitFor()
    await page.keyboard.press('u')
    await page.getByText('Taken back').first().waitFor()
    await page.waitForTimeout(heldMs + 500)
    expect(await stateOf(page, second!)).not.toBe('accepted')

    await page.keyboard.press('1')
    await page
      .getByText(`Accepted #${second!.number}`)
      .first()
      .waitFor({ timeout: heldMs * 3 })
    expect(await stateOf(page, second!)).toBe('accepted')

    await page.keyboard.press('j')
    await page.keyboard.press('h')
    await page.getByRole('dialog').getByText('In a week').waitFor()
    await page.keyboard.press('Tab')
    await page.getByRole('button', { name: /In a week/ }).focus()
    await page.keyboard.press('Enter')
    await page.getByText(`Snoozed #${first!.number}`).first().waitFor()
    await page.keyboard.press('z')
    await expect
      .poll(
        async () =>
          (await call<{ snoozedUntil: string | null }>(page, 'GET', `/cases/${first!.id}`)).snoozedUntil,
      )
      .toBeNull()

    await page.keyboard.press('Enter')
    await page.waitForURL(`**/cases/${first!.number}`)
    await page.getByRole('heading', { name: 'The ask' }).waitFor()
    await page.keyboard.press('Escape')
    // The list is as it was left: its filters, and the row that keys act on.
    await page.waitForURL(`**/cases?*${tag}*`)
    await expect.poll(() => row(page, 1).evaluate((node) => node === document.activeElement)).toBe(true)
    expect(faults).toEqual([])
  })

  it('has the keys that people know from elsewhere, and lists them', async () => {
    const { page, faults } = await browser.open('/cases')
    await row(page, 0).waitFor()
    await page.keyboard.press('Shift+Slash')
    const dialog = page.getByRole('dialog', { name: 'Keys' })
    for (const name of [
      'Accept',
      'Re-route',
      'Ask for info',
      'Snooze',
      'Escalate',
      'Reply',
      'Note',
      'Next case',
    ]) {
      await dialog.getByRole('listitem').filter({ hasText: name }).first().waitFor()
    }
    await expectAccessible(page)
    await page.keyboard.press('Escape')
    await page.keyboard.press('g')
    await page.keyboard.press('e')
    await page.waitForURL('**/engagements')
    expect(await page.getByRole('dialog').count()).toBe(0)
    expect(faults).toEqual([])
  })

  it('keeps filters and views in the address, by mouse', async () => {
    const { page, faults } = await browser.open('/cases')
    await page.getByRole('navigation', { name: 'Views' }).getByText('Escalated').click()
    await page.waitForURL('**/cases?state=*')
    await page.getByRole('heading', { level: 1, name: 'Escalated' }).waitFor()
    await page.getByRole('button', { name: 'Filter', exact: true }).click()
    await page.getByRole('menuitem', { name: 'Followed' }).click()
    await page.waitForURL('**/cases?*followed=true*')
    const name = word()
    await page.getByRole('button', { name: 'Save as view' }).click()
    await page.getByLabel('Name').fill(name)
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByRole('link', { name }).waitFor()
    await page.getByRole('button', { name: /Without the filter Followed/ }).click()
    await page.waitForURL((url) => !url.search.includes('followed'))
    await page.getByRole('link', { name }).click()
    await page.waitForURL('**/cases?*followed=true*')
    await page.reload()
    await page
      .getByText('Nothing', { exact: false })
      .or(page.getByRole('grid'))
      .or(page.getByText('No case is like that'))
      .first()
      .waitFor()
    await expectAccessible(page)
    await page.getByRole('button', { name: `Change the view ${name}` }).click()
    await page.getByRole('menuitem', { name: 'Remove the view' }).click()
    await page.getByRole('link', { name }).waitFor({ state: 'detached' })
    expect(faults).toEqual([])
  })

  it('acts on many at once, and says which of them were refused and why', async () => {
    const { page, faults } = await browser.open('/cases', { dark: true })
    const tag = word()
    const cases = await openCases(page, tag, 3)
    await page.goto(`/cases?q=${tag}`)
    await row(page, 2).waitFor()
    await page.keyboard.press('x')
    await page.keyboard.press('Shift+J')
    await page.keyboard.press('Shift+J')
    await page.getByText('3 selected').waitFor()
    await expectAccessible(page)
    await page.getByRole('toolbar').getByRole('button', { name: 'Accept' }).click()
    await page.getByText('Accept: 3 cases').first().waitFor()
    await call(page, 'POST', `/cases/${cases[1]!.id}/notes`, { body: 'somebody was quicker' })
    const report = page.getByRole('dialog', { name: '1 of 3 was refused' })
    await report.waitFor({ timeout: heldMs * 3 })
    await report.getByText(`#${cases[1]!.number}`).waitFor()
    await expectAccessible(page)
    expect(await stateOf(page, cases[0]!)).toBe('accepted')
    expect(await stateOf(page, cases[1]!)).not.toBe('accepted')
    await report.getByRole('button', { name: 'Try these again' }).click()
    await expect.poll(() => stateOf(page, cases[1]!), { timeout: heldMs * 3 }).toBe('accepted')
    // The browser itself reports the one answer that is a conflict.
    expect(faults.filter((fault) => !/409/.test(fault))).toEqual([])
  })

  it('fits a phone, and says what to do where there is nothing', async () => {
    const { page, faults } = await browser.open('/cases', { phone: true })
    await row(page, 0).waitFor()
    await expectFits(page)
    await expectAccessible(page)
    await page.goto(`/cases?q=${word()}`)
    await page.getByText('No case is like that').waitFor()
    await expectFits(page)
    await expectAccessible(page)
    expect(faults).toEqual([])
  })
})

describe('the page of a case', () => {
  it('tells what the customer sees from what stays inside, by keyboard alone', async () => {
    const { page, faults } = await browser.open('/cases')
    const [one] = await openCases(page, word(), 1)
    await page.goto(`/cases/${one!.number}`)
    await page.getByRole('heading', { name: 'The ask' }).waitFor()
    await expectAccessible(page)
    await page.keyboard.press('n')
    await page.getByLabel('Note for colleagues').waitFor()
    await page.keyboard.type('Looked at the logs.')
    await page.keyboard.press('Control+Enter')
    const note = page.getByRole('article').filter({ hasText: 'Looked at the logs.' })
    await note.waitFor({ timeout: heldMs * 3 })
    await note.getByText('Internal').waitFor()

    await page.keyboard.press('Escape')
    await page.keyboard.press('r')
    await page.keyboard.type('Please ask #help-engineering.')
    await page.keyboard.press('Control+Enter')
    await page
      .getByText(/must not reach a customer/)
      .first()
      .waitFor({ timeout: heldMs * 3 })
    expect(await page.getByLabel('Reply to the customer').inputValue()).toBe('Please ask #help-engineering.')
    await expectAccessible(page)
    await page.getByLabel('Reply to the customer').fill('We are looking into it.')
    await page.keyboard.press('Control+Enter')
    const reply = page.getByRole('article').filter({ hasText: 'We are looking into it.' })
    await reply.waitFor({ timeout: heldMs * 3 })
    await reply.getByText('Seen by the customer').waitFor()
    expect(faults.filter((fault) => !/412/.test(fault))).toEqual([])
  })

  it('sends what is held when the page is left, and loses no word', async () => {
    const { page } = await browser.open('/cases')
    const [one] = await openCases(page, word(), 1)
    await page.goto(`/cases/${one!.number}`)
    await page.getByRole('heading', { name: 'The ask' }).waitFor()
    await page.keyboard.press('r')
    await page.keyboard.type('Half a reply')
    await page.reload()
    await page.getByRole('heading', { name: 'The ask' }).waitFor()
    await page.keyboard.press('r')
    expect(await page.getByLabel('Reply to the customer').inputValue()).toBe('Half a reply')
    await page.keyboard.press('Control+Enter')
    await page.getByText(`Reply on #${one!.number}`).first().waitFor()
    await page.goto('/engagements')
    const history = () =>
      call<{ items: readonly { kind: string }[] }>(page, 'GET', `/cases/${one!.id}/history?limit=200`)
    await expect.poll(async () => (await history()).items.some(({ kind }) => kind === 'replied')).toBe(true)
  })

  it('says who was quicker, and applies what was meant only when told to', async () => {
    const { page, faults } = await browser.open('/cases')
    const [one] = await openCases(page, word(), 1)
    await page.goto(`/cases/${one!.number}`)
    await page.getByRole('heading', { name: 'The ask' }).waitFor()
    await page.getByRole('button', { name: 'Accept' }).click()
    await page.getByText(`Accept #${one!.number}`).first().waitFor()
    await call(page, 'POST', `/cases/${one!.id}/notes`, { body: 'I have an idea' })
    const dialog = page.getByRole('dialog', { name: `#${one!.number} was changed meanwhile` })
    await dialog.waitFor({ timeout: heldMs * 3 })
    await dialog.getByText('noted').waitFor()
    await expectAccessible(page)
    expect(await stateOf(page, one!)).not.toBe('accepted')
    await dialog.getByRole('button', { name: 'Apply anyway' }).click()
    await expect.poll(() => stateOf(page, one!)).toBe('accepted')
    expect(faults.filter((fault) => !/409/.test(fault))).toEqual([])
  })

  it('shows the new owner before a correction, and moves the case by mouse', async () => {
    const { page, faults } = await browser.open('/cases')
    // Words of its own: the desk learns from a correction, and other tests read theirs as they are.
    const ask = 'The certificate of our domain does not renew itself any more.'
    const [one] = await openCases(page, word(), 1, ask)
    await page.goto(`/cases/${one!.number}`)
    await page.getByRole('heading', { name: 'The ask' }).waitFor()
    await page.getByRole('button', { name: 'Re-route' }).click()
    await page.getByRole('button', { name: /What it is about/ }).click()
    await page.getByPlaceholder('Search what it is about').fill('contracts')
    await page.getByRole('option', { name: /Contracts/ }).click()
    await page.getByText('It goes to Legal').waitFor()
    await page.getByRole('textbox', { name: 'Why' }).fill('They ask about their contract.')
    await expectAccessible(page)
    await page.getByRole('dialog').getByRole('button', { name: 'Re-route' }).click()
    await expect
      .poll(async () => (await call<{ ownerTeam: string }>(page, 'GET', `/cases/${one!.id}`)).ownerTeam, {
        timeout: heldMs * 3,
      })
      .toBe('legal')
    await page.keyboard.press('z')
    await page.getByText('Taken back').first().waitFor()
    expect(faults).toEqual([])
  })

  it('keeps the gate to Engineering as a checklist and refuses to pass it half open', async () => {
    const { page, faults } = await browser.open('/cases', { dark: true })
    const [one] = await openCases(page, word(), 1)
    await page.goto(`/cases/${one!.number}`)
    await page.getByRole('heading', { name: 'Gate to Engineering' }).waitFor()
    const gate = page.locator('section', { has: page.getByRole('heading', { name: 'Gate to Engineering' }) })
    await gate.getByRole('button', { name: 'Give evidence' }).first().click()
    await gate.getByPlaceholder('A link, a result, who agreed').fill('Tried with a clean cache.')
    await gate.getByRole('button', { name: 'Give', exact: true }).click()
    await gate.getByText('Tried with a clean cache.').waitFor({ timeout: heldMs * 3 })
    await gate.getByRole('button', { name: 'Escalate to Engineering' }).click()
    await page
      .getByText(/missing:/)
      .first()
      .waitFor({ timeout: heldMs * 3 })
    await expectAccessible(page)
    expect(await stateOf(page, one!)).not.toBe('escalated')
    expect(faults.filter((fault) => !/412/.test(fault))).toEqual([])
  })

  it('leaves the +1 to an expert: says whom to ask, and gives an expert the button', async () => {
    const { page, faults } = await browser.open('/cases')
    const [one] = await openCases(page, word(), 1)
    const { id: me } = await call<{ readonly id: string }>(page, 'GET', '/me')
    const agreed = page
      .locator('section', { has: page.getByRole('heading', { name: 'Gate to Engineering' }) })
      .getByRole('listitem')
      .filter({ hasText: 'An SME of the area has given +1' })
    await page.goto(`/cases/${one!.number}`)
    await agreed.getByText('Ask Tomas Okoro').waitFor()
    const button = agreed.getByRole('button', { name: 'Give evidence' })
    expect(await button.isDisabled()).toBe(true)
    await expectAccessible(page)
    await call(page, 'PATCH', `/people/${me}`, { areas: ['builds-deployments'] })
    await page.reload()
    await button.click()
    await agreed.getByPlaceholder('A link, a result, who agreed').fill('The same on a project of ours.')
    await agreed.getByRole('button', { name: 'Give', exact: true }).click()
    await agreed.getByText('The same on a project of ours.').waitFor({ timeout: heldMs * 3 })
    await call(page, 'PATCH', `/people/${me}`, { areas: [] })
    expect(faults).toEqual([])
  })

  it('shows hostile words inert, on a desk and on a phone', async () => {
    const hostile = [
      '<script>document.title = "taken"</script><img src=x onerror="document.title=\'taken\'">',
      '\u202Egnp.exe\u200b\u2066',
      '🎉'.repeat(400),
      'w'.repeat(90_000),
    ].join('\n')
    const { page, faults } = await browser.open('/cases')
    const tag = word()
    const one = await call(page, 'POST', '/cases', {
      text: `${tag} builds fail ${hostile}`,
      subject: `${tag} <b onclick=alert(1)>\u202Ebold</b> ${'W'.repeat(120)}`,
    })
    await page.goto(`/cases?q=${tag}`)
    await row(page, 0).waitFor()
    await expectFits(page)
    await page.goto(`/cases/${one.number}`)
    await page.getByText('<script>', { exact: false }).first().waitFor()
    await expectFits(page)
    expect(await page.title()).not.toBe('taken')
    await page.setViewportSize({ width: 390, height: 844 })
    await expectFits(page)
    await expectAccessible(page)
    expect(faults).toEqual([])
  })
})
