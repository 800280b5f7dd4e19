/**
 * `rightdesk mcp`: the tools for an agent that starts this command. With the address of a running server they are that
 * server's; without one, those that need nothing but the policy.
 */
import { openStore } from '@rightdesk/desk'
import { deskClient } from '@rightdesk/desk/client'
import { startAnswering } from '../answering.ts'
import { type McpOptions, mcpServerOn } from '../mcp/server.ts'
import { serveMcpOnStdio } from '../mcp/stdio.ts'
import { deskAt, needsServer, policyAlone, type ToolDesk } from '../mcp/tool-desk.ts'
import { secretFor, servicesOn } from '../services.ts'
import type { Console } from './console.ts'
import { harmless } from './terminal.ts'

export type McpCommandOptions = {
  readonly policy: string
  readonly allowWrites?: boolean
}

/** Serves until the agent goes. */
export async function mcpCommand(
  { policy, allowWrites = false }: McpCommandOptions,
  version: string,
  io: Console,
): Promise<number> {
  const log = (line: string): void => {
    io.stderr.write(`rightdesk mcp: ${harmless(line)}\n`)
  }
  const server = io.desk?.named ? io.desk : undefined
  if (allowWrites && !server) {
    throw needsServer('there is nothing to write to without a running server', '--allow-writes')
  }
  const options: McpOptions = {
    version,
    writes: allowWrites,
    onFault: (id, error) =>
      log(`fault ${id}: ${error instanceof Error ? (error.stack ?? error.message) : error}`),
  }
  const desk = server ? deskAt(deskClient(server)) : await policyOf(policy, io)
  await serveMcpOnStdio(() => mcpServerOn(desk, options), io, log)
  return 0
}

/** The policy of a folder, on a store that stays empty. */
async function policyOf(folder: string, io: Console): Promise<ToolDesk> {
  const answering = startAnswering(folder, io.now(), io.model)
  const address = ':memory:'
  return policyAlone(servicesOn(await openStore(address), answering, secretFor(address, undefined)))
}
