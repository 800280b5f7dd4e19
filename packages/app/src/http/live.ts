/**
 * The live feed as Server-Sent Events: `GET /api/v1/live`, and with `?case=` also who else looks at that case. Here is
 * how messages reach somebody and for how long; what they are told is the desk's to say. A stream lives no longer than
 * the sign-in it was opened with, and a client that does not keep up is let go: it comes back and is told what it missed.
 */
import { type Actor, type Listening, type LiveMessage, type Services, startLive } from '@rightdesk/desk'
import { Refusal } from '@rightdesk/engine'
import { ProblemError } from './problems.ts'

export type LiveStreams = {
  /**
   * Answers a request with a stream of what changes. `cut` ends the connection beneath, for a client that takes nothing
   * any more. Rejects with a problem for what is asked wrongly, with a `Refusal` for a case that the actor may not see.
   */
  readonly open: (request: Request, actor: Actor, cut: () => void) => Promise<Response>
  /** Ends every stream at once, and opens no more. */
  readonly stop: () => Promise<void>
}

export type LiveParts = {
  readonly services: Services
  /** Who sends a request, or null where it is nobody any more. */
  readonly authenticate: (request: Request) => Promise<Actor | null>
  readonly log: { readonly warn: (fields: object, message: string) => void }
  /** Left out: as people need it. Tests do not wait that long. */
  readonly pace?: Partial<Pace>
}

type Pace = {
  /** How often the desk looks for what is new. */
  readonly pollMs: number
  /** A comment this often keeps proxies from taking a quiet stream for a dead one. */
  readonly heartbeatMs: number
  /** How soon a session that is over, or a key that was revoked, ends its streams. */
  readonly recheckMs: number
}

const paceDefault: Pace = { pollMs: 700, heartbeatMs: 20_000, recheckMs: 60_000 }
/** What may wait for a client that reads slowly, in bytes; a few times what is told at once. */
const waitingMax = 500_000
/** Streams of one actor: some dozens of open pages. */
const streamsMax = 50
/** After which time a client comes back, in milliseconds. */
const retryMs = 2_000

/** One connection: who asked, with what, and the way to them. */
type Stream = Pipe & {
  readonly request: Request
  readonly actor: Actor
  listening?: Listening
}

/** The streams of one process; nothing runs while there are none. */
export function liveStreams({ services, authenticate, log, pace }: LiveParts): LiveStreams {
  const { pollMs, heartbeatMs, recheckMs } = { ...paceDefault, ...pace }
  const live = startLive(services, { log, pollMs })
  const streams = new Set<Stream>()
  let timers: NodeJS.Timeout[] = []
  let stopped = false

  const beat = (): void => {
    for (const { send } of streams) send(': still here\n\n')
  }
  const recheck = async (): Promise<void> => {
    for (const stream of [...streams]) {
      try {
        if (!(await mayGoOn(stream, authenticate))) stream.end()
      } catch (err) {
        // While the store is away nothing is told either; when it is back, the next round finds out.
        log.warn({ err }, 'who listens could not be checked; it is tried again')
      }
    }
  }

  const admit = (stream: Stream): void => {
    streams.add(stream)
    if (timers.length === 0) timers = [setInterval(beat, heartbeatMs), setInterval(recheck, recheckMs)]
  }
  const leave = async (stream: Stream): Promise<void> => {
    if (!streams.delete(stream)) return
    if (streams.size === 0) for (const timer of timers.splice(0)) clearInterval(timer)
    try {
      await stream.listening?.leave()
    } catch (err) {
      // What says that somebody looks at a case runs out by itself.
      log.warn({ err }, 'the end of a live stream was not noted')
    }
  }

  return {
    open: async (request, actor, cut) => {
      if (stopped)
        throw new Refusal('unavailable', '', 'the server is stopping', 'Connect again in a moment.')
      demandRoom(actor, streams)
      const wanted = wantedIn(request)
      const headers = { 'Content-Type': 'text/event-stream', 'X-Accel-Buffering': 'no' }
      // Nobody would read the stream.
      if (request.method === 'HEAD') return new Response(null, { headers })
      const pipe = openPipe(cut, () => leave(stream))
      // A copy: the request itself belongs to its connection.
      const stream: Stream = {
        ...pipe,
        actor,
        request: new Request(request.url, { headers: request.headers }),
      }
      admit(stream)
      pipe.send(`retry: ${retryMs}\n\n`)
      try {
        const tell = (message: LiveMessage): void => pipe.send(asEvent(message))
        stream.listening = await live.listen({ actor, ...wanted, tell })
      } catch (error) {
        pipe.end()
        throw error
      }
      // It may have ended while it began.
      if (!streams.has(stream)) await stream.listening.leave()
      return new Response(pipe.body, { headers })
    },
    stop: async () => {
      stopped = true
      live.stop()
      const open = [...streams]
      for (const { end } of open) end()
      await Promise.all(open.map(({ ended }) => ended))
    },
  }
}

