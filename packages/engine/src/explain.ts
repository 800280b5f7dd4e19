/**
 * Puts a decision into words, from the very answers it was made of: the rules it stands on, what would have led
 * elsewhere, what holds only under a condition, and two drafts. Words for colleagues may name teams and
 * channels; words for customers are made only of texts that the policy wrote for customers.
 */
import type { Because, Decision, Otherwise, Status } from './decision.ts'
import type { Knowledge } from './knowledge.ts'
import { nameOfTeam } from './names.ts'
import type { Answer, CompiledRule, LoadedFact, LoadedTable, Policy } from './policy/compiled.ts'
import { sayAtoms, valueOfAtom } from './policy/domain.ts'
import type { EngagementThen, FallbackOwner, OwnerThen } from './policy/schema.ts'
import {
  type Answers,
  answers,
  areTogetherPossible,
  atomsOf,
  type Facts,
  possibleAtoms,
  settledKey,
  walk,
} from './walk.ts'

/** What the decision rests on: what there is to put into words. */
export type Case = {
  readonly policy: Policy
  readonly knowledge: Knowledge
  readonly answers: Answers
  readonly status: Status
  /** Who holds the ask while its owner is open. */
  readonly fallback: FallbackOwner
}

const citation = (rule: CompiledRule): Because => ({
  table: rule.table,
  rule: rule.id,
  source: rule.source,
  row: rule.rows[0]!,
  rows: rule.rows,
  at: rule.at,
  text: rule.because,
})

/** Every rule that the decision stands on, each once: the fall-back's where it holds the ask, else the owner's. */
export function becauseOf({ policy, answers: found, status }: Case): Because[] {
  const { because, cites, at, source } = policy.compiled.fallback
  const held: Because = {
    table: 'fallback',
    rule: 'fallback',
    source,
    row: cites[0]!,
    rows: cites,
    at,
    text: because,
  }
  const rules = [
    ...(status === 'decided' ? found.owner : []),
    ...(status !== 'fallback' && settledKey(found.engagement) !== undefined ? found.engagement : []),
    ...(status === 'decided' && settledKey(found.escalation) !== undefined ? found.escalation : []),
  ].flatMap((answer) => answer.rules)
  return [...(status === 'decided' ? [] : [held]), ...[...new Set(rules)].map(citation)]
}

type Unsettled = { readonly fact: LoadedFact; readonly atoms: readonly number[] }

function unsettledFacts(policy: Policy, facts: Facts): Unsettled[] {
  return policy.facts.flatMap((fact) => {
    const atoms = atomsOf(fact, facts[fact.name])
    return typeof atoms === 'number' ? [] : [{ fact, atoms }]
  })
}

/** An item of some answers, and the condition under which it holds, in words. */
export type Conditional = { readonly item: string; readonly when: string }

/**
 * For each item that only some of the possible answers of a table have: when it holds ("on Enterprise"). Takes
 * the first unknown fact that tells them apart.
 */
export function saidConditionally<Then>(
  { policy, knowledge: { facts } }: Pick<Case, 'policy' | 'knowledge'>,
  table: LoadedTable<Then>,
  items: (answer: Answer<Then>) => readonly string[],
): Conditional[] {
  const all = [...new Set(walk(policy, table, facts).flatMap(items))]
  const unsettled = unsettledFacts(policy, facts)
  return all.map((item) => {
    for (const { fact, atoms } of unsettled) {
      const holding = atoms.filter((atom) => {
        const known = { ...facts, [fact.name]: valueOfAtom(fact, atom) }
        return (
          areTogetherPossible(policy, known) &&
          walk(policy, table, known).every((answer) => items(answer).includes(item))
        )
      })
      if (holding.length > 0 && holding.length < atoms.length) {
        return { item, when: holding.map((atom) => fact.say[atom]).join(' or ') }
      }
    }
    return { item, when: 'depending on what is still open' }
  })
}

/** How it reaches Engineering; what holds under every possible answer, the path conditionally where they differ. */
export function escalationOf(one: Case): Decision['escalation'] {
  const found = one.answers.escalation.flatMap(({ then }) => (then ? [then] : []))
  const [first] = found
  if (!first)
    return { path: 'The policy does not say how this is escalated.', requires: [], immediate: false }
  if (found.length === 1) return first
  const requires = first.requires.filter((item) => found.every((other) => other.requires.includes(item)))
  const immediate = found.every((other) => other.immediate)
  const byExpert = requires.filter((item) => found.some((other) => other.byExpert?.includes(item)))
  const needed = { requires, ...(byExpert.length > 0 && { byExpert }), immediate }
  if (new Set(found.map(({ path }) => path)).size === 1) return { path: first.path, ...needed }
  if (one.status === 'fallback') return { path: 'Settle what it is about first.', ...needed }
  const paths = saidConditionally(one, one.policy.escalation, ({ then }) => (then ? [then.path] : []))
  return {
    path: paths.map(({ item, when }) => `${capitalised(when)}: ${item}`).join(' '),
    ...needed,
  }
}

/** How many other answers are told at most. */
const otherwiseMax = 6

