import { z } from 'zod'
import { sha256Schema, slugSchema } from '../../../contracts/primitives.js'
import type { DeskDependencies } from '../dependencies.js'
import { actorOf, type DeskContext } from '../env.js'
import { readForm, sendNotFound, textOf } from '../send.js'
import { versionsPath } from './paths.js'
import { showVersions } from './show-versions.js'

const requestSchema = z.object({ slug: slugSchema, number: z.coerce.number().int().positive(), base: sha256Schema })

/** Restores a version as the newest, or says that someone was faster. */
export async function restoreVersion(c: DeskContext, dependencies: DeskDependencies): Promise<Response> {
  const form = await readForm(c)
  const fields = { slug: c.req.param('slug'), number: textOf(form, 'number'), base: textOf(form, 'base') }
  const { data: request } = requestSchema.safeParse(fields)
  if (request === undefined) return sendNotFound(c, 'such version of the tool')
  const result = await dependencies.restoreDossier({ ...request, by: actorOf(c) })
  if (result.status === 'not found') return sendNotFound(c, 'such version of the tool')
  if (result.status === 'stale') return showVersions(c, dependencies, 'Someone kept a newer version meanwhile.')
  return c.redirect(`${versionsPath(request.slug)}?said=${result.status}`, 303)
}
