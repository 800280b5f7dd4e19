/** The source text of packages/desk/src/routes.ts: what the typed client knows of operations while it runs. */
import type { Operation } from '@rightdesk/desk'

const lineLengthMax = 110

/** As the formatter would have it; `npm run generate` writes it, and a test compares. */
export function routesSource(table: readonly Operation[]): string {
  const operations = table.toSorted((a, b) => (a.name < b.name ? -1 : 1))
  const entries = operations.map(({ name, writes, http: { method, path } }) => {
    const fields = [`method: '${method}'`, `path: '${path}'`, `writes: ${writes}`]
    const line = `  '${name}': { ${fields.join(', ')} },`
    return line.length <= lineLengthMax
      ? line
      : [`  '${name}': {`, ...fields.map((field) => `    ${field},`), '  },'].join('\n')
  })
  return `/** Where each operation is served. Made from the table of operations by \`npm run generate\`; not to be edited. */
export const routes = {
${entries.join('\n')}
} as const
`
}
