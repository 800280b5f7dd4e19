/**
 * What the policy grants when Developer Success is asked for: nothing, with its reason, or an engagement with its
 * limits. The decision is the policy's alone; here it becomes a yes with a time-box or a refusal. What an engagement
 * then uses up is `engagements.ts`'s to watch.
 */
import { checkFacts, type Decision, type Facts, Refusal, teamName } from '@rightdesk/engine'
import { answerWith, findAccount } from '../answering.ts'
import { openStates } from '../cases/case-states.ts'
import { type Case, loadCase } from '../cases/cases.ts'
import type { Context } from '../context.ts'
import { fromJson } from '../store/json.ts'
import type { AccountRow } from '../store/tables.ts'

/** What is asked for. */
export type Request = {
  readonly case?: string | undefined
  readonly account?: string | undefined
  readonly text?: string | undefined
  readonly facts: Readonly<Record<string, unknown>>
  readonly wantedSessions?: number | undefined
}

/** Within what limits Developer Success may be engaged. */
export type Terms = {
  readonly verdict: 'engage' | 'limited'
  readonly kind: string
  readonly topic: string
  readonly days: number
  readonly sessions: number
  readonly summaryDueDays: number
  /** The team that gives what goes beyond the limits. */
  readonly referral: string | null
}

export type Granted = {
  readonly row: Case | undefined
  readonly account: AccountRow
  readonly decision: Decision
  /** What was decided on, as it is kept with the decision. */
  readonly ask: object
  readonly terms: Terms
}

/** Decides a request by the policy. Throws `precondition_failed` with the policy's reason where it says no. */
export async function decideRequest(context: Context, request: Request): Promise<Granted> {
  const row = request.case === undefined ? undefined : await loadCase(context, request.case)
  if (row) demandOpen(row)
  const account = await accountFor(context, request, row)
  const text = textFor(request, row)
  const facts = agreeing(factsOf(context, request, row), account)
  const decision = await answerWith(context, { text, facts }, account)
  const ask = { text: row ? null : (text ?? null), facts, account: account.id, accountFacts: account.facts }
  return { row, account, decision, ask, terms: termsOf(context, decision) }
}

/** Throws `conflict` where there is nothing to be done on a case any more. */
export function demandOpen({ state, number, mergedInto }: Case): void {
  if (mergedInto !== null) {
    throw new Refusal('conflict', 'case', `case ${number} was merged`, `Go on with \`${mergedInto}\`.`)
  }
  if ((openStates as readonly string[]).includes(state)) return
  throw new Refusal('conflict', 'case', `case ${number} is \`${state}\``, 'Reopen it first.')
}

/** The case's account, or the one that is named for a case without. */
async function accountFor({ db }: Context, { account }: Request, row: Case | undefined): Promise<AccountRow> {
  const named = account === undefined ? undefined : await findAccount(db, account)
  const own = row?.accountId ? await findAccount(db, row.accountId) : undefined
  if (named && own && named.id !== own.id) {
    const message = `case ${row!.number} is of the account \`${own.name}\``
    throw new Refusal('invalid', 'account', message, 'Leave `account` out, or name another case.')
  }
  const found = own ?? named
  if (found) return found
  const help = 'Name the `account`; add it with accounts.put where the desk does not know it yet.'
  throw new Refusal('precondition_failed', 'account', 'an engagement needs an account', help)
}

function textFor({ text }: Request, row: Case | undefined): string | undefined {
  if (!row) return text
  if (text === undefined) return row.text
  const help = 'Leave `text` out, and put into `facts` what is known besides.'
  throw new Refusal('invalid', 'text', 'a case has its own words', help)
}

/** What is stated, by the request and on the case. A wish for several sessions is a fact too, and a newer one. */
function factsOf(
  { answering }: Context,
  { facts, wantedSessions = 1 }: Request,
  row: Case | undefined,
): Facts {
  const wish = wantedSessions > 1 ? { commitment: 'multi-session' } : {}
  const onCase = row ? fromJson<Facts>(row.facts) : {}
  return { ...onCase, ...checkFacts(answering.policy, { ...wish, ...facts }, 'facts') }
}

