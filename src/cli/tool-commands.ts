import { type Command, Option } from 'commander'
import { exampleModelId } from '../contracts/examples.js'
import { jsonOption } from './json-option.js'

/** `panel tool …` and `panel refresh`: tools, their dossiers, and what their sources say by now. */
export function addToolCommands(program: Command): void {
  const tool = program.command('tool').description('tools and their dossiers')
  tool
    .command('add')
    .description('read a tool’s pages and propose its dossier: each field with its sentence, and a file to correct')
    .argument('<address...>', 'its repository, package, model or home page; what is worth reading there is found')
    .option('--tool <slug>', 'the tool they are about, where it is in the database under another name')
    .option('--to <file>', 'where the dossier goes (default: <slug>.yaml)')
    .option('--save', 'store it as the tool’s dossier too; nothing may be missing')
    .option('--facts [model]', `let a model draft facts by number, e.g. ${exampleModelId}`)
    .addOption(new Option('--budget <usd>', 'what the model may spend, in US dollars').argParser(Number))
    .option('--estimate', 'with --facts: say what the model would cost and how long it would take, and do not ask it')
    .option('--replay <folder>', 'draft facts from this folder of recordings, and call no model')
    .option('--record-to <folder>', 'write the model’s calls as recordings there')
    .addOption(jsonOption())
    .action(async (addresses, options) => (await import('./tool.js')).addTool(addresses, options))
  tool
    .command('keep')
    .description('store dossier files as the newest of their tools, once they are as you want them')
    .argument('<dossier...>', 'dossier files (YAML)')
    .addOption(jsonOption())
    .action(async (files, options) => (await import('./tool-keep.js')).keepTools(files, options))
  tool
    .command('changes')
    .description('how the sources of a published tool are now, with what changed line by line')
    .argument('<tool>', 'its slug')
    .addOption(jsonOption())
    .action(async (slug, options) => (await import('./tool-changes.js')).toolChanges(slug, options))
  program
    .command('refresh')
    .description('read a tool’s sources now, and run the seats that cite what changed, and only those, as a new panel')
    .argument('<tool>', 'its slug')
    .option('--model <id...>', 'who plays the personas (default: the jurors of its published record)')
    .addOption(new Option('--budget <usd>', 'spend at most this many US dollars').argParser(Number))
    .addOption(new Option('--estimate', 'say what changed and what the panel would cost; call no model, store nothing').conflicts('detach'))
    .option('--detach', 'only put the panel into the queue, for the workers of a fleet')
    .addOption(jsonOption())
    .action(async (slug, options) => (await import('./refresh.js')).refresh(slug, options))
}
