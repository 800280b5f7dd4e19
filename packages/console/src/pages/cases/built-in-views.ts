/** The views that every desk has. A view is a search and nothing more: choosing one goes to its address. */
import { type CaseSearch, queryOf } from '../../parts/case-search.ts'

export type BuiltInView = {
  readonly id: string
  readonly name: string
  readonly search: CaseSearch
  readonly empty: { readonly title: string; readonly text: string }
}

type TeamOfMine = { readonly id: string; readonly name: string }

/** The views for somebody in these teams: one of what waits for acceptance for each of them. */
export function builtInViews(teams: readonly TeamOfMine[]): readonly BuiltInView[] {
  const toAccept = teams.map(
    ({ id, name }): BuiltInView => ({
      id: `accept-${id}`,
      name: teams.length === 1 ? 'My team to accept' : `To accept: ${name}`,
      search: { team: id, state: ['new', 'needs-info', 'routed'], order: 'accept-by' },
      empty: { title: 'Nothing to accept', text: `Every case of ${name} has somebody who took it on.` },
    }),
  )
  return [
    {
      id: 'mine',
      name: 'Mine',
      search: { assignee: 'me', open: true },
      empty: {
        title: 'You have no open case',
        text: 'Look at what your team has to accept, and press 1 on the first one.',
      },
    },
    ...toAccept,
    {
      id: 'needs-info',
      name: 'Needs info',
      search: { state: ['needs-info'] },
      empty: { title: 'No question is open', text: 'Every case has the facts that decide whose it is.' },
    },
    {
      id: 'overdue',
      name: 'Overdue',
      search: { is: 'overdue', open: true },
      empty: { title: 'Nothing is overdue', text: 'Every case was accepted in its time.' },
    },
    {
      id: 'in-triage',
      name: 'In triage',
      search: { is: 'in-triage' },
      empty: { title: 'Nothing in triage', text: 'Cases come here when they have changed teams twice.' },
    },
    {
      id: 'waiting',
      name: 'Nobody free',
      search: { is: 'waiting' },
      empty: { title: 'Nothing waits for a person', text: 'Somebody was free for every case.' },
    },
    {
      id: 'snoozed',
      name: 'Snoozed',
      search: { is: 'snoozed' },
      empty: { title: 'Nothing sleeps', text: 'Press H on a case to have it back at a better time.' },
    },
    {
      id: 'escalated',
      name: 'Escalated',
      search: { state: ['escalated'] },
      empty: {
        title: 'Nothing is with Engineering',
        text: 'Press E on a case to see what the gate requires.',
      },
    },
    {
      id: 'everything',
      name: 'Everything',
      search: {},
      empty: { title: 'There is no case yet', text: 'Put an ask on the Ask page and open it as a case.' },
    },
  ]
}

/** The built-in view that a search is, if it is one. */
export const viewOf = (views: readonly BuiltInView[], search: CaseSearch): BuiltInView | undefined => {
  const query = queryOf(search)
  return views.find((view) => queryOf(view.search) === query)
}
