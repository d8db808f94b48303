import type { NewsletterOptions } from '../../queue/newsletter.js'
import { domainOf, parseSender } from '../mail/mail-settings.js'
import type { Mailer } from '../mail/mailer.js'
import { createMailComposer } from '../newsletter/compose-issue.js'
import { createIssueActions, type IssueActions } from '../newsletter/issue-actions.js'
import type { IssueSchedule } from '../newsletter/rules/iso-week.js'
import type { NewsletterPlace } from '../newsletter/rules/mail-headers.js'
import { deliveryTimeouts, sendDelivery } from '../newsletter/send-delivery.js'
import { createIssueStore } from '../newsletter/store/issues.js'
import type { SubscriptionActions } from '../newsletter/subscription-actions.js'
import type { Database } from '../platform/db/database.js'
import type { Runtime } from '../platform/runtime.js'
import type { SiteActions } from '../site/create-site-actions.js'
import type { Config } from './config.js'

/** Mails a minute, and at once, where the configuration says nothing. */
const defaultPerMinute = 600
const defaultConnections = 2

export type NewsletterParts = {
  db: Database
  config: Pick<Config, 'publicUrl' | 'mail' | 'newsletter'>
  /** Where the site is, from which links begin. */
  origin: string
  /** What the site is called now. */
  siteName: () => Promise<string>
  /** When the week's issue is drafted, as it holds now. */
  schedule: () => Promise<IssueSchedule>
  runtime: Runtime
  mailer: Mailer
  site: Pick<SiteActions, 'refresh' | 'changes'>
  /** Where a subscriber ends the subscription, where bounces go, and who learns of an address that a server refuses for good. */
  subscriptions: Pick<SubscriptionActions, 'unsubscribeLinks' | 'returnPathOf' | 'refusal' | 'forgetUnconfirmed'>
  /** Puts drafting and sending into the queue, until stopped. */
  sendNewsletter: (options: Omit<NewsletterOptions, 'backend' | 'runtime'>) => Promise<{ stop: () => Promise<void> }>
}

export type Newsletter = {
  actions: IssueActions
  place: NewsletterPlace
  /** Drafts and sends issues until stopped; without `drafts` it only sends. */
  startSending: (options?: { drafts?: boolean }) => Promise<{ stop: () => Promise<void> }>
}

/** The newsletter, put together: what people do with its issues, and what sends them. */
export function createNewsletter({
  db,
  config,
  origin,
  siteName,
  schedule,
  runtime,
  mailer,
  site,
  subscriptions,
  sendNewsletter,
}: NewsletterParts): Newsletter {
  const timeouts = deliveryTimeouts
  const store = createIssueStore(db)
  const place: NewsletterPlace = { siteUrl: origin, sender: config.newsletter.sender ?? null }
  const actions = createIssueActions({
    store,
    site,
    schedule,
    place,
    siteName,
    mailsLeave: mailer.kind === 'smtp',
    hasPublicUrl: config.publicUrl !== null,
    messageDomain: messageDomain(config, place),
    timeouts,
    runtime,
  })
  const compose = createMailComposer({ findIssue: store.findById, place, siteName, ...subscriptions })
  const sender = { store, mailer, compose, refused: subscriptions.refusal, runtime, timeouts }
  const ago = (milliseconds: number) => new Date(runtime.now().getTime() - milliseconds)
  return {
    actions,
    place,
    startSending: ({ drafts = true } = {}) =>
      sendNewsletter({
        schedule: drafts ? schedule : null,
        perMinute: config.mail?.perMinute ?? defaultPerMinute,
        concurrency: config.mail?.connections ?? defaultConnections,
        draftDue: actions.draftDue,
        housekeep: subscriptions.forgetUnconfirmed,
        mails: {
          tidy: async () => {
            const released = await store.releaseStale(ago(timeouts.claimMs))
            if (released > 0) runtime.log.warn({ mails: released }, 'mails of an issue that a sender had left behind wait again')
            for (const issueId of await store.finishSent({ now: runtime.now(), unknownBefore: ago(timeouts.replyMs) })) {
              runtime.log.info({ issueId }, 'an issue is sent')
            }
            return store.waitingCount()
          },
          waitingAfter: store.waitingAfter,
        },
        deliver: (payload, signal) => sendDelivery(sender, payload, signal),
      }),
  }
}

/** What follows the @ of message ids: the domain of who sends, and of the site where no one does. */
function messageDomain({ mail }: Pick<Config, 'mail'>, { siteUrl }: NewsletterPlace): string {
  return mail === null ? new URL(siteUrl).hostname.replace(/[^\w.-]/g, '-') : domainOf(parseSender(mail.from).address)
}
