/** A correction as a test for the policy: what was known, and what the answer should be, as YAML that people review. */
import type { Decision } from '@rightdesk/engine'

export type Corrected = {
  readonly number: number
  readonly reason: string
  /** The decision whose facts hold. */
  readonly decision: Decision
  /** Who should own it, where the policy says another team. */
  readonly rightTeam: string | undefined
}

/** One entry for a file of `policy/tests`. Facts that only stand by default are left out: they do so in the test too. */
export function correctionTest({ number, reason, decision, rightTeam }: Corrected): string {
  const known = Object.entries(decision.facts).filter(
    ([, { from, follows }]) => from !== 'default' && follows === undefined,
  )
  const facts = known.map(([name, { value }]) => `${name}: ${yaml(value)}`).join(', ')
  const { status, team } = rightTeam
    ? { status: 'decided', team: rightTeam }
    : { status: decision.status, team: decision.owner.team }
  const row = decision.because.find(({ table }) => table === 'owner')?.row
  return [
    `# ${reason.replace(/\s+/g, ' ').trim()}`,
    `- id: case-${number}`,
    ...(row ? [`  row: ${row}`] : []),
    `  given: { facts: { ${facts} } }`,
    `  expect: { status: ${status}, owner: { team: ${yaml(team)} } }`,
    '',
  ].join('\n')
}

/** JSON is YAML; words that are plain in YAML stay so. */
const yaml = (value: unknown): string =>
  typeof value === 'string' &&
  /^[a-z][a-z0-9-]*$/.test(value) &&
  !/^(true|false|null|yes|no|on|off)$/.test(value)
    ? value
    : JSON.stringify(value)
