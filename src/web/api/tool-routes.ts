import { z } from 'zod'
import type { Dossier, DossierFile } from '../../contracts/dossier.js'
import { checkDossier, checkDossierFile } from '../../panels/dossier/parse-dossier.js'
import type { DossierHead } from '../../panels/store/dossiers.js'
import { type Finding, maxInputBytes, tooLarge } from '../../platform/input/yaml-document.js'
import { mediaType } from '../http/forms.js'
import { mayWrite, namedTags } from '../http/preconditions.js'
import { said, wholeList } from './answer-schemas.js'
import type { ApiDependencies } from './dependencies.js'
import { sendTagged } from './entity-tags.js'
import { cutPage, pageQuery, pageSchema, readPlace, sendPage } from './pages.js'
import { apiLink } from './paths.js'
import { type FieldError, sendNotFound, sendProblem } from './problems.js'
import { sendMismatch } from './review-answers.js'
import { type Api, type ApiContext, addRoute } from './route.js'
import { dossier, dossierFile, ids, persona, toolVersion } from './schemas.js'
import { addToolListRoutes } from './tool-list-routes.js'
import { checkBody, countErrors, readJson, readText, toPointer } from './validation.js'

const tag = 'Tools'
const params = { slug: ids.slug }
const slugPlace = z.tuple([said])

const toVersion = ({ createdAt, ...head }: DossierHead) => ({ ...head, createdAt: createdAt.toISOString() })

/** Tools by their dossiers, and the personas that review them. */
export function addToolRoutes(api: Api, dependencies: ApiDependencies): void {
  const { dossiers } = dependencies
  addToolListRoutes(api, dependencies)
  addRoute(
    api,
    {
      ...{ method: 'get', path: '/tools/{slug}', tag, scope: 'read', params, summary: 'The newest dossier of a tool' },
      answers: { 200: { description: 'The dossier.', schema: dossier } },
    },
    async (c, { params: { slug } }) => {
      const [newest] = await dossiers.versions(slug)
      const found = newest === undefined ? null : await dossiers.find(newest.sha256)
      return found === null ? sendNotFound(c, 'tool') : sendDossier(c, found)
    },
  )
  addRoute(
    api,
    {
      ...{ method: 'get', path: '/tools/{slug}/versions', tag, scope: 'read', params, query: pageQuery },
      summary: 'The versions of a tool’s dossier, newest first',
      answers: { 200: { description: 'A page of versions.', schema: pageSchema(toolVersion) } },
    },
    async (c, { params: { slug }, query: { limit, cursor } }) => {
      const read = readPlace(c, cursor, slugPlace)
      if ('answer' in read) return read.answer
      const { place } = read
      const versions = await dossiers.versions(slug)
      if (versions.length === 0) return sendNotFound(c, 'tool')
      const before = place === null ? Number.POSITIVE_INFINITY : Number(place[0])
      const { items, next } = cutPage(
        versions.filter(({ number }) => number < before),
        limit,
        ({ number }) => [String(number)],
      )
      return sendPage(c, items.map(toVersion), next)
    },
  )
  addRoute(
    api,
    {
      ...{ method: 'get', path: '/dossiers/{sha256}', tag, scope: 'read', params: { sha256: ids.sha256 } },
      summary: 'One version of a dossier, which never changes',
      answers: { 200: { description: 'The dossier.', schema: dossier } },
    },
    async (c, { params: { sha256 } }) => {
      const found = await dossiers.find(sha256)
      return found === null ? sendNotFound(c, 'dossier') : sendDossier(c, found)
    },
  )
  addRoute(
    api,
    {
      ...{ method: 'get', path: '/personas', tag: 'Personas', scope: 'read', summary: 'The personas, in their order' },
      answers: { 200: { description: 'All of them.', schema: wholeList(persona) } },
    },
    async (c) => sendPage(c, await dependencies.personas(), null),
  )
  addWriteRoute(api, dependencies)
}

/** Sends a dossier with its tag; where it is new, with the address of its tool. */
export const sendDossier = (c: ApiContext, found: Dossier, status: 200 | 201 = 200) =>
  sendTagged(c, found, {
    status,
    tag: dossierTag(found.sha256),
    ...(status === 201 ? { location: apiLink('tools', found.tool.slug) } : {}),
  })

