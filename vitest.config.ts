import { defineConfig } from 'vitest/config'

const pages = 'packages/console/test/pages/**/*.test.ts'

export default defineConfig({
  test: {
    testTimeout: 30_000,
    hookTimeout: 60_000,
    pool: 'threads',
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
      {
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
    ],
  },
})