type Pipe = {
  readonly body: ReadableStream<Uint8Array>
  /** Does nothing once it has ended; ends it where too much waits already. */
  readonly send: (text: string) => void
  readonly end: () => void
  /** Resolves when it has ended and `onEnd` is done. */
  readonly ended: Promise<void>
}

/** A way to one client that holds no more than `waitingMax` for it. */
function openPipe(cut: () => void, onEnd: () => Promise<void>): Pipe {
  const encoder = new TextEncoder()
  const { promise: ended, resolve } = Promise.withResolvers<void>()
  let open = true
  let controller!: ReadableStreamDefaultController<Uint8Array>
  const close = (): boolean => {
    const wasOpen = open
    open = false
    if (wasOpen) void onEnd().then(resolve)
    return wasOpen
  }
  const end = (): void => {
    if (!close()) return
    const allTaken = controller.desiredSize === waitingMax
    controller.close()
    // What waits would hold the connection open for as long as the client likes.
    if (!allTaken) cut()
  }
  const body = new ReadableStream<Uint8Array>(
    {
      start: (own) => {
        controller = own
      },
      cancel: () => void close(),
    },
    { highWaterMark: waitingMax, size: (chunk) => chunk!.byteLength },
  )
  const send = (text: string): void => {
    if (!open) return
    if (controller.desiredSize! > 0) controller.enqueue(encoder.encode(text))
    else end()
  }
  return { body, send, end, ended }
}

/** A message as it goes over the wire; JSON has no line feeds of its own. */
function asEvent(message: LiveMessage): string {
  const id = 'id' in message && message.id !== undefined ? `id: ${message.id}\n` : ''
  return `event: ${message.event}\n${id}data: ${JSON.stringify(message.data)}\n\n`
}

const inputs: readonly string[] = ['case', 'after']

/** Throws a problem unless the request asks for what there is, each once. */
function wantedIn({ url, headers }: Request): { readonly case?: string; readonly lastId?: string } {
  const { searchParams } = new URL(url)
  for (const name of searchParams.keys()) {
    if (!inputs.includes(name)) {
      const message = `there is no input \`${name}\``
      throw new ProblemError('invalid', name, message, { help: 'It takes `case` and `after`, or nothing.' })
    }
    if (searchParams.getAll(name).length > 1) {
      const help = 'Give it once; open a stream for each case.'
      throw new ProblemError('invalid', name, `\`${name}\` is given more than once`, { help })
    }
  }
  const name = searchParams.get('case')
  // A browser that comes back repeats the address as it was, so the header is the newer of the two.
  const lastId = headers.get('Last-Event-ID') || searchParams.get('after')
  return { ...(name !== null && { case: name }), ...(lastId && { lastId }) }
}

function demandRoom({ id }: Actor, streams: Iterable<Stream>): void {
  const own = [...streams].filter(({ actor }) => actor.id === id).length
  if (own < streamsMax) return
  const message = `there are ${own} live streams of yours already`
  throw new ProblemError('limit_exceeded', '', message, { status: 429, help: 'Close some of them.' })
}

/** Whether who opened a stream is still who they were and may still see its case; they go on as what they are now. */
async function mayGoOn(
  { request, actor, listening }: Stream,
  authenticate: LiveParts['authenticate'],
): Promise<boolean> {
  const now = await authenticate(request)
  return now?.id === actor.id && (listening === undefined || (await listening.goOnAs(now)))
}
