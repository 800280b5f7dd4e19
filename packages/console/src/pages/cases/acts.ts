/**
 * Doing something to cases, and taking it back. What the desk can undo is done at once and undone by its inverse; what
 * it cannot is held for a few seconds and then sent: at once when the page is left, or when the same case is acted on
 * again. Refusals are said, several of them together; one for an older version is put to whoever acts.
 */
import { deskClient } from '@rightdesk/desk/client'
import { Refusal } from '@rightdesk/engine/refusal'
import { useSyncExternalStore } from 'react'
import { desk, type InputOf, nounOf, type OperationName, type OutputOf, refresh } from '../../app/api.ts'
import { sayError } from '../../app/say-error.ts'
import { toast } from '../../ui/toast.tsx'

/** The case that is acted on, as it was seen. */
export type Target = {
  readonly id: string
  readonly number: number
  readonly version: number
  readonly updatedAt: string
}

export type CaseAct = {
  readonly target: Target
  readonly operation: OperationName
  /** While it is held and where it is refused, such as `Accept #12`. */
  readonly doing: string
  readonly done: string
  readonly held: boolean
  readonly send: (version: number | undefined, leaving: boolean) => Promise<unknown>
  readonly undo?: ((output: unknown) => () => Promise<unknown>) | undefined
  readonly onDone?: ((output: unknown) => void) | undefined
  /** Hears of a refusal beside its being said. */
  readonly onRefused?: ((error: unknown) => void) | undefined
}

type ActWords<Name extends OperationName> = {
  readonly doing: string
  readonly done: string
  /** Takes it back where the desk can; without it, the act is held before it is sent. */
  readonly undo?: ((output: OutputOf<Name>) => () => Promise<unknown>) | undefined
  readonly onDone?: ((output: OutputOf<Name>) => void) | undefined
  /** The operation takes no version. */
  readonly unversioned?: boolean
}

/** A request of the last moment outlives the page. */
const lasting = deskClient({
  url: location.origin,
  fetch: (request, init) => fetch(request, { ...init, keepalive: true }),
})

/** An act of one operation on a case. Sent twice, it is done once. */
export function caseAct<Name extends OperationName>(
  target: Target,
  operation: Name,
  input: InputOf<Name>,
  { doing, done, undo, onDone, unversioned = false }: ActWords<Name>,
): CaseAct {
  const idempotencyKey = crypto.randomUUID()
  return {
    target,
    operation,
    doing: `${doing} #${target.number}`,
    done: `${done} #${target.number}`,
    held: undo === undefined,
    send: (version, leaving) =>
      (leaving ? lasting : desk).call(
        operation,
        unversioned || version === undefined ? input : { ...input, version },
        // Another version is another request.
        { idempotencyKey: `${idempotencyKey}-${version ?? 0}` },
      ),
    undo: undo as CaseAct['undo'],
    onDone: onDone as CaseAct['onDone'],
  }
}

// ---------------------------------------------------------------- what pages show of it

export type Refused = { readonly act: CaseAct; readonly error: unknown }
export type Acting = {
  /** Held acts, and those on their way. */
  readonly waiting: readonly CaseAct[]
  readonly progress: { readonly total: number; readonly settled: number } | undefined
  readonly report: { readonly done: number; readonly refused: readonly Refused[] } | undefined
  readonly conflict: CaseAct | undefined
}

let acting: Acting = { waiting: [], progress: undefined, report: undefined, conflict: undefined }
const listeners = new Set<() => void>()

const change = (next: Partial<Acting>): void => {
  acting = { ...acting, ...next }
  for (const listener of listeners) listener()
}

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export const useActing = (): Acting => useSyncExternalStore(subscribe, () => acting)

/** The acts that wait for one case; the same array while nothing changes. */
export const useWaiting = (caseId: string): readonly CaseAct[] =>
  useActing().waiting.filter(({ target }) => target.id === caseId)

export const closeReport = (): void => change({ report: undefined })
export const closeConflict = (): void => change({ conflict: undefined })

// ---------------------------------------------------------------- holding

const holdMs = 5_000

type Held = { readonly acts: readonly CaseAct[]; readonly release: (leaving?: boolean) => Promise<void> }
const held = new Set<Held>()

window.addEventListener('pagehide', () => {
  for (const one of held) void one.release(true)
})

/** Does one act, or several of one kind; those that cannot be undone after a moment in which they can be stopped. */
export function perform(acts: readonly CaseAct[]): void {
  const [first] = acts
  if (!first) return
  const cases = new Set(acts.map(({ target }) => target.id))
  for (const one of held) if (one.acts.some(({ target }) => cases.has(target.id))) void one.release()
  change({ waiting: [...acting.waiting, ...acts] })
  if (acts.some((act) => act.held)) hold(acts)
  else void run(acts)
}

