/**
 * How the benchmarks measure: contenders take turns in one process, round after round, so that whatever else the
 * machine does hits all of them alike. Reported are medians, and ratios taken within each round.
 */

/** One way to do the same work. `run` does `count` pieces of it from piece `from` on; what it returns is kept alive. */
export type Contender = {
  readonly name: string
  /** Pieces in one round: fewer for slow contenders, so that a round takes milliseconds. */
  readonly count: number
  readonly run: (from: number, count: number) => unknown
}

export type Measured = {
  readonly name: string
  /** Nanoseconds for one piece, round by round. */
  readonly rounds: readonly number[]
}

/** The median over the rounds of one contender's time, divided by that of another in the same round. */
export const ratio = (one: Measured, other: Measured): number =>
  median(one.rounds.map((time, round) => time / other.rounds[round]!))

/** Runs all contenders in turn for so many rounds, after a tenth as many for warming up. */
export async function compare(contenders: readonly Contender[], rounds: number): Promise<Measured[]> {
  const times = contenders.map((): number[] => [])
  const warmUp = Math.max(3, Math.ceil(rounds / 10))
  for (let round = -warmUp; round < rounds; round++) {
    for (let turn = 0; turn < contenders.length; turn++) {
      // Each round starts with another contender: none always runs behind the same neighbour.
      const at = (turn + round + warmUp) % contenders.length
      const { run, count } = contenders[at]!
      const start = performance.now()
      kept = await run((round + warmUp) * count, count)
      const nanoseconds = ((performance.now() - start) * 1e6) / count
      if (round >= 0) times[at]!.push(nanoseconds)
    }
  }
  return contenders.map(({ name }, at) => ({ name, rounds: times[at]! }))
}

/** The last result, so that no work can be left out as unused. */
export let kept: unknown

export const median = (values: readonly number[]): number => quantile(values, 0.5)

export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!
}

/** Milliseconds that each call takes, `prepare` not counted. */
export function timeEach<T>(rounds: number, prepare: () => T, work: (prepared: T) => unknown): number[] {
  return Array.from({ length: rounds }, () => {
    const prepared = prepare()
    const start = performance.now()
    kept = work(prepared)
    return performance.now() - start
  })
}

/** A figure beside what it should be at most (or at least). */
export type Line = {
  readonly what: string
  readonly figure: string
  readonly target?: string
  readonly met?: boolean
}

/** One table of a run. */
export type Section = { readonly title: string; readonly lines: readonly Line[] }

/** Contenders beside the first of them; `most` says how many times slower than it they may be. */
export const sectionOf = (
  title: string,
  measured: readonly Measured[],
  most: Readonly<Record<string, number>>,
): Section => ({
  title,
  lines: measured.map((one) => {
    const factor = ratio(one, measured[0]!)
    const limit = most[one.name]
    return {
      what: one.name,
      figure: `${duration(median(one.rounds))}  ${times(factor)}`,
      ...(limit !== undefined && { target: `at most ${limit} ×`, met: factor <= limit }),
    }
  }),
})

/** The median of some times in milliseconds, beside the most it may be. */
export const limit = (what: string, ms: readonly number[], most?: number): Line => ({
  what,
  figure: duration(median(ms) * 1e6),
  ...(most !== undefined && { target: `at most ${most} ms`, met: median(ms) <= most }),
})

export function print({ title, lines }: Section): void {
  const what = Math.max(...lines.map((line) => line.what.length))
  const figure = Math.max(...lines.map((line) => line.figure.length))
  const rows = lines.map((line) => {
    const verdict = line.target === undefined ? '' : `  ${line.met ? 'meets' : 'MISSES'}: ${line.target}`
    return `  ${line.what.padEnd(what)}  ${line.figure.padStart(figure)}${verdict}`
  })
  console.log([title, ...rows, ''].join('\n'))
}

/** Nanoseconds in the unit that reads best. */
export function duration(ns: number): string {
  if (ns < 1e3) return `${ns.toFixed(ns < 100 ? 1 : 0)} ns`
  if (ns < 1e6) return `${(ns / 1e3).toFixed(1)} µs`
  return `${(ns / 1e6).toFixed(2)} ms`
}

export const times = (factor: number): string =>
  `${factor < 10 ? factor.toFixed(2) : Math.round(factor).toLocaleString('en')} ×`
