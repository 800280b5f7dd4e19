/** The only place that reads settings from the environment. */
import { readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { Refusal } from '@rightdesk/engine'

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

/**
 * `RIGHTDESK_MODEL_URL`, `RIGHTDESK_MODEL`, `RIGHTDESK_MODEL_KEY`, `RIGHTDESK_MODEL_TIMEOUT_MS`,
 * `RIGHTDESK_MODEL_REDACT=on|off`. Throws a `Refusal` for an address without a model, and the reverse.
 */
export function modelSettings(environment: NodeJS.ProcessEnv): ModelSettings | undefined {
  const baseUrl = addressIn(environment, 'RIGHTDESK_MODEL_URL')
  const model = environment['RIGHTDESK_MODEL'] || undefined
  if (baseUrl === undefined && model === undefined) return undefined
  if (baseUrl === undefined || model === undefined) {
    throw new Refusal(
      'precondition_failed',
      baseUrl === undefined ? 'RIGHTDESK_MODEL_URL' : 'RIGHTDESK_MODEL',
      'the language model is only half configured',
      'Set both RIGHTDESK_MODEL_URL and RIGHTDESK_MODEL, or none of them.',
    )
  }
  return {
    baseUrl,
    model,
    apiKey: environment['RIGHTDESK_MODEL_KEY'] || undefined,
    timeoutMs: wholeIn(environment, 'RIGHTDESK_MODEL_TIMEOUT_MS', 1) ?? timeoutMsDefault,
    redact: choiceIn(environment, 'RIGHTDESK_MODEL_REDACT', ['on', 'off']) !== 'off',
  }
}

/**
 * Where the desk keeps its state: `DATABASE_URL` is PostgreSQL; else it is a file in `RIGHTDESK_DATA`, by default the
 * user's own data folder. Throws a `Refusal` for an address of anything else, which is not repeated: it may hold a
 * password.
 */
export function storeAddress(environment: NodeJS.ProcessEnv = process.env): string {
  const address = environment['DATABASE_URL']
  if (!address) return embeddedStore(environment)
  if (/^postgres(ql)?:\/\//.test(address)) return address
  throw new Refusal(
    'precondition_failed',
    'DATABASE_URL',
    'this is no address of PostgreSQL',
    'Write it as postgres://user:password@host:5432/database, or leave it out for the embedded store.',
  )
}

/** The file that holds the embedded store, there or not. */
export const embeddedStore = (environment: NodeJS.ProcessEnv = process.env): string =>
  join(dataFolder(environment), 'rightdesk.db')

const dataFolder = (environment: NodeJS.ProcessEnv): string =>
  environment['RIGHTDESK_DATA'] ||
  join(environment['XDG_DATA_HOME'] || join(homedir(), '.local', 'share'), 'rightdesk')

/** What a process does: answer requests, do what is due, or both. Probes and metrics are answered by all. */
export const serveRoles = ['all', 'api', 'worker'] as const
export type ServeRole = (typeof serveRoles)[number]

/** A provider that says who somebody is, by OpenID Connect. */
export type OidcSettings = {
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
  /** Who may come in by it: e-mail addresses of these domains; of any where there is none. */
  readonly domains: readonly string[]
}

/** How people reach and enter this desk. */
export type SignInSettings = {
  /** The address in people's browsers, where it is another than that of the process. */
  readonly publicUrl: string | undefined
  readonly oidc: OidcSettings | undefined
}

/**
 * `RIGHTDESK_PUBLIC_URL`; `RIGHTDESK_OIDC_ISSUER`, `RIGHTDESK_OIDC_CLIENT_ID`, `RIGHTDESK_OIDC_CLIENT_SECRET` and, where
 * only some domains may come in, `RIGHTDESK_OIDC_DOMAIN` (several with commas). Throws a `Refusal` for half of them.
 */
export const signInSettings = (environment: NodeJS.ProcessEnv = process.env): SignInSettings => ({
  publicUrl: addressIn(environment, 'RIGHTDESK_PUBLIC_URL'),
  oidc: oidcSettings(environment),
})

function oidcSettings(environment: NodeJS.ProcessEnv): OidcSettings | undefined {
  const issuer = addressIn(environment, 'RIGHTDESK_OIDC_ISSUER')
  const clientId = environment['RIGHTDESK_OIDC_CLIENT_ID'] || undefined
  const clientSecret = environment['RIGHTDESK_OIDC_CLIENT_SECRET'] || undefined
  if (issuer === undefined && clientId === undefined && clientSecret === undefined) return undefined
  if (issuer === undefined || clientId === undefined || clientSecret === undefined) {
    throw new Refusal(
      'precondition_failed',
      'RIGHTDESK_OIDC_ISSUER',
      'single sign-on is only half configured',
      'Set RIGHTDESK_OIDC_ISSUER, RIGHTDESK_OIDC_CLIENT_ID and RIGHTDESK_OIDC_CLIENT_SECRET, or none of them.',
    )
  }
  const domains = (environment['RIGHTDESK_OIDC_DOMAIN'] ?? '').toLowerCase().split(/[\s,]+/)
  return { issuer, clientId, clientSecret, domains: domains.filter((one) => one !== '') }
}

/** An http(s) address without the slash at its end. */
function addressIn(environment: NodeJS.ProcessEnv, name: string): string | undefined {
  const text = environment[name]
  if (!text) return undefined
  if (/^https?:/.test(text) && URL.canParse(text)) return text.replace(/\/+$/, '')
  const help = 'Write it as https://desk.example.com.'
  throw new Refusal('precondition_failed', name, `\`${text}\` is no address`, help)
}

/** A whole number, where one is set. */
function wholeIn(environment: NodeJS.ProcessEnv, name: string, least: number): number | undefined {
  const text = environment[name]
  if (!text) return undefined
  if (/^\d{1,9}$/.test(text) && Number(text) >= least) return Number(text)
  const help = `Set it to a whole number of at least ${least}, or leave it out.`
  throw new Refusal('precondition_failed', name, `\`${text}\` is no such number`, help)
}

/** One of some words, where one is set. What is misspelt would otherwise pass for the default. */
function choiceIn<Choice extends string>(
  environment: NodeJS.ProcessEnv,
  name: string,
  choices: readonly Choice[],
): Choice | undefined {
  const text = environment[name]
  if (!text) return undefined
  const found = choices.find((choice) => choice === text)
  if (found !== undefined) return found
  const help = `Set it to ${choices.map((choice) => `\`${choice}\``).join(' or ')}, or leave it out.`
  throw new Refusal('precondition_failed', name, `\`${text}\` means nothing here`, help)
}

