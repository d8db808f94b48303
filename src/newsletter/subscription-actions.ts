import { createRequestLimits } from '../accounts/store/request-limits.js'
import { createMailBacklog, type MailBacklog, type MailTask } from '../mail/mail-backlog.js'
import { MailError } from '../mail/mail-error.js'
import type { Mailer } from '../mail/mailer.js'
import { withoutAddress } from '../mail/without-address.js'
import type { Database } from '../platform/db/database.js'
import { emailSchema } from '../platform/input/email-address.js'
import type { Runtime } from '../platform/runtime.js'
import { hashSecret, isSecret, makeSecret } from '../platform/secrets.js'
import { asSentence } from '../platform/text/sentence.js'
import { withoutAtEnd } from '../platform/text/text-end.js'
import { sentenceCase } from '../site/pages/record/words.js'
import { type Refusal, takeRefusal, takeReport } from './reports.js'
import { deriveSubscriberKeys, maskAddress, verpAddress } from './rules/subscriber-keys.js'
import { alreadySubscribedMail, confirmationMail, keptDataMail, type MailText } from './rules/subscription-mails.js'
import { createSubscriptionStore, type Subscriber, type SubscriberStatus, type SubscriptionStore } from './store/subscribers.js'
import { createSubscriberDesk, type Reminded } from './subscriber-desk.js'

const hour = 3_600
const day = 24 * hour
const confirmLifeMs = 3 * day * 1_000

/** What may be asked for, counted over all machines. An office behind one address is one block. */
export const subscriptionLimits = {
  asksOfBlock: [
    { points: 20, seconds: hour },
    { points: 60, seconds: day },
  ],
  mailsInAll: [
    { points: 500, seconds: hour },
    { points: 3_000, seconds: day },
  ],
  /** Mails that answer a form, to one mailbox. */
  mailsToAddress: [{ points: 3, seconds: day }],
  /** To an address whose owner complained: they may want to come back, and no one else shall have them mailed. */
  mailsToComplained: [{ points: 1, seconds: 30 * day }],
  keptDataMails: [{ points: 2, seconds: day }],
} as const

/**
 * The answer is the same whether the address is known or not, had its mails already or not, and whatever its mail server says; so is all that is done
 * for it.
 */
export type Asked =
  | { status: 'asked' }
  | { status: 'invalid'; problem: string }
  /** The site does not know its own address, to which the link in the mail would lead. */
  | { status: 'no address' }
  | { status: 'too many'; waitSeconds: number }

/** Whom an unsubscribe link is for. `address` is masked. */
export type LinkHolder = { address: string; status: SubscriberStatus }

export type SubscriptionDependencies = {
  db: Database
  mailer: Pick<Mailer, 'send' | 'place'>
  /** The installation's secret; keys are derived from it. */
  secret: string
  /** The site's own address, from which links begin. */
  origin: string
  /** True when mails leave the machine while `origin` is the machine's own; then no one can subscribe. */
  linksLeadNowhere?: boolean
  /** What the site is called now; left out for the package's own name. */
  siteName?: () => Promise<string>
  /** Who sends the issue, for the end of each mail; null when the configuration does not say. */
  sender: string | null
  /** Where bounces go. When it is configured, each subscriber's go to an address of their own. */
  returnPath: string | null
  runtime: Pick<Runtime, 'now' | 'newId' | 'log' | 'sleep'>
}

export type SubscriptionActions = ReturnType<typeof createSubscriptionActions>

type Context = SubscriptionDependencies & {
  store: SubscriptionStore
  limits: ReturnType<typeof createRequestLimits<keyof typeof subscriptionLimits>>
  keys: ReturnType<typeof deriveSubscriberKeys>
  siteUrl: string
  backlog: MailBacklog
}

