import { describe, expect, test } from 'vitest'
import { appended, type Examples, fit, scoreVector, softmax } from '../../src/read/classifier.ts'

/** Examples from dense rows. */
function examplesOf(rows: readonly (readonly number[])[], labels: readonly number[], cap = 20): Examples {
  const width = rows[0]!.length
  return {
    rows: {
      starts: Int32Array.from({ length: rows.length + 1 }, (_, i) => i * width),
      columns: Int32Array.from(rows.flatMap((row) => row.map((_, column) => column))),
      values: Float32Array.from(rows.flat()),
    },
    labels: Int32Array.from(labels),
    caps: new Float32Array(labels.length).fill(cap),
  }
}

const rows = [
  [1, 0, 0.2],
  [0.9, 0.1, 0],
  [0, 1, 0.1],
  [0.2, 1, 0],
  [0.1, 0.2, 1],
  [0, 0, 0.8],
]
const examples = examplesOf(rows, [0, 0, 1, 1, 2, 2])
const training = { classes: 3, columns: 3, epochs: 200 }

const probabilitiesOf = (weights: Float32Array, i: number): Float64Array =>
  softmax(scoreVector(examples.rows, i * 3, i * 3 + 3, weights, new Float64Array(3)))

describe('fit', () => {
  test('reaches the optimum: every alpha is its cap times the error of the probability', () => {
    const { weights, alpha } = fit(examples, training)
    for (const [i, label] of examples.labels.entries()) {
      const probabilities = probabilitiesOf(weights, i)
      for (let k = 0; k < 3; k++) {
        expect(alpha[i * 3 + k]).toBeCloseTo(20 * ((k === label ? 1 : 0) - probabilities[k]!), 1)
      }
    }
  })

  test('keeps the weights equal to the sum of alpha times example', () => {
    const { weights, alpha } = fit(examples, { ...training, epochs: 3 })
    for (let column = 0; column < 3; column++) {
      for (let k = 0; k < 3; k++) {
        const sum = rows.reduce((total, row, i) => total + row[column]! * alpha[i * 3 + k]!, 0)
        expect(weights[column * 3 + k]).toBeCloseTo(sum, 3)
      }
    }
  })

  test('stays sound for caps from a thousandth to ten thousand', () => {
    for (const cap of [0.001, 1, 100, 10_000]) {
      const { weights } = fit(examplesOf(rows, [0, 0, 1, 1, 2, 2], cap), training)
      for (const [i, label] of examples.labels.entries()) {
        expect(Math.max(...probabilitiesOf(weights, i))).toBe(probabilitiesOf(weights, i)[label])
      }
    }
  })

  test('gives the same weights every time, and does not touch what it goes on from', () => {
    const from = fit(examples, { ...training, epochs: 2 })
    const copy = { weights: from.weights.slice(), alpha: from.alpha.slice() }
    expect(fit(examples, { ...training, epochs: 2 })).toEqual(from)
    fit(examples, { ...training, epochs: 2, from })
    expect(from).toEqual(copy)
  })

  test('goes on from an earlier fit to what training from nothing gives', () => {
    const without = new Set([1, 4])
    const fresh = fit(examples, { ...training, without })
    const resumed = fit(examples, { ...training, from: fit(examples, training), without })
    for (let n = 0; n < fresh.weights.length; n++)
      expect(resumed.weights[n]).toBeCloseTo(fresh.weights[n]!, 1)
    for (const i of without) expect([...resumed.alpha.subarray(i * 3, i * 3 + 3)]).toEqual([0, 0, 0])
  })

  test('takes in examples and columns that were appended', () => {
    const from = fit(examples, training)
    const more = {
      rows: { starts: Int32Array.of(0, 1), columns: Int32Array.of(3), values: Float32Array.of(1) },
      labels: Int32Array.of(2),
      caps: Float32Array.of(20),
    }
    const { weights } = fit(appended(examples, more), { ...training, columns: 4, from })
    expect(weights[3 * 3 + 2]).toBeGreaterThan(weights[3 * 3]!)
  })
})
