/** What the address of the welcome may say. */
import { expect, it } from 'vitest'
import { firstAsk, stepBeside, welcomeSearch } from '../src/pages/welcome/steps.ts'

it('names only what differs from the beginning', () => {
  expect(welcomeSearch({ step: 'ask', ask: firstAsk, facts: {} })).toEqual({})
  expect(welcomeSearch({ step: 'policy', ask: 'Why?', facts: { plan: 'pro' } })).toEqual({
    step: 'policy',
    ask: 'Why?',
    facts: { plan: 'pro' },
  })
})

it('keeps of facts what can be one', () => {
  expect(welcomeSearch({ facts: { plan: 'pro', seats: 3, vip: true, odd: { a: 1 }, none: null } })).toEqual({
    facts: { plan: 'pro', seats: 3, vip: true },
  })
  expect(welcomeSearch({ step: 'elsewhere', facts: ['pro'] })).toEqual({})
})

it('goes from step to step, and not beyond the ends', () => {
  expect(stepBeside('ask', 1)).toBe('case')
  expect(stepBeside('policy', 1)).toBe('next')
  expect(stepBeside('ask', -1)).toBeUndefined()
  expect(stepBeside('next', 1)).toBeUndefined()
})
