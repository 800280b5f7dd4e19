/**
 * From an ask and its reading to a decision. Decides the owner and the engagement apart, each from every answer
 * that the walk leaves possible; asks for what is missing; never guesses. The words are `explain.ts`'s.
 */
import type { Ask } from './ask.ts'
import type { Decision, Question, Status } from './decision.ts'
import {
  becauseOf,
  type Case,
  capitalised,
  drafts,
  escalationOf,
  otherwise,
  saidConditionally,
  sayFact,
  teamName,
} from './explain.ts'
import { gatherKnowledge, type Knowledge } from './knowledge.ts'
import type { Answer, Policy } from './policy/compiled.ts'
import { valueOfAtom } from './policy/domain.ts'
import type { EngagementThen, FallbackOwner, OwnerThen } from './policy/schema.ts'
import { relevantFacts, type Weights } from './questions.ts'
import type { Reading, TopicCandidate } from './read/reading.ts'
import { type Answers, answers, atomOf, atomsOf, type Facts, possibleAtoms, settledKey } from './walk.ts'

/**
 * Decides one ask. `reading` is what was read from its text, absent when nothing was read. Same input, same
 * decision; never throws for an ask that `checkAsk` has passed.
 */
export function decide(policy: Policy, ask: Ask, reading?: Reading): Decision {
  const parts = isTopicStated(ask) ? [] : (reading?.parts ?? [])
  if (parts.length === 0) return decideOne(policy, ask, reading)
  const decided = parts.map((part) =>
    decideOne(policy, ask, { topic: part.topic, facts: part.facts, parts: [] }),
  )
  // X5: the technical owner keeps the technical thread, so that part leads.
  const lead =
    decided.find((part) => part.owner.team === policy.compiled.fallback.otherwise.team) ?? decided[0]!
  const owners = [...new Set(decided.map((part) => teamName(policy, part.owner.team)))].join(' and ')
  return {
    ...lead,
    parts: decided,
    warnings: [
      ...lead.warnings,
      `This holds ${decided.length} asks, for ${owners}: each part has its own answer. The technical owner keeps watching the technical thread.`,
    ],
  }
}

/** A topic that somebody gives is the whole ask's: nothing is read from the text in its place. */
const isTopicStated = ({ facts, accountFacts }: Ask): boolean =>
  isKnown(facts?.['topic']) || isKnown(accountFacts?.['topic'])

function decideOne(policy: Policy, ask: Ask, reading: Reading | undefined): Decision {
  const topicStated = isTopicStated(ask)
  const knowledge = gatherKnowledge(policy, {
    stated: ask.facts ?? {},
    account: ask.accountFacts ?? {},
    text: reading?.facts ?? [],
    topics: topicStated ? [] : topicsRead(reading),
  })
  const readable = topicStated || reading?.topic.readable === true
  const found = answers(policy, knowledge.facts)
  const weights = topicWeights(policy, topicStated ? undefined : reading)
  const hangsOn = (table: 'owner' | 'engagement') =>
    found[table].length > 1
      ? relevantFacts<unknown>(policy, policy[table], knowledge.facts, weights)
      : { open: 0, facts: [] }
  const ownerHangsOn = hangsOn('owner')
  const engagementHangsOn = hangsOn('engagement')
  const status = statusOf(policy, readable, ownerHangsOn.facts, found.owner)
  const questions = readable
    ? questionsOf(policy, knowledge, ownerHangsOn, engagementHangsOn)
    : unreadableQuestions(policy, knowledge)
  const one: Case = { policy, knowledge, answers: found, status, fallback: fallbackOwner(policy, knowledge) }
  return assemble(one, ask, topicOf(policy, ask, reading, found), questions, reading)
}

const isKnown = (value: Facts[string]): boolean => value !== null && value !== undefined

/** The topics that the text may be about; none where it cannot be told. */
const topicsRead = (reading: Reading | undefined): string[] =>
  reading?.topic.readable ? reading.topic.possible.map((candidate) => candidate.id) : []

function topicWeights(policy: Policy, reading: Reading | undefined): Weights {
  const topic = policy.factByName.get('topic')
  if (!reading?.topic.readable || !topic) return new Map()
  const byAtom = reading.topic.possible.map(
    ({ id, probability }) => [atomOf(topic, id), probability] as const,
  )
  return new Map([[topic.index, new Map(byAtom)]])
}

