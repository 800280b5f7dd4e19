/**
 * What an answer says first. Four kinds, which call for different acts, are never to be mistaken for one another:
 * decided, lacking a fact, held because it cannot be told, and not ours.
 */
import type { Decision } from '@rightdesk/engine/answer'

export type Kind = 'decided' | 'needs-info' | 'fallback' | 'out-of-scope'

export const kindOf = ({ status, owner }: Decision): Kind =>
  status === 'decided' ? (owner.team === null ? 'out-of-scope' : 'decided') : status

export type Headline = {
  readonly kind: Kind
  /** One or two words for the kind. */
  readonly label: string
  readonly title: string
  /** Who has it until it is settled. */
  readonly holder?: string
  /** What to do. */
  readonly next: string
}

/** The headline of a decision; `team` says a team's name. */
export function headlineOf(decision: Decision, team: (reference: string | null) => string): Headline {
  const { questions, owner, topic } = decision
  const kind = kindOf(decision)
  if (kind === 'decided') {
    const next =
      questions.length === 0
        ? 'Open it as a case, or hand it over with the words below.'
        : `The owner is settled. ${countOf(questions.length, 'question')} below would settle Developer Success too.`
    return { kind, label: 'Decided', title: team(owner.team), next }
  }
  if (kind === 'out-of-scope') {
    const next = 'No team takes this. Send the reply below: it says where the customer can turn.'
    return { kind, label: 'Not ours', title: 'Nobody here', next }
  }
  const deciding = questions.filter(({ decides }) => decides.includes('owner')).length
  const holder = team(owner.team)
  const settle =
    deciding === 1
      ? 'Answer the question below to settle it.'
      : 'Answer the questions below, the first settles most.'
  if (kind === 'needs-info') {
    const title = deciding === 1 ? 'One fact is missing' : `${deciding} facts are missing`
    return { kind, label: 'Needs info', title, holder, next: settle }
  }
  const title = topic.id === null ? 'No ask can be read' : 'It can be read in more than one way'
  return {
    kind,
    label: 'Fall-back',
    title,
    holder,
    next: deciding > 0 ? settle : 'Ask the customer what it is about.',
  }
}

const countOf = (count: number, noun: string): string => (count === 1 ? `One ${noun}` : `${count} ${noun}s`)

/** A probability as people say it; never more sure than it is. */
export const sayShare = (share: number): string =>
  share >= 0.995 && share < 1 ? '99%' : `${Math.round(share * 100)}%`
