import { type MailReport, parseReport, type RecipientReport } from '../mail/parse-report.js'
import type { Runtime } from '../platform/runtime.js'
import { readVerpAddress } from './rules/subscriber-keys.js'
import type { Subscriber, SubscriberStatus, SubscriptionStore } from './store/subscribers.js'

/** What came of a report. `status` is the subscription's afterwards. */
export type ReportOutcome =
  | { status: 'bounce' | 'complaint'; subscriberId: string; subscription: SubscriberStatus }
  /** It is about nothing that ends a subscription: a delay, a delivery, another kind of feedback. */
  | { status: 'ignored'; why: string }
  | { status: 'unknown subscriber' }
  | { status: 'no report' }

/** A server's no for good to one mail, while it was being sent. */
export type Refusal = { subscriberId: string; to: 'recipient' | 'message'; code: number; response: string }

type Dependencies = { store: SubscriptionStore; runtime: Pick<Runtime, 'now' | 'newId'> }

/** Feedback with which a reader says that the mail was not wanted (RFC 5965, 3.1 and 7.3). */
const complaints = ['abuse', 'fraud']
const longestDetail = 300

/** Takes a mail that came back, or an abuse report, as servers send them. */
export async function takeReport(dependencies: Dependencies, raw: Buffer): Promise<ReportOutcome> {
  const report = await parseReport(raw)
  if (report.kind === 'no report') return { status: 'no report' }
  if (report.kind === 'complaint' && !complaints.includes(report.feedbackType))
    return { status: 'ignored', why: `feedback of the type ${JSON.stringify(report.feedbackType)}` }
  const failure = report.kind === 'bounce' ? worstOf(report.reports) : null
  if (report.kind === 'bounce' && failure === null) return { status: 'ignored', why: 'no delivery failed' }
  const subscriber = await findSubscriber(dependencies.store, report)
  if (subscriber === null) return takeByAddress(dependencies, report, failure)
  return failure === null
    ? takeComplaint(dependencies, subscriber, report)
    : takeFailure(dependencies, { subscriber, kind: kindOf(failure.status), detail: detailOf(failure), messageId: messageIdOf(report) })
}

/** Notes that the server would not have a mail: hard when it said so of the address, soft when it was about the mail or its sender. */
export async function takeRefusal({ store, runtime }: Dependencies, refusal: Refusal): Promise<void> {
  const { subscriberId, response } = refusal
  const event = { id: runtime.newId('sev'), at: runtime.now() }
  // No message id: a mail that was refused never counted as sent, and comes back this once.
  const messageId = `refused ${event.id}`
  await store.bounce({ subscriberId, kind: kindOfRefusal(refusal), messageId, detail: shorten(response), event })
}

/** No such mailbox, host or syntax, moved away, no mail taken at all (RFC 3463, 3.2; RFC 7505, 4.2), or disabled (3.3). */
const addressIsGone = ['5.1.1', '5.1.2', '5.1.3', '5.1.6', '5.1.10', '5.2.1']

/**
 * A failure that is about the address ends the subscription, any other counts towards it, permanent or not: a relay that is set up wrong refuses
 * every mail for good, and would otherwise end everyone's.
 */
function kindOf(status: string): 'hard' | 'soft' {
  return addressIsGone.includes(status) ? 'hard' : 'soft'
}

const codesOfAddress = [550, 551, 553]
const unknownMailbox = [
  /\b(?:user|mailbox|recipient|address|account)\b.{0,80}\b(?:unknown|not found|not known|no longer exists|(?:does not|doesn['’]t) exist|(?:not|non)[- ]exist)/i,
  /\b(?:unknown|invalid|no such|non-?existent)(?: local)? (?:user|mailbox|recipient|address|account)\b/i,
]

/** What the server's extended code says; without one (RFC 2034), only words about the mailbox in a reply to its address count as hard. */
function kindOfRefusal({ to, code, response }: Refusal): 'hard' | 'soft' {
  const status = /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})(?![.\d])/.exec(response)?.[1]
  if (status !== undefined) return kindOf(status)
  const isOfMailbox = to === 'recipient' && codesOfAddress.includes(code) && unknownMailbox.some((words) => words.test(response))
  return isOfMailbox ? 'hard' : 'soft'
}

function worstOf(reports: readonly RecipientReport[]): RecipientReport | null {
  const failed = reports.filter(({ action, status }) => action === 'failed' && /^[45]\./.test(status))
  return failed.find(({ status }) => kindOf(status) === 'hard') ?? failed[0] ?? null
}

type Report = Exclude<MailReport, { kind: 'no report' }>

/** The address that only this subscriber's mails come back to says it best, then the mail itself. */
async function findSubscriber(store: SubscriptionStore, { sentTo, messageIds }: Report): Promise<Subscriber | null> {
  for (const address of sentTo) {
    const subscriberId = readVerpAddress(address)
    const found = subscriberId === null ? null : await store.find(subscriberId)
    if (found !== null) return found
  }
  for (const messageId of messageIds) {
    const found = await store.findByMessageId(messageId)
    if (found !== null) return found
  }
  return null
}

/**
 * A report that names nothing but an address may be anyone's invention: it counts as a soft bounce, once a month, so that three of them in a row
 * end no one's subscription, either.
 */
async function takeByAddress(dependencies: Dependencies, report: Report, failure: RecipientReport | null): Promise<ReportOutcome> {
  const month = dependencies.runtime.now().toISOString().slice(0, 7)
  for (const recipient of report.recipients) {
    const subscriber = await dependencies.store.findByEmail(recipient)
    if (subscriber === null) continue
    const detail = failure === null ? 'a complaint' : detailOf(failure)
    return takeFailure(dependencies, { subscriber, kind: 'soft', detail, messageId: `unknown, in ${month}` })
  }
  return { status: 'unknown subscriber' }
}

const messageIdOf = ({ messageIds }: Report) => messageIds[0] ?? null

async function takeComplaint({ store, runtime }: Dependencies, { id }: Subscriber, report: Report): Promise<ReportOutcome> {
  const event = { id: runtime.newId('sev'), at: runtime.now(), event: 'complained', detail: messageIdOf(report) }
  await store.complain(id, event)
  return { status: 'complaint', subscriberId: id, subscription: 'complained' }
}

type Failure = { subscriber: Subscriber; kind: 'hard' | 'soft'; detail: string; messageId: string | null }

async function takeFailure({ store, runtime }: Dependencies, { subscriber, kind, detail, messageId }: Failure): Promise<ReportOutcome> {
  const event = { id: runtime.newId('sev'), at: runtime.now() }
  const subscription = await store.bounce({ subscriberId: subscriber.id, kind, messageId, detail, event })
  return { status: 'bounce', subscriberId: subscriber.id, subscription: subscription ?? subscriber.status }
}

const detailOf = ({ status, diagnostic }: RecipientReport) => shorten([status, diagnostic].filter((part) => part !== null).join(' '))

function shorten(text: string): string {
  const line = text.replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim()
  return line.length > longestDetail ? `${line.slice(0, longestDetail)}…` : line
}
