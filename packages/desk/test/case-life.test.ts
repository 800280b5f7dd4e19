import { describe, expect, it } from 'vitest'
import type { Actor } from '../src/index.ts'
import type { TestDesk } from './desk.ts'
import { describeOnStores } from './stores.ts'
import { runTimers } from './timers.ts'

const build = { text: 'The build step of our deployment fails on npm install', facts: { plan: 'pro' } }
const billing = { text: 'We were charged twice this month', facts: { plan: 'pro' } }
const kim = { requester: { email: 'kim@example.com' } }
const note = {
  context: 'Invoice of February',
  done: 'Looked at the usage',
  lastStep: 'Asked for the contract',
  nextStep: { what: 'Compare with the contract', who: 'account team', by: '2026-03-03T12:00:00.000Z' },
}
const program: Actor = {
  kind: 'service',
  id: 'service_mail',
  name: 'Mail',
  grants: [{ role: 'agent', team: null }],
}

const show = (desk: TestDesk, id: string) => desk.do('cases.show', { case: id })
const events = async (desk: TestDesk, id: string) => (await desk.do('cases.history', { case: id })).items
const solved = async (desk: TestDesk, input: object = {}) => {
  const opened = await desk.do('cases.open', { ...build, ...input })
  await desk.do('cases.resolve', { case: opened.id, outcome: 'Restarted' })
  return opened
}
/** Sent to the triage lead by two teams, while the policy says a third. */
const inTriage = async (desk: TestDesk) => {
  const { id } = await desk.do('cases.open', billing)
  await desk.do('cases.hand_off', { case: id, ...note, facts: { plan: 'enterprise' } })
  return desk.do('cases.reject', { case: id, reason: 'A plan fault', facts: { planMismatch: true } })
}