/**
 * Decided when all that is possible gives one owner. An ask whose topic is too open to tell is a fall-back, as
 * opposed to one that lacks a fact.
 */
function statusOf(
  policy: Policy,
  readable: boolean,
  ownerHangsOn: readonly { fact: number }[],
  owners: readonly Answer<OwnerThen>[],
): Status {
  if (!readable || owners.some((answer) => answer.then === undefined)) return 'fallback'
  if (settledKey(owners) !== undefined) return 'decided'
  const topic = policy.factByName.get('topic')?.index
  return ownerHangsOn.some(({ fact }) => fact === topic) ? 'fallback' : 'needs-info'
}

/** X4: who holds the ask while it is open. Any value still possible that has no team of its own means `otherwise`. */
function fallbackOwner(policy: Policy, { known }: Knowledge): FallbackOwner {
  const { fact, by, otherwise: rest } = policy.compiled.fallback
  const [value, ...others] = known.get(fact)?.values ?? []
  return (others.length === 0 && by[String(value)]) || rest
}

type HangsOn = ReturnType<typeof relevantFacts>

/** One question for each fact that matters, the one that leaves least uncertainty first. */
function questionsOf(policy: Policy, knowledge: Knowledge, owner: HangsOn, engagement: HangsOn): Question[] {
  const remaining = new Map<number, number>()
  for (const { fact } of [...owner.facts, ...engagement.facts]) {
    const after = (table: HangsOn): number =>
      table.facts.find((f) => f.fact === fact)?.remaining ?? table.open
    remaining.set(fact, after(owner) + after(engagement))
  }
  return [...remaining]
    .sort(([a, x], [b, y]) => x - y || a - b)
    .map(([index]) => {
      const decides: ('owner' | 'engagement')[] = []
      if (owner.facts.some((f) => f.fact === index)) decides.push('owner')
      if (engagement.facts.some((f) => f.fact === index)) decides.push('engagement')
      return question(policy, knowledge, index, decides)
    })
}

function question(
  policy: Policy,
  { facts }: Knowledge,
  index: number,
  decides: Question['decides'],
): Question {
  const fact = policy.facts[index]!
  const open = possibleAtoms(fact, facts[fact.name])
  const say = (atom: number): string =>
    fact.kind === 'topic' ? (policy.compiled.topics[fact.values[atom]!]?.name ?? '') : fact.say[atom]!
  return {
    fact: fact.name,
    ask: fact.ask ?? `What is known of: ${fact.about}`,
    who: fact.who,
    decides,
    ...(fact.kind !== 'amount' && {
      options: open.map((atom) => ({ value: valueOfAtom(fact, atom), say: say(atom) })),
    }),
  }
}

/** For a text that says nothing: what it is about, and who holds it. */
function unreadableQuestions(policy: Policy, knowledge: Knowledge): Question[] {
  const both = ['owner', 'engagement'] as const
  const topic = policy.factByName.get('topic')!
  const { options: _, ...aboutTopic } = question(policy, knowledge, topic.index, both)
  const plan = policy.factByName.get(policy.compiled.fallback.fact)
  const planOpen = plan && typeof atomsOf(plan, knowledge.facts[plan.name]) !== 'number'
  return [
    { ...aboutTopic, ask: 'What is it about?', who: 'customer' },
    ...(planOpen ? [question(policy, knowledge, plan.index, both)] : []),
  ]
}

function topicOf(policy: Policy, ask: Ask, reading: Reading | undefined, found: Answers): Decision['topic'] {
  const stated = ask.facts?.['topic'] ?? ask.accountFacts?.['topic']
  const ids = [...new Set([stated].flat().map(String))]
  const possible: readonly TopicCandidate[] = isKnown(stated)
    ? ids.map((id) => ({ id, probability: 1 / ids.length }))
    : (reading?.topic.possible ?? [])
  const first = possible[0]
  const redirects =
    found.owner.length === 1 ? found.owner[0]!.rules.filter((rule) => typeof rule.then === 'string') : []
  const answeredAs = redirects.map((rule) => String(rule.then)).findLast((id) => policy.compiled.topics[id])
  return {
    id: first?.id ?? null,
    confidence: isKnown(stated) ? (first?.probability ?? 0) : first ? reading!.topic.confidence : 0,
    possible,
    ...(answeredAs !== undefined && { answeredAs }),
  }
}

