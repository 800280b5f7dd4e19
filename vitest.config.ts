import { availableParallelism } from 'node:os'
import process from 'node:process'
import { defineConfig } from 'vitest/config'
import { chromiumPath } from './packages/console/test/chromium.ts'

// CI has to bring a browser; elsewhere a machine without one tests all the rest.
const withPages = process.env['CI'] !== undefined || chromiumPath() !== undefined
if (!withPages)
  process.stderr.write('No Chromium, so pages are not tested: install it, or set RIGHTDESK_CHROMIUM.\n')

const pages = 'packages/console/test/pages/**/*.test.ts'

export default defineConfig({
  test: {
    testTimeout: 30_000,
    hookTimeout: 60_000,
    pool: 'threads',
    // Suites wait for disks and processes more than they compute: one worker would leave a core of two idle.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: [
      {
        extends: true,
        test: {
          name: 'code',
          include: ['packages/*/test/**/*.test.ts'],
          exclude: [pages],
          globalSetup: ['packages/desk/test/postgres-server.ts'],
        },
      },
      withPages && {
        extends: true,
        test: {
          name: 'pages',
          include: [pages],
          globalSetup: ['packages/console/test/served.ts'],
          testTimeout: 90_000,
          hookTimeout: 90_000,
          // One browser at a time: its pages are slow where they wait for one another.
          maxWorkers: 1,
        },
      },
    ].filter((project) => project !== false),
  },
})
