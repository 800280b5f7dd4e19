/** A decision as a person takes it in at a glance: who, where to, why, what is missing. */
import { capitalised, type Decision, type Policy, type Question, teamName } from '@rightdesk/engine'
import { harmless, type Terminal, wrap } from './terminal.ts'

const labelWidth = 19

/** The whole decision, ending in a line break. */
export function showDecision(decision: Decision, policy: Policy, terminal: Terminal): string {
  const { styled, columns } = terminal
  const lines: string[] = []
  const field = (
    label: string,
    paragraphs: readonly string[],
    style: Parameters<typeof styled>[0] = 'reset',
  ): void => {
    const wrapped = paragraphs.flatMap((paragraph) => wrap(paragraph, columns - labelWidth - 2))
    wrapped.forEach((line, at) => {
      const head = at === 0 ? styled('dim', label.padEnd(labelWidth)) : ' '.repeat(labelWidth)
      lines.push(`  ${head}${style === 'reset' ? line : styled(style, line)}`)
    })
  }
  lines.push(title(decision, policy, terminal), '')
  field('Owner', [ownerLine(decision, policy)], 'bold')
  if (decision.owners)
    field(
      'It would be',
      decision.owners.map(({ team, when }) => `${teamName(policy, team)}, ${when}`),
    )
  const helpers = [
    ...decision.with.map((team) => teamName(policy, team)),
    ...(decision.withIf ?? []).map(({ team, when }) => `${teamName(policy, team)} (${when})`),
  ]
  if (helpers.length > 0) field('With', [helpers.join(', ')])
  for (const { team, reason } of decision.not) field('Not', [`${teamName(policy, team)}: ${reason}`])
  field(teamName(policy, policy.compiled.engages).slice(0, labelWidth - 2), [
    `${engagementLine(decision, policy)}${rowsOf(decision, 'engagement')}`,
  ])
  if (decision.customerPath) field('Customer', [decision.customerPath])
  if (decision.internal.length > 0) field('Internally', [decision.internal.join(' · ')])
  field('Speaks', [teamName(policy, decision.speaks)])
  field('Engineering', [`${escalationLine(decision)}${rowsOf(decision, 'escalation')}`])
  if (decision.gather.length > 0)
    field(
      'Gather first',
      decision.gather.map((item) => `• ${item}`),
    )
  if (decision.questions.length > 0) field('To settle', decision.questions.map(questionLine), 'yellow')
  const own = decision.because.filter(({ table }) => table !== 'engagement' && table !== 'escalation')
  field(
    'Why',
    own.flatMap(({ text, row, table, rule, at }) => [text, `${row} · ${table}/${rule}`, at]),
  )
  if (decision.otherwise.length > 0)
    field(
      'Why not',
      decision.otherwise.map(({ text }) => text),
    )
  const known = factsLine(decision)
  if (known) field('Known', [known])
  if (decision.warnings.length > 0) field('Mind', decision.warnings, 'yellow')
  decision.parts.forEach((part, at) => {
    lines.push('', styled('dim', `Part ${at + 1}`), showDecision(part, policy, terminal).trimEnd())
  })
  return `${lines.join('\n')}\n`
}

function title({ topic, status }: Decision, policy: Policy, { styled }: Terminal): string {
  const name =
    topic.id === null ? 'Not clear what it is about' : (policy.compiled.topics[topic.id]?.name ?? topic.id)
  const others = topic.possible.slice(1, 4).map(({ id }) => policy.compiled.topics[id]?.name ?? id)
  const doubt = others.length > 0 ? ` or ${others.join(' or ')}` : ''
  const sure =
    topic.id !== null && topic.confidence < 1 ? ` · ${Math.round(topic.confidence * 100)} % sure` : ''
  const badge = { decided: 'decided', 'needs-info': 'needs an answer', fallback: 'held by the fall-back' }[
    status
  ]
  const colour = status === 'decided' ? 'green' : 'yellow'
  return `${styled('bold', name)}${styled('dim', doubt)}  ${styled(colour, badge)}${styled('dim', sure)}`
}

function ownerLine({ owner, status }: Decision, policy: Policy): string {
  const roles = owner.roles.map(
    (role) => policy.compiled.teams[owner.team ?? '']?.roles[role]?.split(',')[0] ?? role,
  )
  const held = status === 'decided' ? '' : ' (holds it meanwhile)'
  return `${capitalised(teamName(policy, owner.team))}${roles.length > 0 ? `: ${roles.join(', ')}` : ''}${held}`
}

function engagementLine({ engagement }: Decision, policy: Policy): string {
  const { verdict, kind, to, limits, reason } = engagement
  const said = {
    engage: 'engage',
    limited: 'within limits',
    reroute: 're-route',
    'not-needed': 'not needed',
    'needs-info': 'open',
  }[verdict]
  const as = kind === undefined ? '' : ` as ${kind}`
  const target = to === undefined ? '' : ` to ${teamName(policy, to)}`
  const within = limits?.length ? ` (${limits.join('; ')})` : ''
  return `${said}${as}${target}${within}. ${reason}`
}

function escalationLine({ escalation }: Decision): string {
  if (escalation.immediate) return `AT ONCE. ${escalation.path}`
  return escalation.requires.length > 0
    ? `${escalation.path} Needs: ${escalation.requires.join('; ')}.`
    : escalation.path
}

/** The rows that a table's rules stand on, in brackets; nothing where the table has not settled. */
function rowsOf({ because }: Decision, table: string): string {
  const rows = because.filter((one) => one.table === table).map(({ row }) => row)
  return rows.length > 0 ? ` [${rows.join(', ')}]` : ''
}

const answeredBy = {
  customer: 'the customer knows',
  colleague: 'a colleague knows',
  crm: 'see the CRM',
} as const

function questionLine({ ask, who, options }: Question, at: number): string {
  const choices = options && options.length <= 6 ? ` ${options.map(({ say }) => say).join(' / ')}` : ''
  return `${at + 1}. ${ask} (${answeredBy[who]})${choices}`
}

function factsLine({ facts }: Decision): string {
  return Object.entries(facts)
    .filter(([name, { from }]) => from !== 'default' && name !== 'topic')
    .map(([name, { value, from, words, follows }]) => {
      const shown = typeof value === 'object' ? value.join(' or ') : String(value)
      const basis = follows ? `follows from ${follows}` : words ? `“${harmless(words)}”` : from
      return `${name} ${shown} (${basis})`
    })
    .join(', ')
}
