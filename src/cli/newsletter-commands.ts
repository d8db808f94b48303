import type { Command } from 'commander'
import { type JsonOption, jsonOption } from './json-option.js'
import type { ApproveOptions, IssueContext, SendOptions, ShowOptions } from './newsletter-issues.js'
import { addSubscriberCommands } from './newsletter-subscribers.js'

const defaultColumns = 100

type IssueCommands = typeof import('./newsletter-issues.js')

/** `panel newsletter …`: the newsletter and its readers. */
export function addNewsletterCommands(program: Command): void {
  const newsletter = program.command('newsletter').description('the newsletter and its readers')
  newsletter
    .command('draft')
    .description('draft the issue of a week that has ended')
    .option('--week <week>', 'an ISO week, e.g. 2026-W47 (default: the one that is due)')
    .addOption(jsonOption())
    .action(({ week, json }: JsonOption & { week?: string }) =>
      withIssues((context, { draftIssue }) => draftIssue(context, week, { json })),
    )
  newsletter
    .command('list')
    .description('list all issues')
    .addOption(jsonOption())
    .action((options: { json?: boolean }) => withIssues((context, { listIssues }) => listIssues(context, options)))
  newsletter
    .command('show')
    .description('print an issue as a subscriber gets it: its text')
    .argument('<week>')
    .option('--html', 'print the mail’s HTML')
    .option('--text', 'print the mail’s text')
    .addOption(jsonOption())
    .action((week: string, options: ShowOptions) => withIssues((context, { showIssue }) => showIssue(context, week, options)))
  newsletter
    .command('approve')
    .description('approve an issue as it is')
    .argument('<week>')
    .requiredOption('--by <email>', 'the editor or admin who has read it')
    .addOption(jsonOption())
    .action((week: string, options: ApproveOptions) => withIssues((context, { approveIssue }) => approveIssue(context, week, options)))
  newsletter
    .command('send')
    .description('send an approved issue, or go on with one, and follow it; no one gets it twice')
    .argument('<week>')
    .option('--detach', 'only begin: the server sends the mails')
    .addOption(jsonOption())
    .action((week: string, options: SendOptions) => withIssues((context, { sendIssue }) => sendIssue(context, week, options)))
  newsletter
    .command('status')
    .description('show how far an issue is')
    .argument('<week>')
    .addOption(jsonOption())
    .action((week: string, options: { json?: boolean }) => withIssues((context, { issueStatus }) => issueStatus(context, week, options)))
  addSubscriberCommands(newsletter)
}

/** What writes and sends issues is loaded for these commands alone. */
async function withIssues(use: (context: IssueContext, commands: IssueCommands) => Promise<void>): Promise<void> {
  const [commands, { withApp }] = await Promise.all([import('./newsletter-issues.js'), import('./session.js')])
  await withApp(async ({ app, config, runtime, signal }) => {
    const [{ actions: issues, startSending }, people] = await Promise.all([app.newsletter(), app.people()])
    const columns = process.stdout.columns ?? config.columns ?? defaultColumns
    await use({ issues, startSending, people, runtime, signal, columns, write: (text) => process.stdout.write(text) }, commands)
  })
}
