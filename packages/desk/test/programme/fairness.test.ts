import { expect, it } from 'vitest'
import { actorWith } from '../desk.ts'
import { describeOnStores } from '../stores.ts'
import { assignedDesk } from './assigned-desk.ts'

const fault = { topic: 'platform-fault', plan: 'enterprise' }
const lead = actorWith('programme-lead')

describeOnStores('fairness', (open) => {
  it('shows the load of each engineer by week, from one sample a day', async () => {
    const desk = await open()
    const programme = assignedDesk(desk)
    const engineer = await programme.person('Kim Ito')
    const backup = await programme.person('Lou Berg')
    await programme.customer('acme', 'Acme')
    await programme.assign('acme', { engineer, backup })
    await desk.do('cases.open', { text: 'It fails', account: 'acme', facts: fault })
    await programme.passTo('2026-03-05T00:00:00.000Z')
    await desk.do('cases.open', { text: 'It fails elsewhere', facts: fault })
    await desk.do('cases.assign', {
      case: (await desk.do('cases.list', { limit: 1 })).items[0]!.id,
      person: engineer.id,
    })
    await programme.passTo('2026-03-09T12:00:00.000Z', 6 * 3_600_000)
    const { engineers, ...figures } = await desk.do('fairness.show', {}, { actor: lead })
    expect(figures).toMatchObject({ assigned: 1, kinds: { 'post-sales-strategic': 1 }, aboveLimit: [] })
    const [kim, lou] = ['Kim Ito', 'Lou Berg'].map(
      (name) => engineers.find(({ person }) => person.name === name)!,
    )
    expect(kim).toMatchObject({ customers: 1, backupFor: 0, openCases: 2, loadMax: 12, aboveLimit: false })
    // Monday to Thursday with one case, Friday to Sunday with two.
    expect(kim!.weeks).toEqual([
      { week: '2026-W10', average: 1.4, most: 2, daysAbove: 0 },
      { week: '2026-W11', average: 2, most: 2, daysAbove: 0 },
    ])
    expect(lou).toMatchObject({ customers: 0, backupFor: 1, openCases: 0, average: 0 })
    expect(figures.spread).toEqual({ least: 0, most: expect.any(Number) })
  })

  it('names who is above the limit', async () => {
    const desk = await open()
    const programme = assignedDesk(desk)
    const engineer = await programme.person('Kim Ito')
    const backup = await programme.person('Lou Berg')
    await programme.customer('acme')
    await programme.assign('acme', { engineer, backup })
    for (const text of ['It fails', 'It fails again']) {
      await desk.do('cases.open', { text, account: 'acme', facts: fault })
    }
    await desk.do('people.update', { person: engineer.id, loadMax: 1 })
    await programme.passTo('2026-03-03T12:00:00.000Z')
    const shown = await desk.do('fairness.show', {}, { actor: lead })
    expect(shown.aboveLimit).toEqual([{ id: engineer.id, name: 'Kim Ito' }])
    expect(shown.engineers[0]).toMatchObject({ aboveLimit: true, daysAbove: 2 })
  })

  it('suggests a rotation once, after the policy’s days with the same engineer', async () => {
    const desk = await open()
    const programme = assignedDesk(desk)
    await programme.listen()
    const engineer = await programme.person('Kim Ito')
    const backup = await programme.person('Lou Berg')
    const other = await programme.person('Noa Katz')
    await programme.customer('acme', 'Acme')
    const assignment = await programme.assign('acme', { engineer, backup })
    await programme.passTo('2027-03-01T12:00:00.000Z', 7 * 86_400_000)
    expect((await desk.do('fairness.show', {})).rotations).toEqual([])
    await programme.passTo('2027-03-10T12:00:00.000Z', 12 * 3_600_000)
    const { rotations } = await desk.do('fairness.show', {})
    expect(rotations).toMatchObject([{ assignment, engineer: { name: 'Kim Ito' }, days: 373 }])
    expect(await programme.told('rotation.suggested')).toHaveLength(1)
    const { id: transition } = await desk.do(
      'transitions.ask',
      { assignment, reason: 'It is time' },
      { actor: engineer },
    )
    const openPoints = 'None that matter'
    await desk.do('transitions.hand_over', { transition, successor: other.id, note: 'All told', openPoints })
    expect((await desk.do('fairness.show', {})).rotations).toEqual([])
  })

  it('is leadership’s to see', async () => {
    const desk = await open()
    const agent = actorWith('agent')
    await expect(desk.do('fairness.show', {}, { actor: agent })).rejects.toMatchObject({ code: 'forbidden' })
  })
})
