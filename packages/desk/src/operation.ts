/**
 * One thing the product can do, and the one way it is done: input checked, access demanded, what takes long prepared
 * outside the transaction, then everything it writes in one transaction with its audit entry and outgoing messages
 * (`writing.ts`).
 * HTTP, MCP, command line, chat and console only translate to and from this.
 */
import { Refusal } from '@rightdesk/engine'
import type { z } from 'zod'
import { type Actor, demand, demandSomewhere, type Scope, teamsWith } from './access.ts'
import { writeAudit } from './audit.ts'
import type { Context, Services, Surface } from './context.ts'
import { performed } from './performed.ts'
import { answeredBefore, type Write, write } from './writing.ts'

export type Operation<
  Input extends z.ZodObject = z.ZodObject,
  Output extends z.ZodType = z.ZodType,
  Prepared = unknown,
  Name extends string = string,
> = {
  /** `cases.open`: the noun's plural and the verb; on the command line `rightdesk case open`. */
  readonly name: Name
  /** What it does, in one sentence that people and agents read. */
  readonly about: string
  readonly scope: Scope
  readonly writes: boolean
  /** Path parameters, query and body together are the input. */
  readonly http: {
    readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
    readonly path: string
    readonly status?: number
  }
  /** Its name as a tool for agents, where it is one. */
  readonly tool?: string
  readonly input: Input
  readonly output: Output
  /** Names in the output that hold a secret: it is told once and kept nowhere, so a repeated request gets null. */
  readonly toldOnce?: readonly string[]
  /**
   * For which teams the scope is needed: a grant for all; for any (what the operation returns is limited by itself);
   * or for one of the teams of the thing in question.
   */
  readonly teams: 'all' | 'any' | ((context: Context, input: z.output<Input>) => Promise<readonly string[]>)
  /** What must not happen inside a transaction: reading texts, perhaps with a model's help. Writes nothing. */
  readonly prepare?: (context: Context, input: z.output<Input>) => Promise<Prepared>
  readonly run: (context: Context, input: z.output<Input>, prepared: Prepared) => Promise<z.input<Output>>
  /** Where calls may be written together, in one transaction: one after the other, each with all that it writes. */
  readonly together?: Together<Prepared>
}

type Together<Prepared> = {
  /** Whether this call goes with others. */
  readonly joins: (prepared: Prepared) => boolean
  /** First thing in the transaction: holds what the calls will need, in an order that everybody keeps to. */
  readonly hold: (context: Context, all: readonly Prepared[]) => Promise<void>
}

/** Gives an operation its types. */
export const operation = <
  const Name extends string,
  Input extends z.ZodObject,
  Output extends z.ZodType,
  Prepared = undefined,
>(
  one: Operation<Input, Output, Prepared, Name>,
): Operation<Input, Output, Prepared, Name> => one

export type Call = {
  readonly actor: Actor
  readonly surface: Surface
  /** Doing it again with the same key gives the first answer and changes nothing. */
  readonly idempotencyKey?: string
}

/** Performs one operation. Rejects with a `Refusal` when it cannot be done as put; anything else is a bug. */
export const perform = <Input extends z.ZodObject, Output extends z.ZodType, Prepared>(
  services: Services,
  operation: Operation<Input, Output, Prepared>,
  rawInput: unknown,
  call: Call,
): Promise<z.output<Output>> =>
  performed.tracePromise(() => performOnce(services, operation, rawInput, call), {
    operation: operation.name,
    surface: call.surface,
    actor: call.actor.id,
    store: services.store,
  })

async function performOnce<Input extends z.ZodObject, Output extends z.ZodType, Prepared>(
  services: Services,
  operation: Operation<Input, Output, Prepared>,
  rawInput: unknown,
  call: Call,
): Promise<z.output<Output>> {
  const context: Context = { ...services, ...call, db: services.store.db, at: services.now() }
  const input = checkInput(operation.input, rawInput)
  const key = operation.writes ? call.idempotencyKey : undefined
  try {
    const asked = { context, operation, rawInput, input, key } as unknown as Omit<Write, 'prepared'>
    const ready = await readied(asked)
    if ('answered' in ready) return ready.answered as z.output<Output>
    const prepared = ready.prepared as Prepared
    if (!operation.writes) return operation.output.parse(await operation.run(context, input, prepared))
    return (await write({ ...asked, prepared })) as z.output<Output>
  } catch (error) {
    if (error instanceof Refusal && error.code === 'forbidden') {
      await writeAudit(context, { operation: operation.name, outcome: 'refused', input })
    }
    throw error
  }
}

/**
 * Checks access and prepares. What a call did may be why it is refused when it comes again: a case handed to another
 * team, a grant that is gone. Whoever holds the scope still then gets the first answer, as the key promises.
 */
async function readied(
  asked: Omit<Write, 'prepared'>,
): Promise<{ readonly prepared: unknown } | { readonly answered: unknown }> {
  const { context, operation, input } = asked
  try {
    await authorise(context, operation, input)
    return { prepared: await operation.prepare?.(context, input) }
  } catch (error) {
    const held = teamsWith(context.actor, operation.scope)
    const may = held === 'all' || (operation.teams !== 'all' && held.length > 0)
    const earlier = error instanceof Refusal && may ? await answeredBefore(asked) : undefined
    if (earlier === undefined) throw error
    return { answered: earlier }
  }
}

/** Throws `forbidden` unless the actor may; a thing that is not there is told only to who may see such things. */
async function authorise(
  context: Context,
  operation: Operation,
  input: Record<string, unknown>,
): Promise<void> {
  const { actor } = context
  if (operation.teams === 'all') return demand(actor, operation.scope)
  demandSomewhere(actor, operation.scope)
  if (teamsWith(actor, operation.scope) === 'all') return
  if (operation.teams !== 'any') demand(actor, operation.scope, await operation.teams(context, input))
}

/** Throws `invalid` at the first offending place. Text is made safe for every store: no NUL, well-formed Unicode. */
function checkInput<Input extends z.ZodObject>(schema: Input, raw: unknown): z.output<Input> {
  const parsed = schema.strict().safeParse(storable(raw ?? {}))
  if (parsed.success) return parsed.data as z.output<Input>
  const issue = parsed.error.issues[0]!
  const at = issue.path.join('.')
  if (issue.code === 'unrecognized_keys') {
    const place = [...issue.path, issue.keys[0]].join('.')
    const known = Object.keys(schema.shape).join(', ') || 'nothing'
    throw new Refusal('invalid', place, `there is no input \`${issue.keys[0]}\``, `It takes ${known}.`)
  }
  const limit = issue.code === 'too_big' && issue.origin === 'string'
  throw new Refusal(
    limit ? 'limit_exceeded' : 'invalid',
    at,
    at === '' ? lowerFirst(issue.message) : `\`${at}\`: ${lowerFirst(issue.message)}`,
    'Correct it and send it again; the API reference says what is expected.',
  )
}

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1)

/** How deep an input may be nested. */
const depthMax = 40

function storable(value: unknown, depth = 0): unknown {
  if (depth > depthMax) {
    throw new Refusal(
      'limit_exceeded',
      '',
      `the input is nested more than ${depthMax} deep`,
      'Send it flatter.',
    )
  }
  if (typeof value === 'string') return value.replaceAll('\u0000', '').toWellFormed()
  if (Array.isArray(value)) return value.map((one) => storable(one, depth + 1))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [storable(key), storable(one, depth + 1)]),
  )
}
