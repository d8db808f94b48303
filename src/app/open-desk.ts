import { createPeople } from '../accounts/people.js'
import { checkDossier } from '../panels/dossier/parse-dossier.js'
import { readDossierFiles } from '../panels/dossier/read-dossiers.js'
import { readRecordings } from '../panels/ledger/recording-files.js'
import { loadPersonas } from '../panels/persona/load-personas.js'
import { createDossierVersions } from '../panels/store/dossier-versions.js'
import { createDossierStore } from '../panels/store/dossiers.js'
import { createIdempotencyStore } from '../panels/store/idempotency.js'
import { createPanelFigures } from '../panels/store/panel-figures.js'
import { createPanelPages } from '../panels/store/panel-pages.js'
import { packageFiles, packageVersion } from '../platform/files/package-files.js'
import type { Runtime } from '../platform/runtime.js'
import { createReviewActions } from '../review/create-review-actions.js'
import { createApiApp } from '../web/api/app.js'
import { apiPath } from '../web/api/paths.js'
import { authPath, createAuth, readSignInSecret } from '../web/auth/create-auth.js'
import { accountLayout } from '../web/desk/account-layout.js'
import { createDeskApp } from '../web/desk/app.js'
import { deskPath } from '../web/desk/paths.js'
import { deliverWebhook } from '../webhooks/deliver-webhook.js'
import { dispatchWebhooks } from '../webhooks/dispatch-webhooks.js'
import { createWebhookSender } from '../webhooks/send-webhook.js'
import { createWebhookStore } from '../webhooks/store/webhooks.js'
import type { Config } from './config.js'
import { estimateCost } from './estimate-cost.js'
import { createJurorChoices } from './juror-choices.js'
import type { App } from './open-app.js'

/** Everything of the desk, put together: its pages, signing in, and what stands behind them. */
export async function openDesk({ app, config, runtime }: { app: App; config: Config; runtime: Runtime }) {
  const { db } = app
  const people = createPeople({ db, runtime })
  const secret = await readSignInSecret({ db, runtime, configured: config.secret })
  const { publicUrl, proxyHeader: trustedProxyHeader } = config
  const auth = createAuth({
    db,
    people,
    runtime,
    secret,
    publicUrl,
    log: runtime.log,
    layout: accountLayout,
    homePath: deskPath,
    trustedProxyHeader,
  })
  const review = createReviewActions({
    reviews: app.reviews,
    runtime,
    settings: config.review,
    retryPanel: (panelId, { by, alongside }) => app.retry(panelId, { evenApproved: true, by, alongside }),
    findPerson: async (userId) => {
      const person = await people.find(userId)
      return person === null || person.deactivatedAt !== null ? null : { userId, name: person.name }
    },
  })
  const personas = () => loadPersonas(config.personasFolder ?? packageFiles.personas)
  const figures = createPanelFigures(db)
  const dossiers = createDossierStore(db)
  const jurors = createJurorChoices({ app, config, runtime })
  const { budgetUsd } = config
  const shared = { review, figures, dossiers, actions: app, personas, runtime, budgetUsd }
  const desk = createDeskApp({
    ...shared,
    panels: app.panels,
    withVotes: app.withVotes,
    auth,
    people,
    jurors,
    estimate: (request) => estimateCost(app, request, config),
    checkDossier,
    sampleDossiers: () => readDossierFiles(packageFiles.sampleDossiers),
    loadSampleRecordings: () => readRecordings(packageFiles.sampleRecordings),
  })
  const webhooks = createWebhookStore(db)
  const { allowPrivateAddresses } = config.webhooks
  const api = createApiApp({
    ...shared,
    auth,
    panels: createPanelPages(db),
    dossierVersions: createDossierVersions(db),
    idempotency: createIdempotencyStore(db),
    webhooks,
    allowsPrivateWebhooks: allowPrivateAddresses,
    jurors: async () => (await jurors()).filter(({ isDefault }) => isDefault).map(({ model }) => model),
    publicUrl,
    version: packageVersion,
  })
  return {
    auth,
    people,
    review,
    mounts: [
      { path: authPath, app: auth.routes },
      { path: deskPath, app: desk },
      { path: apiPath, app: api },
    ],
    /** Sends webhooks for what is decided, until stopped. */
    startWebhooks: async () => {
      const sender = createWebhookSender({ allowsPrivate: allowPrivateAddresses })
      const sending = await app.sendWebhooks({
        dispatch: () => dispatchWebhooks({ review, store: webhooks, runtime }),
        deliver: (payload, options) => deliverWebhook({ store: webhooks, send: sender.send, runtime }, payload, options),
      })
      return {
        stop: async () => {
          await sending.stop()
          await sender.close()
        },
      }
    },
  }
}
