import type { Command } from 'commander'
import { type JsonOption, jsonOption } from './json-option.js'

/** `panel database …`: moves everything to another database. */
export function addDatabaseCommands(program: Command): void {
  const database = program.command('database').description('move everything to another database')
  database
    .command('export')
    .description('write all tables to one file, as they are at one moment; the queue is left out')
    .argument('<file>')
    .addOption(jsonOption())
    .action(async (file: string, options: JsonOption) => (await import('./database.js')).transfer('export', file, options))
  database
    .command('import')
    .description('read such a file into an empty database: all of it, or nothing')
    .argument('<file>')
    .addOption(jsonOption())
    .action(async (file: string, options: JsonOption) => (await import('./database.js')).transfer('import', file, options))
}
