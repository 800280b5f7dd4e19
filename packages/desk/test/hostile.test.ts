import { Refusal } from '@rightdesk/engine'
import { expect, it } from 'vitest'
import { operations, perform } from '../src/index.ts'
import { admin } from './desk.ts'
import { hostileInputs, injections, misfits, newThings } from './hostile-inputs.ts'
import { describeOnStores } from './stores.ts'

/** Seconds of work on whole policies, in which no text from outside has a part. */
const slow = /^(policy\.check|policies\.compare|proposals\.change)$/
const tried = operations.filter(({ name }) => !slow.test(name))

describeOnStores('whatever stands in any place of any operation', (open) => {
  it('is taken as data or refused, and breaks nothing', async () => {
    const desk = await open()
    const broken: string[] = []
    for (const operation of tried) {
      const things = await newThings(desk)
      for (const { place, input } of hostileInputs(operation, things, [...misfits, injections[0]])) {
        const call = { actor: admin, surface: 'http' } as const
        const error = await perform(desk.services, operation, input, call).then(
          () => undefined,
          (error) => error,
        )
        if (error === undefined || error instanceof Refusal) continue
        broken.push(`${operation.name} ${place} ${JSON.stringify(input)}: ${error}`)
      }
    }
    expect(broken).toEqual([])
  }, 300_000)
})
