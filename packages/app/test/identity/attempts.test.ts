import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { type Attempts, countAttempts } from '../../src/identity/attempts.ts'

let attempts: Attempts
beforeEach(() => {
  vi.useFakeTimers()
  attempts = countAttempts()
})
afterEach(() => vi.useRealTimers())

const waits = async (address: string, email: string, times: number): Promise<number[]> => {
  const seen = []
  for (let tries = 0; tries < times; tries++) seen.push((await attempts.begin(address, email)).wait)
  return seen
}

it('lets somebody try five times, then wait twice as long each time, up to an hour', async () => {
  const begun = []
  for (let round = 0; round < 9; round++) {
    const seen = await waits('10.0.0.1', 'kim@example.com', 6)
    expect(seen.slice(0, 5)).toEqual([0, 0, 0, 0, 0])
    begun.push(seen[5]!)
    // Long enough for the address to be forgiven too.
    vi.advanceTimersByTime(Math.max(seen[5]!, 900) * 1_000 + 1)
  }
  expect(begun).toEqual([30, 60, 120, 240, 480, 960, 1_920, 3_600, 3_600])
})

it('says of the first attempt that has to wait that it is the first', async () => {
  await waits('10.0.0.1', 'kim@example.com', 5)
  expect(await attempts.begin('10.0.0.1', 'kim@example.com')).toEqual({ wait: 30, first: true })
  expect(await attempts.begin('10.0.0.1', 'kim@example.com')).toMatchObject({ first: false })
})

it('holds nobody up for the attempts of others elsewhere', async () => {
  await waits('10.0.0.1', 'kim@example.com', 6)
  expect(await waits('10.0.0.2', 'kim@example.com', 1)).toEqual([0])
})

it('forgets the attempts of who succeeded', async () => {
  await waits('10.0.0.1', 'kim@example.com', 5)
  await attempts.succeeded('10.0.0.1', 'kim@example.com')
  expect(await waits('10.0.0.1', 'kim@example.com', 5)).toEqual([0, 0, 0, 0, 0])
})

it('stops an address that tries many people, and many addresses that try one person', async () => {
  for (let person = 0; person < 40; person++) {
    expect(await waits('10.0.0.1', `p${person}@example.com`, 1)).toEqual([0])
  }
  const [byAddress] = await waits('10.0.0.1', 'another@example.com', 1)
  expect(byAddress).toBeGreaterThan(0)
  for (let address = 0; address < 60; address++) {
    expect(await waits(`10.0.1.${address}`, 'kim@example.com', 1)).toEqual([0])
  }
  const [byPerson] = await waits('10.0.2.1', 'kim@example.com', 1)
  expect(byPerson).toBeGreaterThan(0)
})

it('lets a whole office come in from one address, and holds up who only knocks', async () => {
  for (let people = 0; people < 200; people++) {
    expect((await attempts.visit('office')).wait).toBe(0)
    expect((await attempts.visit('office')).wait).toBe(0)
    await attempts.cameIn('office')
  }
  const knocks = await Promise.all(Array.from({ length: 61 }, () => attempts.visit('stranger')))
  expect(knocks.at(-1)?.wait).toBeGreaterThan(0)
})
