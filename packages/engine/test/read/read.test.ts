import { expect, test } from 'vitest'
import { decide } from '../../src/decide.ts'
import {
  learnCorrections,
  read,
  readerSourceOf,
  trainReader,
  unlearnCorrection,
} from '../../src/read/read.ts'
import { linked, policy } from '../default-policy.ts'

const reader = trainReader(readerSourceOf(linked.parsed))
const decided = (text: string) => decide(policy, { text }, read(reader, text))

test('two asks in one get an owner each, and the technical owner leads and keeps the technical thread (X5)', () => {
  const decision = decided(
    'Our build fails with exit code 1 since this morning. Also, our legal team wants to change the DPA wording before we renew.',
  )
  expect(decision.parts.map(({ owner }) => owner.team)).toEqual(['cse', 'legal'])
  expect(decision.owner.team).toBe('cse')
  expect(decision.warnings.join()).toContain('keeps watching the technical thread')
})

test('one ask said in several sentences stays one', () => {
  const text =
    'Our build fails with exit code 1. It worked yesterday. The log ends after the install step. What can we do?'
  expect(decided(text).parts).toEqual([])
})

test('a forwarded mail is the ask, and the signature below it is not', () => {
  const text = [
    'fyi, see below',
    '',
    '---------- Forwarded message ---------',
    'From: A Customer <a@customer.example>',
    'Subject: certificate',
    '',
    'The certificate of our custom domain has been pending for two days, visitors get a warning.',
    '',
    'Best regards,',
    'A Customer',
    'Head of Billing and Contracts',
  ].join('\n')
  expect(decided(text)).toMatchObject({ topic: { id: 'domains-dns-ssl' }, owner: { team: 'cse' } })
})

test('the words an ask was read from are shown where they stand', () => {
  const text = 'Hello team, the certificate of our domain is not issued. Thanks!'
  const { evidence } = read(reader, text).topic
  const words = evidence
    .filter(({ weight }) => weight > 0)
    .map(({ span }) => text.slice(span.start, span.end))
  expect(words).toContain('certificate')
})

test('a fact that was read says where its words stand, one that was stated does not', () => {
  const text = 'Hello, we are on Enterprise and were charged twice on the last invoice.'
  const { plan } = decide(policy, { text }, read(reader, text)).facts
  expect(text.slice(plan!.span!.start, plan!.span!.end)).toBe(plan!.words)
  expect(plan!.words).toContain('Enterprise')
  expect(decide(policy, { facts: { plan: 'enterprise' } }).facts['plan']).not.toHaveProperty('span')
})

test('a stretch that says nothing but a fact says nothing of the topic', () => {
  const ask = 'Our function times out after ten seconds on every fifth call.'
  const { topic } = read(reader, ask)
  for (const text of [`${ask} Enterprise, 250k ARR.`, `We're on Pro. ${ask}`, `(Hobby) ${ask}`]) {
    const found = read(reader, text)
    expect(found.topic.possible.map(({ id }) => id)).toEqual(topic.possible.map(({ id }) => id))
    expect(found.facts.map(({ fact }) => fact)).toContain('plan')
  }
  expect(read(reader, 'We are on Pro.').topic.ranked).toHaveLength(topic.ranked.length)
})

test('a correction counts at once, and can be taken back', () => {
  const text = 'the zorbling of our quuxes is not what it was'
  const correction = { text, topic: 'edge-config' }
  const corrected = learnCorrections(reader, [correction])
  expect(read(corrected, text).topic.ranked[0]!.id).toBe('edge-config')
  expect(read(unlearnCorrection(corrected, correction), text)).toEqual(read(reader, text))
})

test('the plan said by itself is no part of what is asked about, what is wished for is', () => {
  const text = 'Three training sessions. Our new people have never deployed anything. Enterprise.'
  const { topic, facts } = read(reader, text)
  const words = topic.evidence.map(({ span }) => text.slice(span.start, span.end))
  expect(facts.map(({ fact }) => fact)).toEqual(['plan', 'commitment'])
  expect(words).toContain('sessions')
  expect(words).not.toContain('Enterprise')
})
