import type { People } from '../accounts/people.js'
import type { Newsletter } from '../app/create-newsletter.js'
import type { Actor } from '../contracts/actor.js'
import type { IssueActions, IssueView } from '../newsletter/issue-actions.js'
import type { IssueOutcome } from '../newsletter/refusals.js'
import { weekText } from '../newsletter/rules/draft-issue.js'
import type { Progress } from '../newsletter/store/issues.js'
import { UsageError } from '../platform/errors.js'
import type { Runtime } from '../platform/runtime.js'
import { isolate } from '../platform/text/text-direction.js'
import { answer, type JsonOption } from './json-option.js'
import { renderTable } from './table.js'

/** Who the command line is in the audit log. */
const actor = { system: 'panel newsletter' }
const lookEveryMs = 1_000

/** What the commands work with; the signal aborts when someone stops them. */
export type IssueContext = {
  issues: IssueActions
  startSending: Newsletter['startSending']
  people: Pick<People, 'findByEmail'>
  runtime: Pick<Runtime, 'sleep'>
  signal: AbortSignal
  columns: number
  write: (text: string) => void
}

export type ShowOptions = JsonOption & { html?: boolean; text?: boolean }
export type SendOptions = JsonOption & { detach?: boolean }
export type ApproveOptions = JsonOption & { by: string }

/** Drafts a week's issue, and says where it is. */
export async function draftIssue({ issues, write }: IssueContext, asked?: string, options: JsonOption = {}): Promise<void> {
  const week = asked ?? (await issues.dueWeek())
  const outcome = await issues.draft({ week, actor })
  const document = { schema: 'panel.newsletter-draft/1', week, outcome: outcome.status === 'done' ? 'drafted' : outcome.status }
  const say = (text: string) => answer(write, options, { document, text })
  switch (outcome.status) {
    case 'refused':
      throw new UsageError(`${outcome.why}: ${outcome.fix}`)
    case 'empty':
      return say(`Nothing was published, changed or retracted from ${weekText(outcome.week)}: there is no issue to draft.\n`)
    case 'unchanged':
      return say(`${week} has its issue already. Read it: panel newsletter show ${week}\n`)
    case 'done':
      return say(`The issue of ${weekText(week)} is drafted. Read it: panel newsletter show ${week}\n`)
  }
}

/** Lists all issues, as a table or as JSON. */
export async function listIssues({ issues, columns, write }: IssueContext, { json = false }: { json?: boolean }): Promise<void> {
  const list = await issues.list()
  if (json) return write(`${JSON.stringify({ schema: 'panel.letters/1', letters: list }, null, 2)}\n`)
  if (list.length === 0) return write('There is no issue yet. Draft one: panel newsletter draft\n')
  const rows = list.map(({ week, status, items, progress, subject }) => [
    week,
    status,
    String(items),
    progress.total === 0 ? '—' : `${progress.sent} of ${progress.total}`,
    subject,
  ])
  write(renderTable({ head: ['week', 'state', 'items', 'sent', 'subject'], rows, columns }))
}

/** Prints an issue: its text, its HTML, or all there is to know of it as JSON. */
export async function showIssue({ issues, write }: IssueContext, week: string, options: ShowOptions): Promise<void> {
  if ([options.html, options.text, options.json].filter((wanted) => wanted === true).length > 1)
    throw new UsageError('--html, --text and --json exclude each other: choose one')
  const { issue, progress } = await find(issues, week)
  if (options.json === true) return write(`${JSON.stringify({ schema: 'panel.letter/1', letter: { ...issue, progress } }, null, 2)}\n`)
  const { html, text, subject } = await issues.preview(issue.content)
  if (options.html === true) return write(`${html}\n`)
  write(options.text === true ? text : `Subject: ${subject}\n\n${text}`)
}

