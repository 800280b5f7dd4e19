import { describe, expect, it } from 'vitest'
import { type InputOf, operations } from '../src/index.ts'
import { actorWith, type TestDesk } from './desk.ts'
import { describeOnStores } from './stores.ts'
import { runTimers } from './timers.ts'

const dayMs = 86_400_000
const enterprise = { plan: 'enterprise', arr: 40_000, strategic: false, hasPlatformArchitect: false }
const onboarding = { topic: 'onboarding-enablement' }
const performance = { topic: 'performance-investigation', cause: 'unknown' }
const noted = { notes: 'Looked at caching', people: ['Kim', 'Lou'] }

type CustomerDesk = TestDesk & { readonly account: string }

/** A desk with one account that has these facts. */
async function deskWith(
  open: () => Promise<TestDesk>,
  facts: object,
  externalId = 'acme',
): Promise<CustomerDesk> {
  const desk = await open()
  await desk.do('accounts.put', { externalId, name: 'Acme', facts: facts as typeof enterprise })
  return { ...desk, account: externalId }
}

/** For tests that need nothing but an account of their own: one desk for all of them. */
function accountsOf(open: () => Promise<TestDesk>): (facts: object) => Promise<CustomerDesk> {
  let desk: Promise<TestDesk> | undefined
  let accounts = 0
  const shared = () => {
    desk ??= open()
    return desk
  }
  return (facts) => deskWith(shared, facts, `acme-${++accounts}`)
}

const request = (
  desk: CustomerDesk,
  facts: InputOf<'engagements.request'>['facts'],
  more: InputOf<'engagements.request'> = {},
) => desk.do('engagements.request', { account: desk.account, ...(facts && { facts }), ...more })

const told = async ({ store }: TestDesk) => {
  const jobs = await store.db.selectFrom('jobs').select('payload').where('queue', '=', 'delivery').execute()
  return jobs.map(({ payload }) => JSON.parse(payload).message as { type: string; data: object })
}

const listen = (desk: TestDesk) =>
  desk.do('webhooks.add', { url: 'https://hooks.example.com/desk', events: ['*'] })

const events = async (desk: TestDesk, name: string) =>
  (await desk.do('cases.history', { case: name })).items.filter(({ kind }) => /engagement|signal/.test(kind))