/**
 * Without what the account's record knows better. A statement against the record is refused: otherwise a larger ARR or
 * an architect left out would open what the contract does not give.
 */
function agreeing(facts: Facts, account: AccountRow): Facts {
  const record = fromJson<Facts>(account.facts)
  return Object.fromEntries(
    Object.entries(facts).filter(([name, value]) => {
      const known = asSet(record[name])
      if (known.length === 0) return true
      const said = asSet(value)
      if (said.length > 0 && !said.some((one) => known.includes(one))) contradict(name, said, known, account)
      return said.length > 0 && said.every((one) => known.includes(one))
    }),
  )
}

const asSet = (value: Facts[string] | undefined): readonly unknown[] =>
  value === undefined || value === null ? [] : Array.isArray(value) ? value : [value]

function contradict(
  name: string,
  said: readonly unknown[],
  known: readonly unknown[],
  account: AccountRow,
): never {
  throw new Refusal(
    'precondition_failed',
    `facts.${name}`,
    `\`${name}\` is said to be \`${said.join(' or ')}\`, but \`${known.join(' or ')}\` by the record of \`${account.name}\``,
    'For an engagement the record counts: put it right with accounts.put, or the fact where it was stated.',
  )
}

function termsOf(context: Context, decision: Decision): Terms {
  const { verdict, kind = 'async', to } = demandGrant(context, decision)
  const { engagements } = context.answering.policy.compiled
  const box = engagements && Object.hasOwn(engagements.kinds, kind) ? engagements.kinds[kind] : undefined
  if (!engagements || !box) {
    const message = `the policy has no time-box for engagements of the kind \`${kind}\``
    throw new Refusal('precondition_failed', '', message, 'Add it to `engagements` in policy.yaml.')
  }
  return {
    verdict,
    kind,
    topic: decision.topic.answeredAs ?? decision.topic.id!,
    days: box.days,
    sessions: verdict === 'limited' ? Math.min(box.sessions, 1) : box.sessions,
    summaryDueDays: engagements.summaryDueDays,
    referral: to ?? null,
  }
}

type Verdict = Decision['engagement']
type Grant = Verdict & { readonly verdict: 'engage' | 'limited' }

/** Throws `precondition_failed` unless the policy says yes: whose it is instead, why not, or what is missing. */
function demandGrant(context: Context, { engagement, questions }: Decision): Grant {
  const { verdict, reason } = engagement
  if (verdict === 'engage' || verdict === 'limited') return engagement as Grant
  if (verdict === 'reroute') throw rerouted(context, engagement)
  if (verdict === 'needs-info') throw unanswered(questions)
  const name = teamName(context.answering.policy, context.answering.policy.compiled.engages)
  const help = 'If the decision stands on something wrong, put it right with cases.correct or in `facts`.'
  throw new Refusal('precondition_failed', '', `${name} is not needed: ${unstopped(reason)}`, help)
}

function rerouted({ answering: { policy } }: Context, { to, reason }: Verdict): Refusal {
  const team = to === undefined ? undefined : policy.compiled.teams[to]
  const where = team?.channels[0] ? ` by ${team.channels[0]}` : ''
  const help = team ? `Take it to ${team.name}${where}.` : 'Ask the owner of the case.'
  return new Refusal(
    'precondition_failed',
    '',
    `this goes to \`${to ?? 'another team'}\`: ${unstopped(reason)}`,
    help,
  )
}

function unanswered(questions: Decision['questions']): Refusal {
  const open = questions.filter(({ decides }) => decides.includes('engagement'))
  const said = open.map(({ fact, ask }) => `\`${fact}\`: ${ask}`).join(' ')
  const help = 'Answer it in `facts`, or on the account’s record with accounts.put.'
  return new Refusal(
    'precondition_failed',
    `facts.${open[0]?.fact ?? 'topic'}`,
    `what is known does not settle whether this may be engaged for: ${said}`,
    help,
  )
}

const unstopped = (sentence: string): string => sentence.replace(/\.$/, '')