function hold(acts: readonly CaseAct[]): void {
  const end = (): void => {
    held.delete(one)
    window.clearTimeout(timer)
    drop()
  }
  const one: Held = {
    acts,
    release: async (leaving = false) => {
      end()
      await run(acts, leaving)
    },
  }
  held.add(one)
  const timer = window.setTimeout(() => void one.release(), holdMs)
  const drop = toast({
    title:
      acts.length === 1 ? acts[0]!.doing : `${acts[0]!.doing.replace(/ #\d+$/, '')}: ${acts.length} cases`,
    untilMs: Date.now() + holdMs,
    undo: async () => {
      end()
      settle(acts)
    },
  })
}

const settle = (acts: readonly CaseAct[]): void => {
  const gone = new Set(acts)
  change({ waiting: acting.waiting.filter((act) => !gone.has(act)) })
}

// ---------------------------------------------------------------- sending

/** How many are on their way at one time. */
const lanes = 4

async function run(acts: readonly CaseAct[], leaving = false): Promise<void> {
  const refused: Refused[] = []
  const undos: (() => Promise<unknown>)[] = []
  let settled = 0
  if (acts.length > 1) change({ progress: { total: acts.length, settled } })
  const queue = acts.values()
  const lane = async (): Promise<void> => {
    for (const act of queue) {
      try {
        const output = await sendInTurn(act, leaving)
        act.onDone?.(output)
        if (act.undo) undos.push(act.undo(output))
      } catch (error) {
        refused.push({ act, error })
      }
      settled += 1
      settle([act])
      if (acts.length > 1) change({ progress: { total: acts.length, settled } })
    }
  }
  // While the page goes away nothing can be awaited: all are sent at once.
  await Promise.all(Array.from({ length: leaving ? acts.length : lanes }, lane))
  refresh([...new Set(acts.map(({ operation }) => nounOf(operation)))])
  if (acts.length > 1) change({ progress: undefined })
  sayOutcome(acts, refused, undos)
}

function sayOutcome(
  acts: readonly CaseAct[],
  refused: readonly Refused[],
  undos: readonly (() => Promise<unknown>)[],
): void {
  const done = acts.length - refused.length
  if (done > 0) {
    const title = acts.length === 1 ? acts[0]!.done : `${acts[0]!.done.replace(/ #\d+$/, '')}: ${done} cases`
    const undo = async (): Promise<void> => {
      await Promise.all(undos.map((back) => back()))
      refresh(['cases'])
    }
    toast({ title, ...(undos.length > 0 && { undo }) })
  }
  if (acts.length > 1) {
    if (refused.length > 0) change({ report: { done, refused } })
  } else if (refused[0]) {
    if (isOutdated(refused[0].error)) change({ conflict: refused[0].act })
    else toast({ tone: 'bad', ...sayError(refused[0].error) })
    refused[0].act.onRefused?.(refused[0].error)
  }
}

/** Whether an act was refused because somebody else changed the case meanwhile. */
export const isOutdated = (error: unknown): boolean =>
  error instanceof Refusal && error.code === 'conflict' && error.at === 'version'

/** Acts on one case are sent one after the other. */
const turns = new Map<string, Promise<unknown>>()
/** Which versions of a case are only ours: what was seen at `from` is at `to` by what we did since. */
const ours = new Map<string, { readonly from: number; readonly to: number }>()

function sendInTurn(act: CaseAct, leaving: boolean): Promise<unknown> {
  const { id } = act.target
  const before = leaving ? undefined : turns.get(id)
  const sent = before ? before.then(() => sendNow(act, leaving)) : sendNow(act, leaving)
  const over = sent.catch(() => undefined)
  turns.set(id, over)
  void over.then(() => turns.get(id) === over && turns.delete(id))
  return sent
}

async function sendNow(act: CaseAct, leaving: boolean): Promise<unknown> {
  const { id, version } = act.target
  const known = ours.get(id)
  const since = known && version >= known.from && version < known.to ? known : undefined
  const sentVersion = since?.to ?? version
  const output = await act.send(sentVersion, leaving)
  const now = (output as { readonly version?: unknown } | null)?.version
  if (typeof now === 'number') ours.set(id, { from: since?.from ?? sentVersion, to: now })
  return output
}

/** Sends an act that was refused as outdated once more, on the case as it is now. */
export function applyAnyway(act: CaseAct, now: Target): void {
  closeConflict()
  const again = { ...act, target: now }
  change({ waiting: [...acting.waiting, again] })
  void run([again])
}

/** Does acts again that were refused; those that somebody else was quicker at, on their cases as they are now. */
export async function tryAgain(refused: readonly Refused[]): Promise<void> {
  const acts = await Promise.all(
    refused.map(async ({ act, error }): Promise<CaseAct> => {
      if (!isOutdated(error)) return act
      const now = await desk.call('cases.show', { case: act.target.id }).catch(() => undefined)
      return now ? { ...act, target: now } : act
    }),
  )
  perform(acts)
}
