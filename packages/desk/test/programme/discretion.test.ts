import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type CustomerText, internalWords, safeText } from '../../src/cases/customer-text.ts'
import { type Context, systemActor } from '../../src/index.ts'
import { secretsOf } from '../../src/programme/discretion.ts'
import { defaultAnswering, openDesk, type TestDesk } from '../desk.ts'
import { describeOnStores } from '../stores.ts'
import { runTimers } from '../timers.ts'
import { assigned, customerIn, type Staff, staffed } from './programme.ts'

const contextOf = (desk: TestDesk): Context => ({
  ...desk.services,
  actor: systemActor,
  surface: 'system',
  db: desk.store.db,
  at: desk.services.now(),
})

const deliveries = async (desk: TestDesk, webhook: string): Promise<string[]> => {
  const rows = await desk.store.db
    .selectFrom('jobs')
    .select('payload')
    .where('queue', '=', 'delivery')
    .execute()
  return rows
    .filter(({ payload }) => JSON.parse(payload).webhook === webhook)
    .map(({ payload }) => JSON.stringify(JSON.parse(payload).message))
}

describeOnStores('before the sale', (open) => {
  const trial = async (desk: TestDesk, staff: Staff) => {
    const account = await customerIn(desk, 'Quiet Foods', 'pre-sales')
    const { id: assignment } = await assigned(desk, staff, account, 'pre-sales')
    const { id } = await desk.do('cases.open', {
      text: 'Our site is down',
      account,
      facts: { topic: 'platform-fault' },
    })
    return { account, assignment, case: id }
  }

  it.each([
    'Katharina Brandt looks after you.',
    'Ask KATHARINA next time.',
    'Write to katharina.brandt@example.com',
    'Katha\u200brina will see to it',
    'Your assigned support engineer has seen it.',
    'our Dedicated engineer',
    'A named customer support engineer is on it',
    'The engineer who is assigned is away',
    'Your stand-in engineer has it',
    'You are on our customer exceptions list',
    'as a high-touch customer',
  ])('a reply such as "%s" is refused', async (body) => {
    const desk = await open()
    const known = await trial(desk, await staffed(desk))
    await expect(desk.do('cases.reply', { case: known.case, body })).rejects.toMatchObject({
      code: 'precondition_failed',
      message: expect.stringContaining('stays among us'),
    })
    const { items } = await desk.do('cases.history', { case: known.case, as: 'customer' })
    expect(items).toEqual([])
  })

  it('a name that is an ordinary word too is refused as a name, and passes as a word', async () => {
    const desk = await open()
    const known = await trial(desk, await staffed(desk, ['Will Young']))
    const say = (body: string) => desk.do('cases.reply', { case: known.case, body })
    await say('We will look. Will you send the log, young or old?')
    for (const body of ['Please ask Will.', 'will young has it']) {
      await expect(say(body)).rejects.toMatchObject({ code: 'precondition_failed' })
    }
  })

  it('a name is refused also without its strokes, and with letters of another alphabet among its own', async () => {
    const desk = await open()
    const known = await trial(desk, await staffed(desk, ['Paweł Mørk']))
    for (const body of ['Ask Pawel.', 'Mork has it', 'P\u0430weł will see to it']) {
      const said = desk.do('cases.reply', { case: known.case, body })
      await expect(said).rejects.toMatchObject({ message: expect.stringContaining('stays among us') })
    }
  })

  it('other replies go out, and the ids of the assignment do not', async () => {
    const desk = await open()
    const known = await trial(desk, await staffed(desk))
    const say = (body: string) => desk.do('cases.reply', { case: known.case, body })
    await say('An engineer looks at it; we assigned the highest priority.')
    await expect(say(`See ${known.assignment}`)).rejects.toMatchObject({ code: 'precondition_failed' })
    const { items } = await desk.do('cases.history', { case: known.case, as: 'customer' })
    expect(items).toMatchObject([{ kind: 'replied', actor: { id: 'support', name: 'Support' } }])
  })

  it('what was never told stays untold when the assignment ends without a signature', async () => {
    const desk = await open()
    const known = await trial(desk, await staffed(desk))
    await desk.do('assignments.end', { assignment: known.assignment, reason: 'They chose another product' })
    const say = (body: string) => desk.do('cases.reply', { case: known.case, body })
    await expect(say('You had an assigned engineer.')).rejects.toMatchObject({ code: 'precondition_failed' })
    await say('Best regards, Katharina')
  })

  it('a draft for the customer and an announcement are refused, also as a text of one’s own', async () => {
    const desk = await open()
    const { assignment } = await trial(desk, await staffed(desk))
    for (const refused of [
      desk.do('assignments.draft', { assignment }),
      desk.do('assignments.announce', { assignment, body: 'Good news' }),
    ]) {
      await expect(refused).rejects.toMatchObject({ code: 'precondition_failed', at: 'assignment' })
    }
  })

  it('after the signature the customer may be told, once', async () => {
    const desk = await open()
    const staff = await staffed(desk)
    const known = await trial(desk, staff)
    const { assignment, draft } = await desk.do('assignments.convert', {
      assignment: known.assignment,
      kind: 'post-sales-strategic',
      backup: staff.engineers[1]!.id,
    })
    expect(assignment).toMatchObject({ internal: false, backup: staff.engineers[1], toldAt: null })
    expect(draft).toContain('Katharina Brandt is your assigned support engineer')
    expect(draft).toContain('When Katharina Brandt is away, Tomasz Nowak takes over.')
    const told = await desk.do('assignments.announce', { assignment: known.assignment, body: draft })
    expect(told.toldAt).not.toBeNull()
    const twice = desk.do('assignments.announce', { assignment: known.assignment, body: draft })
    await expect(twice).rejects.toMatchObject({ code: 'conflict' })
    await desk.do('cases.reply', { case: known.case, body: 'Katharina, your assigned engineer, is on it.' })
  })

  it('a webhook that is not internal hears nothing of the programme and of no colleague', async () => {
    const desk = await open()
    const shared = await desk.do('webhooks.add', { url: 'https://shared.example.com' })
    const internal = await desk.do('webhooks.add', { url: 'https://internal.example.com', internal: true })
    const staff = await staffed(desk)
    const known = await trial(desk, staff)
    await desk.do('people.overload', { person: staff.engineers[0]!.id, overloaded: true })
    const outside = (await deliveries(desk, shared.id)).join('\n')
    expect(outside).toContain('"case.assigned"')
    expect(outside).not.toMatch(/person_|assignment|programme|overload|engineer/)
    const inside = (await deliveries(desk, internal.id)).join('\n')
    expect(inside).toContain(known.assignment)
    expect(inside).toContain(staff.engineers[0]!.id)
  })
})