function assemble(
  one: Case,
  ask: Ask,
  topic: Decision['topic'],
  questions: readonly Question[],
  reading: Reading | undefined,
): Decision {
  const { policy, knowledge, answers: found, status, fallback } = one
  const owners = status === 'decided' ? thens(found.owner) : []
  const held = status !== 'decided'
  const engagement = engagementOf(one, questions)
  const team = held ? fallback.team : owners[0]!.team
  const not = notFor(one, owners, engagement)
  const customerPath = customerPathOf(one, owners, team)
  const facts = Object.fromEntries(
    [...knowledge.known].map(([name, { values, from, words, span, follows }]) => [
      name,
      {
        value: values.length === 1 ? values[0]! : values,
        from,
        ...(words !== undefined && { words }),
        ...(span && { span }),
        ...(follows && { follows }),
      },
    ]),
  )
  const because = becauseOf(one)
  const decision = {
    ...(ask.id !== undefined && { id: ask.id }),
    status,
    topic,
    facts,
    owner: { team, roles: held ? fallback.roles : common(owners.map((owner) => owner.roles)) },
    ...routeOf(one, owners, team),
    not,
    engagement,
    escalation: escalationOf(one),
    customerPath,
    speaks: speaksFor(policy, owners, team, fallback.team),
    gather: gatherFor(one, owners, questions),
    questions,
    because,
    otherwise: otherwise(one),
    evidence: reading?.topic.evidence ?? [],
    parts: [],
    warnings: [...knowledge.warnings, ...warningsOf(one)],
    policy: { name: policy.compiled.name, version: policy.compiled.version },
  }
  const macros = new Set(owners.map((owner) => owner.macro))
  const macro = macros.size === 1 ? [...macros][0] : undefined
  return { ...decision, draft: drafts(one, decision, macro) }
}

const thens = <Then>(found: readonly Answer<Then>[]): Then[] =>
  found.flatMap((answer) => (answer.then ? [answer.then] : []))

/** What all lists hold, in the order of the first. */
function common(lists: readonly (readonly string[])[]): string[] {
  return [...new Set(lists.flat())].filter((item) => lists.every((list) => list.includes(item)))
}

/** Who helps for certain and who only if; where it goes; and while the owner is open, whose it would be. */
function routeOf(
  one: Case,
  owners: readonly OwnerThen[],
  team: string | null,
): Pick<Decision, 'owners' | 'with' | 'withIf' | 'internal'> {
  const { policy, status } = one
  const routeTo = (id: string | null, named: readonly string[]): readonly string[] => {
    const { queue, channels = [] } = policy.compiled.teams[id ?? ''] ?? {}
    return [...(queue === undefined ? [] : [queue]), ...(named.length > 0 ? named : channels)]
  }
  const routes = owners.map((owner) => routeTo(owner.team, owner.internal))
  const internal = owners.length > 0 ? common(routes) : [...routeTo(team, [])]
  if (status === 'fallback') return { with: [], internal }
  const helpers = common(thens(one.answers.owner).map((owner) => owner.with))
  const perhaps = saidConditionally(
    one,
    policy.owner,
    ({ then }) => then?.with.filter((helper) => !helpers.includes(helper)) ?? [],
  )
  const would = saidConditionally(one, policy.owner, ({ then }) => [then?.team ?? 'nobody'])
  return {
    ...(status === 'needs-info' && { owners: would.map(({ item, when }) => ({ team: item, when })) }),
    with: helpers,
    ...(perhaps.length > 0 && { withIf: perhaps.map(({ item, when }) => ({ team: item, when })) }),
    internal,
  }
}

