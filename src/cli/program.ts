import { Command, Option } from 'commander'
import type { ConflictPolicy } from '../contracts/conflict.js'
import { exampleModelId } from '../contracts/examples.js'
import { packageVersion } from '../platform/files/package-files.js'
import { addDatabaseCommands } from './database-commands.js'
import { addExportCommand } from './export-command.js'
import { jsonOption } from './json-option.js'
import { addJuryCommands } from './jury-commands.js'
import { addNewsletterCommands } from './newsletter-commands.js'
import { addPeopleCommands } from './people-commands.js'
import { portOption } from './port-option.js'
import { addSiteCommands } from './site-commands.js'
import { addToolCommands } from './tool-commands.js'

const personasOption = () =>
  new Option('--personas <folder>', 'folder of persona files (default: the config, else the 4 that come with Ship Panel)')

/** Written out: the command line loads no schemas. */
const conflictPolicies: readonly ConflictPolicy[] = ['label', 'replace', 'bar']

/** What `compare` and `record compare` take alike. */
function addPanelOptions(command: Command): Command {
  return command
    .argument('<dossier...>', 'dossier files (YAML)')
    .option('--model <id...>', `who plays the personas, e.g. ${exampleModelId}; several models make several jurors`)
    .option('--jury <name>', 'a jury of panel.config.yaml plays them, as panel jury list shows it')
    .addOption(
      new Option('--repeat <n>', 'how often each juror drafts a seat, 1 to 9 (default: as the jury says, else 1)').argParser(Number),
    )
    .addOption(
      new Option(
        '--conflicts <policy>',
        'what is done about a juror whose maker makes the tool, or a named rival (default: the config)',
      ).choices(conflictPolicies),
    )
    .option('--head-to-head', 'let each persona also compare the tools directly, in both orders')
    .option('--blind', 'ask everything once more with the names masked, to see what goes by the name')
    .addOption(new Option('--budget <usd>', 'spend at most this many US dollars').argParser(Number))
    .addOption(personasOption())
    .addOption(jsonOption())
}

/**
 * The command line: one subcommand a file, which is loaded when it is run. What is imported here is what `panel --help` loads.
 * Data goes to stdout, progress and errors to stderr.
 */
export function createProgram(): Command {
  const program = new Command('panel')
    .description('A panel of 4 reviewer personas on developer tools: one ship-or-skip verdict each, drafted by models, decided by people')
    .version(packageVersion)
    .showHelpAfterError('(add --help for the options)')
    .exitOverride()
    .addHelpText('after', '\nExit codes: 0 done, 1 failed, 2 wrong usage, 3 finished but some seats unscored.')

  program
    .command('demo')
    .description('run the sample comparison on its recordings: no key, no model, no network')
    .addOption(jsonOption())
    .option('--recordings <folder>', 'replay this folder of recordings instead of the sample’s')
    .option('--real', 'replay what a real model said, small and weak as it is, instead of what people wrote')
    .action(async (options) => (await import('./demo.js')).demo(options))

  addPanelOptions(program.command('compare').description('kick off a panel over tools, follow it, print the record'))
    .option('--replay <folder>', 'run on this folder of recordings and on nothing else')
    .addOption(
      new Option('--estimate', 'say what the panel would cost and how long it would take; call no model, store nothing').conflicts(
        'replay',
      ),
    )
    .addOption(new Option('--detach', 'only put the panel into the queue, for the workers of a fleet').conflicts('estimate'))
    .option('--background', 'let panels that editors wait for go before this one')
    .action(async (files, options) => (await import('./compare.js')).compare(files, options))

  program
    .command('show')
    .description('print a record')
    .argument('[record]', 'a record id, such as rec_1f…; without it, the newest')
    .addOption(jsonOption().conflicts('html'))
    .option('--html', 'print the page')
    .option('--passages', 'print each passage below the verdict that cites it')
    .action(async (id, options) => (await import('./show.js')).show(id, options))

  const record = program.command('record').description('run live, and write what the models said as recordings')
  addPanelOptions(record.command('compare').description('as compare, live; every model call is written to a file that replays it'))
    .option('--to <folder>', 'where the recordings go', 'recordings')
    .action(async (files, options) => (await import('./record.js')).recordComparison(files, options))

  program
    .command('bundle')
    .description('write one file that rebuilds a record offline')
    .argument('<record>', 'a record id, such as rec_1f…')
    .option('--to <file>', 'the file (default: <record>.bundle.json)')
    .addOption(jsonOption())
    .action(async (id, options) => (await import('./bundle.js')).bundleRecord(id, options))

  program
    .command('verify')
    .description('rebuild the record of a bundle, offline, and say whether it is the same')
    .argument('<bundle>', 'the file that panel bundle wrote')
    .addOption(jsonOption())
    .action(async (file, options) => (await import('./verify.js')).verify(file, options))

  const persona = program.command('persona').description('the persona templates')
  persona
    .command('lint')
    .description('check persona files and their worked examples')
    .argument('[folder]')
    .addOption(jsonOption())
    .action(async (folder, options) => (await import('./persona.js')).lintPersonas(folder, options))
  persona
    .command('preview')
    .description('show the exact request a persona makes about a tool')
    .argument('<id>', 'persona id, e.g. dx')
    .argument('<dossier>', 'dossier file (YAML)')
    .option('--against <dossier>', 'the dossier of a second tool: show how the persona compares both')
    .option('--blind', 'show it with the names of tools, vendors and rivals masked, and which those are')
    .addOption(personasOption())
    .addOption(jsonOption())
    .action(async (id, file, options) => (await import('./persona-preview.js')).previewPersona(id, file, options))

  program
    .command('doctor')
    .description('check what is configured, each with a tiny real action, and say what fixes it')
    .addOption(jsonOption())
    .action(async (options) => (await import('./doctor.js')).doctor(options))

  program
    .command('models')
    .description('list the models that can be used now')
    .addOption(jsonOption())
    .action(async (options) => (await import('./models.js')).models(options))

  program
    .command('agreement')
    .description('say how alike jurors, personas, repeats and people call, across records, and how many independent jurors that makes')
    .addOption(jsonOption())
    .action(async (options) => (await import('./agreement.js')).agreement(options))

  addJuryCommands(program)
  addToolCommands(program)
  addFleetCommands(program)
  addExportCommand(program)
  addPanelCommands(program)
  addPeopleCommands(program)
  addSiteCommands(program)
  addNewsletterCommands(program)
  addAuditCommands(program)
  addDatabaseCommands(program)
  return program
}

