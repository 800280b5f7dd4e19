/** The steps of the welcome and what its address may say. */
export const steps = [
  { id: 'ask', name: 'Ask' },
  { id: 'case', name: 'A case' },
  { id: 'policy', name: 'Your policy' },
] as const
export type Step = (typeof steps)[number]['id'] | 'next'

/** Whose it is depends on one thing that it doesn't say: so that one click shows the answer change. */
export const firstAsk = 'Our invoice for October looks wrong.'

export type FactValue = string | number | boolean
export type Facts = Readonly<Record<string, FactValue>>

export type WelcomeSearch = {
  readonly step?: Step
  /** The ask, where it is not the first one. */
  readonly ask?: string
  readonly facts?: Facts
}

const askLengthMax = 2_000
const factsMax = 20

/** Reads the address; what does not fit is left out. */
export function welcomeSearch({ step, ask, facts }: Readonly<Record<string, unknown>>): WelcomeSearch {
  const known = [...steps.map(({ id }) => id), 'next' as const].find((one) => one === step)
  const read = factsIn(facts)
  return {
    ...(known !== undefined && known !== 'ask' && { step: known }),
    ...(typeof ask === 'string' && ask !== firstAsk && { ask: ask.slice(0, askLengthMax) }),
    ...(Object.keys(read).length > 0 && { facts: read }),
  }
}

function factsIn(value: unknown): Facts {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return {}
  const kept = Object.entries(value).filter(([, one]) => ['string', 'number', 'boolean'].includes(typeof one))
  return Object.fromEntries(kept.slice(0, factsMax)) as Facts
}

/** The step after or before one; undefined beyond the ends. */
export function stepBeside(step: Step, by: 1 | -1): Step | undefined {
  const all: readonly Step[] = [...steps.map(({ id }) => id), 'next']
  return all[all.indexOf(step) + by]
}
