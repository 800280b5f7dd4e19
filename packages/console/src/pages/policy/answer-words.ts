/** Answers as comparisons of versions give them, `cse with finfra` or `reroute to deal-desk`, in people's words. */
import { inWords } from '../../ui/badge.tsx'

type TeamName = (id: string) => string

const listed = (ids: string, team: TeamName): string =>
  ids
    .split(', ')
    .map((id) => reference(id, team))
    .join(', ')

/** A team, or a role of one: `account-team/ae`. */
function reference(id: string, team: TeamName): string {
  const [name = id, role] = id.split('/')
  return role === undefined ? team(name) : `${team(name)} (${role.toUpperCase()})`
}

/** What one version answers, with the names of teams; what it does not know stays as it is. */
export function sayAnswer(table: string, answer: string, team: TeamName): string {
  if (answer === 'no rule') return 'No rule'
  if (table === 'owner') {
    const [, owner = answer, roles, helpers] =
      /^([^\s(]+)(?: \(([^)]*)\))?(?: with (.*))?$/.exec(answer) ?? []
    const by =
      roles === undefined
        ? ''
        : ` (${roles
            .split(', ')
            .map((role) => role.toUpperCase())
            .join(', ')})`
    const first = owner === 'nobody' ? 'Nobody of ours' : team(owner)
    return `${first}${by}${helpers === undefined ? '' : ` with ${listed(helpers, team)}`}`
  }
  if (table === 'engagement') {
    const [, verdict = answer, kind, to] = /^(\S+)(?: (?!to )(\S+))?(?: to (\S+))?$/.exec(answer) ?? []
    const said = kind === undefined ? inWords(verdict) : `${inWords(verdict)}: ${inWords(kind).toLowerCase()}`
    return to === undefined ? said : `${said} to ${team(to)}`
  }
  return answer
}

const tableWords: Readonly<Record<string, string>> = {
  owner: 'Owner',
  engagement: 'Engagement',
  escalation: 'Escalation',
}

/** What a table decides, in words. */
export const sayTable = (table: string): string => tableWords[table] ?? inWords(table)

const changeWords = {
  added: { sign: '+', word: 'Added' },
  removed: { sign: '−', word: 'Removed' },
  changed: { sign: '±', word: 'Changed' },
} as const

type RuleChangeKind = keyof typeof changeWords

export const sayChange = (change: RuleChangeKind): { readonly sign: string; readonly word: string } =>
  changeWords[change]