const hostOption = () => new Option('--host <address>', 'the address to listen on; 0.0.0.0 for every one').default('127.0.0.1')

function addFleetCommands(program: Command): void {
  program
    .command('serve')
    .description('serve the web app, with a worker inside, until stopped')
    .addOption(portOption('the port to listen on (default: PORT, else 4400)'))
    .addOption(hostOption())
    .option('--no-worker', 'leave the work to panel work')
    .action(async (options) => (await import('./serve.js')).serve(options))
  program
    .command('work')
    .description('work on queued panels until stopped')
    .addOption(portOption('show /healthz, /readyz and /metrics on this port, to this machine alone unless --host says otherwise'))
    .addOption(hostOption())
    .action(async (options) => (await import('./work.js')).work(options))
  program
    .command('queue')
    .description('show what waits, runs and failed')
    .addOption(jsonOption())
    .action(async (options) => (await import('./queue.js')).queue(options))
  program
    .command('requeue')
    .description('requeue running panels that the queue has lost')
    .argument('[panel]', 'a panel id: that one, whatever is in the queue')
    .addOption(jsonOption())
    .action(async (panelId, options) => (await import('./manage.js')).requeue(panelId, options))
}

function addPanelCommands(program: Command): void {
  program
    .command('status')
    .description('show the state of a panel, seat by seat')
    .argument('[panel]', 'a panel id, such as pnl_1f…; without it, the newest panels')
    .option('--watch', 'print it again every second until the panel has ended')
    .addOption(jsonOption())
    .action(async (panelId, options) => (await import('./status.js')).status(panelId, options))
  program
    .command('cancel')
    .description('end a running panel; what is drafted stays')
    .argument('<panel>', 'a panel id, such as pnl_1f…')
    .addOption(jsonOption())
    .action(async (panelId, options) => (await import('./manage.js')).cancel(panelId, options))
  for (const { name, description } of [
    { name: 'retry', description: 'draft the unscored seats of a finished panel again' },
    { name: 'resume', description: 'go on with a cancelled panel' },
  ] as const) {
    program
      .command(name)
      .description(description)
      .argument('<panel>', 'a panel id, such as pnl_1f…')
      .addOption(new Option('--budget <usd>', 'from now on, spend at most this many US dollars in all').argParser(Number))
      .option('--detach', 'only put the seats into the queue, for the workers of a fleet')
      .addOption(jsonOption())
      .action(async (panelId, options) => (await import('./manage.js'))[name](panelId, options))
  }
}

function addAuditCommands(program: Command): void {
  const audit = program.command('audit').description('the log of everything people did')
  audit
    .command('verify')
    .description('go through the log and say whether it is whole')
    .option('--record <id>', 'only what happened to one record')
    .option('--head <entries:hash>', 'whether it still holds how it ended when someone noted it')
    .addOption(jsonOption())
    .action(async (options) => (await import('./audit.js')).auditVerify(options))
  audit
    .command('export')
    .description('write every entry to stdout, oldest first, one JSON document a line')
    .option('--record <id>', 'only what happened to one record')
    .action(async (options) => (await import('./audit.js')).auditExport(options))
}
