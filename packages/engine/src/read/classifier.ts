/**
 * Softmax regression over sparse vectors, trained by exact dual coordinate ascent: the same examples always give the
 * same weights, there is no learning rate, and training can go on from an earlier result when an example is added or
 * taken away.
 *
 * Each example holds one dual variable a class, `alpha = cap · (1[class is its label] − probability)`, and the
 * weights are always `Σ alpha · example`. Taking an example back out is therefore one subtraction.
 */
import { randomOf, shuffle } from './random.ts'

/** Sparse vectors one after the other: row `i` lies from `starts[i]` up to `starts[i + 1]`. */
export type Rows = {
  readonly starts: Int32Array
  readonly columns: Int32Array
  readonly values: Float32Array
}

/** Labelled rows. `caps[i]` bounds how hard example `i` may pull: the inverse strength of the regularisation. */
export type Examples = { readonly rows: Rows; readonly labels: Int32Array; readonly caps: Float32Array }

/** `weights[column * classes + class]`, and `alpha[example * classes + class]`, which only further training needs. */
export type Fit = { readonly weights: Float32Array; readonly alpha: Float32Array }

/** How to train. With `from`, training goes on from there; examples and columns may have been appended since. */
export type Training = {
  readonly classes: number
  readonly columns: number
  readonly epochs: number
  readonly from?: Fit
  /** Examples that must leave no trace. */
  readonly without?: ReadonlySet<number>
}

/** Fits the weights. Deterministic: the order of the visits depends on nothing but the number of examples. */
export function fit(examples: Examples, { classes, columns, epochs, from, without }: Training): Fit {
  const count = examples.labels.length
  const fitted = { weights: new Float32Array(columns * classes), alpha: new Float32Array(count * classes) }
  if (from !== undefined) {
    fitted.weights.set(from.weights)
    fitted.alpha.set(from.alpha)
  }
  const present: number[] = []
  for (let i = 0; i < count; i++) {
    if (without?.has(i) !== true) present.push(i)
    else if (from !== undefined) withdraw(examples.rows, fitted, i, classes)
  }
  const random = randomOf(count)
  const visit = visitor(examples, fitted, classes)
  for (let epoch = 0; epoch < epochs; epoch++) {
    shuffle(present, random)
    for (const i of present) visit(i)
  }
  return fitted
}

/** Both sets of examples, those of `b` after those of `a`. */
export function appended(a: Examples, b: Examples): Examples {
  const entries = a.rows.columns.length
  const starts = b.rows.starts.subarray(1).map((start) => entries + start)
  return {
    rows: {
      starts: joined(Int32Array, a.rows.starts, starts),
      columns: joined(Int32Array, a.rows.columns, b.rows.columns),
      values: joined(Float32Array, a.rows.values, b.rows.values),
    },
    labels: joined(Int32Array, a.labels, b.labels),
    caps: joined(Float32Array, a.caps, b.caps),
  }
}

function joined<T extends Int32Array | Float32Array>(kind: new (length: number) => T, a: T, b: T): T {
  const both = new kind(a.length + b.length)
  both.set(a)
  both.set(b, a.length)
  return both
}

function withdraw(rows: Rows, { weights, alpha }: Fit, i: number, classes: number): void {
  const own = alpha.subarray(i * classes, (i + 1) * classes)
  move(
    rows,
    weights,
    i,
    Float64Array.from(own, (a) => -a),
  )
  own.fill(0)
}

// ---------------------------------------------------------------- scores

/** Writes the score of every class for the sparse vector from `start` up to `end` to `scores`. */
export function scoreVector(
  { columns, values }: Pick<Rows, 'columns' | 'values'>,
  start: number,
  end: number,
  weights: Float32Array,
  scores: Float64Array,
): Float64Array {
  const classes = scores.length
  scores.fill(0)
  let n = start
  // Four entries at a time: the scores are loaded and stored a quarter as often.
  for (; n + 3 < end; n += 4) {
    const a = columns[n]! * classes
    const b = columns[n + 1]! * classes
    const c = columns[n + 2]! * classes
    const d = columns[n + 3]! * classes
    const va = values[n]!
    const vb = values[n + 1]!
    const vc = values[n + 2]!
    const vd = values[n + 3]!
    for (let k = 0; k < classes; k++) {
      scores[k]! += va * weights[a + k]! + vb * weights[b + k]! + vc * weights[c + k]! + vd * weights[d + k]!
    }
  }
  for (; n < end; n++) {
    const value = values[n]!
    for (let k = 0, at = columns[n]! * classes; k < classes; k++, at++) scores[k]! += value * weights[at]!
  }
  return scores
}

