/** `npm run generate`: writes what is generated from the code and committed. A test fails when it is out of date. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { operations } from '@rightdesk/desk'
import { policyJsonSchemas } from '@rightdesk/engine'
import { openApi } from '../packages/app/src/http/openapi.ts'
import { routesSource } from '../packages/app/src/http/routes-source.ts'
import { withToolsTable } from '../packages/app/src/mcp/tools-page.ts'

const folder = new URL('../packages/engine/schema/', import.meta.url)

mkdirSync(folder, { recursive: true })
for (const [kind, schema] of Object.entries(policyJsonSchemas())) {
  writeFileSync(new URL(`${kind}.schema.json`, folder), `${JSON.stringify(schema, null, 2)}\n`)
}

const root = new URL('../', import.meta.url)
writeFileSync(new URL('docs/openapi.json', root), `${JSON.stringify(openApi(operations), null, 2)}\n`)
writeFileSync(new URL('packages/desk/src/routes.ts', root), routesSource(operations))

const agents = new URL('docs/agents.md', root)
writeFileSync(agents, withToolsTable(readFileSync(agents, 'utf8')))
