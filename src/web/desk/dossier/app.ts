import { Hono } from 'hono'
import { maxInputBytes } from '../../../platform/input/yaml-document.js'
import type { AuthEnv } from '../../auth/variables.js'
import type { DeskContext } from '../env.js'
import { formsUpTo, only } from '../send.js'
import { discardDraft, formOfTool, newDossier, saveDraft, showDraft } from './act.js'
import type { DossierDeskDependencies } from './dependencies.js'
import { listLicenses } from './spdx.js'

/** A dossier at its largest, in parts of a form. */
const maxFormBytes = 2 * maxInputBytes
const maxButtonBytes = 64 * 1024

/** The pages on which a dossier is written as a form, relative to the desk; for editors. */
export function createDossierApp(dependencies: DossierDeskDependencies): Hono<AuthEnv> {
  const app = new Hono<AuthEnv>()
  const editor = only('editor')
  const handle = (route: (c: DeskContext, dependencies: DossierDeskDependencies) => Promise<Response>) => (c: DeskContext) =>
    route(c, dependencies)
  app.get('/tools/new', editor, handle(newDossier))
  app.get('/tools/licenses', editor, async (c) => c.json(await listLicenses(), 200, { 'cache-control': 'private, max-age=86400' }))
  app.get('/tools/:slug/edit', editor, handle(formOfTool('edit')))
  app.get('/tools/:slug/duplicate', editor, handle(formOfTool('duplicate')))
  app.get('/tools/drafts/:draftId', editor, handle(showDraft))
  app.post('/tools/drafts/:draftId', editor, ...formsUpTo(maxFormBytes), handle(saveDraft))
  app.post('/tools/drafts/:draftId/discard', editor, ...formsUpTo(maxButtonBytes), handle(discardDraft))
  return app
}
