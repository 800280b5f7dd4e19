/** The table of tools in docs/agents.md, made from the operations; `npm run generate` fills it in. */
import type { Operation } from '@rightdesk/desk'
import { inert } from './show-result.ts'
import { aloneScopes } from './tool-desk.ts'
import { toolOperations } from './tools.ts'

/** The page with its table as it must be. */
export const withToolsTable = (page: string): string =>
  page.replace(
    /(<!-- tools -->\n)[\s\S]*(\n<!-- \/tools -->)/,
    (_, before: string, after: string) => `${before}${toolsTable()}${after}`,
  )

function toolsTable(): string {
  const rows = [...toolOperations].map(
    ([name, operation]) => `| \`${name}\` | ${describe(operation).join(' | ')} |`,
  )
  return ['| tool | what it does | scope | |', '|---|---|---|---|', ...rows].join('\n')
}

const describe = ({ about, scope, writes }: Operation): string[] => [
  inert(about).replaceAll('|', '\\|'),
  `\`${scope}\``,
  writes ? 'changes something' : aloneScopes.includes(scope) ? 'also without a server' : '',
]
