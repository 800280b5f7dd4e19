/**
 * What a case's row remembers of its way, so that figures over many cases read neither decisions nor histories: where
 * it went first, by which rule, what was missing, and how long it took. Written where those things happen; read by
 * `figures.ts` and by the filters of lists.
 */
import type { Decision } from '@rightdesk/engine'
import type { CaseRow, Time } from '../store/tables.ts'

/** The rule that decided the owner, where one did. */
export const ownerRuleOf = ({ because }: Decision): string | null =>
  because.find(({ table }) => table === 'owner')?.rule ?? null

const decidedBy = (decision: Decision): string | null =>
  decision.status === 'decided' ? ownerRuleOf(decision) : null

type Marks = Pick<
  CaseRow,
  'firstOwner' | 'firstStatus' | 'ownerRule' | 'missingFact' | 'answeredMinutes' | 'acceptedMinutes'
>

/** At intake, from the first decision. */
export const marksAtIntake = (decision: Decision): Marks => ({
  firstOwner: null,
  firstStatus: decision.status,
  ownerRule: decidedBy(decision),
  missingFact: decision.status === 'needs-info' ? (decision.questions[0]?.fact ?? null) : null,
  answeredMinutes: null,
  acceptedMinutes: null,
})

/** With a later decision: the first rule to decide the owner stays, and so does when the answer came. */
export const marksOfDecision = (
  row: Pick<CaseRow, 'firstStatus' | 'ownerRule' | 'answeredMinutes' | 'openedAt'>,
  decision: Decision,
  at: Time,
): Pick<Marks, 'ownerRule' | 'answeredMinutes'> => ({
  ownerRule: row.ownerRule ?? decidedBy(decision),
  answeredMinutes:
    row.answeredMinutes ??
    (row.firstStatus === 'needs-info' && decision.status !== 'needs-info' ? minutesOpen(row, at) : null),
})

/** With a routing: another team has yet to accept. */
export const marksOfRouting = (
  row: Pick<CaseRow, 'firstOwner' | 'ownerTeam' | 'acceptedMinutes'>,
  team: string,
): Pick<Marks, 'firstOwner' | 'acceptedMinutes'> => ({
  firstOwner: row.firstOwner ?? team,
  acceptedMinutes: row.ownerTeam === team ? row.acceptedMinutes : null,
})

/** With an acceptance: the first of the team that has it counts. */
export const marksOfAcceptance = (
  row: Pick<CaseRow, 'acceptedMinutes' | 'openedAt'>,
  at: Time,
): Pick<Marks, 'acceptedMinutes'> => ({ acceptedMinutes: row.acceptedMinutes ?? minutesOpen(row, at) })

const minutesOpen = ({ openedAt }: Pick<CaseRow, 'openedAt'>, at: Time): number =>
  Math.round((Date.parse(at) - Date.parse(openedAt)) / 60_000)
