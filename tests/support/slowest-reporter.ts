import type { Reporter, TestModule } from 'vitest/node'

/** How many files and tests are listed. */
const listed = 10

/** Prints the slowest test files (with what loading them took) and the slowest tests of a run, so that its time can be watched. */
export default class SlowestReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const files = modules.map((module) => {
      const { duration, collectDuration, setupDuration, prepareDuration, environmentSetupDuration } = module.diagnostic()
      const loadMs = collectDuration + setupDuration + prepareDuration + environmentSetupDuration
      return { name: `${module.relativeModuleId} (${module.project.name})`, ms: duration + loadMs }
    })
    const tests = modules.flatMap((module) =>
      [...module.children.allTests()].map((test) => ({
        name: `${module.relativeModuleId} (${module.project.name}) > ${test.fullName}`,
        ms: test.diagnostic()?.duration ?? 0,
      })),
    )
    if (tests.length <= listed) return
    process.stdout.write(`\n${listSlowest('files', files)}\n${listSlowest('tests', tests)}`)
  }
}

/** A list of the slowest, in seconds, the slowest first. */
function listSlowest(what: string, all: readonly { name: string; ms: number }[]): string {
  const slowest = all.toSorted((one, other) => other.ms - one.ms).slice(0, listed)
  return [`Slowest ${what}:`, ...slowest.map(({ name, ms }) => `${(ms / 1000).toFixed(1).padStart(7)} s  ${name}`), ''].join('\n')
}