describeOnStores('engagements', (open) => {
  describe('are granted by the policy', () => {
    const accountWith = accountsOf(open)
    it('D2: with the time-box and sessions of the kind, and the decision they stand on', async () => {
      const desk = await accountWith(enterprise)
      const made = await request(desk, performance, { text: 'Why are our routes slow?' })
      expect(made).toMatchObject({
        state: 'open',
        verdict: 'engage',
        kind: 'investigation',
        account: { name: 'Acme' },
        sessionsAllowed: 4,
        sessionsLeft: 4,
        startsAt: '2026-03-02T09:00:00.000Z',
        endsAt: '2026-03-23T09:00:00.000Z',
      })
      const whole = await desk.do('engagements.show', { engagement: made.id })
      expect(whole).toMatchObject({ text: 'Why are our routes slow?', requestedBy: { id: 'ada' } })
      expect(whole.decision.engagement).toMatchObject({ verdict: 'engage', kind: 'investigation' })
      expect(whole.limits).toContain('Time-boxed')
      expect(await desk.do('decisions.show', { decision: whole.decisionId })).toMatchObject({ caseId: null })
    })

    it('T1: no, with the reason, where none is needed', async () => {
      const desk = await accountWith(enterprise)
      await expect(request(desk, { topic: 'billing-usage' })).rejects.toMatchObject({
        code: 'precondition_failed',
        message: expect.stringContaining('is not needed: This needs no technical work'),
      })
    })

    it('D5: no, by the Platform Architect, where the account has one', async () => {
      const desk = await accountWith({ ...enterprise, hasPlatformArchitect: true })
      await expect(request(desk, { topic: 'technical-call' })).rejects.toMatchObject({
        code: 'precondition_failed',
        message: expect.stringContaining('`platform-architect`'),
        help: expect.stringContaining('Platform Architect'),
      })
      const other = await accountWith(enterprise)
      const call = await request(other, { topic: 'technical-call' })
      expect(call).toMatchObject({ kind: 'one-off-call', sessionsAllowed: 1 })
    })

    it('O3: below the ARR threshold as one session, with a referral for the others that were wished for', async () => {
      const desk = await accountWith(enterprise)
      expect(await request(desk, onboarding, { wantedSessions: 6 })).toMatchObject({
        verdict: 'limited',
        kind: 'single-session',
        sessionsAllowed: 1,
        referral: 'professional-services',
        endsAt: '2026-03-16T09:00:00.000Z',
      })
    })

    it('D1: as a whole programme from the threshold on, and below it where the account is strategic', async () => {
      for (const facts of [
        { ...enterprise, arr: 100_000 },
        { ...enterprise, strategic: true },
      ]) {
        const desk = await accountWith(facts)
        const made = await request(desk, onboarding, { wantedSessions: 6 })
        expect(made).toMatchObject({ verdict: 'engage', kind: 'onboarding', sessionsAllowed: 6 })
      }
      const below = await accountWith({ ...enterprise, arr: 99_999 })
      expect(await request(below, onboarding)).toMatchObject({ kind: 'single-session', referral: null })
    })

    it('O7: no, once written guidance was given and several sessions are wished for', async () => {
      const desk = await accountWith(enterprise)
      const again = { topic: 'feature-guidance', asyncGuidanceGiven: true }
      await expect(request(desk, again, { wantedSessions: 3 })).rejects.toMatchObject({
        message: expect.stringContaining('`professional-services`'),
      })
      expect(await request(desk, again)).toMatchObject({ kind: 'guidance' })
    })

    it('not before what they hang on is known, with the question', async () => {
      const desk = await accountWith({ plan: 'enterprise' })
      await expect(request(desk, { topic: 'technical-call' })).rejects.toMatchObject({
        code: 'precondition_failed',
        at: 'facts.hasPlatformArchitect',
        message: expect.stringContaining('Platform Architect'),
      })
      await expect(request(desk, onboarding)).rejects.toMatchObject({
        message: expect.stringMatching(/`arr`.*`strategic`|`strategic`.*`arr`/),
      })
      expect(await request(desk, { ...onboarding, arr: 150_000 })).toMatchObject({ kind: 'onboarding' })
    })

    it('by the account’s record, against which nobody can state a larger ARR or an architect away', async () => {
      const desk = await accountWith({ ...enterprise, hasPlatformArchitect: true })
      const inflated = request(desk, { ...onboarding, arr: 400_000 })
      await expect(inflated).rejects.toMatchObject({
        code: 'precondition_failed',
        at: 'facts.arr',
        message: expect.stringContaining('`40000` by the record of `Acme`'),
      })
      const without = request(desk, { topic: 'technical-call', hasPlatformArchitect: false })
      await expect(without).rejects.toMatchObject({ at: 'facts.hasPlatformArchitect' })
      const either = request(desk, { topic: 'technical-call', hasPlatformArchitect: [true, false] })
      await expect(either).rejects.toThrow('`platform-architect`')
      const unknown = request(desk, { topic: 'technical-call', hasPlatformArchitect: null })
      await expect(unknown).rejects.toThrow('`platform-architect`')
    })

    it('only for an account that is known', async () => {
      const desk = await accountWith(enterprise)
      await expect(desk.do('engagements.request', { facts: performance })).rejects.toMatchObject({
        code: 'precondition_failed',
        at: 'account',
      })
      await expect(request(desk, performance, { account: 'unheard-of' })).rejects.toMatchObject({
        code: 'not_found',
        at: 'account',
      })
    })

    it('D5: as written guidance alone where the policy allows no session', async () => {
      const desk = await accountWith({ plan: 'pro' })
      const made = await request(desk, { topic: 'feature-guidance' })
      expect(made).toMatchObject({ verdict: 'limited', kind: 'async', sessionsAllowed: 0 })
      const at = desk.services.now()
      await expect(
        desk.do('engagements.log_session', { engagement: made.id, at, ...noted }),
      ).rejects.toMatchObject({
        code: 'limit_exceeded',
        message: expect.stringContaining('written guidance'),
      })
    })
  })

  describe('the one-session rule', () => {
    const accountWith = accountsOf(open)
    it('O3: refuses a second session, also after the first ended early, until the time-box is over', async () => {
      const desk = await accountWith(enterprise)
      const first = await request(desk, onboarding)
      const refusal = {
        code: 'limit_exceeded',
        message: expect.stringContaining('`professional-services`'),
        help: expect.stringContaining('Professional Services'),
      }
      await expect(request(desk, onboarding)).rejects.toMatchObject(refusal)
      await desk.do('engagements.finish', { engagement: first.id, outcome: 'achieved', summary: 'Done' })
      await expect(request(desk, onboarding)).rejects.toMatchObject(refusal)
      desk.setTime(14 * dayMs)
      expect(await request(desk, onboarding)).toMatchObject({ kind: 'single-session' })
    })

    it('counts one that was withdrawn only if a session was held', async () => {
      const desk = await accountWith(enterprise)
      const first = await request(desk, onboarding)
      await desk.do('engagements.withdraw', { engagement: first.id, reason: 'Asked for twice' })
      const second = await request(desk, onboarding)
      const at = desk.services.now()
      await desk.do('engagements.log_session', { engagement: second.id, at, ...noted })
      await desk.do('engagements.withdraw', { engagement: second.id, reason: 'No more needed' })
      await expect(request(desk, onboarding)).rejects.toMatchObject({ code: 'limit_exceeded' })
    })

    it('lets one of many requests at once through', async () => {
      const desk = await accountWith(enterprise)
      const all = await Promise.allSettled(Array.from({ length: 8 }, () => request(desk, onboarding)))
      expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
      expect((await desk.do('engagements.list', { account: desk.account })).items).toHaveLength(1)
    })

    it('leaves kinds with more sessions alone, but for a second one on the same case', async () => {
      const desk = await accountWith(enterprise)
      const opened = async (subject: string) =>
        (await desk.do('cases.open', { text: '', subject, account: desk.account, facts: performance })).id
      const [one, two] = [await opened('Routes'), await opened('Images')]
      const first = await desk.do('engagements.request', { case: one })
      await desk.do('engagements.request', { case: two })
      await expect(desk.do('engagements.request', { case: one })).rejects.toMatchObject({
        code: 'conflict',
        message: expect.stringContaining(first.id),
      })
    })
  })

  describe('stay within their limits', () => {
    it('a session beyond those allowed is refused, also when many are logged at once', async () => {
      const desk = await deskWith(open, enterprise)
      const { id: engagement } = await request(desk, performance)
      desk.setTime(dayMs)
      const at = desk.services.now()
      const all = await Promise.allSettled(
        Array.from({ length: 7 }, () => desk.do('engagements.log_session', { engagement, at, ...noted })),
      )
      expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(4)
      const refused = all.find((one) => one.status === 'rejected')
      expect(refused?.reason).toMatchObject({
        code: 'limit_exceeded',
        message: expect.stringContaining('0 of 4'),
      })
      const whole = await desk.do('engagements.show', { engagement })
      expect(whole).toMatchObject({ sessionsUsed: 4, sessionsLeft: 0 })
      expect(whole.sessions).toHaveLength(4)
      expect(whole.sessions[0]).toMatchObject({ at, ...noted })
    })

    it('a session outside the time-box is refused, naming what is left in it', async () => {
      const desk = await deskWith(open, enterprise)
      const startsAt = '2026-03-09T09:00:00.000Z'
      const { id: engagement } = await request(desk, performance, { startsAt })
      const log = (at: string) => desk.do('engagements.log_session', { engagement, at, ...noted })
      await expect(log('2026-03-02T08:00:00.000Z')).rejects.toMatchObject({
        code: 'limit_exceeded',
        message: expect.stringContaining('2026-03-09 to 2026-03-30; in it 4 of 4 sessions are left'),
      })
      await expect(log('2026-03-10T08:00:00.000Z')).rejects.toMatchObject({ code: 'invalid', at: 'at' })
      desk.setTime('2026-04-01T09:00:00.000Z')
      await runTimers(desk)
      await expect(log('2026-03-31T08:00:00.000Z')).rejects.toMatchObject({ code: 'limit_exceeded' })
      expect(await log('2026-03-30T08:00:00Z')).toMatchObject({ state: 'ended', sessionsUsed: 1 })
    })

    it('the time-box is lengthened once, by at most the days of the kind, and only by a lead of the team', async () => {
      const desk = await deskWith(open, enterprise)
      const { id: engagement, endsAt } = await request(desk, performance)
      const extend = (days: number, actor = actorWith('lead', 'developer-success')) =>
        desk.do('engagements.extend', { engagement, days, reason: 'The go-live moved' }, { actor })
      await expect(extend(7, actorWith('agent', 'developer-success'))).rejects.toMatchObject({
        code: 'forbidden',
      })
      await expect(extend(7, actorWith('lead', 'cse'))).rejects.toMatchObject({ code: 'forbidden' })
      await expect(extend(22)).rejects.toMatchObject({
        code: 'limit_exceeded',
        message: expect.stringContaining('21'),
      })
      expect(endsAt).toBe('2026-03-23T09:00:00.000Z')
      const longer = await extend(7)
      expect(longer).toMatchObject({ endsAt: '2026-03-30T09:00:00.000Z', sessionsAllowed: 4 })
      await expect(extend(1)).rejects.toMatchObject({
        code: 'limit_exceeded',
        message: expect.stringContaining('once'),
      })
      desk.setTime(endsAt)
      await runTimers(desk)
      expect(await desk.do('engagements.show', { engagement })).toMatchObject({ state: 'open' })
      desk.setTime(longer.endsAt)
      await runTimers(desk)
      expect(await desk.do('engagements.show', { engagement })).toMatchObject({ state: 'ended' })
    })

    it('an edit of what somebody changed meanwhile is refused', async () => {
      const desk = await deskWith(open, enterprise)
      const { id: engagement, version } = await request(desk, performance)
      const material = { engagement, version, title: 'Checklist', link: 'https://docs.example.com/list' }
      await desk.do('engagements.material', material)
      await expect(desk.do('engagements.material', material)).rejects.toMatchObject({ code: 'conflict' })
      const script = { ...material, version: version + 1, link: 'javascript:alert(1)' }
      await expect(desk.do('engagements.material', script)).rejects.toMatchObject({
        code: 'invalid',
        at: 'link',
      })
    })
  })

  describe('end', () => {
    it('by themselves when the time-box is over, once, with a summary that is asked for until it is there', async () => {
      const desk = await deskWith(open, enterprise)
      await listen(desk)
      const { id: engagement, endsAt } = await request(desk, performance)
      desk.setTime(endsAt)
      await runTimers(desk)
      await runTimers(desk)
      const ended = await desk.do('engagements.show', { engagement })
      expect(ended).toMatchObject({
        state: 'ended',
        endedAt: endsAt,
        summaryDueAt: '2026-03-28T09:00:00.000Z',
      })
      desk.setTime(ended.summaryDueAt!)
      await runTimers(desk)
      const kinds = (await told(desk)).map(({ type }) => type)
      expect(kinds).toEqual(['engagement.started', 'engagement.ended', 'engagement.summary_due'])
      const summary = { engagement, outcome: 'partly', summary: 'Caching helped' } as const
      expect(await desk.do('engagements.finish', summary)).toMatchObject({
        state: 'finished',
        outcome: 'partly',
        endedAt: endsAt,
        summaryDueAt: null,
      })
      await expect(desk.do('engagements.finish', summary)).rejects.toMatchObject({ code: 'conflict' })
      expect(await told(desk)).toHaveLength(3)
    })

    it('without a reminder where the summary was given in time', async () => {
      const desk = await deskWith(open, enterprise)
      await listen(desk)
      const { id: engagement, endsAt } = await request(desk, performance)
      desk.setTime(endsAt)
      await runTimers(desk)
      await desk.do('engagements.finish', { engagement, outcome: 'achieved', summary: 'Faster now' })
      desk.setTime(30 * dayMs)
      await runTimers(desk)
      expect((await told(desk)).map(({ type }) => type)).toEqual(['engagement.started', 'engagement.ended'])
    })

    it('before their time with a summary, or withdrawn with a reason; the time-box then ends nothing', async () => {
      const desk = await deskWith(open, { ...enterprise, arr: 200_000 })
      const one = await request(desk, performance)
      const two = await request(desk, onboarding)
      desk.setTime(dayMs)
      await desk.do('engagements.finish', { engagement: one.id, outcome: 'achieved', summary: 'Faster now' })
      await desk.do('engagements.withdraw', { engagement: two.id, reason: 'The customer has no time' })
      desk.setTime(90 * dayMs)
      await runTimers(desk)
      expect(await desk.do('engagements.show', { engagement: one.id })).toMatchObject({
        state: 'finished',
        endedAt: '2026-03-03T09:00:00.000Z',
        summary: 'Faster now',
      })
      expect(await desk.do('engagements.show', { engagement: two.id })).toMatchObject({ state: 'withdrawn' })
      const later = { engagement: one.id, title: 'Slides', link: 'https://docs.example.com/slides' }
      await desk.do('engagements.material', later)
      await expect(desk.do('engagements.material', { ...later, engagement: two.id })).rejects.toMatchObject({
        code: 'conflict',
      })
    })
  })

  describe('beside a case', () => {
    const slow = { text: '', subject: 'Slow routes', account: 'acme', facts: performance }

    it('O6: never take it over, whatever becomes of them, and stand in its history', async () => {
      const desk = await deskWith(open, enterprise)
      const before = await desk.do('cases.open', slow)
      const { id: engagement, case: of, endsAt } = await desk.do('engagements.request', { case: before.id })
      expect(of).toBe(before.id)
      const at = desk.services.now()
      await desk.do('engagements.log_session', { engagement, at, ...noted })
      await desk.do('engagements.extend', { engagement, days: 1, reason: 'A holiday' })
      await desk.do('engagements.material', { engagement, title: 'List', link: 'https://docs.example.com' })
      await desk.do('engagements.signal', {
        account: 'acme',
        case: before.id,
        kind: 'expansion',
        words: 'They plan two more teams',
      })
      desk.setTime(endsAt)
      desk.setTime(30 * dayMs)
      await runTimers(desk)
      await desk.do('engagements.finish', { engagement, outcome: 'achieved', summary: 'Faster now' })
      const after = await desk.do('cases.show', { case: before.id })
      const { ownerTeam, state, topic, assignee, bounces } = before
      expect(after).toMatchObject({ ownerTeam, state, topic, assignee, bounces })
      expect(after.ownerTeam).toBe('cse')
      const list = await events(desk, before.id)
      expect(list.map(({ kind, data }) => data['change'] ?? kind)).toEqual([
        'engagement-requested',
        'session',
        'extended',
        'material',
        'signal-passed-on',
        'ended',
        'summary-due',
        'finished',
      ])
      expect(list.every(({ visibility }) => visibility === 'internal')).toBe(true)
    })

    it('D2: are for a platform fault once support asks for help', async () => {
      const desk = await deskWith(open, enterprise)
      const { id } = await desk.do('cases.open', { ...slow, facts: { topic: 'functions-compute' } })
      await expect(desk.do('engagements.request', { case: id })).rejects.toThrow('Support examines it first')
      const asked = { case: id, facts: { supportFinding: 'asks-for-help' } }
      expect(await desk.do('engagements.request', asked)).toMatchObject({ kind: 'investigation' })
      expect((await desk.do('cases.show', { case: id })).ownerTeam).toBe('cse')
    })

    it('are refused on a case that is over, or of another account', async () => {
      const desk = await deskWith(open, enterprise)
      await desk.do('accounts.put', { externalId: 'other', name: 'Other' })
      const { id } = await desk.do('cases.open', slow)
      const elsewhere = { case: id, account: 'other' }
      await expect(desk.do('engagements.request', elsewhere)).rejects.toMatchObject({
        code: 'invalid',
        at: 'account',
      })
      await expect(
        desk.do('engagements.signal', { ...elsewhere, kind: 'renewal', words: 'x' }),
      ).rejects.toMatchObject({ code: 'invalid', at: 'case' })
      await desk.do('cases.resolve', { case: id, outcome: 'Restarted' })
      await expect(desk.do('engagements.request', { case: id })).rejects.toMatchObject({ code: 'conflict' })
    })
  })

  it('are asked for by the team of the case, and worked on by Developer Success alone', async () => {
    const desk = await deskWith(open, enterprise)
    const [support, success, other] = ['cse', 'developer-success', 'legal'].map((team) => ({
      actor: actorWith('agent', team),
    }))
    const { id } = await desk.do('cases.open', { text: '', account: 'acme', facts: performance })
    await expect(desk.do('engagements.request', { case: id }, other)).rejects.toMatchObject({
      code: 'forbidden',
    })
    await expect(
      desk.do('engagements.request', { account: 'acme', facts: onboarding }, support),
    ).rejects.toMatchObject({ code: 'forbidden' })
    await expect(desk.do('cases.show', { case: id }, success)).rejects.toMatchObject({ code: 'forbidden' })
    const { id: engagement } = await desk.do('engagements.request', { case: id }, support)
    const session = { engagement, at: desk.services.now(), ...noted }
    await expect(desk.do('engagements.log_session', session, support)).rejects.toMatchObject({
      code: 'forbidden',
    })
    await desk.do('engagements.log_session', session, success)
    expect((await desk.do('cases.show', { case: id }, success)).ownerTeam).toBe('cse')
    await expect(desk.do('cases.resolve', { case: id, outcome: 'Done' }, success)).rejects.toMatchObject({
      code: 'forbidden',
    })
    expect((await desk.do('engagements.list', {}, support)).items).toHaveLength(1)
    expect((await desk.do('engagements.list', {}, other)).items).toEqual([])
    await expect(desk.do('engagements.show', { engagement }, other)).rejects.toMatchObject({
      code: 'forbidden',
    })
  })

  it('are led by somebody of Developer Success', async () => {
    const desk = await deskWith(open, enterprise)
    const { id: dana } = await desk.do('people.add', { name: 'Dana', team: 'developer-success' })
    const { id: kim } = await desk.do('people.add', { name: 'Kim', team: 'cse' })
    await expect(request(desk, performance, { lead: kim })).rejects.toMatchObject({
      code: 'invalid',
      at: 'lead',
    })
    const { id: engagement, lead } = await request(desk, performance)
    expect(lead).toBeNull()
    const led = await desk.do('engagements.lead', { engagement, person: dana })
    expect(led).toMatchObject({ lead: { id: dana, name: 'Dana' } })
    const actor = actorWith('agent', 'developer-success', dana)
    const own = await desk.do(
      'engagements.request',
      { account: 'acme', facts: { topic: 'usage-cost-review' } },
      { actor },
    )
    expect(own.lead).toMatchObject({ name: 'Dana' })
    expect((await desk.do('engagements.list', { lead: 'me' }, { actor })).items).toHaveLength(2)
    expect((await desk.do('engagements.list', { lead: 'nobody' })).items).toEqual([])
    await desk.do('people.deactivate', { person: dana })
    expect((await desk.do('engagements.list', { lead: 'nobody' })).items).toHaveLength(2)
  })

  it('are listed newest first, page by page, by what is asked for', async () => {
    const desk = await deskWith(open, { ...enterprise, arr: 200_000 })
    const topics = [
      'performance-investigation',
      'onboarding-enablement',
      'usage-cost-review',
      'feature-guidance',
    ]
    for (const topic of topics) await request(desk, { topic })
    const first = await desk.do('engagements.list', { limit: 3 })
    const second = await desk.do('engagements.list', { limit: 3, after: first.next! })
    expect([...first.items, ...second.items].map(({ topic }) => topic)).toEqual(topics.toReversed())
    expect(second.next).toBeNull()
    const kinds = async (query: InputOf<'engagements.list'>) =>
      (await desk.do('engagements.list', query)).items.map(({ kind }) => kind)
    expect(await kinds({ endsBefore: '2026-03-17T00:00:00Z' })).toEqual(['guidance'])
    expect(await kinds({ kind: 'onboarding', account: 'acme' })).toEqual(['onboarding'])
    expect(await kinds({ state: ['ended', 'finished'] })).toEqual([])
  })

  it('M20: a sign of expansion is kept, and passed to the revenue team without the words', async () => {
    const desk = await deskWith(open, enterprise)
    await listen(desk)
    const words = 'They said they will move three more products here'
    const actor = actorWith('agent', 'developer-success')
    const passed = { account: 'acme', kind: 'expansion', words, amount: 60_000 } as const
    const made = await desk.do('engagements.signal', passed, { actor })
    expect(made).toMatchObject({ team: 'account-team', words, amount: 60_000 })
    const [message] = await told(desk)
    expect(message).toMatchObject({
      type: 'expansion.signalled',
      data: {
        signal: made.id,
        kind: 'expansion',
        amount: 60_000,
        teams: expect.arrayContaining(['account-team']),
      },
    })
    expect(JSON.stringify(message)).not.toContain('three more products')
    const seenBy = async (team: string) =>
      (await desk.do('engagements.signals', { account: 'acme' }, { actor: actorWith('viewer', team) })).items
    expect(await seenBy('account-team')).toMatchObject([{ id: made.id }])
    expect(await seenBy('developer-success')).toHaveLength(1)
    expect(await seenBy('cse')).toEqual([])
    const support = { actor: actorWith('agent', 'cse') }
    await expect(desk.do('engagements.signal', passed, support)).rejects.toMatchObject({ code: 'forbidden' })
  })

  it('the same request with the same key makes one, and every change is audited', async () => {
    const desk = await deskWith(open, enterprise)
    const input = { account: 'acme', facts: onboarding }
    const one = await desk.do('engagements.request', input, { idempotencyKey: 'k' })
    expect(await desk.do('engagements.request', input, { idempotencyKey: 'k' })).toEqual(one)
    await desk.do('engagements.withdraw', { engagement: one.id, reason: 'Not now' })
    const audited = await desk.store.db
      .selectFrom('audit')
      .select('operation')
      .where('target', '=', one.id)
      .orderBy('id')
      .execute()
    expect(audited.map(({ operation }) => operation)).toEqual(['engagements.request', 'engagements.withdraw'])
  })
})

it('every operation on engagements names its teams', () => {
  const own = operations.filter(({ name }) => name.startsWith('engagements.'))
  expect(own).toHaveLength(11)
  expect(own.filter(({ writes, teams }) => writes && typeof teams !== 'function')).toEqual([])
})
