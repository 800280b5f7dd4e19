import { describe, expect, test } from 'vitest'
import { type Case, calibrate, confidenceOf, probabilitiesOf } from '../../src/read/calibrate.ts'

/** Cases of four topics whose labels are drawn from the probabilities that twice the scores give. */
function cases(count: number): Case[] {
  let state = 1
  const random = (): number => {
    state = (state * 16_807) % 2_147_483_647
    return state / 2_147_483_647
  }
  return Array.from({ length: count }, () => {
    const scores = Float64Array.from({ length: 4 }, () => 4 * random())
    const odds = scores.map((score) => Math.exp(2 * score))
    let rest = random() * odds.reduce((a, b) => a + b, 0)
    const label = odds.findIndex((weight) => {
      rest -= weight
      return rest < 0
    })
    return { scores, known: 0.9, sentences: 1, label: Math.max(0, label) }
  })
}

describe('calibrate', () => {
  const learned = calibrate(cases(4_000), -1, 0.9)

  test('finds how sharp scores must be made to become probabilities', () => {
    expect(learned.sharpness).toBeGreaterThan(1.8)
    expect(learned.sharpness).toBeLessThan(2.2)
  })

  test('gives sets that hold the truth of other cases as often as promised', () => {
    const fresh = cases(8_000).slice(4_000)
    const held = fresh.filter((one) => probabilitiesOf(learned, one)[one.label]! >= learned.probabilityMin)
    expect(held.length / fresh.length).toBeGreaterThan(0.88)
    expect(held.length / fresh.length).toBeLessThan(0.92)
  })

  test('gives a confidence that comes true as often as it says', () => {
    const fresh = cases(8_000).slice(4_000)
    const sure = fresh.filter((one) => confidenceOf(learned, probabilitiesOf(learned, one), 1) > 0.8)
    const right = sure.filter((one) => {
      const probabilities = probabilitiesOf(learned, one)
      return probabilities[one.label] === Math.max(...probabilities)
    })
    expect(right.length / sure.length).toBeGreaterThan(0.8)
  })

  test('takes texts of which little is known for out of scope', () => {
    const strangers = cases(100).map((one) => ({ ...one, known: 0.4, label: 3 }))
    const scoped = calibrate([...cases(1_000).filter(({ label }) => label !== 3), ...strangers], 3, 0.9)
    const scores = Float64Array.of(1, 1, 1, 1)
    expect(probabilitiesOf(scoped, { scores, known: 0.3, sentences: 1 })[3]).toBeGreaterThan(0.5)
    expect(probabilitiesOf(scoped, { scores, known: 0.95, sentences: 1 })[3]).toBeLessThan(0.05)
  })

  test('takes texts that no topic rises for out of scope, though their words are known', () => {
    const low = cases(100).map((one) => ({ ...one, scores: one.scores.map((score) => score - 6), label: 3 }))
    const scoped = calibrate([...cases(1_000).filter(({ label }) => label !== 3), ...low], 3, 0.9)
    const nobodys = (score: number) =>
      probabilitiesOf(scoped, { scores: new Float64Array(4).fill(score), known: 0.9, sentences: 1 })[3]
    expect(nobodys(-5)).toBeGreaterThan(0.5)
    expect(nobodys(2)).toBeLessThan(0.05)
  })

  test('takes scores as they are when there are too few cases to learn from', () => {
    expect(calibrate(cases(5), 2, 0.95)).toMatchObject({ outOfScope: -1, sharpness: 1 })
    expect(calibrate([], -1, 0.95).probabilityMin).toBeCloseTo(0.05)
  })

  test('holds every topic possible when so few cases cannot keep a promise so high', () => {
    expect(calibrate(cases(50), -1, 0.999).probabilityMin).toBe(0)
  })
})
