import { type Command, Option } from 'commander'
import { exampleModelId } from '../contracts/examples.js'
import { jsonOption } from './json-option.js'

/** `panel tool …`: tools and their dossiers. */
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
}
