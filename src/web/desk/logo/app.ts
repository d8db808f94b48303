import { Hono } from 'hono'
import type { Dossier } from '../../../contracts/dossier.js'
import { slugSchema } from '../../../contracts/primitives.js'
import { logoLimits } from '../../../panels/logo/read-logo.js'
import type { ToolLogo } from '../../../panels/store/tool-logos.js'
import { type LogoSet, noWebsite } from '../../../panels/tool-logos.js'
import type { AuthEnv } from '../../auth/variables.js'
import type { DeskDependencies } from '../dependencies.js'
import { actorOf, type DeskContext } from '../env.js'
import { toolPath } from '../paths.js'
import { formsUpTo, only, readForm, sendNotFound, textOf } from '../send.js'
import { showTool } from '../tool.js'

/** For a picture that is a little too large the decoder has the better words. */
const maxFormBytes = logoLimits.bytes + 256 * 1024

/** What a form of the logo sent. `base`: the hash of the logo that the person saw, null for none. */
type Sent = { c: DeskContext; dossier: Dossier; base: string | null; form: FormData }
type Step = (sent: Sent) => Promise<LogoSet>

/** Changes of tools' logos. To be mounted at the desk's path, behind who may enter. */
export function createLogoApp(dependencies: DeskDependencies): Hono<AuthEnv> {
  const { logos } = dependencies
  const app = new Hono<AuthEnv>()
  const add = (path: string, said: string, step: Step) =>
    app.post(`/tools/:slug/logo${path}`, only('editor'), ...formsUpTo(maxFormBytes), (c) => change(c, dependencies, { step, said }))
  add('', 'logo', async ({ c, dossier: { tool }, base, form }) => {
    const file = form.get('file')
    const bytes = file instanceof File ? new Uint8Array(await file.arrayBuffer()) : new Uint8Array()
    return logos.upload({ slug: tool.slug, by: actorOf(c), base, bytes })
  })
  add('/from-page', 'logo', async ({ c, dossier: { tool }, base }) => {
    if (tool.website === undefined) return { status: 'refused', ...noWebsite }
    return logos.takeFromPage({ slug: tool.slug, by: actorOf(c), base, url: tool.website }, c.req.raw.signal)
  })
  add('/remove', 'no-logo', async ({ c, dossier: { tool }, base }) => {
    const isGone = await logos.remove({ slug: tool.slug, by: actorOf(c), base })
    return { status: isGone ? 'set' : 'stale' }
  })
  return app
}

async function change(c: DeskContext, dependencies: DeskDependencies, { step, said }: { step: Step; said: string }): Promise<Response> {
  const { dossiers, logos } = dependencies
  const slug = slugSchema.safeParse(c.req.param('slug'))
  const [newest] = slug.success ? await dossiers.versions(slug.data) : []
  const dossier = newest === undefined ? null : await dossiers.find(newest.sha256)
  if (dossier === null) return sendNotFound(c, 'tool')
  const form = await readForm(c)
  const base = textOf(form, 'base')
  const outcome = await step({ c, dossier, base: base === '' ? null : base, form })
  if (outcome.status === 'refused') return showTool(c, dependencies, { said: `${outcome.message} ${outcome.fix}` })
  if (outcome.status === 'stale') return showTool(c, dependencies, { said: staleWords(await logos.find(dossier.tool.slug)), status: 409 })
  return c.redirect(`${toolPath(dossier.tool.slug)}?said=${said}`, 303)
}

function staleWords(now: ToolLogo | null): string {
  return now === null
    ? 'Someone removed the logo meanwhile. Nothing more was changed: set one again if there should be one.'
    : 'Someone set another logo meanwhile, and it stays. Look at it, and do it again if it should still be so.'
}
