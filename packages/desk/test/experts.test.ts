/** The expert's word at the gate (E1, M3, M18): who may give it, who not, and what is told where there is nobody. */
import { expect, it } from 'vitest'
import type { Actor } from '../src/index.ts'
import { actorWith, type TestDesk } from './desk.ts'
import { describeOnStores } from './stores.ts'

const agreed = 'An SME of the area has given +1'
const area = 'functions-compute'

/** Somebody of a team, with what they know; they act with the rights of an agent of that team. */
const colleague = async (desk: TestDesk, name: string, areas: string[], team = 'cse'): Promise<Actor> => {
  const { id } = await desk.do('people.add', { name, areas, team })
  return actorWith('agent', team, id)
}

const accepted = async (desk: TestDesk, topic = area) => {
  const { id } = await desk.do('cases.open', { text: '', facts: { topic, plan: 'pro' } })
  await desk.do('cases.accept', { case: id })
  return id
}

const give = (desk: TestDesk, id: string, actor?: Actor, item = agreed) =>
  desk.do('escalations.give', { case: id, item, evidence: 'Seen twice' }, actor ? { actor } : {})

const giveOthers = async (desk: TestDesk, id: string) => {
  const { gate } = await desk.do('escalations.show', { case: id })
  for (const { item, byExpert } of gate) if (!byExpert) await give(desk, id, undefined, item)
}

