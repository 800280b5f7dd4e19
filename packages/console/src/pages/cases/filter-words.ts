/** The filters of a list in words, as their chips show them. */
import { type CaseSearch, caseStates, type FilterName } from '../../parts/case-search.ts'

export type FilterNames = {
  readonly team: (id: string) => string
  readonly topic: (id: string) => string
  readonly person: (id: string) => string
  readonly account: (id: string) => string
}

const plain = (id: string): string => {
  const words = id.replaceAll(/[-_]/g, ' ')
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`
}

export const filterLabels: Readonly<Record<FilterName, string>> = {
  state: 'State',
  open: 'Open',
  team: 'Team',
  assignee: 'Assignee',
  account: 'Account',
  topic: 'Topic',
  firstOwner: 'First owner',
  ownerRule: 'Rule',
  missingFact: 'Missing fact',
  firstStatus: 'First answer',
  bounces: 'Moves',
  corrected: 'Corrected',
  misrouted: 'Misrouted',
  openedFrom: 'Opened from',
  openedTo: 'Opened to',
  incident: 'Incident',
  followed: 'Followed',
  is: 'Is',
  q: 'Words',
  order: 'Order',
}

/** Values that filters with a closed list may have. */
export const filterChoices = {
  state: caseStates.map((value) => ({ value, label: plain(value) })),
  is: [
    { value: 'overdue', label: 'Overdue' },
    { value: 'waiting', label: 'Nobody free' },
    { value: 'in-triage', label: 'In triage' },
    { value: 'snoozed', label: 'Snoozed' },
    { value: 'bounced', label: 'Changed teams' },
  ],
  order: [
    { value: 'updated', label: 'Last changed first' },
    { value: 'opened', label: 'Newest first' },
    { value: 'accept-by', label: 'Most urgent first' },
  ],
  bounces: [
    { value: '0', label: 'None' },
    { value: '1', label: 'One' },
    { value: '2', label: 'Two' },
    { value: '3+', label: 'Three or more' },
  ],
  corrected: [
    { value: 'any', label: 'In any way' },
    { value: 'topic', label: 'In its topic' },
    { value: 'fact', label: 'In a fact' },
    { value: 'rule', label: 'In a rule' },
    { value: 'record-type', label: 'In its record' },
  ],
  firstStatus: [
    { value: 'decided', label: 'Decided' },
    { value: 'needs-info', label: 'Needed info' },
    { value: 'fallback', label: 'Fall-back' },
  ],
} as const

/** The value of a filter in words; empty for one that is its name alone. */
export function sayFilter<Name extends FilterName>(
  name: Name,
  value: CaseSearch[Name],
  names: FilterNames,
): string {
  const said = [value].flat().map(String)
  if (name === 'open' || name === 'followed' || name === 'misrouted') return ''
  if (name in filterChoices) {
    const choices: readonly { readonly value: string; readonly label: string }[] =
      filterChoices[name as keyof typeof filterChoices]
    return said.map((one) => choices.find((choice) => choice.value === one)?.label ?? one).join(' or ')
  }
  const [one] = said as [string]
  if (name === 'team' || name === 'firstOwner') return names.team(one)
  if (name === 'topic') return one === 'none' ? 'None' : names.topic(one)
  if (name === 'assignee') return one === 'me' ? 'Me' : one === 'nobody' ? 'Nobody' : names.person(one)
  if (name === 'account') return names.account(one)
  return plain(one)
}
