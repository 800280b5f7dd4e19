/** The first minutes in a real browser: ask, case, policy, and what comes next. */
import { expect, it } from 'vitest'
import { consoleBrowser, expectAccessible, expectFits } from '../browser.ts'

const { open } = consoleBrowser()

it('meets whoever comes for the first time, and is gone through by keyboard alone', async () => {
  const { page, faults } = await open('/', { fresh: true })
  await page.getByRole('heading', { name: 'Welcome to Rightdesk' }).waitFor()
  await page.getByText('Needs one answer').waitFor()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'On Enterprise' }).focus()
  await page.keyboard.press('Enter')
  await page.getByText('Decided', { exact: true }).waitFor()
  await page.keyboard.press('ArrowRight')
  await page.getByRole('button', { name: 'See its history' }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('list', { name: 'History' }).getByText('Opened').waitFor()
  await expectAccessible(page)
  await page.keyboard.press('ArrowRight')
  await page.getByText('(this ask)').waitFor()
  await expectAccessible(page)
  await page.keyboard.press('ArrowRight')
  await page.getByRole('link', { name: 'Add people' }).waitFor()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Go to the inbox' }).focus()
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/cases/)
  await page.getByRole('link', { name: 'Rightdesk' }).first().click()
  await page.waitForURL(/\/cases/)
  expect(faults).toEqual([])
})

it('answers what somebody writes, and keeps it in the address', async () => {
  const { page, faults } = await open('/welcome', { fresh: true, dark: true })
  await page.getByLabel('The customer’s words').fill('Our builds fail with an error since this morning.')
  await page
    .getByText(/Nothing needs to be asked|Which/)
    .first()
    .waitFor()
  await page.waitForURL(/ask=/)
  await page.getByLabel('The customer’s words').fill(' ')
  await page.getByText('Write what a customer would write.').waitFor()
  await page.getByRole('button', { name: 'Start over' }).click()
  await page.getByText('Needs one answer').waitFor()
  await expectAccessible(page)
  expect(faults).toEqual([])
})

it('lets somebody accept a case by mouse, which stays in sight', async () => {
  const { page, faults } = await open('/welcome?step=case', { fresh: true })
  await page.getByRole('button', { name: 'Accept' }).click()
  await page.getByText(/It is yours|It is taken/).waitFor()
  await expectAccessible(page)
  expect(faults).toEqual([])
})

it('shows hostile words as words', async () => {
  const ask = encodeURIComponent(
    '<script>alert(1)</script> \u202egnp.exe our invoice is wrong 😀😀😀'.repeat(20),
  )
  const { page, faults } = await open(`/welcome?step=policy&ask=${ask}`, { fresh: true, phone: true })
  await page.getByText('<script>alert(1)</script>').first().waitFor()
  await expectFits(page)
  expect(faults).toEqual([])
})

it('can be skipped, and opened again from the command menu, on a phone too', async () => {
  const { page, faults } = await open('/welcome', { fresh: true, phone: true })
  await page.getByText('Needs one answer').waitFor()
  await expectFits(page)
  await page.getByRole('button', { name: 'Skip the welcome' }).click()
  await page.waitForURL(/\/cases/)
  await page.keyboard.press('Control+k')
  await page.getByPlaceholder(/^Search cases/).fill('welcome, once more')
  await page.getByRole('option', { name: 'Welcome, once more' }).waitFor()
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/welcome/)
  expect(faults).toEqual([])
})
