import { describe, expect, test } from 'vitest'
import { visible } from '../src/ui/words.tsx'

describe('what customers write', () => {
  test('shows signs that hide or reorder text', () => {
    expect(visible('pay\u200bpal')).toBe('pay·pal')
    expect(visible('\u202egpj.exe')).toBe('·gpj.exe')
    expect(visible('a\u0007b\u001b[31m')).toBe('a·b·[31m')
  })

  test('keeps line ends, tabs and joined emoji', () => {
    expect(visible('one\n\ttwo 👨‍👩‍👧 ok')).toBe('one\n\ttwo 👨‍👩‍👧 ok')
  })

  test('stays as long as before, so that places in it stay right', () => {
    for (const text of ['a\u200bb', 'x\u{e0041}y', '\ufeffz', '👩🏽‍🚀\u2066!'])
      expect(visible(text)).toHaveLength(text.length)
  })
})
