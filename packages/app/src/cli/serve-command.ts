/** `rightdesk serve`: runs the server until it is told to stop, and tells at its start what to do next. */
import { accessSync, constants, existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import process from 'node:process'
import { operationsByName, perform, type Services, scopes, systemActor } from '@rightdesk/desk'
import { Refusal } from '@rightdesk/engine'
import { deskSettings, type ServeRole, serveSettings } from '../config.ts'
import { startLogging } from '../logging.ts'
import { type Serving, serve } from '../serve.ts'
import type { Console } from './console.ts'
import { harmless, type Terminal } from './terminal.ts'

export type ServeCommandOptions = {
  readonly port: string
  readonly host: string
  readonly role: ServeRole
  readonly policy?: string
  readonly demo?: boolean
}

/** What is left of connections after the stop keeps the process so long. */
const lingerMs = 500

/** Serves until SIGTERM or SIGINT; a second signal ends the process at once. Gives the exit code. */
export async function serveCommand(
  options: ServeCommandOptions,
  version: string,
  io: Console,
): Promise<number> {
  const { host, role, demo = false } = options
  const port = portOf(options.port)
  const stopping = stopSignal()
  const serving = await startOrSay(() => {
    const settings = serveSettings()
    const isTerminal = (io.stderr as { isTTY?: boolean }).isTTY === true
    const log = startLogging(settings.logLevel, io.stderr, isTerminal ? io.errorTerminal : undefined)
    const policyFolder = options.policy ?? settings.policyFolder
    return serve({ settings: { ...settings, policyFolder }, host, port, role, demo, log, version })
  }, io)
  if (!serving) return 3
  try {
    const told = welcome(serving, role, io.terminal).then((text) => io.stdout.write(text))
    await Promise.race([stopping, told.then(() => stopping)])
  } finally {
    await serving.stop()
    // A query to a database that does not answer, or the like: nothing that is waited for.
    setTimeout(() => process.exit(), lingerMs).unref()
  }
  return 0
}

function portOf(text: string): number {
  const port = Number(text)
  if (/^\d+$/.test(text) && port < 65_536) return port
  const help = 'Take a number from 1 to 65535, or 0 for a free one.'
  throw new Refusal('invalid', '--port', `\`${text}\` is no port`, help)
}

/** What keeps a server from starting is nobody's fault in the usage: one line, and what to do. */
async function startOrSay(start: () => Promise<Serving>, io: Console): Promise<Serving | undefined> {
  try {
    return await start()
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const { at, message, help } = error
    const place = at ? `${at}: ` : ''
    io.stderr.write(
      `${io.errorTerminal.styled('red', 'cannot start')} ${harmless(place + message)}\n  ${harmless(help)}\n`,
    )
    return undefined
  }
}

/** The address first, then what there is to do, each with the command or link that does it. */
async function welcome(
  { publicUrl, services, firstLink, demo }: Serving,
  role: ServeRole,
  { styled }: Terminal,
): Promise<string> {
  const lines = [`${styled('bold', 'Rightdesk')} serves at ${styled('cyan', publicUrl)}`]
  if (role === 'worker') return `${lines[0]}\n`
  const link = await firstLink()
  if (link) {
    lines.push('', 'Nobody can sign in yet. This link makes the first admin; it works once, and for a day:')
    lines.push(`  ${publicUrl}${link}`)
  }
  if (demo) {
    lines.push(
      '',
      `What you see is a demonstration: ${demo.cases} asks of ${demo.accounts} invented customers.`,
    )
    const signedIn = await signInHere(services, publicUrl)
    lines.push(
      ...(signedIn
        ? [
            `  npx rightdesk demo remove             takes it away and leaves what is yours`,
            `  npx rightdesk case list               works here: ${signedIn} signs this machine in`,
          ]
        : [
            `  ${publicUrl}/admin/demo   takes it away and leaves what is yours`,
            `  RIGHTDESK_URL=${publicUrl} npx rightdesk sign-in   for the command line, with a key made at /account`,
          ]),
    )
  }
  lines.push(
    '',
    `  npx rightdesk ask "our build fails"   who owns an ask, and why`,
    `  ${publicUrl}/api/v1/reference   the API`,
  )
  return `${lines.join('\n')}\n`
}

/**
 * A first start signs the command line of this user in, by a key file that only they can read, as they alone can read
 * the store. An earlier sign-in is left alone. Gives the file that was written, if one could be.
 */
async function signInHere(services: Services, url: string): Promise<string | undefined> {
  const { tokenFile, token } = deskSettings()
  if (token !== undefined || existsSync(tokenFile)) return undefined
  try {
    mkdirSync(dirname(tokenFile), { recursive: true, mode: 0o700 })
    accessSync(dirname(tokenFile), constants.W_OK)
  } catch {
    return undefined
  }
  const as = { actor: systemActor, surface: 'cli' } as const
  const { id } = await perform(
    services,
    operationsByName['services.add'],
    { name: 'The command line of this machine', role: 'admin' },
    as,
  )
  const { secret } = await perform(
    services,
    operationsByName['keys.create'],
    { name: 'first start', scopes: [...scopes], service: id },
    as,
  )
  writeFileSync(tokenFile, `${secret}\n${url}\n`, { mode: 0o600, flag: 'wx' })
  return tokenFile
}

/** Resolves at the first signal to stop; the second finds no handler and ends the process. */
async function stopSignal(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const signals = ['SIGTERM', 'SIGINT'] as const
  for (const signal of signals) process.once(signal, () => resolve())
  await promise
  for (const signal of signals) process.removeAllListeners(signal)
}
