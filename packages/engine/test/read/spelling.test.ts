import { describe, expect, test } from 'vitest'
import { respelled, spellingOf } from '../../src/read/spelling.ts'
import { wordsOf } from '../../src/read/words.ts'

const texts = [
  'deployment queue stuck',
  'deployment queue stuck',
  'invoice payment',
  'invoice payment',
  'typpo',
]
const spelling = spellingOf(texts.map((text) => [wordsOf(text)]))

describe('respelled', () => {
  test.each([
    ['deploymnet', 'deployment'],
    ['deploymentt', 'deployment'],
    ['deploynent', 'deployment'],
    ['deloyment', 'deployment'],
    ['queu', 'queue'],
    ['stuk', 'stuck'],
    ['pyament', 'payment'],
  ])('finds the word that is one slip away: %s', (written, meant) => {
    expect(respelled(spelling, written)).toBe(meant)
  })

  test.each(['dpeloymnet', 'stu', 'in', 'inv0ice', 'typo', 'развёртывание', ''])(
    'leaves %s as it is',
    (written) => {
      expect(respelled(spelling, written)).toBeUndefined()
    },
  )
})