/** Approves an issue as it is, in the name of someone who has read it. */
export async function approveIssue(
  { issues, people, write }: IssueContext,
  week: string,
  { by: email, json }: ApproveOptions,
): Promise<void> {
  const person = await people.findByEmail(email.trim().toLowerCase())
  if (person === null || person.deactivatedAt !== null)
    throw new UsageError(`no one with the address ${email} may approve. Who is here: panel user list`)
  const by: Actor = { userId: person.id, name: person.name, role: person.role }
  const { issue } = await find(issues, week)
  done(await issues.approve({ actor: by, week, seenSha256: issue.contentSha256 }), week)
  const text = `Approved by ${isolate(person.name)}, as it is (${issue.contentSha256.slice(0, 12)}). Send it: panel newsletter send ${week}\n`
  const document = { schema: 'panel.newsletter-approval/1', week, by: person.id, contentSha256: issue.contentSha256 }
  answer(write, { json }, { document, text })
}

/** Begins to send an approved issue, or goes on with one, and sends its mails here until none is left; with `detach` someone else does. */
export async function sendIssue(context: IssueContext, week: string, { detach = false, json }: SendOptions): Promise<void> {
  const { issues, startSending, write } = context
  const { issue, progress } = await find(issues, week)
  if (issue.startedAt === null) done(await issues.start({ actor, week, seenSha256: issue.contentSha256 }), week)
  else if (progress.failed > 0) done(await issues.resume({ actor, week }), week)
  if (detach) {
    const text = `It is on its way, through the server (panel serve). How far it is: panel newsletter status ${week}\n`
    return answer(write, { json }, { document: statusDocument(await find(issues, week)), text })
  }
  const sending = await startSending({ drafts: false })
  try {
    writeStatus(await untilSent(context, week), { json }, write)
  } finally {
    await sending.stop()
  }
}

/** Says how far an issue is. */
export async function issueStatus({ issues, write }: IssueContext, week: string, options: JsonOption): Promise<void> {
  writeStatus(await find(issues, week), options, write)
}

/** Throws `InterruptedError` when someone stops the command. */
async function untilSent({ issues, runtime, signal }: IssueContext, week: string): Promise<IssueView> {
  for (;;) {
    const view = await find(issues, week)
    if (view.issue.status !== 'sending') return view
    await runtime.sleep(lookEveryMs, signal).catch(() => undefined)
    signal.throwIfAborted()
  }
}

function statusDocument({ issue: { week, status }, progress, unknown, unsent }: IssueView) {
  return { schema: 'panel.letter-status/1', week, status, progress, unknown, unsent }
}

function writeStatus(view: IssueView, options: JsonOption, write: IssueContext['write']): void {
  answer(write, options, { document: statusDocument(view), text: statusText(view) })
}

function statusText({ issue: { week, status }, progress, unknown }: IssueView): string {
  const howFar = `The issue of ${weekText(week)} is ${status}: ${countsText(progress)}.\n`
  if (unknown.length === 0) return howFar
  const those = unknown.map(({ email, subscriberId, messageId }) => `  ${email ?? subscriberId}  <${messageId}>\n`)
  return `${howFar}No one knows whether these arrived, so none is sent again by itself; the desk lets a person decide:\n${those.join('')}`
}

function countsText({ total, sent, waiting, sending, refused, failed, skipped, unknown, ...rest }: Progress): string {
  const others: [number, string][] = [
    [waiting + sending + rest['handed-over'], 'under way'],
    [unknown, 'not known whether they arrived'],
    [refused, 'refused'],
    [failed, 'given up'],
    [skipped, 'left before'],
  ]
  return [`${sent} of ${total} mails sent`, ...others.flatMap(([count, what]) => (count === 0 ? [] : [`${count} ${what}`]))].join(', ')
}

async function find(issues: IssueActions, week: string): Promise<IssueView> {
  const view = await issues.show(week)
  if (view === null) throw new UsageError(`there is no issue of the week ${JSON.stringify(week)}. Which there are: panel newsletter list`)
  return view
}

function done(outcome: IssueOutcome, week: string): void {
  if (outcome.status === 'refused') throw new UsageError(`${outcome.why}: ${outcome.fix}`)
  if (outcome.status === 'not found') throw new UsageError(`there is no issue of the week ${JSON.stringify(week)}`)
}
