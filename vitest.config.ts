import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config'

/**
 * A test ends when what it waits for happens, however slow the machine. This is for a test that hangs, and never decides a result: five
 * minutes, also for `expect.poll`; a quarter of an hour where tests kill and restart whole fleets.
 */
const hangs = 300_000
const fleetHangs = 900_000

/** The flows that run on the queue of the database, and once more with the queue on Redis. */
const queueFlows = [
  'tests/integration/flow/{budget,stop,cache-leader,bundle,clean-up,second-opinion}.test.ts',
  'tests/fleet/flow/chaos.test.ts',
]

/** A project of these tests: a tier, or the flows on Redis. */
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

/** A project whose tests need programs, servers or the built command. The set-up runs once, however many of these a run has. */
function projectWithServices(
  name: string,
  include: string[],
  queueKind: 'postgres' | 'redis' = 'postgres',
  limit = hangs,
): TestProjectInlineConfiguration {
  return project({
    name,
    include,
    globalSetup: ['tests/support/global-setup.ts'],
    provide: { queueKind },
    testTimeout: limit,
    hookTimeout: limit,
    expect: { poll: { timeout: limit } },
  })
}

export default defineConfig({
  test: {
    // Two cores: more workers only wait for each other.
    maxWorkers: 2,
    // In CI a run with many failures ends before CI does, so that its report is seen: a page that changed can leave many tests waiting.
    bail: process.env.CI === 'true' ? 12 : 0,
    teardownTimeout: fleetHangs,
    reporters: ['default', './tests/support/slowest-reporter.ts', './tests/support/counts-reporter.ts'],
    projects: [
      // Needs nothing but Node and the packages: no service, no browser, no build, no other process. Without what takes long: half a minute.
      project({ name: 'unit', include: ['tests/unit/**/*.test.{ts,tsx}'] }),
      projectWithServices('integration', ['tests/integration/**/*.test.{ts,tsx}']),
      projectWithServices('on redis', queueFlows, 'redis', fleetHangs),
      projectWithServices('e2e', ['tests/e2e/**/*.test.{ts,tsx}']),
      projectWithServices('fleet', ['tests/fleet/**/*.test.{ts,tsx}'], 'postgres', fleetHangs),
    ],
  },
})
