/**
 * What must not reach which customer: before the sale an assignment is internal, and nothing a customer sees may show or
 * imply it (A6). Here is what there is to hide for a customer; `customer-text.ts` looks for it in what leaves.
 */

import { noSecrets, type Secrets } from '../cases/customer-text.ts'
import type { Context } from '../context.ts'
import type { PersonRow } from '../store/tables.ts'
import { isTold } from './programme.ts'

/** A name's parts of up to so many letters are found in too many words to be looked for. */
const partLengthMin = 4

/** What an assignment may be called, in whatever words come between. */
const assignmentWords: readonly RegExp[] = [
  /(?<!\p{L})(?:assigned|dedicated|named|designated|appointed|personal|permanent|allocated)(?:[\s\p{Pd}]+\p{L}+){0,2}[\s\p{Pd}]+engineers?(?!\p{L})/giu,
  /(?<!\p{L})engineers?(?:[\s\p{Pd}]+\p{L}+){0,2}[\s\p{Pd}]+(?:is|are|was|were|been)(?:[\s\p{Pd}]+\p{L}+)?[\s\p{Pd}]+(?:assigned|dedicated|designated|appointed|allocated)(?!\p{L})/giu,
  /(?<!\p{L})(?:assigned|dedicated|named|designated|personal)[\s\p{Pd}]+support[\s\p{Pd}]+(?:contact|person|specialist|agent)s?(?!\p{L})/giu,
  /(?<!\p{L})(?:backup|stand[\s\p{Pd}]?in)[\s\p{Pd}]+engineers?(?!\p{L})/giu,
  /(?<!\p{L})(?:customer[\s\p{Pd}]+exceptions?|high[\s\p{Pd}]+touch[\s\p{Pd}]+(?:support|customer|programme|program))(?!\p{L})/giu,
]

/** Names that are ordinary words too: a text would hardly do without them. */
const ordinaryNames = new Set(
  `april art august baker banks bell bill black brook brown bush carol chance chase chip christian church clay cook cross
  dale dawn dean drew earl early ever faith field fields ford forest frank gene glen gold good grace grant gray green
  hall hand hill home hope iris ivory jack jade jean june justice king lake lane long love major mark marsh mason
  merit miles miller moon noble page park parks penny perry piper power price queen reed rich rivers robin rock rose
  ruby rush sage sharp short skip small stone story street strong summer terry violet wade walker ward water waters
  well wells west white will wise wolf wood woods york young`.split(/\s+/),
)

/** What must not be said to a customer; nothing for who has no account, or is told of everything. */
export async function secretsOf(context: Context, accountId: string | null): Promise<Secrets> {
  const { programme } = context.answering.policy.compiled
  if (accountId === null) return noSecrets
  const assignments = await context.db
    .selectFrom('assignments')
    .select(['id', 'kind', 'engineerId', 'backupId', 'endedAt', 'requestId'])
    .where('accountId', '=', accountId)
    .execute()
  const requests = await context.db
    .selectFrom('assignmentRequests')
    .select(['id', 'kind', 'wantedEngineerId', 'state'])
    .where('accountId', '=', accountId)
    .execute()
  const running = assignments.find(({ endedAt }) => endedAt === null)
  if (running && isTold(programme, running.kind)) return noSecrets
  // What was hidden once stays so: an assignment that ended before the sale was never told of.
  const hidden = assignments.filter(({ kind }) => !isTold(programme, kind))
  const asked = requests.filter(({ kind }) => !isTold(programme, kind))
  if (hidden.length === 0 && asked.length === 0) return noSecrets
  const people = await namesOf(context, running ? [running.engineerId, running.backupId] : [])
  const ids = [...hidden, ...asked].map(({ id }) => id)
  return {
    words: [...people.flatMap(spellings), ...ids, ...people.map(({ id }) => id)],
    names: people.flatMap(({ name }) => partsOf(name).filter(isOrdinary).map(asTitle)),
    patterns: assignmentWords,
  }
}

async function namesOf(
  { db }: Context,
  ids: readonly (string | null)[],
): Promise<Pick<PersonRow, 'id' | 'name' | 'email'>[]> {
  const wanted = ids.filter((id) => id !== null)
  if (wanted.length === 0) return []
  return db.selectFrom('people').select(['id', 'name', 'email']).where('id', 'in', wanted).execute()
}

/** All by which somebody is known: name, parts of it, address. */
function spellings({ name, email }: Pick<PersonRow, 'name' | 'email'>): string[] {
  const local = email?.split('@')[0] ?? ''
  return [
    name,
    ...partsOf(name).filter((part) => !isOrdinary(part)),
    ...(email === null ? [] : [email]),
    ...(local.length >= partLengthMin && !isOrdinary(local) ? [local] : []),
  ]
}

const partsOf = (name: string): string[] =>
  name.split(/[\s\p{P}]+/u).filter((part) => [...part].length >= partLengthMin)

const isOrdinary = (part: string): boolean => ordinaryNames.has(part.toLowerCase())
const asTitle = (part: string): string => part.charAt(0).toUpperCase() + part.slice(1).toLowerCase()