describeOnStores('the life of a case', (open) => {
  describe('says what to do instead', () => {
    it('of closing what is not solved, or starting what nobody took on', async () => {
      const desk = await open()
      const { id } = await desk.do('cases.open', build)
      await expect(desk.do('cases.close', { case: id })).rejects.toMatchObject({ help: 'Resolve it first.' })
      await expect(desk.do('cases.start', { case: id })).rejects.toMatchObject({ help: 'Accept it first.' })
      await desk.do('cases.accept', { case: id })
      await desk.do('cases.start', { case: id })
      await expect(desk.do('cases.close', { case: id })).rejects.toMatchObject({ help: 'Resolve it first.' })
      await expect(desk.do('cases.reject', { case: id, reason: 'Not ours' })).rejects.toMatchObject({
        help: expect.stringContaining('hand it off'),
      })
    })

    it('of changing what is over, in the words of the one who asked', async () => {
      const desk = await open()
      const { id } = await solved(desk)
      await expect(desk.do('cases.state_facts', { case: id, facts: {} })).rejects.toMatchObject({
        message: expect.stringContaining('`state facts`'),
        help: 'Reopen it first.',
      })
    })
  })

  describe('taken on', () => {
    it('is never taken on by a program while nobody has it', async () => {
      const desk = await open()
      const { id } = await desk.do('cases.open', build)
      await expect(desk.do('cases.accept', { case: id }, { actor: program })).rejects.toMatchObject({
        code: 'precondition_failed',
        help: expect.stringContaining('cases.assign'),
      })
      expect(await show(desk, id)).toMatchObject({ state: 'routed', waitingSince: expect.any(String) })
      const ana = await desk.do('people.add', { name: 'Ana', team: 'cse' })
      await runTimers(desk)
      const accepted = await desk.do('cases.accept', { case: id }, { actor: program })
      expect(accepted).toMatchObject({ state: 'accepted', assignee: { id: ana.id } })
    })
  })

  describe('decided anew', () => {
    it('a correction that settles a case where it is ends its wait for facts', async () => {
      const desk = await open()
      const { id, state } = await desk.do('cases.open', { text: billing.text })
      expect(state).toBe('needs-info')
      const right = { kind: 'fact', facts: { plan: 'pro' }, reason: 'It says so on the invoice' } as const
      expect(await desk.do('cases.correct', { case: id, ...right })).toMatchObject({
        state: 'routed',
        ownerTeam: 'cse',
        bounces: 0,
      })
    })

    it('a correction that moves a case frees the place of who had it', async () => {
      const desk = await open()
      const ana = await desk.do('people.add', { name: 'Ana', team: 'cse', loadMax: 1 })
      const had = await desk.do('cases.open', billing)
      const waits = await desk.do('cases.open', build)
      expect([had.assignee?.id, waits.assignee]).toEqual([ana.id, null])
      const right = { kind: 'fact', facts: { plan: 'enterprise' }, reason: 'They signed' } as const
      await desk.do('cases.correct', { case: had.id, ...right })
      await runTimers(desk)
      expect(await show(desk, waits.id)).toMatchObject({ assignee: { id: ana.id } })
    })

    it('two teams that state each other’s facts bounce it, and the triage lead gets it', async () => {
      const desk = await open()
      const { id } = await desk.do('cases.open', billing)
      const stated = (plan: string) => desk.do('cases.state_facts', { case: id, facts: { plan } })
      expect(await stated('enterprise')).toMatchObject({ ownerTeam: 'account-team', bounces: 1 })
      expect(await stated('pro')).toMatchObject({ triageSince: expect.any(String), bounces: 2 })
    })

    it('what the triage lead has stays there, whatever is learnt meanwhile', async () => {
      const desk = await open()
      const { id, triageSince } = await inTriage(desk)
      const facts = { planMismatch: true, severity: 'normal' }
      expect(await desk.do('cases.state_facts', { case: id, facts })).toMatchObject({ triageSince })
      expect((await show(desk, id)).decision.owner.team).toBe('deal-desk')
    })

    it('what a lead sent to a team stays there while facts change nothing of whose it is', async () => {
      const desk = await open()
      const { id } = await inTriage(desk)
      await desk.do('cases.route', { case: id, team: 'finops', reason: 'They have the contract' })
      const known = { case: id, facts: { severity: 'low' } }
      expect(await desk.do('cases.state_facts', known)).toMatchObject({
        ownerTeam: 'finops',
        state: 'routed',
      })
    })

    it('facts that change nothing take nothing from how long it has waited', async () => {
      const desk = await open()
      const { id, waitingSince, acceptBy } = await desk.do('cases.open', build)
      expect(waitingSince).not.toBeNull()
      desk.setTime(3_600_000)
      const after = await desk.do('cases.state_facts', { case: id, facts: { severity: 'low' } })
      expect(after).toMatchObject({ waitingSince, acceptBy })
    })

    it('a proposed test expects what the corrected decision is, settled or not', async () => {
      const desk = await open()
      const { id } = await desk.do('cases.open', { text: 'The frobnicator on our flange is loose' })
      const { proposedTest } = await desk.do('cases.correct', {
        case: id,
        kind: 'topic',
        topic: 'billing-usage',
        reason: 'They mean the bill',
      })
      expect(proposedTest).toContain('status: needs-info')
    })
  })

  describe('a mistyped record', () => {
    const mistyped = { ...build, recordType: 'Support' }
    const right = { kind: 'record-type', recordType: 'Billing', reason: 'It is about money' } as const

    it('X2: is listed with what it should be, until it is put right in the CRM', async () => {
      const desk = await open()
      const { id } = await desk.do('cases.open', mistyped)
      await desk.do('cases.correct', { case: id, ...right })
      const { items } = await desk.do('record_fixes.list', {})
      expect(items).toMatchObject([
        { case: id, field: 'recordType', isValue: 'Support', shouldBe: 'Billing', team: 'sfdc-ops' },
      ])
      expect(await show(desk, id)).toMatchObject({ recordType: 'Support' })
      await desk.do('cases.state_facts', { case: id, facts: { severity: 'low' } })
      expect((await desk.do('record_fixes.list', {})).items).toHaveLength(1)
      await desk.do('record_fixes.done', { fix: items[0]!.id })
      await desk.do('cases.state_facts', { case: id, facts: { severity: 'normal' } })
      expect(await show(desk, id)).toMatchObject({ recordType: 'Billing' })
      expect((await desk.do('record_fixes.list', {})).items).toEqual([])
    })

    it('is listed also where the desk was never told of a record, and not any more once that is undone', async () => {
      const desk = await open()
      const { id } = await desk.do('cases.open', build)
      const { correction } = await desk.do('cases.correct', { case: id, ...right })
      expect((await desk.do('record_fixes.list', {})).items).toMatchObject([{ case: id, isValue: '—' }])
      await desk.do('corrections.undo', { correction, reason: 'It was right' })
      expect((await desk.do('record_fixes.list', {})).items).toEqual([])
    })
  })

  describe('heard of again', () => {
    it('wakes from its sleep, and keeps the facts that came along', async () => {
      const desk = await open()
      const { id } = await desk.do('cases.open', { ...build, ...kim })
      await desk.do('cases.snooze', { case: id, until: '2026-03-09T09:00:00Z', reason: 'They are away' })
      const again = await desk.do('cases.open', { ...build, ...kim, facts: { plan: 'enterprise' } })
      expect(again).toMatchObject({ id, repeated: true, snoozedUntil: null })
      const repeated = (await events(desk, id)).find(({ kind }) => kind === 'repeated')
      expect(repeated?.data).toMatchObject({ facts: { plan: 'enterprise' } })
    })

    it('goes to somebody else while who had it is on leave', async () => {
      const desk = await open()
      const ana = await desk.do('people.add', { name: 'Ana', team: 'cse' })
      const opened = await solved(desk, kim)
      expect(opened.assignee?.id).toBe(ana.id)
      const bo = await desk.do('people.add', { name: 'Bo', team: 'cse' })
      await desk.do('leave.add', { person: ana.id, from: '2026-03-02', until: '2026-03-20' })
      const again = await desk.do('cases.open', { ...build, ...kim })
      expect(again).toMatchObject({ id: opened.id, state: 'routed', assignee: { id: bo.id } })
    })

    it('after it was merged, is the other case’s; once that is closed, it is an ask of its own', async () => {
      const desk = await open()
      const one = await desk.do('cases.open', { ...build, ...kim })
      const two = await desk.do('cases.open', { ...billing, ...kim })
      await desk.do('cases.merge', { case: one.id, into: two.id })
      expect(await desk.do('cases.open', { ...build, ...kim })).toMatchObject({ id: two.id, repeated: true })
      await desk.do('cases.resolve', { case: two.id, outcome: 'Paid back' })
      expect(await desk.do('cases.open', { ...build, ...kim })).toMatchObject({ id: two.id, state: 'routed' })
      await desk.do('cases.resolve', { case: two.id, outcome: 'Paid back' })
      await desk.do('cases.close', { case: two.id })
      const anew = await desk.do('cases.open', { ...build, ...kim })
      expect([one.id, two.id]).not.toContain(anew.id)
    })
  })

  describe('merging', () => {
    it('never takes an ask to where nobody works on it any more', async () => {
      const desk = await open()
      const over = await solved(desk)
      const { id } = await desk.do('cases.open', billing)
      await expect(desk.do('cases.merge', { case: id, into: over.id })).rejects.toMatchObject({
        code: 'conflict',
        at: 'into',
        help: expect.stringContaining('Reopen it first'),
      })
      expect(await show(desk, id)).toMatchObject({ mergedInto: null, state: 'routed' })
      expect(await desk.do('cases.merge', { case: over.id, into: id })).toMatchObject({ mergedInto: id })
    })

    it('is the way out where a closed case cannot be reopened beside its repeat', async () => {
      const desk = await open()
      const closed = await solved(desk, kim)
      await desk.do('cases.close', { case: closed.id })
      const repeat = await desk.do('cases.open', { ...build, ...kim })
      await expect(desk.do('cases.reopen', { case: closed.id, reason: 'Back' })).rejects.toMatchObject({
        help: expect.stringContaining('merge this one into it'),
      })
      const merged = await desk.do('cases.merge', { case: closed.id, into: repeat.id })
      expect(merged).toMatchObject({ mergedInto: repeat.id })
      const reply = desk.do('cases.reply', { case: closed.id, body: 'We look into it.' })
      await expect(reply).rejects.toMatchObject({
        code: 'conflict',
        help: expect.stringContaining(repeat.id),
      })
    })
  })

  it('X5: an ask that holds two is a case on each desk, both named in each other’s history', async () => {
    const desk = await open()
    const text =
      'Our build fails with exit code 1 since this morning. Also, our legal team wants to change the DPA wording before we renew.'
    const facts = { plan: 'enterprise' }
    const whole = await desk.do('cases.open', { text, facts, ...kim })
    expect(whole).toMatchObject({
      ownerTeam: 'cse',
      parts: [{ ownerTeam: 'legal', topic: 'contracts-legal' }],
    })
    const [part] = whole.parts
    expect((await events(desk, whole.id)).find(({ kind }) => kind === 'part-opened')?.data).toMatchObject({
      case: part!.id,
    })
    expect((await events(desk, part!.id))[0]?.data).toMatchObject({ partOf: whole.id })
    expect(await show(desk, part!.id)).toMatchObject({ partOf: whole.id, parts: [] })
    expect(await show(desk, whole.id)).toMatchObject({
      partOf: null,
      parts: [{ id: part!.id, number: part!.number, ownerTeam: 'legal' }],
    })
    // Each is decided anew for itself.
    const known = { case: part!.id, facts: { severity: 'low' } }
    expect(await desk.do('cases.state_facts', known)).toMatchObject({ ownerTeam: 'legal' })
    const again = await desk.do('cases.open', { text, facts, ...kim })
    expect(again).toMatchObject({ id: whole.id, repeated: true, parts: [] })
  })

  it('a sleeping case that is handed off wakes on the other desk', async () => {
    const desk = await open()
    const { id } = await desk.do('cases.open', billing)
    await desk.do('cases.snooze', { case: id, until: '2026-03-09T09:00:00Z', reason: 'They are away' })
    const moved = await desk.do('cases.hand_off', { case: id, ...note, facts: { plan: 'enterprise' } })
    expect(moved).toMatchObject({ ownerTeam: 'account-team', snoozedUntil: null })
  })
})