/** Everything readers do about the newsletter, and what mail servers report about them. */
export function createSubscriptionActions(dependencies: SubscriptionDependencies) {
  const { db, secret, origin, returnPath } = dependencies
  const store = createSubscriptionStore(db)
  const limits = createRequestLimits(db, { prefix: 'weekly', limits: subscriptionLimits })
  const backlog = createMailBacklog(dependencies.runtime)
  const siteUrl = withoutAtEnd(origin, '/')
  const context: Context = { ...dependencies, store, limits, keys: deriveSubscriberKeys(secret), siteUrl, backlog }
  const { keys } = context
  const holderOf = async (token: string) => {
    const subscriberId = keys.readUnsubscribeToken(token)
    return subscriberId === null ? null : store.find(subscriberId)
  }
  return {
    store,
    backlog,
    /** Mails a link that confirms the subscription. `addressBlock` is the network that asks (community/address-block.ts). */
    subscribe: (asked: { email: string; addressBlock: string }): Promise<Asked> => subscribe(context, asked),
    /** Whether a link of such a mail still works; changes nothing. */
    confirmation: async (token: string): Promise<{ address: string } | null> => {
      const found = isSecret(token) ? await store.findByToken(hashSecret(token), context.runtime.now()) : null
      return found === null ? null : { address: maskAddress(found.email) }
    },
    confirm: async (token: string): Promise<boolean> => {
      if (!isSecret(token)) return false
      const event = eventOf(context, 'confirmed')
      return (await store.confirm({ tokenSha256: hashSecret(token), emailHashes: keys.emailHashes, event })) !== null
    },
    unsubscribeLinks: (subscriberId: string) => unsubscribeLinks(context, subscriberId),
    /** The sender in the envelope of a mail to that subscriber; undefined for the configured one. */
    returnPathOf: (subscriberId: string): string | undefined => (returnPath === null ? undefined : verpAddress(returnPath, subscriberId)),
    /** Whom a link is for; null when it was not made here, or everything about them was deleted. Changes nothing. */
    holder: async (token: string): Promise<LinkHolder | null> => {
      const found = await holderOf(token)
      return found === null ? null : { address: maskAddress(found.email), status: found.status }
    },
    /** False for a link that was not made here. One whose holder was deleted has done its work. */
    unsubscribe: async (token: string, how: 'on the page' | 'by one click'): Promise<boolean> => {
      const subscriberId = keys.readUnsubscribeToken(token)
      if (subscriberId === null) return false
      await store.unsubscribe(subscriberId, eventOf(context, `unsubscribed ${how}`))
      return true
    },
    /** Has all that is kept mailed to the holder of the link. */
    sendKeptData: async (token: string): Promise<'asked' | 'too many' | 'void'> => {
      const found = await holderOf(token)
      return found === null ? 'void' : sendKeptData(context, found)
    },
    deleteHolder: async (token: string): Promise<boolean> => {
      const found = await holderOf(token)
      return found !== null && remove(context, found)
    },
    ...createSubscriptionReader(dependencies),
    /** Deletes the addresses that no one confirmed in time; for every hour. Returns how many. */
    forgetUnconfirmed: () => store.forgetUnconfirmed(context.runtime.now()),
    refusal: (refusal: Refusal) => takeRefusal(context, refusal),
    /** What people at the desk see of subscribers, and do about them. */
    desk: createSubscriberDesk({ store, runtime: context.runtime, remind: (subscriber, note) => remind(context, subscriber, note) }),
  }
}

/** The part for which no mail is sent: what an operator asks and what mail servers report. */
export function createSubscriptionReader({
  db,
  secret,
  runtime,
}: Pick<SubscriptionDependencies, 'db' | 'secret'> & { runtime: Pick<Runtime, 'now' | 'newId'> }) {
  const store = createSubscriptionStore(db)
  const keys = deriveSubscriberKeys(secret)
  return {
    /** All that is kept about an address; null when no one has it. */
    record: async (email: string) => {
      const found = await store.findByEmail(email.trim())
      return found === null ? null : store.record(found.id)
    },
    /** Deletes everything about an address. False when no one has it. */
    remove: async (email: string): Promise<boolean> => {
      const found = await store.findByEmail(email.trim())
      return found !== null && remove({ store, keys, runtime }, found)
    },
    /** Takes a mail that came back, or a report of abuse. */
    report: (raw: Buffer) => takeReport({ store, runtime }, raw),
  }
}

const eventOf = ({ runtime }: Context, event: string) => ({ id: runtime.newId('sev'), at: runtime.now(), event })

function unsubscribeLinks({ keys, siteUrl }: Context, subscriberId: string) {
  const url = `${siteUrl}/weekly/unsubscribe?t=${keys.unsubscribeToken(subscriberId)}`
  return { url, oneClickUrl: url }
}

async function subscribe(context: Context, asked: { email: string; addressBlock: string }): Promise<Asked> {
  const { store, limits, keys, runtime, backlog, linksLeadNowhere = false } = context
  if (linksLeadNowhere) return { status: 'no address' }
  const parsed = emailSchema.safeParse(asked.email)
  if (!parsed.success)
    return { status: 'invalid', problem: asSentence(sentenceCase(parsed.error.issues[0]?.message ?? 'write an email address')) }
  const email = parsed.data
  const emailHash = keys.emailHash(email)
  await limits.sweep(runtime.now())
  const waitSeconds = await limits.take([
    { what: 'asksOfBlock', key: keys.blockHash(asked.addressBlock) },
    { what: 'mailsInAll', key: 'all' },
  ])
  if (waitSeconds > 0) return { status: 'too many', waitSeconds }
  const [known, isSuppressed] = await Promise.all([store.findByEmail(email), store.isSuppressed(keys.emailHashes(email))])
  const hasComplained = known?.status === 'complained' || isSuppressed
  const over = await limits.take([{ what: hasComplained ? 'mailsToComplained' : 'mailsToAddress', key: emailHash }])
  // No one learns that the address was asked for before: what is done for a mail is done after the answer.
  if (over === 0) backlog.add(linkTask(context, email))
  return { status: 'asked' }
}

