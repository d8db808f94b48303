import { OpenAPIHono } from '@hono/zod-openapi'
import type { MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { HTTPException } from 'hono/http-exception'
import { z } from 'zod'
import { maxInputBytes } from '../../platform/input/yaml-document.js'
import type { AuthEnv } from '../auth/variables.js'
import { recordFailure } from '../http/failure.js'
import { validAddressOnly } from '../http/valid-address.js'
import { addAgreementRoutes } from './agreement-routes.js'
import { addAuditRoutes } from './audit-routes.js'
import { addBulkRoutes } from './bulk-routes.js'
import type { ApiDependencies } from './dependencies.js'
import { addDescription } from './description.js'
import { addDocsPage } from './docs-page.js'
import { addDossierDraftRoutes } from './dossier-draft-routes.js'
import { addIntakeRoutes } from './intake-routes.js'
import { addLogoRoutes } from './logo-routes.js'
import { ownSessionsOnly } from './own-sessions.js'
import { addPanelRoutes } from './panel-routes.js'
import { apiPath } from './paths.js'
import { type ProblemName, problemKinds, problemOfStatus, problemType, sendProblem } from './problems.js'
import { addRecordRoutes } from './record-routes.js'
import { addRemarkRoutes } from './remark-routes.js'
import type { Api } from './route.js'
import { addSourceRoutes } from './source-routes.js'
import { addSubscriberRoutes } from './subscriber-routes.js'
import { addToolRoutes } from './tool-routes.js'
import { invalidQuery } from './validation.js'
import { addVerdictRoutes } from './verdict-routes.js'
import { addVersionRoutes } from './version-routes.js'
import { addViewRoutes } from './view-routes.js'
import { addWaiverRoutes } from './waiver-routes.js'
import { addWebhookRoutes } from './webhook-routes.js'

/** A dossier of the largest size that is read; every other body is far smaller. */
const maxBodyBytes = maxInputBytes + 64 * 1024

/**
 * The API, to be mounted at `apiPath`: every route describes itself in /openapi.json with the schemas that check it. Its description, its docs
 * and the words of its problems are public; all else asks who it is.
 */
export function createApiApp(dependencies: ApiDependencies): OpenAPIHono<AuthEnv> {
  const { auth, publicUrl, version, runtime } = dependencies
  const api: Api = new OpenAPIHono<AuthEnv>()
  api.use(nameProblems)
  api.use(refuseInvalidAddress)
  api.onError((error, c) => {
    if (error instanceof HTTPException && error.status < 500) {
      return sendProblem(c, problemOfStatus(error.status), error.message === '' ? 'The request cannot be read.' : error.message)
    }
    const { text, id } = recordFailure(c, { error, runtime, what: 'a request to the API failed' })
    return id === null ? sendProblem(c, 'unavailable', text) : sendProblem(c, 'internal', text, { id })
  })
  addDescription(api, { version })
  addDocsPage(api)
  addProblemPages(api)
  api.use(limitBody)
  api.use(auth.session)
  api.use(ownSessionsOnly({ publicUrl }))
  api.use(auth.token)
  addToolRoutes(api, dependencies)
  addVersionRoutes(api, dependencies)
  addLogoRoutes(api, dependencies)
  addDossierDraftRoutes(api, dependencies)
  addIntakeRoutes(api, dependencies)
  addSourceRoutes(api, dependencies)
  addPanelRoutes(api, dependencies)
  addVerdictRoutes(api, dependencies)
  addRemarkRoutes(api, dependencies)
  addWaiverRoutes(api, dependencies)
  addRecordRoutes(api, dependencies)
  addAgreementRoutes(api, dependencies)
  addAuditRoutes(api, dependencies)
  addSubscriberRoutes(api, dependencies)
  addBulkRoutes(api, dependencies)
  addViewRoutes(api, dependencies)
  addWebhookRoutes(api, dependencies)
  addFallback(api)
  return api
}

const limitBody = bodyLimit({
  maxSize: maxBodyBytes,
  onError: (c) => sendProblem(c, 'content-too-large', `A body here has ${maxBodyBytes} bytes at most.`),
})

const refuseInvalidAddress = validAddressOnly<AuthEnv>((c, problem) => {
  if (problem.part === 'path') return sendProblem(c, 'not-found', 'There is nothing at this address: it holds what is no text.')
  const detail = 'write text in UTF-8, percent-encoded, without NUL'
  return invalidQuery(c, [{ parameter: problem.parameter, detail }])
})

/** Problems that were written elsewhere, such as by the middlewares that ask who it is, get the type of their status. */
const nameProblems: MiddlewareHandler<AuthEnv> = async (c, next) => {
  await next()
  if (c.res.headers.get('content-type') !== 'application/problem+json') return
  const body = unnamedProblem.safeParse(await c.res.clone().json())
  if (!body.success) return
  const name = problemOfStatus(c.res.status)
  const { title, fix } = problemKinds[name]
  const named = { fix, ...body.data, type: problemType(name), title }
  c.res = new Response(JSON.stringify(named), { status: c.res.status, headers: c.res.headers })
}
const unnamedProblem = z.looseObject({ type: z.literal('about:blank') })

/** What each kind of problem means, at the address that is its type. */
function addProblemPages(api: Api): void {
  const describe = (name: ProblemName) => ({ type: problemType(name), ...problemKinds[name] })
  const names = Object.keys(problemKinds) as ProblemName[]
  const headers = { 'cache-control': 'public, max-age=3600' }
  api.get('/problems', (c) => c.json({ items: names.map(describe), next: null }, 200, headers))
  api.get('/problems/:name', (c) => {
    const name = names.find((candidate) => candidate === c.req.param('name'))
    return name === undefined ? sendProblem(c, 'not-found', 'There is no such kind of problem.') : c.json(describe(name), 200, headers)
  })
}

/** Any other address: 405 where it is there for other methods, else 404. */
function addFallback(api: Api): void {
  const patterns = api.routes
    .filter(({ method, path }) => method !== 'ALL' && !path.includes('*'))
    .map(({ method, path }) => ({ method, form: new RegExp(`^${path.replaceAll(/:\w+/g, '[^/]+')}$`) }))
  api.all('*', (c) => {
    const path = c.req.path.startsWith(apiPath) ? c.req.path.slice(apiPath.length) : c.req.path
    const allowed = [...new Set(patterns.filter(({ form }) => form.test(path)).map(({ method }) => method))]
    if (allowed.length === 0) return sendProblem(c, 'not-found', `There is nothing at ${c.req.path.slice(0, 200)}.`)
    c.header('allow', allowed.includes('GET') ? [...allowed, 'HEAD'].join(', ') : allowed.join(', '))
    return sendProblem(c, 'method-not-allowed', `${c.req.method} is not for this address.`)
  })
}
