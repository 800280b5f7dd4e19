/**
 * What takes a claim back: "we are *not* on Pro", "*if* we were on Pro", "*a friend* on Pro", "we *used to* be on Pro".
 * The cues are grammar, not policy: they hold for every fact of every policy, in English.
 */
import { compilePhrases, findPhrases, type Match } from './signals.ts'
import type { Token } from './tokens.ts'

type CueKind =
  | 'negator'
  | 'doubt'
  | 'hedge'
  | 'past'
  | 'over'
  | 'other'
  | 'somebody'
  | 'shopping'
  | 'order'
  | 'neutral'

/** Cues in the language of `signals.ts`, each kind with how far it reaches. */
const cues: Readonly<Record<CueKind, readonly string[]>> = {
  /** Denies what follows, across small words only: "not on our Pro team". */
  negator: [
    'not|never|no|non|neither|nor|without|nobody|none|nothing|hardly',
    'no one',
    'no longer',
    'not yet|any|really|exactly|necessarily',
    'do|does|did not',
    'do|does|did not want|need|require|have',
    'no need for',
    'instead of',
    'rather|other than',
    'except for?',
  ],
  /** Makes the rest of its clause a supposition, a wish, a question or hearsay. */
  doubt: [
    'if|whether|unless|suppose|supposing|assume|assuming|imagine|when|whenever|once|until|till',
    'in case|the-event',
    'would|could|should|might|may|will|shall|must',
    '=want|wants|wanted|wanting|wish|wishes|hope|hopes|hoping|hoped',
    'would like|love|prefer',
    'like|plan|planning|going|about|looking|ready|due|asked|try|trying to',
    'thinking|think about|of',
    'consider|considering|planning|evaluate|evaluating|interested|wonder|wondering|discuss|discussing',
    'looking at|for|into',
    'before we|i|they|it|the|our',
    'as soon as',
    'suspect|suspected|suspects|seem|seems|believe|believes|feel|doubt|claims|heard',
    'looks|sounds like',
    'do|does|did not know|think|believe|understand|see',
    'no idea|clue',
    'was|were told',
    'can not tell|say',
    '^ is|are|am|do|does|did|can|could|will|would|should',
    'tell me|us',
    'please|pls|kindly',
    'put|move|switch|bring|get|set|upgrade|downgrade|bump|return me|us|my|our|it|back|them',
    '=need|needs to',
    'how|what|which|who|whom|where|why',
  ],
  /** A doubt that may also stand after what it is about, in the same clause: "we're on Pro I think". */
  hedge: [
    'i|we|they think|guess|believe|suppose|assume|reckon',
    'maybe|perhaps|possibly|probably|presumably|supposedly|apparently|allegedly|potentially',
    'not sure|certain|clear|convinced|persuaded',
    'unsure|unclear|uncertain',
    'somewhere',
  ],
  /** Makes the rest of its clause something that was, or was not wanted. */
  past: [
    'used to',
    'previously|formerly|former|ex|earlier',
    'in the past',
    'back then|when',
    'at the time',
    'turned down',
    'declined|rejected|refused',
  ],
  /** Makes what stands up to four words before it in its clause something that was, or is not ours yet or not here. */
  over: [
    '=left|cancelled|canceled|terminated|expired|ended|lapsed|discontinued|trial|=starts|=begins',
    'of my|a|his|her friend|colleague|client|competitor',
    'with|at|on|from|for|of another|other|different vendor|provider|company|platform|service|host|product',
    'with|at|on|from|for|of aws|azure|gcp|google|github|gitlab|bitbucket|netlify|heroku|render|cloudflare|akamai|fastly',
    'with|at|on|from|for|of okta|auth0|datadog|sentry|slack|atlassian|jira|supabase|contentful|sanity|shopify|salesforce',
  ],
  /** Makes the rest of its sentence somebody else's story, but for what begins with "we", "our", "I" or "my". */
  other: [
    'friend|competitor|peer|acquaintance',
    'another|other|different|some|most|many company|companies|customer|client|team|agency|user|shop|people',
    'a company|competitor|firm',
    'startup|start-up|company|business with|at|doing|making',
    '=users|=customers|=subscribers|=members|=tenants|=visitors on|with|of|who|have',
    'cve|vulnerability|advisory',
    'people|those|others|everyone|anyone|users on|with|from|at|who|say|said|told',
    'somebody|someone say|said|told',
    '=docs|documentation|changelog|faq|blog|announcement say|says|said|state|states|mention|mentions|claim|claims|list|lists',
    'read|saw|learned|learnt|noticed that|somewhere',
    'your … customer|user|client|account|people|pricing',
    'for example|instance',
    'e g',
    'such as',
  ],
  /** The same, but for wishes: somebody who is not there yet is wished for. */
  somebody: ['somebody|someone on|with|from|at|who'],
  /** Makes its whole sentence one about what is on sale, in which a value by itself ("Enterprise, …") says nothing. */
  shopping: [
    'price|pricing|priced|cost|quote|include|included|difference|differ|compare|comparison|versus|vs',
    'how much',
    'upgrade|upgrading|trial|demo|buy|purchase|offer|interested|re|fwd|subject',
  ],
  /** Makes the rest of its paragraph an attempt to dictate the answer. */
  order: [
    'ignore|disregard|forget|bypass|override … rule|instruction|prompt|policy|guideline|everything',
    'system prompt|message|override',
    'you are now',
    'pretend|roleplay',
    'act as',
    'set … plan|arr|region|severity|fact to',
    'treat us|me|them as',
    'mark … as enterprise|strategic',
  ],
  /** Takes nothing back, though it looks as if: a longer cue than the one that it begins with. */
  neutral: ['looking|looked at|into it|this|that|them'],
}

