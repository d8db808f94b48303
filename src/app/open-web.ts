import type { StartIntake } from '../evidence/intake/intake-actions.js'
import { createIntakeStore } from '../evidence/store/intakes.js'
import { checkDossier } from '../panels/dossier/parse-dossier.js'
import { readDossierFiles } from '../panels/dossier/read-dossiers.js'
import { createDossierDrafts } from '../panels/dossier-drafts.js'
import { readRecordings } from '../panels/ledger/recording-files.js'
import { createRestoreDossier } from '../panels/restore-dossier.js'
import { createDossierDraftStore } from '../panels/store/dossier-drafts.js'
import { createDossierVersions } from '../panels/store/dossier-versions.js'
import { createDossierStore } from '../panels/store/dossiers.js'
import { createIdempotencyStore } from '../panels/store/idempotency.js'
import { readMonthSoFar } from '../panels/store/month-so-far.js'
import { monthStart, readMonthSpending } from '../panels/store/month-spending.js'
import { createPanelFigures } from '../panels/store/panel-figures.js'
import { createPanelFinder } from '../panels/store/panel-finder.js'
import { createPanelPages } from '../panels/store/panel-pages.js'
import { createToolLogoStore } from '../panels/store/tool-logos.js'
import { createToolLogos } from '../panels/tool-logos.js'
import { isOutage } from '../platform/db/is-outage.js'
import { packageFiles, packageVersion } from '../platform/files/package-files.js'
import type { Runtime } from '../platform/runtime.js'
import { createApiApp } from '../web/api/app.js'
import { apiPath } from '../web/api/paths.js'
import { authPath, createAuth } from '../web/auth/create-auth.js'
import { accountLayout } from '../web/desk/account-layout.js'
import { createDeskApp } from '../web/desk/app.js'
import { createCommunityDesk } from '../web/desk/community/app.js'
import { createNewsletterDesk } from '../web/desk/newsletter/app.js'
import { communityPath, deskPath, newsletterPath } from '../web/desk/paths.js'
import { createSettingsDesk } from '../web/desk/settings/app.js'
import type { SettingsDependencies } from '../web/desk/settings/dependencies.js'
import { settingsPath } from '../web/desk/settings/paths.js'
import { marksOf } from '../web/desk/verdict/count-marks.js'
import { createSchemasApp } from '../web/schemas/app.js'
import { schemasPath } from '../web/schemas/paths.js'
import { createSiteApp } from '../web/site/app.js'
import { liveLinks } from '../web/site/links.js'
import { createSubscriptionRoutes } from '../web/site/newsletter/routes.js'
import { followVotes } from '../web/site/vote-changes.js'
import { createVoteRoutes } from '../web/site/votes/routes.js'
import { deliverWebhook } from '../webhooks/deliver-webhook.js'
import { dispatchWebhooks } from '../webhooks/dispatch-webhooks.js'
import { createWebhookSender } from '../webhooks/send-webhook.js'
import { createWebhookStore } from '../webhooks/store/webhooks.js'
import { createWebhookActions } from '../webhooks/webhook-actions.js'
import type { Config } from './config.js'
import { fixedSettings, onlyInFile } from './effective-settings.js'
import { type EstimateRequest, estimateCost } from './estimate-cost.js'
import { createJurorChoices } from './juror-choices.js'
import { createJuryOffers } from './jury-prices.js'
import { sendTestMail } from './mail-test.js'
import { once } from './once.js'
import type { App } from './open-app.js'
import { createProviderHealth } from './provider-health.js'
import { openSiteDocuments } from './site-documents.js'

export type WebParts = {
  app: App
  config: Config
  runtime: Runtime
  /** How long a page may lag behind what was published, in milliseconds; a second when left out. */
  freshForMs?: number
}

type Auth = ReturnType<typeof createAuth>

