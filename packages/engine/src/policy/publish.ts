/**
 * Renders a policy as Markdown pages from the very rules that run, so that the page people read cannot drift from
 * the answers they get. Pages are fit to be included in a handbook.
 */
import { nameOfTeam } from '../names.ts'
import type { Conditions } from './conditions.ts'
import { type FactDomain, sayAtoms } from './domain.ts'
import { programmeOf } from './freeze.ts'
import type { LinkedPolicy, LinkedRule, LinkedTable } from './link.ts'
import type { EngagementThen, EscalationThen, OwnerThen } from './schema.ts'

export type Page = { readonly file: string; readonly title: string; readonly markdown: string }

/** All pages: the routing matrix, the engagement scope, and the assigned-engineer programme where there is one. */
export function publishPolicy(policy: LinkedPolicy): Page[] {
  const pages = [matrixPage(policy), engagementPage(policy)]
  return policy.parsed.programme ? [...pages, programmePage(policy)] : pages
}

/** Text that stands in Markdown as itself: no cell, tag, link or emphasis can be broken out of. */
const plain = (text: string): string =>
  text
    .replace(/\s+/g, ' ')
    .replace(/[\\`*_[\]|]/g, '\\$&')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .trim()

const code = (text: string): string => `\`${text.replaceAll('`', "'").replaceAll('|', '\\|')}\``

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

const tableNamed = (policy: LinkedPolicy, name: string): LinkedTable =>
  policy.tables.find((t) => t.name === name)!

const teamName = (policy: LinkedPolicy, reference: string | null): string =>
  plain(nameOfTeam(policy.parsed.teams.content.teams, reference))

const queueOf = (policy: LinkedPolicy, team: string | null): string =>
  policy.parsed.teams.content.teams[team ?? '']?.queue ?? ''

/** Conditions in words, topics first. */
function conditionsInWords(policy: LinkedPolicy, boxes: readonly Conditions[]): string {
  const words = boxes.map((box) =>
    [...box]
      .map(([name, atoms]) => factInWords(policy, policy.facts.get(name)!, atoms))
      .filter((text) => text !== '')
      .join('; '),
  )
  return [...new Set(words)].join(' — or ') || 'any other ask'
}

const topicNames = (policy: LinkedPolicy): Map<string, string> =>
  new Map(policy.parsed.topics.map(({ content }) => [content.topic, content.name]))

/** Which topics each group of topics stands for. */
function groupsSection(policy: LinkedPolicy): string {
  const names = topicNames(policy)
  const groups = Object.entries(policy.parsed.facts.content.groups).filter(([, { fact }]) => fact === 'topic')
  const lines = groups.map(
    ([id, { values }]) =>
      `- **${plain(id.replaceAll('-', ' '))}**: ${values.map((value) => plain(names.get(value) ?? value)).join(' · ')}`,
  )
  return `## Groups of topics\n\n${lines.join('\n')}`
}

function factInWords(policy: LinkedPolicy, fact: FactDomain, atoms: ReadonlySet<number>): string {
  if (atoms.size === fact.atoms) return ''
  const group = Object.entries(policy.parsed.facts.content.groups).find(
    ([, { fact: of, values }]) =>
      (of === fact.name || (of === 'topic' && fact.kind === 'topic')) &&
      values.length === atoms.size &&
      values.every((value) => atoms.has(fact.values.indexOf(value))),
  )
  if (fact.kind !== 'topic') return plain(sayAtoms(fact, atoms))
  if (group) return `**any topic of the ${plain(group[0].replaceAll('-', ' '))}**`
  const names = topicNames(policy)
  return `**${[...atoms].map((atom) => plain(names.get(fact.values[atom]!) ?? '')).join(' · ')}**`
}

const rows = (rule: LinkedRule): string => rule.cites.join(', ')

function header(policy: LinkedPolicy, title: string, about: string): string {
  const { content } = policy.parsed.policy
  return `# ${title}\n\n${plain(about)}\n\nPolicy ${code(content.policy)}, version ${code(content.version)}. This page is rendered from the rules; edit those, not the page.`
}

function matrixPage(policy: LinkedPolicy): Page {
  const title = 'Who owns which ask'
  const owner = tableNamed(policy, 'owner')
  const owners = owner.rules.map((rule) => {
    const then = rule.then as OwnerThen
    const titles = then.team === null ? {} : (policy.parsed.teams.content.teams[then.team]?.roles ?? {})
    const roles = then.roles.map((role) => plain((titles[role] ?? role).split(',')[0]!)).join(', ')
    const path =
      then.path ?? (then.team === null ? '' : (policy.parsed.teams.content.teams[then.team]?.path ?? ''))
    return [
      conditionsInWords(policy, rule.boxes),
      `**${teamName(policy, then.team)}**${roles ? ` (${roles})` : ''}`,
      then.with.map((team) => teamName(policy, team)).join(', '),
      then.not.map(({ team, reason }) => `${teamName(policy, team)}: ${plain(reason)}`).join('<br>'),
      plain(path),
      [queueOf(policy, then.team), ...then.internal]
        .filter((place) => place !== '')
        .map(plain)
        .join(', '),
      plain(rule.because),
      rows(rule),
    ]
  })
  const derived = policy.tables
    .filter((t) => t.derives && policy.facts.get(t.derives.fact)?.kind === 'topic')
    .flatMap((t) => t.rules)
    .map((rule) => {
      const name = topicNames(policy).get(String(rule.then)) ?? String(rule.then)
      return [conditionsInWords(policy, rule.boxes), `**${plain(name)}**`, plain(rule.because), rows(rule)]
    })
  const escalations = tableNamed(policy, 'escalation').rules.map((rule) => {
    const then = rule.then as EscalationThen
    return [
      conditionsInWords(policy, rule.boxes),
      then.immediate ? '**at once**' : then.requires.length > 0 ? 'gated' : '',
      plain(then.path),
      then.requires
        .map((item) => `${plain(item)}${then.byExpert?.includes(item) ? ' (an expert gives it)' : ''}`)
        .join('<br>'),
      rows(rule),
    ]
  })
  const { fallback } = policy.parsed.policy.content
  const markdown = [
    header(policy, title, owner.about),
    table(['Ask', 'Owner', 'With', 'Not', 'The customer', 'Internally', 'Why', 'Rows'], owners),
    `## Answered as something else\n\n${table(['Ask', 'Answered as', 'Why', 'Rows'], derived)}`,
    `## Reaching Engineering\n\nThe first line that fits applies.\n\n${table(['Ask', 'When', 'How', 'What must be there', 'Rows'], escalations)}`,
    `## When it stays open\n\n${plain(fallback.because)} (${fallback.cites.join(', ')})`,
    groupsSection(policy),
    parametersSection(policy),
    sourcesSection(policy),
  ].join('\n\n')
  return { file: 'routing-matrix.md', title, markdown: `${markdown}\n` }
}

function parametersSection({ parsed }: LinkedPolicy): string {
  const { parameters, overrides } = parsed.policy.content
  const values = Object.entries(parameters).map(([name, { about, value, by }]) => {
    const shown = typeof value === 'object' ? Object.keys(value).join(', ') : String(value)
    const deviations = Object.values(by ?? {}).flatMap((map) =>
      Object.entries(map).map(([at, v]) => `${at}: ${v}`),
    )
    return [code(name), plain([shown, ...deviations].join('; ')), plain(about)]
  })
  const dated = overrides.map((o) => [
    code(o.parameter),
    plain(String(o.value)),
    o.from,
    o.until,
    plain(o.owner),
    plain(o.reason),
  ])
  const override =
    dated.length > 0
      ? `\n\n${table(['Override of', 'Value', 'From', 'Until', 'Owner', 'Reason'], dated)}`
      : ''
  return `## Parameters\n\n${table(['Parameter', 'Value', 'Meaning'], values)}${override}`
}

function sourcesSection({ parsed }: LinkedPolicy): string {
  const lines = Object.values(parsed.policy.content.sources).flatMap(({ name, rows: named }) =>
    Object.entries(named).map(([row, text]) => [row, plain(text), plain(name)]),
  )
  return `## Rows\n\n${table(['Row', 'About', 'Source'], lines)}`
}

const verdicts = [
  ['engage', 'Engage'],
  ['limited', 'Engage within limits'],
  ['reroute', 'Re-route'],
  ['not-needed', 'Not needed'],
] as const

function engagementPage(policy: LinkedPolicy): Page {
  const engagement = tableNamed(policy, 'engagement')
  const title = `When to engage ${teamName(policy, policy.parsed.policy.content.engages)}`
  const sections = verdicts.map(([verdict, name]) => {
    const lines = engagement.rules
      .filter((rule) => (rule.then as EngagementThen).verdict === verdict)
      .map((rule) => {
        const then = rule.then as EngagementThen
        return [
          conditionsInWords(policy, rule.boxes),
          plain(then.kind ?? ''),
          then.to === undefined ? '' : teamName(policy, then.to),
          then.limits.map(plain).join('<br>'),
          plain(rule.because),
          rows(rule),
        ]
      })
    return `## ${name}\n\n${table(['Ask', 'As', 'To', 'Limits', 'Why', 'Rows'], lines)}`
  })
  const markdown = [header(policy, title, engagement.about), ...sections].join('\n\n')
  return { file: 'engagement-scope.md', title, markdown: `${markdown}\n` }
}

function programmePage(policy: LinkedPolicy): Page {
  const programme = programmeOf(policy)
  const title = 'Assigned support engineers'
  const kinds = Object.entries(programme.kinds).map(([kind, k]) => [
    code(kind),
    plain(k.about),
    k.customerIsTold ? 'yes' : 'never',
    k.backup,
    k.temporary ? 'until a date' : 'open-ended',
    k.cites.join(', '),
  ])
  const markdown = [
    header(policy, title, programme.about),
    `At most **${programme.cap}** customers at any time. Ask in ${code(programme.requestChannel)}.`,
    `## Kinds\n\n${table(['Kind', 'For', 'Customer is told', 'Backup', 'Lasts', 'Rows'], kinds)}`,
    `## Rules\n\n${table(
      ['Row', 'Rule'],
      programme.rules.map(({ row, text }) => [row, plain(text)]),
    )}`,
    `## Check-in, every ${programme.checkIn.everyDays} days\n\n${programme.checkIn.questions.map((q) => `- ${plain(q)}`).join('\n')}`,
    `## When something new is learnt\n\n${programme.designDocumentChain.map((step, at) => `${at + 1}. ${plain(step)}`).join('\n')}`,
  ].join('\n\n')
  return { file: 'assigned-engineers.md', title, markdown: `${markdown}\n` }
}
