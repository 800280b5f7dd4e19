import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { withToolsTable } from '../../src/mcp/tools-page.ts'

it('lists in docs/agents.md exactly the tools there are', () => {
  const page = readFileSync(new URL('../../../../docs/agents.md', import.meta.url), 'utf8')
  expect(page, 'run `npm run generate`').toBe(withToolsTable(page))
  expect(page).toContain('| `ask` |')
})

it('shows configurations in docs/agents.md that are JSON', () => {
  const page = readFileSync(new URL('../../../../docs/agents.md', import.meta.url), 'utf8')
  const blocks = [...page.matchAll(/```json\n([^`]+)```/g)].map(([, block]) => JSON.parse(block!))
  expect(blocks).toHaveLength(3)
  for (const block of blocks) expect(block).toHaveProperty('mcpServers.rightdesk')
})
