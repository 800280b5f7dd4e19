/** What stands out about a case in a list: at most three short signs, the gravest first. */
import type { Tone } from '../../ui/badge.tsx'
import type { CaseRow } from './case-verbs.ts'

export type Sign = {
  readonly id: string
  readonly tone: Tone
  readonly words: string
  readonly title: string
}

const signsMax = 3
const urgentMs = 60 * 60_000

type Signed = Pick<
  CaseRow,
  | 'incidentId'
  | 'overdueSince'
  | 'triageSince'
  | 'waitingSince'
  | 'snoozedUntil'
  | 'acceptBy'
  | 'bounces'
  | 'mergedInto'
  | 'state'
>

type SayTime = (at: string, nowMs: number) => string

/** The signs of a case at a time. */
export function signsOf(row: Signed, nowMs: number, sayTime: SayTime): readonly Sign[] {
  const over = row.state === 'resolved' || row.state === 'closed'
  const signs: (Sign | false)[] = [
    row.mergedInto !== null && {
      id: 'merged',
      tone: 'plain',
      words: 'Merged',
      title: 'Merged into another case',
    },
    row.incidentId !== null && {
      id: 'incident',
      tone: 'bad',
      words: 'Incident',
      title: 'Hangs on an incident',
    },
    row.overdueSince !== null &&
      !over && {
        id: 'overdue',
        tone: 'bad',
        words: 'Overdue',
        title: `Nobody accepted it in time: overdue since ${sayTime(row.overdueSince, nowMs)}`,
      },
    row.triageSince !== null && {
      id: 'triage',
      tone: 'note',
      words: 'Triage',
      title: 'The triage lead decides where it stays',
    },
    row.waitingSince !== null && {
      id: 'waiting',
      tone: 'warn',
      words: 'Nobody free',
      title: 'Waits for a free person',
    },
    row.snoozedUntil !== null && {
      id: 'snoozed',
      tone: 'plain',
      words: `Until ${sayTime(row.snoozedUntil, nowMs)}`,
      title: 'Snoozed',
    },
    row.acceptBy !== null &&
      row.overdueSince === null &&
      row.snoozedUntil === null && {
        id: 'clock',
        tone: Date.parse(row.acceptBy) - nowMs < urgentMs ? 'warn' : 'plain',
        words: `Accept ${sayTime(row.acceptBy, nowMs)}`,
        title: 'By when somebody of the team takes it on',
      },
    row.bounces > 1 && {
      id: 'bounces',
      tone: 'plain',
      words: `${row.bounces} moves`,
      title: 'How often it changed teams',
    },
  ]
  return signs.filter((sign) => sign !== false).slice(0, signsMax)
}

/** How long a case is there, in the largest unit that says it: `5m`, `3h`, `12d`. */
export function ageOf(openedAt: string, nowMs: number): string {
  const minutes = Math.max(0, Math.floor((nowMs - Date.parse(openedAt)) / 60_000))
  if (minutes < 60) return `${minutes}m`
  if (minutes < 48 * 60) return `${Math.floor(minutes / 60)}h`
  return `${Math.floor(minutes / 1_440)}d`
}
