import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { Refusal } from '@rightdesk/engine'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { operation, perform } from '../../src/operation.ts'
import { done, together } from '../../src/together.ts'
import { actorWith, type TestDesk } from '../desk.ts'
import { describeOnStores } from '../stores.ts'

const call = { actor: actorWith('admin', null, 'ada'), surface: 'http' } as const

describe('work that gathers', () => {
  it('serves who comes first at once, and who comes meanwhile together, in their order', async () => {
    const groups: number[][] = []
    const enter = together(3, async (_: object, items: readonly number[]) => {
      groups.push([...items])
      await sleep(20)
      return items.map((item) => done(item * 10))
    })
    const place = {}
    const first = enter(place, 1)
    await sleep(5)
    const rest = [2, 3, 4, 5].map((item) => enter(place, item))
    expect(await Promise.all([first, ...rest])).toEqual([10, 20, 30, 40, 50])
    expect(groups).toEqual([[1], [2, 3, 4], [5]])
  })

  it('serves who comes the moment others were served, and after work that failed', async () => {
    let fails = true
    const enter = together(9, async (_: object, items: readonly string[]) => {
      if (fails) throw new Error('away')
      return items.map((item) => done(item))
    })
    const place = {}
    const both = await Promise.allSettled([enter(place, 'a'), enter(place, 'b')])
    expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    fails = false
    expect(await enter(place, 'c').then((c) => enter(place, `${c}d`))).toBe('cd')
  })

  it('keeps places apart', async () => {
    const groups: object[] = []
    const enter = together(9, async (place: object, items: readonly number[]) => {
      groups.push({ place, items })
      return items.map((item) => done(item))
    })
    const [here, there] = [{ here: true }, { there: true }]
    await Promise.all([enter(here, 1), enter(there, 2), enter(here, 3)])
    expect(groups).toEqual([
      { place: here, items: [1, 3] },
      { place: there, items: [2] },
    ])
  })
})

/** Notes a name, with how many calls its transaction was begun for; refuses a name that is bad or taken. */
const noteName = operation({
  name: 'meta.note',
  about: 'Notes a name.',
  scope: 'cases:write',
  writes: true,
  teams: 'any',
  http: { method: 'POST', path: '/note' },
  input: z.object({ name: z.string() }),
  output: z.object({ name: z.string(), beside: z.number() }),
  prepare: async (_, { name }) => ({ name }),
  run: async ({ db }, { name }) => {
    await db.insertInto('meta').values({ key: name, value: '' }).execute()
    if (name.startsWith('bad')) throw new Refusal('invalid', 'name', 'this name is bad', 'Take another.')
    return { name, beside: sizes.get(db) ?? 1 }
  },
  together: {
    joins: ({ name }) => !name.startsWith('alone'),
    hold: async ({ db }, all) => {
      sizes.set(db, all.length)
    },
  },
})
const sizes = new WeakMap<object, number>()

describeOnStores('calls that are written together', (open) => {
  const note = (desk: TestDesk, name: string, idempotencyKey?: string) =>
    perform(desk.services, noteName, { name }, { ...call, ...(idempotencyKey && { idempotencyKey }) })
  const namesIn = async ({ store: { db } }: TestDesk) =>
    (await db.selectFrom('meta').select('key').where('value', '=', '').orderBy('key').execute()).map(
      ({ key }) => key,
    )
  const audited = async ({ store: { db } }: TestDesk) =>
    (await db.selectFrom('audit').select('id').where('operation', '=', 'meta.note').execute()).length

  it('share a transaction when they come at once, and each is audited', async () => {
    const desk = await open()
    const all = await Promise.all(Array.from({ length: 20 }, (_, n) => note(desk, `n${n}`)))
    expect(all.map(({ name }) => name)).toEqual(Array.from({ length: 20 }, (_, n) => `n${n}`))
    expect(Math.max(...all.map(({ beside }) => beside))).toBeGreaterThan(5)
    expect(await namesIn(desk)).toHaveLength(20)
    expect(await audited(desk)).toBe(20)
  })

  it('are all written when one of them is refused, which leaves nothing behind', async () => {
    const desk = await open()
    const names = ['a', 'b', 'bad', 'c', 'd']
    const all = await Promise.allSettled(names.map((name) => note(desk, name)))
    expect(all.map(({ status }) => status)).toEqual([
      'fulfilled',
      'fulfilled',
      'rejected',
      'fulfilled',
      'fulfilled',
    ])
    expect(all[2]).toMatchObject({ reason: { code: 'invalid', at: 'name' } })
    expect(await namesIn(desk)).toEqual(['a', 'b', 'c', 'd'])
    expect(await audited(desk)).toBe(4)
  })

  it('have one effect and one answer for one key', async () => {
    const desk = await open()
    const key = randomUUID()
    const all = await Promise.all([1, 2, 3].map(() => note(desk, 'once', key)))
    expect(new Set(all.map((answer) => JSON.stringify(answer))).size).toBe(1)
    expect(await namesIn(desk)).toEqual(['once'])
    expect(await audited(desk)).toBe(1)
  })

  it('do not wait for one that goes by itself, nor it for them', async () => {
    const desk = await open()
    const all = await Promise.all(['a', 'alone', 'b'].map((name) => note(desk, name)))
    expect(all.map(({ beside }) => beside)).toEqual([2, 1, 2])
  })
})
