import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { runProgram } from '../../../../../src/platform/db/embedded/run-program.js'

const run = (args: readonly string[], timeoutMs = 600_000) => runProgram({ file: process.execPath, args, user: null, timeoutMs })

describe('runProgram', () => {
  it("answers with a program's output and exit code, whatever the code", async () => {
    expect(await run(['-p', '"done"'])).toEqual({ exitCode: 0, spawnError: null, output: 'done' })
    expect(await run(['-e', 'console.error("full"); process.exit(3)'])).toEqual({ exitCode: 3, spawnError: null, output: 'full' })
  })

  it('keeps our own environment to itself', async () => {
    expect(process.env).toHaveProperty('VITEST')
    expect((await run(['-p', '[process.env.VITEST, process.env.LC_ALL, process.env.TZ]'])).output).toBe("[ undefined, 'C', 'UTC' ]")
  })

  it('hands no argument to a shell', async () => {
    expect((await run(['-p', 'process.argv[1]', '--', '$(id); a "quoted" word'])).output).toBe('$(id); a "quoted" word')
  })

  it('ends a program that takes longer than it may', async () => {
    const { exitCode, output } = await run(['-e', 'setInterval(() => {}, 1000)'], 200)
    expect(exitCode).toBe(null)
    expect(output).toContain('ended by SIGKILL')
  })

  it('says why a program cannot be started, whichever way the system reports it', async () => {
    const missing = await runProgram({ file: join(import.meta.dirname, 'missing'), args: [], user: null, timeoutMs: 600_000 })
    expect(missing).toMatchObject({ exitCode: null, spawnError: 'ENOENT' })
    const belowFile = await runProgram({ file: join(import.meta.filename, 'missing'), args: [], user: null, timeoutMs: 600_000 })
    expect(belowFile).toMatchObject({ exitCode: null, spawnError: 'ENOTDIR' })
  })
})
