import { type Command, InvalidArgumentError, Option } from 'commander'
import { withoutAtEnd } from '../platform/text/text-end.js'

/** Adds `panel export`. What it does is loaded where it is run: most commands draw no page. */
export function addExportCommand(program: Command): void {
  program
    .command('export')
    .description('write the whole site as static files that any host serves, also below a folder')
    .argument('<folder>', 'a new or empty folder, or one that was exported into before: what the site no longer has is removed there')
    .addOption(new Option('--url <address>', 'where the files will be (default: PANEL_PUBLIC_URL)').argParser(parseAddress))
    .addOption(
      new Option('--live <address>', 'the running site, for votes and subscriptions (default: PANEL_PUBLIC_URL)').argParser(parseAddress),
    )
    .option('--no-live', 'there is no running site: pages say so')
    .addOption(
      new Option(
        '--cards <which>',
        'link preview pictures: none, or those of the site and its tools, or all; each takes as long as several pages',
      )
        .choices(['none', 'tools', 'all'])
        .default('none'),
    )
    .addOption(new Option('--json', 'print exactly one JSON document on stdout'))
    .action(async (folder, options) => (await import('./export.js')).exportCommand(folder, options))
}

function parseAddress(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null
  if (url === null || !/^https?:$/.test(url.protocol) || url.search !== '' || url.hash !== '')
    throw new InvalidArgumentError('an address is http or https, without ? and #')
  return withoutAtEnd(url.href, '/')
}
