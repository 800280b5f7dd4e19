// Builds the console where what it is made of is newer than what was built. Plain JavaScript for any Node; the build
// itself runs on the pinned one.
import { spawnSync } from 'node:child_process'
import { readdirSync, statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const at = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url))
const changedAt = (path) => statSync(at(path), { throwIfNoEntry: false })?.mtimeMs ?? 0

const newestIn = (folder) =>
  Math.max(
    changedAt(folder),
    ...readdirSync(at(folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      // Before Node 20.12 the folder of an entry has another name.
      .map((entry) => statSync(`${entry.parentPath ?? entry.path}/${entry.name}`).mtimeMs),
  )

const sources = [
  newestIn('packages/console/src'),
  newestIn('packages/console/public'),
  newestIn('packages/engine/src'),
  changedAt('packages/console/index.html'),
  changedAt('packages/console/vite.config.ts'),
  changedAt('packages/desk/src/client.ts'),
  changedAt('packages/desk/src/routes.ts'),
  changedAt('packages/desk/src/answers.ts'),
  changedAt('package-lock.json'),
]

if (changedAt('packages/console/dist/index.html') < Math.max(...sources)) {
  process.stderr.write('Building the console (a few seconds) …\n')
  const windows = process.platform === 'win32'
  const done = spawnSync(
    at(`node_modules/.bin/node${windows ? '.cmd' : ''}`),
    [at('node_modules/vite/bin/vite.js'), 'build', '--logLevel', 'warn', at('packages/console')],
    { stdio: ['ignore', 2, 2], shell: windows },
  )
  if (done.status !== 0) {
    process.stderr.write('The console could not be built: the message is above.\n')
    process.exit(done.status ?? 1)
  }
}
