import type { Command } from 'commander'
import type { CleanOptions } from './clean.js'
import { type JsonOption, jsonOption } from './json-option.js'

/** `panel database …`: moves everything to another database, and deletes what is kept no longer. */
export function addDatabaseCommands(program: Command): void {
  const database = program.command('database').description('move everything to another database; delete what is kept no longer')
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
  database
    .command('clean')
    .description('delete what the retention of panel.config.yaml keeps no longer and nothing needs; workers do so once a day')
    .option('--dry-run', 'only say what would go, and what stays and why')
    .addOption(jsonOption())
    .action(async (options: CleanOptions) => (await import('./clean.js')).clean(options))
}
