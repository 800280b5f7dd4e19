/** `npm run torture` runs the same with many more kills. */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import process from 'node:process'
import { describe, expect, it } from 'vitest'
import { describeOnStores, type Place } from '../../../desk/test/stores.ts'
import type { ServeRole } from '../../src/config.ts'
import { torture } from './torture.ts'

const wanted = Number(process.env['RIGHTDESK_KILLS'])
const kills = (few: number): number => (wanted > 0 ? wanted : few)
const timeout = 180_000 + (wanted || 0) * 60_000

/** A server takes a folder, and has a name of its own for the file in it. */
async function addressIn({ kind, newAddress }: Place): Promise<string> {
  const address = await newAddress('migrated')
  if (kind === 'postgres') return address
  const folder = address.replace(/\.db$/, '')
  await mkdir(folder)
  return join(folder, 'rightdesk.db')
}

async function survives(place: Place, roles: readonly ServeRole[], few: number): Promise<void> {
  const name = `${place.kind} ${roles.join(' ')}`
  const outcome = await torture({ name, address: await addressIn(place), roles, kills: kills(few) })
  process.stderr.write(`${name}: ${JSON.stringify({ ...outcome, faults: outcome.faults.length })}\n`)
  expect(outcome.faults).toEqual([])
  expect(outcome.cases).toBeGreaterThan(0)
}

describe.concurrent('servers that are killed', () => {
  describeOnStores('lose nothing', (_, place) => {
    const { kind } = place
    it.concurrent(
      'that was acknowledged, and leave nothing half done',
      async () => survives(place, ['all'], 2),
      timeout,
    )
    it.concurrent(
      kind === 'sqlite' ? 'as two processes on one file' : 'as three servers and two workers',
      async () =>
        survives(place, kind === 'sqlite' ? ['all', 'all'] : ['api', 'api', 'api', 'worker', 'worker'], 1),
      timeout,
    )
  })
})
