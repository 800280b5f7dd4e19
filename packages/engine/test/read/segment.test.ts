import { describe, expect, test } from 'vitest'
import { segment } from '../../src/read/segment.ts'

/** The segments as `kind: first line`. */
const kinds = (text: string): string[] =>
  segment(text).map(({ kind, start, end }) => `${kind}: ${text.slice(start, end).trim().split('\n')[0]}`)

const ask = (text: string): string =>
  segment(text)
    .filter(({ kind }) => kind === 'ask')
    .map(({ start, end }) => text.slice(start, end).trim())
    .join('\n')

describe('a mail', () => {
  test('is told apart into greeting, ask and signature', () => {
    const text =
      'Dear all,\n\nour builds fail.\nSince noon.\n\nBest regards,\nAnna Example\nHead of Web\n+49 30 123456'
    expect(kinds(text)).toEqual(['greeting: Dear all,', 'ask: our builds fail.', 'signature: Best regards,'])
  })

  test.each([
    ['a dashed line', 'Builds fail.\n-- \nAnna\nAcme Inc.'],
    ['thanks with a name', 'Builds fail.\n\nThanks,\nAnna'],
    ['a phone', 'Builds fail.\n\nSent from my iPhone'],
    [
      'a legal footer',
      'Builds fail.\n\nThis email and any attachments are confidential and intended for the addressee only.',
    ],
  ])('has a signature after %s', (_, text) => expect(ask(text)).toBe('Builds fail.'))

  test.each([
    [
      'a postscript',
      'Builds fail.\n\nThanks,\nAnna\n\nP.S. We are on Pro.',
      'Builds fail.\nP.S. We are on Pro.',
    ],
    [
      'a sentence',
      'Builds fail.\n\nThanks!\n\nAlso our cache is cold.',
      'Builds fail.\nAlso our cache is cold.',
    ],
    ['a question', 'Builds fail.\n\nCheers\nWho can look into it?', 'Builds fail.\nWho can look into it?'],
  ])('goes on after a close with %s', (_, text, expected) => expect(ask(text)).toBe(expected))

  test.each([
    'Hello build fails',
    'Hi can you help',
    'Hey DS, I have a messy case',
    'Hi Anna, our build fails.',
    'Hi?',
  ])('has no greeting of its own in "%s"', (text) => expect(kinds(text)).toEqual([`ask: ${text}`]))
})

describe('a quoted mail', () => {
  const quoted = 'Builds fail since noon.'

  test.each([
    ['marks', '> Hello\n> we are on Pro'],
    ['an attribution', 'On Mon, 3 May 2025 at 10:00, Jo <jo@a.example> wrote:\n\nwe are on Pro'],
    [
      'an attribution over two lines',
      'On Mon, 3 May 2025 at 10:00, Jo Example\n<jo@a.example> wrote:\n> we are on Pro',
    ],
    ['a German attribution', 'Am 3. Mai 2025 um 10:00 schrieb Jo:\n> wir'],
    ['a divider', '-----Original Message-----\nFrom: Jo\nSent: Monday\nSubject: x\n\nwe are on Pro'],
    ['header lines', 'From: Jo <jo@a.example>\nSent: Monday\nTo: You\nSubject: x\n\nwe are on Pro'],
  ])('is told apart by %s', (_, below) => {
    const own = 'Builds fail since noon, and each redeploy makes it worse for us.'
    expect(ask(`${own}\n\n${below}`)).toBe(own)
  })

  test('lets answers between the quoted lines count', () => {
    expect(ask('On 3 May Jo wrote:\n> Does it build?\nNo.\n> Since when?\nSince noon.')).toBe(
      'No.\nSince noon.',
    )
  })

  test('is not seen in a line that begins with a comparison', () => {
    expect(ask('>50% of requests fail')).toBe('>50% of requests fail')
    expect(kinds('It fails:\n>100 errors an hour')).toHaveLength(1)
  })

  test.each([
    [
      'a forwarding divider',
      `---------- Forwarded message ---------\nFrom: Jo\nDate: Monday\nSubject: x\n\n${quoted}`,
    ],
    ['a forwarding divider of Apple', `Begin forwarded message:\n\nFrom: Jo\nSubject: x\n\n${quoted}`],
    ['header lines and a pointer', `See below.\n\nFrom: Jo\nSent: Monday\nSubject: x\n\n${quoted}`],
    ['a subject and marks', `Fwd: builds\n\n> ${quoted}`],
  ])('is the ask when it was forwarded with %s', (_, text) => expect(ask(text)).toContain(quoted))

  test('keeps what a forwarded mail quotes out of the ask', () => {
    const text =
      'FYI\n\nFrom: Jo\nSent: Monday\nSubject: x\n\nBuilds fail.\n\n-----Original Message-----\nFrom: Al\nTo: Jo\n\nWe are on Pro.'
    expect(ask(text)).toBe('FYI\nBuilds fail.')
  })
})

