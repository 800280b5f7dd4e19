// Makes `npm start` and `npm test` the only commands a fresh clone needs: installs what the lockfile
// names when nothing is installed yet, or when the lockfile is newer than what is installed.
// Plain JavaScript, because it runs on whatever Node is there before the pinned one is installed.
import { spawnSync } from 'node:child_process'
import { statSync } from 'node:fs'

const changedAt = (path) =>
  statSync(new URL(`../${path}`, import.meta.url), { throwIfNoEntry: false })?.mtimeMs ?? 0

if (changedAt('node_modules/.package-lock.json') < changedAt('package-lock.json')) {
  process.stderr.write('Installing dependencies (once, a minute or two) …\n')
  const npm = process.env.npm_execpath
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error']
  const done = npm
    ? spawnSync(process.execPath, [npm, ...args], { stdio: ['ignore', 2, 2] })
    : spawnSync('npm', args, { stdio: ['ignore', 2, 2], shell: process.platform === 'win32' })
  if (done.status !== 0) {
    process.stderr.write('`npm ci` failed: its message is above. Mend that and run the command again.\n')
    process.exit(done.status ?? 1)
  }
}
