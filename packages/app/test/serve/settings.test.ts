import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Refusal } from '@rightdesk/engine'
import { afterAll, describe, expect, it } from 'vitest'
import { deskSettings, modelSettings, serveSettings, storeAddress } from '../../src/config.ts'
import { secretFor } from '../../src/services.ts'

const folder = mkdtempSync(join(tmpdir(), 'rightdesk-settings-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const refusalOf = (act: () => unknown): Refusal => {
  try {
    act()
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  }
  throw new Error('it was not refused')
}

describe('a setting that is not as it should be', () => {
  it.each([
    ['RIGHTDESK_PROXIES', 'one'],
    ['RIGHTDESK_PROXIES', '-1'],
    ['RIGHTDESK_REQUESTS_PER_MINUTE', '0'],
    ['RIGHTDESK_CASES_PER_MINUTE', '10/s'],
    ['RIGHTDESK_LOG', 'verbose'],
    ['RIGHTDESK_MCP_WRITES', 'true'],
    ['RIGHTDESK_WEBHOOK_PRIVATE', 'yes'],
    ['RIGHTDESK_MODEL_TIMEOUT_MS', '2s'],
    ['RIGHTDESK_MODEL_REDACT', 'no'],
    ['RIGHTDESK_MODEL_URL', 'localhost:11434'],
    ['RIGHTDESK_MODEL_URL', ''],
    ['RIGHTDESK_MODEL', ''],
    ['RIGHTDESK_PUBLIC_URL', 'desk.example.com'],
    ['DATABASE_URL', 'mysql://desk:hidden@localhost/desk'],
  ])('is named, never taken for the default: %s=%s', (name, value) => {
    const whole = { RIGHTDESK_MODEL_URL: 'http://127.0.0.1:1/v1', RIGHTDESK_MODEL: 'a-model' }
    const { at, message, help } = refusalOf(() => serveSettings({ ...whole, [name]: value }))
    expect(at).toBe(name)
    expect(help).not.toBe('')
    expect(message).not.toContain('hidden')
  })
})

it('settings that are left out or empty have their defaults', () => {
  const empty = { RIGHTDESK_PROXIES: '', RIGHTDESK_LOG: '', RIGHTDESK_MODEL: '', DATABASE_URL: '' }
  for (const environment of [{}, empty]) {
    expect(serveSettings(environment)).toMatchObject({ proxies: 0, logLevel: 'info', mcpWrites: false })
    expect(modelSettings(environment)).toBeUndefined()
    expect(storeAddress(environment)).toMatch(/rightdesk\.db$/)
  }
})

it('traces carry the name that OTEL_SERVICE_NAME gives', () => {
  const traced = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318' }
  expect(serveSettings({}).tracedAs).toBeUndefined()
  expect(serveSettings(traced).tracedAs).toBe('rightdesk')
  expect(serveSettings({ ...traced, OTEL_SERVICE_NAME: 'desk-emea' }).tracedAs).toBe('desk-emea')
})

it('commands speak to the desk that somebody signed in at, unless another is named', () => {
  mkdirSync(join(folder, 'rightdesk'))
  writeFileSync(join(folder, 'rightdesk', 'token'), 'rd_kept\nhttp://127.0.0.1:5000\n')
  const kept = { XDG_CONFIG_HOME: folder }
  expect(deskSettings(kept)).toMatchObject({ url: 'http://127.0.0.1:5000', named: false, token: 'rd_kept' })
  const other = deskSettings({ ...kept, RIGHTDESK_URL: 'http://127.0.0.1:4780' })
  expect(other).toMatchObject({ url: 'http://127.0.0.1:4780', named: true, token: undefined })
  expect(refusalOf(() => deskSettings({ RIGHTDESK_URL: 'desk' })).at).toBe('RIGHTDESK_URL')
})

describe('the key file beside an embedded store', () => {
  it('is made once, and read from then on', () => {
    const address = join(folder, 'fresh', 'rightdesk.db')
    const made = secretFor(address, undefined)
    expect(made.length).toBeGreaterThanOrEqual(32)
    expect(secretFor(address, undefined)).toBe(made)
    expect(readFileSync(`${address}.key`, 'utf8').trim()).toBe(made)
  })

  it('is refused where it cannot be made, with the setting that names its folder', () => {
    const { code, help } = refusalOf(() => secretFor('/dev/null/desk/rightdesk.db', undefined))
    expect(code).toBe('unavailable')
    expect(help).toContain('RIGHTDESK_DATA')
  })

  it('is refused where it is empty or cut off: nothing is signed with such a key', () => {
    for (const cut of ['', '\n', 'Zm9v\n']) {
      writeFileSync(join(folder, 'cut.db.key'), cut)
      expect(refusalOf(() => secretFor(join(folder, 'cut.db'), undefined)).message).toContain('cut.db.key')
    }
  })
})
