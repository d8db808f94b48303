import { Hono } from 'hono'
import type { AuthEnv } from '../auth/variables.js'
import { showAgreement } from './agreement/show-agreement.js'
import { assetRoutes, deskAssets } from './assets.js'
import { exportAudit, showAudit, verifyAudit } from './audit.js'
import { showCompare } from './compare/show-compare.js'
import type { DeskDependencies } from './dependencies.js'
import { createDossierApp } from './dossier/app.js'
import { dossierAssets } from './dossier/assets.js'
import type { DeskContext } from './env.js'
import { showHome } from './home.js'
import { createIntakeApp } from './intake/app.js'
import { kickOff, showEstimate, showFoundTools, showKickOff, showModels } from './kick-off.js'
import { createViewsApp } from './lists/view-routes.js'
import { createLogoApp } from './logo/app.js'
import { showFind } from './palette/find-page.js'
import { createPanelStream } from './panel-events.js'
import { showPanels } from './panel-list.js'
import { changePanel, showPanel } from './panel-progress.js'
import { createPanelWatch } from './panel-watch.js'
import { changePanels } from './panels/bulk-panels.js'
import { createQueueApp } from './queue/app.js'
import { showRecord } from './record.js'
import { decideRecordRoute, recordSteps } from './record-actions.js'
import { showRecords } from './records.js'
import { acceptCleanOf, changeRecords } from './records-bulk.js'
import { refreshToolRoute } from './refresh-tool-route.js'
import { deskHeaders, formsUpTo, only, refuseInvalidAddress, sendFailure, sendNotFound } from './send.js'
import { showTool } from './tool.js'
import { changeTools } from './tool-list/bulk-tools.js'
import { addSampleTools, showTools } from './tools.js'
import { createVerdictApp } from './verdict/app.js'
import { createVersionsApp } from './versions/app.js'

const maxFormBytes = 256 * 1024

type Route = (c: DeskContext, dependencies: DeskDependencies) => Response | Promise<Response>

/** The desk, to be mounted at `deskPath` of paths.ts. Everything but its styles, scripts and fonts is for those who are signed in. */
export function createDeskApp(dependencies: DeskDependencies): Hono<AuthEnv> {
  const { auth, runtime } = dependencies
  const app = new Hono<AuthEnv>()
  app.use(deskHeaders)
  app.route('/', assetRoutes([...deskAssets, ...dossierAssets]))
  app.use(auth.session, auth.sameOrigin, auth.requireActor(), refuseInvalidAddress)
  app.route('/', createIntakeApp(dependencies))
  app.route('/', createViewsApp(dependencies))
  app.route('/', createVersionsApp(dependencies))
  app.route('/', createLogoApp(dependencies))
  app.route('/', createDossierApp(dependencies))
  app.route('/', pages(dependencies))
  app.route('/', createVerdictApp(dependencies))
  app.route('/', createQueueApp(dependencies))
  app.all('*', (c) => sendNotFound(c, 'page'))
  app.onError(sendFailure(runtime, 'a page of the desk failed'))
  return app
}

/** The pages around panels and records. */
function pages(dependencies: DeskDependencies): Hono<AuthEnv> {
  const app = new Hono<AuthEnv>()
  const handle = (route: Route) => (c: DeskContext) => route(c, dependencies)
  const editor = only('editor')
  const anyone = only('reviewer', 'editor')
  app.get('/', handle(showHome))
  app.get('/find', handle(showFind))

  app.get('/tools', handle(showTools))
  app.post('/tools/samples', editor, ...formsUpTo(maxFormBytes), handle(addSampleTools))
  app.post('/tools/bulk', editor, ...formsUpTo(maxFormBytes), handle(changeTools))
  app.get('/tools/:slug', (c) => showTool(c, dependencies))
  app.post('/tools/:slug/refresh', editor, ...formsUpTo(maxFormBytes), handle(refreshToolRoute))

  app.get('/panels', handle(showPanels))
  app.get('/panels/new', editor, handle(showKickOff))
  app.get('/panels/models', editor, handle(showModels))
  app.get('/panels/tools', editor, handle(showFoundTools))
  app.post('/panels', editor, ...formsUpTo(maxFormBytes), handle(kickOff))
  app.post('/panels/estimate', editor, ...formsUpTo(maxFormBytes), handle(showEstimate))
  app.get('/panels/compare', handle(showCompare))
  app.post('/panels/bulk', editor, ...formsUpTo(maxFormBytes), handle(changePanels))
  app.get('/panels/:panelId', handle(showPanel))
  app.get('/panels/:panelId/events', handle(createPanelStream(createPanelWatch(dependencies))))
  for (const step of ['cancel', 'retry', 'resume'] as const) {
    app.post(`/panels/:panelId/${step}`, editor, ...formsUpTo(maxFormBytes), handle(changePanel(step)))
  }

  app.get('/records', handle(showRecords))
  app.post('/records/bulk', anyone, ...formsUpTo(maxFormBytes), handle(changeRecords))
  app.post('/records/:recordId/accept-clean', anyone, ...formsUpTo(maxFormBytes), handle(acceptCleanOf))
  app.get('/records/:recordId', handle(showRecord))
  for (const step of recordSteps) {
    app.post(`/records/:recordId/${step}`, editor, ...formsUpTo(maxFormBytes), handle(decideRecordRoute(step)))
  }

  app.get('/agreement', handle(showAgreement))

  app.get('/audit', handle(showAudit))
  app.get('/audit/verify', handle(verifyAudit))
  app.get('/audit/export', handle(exportAudit))
  return app
}