const letters = 'abcdefghijklmnopqrstuvwxyzäéöłžñ'
const namePart = fc
  .array(fc.constantFrom(...letters), { minLength: 4, maxLength: 9 })
  .map(([first, ...rest]) => first!.toUpperCase() + rest.join(''))
const engineerName = fc.tuple(namePart, namePart).map((parts) => parts.join(' '))

const disguises: readonly ((text: string) => string)[] = [
  (text) => text,
  (text) => text.toUpperCase(),
  (text) => text.toLowerCase(),
  (text) => text.normalize('NFD'),
  (text) => [...text].join('\u00ad'),
  (text) => `**${text}**`,
  (text) => `${text.slice(0, 2)}*${text.slice(2)}*`,
  (text) => text.replaceAll(' ', '\n'),
  (text) => `(${text}),`,
]

describe('discretion, whoever the engineer is', () => {
  it('a text that was not looked through does not compile as one for a customer', () => {
    // @ts-expect-error: only customerText makes one
    const body: CustomerText = 'Anything at all'
    expect(body).toBe('Anything at all')
  })

  it('no output for customers holds the name, the word or an id, however it is written', async () => {
    const { policy } = defaultAnswering()
    const topics = Object.keys(policy.compiled.topics)
    const one = fc.record({
      name: engineerName,
      topic: fc.constantFrom(...topics),
      plan: fc.constantFrom('pro', 'enterprise'),
      disguise: fc.constantFrom(...disguises),
      before: fc.constantFrom('Ask ', 'Our ', 'Hello, ', ''),
    })
    await fc.assert(
      fc.asyncProperty(one, async ({ name, topic, plan, disguise, before }) => {
        const desk = await openDesk()
        try {
          await expectNothingShown(desk, name, { topic, plan }, (text) => before + disguise(text))
        } finally {
          await desk.close()
        }
      }),
      { numRuns: 25 },
    )
  }, 60_000)

  it('every draft there is, for every topic, is free of what is hidden', async () => {
    const desk = await openDesk()
    const staff = await staffed(desk)
    const account = await customerIn(desk, 'Quiet Foods', 'pre-sales')
    await assigned(desk, staff, account, 'pre-sales')
    const secrets = await secretsOf(contextOf(desk), account)
    const { policy } = desk.services.answering
    for (const topic of Object.keys(policy.compiled.topics)) {
      for (const plan of ['hobby', 'pro', 'enterprise', null]) {
        const { draft } = await desk.do('decisions.decide', { account, facts: { topic, plan } })
        expect(internalWords(policy, draft.customer, secrets), `${topic} ${plan}`).toEqual([])
      }
    }
    for (const macro of Object.values(policy.compiled.macros)) {
      expect(safeText(policy, macro, secrets)).toBe(macro)
    }
    await desk.close()
  })
})

/** Everything that a customer could see of a case, searched for what must not be in it. */
async function expectNothingShown(
  desk: TestDesk,
  name: string,
  facts: { readonly topic: string; readonly plan: string },
  disguised: (text: string) => string,
): Promise<void> {
  const shared = await desk.do('webhooks.add', { url: 'https://shared.example.com' })
  const staff = await staffed(desk, [name])
  const account = await customerIn(desk, 'Quiet Foods', 'pre-sales')
  const { id: assignment, engineer } = await assigned(desk, staff, account, 'pre-sales')
  const opened = await desk.do('cases.open', { text: 'Please help us', account, facts: { ...facts } })
  const parts = name.split(' ')
  const say = (body: string) => desk.do('cases.reply', { case: opened.id, body, takesNothingOn: true })
  const hidden = [name, ...parts, 'assigned support engineer', assignment, engineer.id]
  for (const words of hidden) {
    const body = `${disguised(words)} is there for you`
    await expect(say(body), body).rejects.toMatchObject({
      code: 'precondition_failed',
      message: expect.stringContaining('must not reach a customer'),
    })
  }
  await say('We are on it.')
  await runTimers(desk)
  const { customer } = await desk.do('cases.draft', { case: opened.id })
  const { items } = await desk.do('cases.history', { case: opened.id, as: 'customer' })
  const outputs = [customer, JSON.stringify(items), ...(await deliveries(desk, shared.id))].join('\n')
  for (const words of hidden) expect(outputs.toLowerCase()).not.toContain(words.toLowerCase())
}
