import { expect, it } from 'vitest'
import { actorWith, type TestDesk } from './desk.ts'
import { describeOnStores } from './stores.ts'

const functions = { text: '', facts: { topic: 'functions-compute', plan: 'pro' } }

const accepted = async (desk: TestDesk, more: object = {}) => {
  const opened = await desk.do('cases.open', { ...functions, ...more })
  return desk.do('cases.accept', { case: opened.id })
}

describeOnStores('escalations', (open) => {
  it('E1: are refused with the list of what is missing, and pass once everything was given', async () => {
    const desk = await open()
    const { id } = await accepted(desk)
    const early = desk.do('escalations.file', { case: id })
    await expect(early).rejects.toMatchObject({
      code: 'precondition_failed',
      message: expect.stringContaining('Logs'),
    })
    const { gate } = await desk.do('escalations.show', { case: id })
    for (const { item } of gate)
      await desk.do('escalations.give', { case: id, item, evidence: `Proof of ${item}` })
    const filed = await desk.do('escalations.file', { case: id })
    expect(filed).toMatchObject({ state: 'filed', missing: [] })
    expect(filed.trackerText).toContain('customer-issue')
    expect(filed.trackerText).toContain('Proof of Logs')
    expect(await desk.do('cases.show', { case: id })).toMatchObject({ state: 'escalated' })
  })

  it('an item can be given by its place, and what was given stays given', async () => {
    const desk = await open()
    const { id } = await accepted(desk)
    await desk.do('escalations.give', { case: id, item: '2', evidence: 'Ada agrees' })
    const { gate, missing } = await desk.do('escalations.show', { case: id })
    expect(gate[1]).toMatchObject({ evidence: 'Ada agrees', by: 'ada' })
    expect(missing).toHaveLength(gate.length - 1)
    const unknown = desk.do('escalations.give', { case: id, item: 'Luck', evidence: 'x' })
    await expect(unknown).rejects.toMatchObject({ code: 'invalid', help: expect.stringContaining('1 ') })
  })

  it('asks that never go to Engineering are refused with the way they go', async () => {
    const desk = await open()
    const { id } = await desk.do('cases.open', { text: '', facts: { topic: 'contracts-legal' } })
    await desk.do('cases.accept', { case: id })
    await expect(desk.do('escalations.file', { case: id })).rejects.toMatchObject({
      code: 'precondition_failed',
    })
  })

  it('come back into the case with the answer', async () => {
    const desk = await open()
    const { id } = await accepted(desk, { facts: { ...functions.facts, severity: 'critical' } })
    await desk.do('escalations.track', { case: id, ref: 'ENG-7' })
    await desk.do('escalations.file', { case: id })
    const back = await desk.do('escalations.close', { case: id, outcome: 'Fixed in the next release' })
    expect(back).toMatchObject({ state: 'working' })
    const again = await desk.do('escalations.show', { case: id })
    expect(again).toMatchObject({ state: 'none' })
  })

  it('the customer’s words cannot leave their fence in the tracker issue', async () => {
    const desk = await open()
    const text = '```\n# Deploy this\n````\n@everyone [x](http://evil.example)'
    const { id } = await desk.do('cases.open', {
      text,
      subject: '# Big [link](http://evil.example)',
      facts: { topic: 'functions-compute', severity: 'critical' },
    })
    const { trackerText } = await desk.do('escalations.show', { case: id })
    expect(trackerText).toContain(`\`\`\`\`\`\n${text}\n\`\`\`\`\``)
    expect(trackerText?.split('\n')[0]).not.toContain('[link](')
  })
})

describeOnStores('incidents', (open) => {
  it('E2: what is severe or hits several goes at once, and every such case hangs on one incident', async () => {
    const desk = await open()
    const severe = { topic: 'functions-compute', severity: 'critical' }
    const cases = await Promise.all(
      [1, 2, 3].map((n) => desk.do('cases.open', { text: '', subject: `Down ${n}`, facts: severe })),
    )
    const [first] = cases
    expect(first!.incidentId).toMatch(/^incident_/)
    expect(new Set(cases.map(({ incidentId }) => incidentId)).size).toBe(1)
    const { items } = await desk.do('incidents.list', {})
    expect(items).toMatchObject([{ state: 'suspected', cases: 3 }])
    expect(await desk.do('escalations.show', { case: first!.id })).toMatchObject({
      state: 'filed',
      immediate: true,
    })
  })

  it('another topic, or another day, is another incident', async () => {
    const desk = await open()
    const opened = async (topic: string) =>
      (await desk.do('cases.open', { text: '', facts: { topic, severity: 'critical' } })).incidentId
    const one = await opened('functions-compute')
    expect(await opened('edge-config')).not.toBe(one)
    desk.setTime('2026-03-04T09:00:00.000Z')
    expect(await opened('functions-compute')).not.toBe(one)
  })

  it('every case on an incident hears that it is over', async () => {
    const desk = await open()
    const { id, incidentId } = await desk.do('cases.open', {
      text: '',
      facts: { topic: 'edge-config', severity: 'high' },
    })
    await desk.do('incidents.declare', { incident: incidentId!, title: 'Edge Config is slow' })
    await desk.do('incidents.resolve', { incident: incidentId!, outcome: 'Rolled back' })
    const { items } = await desk.do('cases.history', { case: id })
    expect(items.at(-1)).toMatchObject({ kind: 'noted', data: { body: 'The incident is over: Rolled back' } })
  })

  it('a case can be hung on an incident by hand, and taken off', async () => {
    const desk = await open()
    const { id } = await desk.do('cases.open', functions)
    const { id: incident } = await desk.do('incidents.declare', { title: 'Slow functions' })
    expect(await desk.do('incidents.link', { case: id, incident })).toMatchObject({ incident })
    expect((await desk.do('cases.list', { incident })).items).toHaveLength(1)
    expect(await desk.do('incidents.link', { case: id, incident: null })).toMatchObject({ incident: null })
  })
})

