import { describe, expect, it } from 'vitest'
import { actorWith, type TestDesk } from './desk.ts'
import { describeOnStores } from './stores.ts'
import { runTimers } from './timers.ts'

const billing = { text: 'We were charged twice this month', facts: { plan: 'pro' } }
const build = { text: 'The build step of our deployment fails on npm install', facts: { plan: 'pro' } }
const note = {
  context: 'Invoice of February',
  done: 'Looked at the usage',
  lastStep: 'Asked for the contract',
  nextStep: { what: 'Compare with the contract', who: 'account team', by: '2026-03-03T12:00:00.000Z' },
}

const history = async (desk: TestDesk, name: string) =>
  (await desk.do('cases.history', { case: name })).items.map(({ kind }) => kind)

describeOnStores('cases', (open) => {
  describe('coming in', () => {
    it('a case is decided, routed, and its decision kept whole', async () => {
      const desk = await open()
      const opened = await desk.do('cases.open', build)
      expect(opened).toMatchObject({
        state: 'routed',
        ownerTeam: 'cse',
        topic: 'builds-deployments',
        repeated: false,
      })
      const whole = await desk.do('cases.show', { case: String(opened.number) })
      expect(whole.decision.because[0]).toMatchObject({
        table: 'owner',
        at: expect.stringContaining('policy/'),
      })
      expect(await history(desk, opened.id)).toEqual(['opened', 'decided', 'routed', 'nobody-free'])
    })

    it('the same source opens one case, also when both come at once', async () => {
      const desk = await open()
      const input = { ...build, source: { kind: 'mail', id: 'message-1' } }
      const all = await Promise.all([1, 2, 3, 4].map(() => desk.do('cases.open', input)))
      expect(new Set(all.map(({ id }) => id)).size).toBe(1)
      expect(all.filter(({ repeated }) => !repeated)).toHaveLength(1)
    })

    it('a repeat of the same customer and words is linked, and wakes what was resolved', async () => {
      const desk = await open()
      const input = { ...build, requester: { email: 'kim@example.com' } }
      const first = await desk.do('cases.open', input)
      await desk.do('cases.resolve', { case: first.id, outcome: 'Restarted' })
      const again = await desk.do('cases.open', { ...input, text: ` ${build.text.toUpperCase()} ` })
      expect(again).toMatchObject({ id: first.id, repeated: true, state: 'routed' })
      const other = await desk.do('cases.open', { ...input, requester: { email: 'lou@example.com' } })
      expect(other.id).not.toBe(first.id)
    })

    it('an ask that lacks a fact waits with its fall-back until the fact is stated', async () => {
      const desk = await open()
      const opened = await desk.do('cases.open', { text: billing.text })
      expect(opened).toMatchObject({ state: 'needs-info', ownerTeam: 'cse' })
      const sharper = await desk.do('cases.state_facts', { case: opened.id, facts: { plan: 'enterprise' } })
      expect(sharper).toMatchObject({ state: 'routed', ownerTeam: 'account-team', bounces: 0 })
    })

    it('the facts of the account count', async () => {
      const desk = await open()
      await desk.do('accounts.put', {
        externalId: 'crm-1',
        name: 'Harbour Bikes',
        facts: { plan: 'enterprise' },
      })
      const opened = await desk.do('cases.open', { text: billing.text, account: 'crm-1' })
      expect(opened).toMatchObject({ ownerTeam: 'account-team', account: { name: 'Harbour Bikes' } })
    })

    it('a long text is cut for the subject between characters', async () => {
      const desk = await open()
      const { id, subject } = await desk.do('cases.open', { text: `${'x'.repeat(99)}🧯 and more` })
      expect(subject).toBe(`${'x'.repeat(99)}…`)
      const { items } = await desk.do('audit.list', { target: id })
      expect(JSON.stringify(items)).not.toMatch(/\\ud[89ab]/)
      const hundred = await desk.do('cases.open', { text: `${'x'.repeat(119)}🧯 and more` })
      const { items: kept } = await desk.do('audit.list', { target: hundred.id })
      expect(kept[0]!.detail['text']).toBe(`${'x'.repeat(119)}…`)
    })

    it('hostile and odd texts are kept as they are, but for what no store takes', async () => {
      const desk = await open()
      const text = "\u0000<script>alert(1)</script> \u202eevil\ud800 '); drop table cases; --"
      const { id } = await desk.do('cases.open', { text })
      const { text: kept } = await desk.do('cases.show', { case: id })
      expect(kept).toBe("<script>alert(1)</script> \u202eevil\ufffd '); drop table cases; --")
    })
  })

  describe('between teams', () => {
    it('accepting stops the clock; a second acceptance is refused', async () => {
      const desk = await open()
      const { id, acceptBy } = await desk.do('cases.open', build)
      expect(acceptBy).toBe('2026-03-02T13:00:00.000Z')
      expect(await desk.do('cases.accept', { case: id })).toMatchObject({ state: 'accepted', acceptBy: null })
      await expect(desk.do('cases.accept', { case: id })).rejects.toMatchObject({ code: 'conflict' })
    })

    it('a stale edit is refused and changes nothing', async () => {
      const desk = await open()
      const { id, version } = await desk.do('cases.open', build)
      await desk.do('cases.accept', { case: id, version })
      const stale = desk.do('cases.resolve', { case: id, version, outcome: 'x' })
      await expect(stale).rejects.toMatchObject({ code: 'conflict', at: 'version' })
    })

    it('a case nobody accepts in time is overdue, once', async () => {
      const desk = await open()
      const { id } = await desk.do('cases.open', build)
      desk.setTime('2026-03-02T13:00:01.000Z')
      await runTimers(desk)
      await runTimers(desk)
      const kinds = await history(desk, id)
      expect(kinds.filter((kind) => kind === 'acceptance-overdue')).toHaveLength(1)
      const { items } = await desk.do('cases.list', { is: 'overdue' })
      expect(items).toMatchObject([{ id }])
    })

    it('a hand-off needs a note and goes where the policy says', async () => {
      const desk = await open()
      const { id } = await desk.do('cases.open', billing)
      await expect(desk.do('cases.hand_off', { case: id } as never)).rejects.toMatchObject({
        code: 'invalid',
      })
      await expect(desk.do('cases.hand_off', { case: id, ...note })).rejects.toMatchObject({
        code: 'precondition_failed',
      })
      const moved = await desk.do('cases.hand_off', { case: id, ...note, facts: { plan: 'enterprise' } })
      expect(moved).toMatchObject({ ownerTeam: 'account-team', bounces: 1, state: 'routed' })
    })

    it('a second bounce goes to the triage lead, not to a third team', async () => {
      const desk = await open()
      const { id } = await desk.do('cases.open', billing)
      await desk.do('cases.hand_off', { case: id, ...note, facts: { plan: 'enterprise' } })
      const bounced = await desk.do('cases.reject', {
        case: id,
        reason: 'A plan fault',
        facts: { planMismatch: true },
      })
      expect(bounced).toMatchObject({ ownerTeam: 'cse', bounces: 2, triageSince: expect.any(String) })
      const settled = await desk.do('cases.route', { case: id, team: 'deal-desk', reason: 'Theirs' })
      expect(settled).toMatchObject({ ownerTeam: 'deal-desk', triageSince: null })
    })

    it('a team that insists while the policy says it is theirs goes to the triage lead', async () => {
      const desk = await open()
      const { id } = await desk.do('cases.open', build)
      const bounced = await desk.do('cases.reject', { case: id, reason: 'Not ours' })
      expect(bounced).toMatchObject({ triageSince: expect.any(String), ownerTeam: 'cse' })
      expect(await history(desk, id)).toContain('sent-to-triage')
    })

    it('no word of a lead sends a case to a team that must not get it', async () => {
      const desk = await open()
      const { id } = await desk.do('cases.open', build)
      const forced = desk.do('cases.route', { case: id, team: 'engineering', reason: 'Faster' })
      await expect(forced).rejects.toMatchObject({ code: 'precondition_failed' })
    })

    it('who has no grant for the team may not act, and a former team may still look', async () => {
      const desk = await open()
      const { id } = await desk.do('cases.open', billing)
      const agent = actorWith('agent', 'cse')
      await desk.do('cases.hand_off', { case: id, ...note, facts: { plan: 'enterprise' } }, { actor: agent })
      await expect(desk.do('cases.accept', { case: id }, { actor: agent })).rejects.toMatchObject({
        code: 'forbidden',
      })
      expect(await desk.do('cases.show', { case: id }, { actor: agent })).toMatchObject({
        ownerTeam: 'account-team',
      })
      const stranger = actorWith('agent', 'legal')
      await expect(desk.do('cases.show', { case: id }, { actor: stranger })).rejects.toMatchObject({
        code: 'forbidden',
      })
      expect((await desk.do('cases.list', {}, { actor: stranger })).items).toEqual([])
    })
  })

  describe('corrections', () => {
    it('a wrong topic moves the case, teaches the reader and proposes a test', async () => {
      const desk = await open()
      const text = 'The frobnicator on our flange is loose'
      const { id } = await desk.do('cases.open', { text, facts: { plan: 'pro' } })
      const corrected = await desk.do('cases.correct', {
        case: id,
        kind: 'topic',
        topic: 'domains-dns-ssl',
        reason: 'They call the domain so',
      })
      expect(corrected.proposedTest).toContain('topic: domains-dns-ssl')
      expect(corrected).toMatchObject({ topic: 'domains-dns-ssl', ownerTeam: 'cse' })
      const again = await desk.do('decisions.decide', { text, facts: { plan: 'pro' } })
      expect(again.topic.possible.map((one) => one.id)).toContain('domains-dns-ssl')
      await desk.do('corrections.undo', { correction: corrected.correction, reason: 'It was a flange' })
      const unlearnt = await desk.do('decisions.decide', { text, facts: { plan: 'pro' } })
      expect(unlearnt.topic.possible.map((one) => one.id)).not.toContain('domains-dns-ssl')
    })

    it('a correction must say what its kind needs', async () => {
      const desk = await open()
      const { id } = await desk.do('cases.open', build)
      const empty = desk.do('cases.correct', { case: id, kind: 'topic', reason: 'x' })
      await expect(empty).rejects.toMatchObject({ code: 'invalid', at: 'topic' })
      const unknown = desk.do('cases.correct', {
        case: id,
        kind: 'topic',
        topic: 'domain-dns-ssl',
        reason: 'x',
      })
      await expect(unknown).rejects.toMatchObject({ help: expect.stringContaining('domains-dns-ssl') })
    })
  })

  describe('sleep, merging and the end', () => {
    it('a snoozed case wakes by itself, once, and waking it early cancels that', async () => {
      const desk = await open()
      const { id } = await desk.do('cases.open', build)
      await desk.do('cases.snooze', { case: id, until: '2026-03-02T10:00:00Z', reason: 'Customer asleep' })
      desk.setTime('2026-03-02T10:00:01.000Z')
      await runTimers(desk)
      expect(await desk.do('cases.show', { case: id })).toMatchObject({ snoozedUntil: null })
      await desk.do('cases.snooze', { case: id, until: '2026-03-02T11:00:00Z', reason: 'Again' })
      await desk.do('cases.wake', { case: id })
      desk.setTime('2026-03-02T11:00:01.000Z')
      await runTimers(desk)
      expect((await history(desk, id)).filter((kind) => kind === 'woken')).toHaveLength(2)
    })

    it('a merged case keeps its history, which shows with the other', async () => {
      const desk = await open()
      const one = await desk.do('cases.open', { ...build, source: { kind: 'mail', id: 'm1' } })
      const two = await desk.do('cases.open', billing)
      await desk.do('cases.merge', { case: one.id, into: two.id })
      const { items } = await desk.do('cases.history', { case: two.id })
      expect(items.filter((event) => event.case === one.id).map(({ kind }) => kind)).toContain('merged')
      const again = await desk.do('cases.open', { ...build, source: { kind: 'mail', id: 'm1' } })
      expect(again.id).toBe(two.id)
      await expect(desk.do('cases.accept', { case: one.id })).rejects.toMatchObject({ code: 'conflict' })
      await expect(desk.do('cases.merge', { case: two.id, into: one.id })).rejects.toMatchObject({
        code: 'conflict',
      })
    })

    it('a resolved case closes and can be reopened', async () => {
      const desk = await open()
      const { id } = await desk.do('cases.open', build)
      await expect(desk.do('cases.close', { case: id })).rejects.toMatchObject({ code: 'conflict' })
      await desk.do('cases.resolve', { case: id, outcome: 'Fixed' })
      expect(await desk.do('cases.close', { case: id })).toMatchObject({ state: 'closed' })
      expect(await desk.do('cases.reopen', { case: id, reason: 'Back' })).toMatchObject({ state: 'routed' })
    })
  })

  describe('talking', () => {
    it('a reply never holds what is internal', async () => {
      const desk = await open()
      const { id } = await desk.do('cases.open', build)
      for (const body of [
        'We asked #help-engineering',
        'Our deal-desk will see to it',
        `See ${id}`,
        'By rule owner/platform-faults at policy/tables/owner.yaml:41',
        'Our deal\u2011desk will see to it',
        'Our d\u0435al-desk will see to it',
        'Our deal**-**desk will see to it',
        'We asked #\u200bhelp-engineering',
      ]) {
        await expect(desk.do('cases.reply', { case: id, body })).rejects.toMatchObject({
          code: 'precondition_failed',
        })
      }
      await desk.do('cases.reply', {
        case: id,
        body: 'We are looking into your build. Наша #акция – *naïve*',
      })
      const { items } = await desk.do('cases.history', { case: id })
      expect(items.filter(({ visibility }) => visibility === 'customer').map(({ kind }) => kind)).toEqual([
        'replied',
      ])
    })

    it('every drafted reply of every topic and plan may be sent as it is', async () => {
      const desk = await open()
      const { topics } = await desk.do('policy.show', {})
      for (const { id: topic } of topics) {
        for (const plan of ['hobby', 'pro', 'enterprise', null]) {
          const { id } = await desk.do('cases.open', { text: '', facts: { topic, plan } })
          const { customer } = await desk.do('cases.draft', { case: id })
          if (customer) await desk.do('cases.reply', { case: id, body: customer })
          else expect((await desk.do('cases.show', { case: id })).decision.draft.customer, topic).toBe('')
        }
      }
    })

    it('people mentioned in a note follow the case', async () => {
      const desk = await open()
      const kim = await desk.do('people.add', { name: 'Kim', email: 'kim@example.com' })
      const { id } = await desk.do('cases.open', build)
      await desk.do('cases.note', { case: id, body: 'Have a look?', mentions: [kim.id] })
      expect((await desk.do('cases.show', { case: id })).followers).toEqual([{ id: kim.id, name: 'Kim' }])
      await expect(
        desk.do('cases.note', { case: id, body: 'x', mentions: ['nobody'] }),
      ).rejects.toMatchObject({ code: 'not_found' })
    })
  })

  it('pages through a list without losing or doubling a case', async () => {
    const desk = await open()
    for (let n = 0; n < 25; n++) {
      desk.setTime(n % 3 === 0 ? 1_000 : 0)
      await desk.do('cases.open', { text: '', facts: { topic: 'v0' }, subject: `Case ${n} 50%_off` })
    }
    for (const order of ['updated', 'opened', 'accept-by'] as const) {
      const seen: number[] = []
      let after: string | undefined
      do {
        const { items, next } = await desk.do('cases.list', { limit: 7, order, ...(after && { after }) })
        seen.push(...items.map(({ number }) => number))
        after = next ?? undefined
      } while (after)
      expect(new Set(seen).size).toBe(25)
      expect(seen).toHaveLength(25)
    }
    expect((await desk.do('cases.list', { q: '7 50%_' })).items).toHaveLength(2)
    await expect(desk.do('cases.list', { after: 'bogus' })).rejects.toMatchObject({
      code: 'invalid',
      at: 'after',
    })
  })
})
