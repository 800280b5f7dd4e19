import { describe, expect, it } from 'vitest'
import { eventKinds } from '../../desk/src/cases/case-log.ts'
import { highlightsOf } from '../src/pages/cases/case-highlights.ts'
import { type CaseEvent, isTalk, sayEvent, wordsOfEvent } from '../src/pages/cases/event-words.ts'

const names = {
  team: (id: string | null | undefined) => (id ? `team ${id}` : 'Nobody'),
  topic: (id: string | null | undefined) => (id ? `topic ${id}` : 'No topic'),
  person: (id: string) => (id === 'person_1' ? 'Ilse' : undefined),
}
const event = (kind: CaseEvent['kind'], data: CaseEvent['data'] = {}): CaseEvent => ({
  id: 'event_1',
  case: 'case_1',
  at: '2026-11-10T12:00:00Z',
  kind,
  actor: { id: 'person_2', name: 'Ada' },
  visibility: 'internal',
  data,
})

describe('an event in words', () => {
  it.each(eventKinds)('is said for %s, also where its details are missing', (kind) => {
    const said = sayEvent(event(kind), names)
    expect(said.length).toBeGreaterThan(3)
    expect(said).not.toMatch(/undefined|\[object/)
    expect(wordsOfEvent(event(kind))).toEqual([])
  })

  it('names teams and people', () => {
    expect(sayEvent(event('handed-off', { from: 'cse', to: 'legal' }), names)).toBe(
      'handed it from team cse to team legal',
    )
    expect(sayEvent(event('assigned', { to: 'person_1' }), names)).toBe('gave it to Ilse')
    expect(sayEvent(event('assigned', { to: 'person_9' }), names)).toBe('gave it to somebody else')
  })

  it('gives the parts of a hand-off note under their names', () => {
    const note = {
      context: 'A',
      done: 'B',
      lastStep: 'C',
      nextStep: { what: 'D', who: 'E', by: '2026-11-12T09:30:00.000Z' },
      links: [],
    }
    expect(wordsOfEvent(event('handed-off', { note }))).toEqual([
      { name: 'About', text: 'A' },
      { name: 'Done so far', text: 'B' },
      { name: 'Last step', text: 'C' },
      { name: 'Next step', text: 'D\nE, by 2026-11-12 09:30 UTC' },
    ])
  })

  it('is talk where people said something', () => {
    expect(isTalk(event('replied'))).toBe(true)
    expect(isTalk(event('routed'))).toBe(false)
  })
})

describe('highlights of an ask', () => {
  const decision = {
    topic: { id: 'billing', confidence: 0.9, possible: [] },
    facts: {
      plan: { value: 'pro', from: 'text', span: { start: 3, end: 6 } },
      region: { value: 'emea', from: 'account' },
    },
    evidence: [
      { span: { start: 0, end: 2 }, topic: 'billing', weight: 1 },
      { span: { start: 4, end: 8 }, topic: 'billing', weight: 1 },
      { span: { start: 10, end: 12 }, topic: 'legal', weight: 1 },
      { span: { start: 14, end: 16 }, topic: 'billing', weight: -1 },
    ],
  } as const

  it('are the words for the topic and those that gave a fact, facts first where they meet', () => {
    const marks = highlightsOf({ text: 'x'.repeat(20), decision }).map(({ start, mark }) => [start, mark])
    expect(marks).toEqual([
      [3, 2],
      [0, 1],
    ])
  })
})
