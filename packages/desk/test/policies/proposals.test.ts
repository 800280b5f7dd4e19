import { linkPolicy, parsePolicy } from '@rightdesk/engine'
import { beforeAll, expect, it } from 'vitest'
import { operationsByName, perform } from '../../src/index.ts'
import { withProposals } from '../../src/policies/changed-policy.ts'
import { admin, defaultAnswering, type TestDesk } from '../desk.ts'
import { describeOnStores } from '../stores.ts'

const answering = defaultAnswering()
/** Nothing in the policy reads like this. */
const strange = 'The quarkbox refuses to glimmer when our zibbles rotate'

describeOnStores('proposals from corrections', (open) => {
  let desk: TestDesk
  let cases: string[]
  beforeAll(async () => {
    desk = await open()
    cases = []
    for (const who of ['one', 'two', 'three']) {
      const opened = await desk.do('cases.open', { text: `${strange}, says ${who}`, facts: { plan: 'pro' } })
      await desk.do('cases.correct', {
        case: opened.id,
        kind: 'topic',
        topic: 'workflow',
        reason: 'Zibbles are ours.',
      })
      cases.push(opened.id)
    }
    const wrong = await desk.do('cases.open', {
      text: 'Raise our limit',
      facts: { topic: 'limit-increase', plan: 'pro' },
    })
    await desk.do('cases.correct', {
      case: wrong.id,
      kind: 'rule',
      team: 'finfra',
      reason: 'Finfra raises limits.',
    })
  })
  const listed = async (state?: 'open' | 'accepted' | 'declined' | 'applied') =>
    (await desk.do('proposals.list', { state })).items

  it('proposes examples, signals and tests, each with its cases and its place', async () => {
    const items = await listed()
    const examples = items.filter(({ kind }) => kind === 'example')
    expect(examples.map(({ topic }) => topic)).toEqual(['workflow', 'workflow', 'workflow'])
    expect(new Set(examples.flatMap((one) => one.cases))).toEqual(new Set(cases))
    expect(examples[0]!.place).toEqual({
      file: 'policy/topics/workflow.yaml',
      lines: [expect.stringMatching(/^ *- "The quarkbox/)],
    })
    const signal = items.find(({ kind, text }) => kind === 'signal' && text.includes('quarkbox'))!
    expect(signal.cases).toHaveLength(3)
    expect(items.filter(({ kind }) => kind === 'test')).toHaveLength(4)
    expect(items.find(({ why }) => why.includes('fails until a rule'))!.text).toContain('finfra')
  })

  it('gives an empty change where nothing is accepted', async () => {
    expect(await desk.do('proposals.change', {})).toEqual({
      proposals: [],
      patch: '',
      study: null,
      comparison: null,
    })
  })

  it('makes one patch of what was accepted, as it was worded anew, with what it does', async () => {
    const [first, second] = (await listed()).filter(({ kind }) => kind === 'example')
    const test = (await listed()).find(({ kind, cases: own }) => kind === 'test' && own[0] === cases[0])!
    const accepted = await desk.do('proposals.accept', {
      proposal: first!.id,
      text: 'The quarkbox does not glimmer any more',
    })
    expect(accepted).toMatchObject({ state: 'accepted', decidedBy: 'ada' })
    await desk.do('proposals.accept', { proposal: test.id })
    const declined = await desk.do('proposals.decline', { proposal: second!.id, reason: 'The same.' })
    expect(declined).toMatchObject({ state: 'declined', reason: 'The same.' })
    const change = await desk.do('proposals.change', {})
    expect(change.proposals.sort()).toEqual([first!.id, test.id].sort())
    expect(change.patch).toMatch(/^\+ *- "The quarkbox does not glimmer any more"$/m)
    expect(change.patch).toContain('+++ b/policy/tests/corrections.yaml')
    expect(change.patch).not.toMatch(/^-(?!-- )/m)
    expect(change.study!.tests.failed).toEqual([])
    expect(change.study!.figures!.tests).toBe((await desk.do('policy.check', {})).figures!.tests + 1)
    expect(change.comparison!.rules).toEqual([])
    expect(change.comparison!.replay.asks).toBe(4)
  })

  it('counts a proposal as applied when the policy in force holds it, and decides it no more', async () => {
    const accepted = await listed('accepted')
    const source = withProposals(answering, accepted)
    const { policy: linked } = linkPolicy(parsePolicy(source).policy!, { now: '2026-03-02T09:00:00.000Z' })
    const services = { ...desk.services, answering: { ...desk.services.answering, source, linked: linked! } }
    const call = { actor: admin, surface: 'http' as const }
    const { items } = await perform(services, operationsByName['proposals.list'], {}, call)
    expect(
      items
        .filter(({ state }) => state === 'applied')
        .map(({ id }) => id)
        .sort(),
    ).toEqual(accepted.map(({ id }) => id).sort())
    await expect(
      perform(
        services,
        operationsByName['proposals.decline'],
        { proposal: accepted[0]!.id, reason: 'x' },
        call,
      ),
    ).rejects.toMatchObject({ code: 'conflict' })
  })

  it('proposes nothing for a correction that was taken back', async () => {
    const { items } = await desk.do('corrections.list', { kind: 'rule' })
    await desk.do('corrections.undo', { correction: items[0]!.id, reason: 'It was right.' })
    expect((await listed()).filter(({ text }) => text.includes('finfra'))).toEqual([])
  })

  it('takes a test as it is, and knows no proposal that nothing proposes', async () => {
    const test = (await listed('open')).find(({ kind }) => kind === 'test')!
    await expect(desk.do('proposals.accept', { proposal: test.id, text: 'x' })).rejects.toMatchObject({
      code: 'invalid',
    })
    await expect(desk.do('proposals.accept', { proposal: 'proposal_0' })).rejects.toMatchObject({
      code: 'not_found',
    })
  })
})
