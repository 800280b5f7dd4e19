/** Roles, scopes and events as the admin pages name them, against the desk's own tables. */
import { describe, expect, it } from 'vitest'
import { roles, scopes } from '../../desk/src/access.ts'
import { messageKinds as deskKinds } from '../../desk/src/work/outbox.ts'
import { audiences, healthOf, messageKinds, sayKind } from '../src/pages/admin/job-words.ts'
import { sayOperation, writingOperations } from '../src/pages/admin/operation-words.ts'
import { mayOpen, needs, roleNames, scopeNames } from '../src/pages/admin/roles.ts'
import { dayIn, given, oneIn, startOfDay, textIn } from '../src/pages/admin/search.ts'

describe('roles', () => {
  it('are those of the desk, in its order', () => {
    expect(roleNames).toEqual(Object.keys(roles))
    expect(scopeNames).toEqual([...scopes])
  })

  it('name for each page the least role that opens it', () => {
    for (const [tab, { scope, role }] of Object.entries(needs)) {
      const least = roleNames.find((name) => (roles[name] as readonly string[]).includes(scope))
      expect(role, tab).toBe(least)
    }
  })

  it('open a page for all teams only to who holds its scope for all', () => {
    expect(mayOpen({ scopes: { 'audit:read': ['cse'] } }, 'audit')).toBe(false)
    expect(mayOpen({ scopes: { 'audit:read': 'all' } }, 'audit')).toBe(true)
    expect(mayOpen({ scopes: { 'people:read': ['cse'] } }, 'people')).toBe(true)
    expect(mayOpen({ scopes: {} }, 'people')).toBe(false)
  })
})

describe('events', () => {
  it('are those that the desk tells of', () => {
    expect([...messageKinds].sort()).toEqual([...deskKinds].sort())
  })

  it('of the programme and of colleagues are for internal webhooks alone', () => {
    const internal = messageKinds.filter((kind) => audiences[kind] === 'internal')
    expect(internal).toContain('assignment.started')
    expect(internal.some((kind) => kind.startsWith('case.'))).toBe(false)
  })

  it('and operations are said in words', () => {
    expect(sayKind('case.acceptance_overdue')).toBe('Case: acceptance overdue')
    expect(sayKind('wake-snoozed')).toBe('Wake snoozed')
    expect(sayOperation('cases.hand_off')).toBe('Case: hand off')
    expect(sayOperation('people.deactivate')).toBe('Person: deactivate')
    expect(writingOperations).toContain('access.grant')
    expect(writingOperations).not.toContain('audit.list')
  })
})

describe('the health of a webhook', () => {
  const letter = (state: 'waiting' | 'done' | 'dead', attempts = 1, endedAt: string | null = null) => ({
    webhook: 'w',
    state,
    attempts,
    endedAt,
  })

  it('is bad while something was given up, and doubtful while something is tried again', () => {
    expect(healthOf('w', [letter('dead'), letter('done'), letter('waiting')]).words).toBe('1 given up')
    expect(healthOf('w', [letter('waiting'), letter('waiting', 0)]).words).toBe('1 tried again')
  })

  it('is good where all arrives, and tells when the last did', () => {
    const letters = [letter('done', 1, '2026-05-02T00:00:00Z'), letter('done', 1, '2026-05-04T00:00:00Z')]
    expect(healthOf('w', letters)).toEqual({
      tone: 'good',
      words: 'All arrive',
      lastAt: '2026-05-04T00:00:00Z',
    })
  })

  it('is not told by what went to others', () => {
    expect(healthOf('other', [letter('dead')]).words).toBe('Nothing sent yet')
  })
})

describe('addresses of the admin pages', () => {
  it('leave out what does not fit', () => {
    expect(textIn('  ada ')).toBe('ada')
    expect(textIn(12)).toBe('12')
    expect([textIn(''), textIn({}), textIn(undefined)]).toEqual([undefined, undefined, undefined])
    expect(oneIn(['done', 'refused'], 'maybe')).toBeUndefined()
    expect([dayIn('2026-05-04'), dayIn('2026-13-40'), dayIn('soon')]).toEqual([
      '2026-05-04',
      undefined,
      undefined,
    ])
    expect(given({ a: 1, b: undefined })).toEqual({ a: 1 })
  })

  it('count the last day as a whole', () => {
    expect(startOfDay('2026-05-04')).toBe('2026-05-04T00:00:00.000Z')
    expect(startOfDay('2026-05-31', 1)).toBe('2026-06-01T00:00:00.000Z')
  })
})
