import { join } from 'node:path'
import type { AgreementReport } from '../contracts/agreement.js'
import type { PanelRecord } from '../contracts/record.js'
import type { Database } from '../platform/db/database.js'
import { packageFiles } from '../platform/files/package-files.js'
import type { Runtime } from '../platform/runtime.js'
import { withoutAtEnd } from '../platform/text/text-end.js'
import type { ReviewDependencies } from '../review/create-review-actions.js'
import type { Config } from './config.js'
import type { NewsletterParts } from './create-newsletter.js'
import { once } from './once.js'
import { findVotable, type Redirect, redirectWithVotes } from './votes-of-site.js'

/** What features are built of. */
export type Foundation = {
  db: Database
  config: Config
  runtime: Runtime
  reviews: ReviewDependencies['reviews']
  retryPanel: ReviewDependencies['retryPanel']
  sendNewsletter: NewsletterParts['sendNewsletter']
}

/**
 * What people do with the database beyond panels: each feature loaded and built once, when it is first asked for, for command line, server and
 * worker alike. `close` ends what runs in them; nothing else has to be closed.
 */
export function createFeatures({ db, config, runtime, reviews, retryPanel, sendNewsletter }: Foundation) {
  const personas = async () => {
    const { loadPersonas } = await import('../panels/persona/load-personas.js')
    return loadPersonas(config.personasFolder ?? packageFiles.personas)
  }
  const origin = withoutAtEnd(config.publicUrl ?? `http://127.0.0.1:${config.port}`, '/')

  const settings = once(async () => {
    const { createSettings } = await import('../settings/settings.js')
    return createSettings({ db, runtime })
  })
  const effective = once(async () => {
    const [{ createEffectiveSettings }, stored] = await Promise.all([import('./effective-settings.js'), settings()])
    return createEffectiveSettings({ config, settings: stored })
  })
  const siteName = async () => (await (await settings()).get('site')).name
  const secret = once(async () => {
    const { readSignInSecret } = await import('../accounts/sign-in-secret.js')
    return readSignInSecret({ db, runtime, configured: config.secret })
  })
  const people = once(async () => {
    const { createPeople } = await import('../accounts/people.js')
    return createPeople({ db, runtime })
  })
  const savedViews = once(async () => (await import('../accounts/saved-views.js')).createSavedViews({ db, runtime }))
  const mailer = once(async () => {
    const { createMailer } = await import('../mail/create-mailer.js')
    return createMailer({ smtpUrl: config.smtpUrl, mail: config.mail, outboxFolder: join(config.home, 'outbox'), runtime })
  })
  const review = once(async () => {
    const [{ createReviewActions }, accounts] = await Promise.all([import('../review/create-review-actions.js'), people()])
    const findPerson: ReviewDependencies['findPerson'] = async (userId) => {
      const person = await accounts.find(userId)
      return person === null || person.deactivatedAt !== null ? null : { userId, name: person.name }
    }
    return createReviewActions({ reviews, runtime, settings: config.review, retryPanel, findPerson })
  })
  const voteStore = once(async () => (await import('../voting/store/votes.js')).createVoteStore(db))
  const communitiesOf = once(async () => (await import('../voting/communities.js')).createCommunities(db))
  const site = once(async () => {
    const [{ createSiteActions }, { createSiteStore }, communities, votes] = await Promise.all([
      import('../site/create-site-actions.js'),
      import('../site/store/site.js'),
      communitiesOf(),
      voteStore(),
    ])
    const community = { of: communities }
    const actions = createSiteActions({ site: createSiteStore(db), reviews, personas, community, runtime })
    return { ...actions, addRedirect: (redirect: Redirect) => redirectWithVotes(redirect, { site: actions, votes }) }
  })
  const siteToExport = async () => {
    const [{ createSiteActions }, { createSiteStore }, { createReadOnce }, communities] = await Promise.all([
      import('../site/create-site-actions.js'),
      import('../site/store/site.js'),
      import('../site/export/read-once.js'),
      communitiesOf(),
    ])
    const reads = createReadOnce({ site: createSiteStore(db), community: { of: communities } })
    return createSiteActions({ ...reads, reviews, personas: once(personas), runtime })
  }
  const votes = once(async () => {
    const [{ createVoteActions }, key, letterbox, published] = await Promise.all([
      import('../voting/vote-actions.js'),
      secret(),
      mailer(),
      site(),
    ])
    return createVoteActions({ db, secret: key, mailer: letterbox, findTool: (slug) => findVotable(published, slug), runtime })
  })
  const subscriptions = once(async () => {
    const [{ createSubscriptionActions }, key, letterbox] = await Promise.all([
      import('../newsletter/subscription-actions.js'),
      secret(),
      mailer(),
    ])
    return createSubscriptionActions({
      db,
      mailer: letterbox,
      secret: key,
      origin,
      siteName,
      linksLeadNowhere: letterbox.kind === 'smtp' && config.publicUrl === null,
      sender: config.newsletter.sender ?? null,
      returnPath: config.mail?.returnPath ?? null,
      runtime,
    })
  })
  const subscriptionReader = once(async () => {
    const [{ createSubscriptionReader }, key] = await Promise.all([import('../newsletter/subscription-actions.js'), secret()])
    return createSubscriptionReader({ db, secret: key, runtime })
  })
  const newsletter = once(async () => {
    const [{ createNewsletter }, { schedule }, letterbox, published, subscribers] = await Promise.all([
      import('./create-newsletter.js'),
      effective(),
      mailer(),
      site(),
      subscriptions(),
    ])
    return createNewsletter({
      db,
      config,
      origin,
      siteName,
      schedule,
      runtime,
      mailer: letterbox,
      site: published,
      subscriptions: subscribers,
      sendNewsletter,
    })
  })
  const archive = once(async () => {
    const [{ createNewsletterArchive }, { createIssueStore }] = await Promise.all([
      import('../newsletter/newsletter-archive.js'),
      import('../newsletter/store/issues.js'),
    ])
    return createNewsletterArchive(createIssueStore(db))
  })
  const agreement = once(async () => {
    const { createAgreement } = await import('../agreement/measure-agreement.js')
    return createAgreement({ db, runtime })
  })
  return {
    /** How alike calls are, across records. */
    measureAgreement: async (): Promise<AgreementReport> => (await agreement()).measureAgreement(),
    personas,
    /** Signs the cookies, and every key that readers' links are signed with is derived from it. */
    secret,
    people,
    /** What admins set on the desk. */
    settings,
    /** What holds of it, with what the configuration says. */
    effective,
    /** Named ways to look at the desk's lists. */
    savedViews,
    mailer,
    review,
    /** What readers see, made from what was decided. */
    site,
    /** The same for one export, which begins with reads of its own: see `createReadOnce`. */
    siteToExport,
    votes,
    /** A record as people see it: with readers' votes of now. For what is shown, never for what is stored or hashed. */
    withVotes: async (record: PanelRecord): Promise<PanelRecord> => {
      const [{ withVotes }, { createSiteRedirects }, communities] = await Promise.all([
        import('../voting/with-votes.js'),
        import('../site/store/site-redirects.js'),
        communitiesOf(),
      ])
      return withVotes(record, { communities, redirectsOf: createSiteRedirects(db).redirectsOf })
    },
    /** From which record the site shows each of these tools, with everything applied that was decided. */
    publicRecordsOf: async (slugs: readonly string[]): Promise<{ tool: string; recordId: string }[]> => {
      const { createSiteReads } = await import('../site/store/site-reads.js')
      await (await site()).refresh()
      return createSiteReads(db).recordsOf(slugs)
    },
    subscriptions,
    /** Subscribers and reports about them, for the command line: it sends nothing. */
    subscriptionReader,
    newsletter,
    /** Issues that were sent, for readers. */
    archive,
    /** Ends what was begun in the background: mails under way are handed over, then the mail server's connections are closed. */
    close: async (): Promise<void> => {
      const backlogs = await Promise.all([votes.made(), subscriptions.made()])
      await Promise.all(backlogs.map((feature) => feature?.backlog.stop()))
      await (await mailer.made())?.close()
    },
  }
}
