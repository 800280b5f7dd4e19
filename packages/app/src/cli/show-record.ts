/**
 * Answers of a desk as people read them: lists as tables that fit the terminal, one thing as labelled lines, a history as
 * a timeline. Goes by what is there, so that an operation needs no words here; all of it comes from outside.
 */
import type { Decision } from '@rightdesk/engine'
import type { JsonSchema } from '../http/schemas.ts'
import { harmless, type Terminal, wrap } from './terminal.ts'

type Fields = Readonly<Record<string, unknown>>

const labelWidth = 19
const cellMax = 60
const cellReadable = 28
const cellMin = 12
const gap = 2
/** What tells people little in a list. */
const leftOut: ReadonlySet<string> = new Set(['version', 'text', 'decisionId', 'fingerprint'])

/** A whole answer, ending in a line break: a page of things, or one thing. */
export function showAnswer(output: unknown, schema: JsonSchema, terminal: Terminal, now: string): string {
  const fields = isFields(output) ? output : { answer: output }
  const items = fields['items']
  if (!Array.isArray(items)) return showRecord(unfolded(fields), terminal, now)
  if (items.length === 0) return 'There is none.\n'
  const known = Object.keys(schema.properties?.['items']?.items?.properties ?? {})
  return showTable(items.filter(isFields), known, terminal, now)
}

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A table of the columns that hold anything; where it grows too wide, long texts are cut, then the last columns go. */
function showTable(
  rows: readonly Fields[],
  known: readonly string[],
  { columns, styled }: Terminal,
  now: string,
): string {
  const names = [...new Set([...known, ...rows.flatMap(Object.keys)])].filter((name) => !leftOut.has(name))
  const byNumber = names.includes('number')
  const table = names
    .filter((name) => !(byNumber && name === 'id'))
    .map((name) => ({ name, cells: rows.map((row) => cell(row[name], now)) }))
    .filter(({ cells }) => cells.some((text) => text !== '' && text !== '0'))
    .map(({ name, cells }) => ({
      title: words(name),
      cells,
      whole: name === 'id',
      readable: cells.some(isId) ? cellMin : cellReadable,
      width: 0,
    }))
  for (const column of table) {
    const widest = Math.max(column.title.length, ...column.cells.map(widthOf))
    column.width = column.whole ? widest : Math.min(cellMax, widest)
  }
  fit(table, columns)
  const line = (texts: readonly string[]): string =>
    texts
      .map((text, at) => cut(text, table[at]!.width).padEnd(table[at]!.width))
      .join(' '.repeat(gap))
      .trimEnd()
  const header = styled('dim', line(table.map(({ title }) => title)))
  return `${[header, ...rows.map((_, at) => line(table.map(({ cells }) => cells[at]!)))].join('\n')}\n`
}

type Column = {
  readonly title: string
  /** Never cut: the id is what other commands want. */
  readonly whole: boolean
  /** The width below which it tells too little. */
  readonly readable: number
  width: number
}

/** Drops the last columns until the others have room to be read, then cuts the longest. */
function fit(table: Column[], columns: number): void {
  const total = (widthIn: (column: Column) => number): number =>
    table.reduce((sum, column) => sum + widthIn(column) + gap, -gap)
  const readable = ({ whole, width, readable: least }: Column): number =>
    whole ? width : Math.min(width, least)
  while (table.length > 3 && total(readable) > columns) table.pop()
  for (let over = total(({ width }) => width) - columns; over > 0; over--) {
    const widest = table
      .filter(({ whole, width }) => !whole && width > cellMin)
      .reduce<Column | undefined>((most, one) => (most && most.width >= one.width ? most : one), undefined)
    if (!widest) return
    widest.width--
  }
}

const isId = (text: string): boolean => /^[a-z]+_[0-9a-z]{26}$/.test(text)

/** A value in one short line. */
function cell(value: unknown, now: string): string {
  if (value === null || value === undefined || value === '') return ''
  if (typeof value === 'boolean') return value ? 'yes' : ''
  if (isTime(value)) return age(value, now)
  if (Array.isArray(value)) return value.map((one) => cell(one, now)).join(', ')
  if (isDecision(value)) return `${value.owner.team ?? 'nobody'} (${value.status})`
  if (isFields(value)) return typeof value['name'] === 'string' ? clean(value['name']) : pairs(value, now)
  return clean(String(value))
}

const clean = (text: string): string => harmless(text).replaceAll(/\s+/g, ' ').trim()

const pairs = (value: Fields, now: string): string =>
  Object.entries(value)
    .map(([name, one]) => [clean(name), cell(one, now)] as const)
    .filter(([, text]) => text !== '')
    .map(([name, text]) => `${name} ${text}`)
    .join(', ')

const widthOf = (text: string): number => [...text].length

function cut(text: string, width: number): string {
  const letters = [...text]
  return letters.length <= width ? text : `${letters.slice(0, width - 1).join('')}…`
}

/** `ownerTeam` as people write it. */
const words = (name: string): string =>
  clean(name).replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)

const isTime = (value: unknown): value is string =>
  typeof value === 'string' && /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/.test(value)

const units = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
] as const

/** `3 h ago`, `in 2 d`, `now`. */
function age(time: string, now: string): string {
  const ms = Date.parse(now) - Date.parse(time)
  const unit = units.find(([, length]) => Math.abs(ms) >= length)
  if (!unit) return 'now'
  const count = `${Math.floor(Math.abs(ms) / unit[1])} ${unit[0]}`
  return ms > 0 ? `${count} ago` : `in ${count}`
}

