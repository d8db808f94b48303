import { CommanderError } from 'commander'
import { createProgram } from './program.js'

/** Runs the command with these words, such as `['show', '--json']`, says on stderr why it fails, and sets the process's exit code. */
export async function runProgram(words: readonly string[]): Promise<void> {
  try {
    await createProgram().parseAsync(words, { from: 'user' })
  } catch (error) {
    process.exitCode = error instanceof CommanderError ? (error.exitCode === 0 ? 0 : 2) : (await import('./exit.js')).reportFailure(error)
  }
}
