import { spawnSync } from 'node:child_process'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url))

const telling = `data:text/javascript,${encodeURIComponent(`
  import { registerHooks } from 'node:module'
  registerHooks({ resolve: (specifier, context, next) => {
    if (specifier === '@rightdesk/desk') process.stderr.write('the desk is loaded\\n')
    return next(specifier, context)
  } })`)}`

const stderrOf = (...args: string[]): string =>
  spawnSync(process.execPath, ['--import', telling, main, ...args], { encoding: 'utf8' }).stderr

it('loads the desk for what needs it alone, since that takes as long as all the rest', () => {
  expect(stderrOf('policy', 'explain', 'M7')).toBe('')
  expect(stderrOf('--version')).toBe('')
  expect(stderrOf('restore', 'nowhere.rightdesk')).toContain('the desk is loaded')
}, 60_000)