const logLevels = ['debug', 'info', 'warn', 'error'] as const

/** What a server is told by its environment. */
export type ServeSettings = {
  readonly store: string
  /** Encrypts what is kept secret, and signs; the same for every process on one store. */
  readonly secret: string | undefined
  readonly policyFolder: string | undefined
  readonly model: ModelSettings | undefined
  readonly signIn: SignInSettings
  /** Whether agents are offered tools that change something. */
  readonly mcpWrites: boolean
  /** Whether webhooks may go to private addresses. */
  readonly webhookPrivate: boolean
  /** Lets a scraper read `/metrics` from elsewhere. */
  readonly metricsToken: string | undefined
  readonly logLevel: string
  /** Of one actor, where it is not the default. */
  readonly requestsPerMinute: number | undefined
  readonly casesPerMinute: number | undefined
  /** How many proxies of ours stand in front. */
  readonly proxies: number
  /** Under which name spans are exported, where they are; the SDK reads where to. */
  readonly tracedAs: string | undefined
}

/**
 * `DATABASE_URL`, `RIGHTDESK_DATA`, `RIGHTDESK_SECRET`, `RIGHTDESK_POLICY`, `RIGHTDESK_MCP_WRITES=allow`,
 * `RIGHTDESK_WEBHOOK_PRIVATE=allow`,
 * `RIGHTDESK_METRICS_TOKEN`, `RIGHTDESK_LOG=debug|info|warn|error`, `RIGHTDESK_REQUESTS_PER_MINUTE` and
 * `RIGHTDESK_CASES_PER_MINUTE` of one actor, `RIGHTDESK_PROXIES` in front, `OTEL_EXPORTER_OTLP_ENDPOINT`,
 * `OTEL_SERVICE_NAME`. Throws a `Refusal` that names the setting which is not as it should be.
 */
export const serveSettings = (environment: NodeJS.ProcessEnv = process.env): ServeSettings => ({
  store: storeAddress(environment),
  secret: environment['RIGHTDESK_SECRET'] || undefined,
  policyFolder: environment['RIGHTDESK_POLICY'] || undefined,
  model: modelSettings(environment),
  signIn: signInSettings(environment),
  mcpWrites: choiceIn(environment, 'RIGHTDESK_MCP_WRITES', ['allow']) !== undefined,
  webhookPrivate: choiceIn(environment, 'RIGHTDESK_WEBHOOK_PRIVATE', ['allow']) !== undefined,
  metricsToken: environment['RIGHTDESK_METRICS_TOKEN'] || undefined,
  logLevel: choiceIn(environment, 'RIGHTDESK_LOG', logLevels) ?? 'info',
  requestsPerMinute: wholeIn(environment, 'RIGHTDESK_REQUESTS_PER_MINUTE', 1),
  casesPerMinute: wholeIn(environment, 'RIGHTDESK_CASES_PER_MINUTE', 1),
  proxies: wholeIn(environment, 'RIGHTDESK_PROXIES', 0) ?? 0,
  tracedAs: environment['OTEL_EXPORTER_OTLP_ENDPOINT']
    ? environment['OTEL_SERVICE_NAME'] || 'rightdesk'
    : undefined,
})

/** Where commands find a running desk, and what they show it. */
export type DeskSettings = {
  readonly url: string
  /** Whether the address was named, and is not the default. */
  readonly named: boolean
  readonly token: string | undefined
  /** Keeps the key that `rightdesk sign-in` took; readable by its owner alone. */
  readonly tokenFile: string
}

/**
 * `RIGHTDESK_URL`, else the desk that somebody signed in at; `RIGHTDESK_TOKEN`, else what `rightdesk sign-in` wrote.
 * Throws a `Refusal` for what is no address.
 */
export function deskSettings(environment: NodeJS.ProcessEnv = process.env): DeskSettings {
  const url = addressIn(environment, 'RIGHTDESK_URL')
  const folder = environment['XDG_CONFIG_HOME'] || join(homedir(), '.config')
  const tokenFile = join(folder, 'rightdesk', 'token')
  const [kept, forAddress] = (readIfThere(tokenFile) ?? '').split('\n').map((line) => line.trim())
  const address = url ?? (forAddress || 'http://127.0.0.1:4780')
  // A key is shown to no other server than the one it was taken for.
  const token = environment['RIGHTDESK_TOKEN'] || (!forAddress || forAddress === address ? kept : '')
  return { url: address, named: Boolean(url), token: token || undefined, tokenFile }
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}
