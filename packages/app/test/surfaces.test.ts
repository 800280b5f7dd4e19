/**
 * Injections in every place of every operation, as each surface gives them back: HTTP as data in JSON, the command line
 * and tools for agents as plain lines in which nothing acts.
 */
import { type Operation, type OperationName, operations } from '@rightdesk/desk'
import { deskClient } from '@rightdesk/desk/client'
import { Refusal } from '@rightdesk/engine'
import { expect, it } from 'vitest'
import { hostileInputs, injections, newThings } from '../../desk/test/hostile-inputs.ts'
import { showAnswer } from '../src/cli/show-record.ts'
import { harmless } from '../src/cli/terminal.ts'
import { httpLimitsDefault } from '../src/http/limits.ts'
import { openApi } from '../src/http/openapi.ts'
import { outputSchema } from '../src/http/schemas.ts'
import { showRefused, showResult } from '../src/mcp/show-result.ts'
import { serve } from './http/served.ts'

/** What a terminal or an agent's window must never be shown. */
const acts = {
  terminal: /(?!\n)[\p{Cc}\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/u,
  agent: /(?!\n)[[\]<>\p{Cc}\p{Cf}\p{Cs}]/u,
}
const terminal = { columns: 100, styled: (_: unknown, text: string) => text }
const slow = /^(policy\.check|policies\.compare|proposals\.change)$/

it('gives every injection back inert, whatever the operation, the place and the surface, as openapi.json says', async () => {
  const limits = {
    ...httpLimitsDefault,
    actor: { requests: 1e6, seconds: 60 },
    intake: { requests: 1e6, seconds: 60 },
  }
  const { desk, app } = await serve({ limits })
  const responses = new Map(
    Object.values(openApi(operations).paths)
      .flatMap((methods) => Object.values(methods))
      .map(({ operationId, responses }) => [operationId, new Set(Object.keys(responses))] as const),
  )
  let expected: ReadonlySet<string> = new Set()
  const wrong: string[] = []
  const checked = async (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
    const response = await app.request(new Request(input as URL, init))
    const { headers, status } = response
    const asData = /^application\/(problem\+)?json/.test(headers.get('Content-Type') ?? '')
    const isInert =
      asData && headers.get('X-Content-Type-Options') === 'nosniff' && !headers.has('Set-Cookie')
    if (!isInert || status >= 500) wrong.push(`${init?.method} ${input}: ${status}`)
    if (!expected.has(String(status)))
      wrong.push(`${init?.method} ${input}: ${status} is not in openapi.json`)
    return response
  }
  const client = deskClient({ url: 'http://desk.example', token: 'key-ada', fetch: checked })
  const shownOn = async (
    operation: Operation,
    input: object,
  ): Promise<{ terminal: string; agent: string }> => {
    try {
      const output = await client.call(operation.name as OperationName, input as never)
      return {
        terminal: showAnswer(output, outputSchema(operation), terminal, desk.services.now()),
        agent: showResult(operation, output),
      }
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      const { code, message, help } = error
      return { terminal: harmless(`${message}\n${help}`), agent: showRefused(code, message, help) }
    }
  }
  for (const operation of operations.filter(({ name }) => !slow.test(name))) {
    const things = await newThings(desk)
    expected = responses.get(operation.name)!
    for (const { place, input } of hostileInputs(operation, things, injections)) {
      const shown = await shownOn(operation, input)
      for (const surface of ['terminal', 'agent'] as const) {
        if (acts[surface].test(shown[surface])) wrong.push(`${operation.name} ${place} on ${surface}`)
      }
    }
  }
  expect(wrong).toEqual([])
  await desk.close()
}, 300_000)
