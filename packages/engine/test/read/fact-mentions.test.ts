/** Mentions (`+` in a signal), which give way to claims, and what stands in single quotation marks. */
import { describe, expect, test } from 'vitest'
import { type FactSource, trainFactReader } from '../../src/read/fact-reader.ts'
import { defaultReads, readsOf } from './default-facts.ts'

describe('a mention', () => {
  const colour: FactSource = {
    name: 'colour',
    kind: 'choice',
    values: [
      { value: 'red', signals: ['painted red', '+ red', '+ red wine'] },
      { value: 'blue', signals: ['+ blue', '+ red wine'] },
      { value: 'green', signals: ['~ green', '+ red wine'] },
    ],
    signals: [],
    min: 0,
    max: 0,
    hasDefault: false,
  }
  const colours = trainFactReader({ facts: [colour], words: {} })

  test.each([
    ['is read where nothing else is said', 'It came in red.', { colour: 'red' }],
    ['gives way to a claim', 'It came in blue but we painted red.', { colour: 'red' }],
    ['says nothing beside another one', 'Some came in red, some in blue.', {}],
    ['says nothing in a question', 'Does it come in red?', {}],
    ['says nothing of what is on sale', 'I compare the red with others.', {}],
    ['says nothing where it is denied', 'It is not red.', {}],
    ['is kept from being read by an exception', 'We like red wine.', {}],
  ])('%s: %s', (_, text, expected) => expect(readsOf(colours, text)).toEqual(expected))

  test('takes no word from a claim, and neither does its exception', () => {
    const claimed = { ...colour, values: colour.values.map((one) => ({ ...one, signals: [...one.signals] })) }
    claimed.values[0]!.signals.push('dark red')
    const reader = trainFactReader({ facts: [claimed], words: {} })
    expect(readsOf(reader, 'We like dark red wine.')).toEqual({ colour: 'red' })
  })
})

describe('single quotation marks', () => {
  test.each([
    ["The button says 'we are on Pro'.", {}],
    ['They show ‘we are on Pro’ there.', {}],
    ["Our developers' logins fail, we are on Pro.", { plan: 'pro' }],
    ["We aren't new: we're on Pro, that's all.", { plan: 'pro' }],
    ["It's since the '90s, we are on Pro.", { plan: 'pro' }],
    ['The page says "our users\' plan, we are on Enterprise".', {}],
  ])('%s', (text, expected) => expect(defaultReads(text)).toEqual(expected))
})
