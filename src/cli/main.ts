#!/usr/bin/env node
import { runProgram } from './run-program.js'

// A reader that went away (`panel show … | head`) is no failure: what is under way goes on to its end, unread, and everything is closed.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
})

await runProgram(process.argv.slice(2))
