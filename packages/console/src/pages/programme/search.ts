/** What the addresses of these pages may say after `?`; anything else in them is dropped. */

type Given = Readonly<Record<string, unknown>>

/** An id of the desk, such as `request_01kb…`; undefined for what is none. */
const idIn = (given: Given, name: string): string | undefined => {
  const value = given[name]
  return typeof value === 'string' && /^[a-z]+_[0-9a-z]{26}$/.test(value) ? value : undefined
}

const oneOf = <Value extends string>(value: unknown, known: readonly Value[]): Value | undefined =>
  known.find((one) => one === value)

const textIn = (given: Given, name: string, lengthMax = 200): string | undefined => {
  const value = given[name]
  return typeof value === 'string' && value !== '' ? value.slice(0, lengthMax) : undefined
}

const requestShows = ['unsettled', 'settled'] as const
type RequestsSearch = {
  readonly show?: (typeof requestShows)[number] | undefined
  /** The request whose sheet is open. */
  readonly request?: string | undefined
  /** `new` while one is being written. */
  readonly ask?: 'new' | undefined
}
export const requestsSearch = (given: Given): RequestsSearch => ({
  show: oneOf(given['show'], requestShows),
  request: idIn(given, 'request'),
  ask: oneOf(given['ask'], ['new']),
})

type AssignmentSearch = {
  /** The assignment whose sheet is open. */
  readonly assignment?: string | undefined
}
export const assignmentSearch = (given: Given): AssignmentSearch => ({
  assignment: idIn(given, 'assignment'),
})

export const checkInShows = ['planned', 'missed', 'held', 'called-off'] as const
type CheckInsSearch = {
  readonly show?: (typeof checkInShows)[number] | undefined
  readonly q?: string | undefined
  readonly checkIn?: string | undefined
}
export const checkInsSearch = (given: Given): CheckInsSearch => ({
  show: oneOf(given['show'], checkInShows),
  q: textIn(given, 'q'),
  checkIn: idIn(given, 'checkIn'),
})

const followUpShows = ['open', 'settled'] as const
type FollowUpsSearch = {
  readonly show?: (typeof followUpShows)[number] | undefined
}
export const followUpsSearch = (given: Given): FollowUpsSearch => ({
  show: oneOf(given['show'], followUpShows),
})

type TransitionsSearch = {
  readonly transition?: string | undefined
  readonly ask?: 'new' | undefined
}
export const transitionsSearch = (given: Given): TransitionsSearch => ({
  transition: idIn(given, 'transition'),
  ask: oneOf(given['ask'], ['new']),
})

type PracticesSearch = { readonly practice?: string | undefined }
export const practicesSearch = (given: Given): PracticesSearch => ({ practice: idIn(given, 'practice') })
