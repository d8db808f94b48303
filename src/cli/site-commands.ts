import type { Command } from 'commander'
import { type JsonOption, jsonOption } from './json-option.js'
import type { RedirectOptions, SiteContext } from './site.js'

const defaultColumns = 100

/** `panel site …`: the public pages. */
export function addSiteCommands(program: Command): void {
  const site = program.command('site').description('the public pages')
  site
    .command('redirect')
    .description('a tool was renamed: send readers of its old slug to the new one')
    .argument('<old>', 'the slug it had')
    .argument('[new]', 'the slug under which it is published now')
    .option('--remove', 'take the redirect of the old slug back')
    .addOption(jsonOption())
    .action((from: string, to: string | undefined, options: RedirectOptions) =>
      withSite((context, { redirect }) => redirect(context, { from, to, ...options })),
    )
  site
    .command('redirects')
    .description('show where old slugs lead')
    .addOption(jsonOption())
    .action((options: { json?: boolean }) => withSite((context, { listRedirects }) => listRedirects(context, options)))
  site
    .command('rebuild')
    .description('rebuild the site index from every decision; readers see the site as it was until that is done')
    .addOption(jsonOption())
    .action((options: JsonOption) => withSite((context, { rebuild }) => rebuild(context, options)))
}

async function withSite(use: (context: SiteContext, commands: typeof import('./site.js')) => Promise<void>): Promise<void> {
  const [commands, { withApp }] = await Promise.all([import('./site.js'), import('./session.js')])
  await withApp(async ({ app, config }) => {
    const columns = process.stdout.columns ?? config.columns ?? defaultColumns
    await use({ site: await app.site(), columns, write: (text) => process.stdout.write(text) }, commands)
  })
}
