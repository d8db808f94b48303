#!/usr/bin/env node
import { CommanderError } from 'commander'
import { reportFailure } from './exit.js'
import { createProgram } from './program.js'

// A reader that went away (`panel show … | head`) is no failure: what is under way goes on to its end, unread, and everything is closed.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
})

try {
  await createProgram().parseAsync()
} catch (error) {
  process.exitCode = error instanceof CommanderError ? (error.exitCode === 0 ? 0 : 2) : reportFailure(error)
}
