import { type MailReport, parseReport, type RecipientReport } from '../mail/parse-report.js'
import { readVerpAddress } from '../newsletter/subscriber-keys.js'
import type { Runtime } from '../runtime.js'
import type { Subscriber, SubscriberStatus, SubscriptionStore } from '../store/subscribers.js'

/** What came of a report. `status` is the subscription's afterwards. */
export type ReportOutcome =
  | { status: 'bounce' | 'complaint'; subscriberId: string; subscription: SubscriberStatus }
  /** It tells of nothing that ends a subscription: a delay, a delivery, another kind of feedback. */
  | { status: 'ignored'; why: string }
  | { status: 'unknown subscriber' }
  | { status: 'no report' }

/** A server's no for good to one mail, while it was being sent. */
export type Refusal = { subscriberId: string; code: number; response: string }

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
  if (subscriber === null) return { status: 'unknown subscriber' }
  return failure === null
    ? takeComplaint(dependencies, subscriber, report)
    : takeFailure(dependencies, { subscriber, failure, messageId: messageIdOf(report) })
}

/** Notes that the server would not have a mail: hard when it said so of the address, soft when it was about the mail or its sender. */
export async function takeRefusal({ store, runtime }: Dependencies, { subscriberId, code, response }: Refusal): Promise<void> {
  const status = /\b5\.\d{1,3}\.\d{1,3}\b/.exec(response)?.[0] ?? `${Math.floor(code / 100)}.0.0`
  const event = { id: runtime.newId('sev'), at: runtime.now() }
  // No message id: a mail that was refused never counted as sent, and comes back this once.
  const messageId = `refused ${event.id}`
  await store.bounce({ subscriberId, kind: kindOf(status), messageId, detail: shorten(response), event })
}

/**
 * A permanent failure ends the subscription, a temporary one counts towards it. 5.7.x is permanent too, and yet says nothing of the address:
 * the receiver's rules refuse the mail or its sender (RFC 3463, 3.8), and a mistake in a signature would otherwise end everybody's.
 */
function kindOf(status: string): 'hard' | 'soft' {
  return status.startsWith('5.') && !status.startsWith('5.7.') ? 'hard' : 'soft'
}

function worstOf(reports: readonly RecipientReport[]): RecipientReport | null {
  const failed = reports.filter(({ action, status }) => action === 'failed' && /^[45]\./.test(status))
  return failed.find(({ status }) => kindOf(status) === 'hard') ?? failed[0] ?? null
}

type Report = Exclude<MailReport, { kind: 'no report' }>

/** The address that only this subscriber's mails come back to tells best, then the mail itself, then what the other server says. */
async function findSubscriber(store: SubscriptionStore, { sentTo, messageIds, recipients }: Report): Promise<Subscriber | null> {
  for (const address of sentTo) {
    const subscriberId = readVerpAddress(address)
    const found = subscriberId === null ? null : await store.find(subscriberId)
    if (found !== null) return found
  }
  for (const messageId of messageIds) {
    const found = await store.findByMessageId(messageId)
    if (found !== null) return found
  }
  for (const recipient of recipients) {
    const found = await store.findByEmail(recipient)
    if (found !== null) return found
  }
  return null
}

const messageIdOf = ({ messageIds }: Report) => messageIds[0] ?? null

async function takeComplaint({ store, runtime }: Dependencies, { id }: Subscriber, report: Report): Promise<ReportOutcome> {
  const event = { id: runtime.newId('sev'), at: runtime.now(), event: 'complained', detail: messageIdOf(report) }
  await store.complain(id, event)
  return { status: 'complaint', subscriberId: id, subscription: 'complained' }
}

type Failure = { subscriber: Subscriber; failure: RecipientReport; messageId: string | null }

async function takeFailure({ store, runtime }: Dependencies, { subscriber, failure, messageId }: Failure): Promise<ReportOutcome> {
  const detail = shorten([failure.status, failure.diagnostic].filter((part) => part !== null).join(' '))
  const event = { id: runtime.newId('sev'), at: runtime.now() }
  const subscription = await store.bounce({ subscriberId: subscriber.id, kind: kindOf(failure.status), messageId, detail, event })
  return { status: 'bounce', subscriberId: subscriber.id, subscription: subscription ?? subscriber.status }
}

function shorten(text: string): string {
  const line = text.replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim()
  return line.length > longestDetail ? `${line.slice(0, longestDetail)}…` : line
}
