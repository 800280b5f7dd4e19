import { describe, expect, it } from 'vitest'
import { builtInViews, viewOf } from '../src/pages/cases/built-in-views.ts'
import { sayFilter } from '../src/pages/cases/filter-words.ts'
import { caseSearch, queryOf, searchOf, withFilter } from '../src/parts/case-search.ts'

describe('the address of a list', () => {
  it('keeps every filter that makes sense', () => {
    const said = {
      state: ['new', 'routed'],
      open: true,
      team: 'cse',
      assignee: 'me',
      is: 'overdue',
      bounces: '3+',
      openedFrom: '2026-11-01',
      order: 'accept-by',
      q: 'invoice',
    }
    expect(caseSearch(said)).toEqual(said)
  })

  it('leaves out what makes no sense, so that any address shows a list', () => {
    const said = {
      state: ['asleep'],
      is: 'odd',
      open: 'perhaps',
      openedFrom: 'yesterday',
      order: 7,
      team: { a: 1 },
    }
    expect(caseSearch(said)).toEqual({})
  })

  it('takes numbers as the router reads them from a typed address', () => {
    expect(caseSearch({ q: 159, bounces: 0 })).toEqual({ q: '159', bounces: '0' })
  })

  it('reads a list of states between commas', () => {
    expect(caseSearch({ state: 'routed,new' })).toEqual({ state: ['new', 'routed'] })
  })

  it('cuts a filter of any length', () => {
    expect(caseSearch({ q: 'x'.repeat(5_000) }).q).toHaveLength(200)
  })

  it('gives the same query string for the same filters, whatever their order', () => {
    expect(queryOf({ team: 'cse', open: true })).toBe(queryOf({ open: true, team: 'cse' }))
  })

  it('comes back from a stored query string as it was', () => {
    const search = caseSearch({ state: ['new', 'needs-info'], topic: 'none', q: 'a & b = ü', followed: true })
    expect(searchOf(queryOf(search))).toEqual(search)
    expect(queryOf(search)).toMatch(/^[^\s#]*$/)
  })

  it('takes a filter out', () => {
    expect(withFilter({ open: true, team: 'cse' }, 'team', undefined)).toEqual({ open: true })
  })
})

describe('built-in views', () => {
  const views = builtInViews([{ id: 'cse', name: 'Support' }])

  it('are told from one another by their address', () => {
    expect(new Set(views.map(({ search }) => queryOf(search))).size).toBe(views.length)
    for (const view of views) expect(viewOf(views, caseSearch(view.search))).toBe(view)
  })

  it('have one list of what is to be accepted for each team', () => {
    const two = builtInViews([
      { id: 'cse', name: 'Support' },
      { id: 'legal', name: 'Legal' },
    ])
    expect(two.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['To accept: Support', 'To accept: Legal']),
    )
  })
})

describe('a filter in words', () => {
  const names = {
    team: () => 'Support',
    topic: () => 'Billing',
    person: () => 'Ada',
    account: () => 'Fernhill',
  }

  it.each([
    ['state', ['new', 'needs-info'], 'New or Needs info'],
    ['team', 'cse', 'Support'],
    ['topic', 'none', 'None'],
    ['topic', 'billing', 'Billing'],
    ['assignee', 'nobody', 'Nobody'],
    ['assignee', 'person_1', 'Ada'],
    ['is', 'waiting', 'Nobody free'],
    ['open', true, ''],
  ] as const)('says %s %s', (name, value, said) => {
    expect(sayFilter(name, value as never, names)).toBe(said)
  })
})
