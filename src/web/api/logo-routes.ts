import { z } from 'zod'
import { auditActorSchema } from '../../contracts/audit.js'
import { instantSchema, sha256Schema, slugSchema } from '../../contracts/primitives.js'
import { logoLimits } from '../../panels/logo/read-logo.js'
import type { ToolLogo } from '../../panels/store/tool-logos.js'
import { type LogoSet, noWebsite } from '../../panels/tool-logos.js'
import { logoFile } from '../../site/pages/record/tool-logo.js'
import { mediaType } from '../http/forms.js'
import { mayWrite, type Preconditions } from '../http/preconditions.js'
import { said } from './answer-schemas.js'
import type { ApiDependencies } from './dependencies.js'
import { entityTag, sendTagged } from './entity-tags.js'
import { sendNotFound, sendProblem } from './problems.js'
import { sendMismatch } from './review-answers.js'
import { type Api, type ApiContext, addRoute } from './route.js'
import { ids, orNull } from './schemas.js'
import { countErrors } from './validation.js'

const tag = 'Tools'
const one = { path: '/tools/{slug}/logo', tag, params: { slug: ids.slug } }
const write = { ...one, scope: 'write', roles: ['editor'] } as const

/** What a picture is sent as. What it is follows from its bytes. */
const pictureTypes = ['image/png', 'image/jpeg', 'image/webp', 'image/gif', 'image/svg+xml', 'image/x-icon', 'image/vnd.microsoft.icon']
const picture = z.string().max(logoLimits.bytes).describe(`The picture’s bytes, at most ${logoLimits.bytes}.`)

const toolLogo = z
  .strictObject({
    slug: slugSchema,
    path: said.describe('Where this server has the picture, for anyone; it never changes.'),
    type: z.enum(['image/png', 'image/webp']),
    width: z.int().positive().describe('In pixels.'),
    height: z.int().positive().describe('In pixels.'),
    sha256: sha256Schema.describe('Of the picture as it is kept: redrawn, small, without anything else that was in the file.'),
    source: orNull(said).describe('The address it was taken from; null for a file that someone sent.'),
    by: auditActorSchema,
    at: instantSchema,
  })
  .meta({ id: 'ToolLogo', description: 'A tool’s logo.' })

const answers = { 200: { description: 'The logo.', schema: toolLogo, isTagged: true } }

/** Logos of tools, as the desk has them. */
export function addLogoRoutes(api: Api, dependencies: ApiDependencies): void {
  const { logos } = dependencies
  addRoute(
    api,
    {
      ...one,
      method: 'get',
      scope: 'read',
      summary: 'The logo of a tool',
      answers: { 200: { description: 'The logo.', schema: toolLogo } },
    },
    async (c, { params: { slug } }) => {
      const logo = await logos.find(slug)
      return logo === null ? sendNotFound(c, 'tool, or it has no logo') : sendTagged(c, view(logo))
    },
  )
  addRoute(
    api,
    {
      ...{ ...write, method: 'put', summary: 'Set the logo of a tool', takesConditions: true, answers },
      description: `A PNG, JPEG, WebP, GIF, SVG or ICO file, at most ${logoLimits.side} pixels a side; it is redrawn, small. A tool that has a logo needs If-Match with its ETag.`,
      ownBody: Object.fromEntries(pictureTypes.map((type) => [type, picture])),
    },
    async (c, { actor: by, params: { slug }, conditions }) => {
      if ((await newestOf(dependencies, slug)) === null) return sendNotFound(c, 'tool')
      if (!pictureTypes.includes(mediaType(c)))
        return sendProblem(c, 'unsupported-media-type', 'Send the picture itself as the body, under its own media type, such as image/png.')
      const bytes = new Uint8Array(await c.req.arrayBuffer())
      return set(c, dependencies, { slug, conditions, change: (base) => logos.upload({ slug, by, base, bytes }) })
    },
  )
  addRoute(
    api,
    {
      ...write,
      method: 'delete',
      summary: 'Remove the logo of a tool',
      needsIfMatch: true,
      answers: { 204: { description: 'It is gone.' } },
    },
    async (c, { actor: by, params: { slug }, conditions }) => {
      const logo = await logos.find(slug)
      if (logo === null) return sendNotFound(c, 'tool, or it has no logo')
      const isGone = mayWrite(conditions, tagOf(logo)) && (await logos.remove({ slug, by, base: logo.sha256 }))
      return isGone ? c.body(null, 204) : sendStale(c, await logos.find(slug))
    },
  )
  addRoute(
    api,
    {
      ...{ ...write, path: `${one.path}/from-page`, method: 'post', takesConditions: true, body: z.strictObject({}), answers },
      summary: 'Take the logo of a tool from its website',
      description:
        'The first picture by which the website of its dossier shows itself. A tool that has a logo needs If-Match with its ETag.',
      problems: ['refused'],
    },
    async (c, { actor: by, params: { slug }, conditions }) => {
      const dossier = await newestOf(dependencies, slug)
      if (dossier === null) return sendNotFound(c, 'tool')
      const { website: url } = dossier.tool
      if (url === undefined) return sendProblem(c, 'refused', noWebsite.message, { fix: noWebsite.fix })
      const change = (base: string | null) => logos.takeFromPage({ slug, by, base, url }, c.req.raw.signal)
      return set(c, dependencies, { slug, conditions, change, refusal: 'refused' })
    },
  )
}

type Setting = {
  slug: string
  conditions: Preconditions
  /** Sets the logo in place of the one with that hash, null for none. */
  change: (base: string | null) => Promise<LogoSet>
  /** Where the picture is not what was sent, there is nothing to correct in it. */
  refusal?: 'refused'
}

async function set(c: ApiContext, { logos }: ApiDependencies, { slug, conditions, change, refusal }: Setting): Promise<Response> {
  const before = await logos.find(slug)
  if (before !== null && conditions.ifMatch === null && conditions.ifNoneMatch === null) {
    return sendProblem(c, 'precondition-required', 'This tool has a logo: send If-Match with its ETag to replace it.')
  }
  if (!mayWrite(conditions, before === null ? null : tagOf(before))) return sendStale(c, before)
  const outcome = await change(before?.sha256 ?? null)
  const now = await logos.find(slug)
  if (outcome.status === 'refused') {
    const { message: detail, fix } = outcome
    if (refusal !== undefined) return sendProblem(c, refusal, detail, { fix })
    return sendProblem(c, 'invalid', countErrors(1), { errors: [{ pointer: '', detail, fix }] })
  }
  return outcome.status === 'stale' || now === null ? sendStale(c, now) : sendTagged(c, view(now))
}

async function newestOf({ dossiers }: ApiDependencies, slug: string) {
  const [newest] = await dossiers.versions(slug)
  return newest === undefined ? null : dossiers.find(newest.sha256)
}

function view({ slug, type, width, height, sha256, source, by, at }: ToolLogo) {
  return { slug, path: `/logos/${logoFile({ sha256, type })}`, type, width, height, sha256, source, by, at: at.toISOString() }
}

const tagOf = (logo: ToolLogo) => entityTag(view(logo))

function sendStale(c: ApiContext, logo: ToolLogo | null): Response {
  return sendMismatch(c, { current: logo === null ? null : view(logo), yours: null, etag: logo === null ? '' : tagOf(logo) })
}
