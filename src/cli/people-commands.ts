import type { Command } from 'commander'
import { type JsonOption, jsonOption } from './json-option.js'
import { portOption } from './port-option.js'
import type { AddOptions, LinkOptions, UserContext } from './user.js'

const defaultColumns = 100

const linkPortOption = () =>
  portOption(
    'the port of the server that the link leads to, on this machine (default: PANEL_PUBLIC_URL, else the server that runs in this home)',
  )

/** `panel user …`: who may sign in to the desk. */
export function addPeopleCommands(program: Command): void {
  const user = program.command('user').description('who may sign in to the desk')
  user
    .command('add')
    .description('add a person, and print a link to choose a password')
    .argument('<email>')
    .requiredOption('--name <name>', 'as others see it')
    .requiredOption('--role <role>', 'admin, editor or reviewer')
    .option('--password-stdin', 'read the password from stdin instead of printing a link')
    .addOption(linkPortOption())
    .addOption(jsonOption())
    .action((email: string, options: AddOptions) =>
      withPeople((context, { addUser }) => addUser(context, email, { ...options, input: process.stdin })),
    )
  user
    .command('list')
    .description('show everyone')
    .addOption(jsonOption())
    .action((options: { json?: boolean }) => withPeople((context, { listUsers }) => listUsers(context, options)))
  user
    .command('link')
    .description('print a link to choose a new password')
    .argument('<email>')
    .addOption(linkPortOption())
    .addOption(jsonOption())
    .action((email: string, options: LinkOptions) => withPeople((context, { linkUser }) => linkUser(context, email, options)))
  user
    .command('deactivate')
    .description('end a person’s sessions and tokens, and keep them from signing in')
    .argument('<email>')
    .addOption(jsonOption())
    .action((email: string, options: JsonOption) => withPeople((context, { deactivateUser }) => deactivateUser(context, email, options)))
}

/** Accounts and what signs them in are loaded for these commands alone. */
async function withPeople(use: (context: UserContext, commands: typeof import('./user.js')) => Promise<void>): Promise<void> {
  const [commands, { findOrigin }, { withApp }] = await Promise.all([
    import('./user.js'),
    import('../app/server-note.js'),
    import('./session.js'),
  ])
  await withApp(async ({ app, config }) => {
    const people = await app.people()
    const columns = process.stdout.columns ?? config.columns ?? defaultColumns
    const write = (text: string) => process.stdout.write(text)
    const note = (text: string) => process.stderr.write(text)
    await use({ people, originFor: (port) => findOrigin(config, port), columns, write, note }, commands)
  })
}
