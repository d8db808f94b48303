import type { Command } from 'commander'
import { jsonOption } from './json-option.js'

/** `panel jury …`: sets of jurors by name. */
export function addJuryCommands(program: Command): void {
  const jury = program.command('jury').description('sets of jurors by name, from panel.config.yaml')
  jury
    .command('list')
    .description('each jury with its jurors and reserves: what they cost for one tool, and whether they can be called')
    .addOption(jsonOption())
    .action(async (options) => (await import('./jury.js')).listJuries(options))
}
