import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config'

/**
 * A test ends when what it waits for happens, however slow the machine. This is for a test that hangs, and never decides a result: a quarter
 * of an hour, also for `expect.poll`.
 */
const hangs = 900_000

/** A project of these tests. It does not extend the whole configuration: the global set-up would run once more for it. */
function project(test: TestProjectInlineConfiguration['test']): TestProjectInlineConfiguration {
  return {
    oxc: { jsx: { runtime: 'automatic', importSource: 'hono/jsx' } },
    test: {
      // A worker loads the product once, and not again for each file: a third of the time. No test changes a module for the others.
      isolate: false,
      setupFiles: ['tests/support/property-seed.ts'],
      testTimeout: hangs,
      hookTimeout: hangs,
      expect: { poll: { timeout: hangs } },
      ...test,
    },
  }
}

export default defineConfig({
  test: {
    globalSetup: ['tests/support/global-setup.ts'],
    // Two cores: more workers only wait for each other.
    maxWorkers: 2,
    teardownTimeout: hangs,
    reporters: ['default', './tests/support/slowest-reporter.ts', './tests/support/counts-reporter.ts'],
    projects: [
      project({ name: 'all', include: ['tests/**/*.test.{ts,tsx}'], provide: { queueKind: 'postgres' } }),
      // The flows that run on the queue of the database, once more with the queue on Redis.
      project({
        name: 'on redis',
        include: ['tests/{integration,fleet}/flow/{chaos,budget,stop,cache-leader,bundle}.test.ts'],
        provide: { queueKind: 'redis' },
      }),
    ],
  },
})
