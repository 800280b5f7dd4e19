import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

type Locked = { readonly optionalDependencies?: Readonly<Record<string, string>> }

it('the lockfile names what every platform needs, also those that nobody here works on', () => {
  const text = readFileSync(new URL('../../../package-lock.json', import.meta.url), 'utf8')
  const packages = Object.entries((JSON.parse(text) as { packages: Record<string, Locked> }).packages)
  const names = new Set(packages.map(([path]) => path.replace(/^.*node_modules\//, '')))
  const missing = packages.flatMap(([, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter((name) => !names.has(name)),
  )
  expect(missing).toEqual([])
})
