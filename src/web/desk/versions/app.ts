import { Hono } from 'hono'
import { maxInputBytes } from '../../../platform/input/yaml-document.js'
import type { AuthEnv } from '../../auth/variables.js'
import type { DeskDependencies } from '../dependencies.js'
import type { DeskContext } from '../env.js'
import { formsUpTo, only } from '../send.js'
import { downloadDossier } from './download.js'
import { importDossier, showImport } from './import-dossier.js'
import { restoreVersion } from './restore.js'
import { showVersions } from './show-versions.js'

const maxFormBytes = 64 * 1024
/** A dossier of the largest size that is read, and the form around it. */
const maxDossierFormBytes = maxInputBytes + 64 * 1024

/** Versions of dossiers, and dossiers as files. To be mounted at the desk's path, behind who may enter, before the pages of tools. */
export function createVersionsApp(dependencies: DeskDependencies): Hono<AuthEnv> {
  const app = new Hono<AuthEnv>()
  const editor = only('editor')
  const takeFile = (c: DeskContext) => importDossier(c, dependencies)
  app.get('/tools/import', editor, (c) => showImport(c, dependencies))
  app.post('/tools/import', editor, ...formsUpTo(maxDossierFormBytes), takeFile)
  app.get('/tools/:slug/versions', (c) => showVersions(c, dependencies))
  app.post('/tools/:slug/versions/restore', editor, ...formsUpTo(maxFormBytes), (c) => restoreVersion(c, dependencies))
  app.get('/tools/:slug/dossier.yaml', (c) => downloadDossier(c, dependencies))
  return app
}
