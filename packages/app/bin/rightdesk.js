#!/usr/bin/env node
// Starts the command on the Node that the workspace pins, so that it runs on machines with an older one.
// Plain JavaScript, because the older one reads it first.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url))
const [major] = process.versions.node.split('.').map(Number)

if (major >= 24) await import(main)
else {
  const pinned = fileURLToPath(new URL('../../../node_modules/node/bin/node', import.meta.url))
  if (!existsSync(pinned)) {
    process.stderr.write(
      'rightdesk needs Node 24. Run `npm ci` in the clone first: it brings the right one along.\n',
    )
    process.exit(3)
  }
  const child = spawn(pinned, [main, ...process.argv.slice(2)], { stdio: 'inherit' })
  // A terminal sends its interrupt to both; what is sent to this process alone is passed on.
  process.on('SIGINT', () => {})
  process.on('SIGTERM', () => child.kill('SIGTERM'))
  child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 3)))
}