describe('logs and code', () => {
  const around = (block: string): string => `It fails like this:\n\n${block}\n\nWhat now?`

  test.each([
    [
      'time stamps',
      '2025-02-11T08:14:55.103Z  ERROR  write EPIPE\n2025-02-11T08:14:56.103Z  INFO done',
      'log',
    ],
    [
      'a stack trace',
      'TypeError: x is undefined\n    at render (/app/page.js:3:7)\n    at node:internal/main:1:2',
      'log',
    ],
    ['a Python trace', 'Traceback (most recent call last):\n  File "a.py", line 3', 'log'],
    ['a package manager', 'npm ERR! code ELIFECYCLE\nnpm ERR! errno 1', 'log'],
    ['JSON', '{"errorMessage":"Task timed out after 10.01 seconds"}', 'log'],
    ['a fence', '```ts\nconst plan = 1\n\nset()\n```', 'code'],
    ['a fence in a line', '```Error: no such file```', 'code'],
    ['indentation', '    const a = 1\n    run(a)', 'code'],
    ['statements', 'export const config = {\n  runtime: 1\n};\nimport x from "y"', 'code'],
  ])('are told apart by %s', (_, block, kind) => {
    const found = segment(around(block))
    expect(found.map((s) => s.kind)).toContain(kind)
    expect(ask(around(block))).toMatch(/^It fails like this:[\s\S]*What now\?$/)
    expect(ask(around(block))).not.toContain(block.split('\n')[0])
  })

  test('end with the paragraph when a fence is not closed', () => {
    expect(ask('Look:\n```\nplan = enterprise\n\nWhat now?')).toBe('Look:\nWhat now?')
  })

  test.each([
    'Error: command exited with 1, what does it mean?',
    'import fails for us',
    'let me know, please (soon)',
    'if you can (today), look at it',
    'return of the 404 page;',
    '10:30 we saw the first errors',
  ])('are not seen in prose: "%s"', (text) => expect(kinds(text)).toEqual([`ask: ${text}`]))
})

describe('any text', () => {
  test.each([
    ['a quoted mail', '> we are on Pro'],
    ['a log', '2025-02-11T08:14:55Z ERROR write EPIPE'],
    ['code', '```\nrun()\n```'],
    ['a signature', 'Best regards,\nAnna'],
    ['a greeting', 'Hi team,'],
  ])('has an ask when there is nothing but %s', (_, text) => {
    expect(segment(text).map(({ kind }) => kind)).toEqual(['ask'])
  })

  test.each([
    '',
    ' ',
    '\n\n',
    'x',
    'a\r\nb\r\n\r\n> c\r\n-- \r\nd',
    '\u202eRTL \u05d0\u05d1\u05d2\u202c\n> \u05d0',
    '```',
    '~~~\nx\n~~~',
    '😀\n😀'.repeat(50),
    '``` a ```` b ``` c',
  ])('is covered without gaps or overlaps: %j', (text) => {
    const found = segment(text)
    expect(found.map(({ start, end }) => text.slice(start, end)).join('')).toBe(text)
    expect(found.every(({ start, end }) => start < end)).toBe(true)
  })

  test.each([
    'x',
    '\n',
    '> ',
    '>> \n',
    '```\n',
    '~~~\n',
    'On 1 ',
    'On 3 May a@b wrote:\n\n',
    'From: x\n',
    '{"',
    'at (',
    'Regards\n',
    '😀',
    '\u200b',
  ])('is taken apart within the time-out: 200 000 characters of %j', (unit) => {
    const text = unit.repeat(Math.ceil(200_000 / unit.length))
    const found = segment(text)
    expect(found.reduce((length, { start, end }) => length + end - start, 0)).toBe(text.length)
  })
})