function addWriteRoute(api: Api, dependencies: ApiDependencies): void {
  addRoute(
    api,
    {
      ...{ method: 'put', path: '/tools/{slug}', tag, scope: 'write', params, roles: ['editor'] },
      summary: 'Create a tool, or replace its dossier',
      description:
        'The body is a dossier document, as JSON or YAML. A tool that exists needs If-Match with the ETag of its dossier. The version before stays; panels that were judged by it keep it.',
      ownBody: { 'application/json': dossierFile, 'application/yaml': z.string().max(maxInputBytes) },
      takesConditions: true,
      answers: {
        200: { description: 'The current dossier.', schema: dossier, isTagged: true },
        201: { description: 'The first dossier of a new tool.', schema: dossier, isTagged: true },
      },
      problems: ['refused'],
    },
    async (c, { actor, params: { slug }, conditions }) => {
      const read = await readDossier(c, slug)
      if ('answer' in read) return read.answer
      const sent = read.data
      const [newest] = await dependencies.dossiers.versions(slug)
      if (newest !== undefined && conditions.ifMatch === null && conditions.ifNoneMatch === null) {
        const detail = 'This tool exists: send If-Match with the ETag of its dossier to replace it.'
        return sendProblem(c, 'precondition-required', detail)
      }
      const currentSha256 = newest?.sha256 ?? null
      if (!mayWrite(conditions, currentSha256 === null ? null : dossierTag(currentSha256))) {
        const current = currentSha256 === null ? null : await dependencies.dossiers.find(currentSha256)
        return sendStaleDossier(c, { current, yours: sent, base: baseOf(namedTags(conditions)), dependencies })
      }
      const at = dependencies.runtime.now()
      // Looked at once more in the transaction: it is still the one the conditions hold for.
      const subject = { kind: 'tool' as const, id: slug, recordId: null }
      const data = { dossierSha256: sent.sha256, before: currentSha256 }
      const entry = { at: at.toISOString(), actor, action: 'add a dossier', subject, data }
      const alongside = await dependencies.review.marksFor([sent])
      const result = await dependencies.dossierVersions.replace({ dossier: sent, base: currentSha256, at, alongside, entry })
      if (result.status === 'stale')
        return sendStaleDossier(c, { current: result.current, yours: sent, base: baseOf(namedTags(conditions)), dependencies })
      return sendDossier(c, sent, result.status === 'created' ? 201 : 200)
    },
  )
}

/** The entity tag of a dossier, by its hash. */
export const dossierTag = (sha256: string) => `"${sha256}"`

/** The dossier that the first tag of ours stands for; null where there is none. */
export function baseOf(tags: readonly string[]): string | null {
  return tags.flatMap((each) => /^"([0-9a-f]{64})"$/.exec(each)?.[1] ?? [])[0] ?? null
}

async function readDossier(c: ApiContext, slug: string): Promise<{ data: Dossier } | { answer: Response }> {
  const isYaml = ['application/yaml', 'application/x-yaml', 'text/yaml'].includes(mediaType(c))
  const read = isYaml ? await readYamlDossier(c) : await readJsonDossier(c)
  if ('answer' in read || read.data.tool.slug === slug) return read
  const errors = [{ pointer: '/tool/slug', detail: `it is "${read.data.tool.slug}", and the address says "${slug}"` }]
  return { answer: sendProblem(c, 'invalid', countErrors(1), { errors }) }
}

async function readJsonDossier(c: ApiContext): Promise<{ data: Dossier } | { answer: Response }> {
  const read = await readJson(c)
  if ('answer' in read) return read
  const { byteLength } = await c.req.arrayBuffer()
  if (byteLength > maxInputBytes) return { answer: sendTooLarge(c, byteLength) }
  const checked = checkBody<DossierFile>(c, read.data, dossierFile)
  if ('answer' in checked) return checked
  const frozen = checkDossierFile(checked.data)
  return 'dossier' in frozen ? { data: frozen.dossier } : { answer: sendFindings(c, frozen.findings) }
}

/** What is wrong with a document, each at its place in the body. */
export function sendFindings(c: ApiContext, findings: readonly Finding[]): Response {
  const errors: FieldError[] = findings.map(({ path, message, fix }) => ({ pointer: toPointer(path), detail: message, fix }))
  return sendProblem(c, 'invalid', countErrors(errors.length), { errors })
}

/** As large as a dossier in YAML may be: the time that the checks of its references take is bounded with it. */
function sendTooLarge(c: ApiContext, bytes: number): Response {
  const { message: detail, fix } = tooLarge('dossier', bytes)
  return sendProblem(c, 'invalid', countErrors(1), { errors: [{ pointer: '', detail, fix }] })
}

async function readYamlDossier(c: ApiContext): Promise<{ data: Dossier } | { answer: Response }> {
  const read = await readText(c)
  if ('answer' in read) return read
  const { outcome, pathOf } = checkDossier({ text: read.data, file: 'dossier' })
  if ('dossier' in outcome) return { data: outcome.dossier }
  const errors: FieldError[] = outcome.problems.map((problem) => {
    const { message: detail, fix, line, column } = problem
    return { pointer: toPointer(pathOf(problem) ?? []), detail, fix, line, column }
  })
  return { answer: sendProblem(c, 'invalid', countErrors(errors.length), { errors }) }
}

type Stale = { current: Dossier | null; yours: Dossier; base: string | null; dependencies: ApiDependencies }

/** Another dossier of the tool is current than the one that the writer started from. */
export async function sendStaleDossier(c: ApiContext, { current, yours, base, dependencies }: Stale): Promise<Response> {
  if (current === null) return sendMismatch(c, { current: null, yours, etag: '' })
  const known = base === null ? null : await dependencies.dossiers.find(base)
  const started = known?.tool.slug === yours.tool.slug ? known : null
  const detail = 'Another dossier of this tool is current by now. Bring both together, and send it again.'
  return sendProblem(c, 'stale', detail, { base: started, current, yours, merge: null, etag: dossierTag(current.sha256) })
}
