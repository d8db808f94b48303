import { z } from 'zod'
import { sha256Schema, slugSchema } from '../../contracts/primitives.js'
import { sourceChangesSchema } from '../../contracts/source-changes.js'
import { UsageError } from '../../platform/errors.js'
import type { Refreshed } from '../../review/freshness-actions.js'
import { listed, said } from './answer-schemas.js'
import type { ApiDependencies } from './dependencies.js'
import { apiLink } from './paths.js'
import { sendNotFound, sendProblem } from './problems.js'
import { sentence } from './review-answers.js'
import { type Api, addRoute } from './route.js'
import { budgetSchema, ids, jurorSchema, orNull } from './schemas.js'

const tag = 'Tools'
const params = { slug: ids.slug }
const refreshBody = z
  .strictObject({
    jurors: z.array(jurorSchema).min(1).max(20).optional().describe('Who plays the personas; those of the published record when left out.'),
    budgetUsd: budgetSchema.nullable().optional().describe('What the panel may spend, in US dollars; null for no limit.'),
  })
  .meta({ id: 'RefreshRequest' })
const refreshed = z
  .strictObject({
    status: z.enum(['unchanged', 'refreshed']),
    dossierSha256: sha256Schema.describe('The newest dossier of the tool.'),
    panelId: orNull(said).describe('The panel of the seats that cite what changed; null where there is none.'),
    personas: listed(slugSchema).describe('Who is asked again.'),
    sources: listed(
      z.strictObject({
        source: slugSchema,
        title: said,
        url: said,
        outcome: z.enum(['same', 'changed', 'gone', 'failed']),
        changes: listed(said),
        message: orNull(said),
      }),
    ),
    fields: listed(
      z.strictObject({ field: said, before: said, after: orNull(said), status: z.enum(['replaced', 'left out', 'added']) }),
    ).describe('What became of the dossier’s fields.'),
  })
  .meta({ id: 'Refreshed' })

/** What changed in the sources of published tools, and refreshing them. */
export function addSourceRoutes(api: Api, { freshness, dossiers, budgetUsd }: ApiDependencies): void {
  addRoute(
    api,
    {
      ...{ method: 'get', path: '/tools/{slug}/changes', tag, scope: 'read', params },
      summary: 'How the sources of a published tool are now, with what changed line by line',
      description: 'A tool that is not published has none that are watched.',
      answers: { 200: { description: 'Its sources.', schema: sourceChangesSchema.meta({ id: 'SourceChanges' }) } },
    },
    async (c, { params: { slug } }) => {
      if ((await dossiers.versions(slug)).length === 0) return sendNotFound(c, 'tool')
      return c.json(await freshness.changes(slug))
    },
  )
  addRoute(
    api,
    {
      ...{ method: 'post', path: '/tools/{slug}/refresh', tag, scope: 'write', params, roles: ['editor'], body: refreshBody },
      summary: 'Read a tool’s sources now, and ask those again who cite what changed',
      description:
        'A new version of the dossier is stored where a source changed, and a panel of the seats that cite it is kicked off. Sent again while that panel runs, it is that panel.',
      answers: { 200: { description: 'What was found and done.', schema: refreshed } },
    },
    async (c, { actor, body, params: { slug } }) => {
      if ((await dossiers.versions(slug)).length === 0) return sendNotFound(c, 'tool')
      try {
        const asked = { slug, jurors: body.jurors, budgetUsd: body.budgetUsd === undefined ? await budgetUsd() : body.budgetUsd, by: actor }
        const result = await freshness.refresh(asked, c.req.raw.signal)
        if ('panelId' in result && result.panelId !== null) c.header('location', apiLink('panels', result.panelId))
        return c.json(toAnswer(result))
      } catch (error) {
        if (!(error instanceof UsageError)) throw error
        return sendProblem(c, 'invalid', sentence(error.message), { errors: [{ pointer: '', detail: error.message }] })
      }
    },
  )
}

function toAnswer(result: Refreshed): z.input<typeof refreshed> {
  const { status, plan } = result
  const { dossier, personas, sources, fields } = plan
  const panelId = 'panelId' in result ? result.panelId : null
  return { status, dossierSha256: dossier.sha256, panelId, personas: personas.map(({ id }) => id), sources, fields }
}