/** What is served: signing in, desk, API and public site over the app's features. `publicUrl` of the configuration is where readers find it. */
export async function openWeb(parts: WebParts) {
  const { app } = parts
  const auth = await openAuth(parts)
  const webhooks = createWebhookStore(app.db)
  const pages = await openPages(parts)
  const [votes, newsletter] = await Promise.all([app.votes(), app.newsletter()])
  return {
    /** Everything that is served. The desk's own app answers whatever is below its path, so those beside it come first. */
    mounts: [
      ...(await deskExtras(parts, auth)),
      { path: authPath, app: auth.routes },
      { path: schemasPath, app: createSchemasApp() },
      ...(await deskAndApi(parts, { auth, webhooks })),
      { path: '/', app: pages.routes },
    ],
    /** For `createWebApp`: pages that are ready. */
    ready: pages.ready,
    /** Does in advance what the first reader would wait for. It takes this thread for most of a second: for when everything is served. */
    warm: pages.warm,
    /** Sends webhooks for what is decided, reads addresses and sources, drafts and sends newsletter issues, and deletes what votes no longer need, until stopped. */
    start: async () => {
      const hooks = await startWebhooks(parts, webhooks)
      const reading = await app.readIntakes()
      const refreshing = await app.refreshSources()
      const sending = await newsletter.startSending()
      const housekeeping = votes.startHousekeeping()
      return {
        stop: async () => {
          await Promise.all([hooks.stop(), reading.stop(), refreshing.stop(), sending.stop(), housekeeping.stop()])
        },
      }
    },
  }
}

async function openAuth({ app, config, runtime }: WebParts): Promise<Auth> {
  const [people, secret, settings] = await Promise.all([app.people(), app.secret(), app.settings()])
  const { publicUrl, proxyHeader: trustedProxyHeader } = config
  const shown = { layout: accountLayout, brand: settings.brand, homePath: deskPath, trustedProxyHeader }
  return createAuth({ db: app.db, people, runtime, secret, publicUrl, log: runtime.log, ...shown })
}

type DeskParts = { auth: Auth; webhooks: ReturnType<typeof createWebhookStore> }

async function deskAndApi({ app, config, runtime }: WebParts, { auth, webhooks }: DeskParts) {
  const { db, personas } = app
  const { publicUrl } = config
  const [review, people, freshness, savedViews, { budgetUsd }, { desk: subscribers }] = await Promise.all([
    app.review(),
    app.people(),
    app.freshness(),
    app.savedViews(),
    app.effective(),
    app.subscriptions(),
  ])
  const jurors = createJurorChoices({ app, config, runtime })
  const conflictPolicy = config.conflictPolicy ?? null
  const dossiers = createDossierStore(db)
  // What reads pages is loaded when someone has something read.
  const intakes = { ...createIntakeStore(db), start: async (request: StartIntake) => (await app.intake()).start(request) }
  const dossierVersions = createDossierVersions(db)
  const restoreDossier = createRestoreDossier({ dossiers, dossierVersions, marksFor: review.marksFor, runtime })
  const logos = createToolLogos({ logos: createToolLogoStore(db), fetcher: app.pageFetcher, runtime })
  const reading = { logos, intakes, keepProposal: app.keepProposal, restoreDossier, publicUrl }
  const shared = {
    auth,
    review,
    figures: createPanelFigures(db),
    dossiers,
    dossierVersions,
    freshness,
    savedViews,
    measureAgreement: app.measureAgreement,
    actions: app,
    personas,
    runtime,
    budgetUsd,
    monthSoFar: () => readMonthSoFar(db),
    estimate: (request: EstimateRequest) => estimateCost(app, request, config),
    ...reading,
  }
  const dossierDrafts = createDossierDrafts({
    ...{ drafts: createDossierDraftStore(db), dossiers, intakes: createIntakeStore(db), runtime },
    ...{ dossierVersions, marksFor: review.marksFor },
  })
  const desk = createDeskApp({
    ...shared,
    dossierDrafts,
    panels: app.panels,
    find: createPanelFinder(db),
    withVotes: app.withVotes,
    publicRecordsOf: app.publicRecordsOf,
    people,
    jurors,
    juries: createJuryOffers({ app, config, runtime }),
    conflictPolicy,
    checkDossier,
    // Files of the package stay as they are while it runs.
    sampleDossiers: once(() => readDossierFiles(packageFiles.sampleDossiers)),
    loadSampleRecordings: once(() => readRecordings(packageFiles.sampleRecordings)),
  })
  const api = createApiApp({
    ...shared,
    panels: createPanelPages(db),
    dossierDrafts,
    panelLists: app.panels,
    countMarks: marksOf,
    subscribers,
    idempotency: createIdempotencyStore(db),
    webhooks,
    allowsPrivateWebhooks: config.webhooks.allowPrivateAddresses,
    juries: config.juries ?? [],
    conflictPolicy,
    jurors: async () => (await jurors()).filter(({ isDefault }) => isDefault).map(({ model }) => model),
    version: packageVersion,
  })
  return [
    { path: deskPath, app: desk },
    { path: apiPath, app: api },
  ]
}

