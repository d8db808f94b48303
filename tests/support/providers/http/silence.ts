import { afterEach, beforeEach, expect, type MockInstance, vi } from 'vitest'

const consoleMethods = ['log', 'info', 'warn', 'error', 'debug', 'trace'] as const

/** Catches what is printed instead of printing it. */
export function catchOutput(): { lines: () => unknown[]; release: () => void } {
  const spies: MockInstance[] = [
    ...consoleMethods.map((method) => vi.spyOn(console, method).mockImplementation(() => {})),
    vi.spyOn(process.stdout, 'write').mockImplementation(() => true),
    vi.spyOn(process.stderr, 'write').mockImplementation(() => true),
  ]
  return {
    lines: () => spies.flatMap((spy) => spy.mock.calls.map(([first]) => first)),
    release: () => {
      for (const spy of spies) spy.mockRestore()
    },
  }
}

/** Every test of the suite fails that prints anything: stdout belongs to the data, stderr to the log. */
export function expectSilence(): void {
  let output: ReturnType<typeof catchOutput>
  beforeEach(() => {
    output = catchOutput()
  })
  afterEach(() => {
    const lines = output.lines()
    output.release()
    expect(lines).toEqual([])
  })
}
