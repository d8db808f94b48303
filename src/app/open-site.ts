import { join } from 'node:path'
import { createMailer } from '../mail/create-mailer.js'
import { createNewsletterArchive } from '../newsletter/newsletter-archive.js'
import { createIssueStore } from '../newsletter/store/issues.js'
import { createSubscriptionActions } from '../newsletter/subscription-actions.js'
import { loadPersonas } from '../panels/persona/load-personas.js'
import { isOutage } from '../platform/db/is-outage.js'
import { packageFiles } from '../platform/files/package-files.js'
import type { Runtime } from '../platform/runtime.js'
import { secretShapesOf, secretsOf } from '../providers/setup.js'
import { createSiteActions, type SiteActions } from '../site/create-site-actions.js'
import { createSiteDocuments, type NewsletterArchive, type SiteDocuments } from '../site/documents/create-site-documents.js'
import { createCardDrawer } from '../site/documents/pictures.js'
import { createPublishedBundles } from '../site/documents/published-bundle.js'
import type { SiteLinks } from '../site/pages/links.js'
import { createSiteStore } from '../site/store/site.js'
import { createCommunities } from '../voting/communities.js'
import type { VotableTool } from '../voting/confirmation.js'
import { createVoteStore, type VoteStore } from '../voting/store/votes.js'
import { createVoteActions } from '../voting/vote-actions.js'
import { readSignInSecret } from '../web/auth/create-auth.js'
import { createCommunityDesk } from '../web/desk/community/app.js'
import { createNewsletterDesk } from '../web/desk/newsletter/app.js'
import { communityPath, newsletterPath } from '../web/desk/paths.js'
import { createSiteApp } from '../web/site/app.js'
import { loadSiteAssets, type SiteAsset } from '../web/site/assets.js'
import { liveLinks } from '../web/site/links.js'
import { createSubscriptionRoutes } from '../web/site/newsletter/routes.js'
import { followVotes } from '../web/site/vote-changes.js'
import { createVoteRoutes } from '../web/site/votes/routes.js'
import type { Config } from './config.js'
import type { App } from './open-app.js'
import type { openDesk } from './open-desk.js'
import { openNewsletter } from './open-newsletter.js'

type SiteParts = { app: App; config: Config; runtime: Runtime }

/** What readers see, for whoever serves it or writes it to files. */
export type SiteReader = {
  site: SiteActions
  newsletter: NewsletterArchive
  assets: readonly SiteAsset[]
  /** Everything that is the same for every reader, with links as the page at a path writes them. */
  documents: (linksAt: (path: string) => SiteLinks) => SiteDocuments
}

/** Opens what there is to read. Nothing has to be closed but the app. */
export function openSiteReader({ app, config, runtime }: SiteParts): SiteReader {
  const votes = createVoteStore(app.db)
  const personas = () => loadPersonas(config.personasFolder ?? packageFiles.personas)
  const community = { of: createCommunities(app.db) }
  const actions = createSiteActions({ site: createSiteStore(app.db), reviews: app.reviews, personas, community, runtime })
  const site = { ...actions, addRedirect: (redirect: Redirect) => redirectWithVotes(redirect, { site: actions, votes }) }
  const newsletter = createNewsletterArchive(createIssueStore(app.db))
  const isPublished = async (recordId: string) => (await app.reviews.publication(recordId))?.standing === 'published'
  const bundle = createPublishedBundles({
    panels: app.panels,
    recordingsOf: app.recordingsOf,
    isPublished,
    secrets: { known: secretsOf(config), shapes: secretShapesOf(config) },
    runtime,
  })
  const drawCard = createCardDrawer()
  return {
    site,
    newsletter,
    assets: loadSiteAssets(),
    documents: (linksAt) => createSiteDocuments({ site, newsletter, drawCard, bundle, linksAt }),
  }
}

export type SiteOptions = SiteParts & {
  desk: Pick<Awaited<ReturnType<typeof openDesk>>, 'auth' | 'mounts'>
  /** How long a page may lag behind what was published, in milliseconds; a second when left out. */
  freshForMs?: number
}

