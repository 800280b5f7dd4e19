/**
 * The operations as tools for agents: what each is called, takes and gives, and what it may change. Who may use which
 * is the desk's to say; how a call is carried out and told is the server's.
 */
import type { Tool } from '@modelcontextprotocol/server'
import { type Operation, operations } from '@rightdesk/desk'
import { refusalCodes } from '@rightdesk/engine'
import { z } from 'zod'

/** Every operation that is a tool, by the tool's name and in its order. */
export const toolOperations: ReadonlyMap<string, Operation> = new Map(
  operations
    .flatMap((one) => (one.tool === undefined ? [] : [[one.tool, one] as const]))
    .sort(([a], [b]) => (a < b ? -1 : 1)),
)

/** What a call gives that was refused; `bug` is a fault of the program, with nothing but its id. */
const refused = z.object({
  error: z.object({
    code: z.enum([...refusalCodes, 'bug']),
    at: z.string(),
    message: z.string(),
    help: z.string(),
  }),
})
export type Refused = z.output<typeof refused>

/** Doing a writing call again with its key gives the first answer and changes nothing. */
const idempotencyKey = z
  .string()
  .min(1)
  .max(200)
  .optional()
  .describe('Yours, such as a UUID: a call that is repeated with it is done once')

/** Whether an operation is for somebody who has its scope for these teams; one on all teams needs it for all. */
export const mayUse = (held: 'all' | readonly string[], { teams }: Operation): boolean =>
  held === 'all' || (teams !== 'all' && held.length > 0)

const listed = new Map<string, Tool>()

/** A tool as agents see it listed. */
export function asTool(operation: Operation): Tool {
  const known = listed.get(operation.name)
  if (known) return known
  const tool = describeTool(operation)
  listed.set(operation.name, tool)
  return tool
}

function describeTool({ tool, about, writes, http, input, output }: Operation): Tool {
  const takes = writes ? input.extend({ idempotencyKey }) : input
  return {
    name: tool!,
    description: about,
    inputSchema: { ...jsonSchema(takes, 'input'), additionalProperties: false } as Tool['inputSchema'],
    // Clients of the older protocol check what came with a refusal against this as well: it names both.
    outputSchema: {
      type: 'object',
      ...jsonSchema(z.union([output, refused]), 'output'),
    } as NonNullable<Tool['outputSchema']>,
    annotations: {
      readOnlyHint: !writes,
      // Only what opens something new leaves everything else as it was.
      destructiveHint: writes && (http.method !== 'POST' || http.path.includes('{')),
      idempotentHint: !writes || http.method === 'PUT' || http.method === 'DELETE',
      openWorldHint: false,
    },
  }
}

const jsonSchema = (schema: z.ZodType, io: 'input' | 'output') =>
  z.toJSONSchema(schema, { io, unrepresentable: 'any' })
