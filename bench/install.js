// Installs what the benchmarks compare with, when nothing is installed yet or the lockfile is newer. Runs before
// `npm run bench` alone: neither `npm start` nor `npm test` needs or touches it. No install script is run.
import { spawnSync } from 'node:child_process'
import { statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const here = fileURLToPath(new URL('.', import.meta.url))
const changedAt = (path) => statSync(`${here}${path}`, { throwIfNoEntry: false })?.mtimeMs ?? 0

if (changedAt('node_modules/.package-lock.json') < changedAt('package-lock.json')) {
  process.stderr.write('Installing the peers of the benchmarks (once, a few seconds) …\n')
  const npm = process.env.npm_execpath
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']
  const options = { cwd: here, stdio: ['ignore', 2, 2] }
  const done = npm
    ? spawnSync(process.execPath, [npm, ...args], options)
    : spawnSync('npm', args, { ...options, shell: process.platform === 'win32' })
  if (done.status !== 0) {
    process.stderr.write(
      '`npm ci` in bench/ failed: its message is above. Mend that and run the command again.\n',
    )
    process.exit(done.status ?? 1)
  }
}
