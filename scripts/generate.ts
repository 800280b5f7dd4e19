/** `npm run generate`: writes what is generated from the code and committed. A test fails when it is out of date. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { policyJsonSchemas } from '@rightdesk/engine'

const folder = new URL('../packages/engine/schema/', import.meta.url)

mkdirSync(folder, { recursive: true })
for (const [kind, schema] of Object.entries(policyJsonSchemas())) {
  writeFileSync(new URL(`${kind}.schema.json`, folder), `${JSON.stringify(schema, null, 2)}\n`)
}
