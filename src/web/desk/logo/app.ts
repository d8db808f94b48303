import { Hono } from 'hono'
import type { Dossier } from '../../../contracts/dossier.js'
import { slugSchema } from '../../../contracts/primitives.js'
import { logoLimits } from '../../../panels/logo/read-logo.js'
import { type LogoSet, noWebsite } from '../../../panels/tool-logos.js'
import type { AuthEnv } from '../../auth/variables.js'
import type { DeskDependencies } from '../dependencies.js'
import { actorOf, type DeskContext } from '../env.js'
import { toolPath } from '../paths.js'
import { formsUpTo, only, readForm, sendNotFound } from '../send.js'
import { showTool } from '../tool.js'

/** For a picture that is a little too large the decoder has the better words. */
const maxFormBytes = logoLimits.bytes + 256 * 1024

type Step = (c: DeskContext, dossier: Dossier) => Promise<LogoSet>

/** Changes of tools' logos. To be mounted at the desk's path, behind who may enter. */
export function createLogoApp(dependencies: DeskDependencies): Hono<AuthEnv> {
  const { logos } = dependencies
  const app = new Hono<AuthEnv>()
  const add = (path: string, said: string, step: Step) =>
    app.post(`/tools/:slug/logo${path}`, only('editor'), ...formsUpTo(maxFormBytes), (c) => change(c, dependencies, { step, said }))
  add('', 'logo', async (c, { tool: { slug } }) => {
    const file = (await readForm(c)).get('file')
    const bytes = file instanceof File ? new Uint8Array(await file.arrayBuffer()) : new Uint8Array()
    return logos.upload({ slug, by: actorOf(c), bytes })
  })
  add('/from-page', 'logo', async (c, { tool: { slug, website } }) => {
    if (website === undefined) return { status: 'refused', ...noWebsite }
    return logos.takeFromPage({ slug, by: actorOf(c), url: website }, c.req.raw.signal)
  })
  add('/remove', 'no-logo', async (c, { tool: { slug } }) => {
    await logos.remove({ slug, by: actorOf(c) })
    return { status: 'set' }
  })
  return app
}

async function change(c: DeskContext, dependencies: DeskDependencies, { step, said }: { step: Step; said: string }): Promise<Response> {
  const { dossiers } = dependencies
  const slug = slugSchema.safeParse(c.req.param('slug'))
  const [newest] = slug.success ? await dossiers.versions(slug.data) : []
  const dossier = newest === undefined ? null : await dossiers.find(newest.sha256)
  if (dossier === null) return sendNotFound(c, 'tool')
  const outcome = await step(c, dossier)
  if (outcome.status === 'refused') return showTool(c, dependencies, `${outcome.message} ${outcome.fix}`)
  return c.redirect(`${toolPath(dossier.tool.slug)}?said=${said}`, 303)
}
