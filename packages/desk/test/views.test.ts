import { expect, it } from 'vitest'
import type { Actor, Grant } from '../src/index.ts'
import type { TestDesk } from './desk.ts'
import { describeOnStores } from './stores.ts'

/** Somebody real, a member of a team where one is named. */
async function somebody(desk: TestDesk, name: string, grant: Grant, team?: string): Promise<Actor> {
  const { id } = await desk.do('people.add', { name, ...(team !== undefined && { team }) })
  return { kind: 'person', id, name, grants: [grant] }
}
const agent: Grant = { role: 'agent', team: null }

describeOnStores('saved views', (open) => {
  const names = async (desk: TestDesk, actor: Actor, input: { team?: string } = {}) =>
    (await desk.do('views.list', input, { actor })).items.map(({ name }) => name)

  it('are kept as they were given, in their order, for who saved them alone', async () => {
    const desk = await open()
    const kim = await somebody(desk, 'Kim', agent)
    const lee = await somebody(desk, 'Lee', agent)
    const query = 'state=routed&state=accepted&q=%22caf%C3%A9%22+%3Cb%3E'
    const mine = await desk.do('views.save', { name: 'Mine', query }, { actor: kim })
    expect(mine).toMatchObject({ page: 'cases', query, team: null, by: 'Kim', mine: true, position: 0 })
    await desk.do('views.save', { name: 'Second', query: '' }, { actor: kim })
    await desk.do('views.save', { name: 'First', query: '', position: 0 }, { actor: kim })
    expect(await names(desk, kim)).toEqual(['Mine', 'First', 'Second'])
    expect(await names(desk, lee)).toEqual([])
    for (const operation of ['views.save', 'views.remove'] as const) {
      const input = { view: mine.id, name: 'Taken', query: '' }
      await expect(
        operation === 'views.save'
          ? desk.do(operation, input, { actor: lee })
          : desk.do(operation, { view: mine.id }, { actor: lee }),
      ).rejects.toMatchObject({ code: 'not_found' })
    }
  })

  it('are renamed and replaced in their place, and removed', async () => {
    const desk = await open()
    const kim = await somebody(desk, 'Kim', agent)
    const { id } = await desk.do('views.save', { name: 'Old', query: 'is=overdue' }, { actor: kim })
    await desk.do('views.save', { name: 'Other', query: '' }, { actor: kim })
    const saved = await desk.do('views.save', { view: id, name: 'New', query: 'is=waiting' }, { actor: kim })
    expect(saved).toMatchObject({ id, name: 'New', query: 'is=waiting', position: 0 })
    expect(await names(desk, kim)).toEqual(['New', 'Other'])
    await desk.do('views.remove', { view: id }, { actor: kim })
    expect(await names(desk, kim)).toEqual(['Other'])
    await expect(desk.do('views.remove', { view: id }, { actor: kim })).rejects.toMatchObject({
      code: 'not_found',
    })
  })

  it('shared with a team are seen by everybody in it, and changed by who saved them or leads there', async () => {
    const desk = await open()
    const kim = await somebody(desk, 'Kim', agent, 'cse')
    const lee = await somebody(desk, 'Lee', agent, 'cse')
    const max = await somebody(desk, 'Max', agent, 'legal')
    const lead = await somebody(desk, 'Lou', { role: 'lead', team: 'cse' })
    const other = await somebody(desk, 'Ola', { role: 'lead', team: 'legal' })
    const { id } = await desk.do('views.save', { name: 'Ours', query: '', team: 'cse' }, { actor: kim })
    expect(await desk.do('views.list', {}, { actor: lee })).toMatchObject({
      items: [{ id, by: 'Kim', mine: false, changeable: false }],
    })
    expect(await names(desk, max)).toEqual([])
    expect(await names(desk, lead, { team: 'cse' })).toEqual(['Ours'])
    for (const actor of [max, other]) {
      await expect(names(desk, actor, { team: 'cse' })).rejects.toMatchObject({ code: 'forbidden' })
      await expect(desk.do('views.remove', { view: id }, { actor })).rejects.toMatchObject({
        code: 'not_found',
      })
    }
    await expect(desk.do('views.remove', { view: id }, { actor: lee })).rejects.toMatchObject({
      code: 'forbidden',
    })
    const renamed = await desk.do('views.save', { view: id, name: 'All ours', query: '' }, { actor: lead })
    expect(renamed).toMatchObject({ name: 'All ours', by: 'Kim', team: 'cse', mine: false })
    await desk.do('views.save', { view: id, name: 'Ours', query: '', team: null }, { actor: kim })
    expect(await names(desk, lee)).toEqual([])
  })

  it('are shared only with a team of one’s own that there is', async () => {
    const desk = await open()
    const kim = await somebody(desk, 'Kim', agent, 'cse')
    const share = (team: string) =>
      desk.do('views.save', { name: 'V', query: '', team }, { actor: kim }).catch(({ code }) => code)
    expect(await share('legal')).toBe('forbidden')
    expect(await share('nowhere')).toBe('not_found')
  })

  it('are at most fifty of one person, and hold a query and nothing else', async () => {
    const desk = await open()
    const kim = await somebody(desk, 'Kim', agent)
    const save = (query: string) => desk.do('views.save', { name: 'V', query }, { actor: kim })
    for (let i = 0; i < 50; i++) await save(`q=${i}`)
    await expect(save('q=51')).rejects.toMatchObject({ code: 'limit_exceeded' })
    await expect(save(`q=${'x'.repeat(1_999)}`)).rejects.toMatchObject({
      code: 'limit_exceeded',
      at: 'query',
    })
    for (const query of ['a b', 'a#b', 'a\nb', 'a\u0001b']) {
      await expect(save(query)).rejects.toMatchObject({ code: 'invalid', at: 'query' })
    }
  })
})
