import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

const text = (path: string): string => readFileSync(new URL(`../../../../${path}`, import.meta.url), 'utf8')
const page = text('docs/operations.md')

it('every setting that is read stands in docs/operations.md', () => {
  const read = text('packages/app/src/config.ts').matchAll(/'([A-Z][A-Z_]+)'/g)
  const missing = [...read].map(([, name]) => name!).filter((name) => !page.includes(`\`${name}\``))
  expect(missing).toEqual([])
})

it('every metric stands there too', () => {
  const told = text('packages/app/src/metrics.ts').matchAll(/name: '(rightdesk_\w+)'/g)
  expect([...told].map(([, name]) => name!).filter((name) => !page.includes(`\`${name}\``))).toEqual([])
})