/** Writes the mail once, and sends it until the server says yes or no. */
function linkTask(context: Context, email: string): MailTask {
  let written: { subscriber: Subscriber; mail: MailText } | null = null
  return async () => {
    written ??= await writeLink(context, email)
    return (await send(context, written.subscriber, written.mail)) !== 'not sent'
  }
}

/** Has the link that confirms mailed once more, within the limits of the form, where `note` says that it may. */
async function remind(context: Context, { id, email }: Subscriber, note: () => Promise<boolean>): Promise<Reminded> {
  const { store, limits, keys, backlog, linksLeadNowhere = false } = context
  if (linksLeadNowhere) return 'no address'
  const hasComplained = await store.isSuppressed(keys.emailHashes(email))
  if (hasComplained) return 'not waiting'
  const over = await limits.take([
    { what: 'mailsInAll', key: 'all' },
    { what: 'mailsToAddress', key: keys.emailHash(email) },
  ])
  if (over > 0) return 'too many'
  if (!(await note())) return 'not waiting'
  const mail = linkTask(context, email)
  // Who left or confirmed meanwhile gets no link.
  backlog.add(async () => ((await store.find(id))?.status === 'pending' ? mail() : true))
  return 'asked'
}

async function writeLink(context: Context, email: string): Promise<{ subscriber: Subscriber; mail: MailText }> {
  const { store, runtime, siteUrl } = context
  const token = makeSecret()
  const at = runtime.now()
  const expiresAt = new Date(at.getTime() + confirmLifeMs)
  const subscriber = await store.ask({ newId: runtime.newId('sub'), email, tokenSha256: token.sha256, expiresAt, at })
  const place = await placeOf(context)
  const mail =
    subscriber.status === 'active'
      ? alreadySubscribedMail({ unsubscribeUrl: unsubscribeLinks(context, subscriber.id).url, ...place })
      : confirmationMail({ confirmUrl: `${siteUrl}/weekly/confirm?t=${token.text}`, ...place })
  return { subscriber, mail }
}

async function send(context: Context, { id, email }: Subscriber, mail: MailText): Promise<'sent' | 'refused' | 'not sent'> {
  const { mailer, returnPath, runtime } = context
  try {
    const envelope = returnPath === null ? {} : { returnPath: verpAddress(returnPath, id) }
    const { url } = unsubscribeLinks(context, id)
    const headers = { 'List-Unsubscribe': `<${url}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' }
    const outcome = await mailer.send({ ...mail, to: email, headers, ...envelope })
    if (outcome.status === 'refused') runtime.log.warn({ subscriberId: id, code: outcome.code }, 'a mail to a subscriber was refused')
    return outcome.status
  } catch (error) {
    if (!(error instanceof MailError)) throw error
    runtime.log.error(
      { subscriberId: id, code: error.code, reason: withoutAddress(error.message, email) },
      'a mail to a subscriber could not be sent',
    )
    return 'not sent'
  }
}

/** What every mail says of where it comes from. */
async function placeOf({ siteUrl, sender, siteName }: Context) {
  return { siteUrl, sender, ...(siteName === undefined ? {} : { siteName: await siteName() }) }
}

async function sendKeptData(context: Context, subscriber: Subscriber): Promise<'asked' | 'too many'> {
  const { limits, keys, backlog } = context
  const over = await limits.take([{ what: 'keptDataMails', key: keys.emailHash(subscriber.email) }])
  if (over > 0) return 'too many'
  backlog.add(() => mailKeptData(context, subscriber))
  return 'asked'
}

/** False when the mail did not get through. Who deleted everything meanwhile gets none. */
async function mailKeptData(context: Context, subscriber: Subscriber): Promise<boolean> {
  const { store } = context
  const record = await store.record(subscriber.id)
  if (record === null) return true
  const { url: unsubscribeUrl } = unsubscribeLinks(context, subscriber.id)
  const sent = await send(context, subscriber, keptDataMail({ record, unsubscribeUrl, ...(await placeOf(context)) }))
  if (sent === 'sent') await store.note(subscriber.id, eventOf(context, 'was sent what is kept'))
  return sent !== 'not sent'
}

/** A reader who complained is remembered as a keyed hash, so that a stranger's form does not bring the mails back. */
function remove(
  { store, keys, runtime }: Pick<Context, 'store' | 'keys'> & { runtime: Pick<Runtime, 'now'> },
  { id, email, status }: Subscriber,
): Promise<boolean> {
  return store.remove(id, status === 'complained' ? { emailHash: keys.emailHash(email), at: runtime.now() } : null)
}
