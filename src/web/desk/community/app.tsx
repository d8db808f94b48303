import { Hono } from 'hono'
import { exampleSlug } from '../../../contracts/examples.js'
import { slugSchema } from '../../../contracts/primitives.js'
import type { Runtime } from '../../../platform/runtime.js'
import type { SiteActions } from '../../../site/create-site-actions.js'
import type { VoteActions } from '../../../voting/vote-actions.js'
import type { AuthEnv } from '../../auth/variables.js'
import type { DeskDependencies } from '../dependencies.js'
import { actorOf, type DeskContext } from '../env.js'
import { communityPath } from '../paths.js'
import { deskHeaders, formsUpTo, only, readForm, refuseInvalidAddress, sendFailure, sendNotFound, sendPage, textOf } from '../send.js'
import { BurstsPage, type CommunityNotice } from './bursts-page.js'
import { RedirectsPage } from './redirects-page.js'

/** Where `createCommunityDesk` is to be mounted. */

const maxFormBytes = 8 * 1024

export type CommunityDeskDependencies = {
  auth: DeskDependencies['auth']
  votes: Pick<VoteActions, 'bursts' | 'decideBurst'>
  site: Pick<SiteActions, 'redirects' | 'addRedirect' | 'removeRedirect'>
  runtime: Pick<Runtime, 'now' | 'newId' | 'log'>
}

const decisions = { keep: 'kept', release: 'released' } as const

/** For editors: votes that came too fast, and tools that got another address. To be mounted at `communityPath`. */
export function createCommunityDesk(dependencies: CommunityDeskDependencies): Hono<AuthEnv> {
  const { auth, votes, runtime } = dependencies
  const app = new Hono<AuthEnv>()
  app.use(deskHeaders, auth.session, auth.sameOrigin, auth.requireActor(), refuseInvalidAddress, only('editor'), ...formsUpTo(maxFormBytes))
  app.get('/', (c) => showBursts(c, dependencies))
  for (const step of ['keep', 'release'] as const) {
    app.post(`/bursts/:burstId/${step}`, async (c) => {
      const id = c.req.param('burstId') ?? ''
      const changed = await votes.decideBurst({ id, decision: decisions[step], actor: actorOf(c) })
      return changed === null ? sendNotFound(c, 'burst of votes') : c.redirect(`${communityPath}?${step}=${changed}`, 303)
    })
  }
  app.get('/redirects', (c) => showRedirects(c, dependencies))
  app.post('/redirects', (c) => addRedirect(c, dependencies))
  app.post('/redirects/remove', async (c) => {
    const isRemoved = await dependencies.site.removeRedirect(textOf(await readForm(c), 'from'))
    return isRemoved ? c.redirect(`${communityPath}/redirects`, 303) : sendNotFound(c, 'redirect')
  })
  app.all('*', (c) => sendNotFound(c, 'page'))
  app.onError(sendFailure(runtime, 'a page about votes failed'))
  return app
}

async function showBursts(c: DeskContext, { votes, runtime }: CommunityDeskDependencies): Promise<Response> {
  const bursts = await votes.bursts()
  return sendPage(c, <BurstsPage actor={actorOf(c)} bursts={bursts} now={runtime.now()} said={saidOf(c)} />)
}

/** What was done just now, as the address says it. */
function saidOf(c: DeskContext): CommunityNotice | null {
  for (const step of ['keep', 'release'] as const) {
    const votes = c.req.query(step)
    if (votes !== undefined && /^\d{1,6}$/.test(votes)) return { step, votes: Number(votes) }
  }
  return null
}

type Refusal = { why: string; fix: string; from: string; to: string }

async function showRedirects(c: DeskContext, { site, runtime }: CommunityDeskDependencies, refused?: Refusal): Promise<Response> {
  const redirects = await site.redirects()
  const added = c.req.method === 'GET' ? (c.req.query('added') ?? null) : null
  const said = added !== null && slugSchema.safeParse(added).success ? added : null
  const page = <RedirectsPage actor={actorOf(c)} redirects={redirects} now={runtime.now()} refused={refused ?? null} added={said} />
  return sendPage(c, page, refused === undefined ? 200 : 422)
}

async function addRedirect(c: DeskContext, dependencies: CommunityDeskDependencies): Promise<Response> {
  const form = await readForm(c)
  const [from, to] = [textOf(form, 'from').trim(), textOf(form, 'to').trim()]
  const bad = [from, to].find((slug) => !slugSchema.safeParse(slug).success)
  if (bad !== undefined) {
    const why = bad === '' ? 'a redirect needs the old slug and the new one' : `${bad.slice(0, 100)} is no slug`
    const fix = `write slugs as they are in addresses: lower-case letters, digits and single hyphens, e.g. ${exampleSlug}`
    return showRedirects(c, dependencies, { why, fix, from, to })
  }
  const added = await dependencies.site.addRedirect({ from, to, by: actorOf(c).name })
  if (added.status === 'refused') return showRedirects(c, dependencies, { why: added.why, fix: added.fix, from, to })
  return c.redirect(`${communityPath}/redirects?added=${from}`, 303)
}
