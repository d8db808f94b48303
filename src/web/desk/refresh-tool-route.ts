import { slugSchema } from '../../contracts/primitives.js'
import { UsageError } from '../../platform/errors.js'
import type { DeskDependencies } from './dependencies.js'
import { actorOf, type DeskContext } from './env.js'
import { panelPath, toolPath } from './paths.js'
import { sendNotFound } from './send.js'
import { showTool } from './tool.js'

/**
 * Reads a tool's sources now, stores what changed as a new version of its dossier, and kicks off the seats that cite it: then the panel's page, or the
 * tool's with what was found.
 */
export async function refreshToolRoute(c: DeskContext, dependencies: DeskDependencies): Promise<Response> {
  const { dossiers, freshness, budgetUsd } = dependencies
  const { data: slug } = slugSchema.safeParse(c.req.param('slug'))
  if (slug === undefined || (await dossiers.versions(slug)).length === 0) return sendNotFound(c, 'tool')
  try {
    const result = await freshness.refresh({ slug, budgetUsd: await budgetUsd(), by: actorOf(c) }, c.req.raw.signal)
    if (result.status === 'unchanged') return c.redirect(`${toolPath(slug)}?said=unchanged`, 303)
    if (result.panelId === null) return c.redirect(`${toolPath(slug)}?said=refreshed`, 303)
    return c.redirect(`${panelPath(result.panelId)}${result.isNew ? '' : '?said=same'}`, 303)
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    return showTool(c, dependencies, { said: error.message })
  }
}