/** Turns scores into probabilities, in place. */
export function softmax(scores: Float64Array): Float64Array {
  let highest = Number.NEGATIVE_INFINITY
  for (const score of scores) if (score > highest) highest = score
  let sum = 0
  for (let k = 0; k < scores.length; k++) {
    scores[k] = Math.exp(scores[k]! - highest)
    sum += scores[k]!
  }
  for (let k = 0; k < scores.length; k++) scores[k]! /= sum
  return scores
}

// ---------------------------------------------------------------- one step

/**
 * Finds the best alpha of one example while all others stay. With `q` the squared length of its row, the
 * probabilities solve `ln p + cap·q·p = score without the example + cap·q·1[label] − λ` and `Σ p = 1`.
 */
function visitor(
  { rows, labels, caps }: Examples,
  { weights, alpha }: Fit,
  classes: number,
): (i: number) => void {
  const lengths = squaredLengths(rows)
  const target = new Float64Array(classes)
  const logs = new Float64Array(classes)
  const probabilities = new Float64Array(classes)
  const change = new Float64Array(classes)
  return (i) => {
    const label = labels[i]!
    const own = i * classes
    scoreVector(rows, rows.starts[i]!, rows.starts[i + 1]!, weights, target)
    probabilities.set(target)
    softmax(probabilities)
    for (let k = 0; k < classes; k++) {
      logs[k] = Math.max(Math.log(probabilities[k]!), logMin)
      target[k]! -= lengths[i]! * alpha[own + k]!
    }
    target[label]! += caps[i]! * lengths[i]!
    solve(target, caps[i]! * lengths[i]!, logs, probabilities)
    for (let k = 0; k < classes; k++) {
      const by = caps[i]! * ((k === label ? 1 : 0) - probabilities[k]!) - alpha[own + k]!
      change[k] = Math.abs(by) < caps[i]! * changeMin ? 0 : by
      alpha[own + k]! += change[k]!
    }
    move(rows, weights, i, change)
  }
}

/**
 * A class whose probability moves by less stays as it is. After the first pass most do: a tenth less time to train,
 * a third less to learn a correction.
 */
const changeMin = 0.0005

/** e to this is nothing beside 1, yet far from where numbers end. */
const logMin = -40

/** Newton's method stops after so many rounds, or when no probability moves by more than this. */
const roundsMax = 50
const moveMin = 0.01

/** Solves `ln p + stiffness·p = target − λ`, `Σ p = 1` by Newton's method on ln p, from the values it is given. */
function solve(target: Float64Array, stiffness: number, logs: Float64Array, p: Float64Array): void {
  for (let round = 0; round < roundsMax; round++) {
    const lambda = multiplier(target, stiffness, logs, p)
    let farthest = 0
    for (let k = 0; k < p.length; k++) {
      const step = (target[k]! - lambda - logs[k]! - stiffness * p[k]!) / (1 + stiffness * p[k]!)
      logs[k] = Math.min(0, Math.max(logMin, logs[k]! + step))
      const next = Math.exp(logs[k]!)
      farthest = Math.max(farthest, Math.abs(next - p[k]!))
      p[k] = next
    }
    if (farthest < moveMin) break
  }
  const sum = p.reduce((a, b) => a + b, 0)
  for (let k = 0; k < p.length; k++) p[k]! /= sum
}

/** The λ for which one more Newton step brings the probabilities to a sum of 1. */
function multiplier(target: Float64Array, stiffness: number, logs: Float64Array, p: Float64Array): number {
  let mass = 0
  let slope = 0
  let pull = 0
  for (let k = 0; k < p.length; k++) {
    const bend = p[k]! / (1 + stiffness * p[k]!)
    mass += p[k]!
    slope += bend
    pull += bend * (target[k]! - logs[k]! - stiffness * p[k]!)
  }
  return (pull - (1 - mass)) / slope
}

/** Adds `change[class] · row` to the weights. */
function move(
  { starts, columns, values }: Rows,
  weights: Float32Array,
  i: number,
  change: Float64Array,
): void {
  const classes = change.length
  const moved: number[] = []
  for (let k = 0; k < classes; k++) if (change[k] !== 0) moved.push(k)
  for (let n = starts[i]!; n < starts[i + 1]!; n++) {
    const value = values[n]!
    const at = columns[n]! * classes
    for (const k of moved) weights[at + k]! += value * change[k]!
  }
}

function squaredLengths({ starts, values }: Rows): Float64Array {
  const lengths = new Float64Array(starts.length - 1)
  for (let i = 0; i < lengths.length; i++) {
    for (let n = starts[i]!; n < starts[i + 1]!; n++) lengths[i]! += values[n]! ** 2
  }
  return lengths
}
