import type { Command } from 'commander'
import type { SubscriptionActions } from '../newsletter/subscription-actions.js'
import { UsageError } from '../platform/errors.js'
import { asSentence } from '../platform/text/sentence.js'
import { answer, type JsonOption, jsonOption } from './json-option.js'

/** A report that comes over a pipe, with the mail it is about. */
const maxReportBytes = 10 * 1024 * 1024

/** What the commands work with. */
export type SubscriberContext = {
  subscriptions: Pick<SubscriptionActions, 'record' | 'remove' | 'report'>
  write: (text: string) => void
}

/** `panel newsletter subscriber …` and `panel newsletter bounce`: what an operator does about one reader. */
export function addSubscriberCommands(newsletter: Command): void {
  const subscriber = newsletter.command('subscriber').description('what is kept about one reader')
  subscriber
    .command('export')
    .description('print all that is kept about a reader, as one JSON document')
    .argument('<email>')
    .addOption(jsonOption())
    .action((email: string) => withSubscribers((context) => exportSubscriber(context, email)))
  subscriber
    .command('delete')
    .description('delete everything about a reader; of one who complained a keyed hash stays, so that no one else signs them up again')
    .argument('<email>')
    .addOption(jsonOption())
    .action((email: string, options: JsonOption) => withSubscribers((context) => deleteSubscriber(context, email, options)))
  newsletter
    .command('bounce')
    .description('take a mail that came back, or a report of abuse, from stdin: panel newsletter bounce < message.eml')
    .addOption(jsonOption())
    .action((options: JsonOption) => withSubscribers((context) => takeBounce(context, process.stdin, options)))
}

/** Throws `UsageError` when no one has the address. */
export async function exportSubscriber({ subscriptions, write }: SubscriberContext, email: string): Promise<void> {
  const subscriber = await subscriptions.record(email)
  if (subscriber === null) throw unknownSubscriber(email)
  write(`${JSON.stringify({ schema: 'panel.subscriber/1', subscriber }, null, 2)}\n`)
}

/** Throws `UsageError` when no one has the address. */
export async function deleteSubscriber(
  { subscriptions, write }: SubscriberContext,
  email: string,
  options: JsonOption = {},
): Promise<void> {
  if (!(await subscriptions.remove(email))) throw unknownSubscriber(email)
  const text = 'Everything about this subscriber is deleted. Mails in the outbox folder and backups are not touched.\n'
  answer(write, options, { document: { schema: 'panel.subscriber-deletion/1', isDeleted: true }, text })
}

/** Says in one line what came of a report. A mail that is none is no failure: a mail server's pipe would send that back, too. */
export async function takeBounce(
  { subscriptions, write }: SubscriberContext,
  input: AsyncIterable<Buffer | string>,
  options: JsonOption = {},
): Promise<void> {
  const outcome = await subscriptions.report(await readAll(input))
  answer(write, options, { document: { schema: 'panel.bounce/1', ...outcome }, text: bounceText(outcome) })
}

function bounceText(outcome: Awaited<ReturnType<SubscriberContext['subscriptions']['report']>>): string {
  switch (outcome.status) {
    case 'bounce':
    case 'complaint':
      return `A ${outcome.status} of the subscriber ${outcome.subscriberId}, who is now ${outcome.subscription}.\n`
    case 'ignored':
      return `${asSentence(`Nothing to note: ${outcome.why}`)}\n`
    case 'unknown subscriber':
      return 'Nothing to note: it is about no one who is a subscriber.\n'
    case 'no report':
      return 'Nothing to note: this mail reports no delivery (RFC 3464) and no abuse (RFC 5965).\n'
  }
}

function unknownSubscriber(email: string): UsageError {
  return new UsageError(`no subscriber has the address ${JSON.stringify(email)}. Write it as it is in the mail, e.g. ada@example.org`)
}

async function readAll(input: AsyncIterable<Buffer | string>): Promise<Buffer> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of input) {
    const bytes = Buffer.from(chunk)
    length += bytes.length
    if (length > maxReportBytes) throw new UsageError(`a report has ${maxReportBytes / 1024 / 1024} MB at most`)
    chunks.push(bytes)
  }
  if (length === 0) throw new UsageError('there is no mail on stdin. Give one: panel newsletter bounce < message.eml')
  return Buffer.concat(chunks)
}

/** Opens what keeps subscribers. None of these commands sends anything. */
async function withSubscribers(use: (context: SubscriberContext) => Promise<void>): Promise<void> {
  const { withApp } = await import('./session.js')
  await withApp(async ({ app }) => {
    await use({ subscriptions: await app.subscriptionReader(), write: (text) => process.stdout.write(text) })
  })
}