const moment = (time: string): string => `${time.slice(0, 10)} ${time.slice(11, 16)}`

/** One thing: what it is called, then its fields, each on lines of its own. */
function showRecord(fields: Fields, terminal: Terminal, now: string): string {
  const { styled } = terminal
  const lines: string[] = []
  const called = ['subject', 'title', 'name'].find((name) => typeof fields[name] === 'string')
  if (called) {
    const number = typeof fields['number'] === 'number' ? `#${fields['number']} ` : ''
    const state = typeof fields['state'] === 'string' ? `  ${styled('green', clean(fields['state']))}` : ''
    lines.push(`${styled('bold', number + clean(String(fields[called])))}${state}`, '')
  }
  const told = new Set([called, ...(called ? ['number', 'state'] : [])])
  for (const [name, value] of Object.entries(fields)) {
    if (!told.has(name)) lines.push(...showField(name, value, terminal, now))
  }
  return `${lines.join('\n')}\n`
}

function showField(name: string, value: unknown, terminal: Terminal, now: string): string[] {
  const { columns, styled } = terminal
  const label = words(name)
  const nested = Array.isArray(value) && value.length > 0 && value.every(isFields) ? value : undefined
  if (nested && !nested.every((one) => typeof one['name'] === 'string')) {
    const table = showTable(nested, [], { ...terminal, columns: columns - 4 }, now)
    return [
      '',
      `  ${styled('dim', label)}`,
      ...table
        .trimEnd()
        .split('\n')
        .map((line) => `    ${line}`),
    ]
  }
  const told = isDecision(value) ? decisionText(value) : valueText(value, now)
  if (told === '') return []
  return wrap(told, columns - labelWidth - 2).map((line, at) => {
    const head = at === 0 ? styled('dim', label.padEnd(labelWidth)) : ' '.repeat(labelWidth)
    return `  ${label.length >= labelWidth && at === 0 ? `${head} ` : head}${line}`.trimEnd()
  })
}

const valueText = (value: unknown, now: string): string => {
  if (isTime(value)) return `${moment(value)} UTC, ${age(value, now)}`
  if (value === false) return 'no'
  return typeof value === 'string' ? value : cell(value, now)
}

const isDecision = (value: unknown): value is Decision =>
  isFields(value) && isFields(value['owner']) && Array.isArray(value['because'])

/** A decision in short, within a case. */
function decisionText({ status, owner, because, questions }: Decision): string {
  const why = because.find(({ table }) => table === 'owner')?.text ?? ''
  const asked = questions.map(({ ask }) => `To settle: ${ask}`)
  return [`${owner.team ?? 'nobody'} (${status}). ${why}`, ...asked].join('\n').trim()
}

/** A decision that is the answer itself, or all of it but when it was made, is told whole. */
function unfolded(fields: Fields): Fields {
  if (isDecision(fields)) return decisionFields(fields)
  const { decision, ...others } = fields
  const alone = isDecision(decision) && fields['subject'] === undefined
  return alone ? { ...others, ...decisionFields(decision) } : fields
}

function decisionFields(decision: Decision): Fields {
  const { topic, status, owner, not, engagement, escalation, questions, because, policy } = decision
  const { verdict, kind, to, reason } = engagement
  return {
    topic: topic.id,
    owner: `${[owner.team ?? 'nobody', ...owner.roles].join(', ')} (${status})`,
    with: decision.with,
    not: not.map(({ team, reason: why }) => `${team}: ${why}`).join('\n'),
    engagement: `${[verdict, kind, to].filter((part) => part !== undefined).join(', ')}. ${reason}`,
    escalation: [escalation.path, ...escalation.requires.map((item) => `• ${item}`)].join('\n'),
    customer: decision.customerPath,
    internally: decision.internal,
    speaks: decision.speaks,
    gatherFirst: decision.gather.map((item) => `• ${item}`).join('\n'),
    toSettle: questions.map(({ ask, who }) => `${ask} (${who})`).join('\n'),
    why: because.map(({ text, row, table, rule }) => `${text}\n${row} · ${table}/${rule}`).join('\n'),
    mind: decision.warnings.join('\n'),
    policy: `${policy.name} ${policy.version}`,
  }
}

type Event = {
  readonly at: string
  readonly kind: string
  readonly actor: { readonly name: string }
  readonly data: Fields
}

/** What happened, oldest first: when, what, by whom, and what was said. */
export function showTimeline(events: readonly Event[], { columns, styled }: Terminal): string {
  const kindWidth = Math.max(0, ...events.map(({ kind }) => kind.length))
  const lines = events.flatMap(({ at, kind, actor, data }) => {
    const what = words(kind.replaceAll('-', ' ')).padEnd(kindWidth)
    const head = `  ${styled('dim', moment(at))}  ${what}  ${clean(actor.name)}`
    const said = eventText(data)
    return said === ''
      ? [head]
      : [head, ...wrap(said, columns - 22).map((line) => `${' '.repeat(20)}${line}`)]
  })
  return lines.length > 0 ? `  ${styled('dim', 'history (UTC)')}\n${lines.join('\n')}\n` : ''
}

const eventText = (data: Fields): string =>
  Object.entries(data)
    .map(([name, value]) => [name, cell(value, '')] as const)
    .filter(([, text]) => text !== '')
    .map(([name, text]) => (name === 'body' || name === 'reason' ? text : `${words(name)}: ${text}`))
    .join(' · ')