const kinds = Object.keys(cues) as CueKind[]
const kindOfPhrase = kinds.flatMap((kind) => cues[kind].map(() => kind))
const automaton = compilePhrases(kinds.flatMap((kind) => cues[kind]))

/** A phrase of a fact where it stands: its first word and the place after its last. */
export type Claim = {
  readonly from: number
  readonly to: number
  /** Counts in questions, wishes and suppositions as well. */
  readonly isLoose: boolean
  /** Stands alone between pauses ("…, Enterprise, …") or is a mere mention: says nothing in questions and of what is on sale. */
  readonly isBare: boolean
}

/** What the cues in some tokens say about the claims there. */
type Doubts = {
  /** Whether the token belongs to a cue that no gap of a phrase may hold, and to one that negates. */
  readonly isCue: (at: number) => boolean
  readonly isNegator: (at: number) => boolean
  /** Whether a negation stands right before `from`. */
  readonly denies: (from: number) => boolean
  /** Whether anything but a negation takes the claim back. */
  readonly retracts: (claim: Claim) => boolean
}

/** Finds the cues once, so that each claim is looked at in constant time. */
export function doubtsIn(tokens: readonly Token[]): Doubts {
  const found = longestFirst(findPhrases(automaton, tokens))
  const kindAt = new Map<number, CueKind>()
  for (const cue of found) for (let at = cue.from; at < cue.to; at++) kindAt.set(at, kindOf(cue))
  const reaches = scopesOf(found, tokens)
  return {
    isCue: (at) => inside.has(kindAt.get(at) ?? 'over'),
    isNegator: (at) => kindAt.get(at) === 'negator' && !nounNegators.has(tokens[at]!.form),
    denies: (from) =>
      !negatingWords.has(tokens[from]!.form) && kindAt.get(beforeSmallWords(tokens, from)) === 'negator',
    retracts: (claim) => retracts(tokens, kindAt, reaches, claim),
  }
}

/** A claim that begins with one of these says no itself: "does *not have a PA*" has one negation, and not two. */
const negatingWords = new Set(['not', 'no', 'never', 'neither', 'without'])
/** Deny the noun that follows and not the claim around them: "an Enterprise customer without a PA asks". */
const nounNegators = new Set(['without', 'nobody', 'none', 'nothing', 'neither', 'nor'])

