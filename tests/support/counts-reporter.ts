import type { Reporter, TestModule } from 'vitest/node'

/** Prints the run's closing counts on one plain line, for readers that are programs. */
export default class CountsReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const states = modules.flatMap((module) => [...module.children.allTests()].map((test) => test.result().state))
    const count = (state: string) => states.filter((candidate) => candidate === state).length
    const skipped = count('skipped')
    process.stdout.write(`\n${count('passed')} passed, ${count('failed')} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`)
  }
}
