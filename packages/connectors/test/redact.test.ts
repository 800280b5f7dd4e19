import fc from 'fast-check'
import { expect, test } from 'vitest'
import { redact } from '../src/model/redact.ts'

const taken: readonly (readonly [before: string, after: string])[] = [
  ['write to jo.doe+x@acme-corp.co.uk please', 'write to [email] please'],
  ['Jörg <jörg@müller.de>, Ana <ana@example.org>', 'Jörg <[email]>, Ana <[email]>'],
  ['call +1 (415) 555-2671 or 415-555-2671', 'call [phone] or [phone]'],
  ['+49 (0)151 2345-6789, 0151 23456789, 020 7946 0958', '[phone], [phone], [phone]'],
  ['Tel: 5552671234', 'Tel: [phone]'],
  ['Authorization: Bearer abc123def456', 'Authorization: Bearer [token]'],
  ['authorization: basic dXNlcjpwYXNz', 'authorization: basic [token]'],
  ['eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc-def is ours', '[token] is ours'],
  ['sk_live_51Hxyz0AbCdEfGhIj and sk-proj-abc123def456ghi789', '[key] and [key]'],
  ['ghp_16C7e42F292c6912E7710c838347Ae178B4a', '[key]'],
  ['xoxb-2345678901-abcdefGHIJKL', '[key]'],
  ['AKIAIOSFODNN7EXAMPLE / wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY', '[key] / [key]'],
  ['AIzaSyA1234567890abcdefghijklmnopqrstuv', '[key]'],
  ['DEPLOY_HOOK=9aKx72LmQp0zR4tYv8Wb', 'DEPLOY_HOOK=[key]'],
  ['sha 3f786850e387550fdab836ed7e6dc881de23001b', 'sha [key]'],
  ['password: hunter22', 'password: [password]'],
  ['{"api_key":"abcd1234"}', '{"api_key":"[password]"}'],
  ['postgres://bob:s3cret@localhost/x', 'postgres://[password]@localhost/x'],
  ['-----BEGIN RSA PRIVATE KEY-----\nMIIE\nabc\n-----END RSA PRIVATE KEY----- see?', '[key] see?'],
  ['an unfinished -----BEGIN PRIVATE KEY-----\nMIIE', 'an unfinished [key]'],
  ['card 4242 4242 4242 4242, 4242424242424242', 'card [card], [card]'],
  ['amex 3782 822463 10005', 'amex [card]'],
  ['A 76.76.21.21 instead of 10.0.0.1:8080', 'A [ip] instead of [ip]:8080'],
  ['2001:db8::ff00:42:8329, fe80::1 and ::1', '[ip], [ip] and [ip]'],
]

test.each(taken)('takes out of %j what must not leave', (before, after) => {
  expect(redact(before).text).toBe(after)
})

const kept = [
  'Our ARR is 40,000 USD, $1,200,000.00 or 1.234.567,89 EUR; we pay 1 200 000 a year',
  'next@15.1.0 fails since 2024-11-21 09:56:00, that is 1732181760000, at 12:30:45',
  'case 00123456 on my-nextjs-app-git-main-acme-team-2024.vercel.app',
  'node_modules/next/dist/server/base-server.js:1234:56 NextRequestHandlerImpl2Something',
  'The token is expired and basic authentication is broken; password reset does not work',
  'std::vector<int>, p::before, 500 errors in 3 regions, 10 seats on Pro',
]

test.each(kept)('leaves what says something of the ask: %s', (text) => {
  expect(redact(text).text).toBe(text)
})

const secrets = taken.map(([before]) => before)
const plain = fc.stringMatching(/^[a-z ,.\n]{0,40}$/)
const mixed = fc
  .array(fc.oneof(plain, fc.constantFrom(...secrets)), { maxLength: 8 })
  .map((all) => all.join('\n'))

test('every place of the redacted text leads back to the original, a touched placeholder as a whole', () => {
  fc.assert(
    fc.property(mixed, (text) => {
      const { text: sent, spanOf } = redact(text)
      let at = 0
      let end = 0
      for (const piece of sent.split(/(\[[a-z]+\])/)) {
        const whole = spanOf({ start: at, end: at + piece.length })
        if (piece.startsWith('[')) {
          expect(spanOf({ start: at + 1, end: at + piece.length - 1 })).toEqual(whole)
          expect(whole.end).toBeGreaterThan(whole.start)
        } else expect(text.slice(whole.start, whole.end)).toBe(piece)
        if (piece !== '') expect(whole.start).toBe(end)
        at += piece.length
        end = piece === '' ? end : whole.end
      }
      expect(end).toBe(text.length)
    }),
  )
})

// What looks back over the whole text at every sign would not be done before the test's time is over.
test('half a million characters of anything are redacted to their end', () => {
  const units = [
    'a',
    '1',
    '1 ',
    'a@',
    'a.',
    '-----BEGIN PRIVATE KEY-----',
    '://a:',
    'password: ',
    '+1',
    '0 ',
    '::',
    'f:',
    '=',
  ]
  for (const unit of units) {
    const text = unit.repeat(500_000 / unit.length)
    const { text: sent, spanOf } = redact(text)
    expect(spanOf({ start: 0, end: sent.length }), unit).toEqual({ start: 0, end: text.length })
  }
})