function engagementOf(
  { answers: found, status }: Case,
  questions: readonly Question[],
): Decision['engagement'] {
  const verdicts = found.engagement
  const then = verdicts[0]?.then
  if (settledKey(verdicts) !== undefined && then && status !== 'fallback') {
    const limits = common(thens(verdicts).map((v) => v.limits))
    const same = verdicts.every((answer) => answer.rules.at(-1) === verdicts[0]!.rules.at(-1))
    return {
      verdict: then.verdict,
      ...(then.kind !== undefined && { kind: then.kind }),
      ...(then.to !== undefined && { to: then.to }),
      ...(limits.length > 0 && { limits }),
      reason: same
        ? verdicts[0]!.rules.at(-1)!.because
        : [...new Set(verdicts.map((v) => v.rules.at(-1)!.because))].join(' '),
    }
  }
  const missing = questions.filter((q) => q.decides.includes('engagement')).map((q) => q.fact)
  return {
    verdict: 'needs-info',
    reason:
      missing.length > 0
        ? `Hangs on what is not known yet: ${missing.map(sayFact).join(', ')}.`
        : 'Hangs on what it is about.',
  }
}

/** Teams that every possible answer keeps out, and the engaged team (Developer Success) where it has to re-route. */
function notFor(
  one: Case,
  owners: readonly OwnerThen[],
  engagement: Decision['engagement'],
): Decision['not'] {
  const kept = common(owners.map((owner) => owner.not.map(({ team }) => team)))
  const not = owners
    .flatMap((owner) => owner.not)
    .filter(({ team }, at, all) => kept.includes(team) && all.findIndex((n) => n.team === team) === at)
  const { engages } = one.policy.compiled
  const reroutes = engagement.verdict === 'reroute' && owners.length > 0
  if (!reroutes || kept.includes(engages) || owners.some(({ team }) => team === engages)) return not
  return [...not, { team: engages, reason: engagement.reason }]
}

const pathOfTeam = (policy: Policy, team: string | null): string =>
  (team && policy.compiled.teams[team]?.path) || ''

function customerPathOf(one: Case, owners: readonly OwnerThen[], team: string | null): string {
  const { policy, fallback } = one
  if (owners.length === 0) return pathOfTeam(policy, team)
  const paths = new Set(owners.map((owner) => owner.path ?? pathOfTeam(policy, owner.team)))
  if (team === null)
    return `We are not the right people for this. If it does concern us after all: ${pathOfTeam(policy, fallback.team)}`
  if (paths.size === 1) return [...paths][0]!
  const conditional = saidConditionally(one, one.policy.owner, (answer) => [
    answer.then?.path ?? pathOfTeam(policy, answer.then?.team ?? null),
  ])
  return conditional.map(({ item, when }) => `${capitalised(when)}: ${item}`).join(' ')
}

function speaksFor(
  policy: Policy,
  owners: readonly OwnerThen[],
  team: string | null,
  fallback: string,
): string {
  const speakers = new Set(owners.map((owner) => owner.speaks ?? publicTeam(policy, owner.team) ?? fallback))
  if (speakers.size === 1) return [...speakers][0]!
  return publicTeam(policy, team) ?? fallback
}

const publicTeam = (policy: Policy, team: string | null): string | undefined =>
  team !== null && policy.compiled.teams[team]?.public !== undefined ? team : undefined

function gatherFor(
  { answers: found }: Case,
  owners: readonly OwnerThen[],
  questions: readonly Question[],
): string[] {
  const engagements: EngagementThen[] = thens(found.engagement)
  return [
    ...common(owners.map((owner) => owner.gather)),
    ...common(engagements.map((engagement) => engagement.gather)),
    ...questions.map((q) => q.ask),
  ].filter((item, at, all) => all.indexOf(item) === at)
}

/** Warnings of rules that apply whatever is still open. */
function warningsOf({ answers: found, status }: Case): string[] {
  const warnings = new Set<string>()
  for (const table of [found.owner, found.engagement, found.escalation]) {
    for (const rule of table[0]?.rules ?? []) {
      if (rule.warn !== undefined && table.every((answer) => answer.rules.includes(rule)))
        warnings.add(rule.warn)
    }
  }
  if (status === 'fallback' && found.owner.some((answer) => answer.then === undefined)) {
    warnings.add('The policy has no rule for this. Tell its owners; `rightdesk policy check` shows the gap.')
  }
  return [...warnings]
}
