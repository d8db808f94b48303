import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Command, Option } from 'commander'
import { z } from 'zod'
import { packageFiles } from '../package-files.js'
import { compare } from './compare.js'
import { demo } from './demo.js'
import { lintPersonas, previewPersona } from './persona.js'
import { show } from './show.js'
import { work } from './work.js'

const { version } = z.object({ version: z.string() }).parse(JSON.parse(readFileSync(join(packageFiles.root, 'package.json'), 'utf8')))

const jsonOption = () => new Option('--json', 'print exactly one JSON document on stdout')
const personasOption = () =>
  new Option('--personas <folder>', 'folder of persona files (default: the config, else the four that come with Ship Panel)')

/** The command line: one subcommand a file. Data goes to stdout, progress and errors to stderr. */
export function createProgram(): Command {
  const program = new Command('panel')
    .description(
      'A panel of four reviewer personas on developer tools: one ship-or-skip verdict each, drafted by models, decided by people',
    )
    .version(version)
    .showHelpAfterError('(add --help for the options)')
    .exitOverride()
    .addHelpText('after', '\nExit codes: 0 done, 1 failed, 2 wrong usage, 3 finished but some seats unscored.')

  program
    .command('demo')
    .description('run the sample comparison on its recordings: no key, no model, no network')
    .addOption(jsonOption())
    .option('--recordings <folder>', 'replay this folder of recordings instead of the sample’s')
    .action(demo)

  program
    .command('compare')
    .description('kick off a panel over tools, follow it, print the record')
    .argument('<dossier...>', 'dossier files (YAML)')
    .option('--model <id...>', 'who plays the personas, e.g. ollama:llama3.1:8b; several models make several jurors')
    .option('--replay <folder>', 'run on this folder of recordings and on nothing else')
    .addOption(new Option('--budget <usd>', 'spend at most this many US dollars').argParser(Number))
    .addOption(personasOption())
    .addOption(jsonOption())
    .action(compare)

  program
    .command('show')
    .description('print a record')
    .argument('[record]', 'a record id, such as rec_1f…; without it, the newest')
    .addOption(jsonOption().conflicts('html'))
    .option('--html', 'print the page')
    .action(show)

  const persona = program.command('persona').description('the persona templates')
  persona
    .command('lint')
    .description('check persona files and their worked examples')
    .argument('[folder]')
    .addOption(jsonOption())
    .action(lintPersonas)
  persona
    .command('preview')
    .description('show the exact request a persona makes about a tool')
    .argument('<id>', 'persona id, e.g. dx')
    .argument('<dossier>', 'dossier file (YAML)')
    .addOption(personasOption())
    .addOption(jsonOption())
    .action(previewPersona)

  program.command('work').description('work on queued panels until stopped').action(work)
  return program
}