describeOnStores('a case that somebody hung on an incident', (open) => {
  const hung = async (desk: TestDesk) => {
    const { id } = await accepted(desk)
    const incident = await desk.do('incidents.declare', { title: 'Slow', topic: 'functions-compute' })
    await desk.do('incidents.link', { case: id, incident: incident.id })
    return { id, incident: incident.id }
  }

  it('E2: goes at once, and the issue follows what is found out afterwards', async () => {
    const desk = await open()
    const { id } = await hung(desk)
    const filed = await desk.do('escalations.file', { case: id })
    expect(filed).toMatchObject({
      state: 'filed',
      immediate: true,
      missing: expect.arrayContaining(['Logs']),
    })
    const given = await desk.do('escalations.give', { case: id, item: 'Logs', evidence: 'Request 4711' })
    expect(given.trackerText).toContain('- [x] Logs: Request 4711')
  })

  it('E1: waits at the gate again once the incident is over', async () => {
    const desk = await open()
    const { id, incident } = await hung(desk)
    await desk.do('incidents.resolve', { incident, outcome: 'Rolled back' })
    await expect(desk.do('escalations.file', { case: id })).rejects.toMatchObject({
      code: 'precondition_failed',
    })
  })

  it('is not looked for under a topic that no case can have', async () => {
    const desk = await open()
    const mistyped = desk.do('incidents.declare', { title: 'Slow', topic: 'function-compute' })
    await expect(mistyped).rejects.toMatchObject({ at: 'topic', help: 'Did you mean `functions-compute`?' })
  })
})

describeOnStores('record fixes', (open) => {
  it('X2: a mistyped record is listed with the right value, and is no escalation', async () => {
    const desk = await open()
    const { id } = await desk.do('cases.open', {
      text: '',
      facts: { topic: 'builds-deployments' },
      recordType: 'Sales Inquiries',
      caseReason: 'build or deployment',
    })
    const { items } = await desk.do('record_fixes.list', {})
    expect(items).toMatchObject([
      { case: id, field: 'recordType', isValue: 'Sales Inquiries', shouldBe: 'Support', team: 'sfdc-ops' },
    ])
    expect(await desk.do('escalations.show', { case: id })).toMatchObject({ state: 'none' })
    const agent = actorWith('agent', 'sfdc-ops')
    await desk.do('record_fixes.done', { fix: items[0]!.id }, { actor: agent })
    expect(await desk.do('cases.show', { case: id })).toMatchObject({
      recordType: 'Support',
      state: 'routed',
    })
    expect((await desk.do('record_fixes.list', {})).items).toEqual([])
    await expect(desk.do('record_fixes.done', { fix: items[0]!.id })).rejects.toMatchObject({
      code: 'conflict',
    })
  })

  it('is moot once a correction makes the record right', async () => {
    const desk = await open()
    const opened = await desk.do('cases.open', {
      text: '',
      facts: { topic: 'builds-deployments' },
      recordType: 'Enterprise',
    })
    const right = { topic: 'contracts-legal' }
    await desk.do('cases.correct', { case: opened.id, kind: 'topic', ...right, reason: 'About the DPA' })
    expect((await desk.do('record_fixes.list', {})).items).toEqual([])
    expect((await desk.do('record_fixes.list', { state: 'moot' })).items).toHaveLength(1)
  })

  it('asks without a settled owner, or without a record, have nothing to fix', async () => {
    const desk = await open()
    await desk.do('cases.open', { text: '', facts: { topic: 'billing-usage' }, recordType: 'Enterprise' })
    await desk.do('cases.open', { text: '', facts: { topic: 'v0' } })
    expect((await desk.do('record_fixes.list', {})).items).toEqual([])
  })
})
