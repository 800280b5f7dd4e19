/** The only place that reads settings from the environment. */
import { homedir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'

/** A language model that may read along; nothing is sent anywhere unless both address and name are set. */
export type ModelSettings = {
  readonly baseUrl: string
  readonly model: string
  readonly apiKey: string | undefined
  readonly timeoutMs: number
  readonly redact: boolean
}

const timeoutMsDefault = 8_000

/** Where what can be made again is kept between runs. */
export const cacheFolder = (environment: NodeJS.ProcessEnv = process.env): string =>
  join(environment['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'rightdesk')

/** `RIGHTDESK_MODEL_URL`, `RIGHTDESK_MODEL`, `RIGHTDESK_MODEL_KEY`, `RIGHTDESK_MODEL_TIMEOUT_MS`, `RIGHTDESK_MODEL_REDACT=off`. */
export function modelSettings(environment: NodeJS.ProcessEnv): ModelSettings | undefined {
  const baseUrl = environment['RIGHTDESK_MODEL_URL']
  const model = environment['RIGHTDESK_MODEL']
  if (!baseUrl || !model) return undefined
  const timeoutMs = Number(environment['RIGHTDESK_MODEL_TIMEOUT_MS'])
  return {
    baseUrl,
    model,
    apiKey: environment['RIGHTDESK_MODEL_KEY'] || undefined,
    timeoutMs: timeoutMs > 0 ? timeoutMs : timeoutMsDefault,
    redact: environment['RIGHTDESK_MODEL_REDACT'] !== 'off',
  }
}