/** What would lead elsewhere: single facts, known now, whose other values change owner or, after those, verdict. */
export function otherwise({ policy, knowledge, answers: found, status }: Case): Otherwise[] {
  if (status !== 'decided') return []
  const before = { owner: settledKey(found.owner), engagement: settledKey(found.engagement) }
  const changes = [...knowledge.known.values()].flatMap((known) => {
    const { fact } = known
    const present = atomsOf(fact, knowledge.facts[fact.name])
    if (fact.kind === 'topic' || typeof present !== 'number') return []
    const byOutcome = Map.groupBy(
      fact.any.filter((atom) => atom !== present),
      (atom) => outcomeKey(policy, { ...knowledge.facts, [fact.name]: valueOfAtom(fact, atom) }, before),
    )
    return [...byOutcome].flatMap(([outcome, atoms]) =>
      outcome === undefined ? [] : [changeOf(policy, knowledge.facts, fact, atoms, before.owner)],
    )
  })
  return [...changes.filter(({ moves }) => moves), ...changes.filter(({ moves }) => !moves)]
    .slice(0, otherwiseMax)
    .map(({ moves: _, ...change }) => change)
}

/** What these facts lead to, where it is settled and differs from before; else nothing. */
function outcomeKey(
  policy: Policy,
  facts: Facts,
  before: { readonly owner: string | undefined; readonly engagement: string | undefined },
): string | undefined {
  if (!areTogetherPossible(policy, facts)) return undefined
  const after = answers(policy, facts)
  const [owner, engagement] = [settledKey(after.owner), settledKey(after.engagement)]
  const isSame = owner === before.owner && (engagement === undefined || engagement === before.engagement)
  return owner === undefined || isSame ? undefined : `${owner} ${engagement}`
}

function changeOf(
  policy: Policy,
  facts: Facts,
  fact: LoadedFact,
  atoms: readonly number[],
  ownerBefore: string | undefined,
): Otherwise & { readonly moves: boolean } {
  const values = atoms.map((atom) => valueOfAtom(fact, atom))
  const after = answers(policy, { ...facts, [fact.name]: values[0]! })
  const team = after.owner[0]!.then?.team ?? null
  const verdict = settledKey(after.engagement) === undefined ? undefined : after.engagement[0]!.then
  const moves = settledKey(after.owner) !== ownerBefore
  const then = moves || !verdict ? `this would be for ${teamName(policy, team)}` : sayVerdict(policy, verdict)
  const text = `${capitalised(sayAtoms(fact, atoms))}, ${then}.`
  return { fact: fact.name, values, owner: team, verdict: verdict?.verdict ?? 'needs-info', text, moves }
}

/** The name of a team, or of a role of one (`account-team/ae`), or what stands for "no team". */
export const teamName = (policy: Policy, reference: string | null): string =>
  nameOfTeam(policy.compiled.teams, reference)

/** "Developer Success would be limited to async". */
function sayVerdict(policy: Policy, { verdict, kind, to }: EngagementThen): string {
  const engaged = teamName(policy, policy.compiled.engages)
  if (verdict === 'engage') return `${engaged} could be engaged (${kind})`
  if (verdict === 'limited') return `${engaged} could help within limits (${kind})`
  if (verdict === 'reroute') return `${engaged} would re-route it to ${teamName(policy, to ?? null)}`
  return `${engaged} would not be needed`
}

/** The hand-off for a colleague, and a reply that may be sent: the macro's text, or else one from the policy's messages. */
export function drafts(
  one: Case,
  decision: Omit<Decision, 'draft'>,
  macro: string | undefined,
): Decision['draft'] {
  const { policy, knowledge } = one
  const { messages, topics, macros } = policy.compiled
  const topic =
    decision.topic.id === null ? 'not clear yet' : (topics[decision.topic.id]?.name ?? decision.topic.id)
  const facts = [...knowledge.known.values()]
    .filter(({ fact, from }) => from !== 'default' && fact.kind !== 'topic')
    .map(({ fact, values }) =>
      fact.kind === 'amount'
        ? `${sayFact(fact.name)} ${values.join(' or ')}`
        : sayAtoms(fact, possibleAtoms(fact, knowledge.facts[fact.name])),
    )
  const internal = fill(messages.handOff, {
    owner: teamName(policy, decision.owner.team),
    topic,
    facts: facts.join(', ') || 'nothing beyond the message',
    because: decision.because.find(({ table }) => table === 'owner' || table === 'fallback')?.text ?? '',
    gather: decision.gather.join('; ') || 'nothing',
    path: decision.customerPath || 'nothing yet',
  })
  if (macro === undefined) return { internal, customer: customerDraft(one, decision) }
  return { internal, customer: (macros[macro] ?? '').trim(), macro }
}

function customerDraft(
  { policy, answers: found, status, fallback }: Case,
  decision: Omit<Decision, 'draft'>,
): string {
  const { messages, teams } = policy.compiled
  const questions = decision.questions.filter(({ who }) => who === 'customer').map(({ ask }) => ask)
  const open = status !== 'decided'
  if (open && questions.length > 0)
    return fill(messages.replyWithQuestions, { questions: questions.join(' ') })
  const tells = new Set(found.owner.map((answer: Answer<OwnerThen>) => answer.rules.at(-1)?.tell))
  if (open || tells.size > 1)
    return fill(messages.holding, { public: capitalised(teams[fallback.team]?.public ?? 'our team') })
  const [tell] = tells
  return tell === undefined
    ? ''
    : fill(messages.reply, { tell, path: decision.owner.team === null ? '' : decision.customerPath })
}

const fill = (template: string, values: Readonly<Record<string, string>>): string =>
  template.replace(/\{([a-zA-Z]+)\}/g, (whole, name: string) => values[name] ?? whole).trim()

/** A fact's name as people say it: `hasPlatformArchitect` → `has platform architect`, and initials (`arr`) as such. */
export const sayFact = (name: string): string =>
  name.length <= 3 ? name.toUpperCase() : name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)

/** The first letter upper case. */
export const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