/** The desk and the public site with votes and the newsletter, put together. `publicUrl` of the configuration is where readers find it. */
export async function openSite({ app, config, runtime, desk, freshForMs }: SiteOptions) {
  const reader = openSiteReader({ app, config, runtime })
  const { site, assets } = reader
  const { publicUrl, proxyHeader: trustedProxyHeader, bounceToken } = config
  const secret = await readSignInSecret({ db: app.db, runtime, configured: config.secret })
  const mailer = await createMailer({ smtpUrl: config.smtpUrl, mail: config.mail, outboxFolder: join(config.home, 'outbox'), runtime })
  const votes = createVoteActions({ db: app.db, secret, mailer, findTool: (slug) => findVotable(site, slug), runtime })
  const subscriptions = createSubscriptionActions({
    db: app.db,
    mailer,
    secret,
    origin: publicUrl ?? `http://127.0.0.1:${config.port}`,
    linksLeadNowhere: mailer.kind === 'smtp' && publicUrl === null,
    sender: config.newsletter.sender ?? null,
    returnPath: config.mail?.returnPath ?? null,
    runtime,
  })
  const newsletter = openNewsletter({ app, config, runtime, mailer, site, subscriptions })
  const links = liveLinks({ publicUrl, assets })
  const knownVotes = followVotes(votes.reader.changesAfter)
  const pages = createSiteApp({
    documents: reader.documents(() => links),
    assets,
    // An issue that was sent changes the archive.
    version: async () => {
      const [content, issues, known] = await Promise.all([site.refresh(), newsletter.actions.archiveVersion(), knownVotes()])
      return { content: `${content} ${issues}`, votes: known }
    },
    isOutage,
    personal: [
      createVoteRoutes({ votes, links, publicUrl, trustedProxyHeader }),
      createSubscriptionRoutes({ subscriptions, links, publicUrl, trustedProxyHeader, bounceToken, log: runtime.log }),
    ],
    runtime,
    ...(freshForMs === undefined ? {} : { freshForMs }),
  })
  const { auth } = desk
  const { actions, place } = newsletter
  const newsletterDesk = createNewsletterDesk({ actions, auth, mailer, place, schedule: config.newsletter, runtime })
  return {
    site,
    votes,
    subscriptions,
    newsletter: actions,
    mailer,
    /** Everything of the desk and the site. The desk's own apps answer whatever is below its path, so those beside it come first. */
    mounts: [
      { path: newsletterPath, app: newsletterDesk },
      { path: communityPath, app: createCommunityDesk({ auth, votes, site, runtime }) },
      ...desk.mounts,
      { path: '/', app: pages.routes },
    ],
    /** For `createWebApp`: pages that lie ready. */
    ready: pages.ready,
    /** Drafts and sends issues, and throws away what votes need no longer, until stopped. */
    start: async () => {
      const sending = await newsletter.startSending()
      const housekeeping = votes.startHousekeeping()
      return {
        stop: async () => {
          await Promise.all([sending.stop(), housekeeping.stop(), votes.backlog.stop(), subscriptions.backlog.stop()])
          await mailer.close()
        },
      }
    },
  }
}

type Redirect = Parameters<SiteActions['addRedirect']>[0]

/** A redirect takes a tool's votes along, to where it leads in the end: the new slug may be an old one itself. */
async function redirectWithVotes(
  redirect: Redirect,
  { site, votes }: { site: Pick<SiteActions, 'refresh' | 'addRedirect' | 'redirects'>; votes: Pick<VoteStore, 'renameTool'> },
) {
  // What was published since anyone last looked may be the very tool.
  await site.refresh()
  const added = await site.addRedirect(redirect)
  if (added.status !== 'done') return added
  const { from } = redirect
  const end = (await site.redirects()).find((candidate) => candidate.from === from)?.to
  if (end !== undefined) await votes.renameTool({ from, to: end })
  return added
}

/**
 * A tool that is published now, by its slug or by one it had before. What was decided since anyone last looked is taken up first: a vote is not
 * taken on a tool that was retracted, nor refused on one that was just published.
 */
async function findVotable(site: Pick<SiteActions, 'refresh' | 'tool'>, slug: string): Promise<VotableTool | null> {
  await site.refresh()
  return votableAt(site, slug)
}

async function votableAt(site: Pick<SiteActions, 'tool'>, slug: string): Promise<VotableTool | null> {
  const view = await site.tool(slug)
  if (view.kind === 'moved') return votableAt(site, view.to.replace(/^\/tools\//, ''))
  return view.kind === 'tool' ? { slug: view.current.tool.slug, name: view.current.tool.name } : null
}
