import { defineConfig } from 'vitest/config'

const shared = { testTimeout: 300_000, hookTimeout: 300_000 }
const servers = ['tests/helpers/global-setup.ts']

export default defineConfig({
  oxc: { jsx: { runtime: 'automatic', importSource: 'hono/jsx' } },
  test: {
    // Two cores: more workers only wait for each other.
    maxWorkers: 2,
    reporters: ['default', './tests/helpers/counts-reporter.ts'],
    projects: [
      {
        extends: true,
        test: {
          ...shared,
          name: 'all',
          include: ['tests/**/*.test.{ts,tsx}'],
          globalSetup: ['tests/helpers/build.ts', 'tests/helpers/chromium.ts', 'tests/helpers/redis.ts', ...servers],
        },
      },
      {
        // The flows that run on the queue of the database, once more with the queue on Redis.
        extends: true,
        test: {
          ...shared,
          name: 'on redis',
          include: ['tests/flow/{chaos,budget,stop,cache-leader,bundle}.test.ts'],
          globalSetup: [...servers, 'tests/helpers/shared-redis.ts'],
        },
      },
    ],
  },
})
