import { z } from 'zod'
import { writeDossier } from '../../panels/dossier/write-dossier.js'
import { mayWrite, namedTags } from '../http/preconditions.js'
import { dossierSchemaUrl } from '../schemas/paths.js'
import { said } from './answer-schemas.js'
import type { ApiDependencies } from './dependencies.js'
import { sendTagged } from './entity-tags.js'
import { sendNotFound } from './problems.js'
import { type Api, addRoute } from './route.js'
import { dossier, ids } from './schemas.js'
import { baseOf, dossierTag, sendDossier, sendStaleDossier } from './tool-routes.js'

const tag = 'Tools'
const restoring = z
  .strictObject({ restores: z.int().positive().max(1_000_000).describe('The version to be the newest again, by its number.') })
  .meta({ id: 'DossierRestore' })
const yamlText = z.strictObject({ yaml: said }).meta({ id: 'DossierYaml', description: 'A dossier as a person writes it.' })

/** A version as a file, and an earlier version made the newest again. */
export function addVersionRoutes(api: Api, dependencies: ApiDependencies): void {
  const { dossiers, publicUrl } = dependencies
  addRoute(
    api,
    {
      ...{ method: 'get', path: '/dossiers/{sha256}/yaml', tag, scope: 'read', params: { sha256: ids.sha256 } },
      summary: 'One version of a dossier as YAML',
      description:
        'What an editor writes: without hashes, and with the address of its JSON Schema in the first line. Sent to PUT /tools/{slug}, it is the same dossier.',
      answers: { 200: { description: 'The text of the file.', schema: yamlText } },
    },
    async (c, { params: { sha256 } }) => {
      const found = await dossiers.find(sha256)
      if (found === null) return sendNotFound(c, 'dossier')
      return sendTagged(c, { yaml: writeDossier(found, dossierSchemaUrl({ publicUrl, requested: c.req.url })) })
    },
  )
  addRoute(
    api,
    {
      ...{ method: 'post', path: '/tools/{slug}/restore', tag, scope: 'write', params: { slug: ids.slug }, roles: ['editor'] },
      summary: 'Make an earlier version of a dossier the newest again',
      description:
        'A version more, that says what the earlier one said; all versions before stay. If-Match takes the ETag of the newest dossier.',
      body: restoring,
      needsIfMatch: true,
      answers: { 200: { description: 'The newest dossier.', schema: dossier, isTagged: true } },
    },
    async (c, { actor, params: { slug }, body: { restores }, conditions }) => {
      const versions = await dossiers.versions(slug)
      const [newest] = versions
      const version = versions.find(({ number }) => number === restores)
      if (newest === undefined || version === undefined) return sendNotFound(c, newest === undefined ? 'tool' : 'version of it')
      const isCurrent = mayWrite(conditions, dossierTag(newest.sha256))
      // A base that no version has is never the newest.
      const base = isCurrent ? newest.sha256 : (baseOf(namedTags(conditions)) ?? '')
      const result = await dependencies.restoreDossier({ slug, number: restores, base, by: actor })
      if (result.status === 'not found') return sendNotFound(c, 'version of it')
      if (result.status === 'stale') return sendStaleDossier(c, { current: result.current, yours: result.yours, base, dependencies })
      return sendDossier(c, result.dossier)
    },
  )
}