describeOnStores('the expert’s +1', (open) => {
  it('is refused from everybody else, whatever their role, with who could give it', async () => {
    const desk = await open()
    const priya = await colleague(desk, 'Priya', [area])
    await colleague(desk, 'Sakura', ['workflow', area])
    const other = await colleague(desk, 'Tomas', ['domains-dns-ssl'])
    const id = await accepted(desk)
    for (const actor of [other, actorWith('admin', null, 'ada'), actorWith('lead', 'cse')]) {
      await expect(give(desk, id, actor)).rejects.toMatchObject({
        code: 'forbidden',
        at: 'item',
        message: expect.stringContaining(area),
        help: expect.stringMatching(/Priya or Sakura.*people\.update/),
      })
    }
    // Its place in the list names the same item.
    await expect(give(desk, id, other, '2')).rejects.toMatchObject({ code: 'forbidden' })
    await giveOthers(desk, id)
    await expect(desk.do('escalations.file', { case: id })).rejects.toMatchObject({
      message: expect.stringContaining(agreed),
    })
    expect(await give(desk, id, priya)).toMatchObject({ missing: [] })
    const filed = await desk.do('escalations.file', { case: id })
    expect(filed.state).toBe('filed')
    expect(filed.trackerText).not.toContain('No expert')
    const { items } = await desk.do('audit.list', { operation: 'escalations.give' })
    expect(items.filter(({ outcome }) => outcome === 'refused')).toHaveLength(4)
  })

  it('is shown with who may give it, and to each whether they may', async () => {
    const desk = await open()
    const priya = await colleague(desk, 'Priya', [area])
    const id = await accepted(desk)
    const mine = async (actor: Actor) => {
      const { gate, ...rest } = await desk.do('escalations.show', { case: id }, { actor })
      return { ...rest, may: gate.filter(({ byExpert }) => byExpert).map(({ mayGive }) => mayGive) }
    }
    const experts = [{ id: priya.id, name: 'Priya' }]
    expect(await mine(priya)).toMatchObject({ experts, expertKnown: true, may: [true] })
    expect(await mine(actorWith('agent', 'cse'))).toMatchObject({ experts, expertKnown: true, may: [false] })
    const { gate } = await desk.do('escalations.show', { case: id }, { actor: actorWith('agent', 'cse') })
    expect(gate.filter(({ byExpert, mayGive }) => !byExpert && !mayGive)).toEqual([])
  })

  it('names a few of many experts and counts the others', async () => {
    const desk = await open()
    for (const n of [1, 2, 3, 4, 5, 6, 7]) await colleague(desk, `Expert ${n}`, [area])
    const id = await accepted(desk)
    expect((await desk.do('escalations.show', { case: id })).experts).toHaveLength(5)
    await expect(give(desk, id)).rejects.toMatchObject({ help: expect.stringContaining('or 2 more') })
  })

  it('is anybody’s where no expert is set up, which the gate and the issue say', async () => {
    const desk = await open()
    await colleague(desk, 'Tomas', ['domains-dns-ssl'])
    const id = await accepted(desk)
    expect(await desk.do('escalations.show', { case: id })).toMatchObject({ experts: [], expertKnown: false })
    await expect(
      desk.do('escalations.give', { case: id, item: agreed, evidence: ' ' }),
    ).rejects.toMatchObject({ code: 'invalid' })
    await giveOthers(desk, id)
    expect(await give(desk, id)).toMatchObject({ missing: [], expertKnown: false })
    const { trackerText } = await desk.do('escalations.file', { case: id })
    expect(trackerText).toContain('Seen twice (ada). No expert is set up for this area.')
  })

  it('says nothing of experts where the policy wants none', async () => {
    const desk = await open()
    const { id } = await desk.do('cases.open', { text: '', facts: { topic: 'contracts-legal' } })
    expect(await desk.do('escalations.show', { case: id })).toMatchObject({ experts: [], expertKnown: null })
  })

  it('is never a program’s while there is an expert, whatever areas it has', async () => {
    const desk = await open()
    const { id: service } = await desk.do('services.add', { name: 'Bot', role: 'agent', team: 'cse' })
    await desk.store.db
      .updateTable('people')
      .set({ areas: JSON.stringify([area]) })
      .where('id', '=', service)
      .execute()
    const bot: Actor = { ...actorWith('agent', 'cse', service), kind: 'service' }
    const id = await accepted(desk)
    // It does not count as one: nobody is known.
    expect(await desk.do('escalations.show', { case: id })).toMatchObject({ expertKnown: false })
    await colleague(desk, 'Priya', [area])
    await expect(give(desk, id, bot)).rejects.toMatchObject({ code: 'forbidden' })
  })

  it('follows people’s areas: a lead makes somebody an expert, and what was given stays when that ends', async () => {
    const desk = await open()
    const priya = await colleague(desk, 'Priya', [area])
    const tomas = await colleague(desk, 'Tomas', [])
    const id = await accepted(desk)
    await expect(give(desk, id, tomas)).rejects.toMatchObject({ code: 'forbidden' })
    await desk.do('people.update', { person: tomas.id, areas: [area] }, { actor: actorWith('lead', 'cse') })
    await give(desk, id, tomas)
    await desk.do('people.update', { person: tomas.id, areas: [] })
    const { gate, experts } = await desk.do('escalations.show', { case: id })
    expect(gate.find(({ item }) => item === agreed)).toMatchObject({ by: tomas.id })
    expect(experts).toMatchObject([{ id: priya.id }])
  })

  it('counts who could give it here alone: not who has left, nor who knows it on another desk', async () => {
    const desk = await open()
    const gone = await colleague(desk, 'Gone', [area])
    const elsewhere = await colleague(desk, 'Elsewhere', [area], 'legal')
    await desk.do('people.deactivate', { person: gone.id })
    const id = await accepted(desk)
    expect(await desk.do('escalations.show', { case: id })).toMatchObject({ expertKnown: false })
    await desk.do('access.grant', { person: elsewhere.id, role: 'agent', team: 'cse' })
    expect(await desk.do('escalations.show', { case: id })).toMatchObject({
      experts: [{ id: elsewhere.id, name: 'Elsewhere' }],
    })
  })

  it('holds for its topic alone, and what stood in for it holds until there is an expert', async () => {
    const desk = await open()
    const priya = await colleague(desk, 'Priya', [area])
    const id = await accepted(desk)
    const missing = async () => (await desk.do('escalations.show', { case: id })).missing.includes(agreed)
    await give(desk, id, priya)
    expect(await missing()).toBe(false)
    const to = (topic: string) =>
      desk.do('cases.correct', { case: id, kind: 'topic', topic, reason: 'It is about that' })
    await colleague(desk, 'Dana', ['edge-config'])
    await to('edge-config')
    expect(await missing()).toBe(true)
    await to('builds-deployments')
    await give(desk, id)
    expect(await missing()).toBe(false)
    await to(area)
    expect(await missing()).toBe(true)
  })

  it('of another topic’s expert is told from that of the topic’s own, where there is none', async () => {
    const desk = await open()
    const priya = await colleague(desk, 'Priya', [area])
    const id = await accepted(desk)
    await giveOthers(desk, id)
    await give(desk, id, priya)
    await desk.do('cases.correct', {
      case: id,
      kind: 'topic',
      topic: 'edge-config',
      reason: 'It is about that',
    })
    const { trackerText } = await desk.do('escalations.file', { case: id })
    expect(trackerText).toContain('No expert is set up for this area.')
  })

  it('stays as it was once Engineering has it', async () => {
    const desk = await open()
    const id = await accepted(desk)
    await giveOthers(desk, id)
    await give(desk, id)
    await desk.do('escalations.file', { case: id })
    await colleague(desk, 'Priya', [area])
    expect((await desk.do('escalations.show', { case: id })).missing).toEqual([])
  })

  it('M18: is asked for a limit increase as well', async () => {
    const desk = await open()
    const priya = await colleague(desk, 'Priya', ['limit-increase'])
    const id = await accepted(desk, 'limit-increase')
    await expect(give(desk, id)).rejects.toMatchObject({ code: 'forbidden' })
    await give(desk, id, priya)
  })
})