const kindOf = (cue: Match): CueKind => kindOfPhrase[cue.phrase]!

/** Cues that break a phrase when they stand in a gap of it. */
const inside: ReadonlySet<CueKind> = new Set([
  'negator',
  'doubt',
  'hedge',
  'past',
  'other',
  'somebody',
  'order',
])

/** Of cues that overlap the one that begins first, of those the longest: "not sure" is a doubt and no negation. */
function longestFirst(matches: readonly Match[]): Match[] {
  const longest = new Map<number, Match>()
  for (const match of matches) {
    if (match.to > (longest.get(match.from)?.to ?? 0)) longest.set(match.from, match)
  }
  let end = 0
  return [...longest.values()]
    .sort((a, b) => a.from - b.from)
    .filter((match) => {
      if (match.from < end) return false
      end = match.to
      return true
    })
}

type Unit = 'clause' | 'sentence' | 'paragraph'
const units: Readonly<Partial<Record<CueKind, Unit>>> = {
  doubt: 'clause',
  hedge: 'clause',
  past: 'clause',
  other: 'sentence',
  somebody: 'sentence',
  shopping: 'sentence',
  order: 'paragraph',
}
/** For each kind and each clause, sentence or paragraph with such a cue: where its first cue begins. */
type Scopes = ReadonlyMap<CueKind, ReadonlyMap<number, number>>

function scopesOf(found: readonly Match[], tokens: readonly Token[]): Scopes {
  const scopes = new Map(kinds.map((kind) => [kind, new Map<number, number>()]))
  for (const cue of found) {
    const unit = units[kindOf(cue)]
    if (unit === undefined) continue
    const scope = scopes.get(kindOf(cue))!
    const ordinal = tokens[cue.to - 1]![unit]
    if (!scope.has(ordinal)) scope.set(ordinal, cue.from)
  }
  return scopes
}

const smallWords = new Set('a an the on in at with any really even currently be'.split(' '))
const smallWordsMax = 3

/** The place of the last word before `from` that is more than a small word; the words between are at most three. */
function beforeSmallWords(tokens: readonly Token[], from: number): number {
  let at = from - 1
  while (from - at <= smallWordsMax && smallWords.has(tokens[at]?.form ?? '')) at--
  return at
}

const firstPerson = new Set(['we', 'our', 'us', 'i', 'my'])
/** How many words after a claim may say that it is over. */
const overWithin = 4

function retracts(
  tokens: readonly Token[],
  kindAt: ReadonlyMap<number, CueKind>,
  scopes: Scopes,
  { from, to, isLoose, isBare }: Claim,
): boolean {
  const token = tokens[from]!
  const isUnder = (kind: CueKind): boolean => {
    const unit = units[kind]
    return unit !== undefined && (scopes.get(kind)?.get(token[unit]) ?? from) < from
  }
  if (token.isQuoted || isUnder('order') || isUnder('past')) return true
  const isOthers = isUnder('other') || (isUnder('somebody') && !isLoose)
  const before = kindAt.get(from - 1)
  const isOwn = firstPerson.has(token.form) && before !== 'other' && before !== 'somebody'
  if (isOthers && !isOwn) return true
  if (isBare && !isLoose && (token.isSentenceAsked || scopes.get('shopping')!.has(token.sentence)))
    return true
  const after = kindsAfter(tokens, kindAt, to)
  if (after.includes('over')) return true
  const isDoubted = isUnder('doubt') || isUnder('hedge') || after.includes('hedge')
  return !isLoose && (token.isClauseAsked || isDoubted || tokens[to]?.form === 'or')
}

/** The kinds of cue in the words after a claim, within its clause. */
function kindsAfter(
  tokens: readonly Token[],
  kindAt: ReadonlyMap<number, CueKind>,
  to: number,
): readonly (CueKind | undefined)[] {
  const found: (CueKind | undefined)[] = []
  for (let at = to; at < to + overWithin && tokens[at]?.clause === tokens[to - 1]!.clause; at++)
    found.push(kindAt.get(at))
  return found
}