/** The desk's pages on votes and on the newsletter. */
async function deskExtras({ app, config, runtime }: WebParts, auth: Auth) {
  const [votes, site, mailer, { actions, place }, { schedule }, { desk: subscribers }, savedViews] = await Promise.all([
    app.votes(),
    app.site(),
    app.mailer(),
    app.newsletter(),
    app.effective(),
    app.subscriptions(),
    app.savedViews(),
  ])
  const settingsDesk = createSettingsDesk(await settingsParts({ app, config, runtime }, auth))
  return [
    { path: settingsPath, app: settingsDesk },
    { path: newsletterPath, app: createNewsletterDesk({ actions, auth, mailer, place, schedule, subscribers, savedViews, runtime }) },
    { path: communityPath, app: createCommunityDesk({ auth, votes, site, runtime }) },
  ]
}

async function settingsParts({ app, config, runtime }: WebParts, auth: Auth): Promise<SettingsDependencies> {
  const [settings, { schedule }, mailer, people] = await Promise.all([app.settings(), app.effective(), app.mailer(), app.people()])
  return {
    ...{ auth, settings, schedule, runtime },
    fixed: fixedSettings(config),
    onlyInFile: onlyInFile(config),
    models: createProviderHealth({ app, config, runtime }),
    mail: {
      ...{ kind: mailer.kind, place: mailer.place, from: config.mail?.from ?? null },
      addressOf: async (userId) => (await people.find(userId))?.email ?? '',
      test: (to) => sendTestMail(mailer, to, runtime),
    },
    webhooks: await webhookParts({ app, config, runtime }),
    spending: (monthsFromNow) => readMonthSpending(app.db, monthStart(runtime.now(), monthsFromNow)),
  }
}

async function webhookParts({ app, config, runtime }: WebParts): Promise<SettingsDependencies['webhooks']> {
  const { allowPrivateAddresses: allowsPrivate } = config.webhooks
  const [store, review] = [createWebhookStore(app.db), await app.review()]
  const { test, ...actions } = createWebhookActions({ store, newestEntry: async () => (await review.audit.head()).entries, runtime })
  return {
    ...{ store, actions, allowsPrivate },
    // A sender of its own, for as long as the test takes.
    test: async (webhook) => {
      const sender = createWebhookSender({ allowsPrivate })
      return test(webhook, sender.send).finally(() => sender.close())
    },
  }
}

async function openPages({ app, config, runtime, freshForMs }: WebParts) {
  const { publicUrl, proxyHeader: trustedProxyHeader, bounceToken } = config
  const [{ assets, documents, warmCards }, site, votes, subscriptions, archive, settings] = await Promise.all([
    openSiteDocuments({ app, config, runtime }),
    app.site(),
    app.votes(),
    app.subscriptions(),
    app.archive(),
    app.settings(),
  ])
  let identity = await settings.brand()
  const links = liveLinks({ publicUrl, assets, identity: () => identity })
  const knownVotes = followVotes(votes.reader.changesAfter)
  const pages = createSiteApp({
    documents: documents(() => links),
    assets,
    // An issue that was sent changes the archive, and the name is on every page. It is known before the version that names it: a page is never kept for that with the last one's.
    version: async () => {
      const [content, issues, known, named] = await Promise.all([site.refresh(), archive.archiveVersion(), knownVotes(), settings.brand()])
      identity = named
      return { content: `${content} ${issues} ${JSON.stringify(named)}`, votes: known }
    },
    isOutage,
    personal: [
      createVoteRoutes({ votes, links, publicUrl, trustedProxyHeader }),
      createSubscriptionRoutes({ subscriptions, links, publicUrl, trustedProxyHeader, bounceToken, log: runtime.log }),
    ],
    runtime,
    ...(freshForMs === undefined ? {} : { freshForMs }),
  })
  // A site whose cards cannot be drawn is served without them; a request for one fails and says so.
  const warm = () => warmCards().catch((error: unknown) => runtime.log.warn({ err: error }, 'no card can be drawn'))
  return { ...pages, warm }
}

async function startWebhooks({ app, config, runtime }: WebParts, store: DeskParts['webhooks']) {
  const review = await app.review()
  const sender = createWebhookSender({ allowsPrivate: config.webhooks.allowPrivateAddresses })
  const sending = await app.sendWebhooks({
    dispatch: () => dispatchWebhooks({ review, store, runtime }),
    deliver: (payload, options) => deliverWebhook({ store, send: sender.send, runtime }, payload, options),
  })
  return {
    stop: async () => {
      await sending.stop()
      await sender.close()
    },
  }
}
