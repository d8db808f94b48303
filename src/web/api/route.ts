import type { OpenAPIHono } from '@hono/zod-openapi'
import type { Context, MiddlewareHandler } from 'hono'
import { z } from 'zod'
import type { Actor } from '../../contracts/actor.js'
import { type Role, roleSchema, rolesThatMay } from '../../contracts/role.js'
import { requireActor, requireScope } from '../auth/middlewares.js'
import type { AuthEnv, Scope } from '../auth/variables.js'
import { maxTagListLength, type Preconditions, readPreconditions, tagListForm, tagListPattern } from '../http/preconditions.js'
import { type ProblemName, problemKinds, problemSchema, sendProblem } from './problems.js'
import { checkBody, checkQuery, invalidQuery, readJson } from './validation.js'

export type ApiContext = Context<AuthEnv>
export type Api = OpenAPIHono<AuthEnv>

type Shape = z.ZodRawShape
type Parsed<S extends Shape> = z.output<z.ZodObject<S>>

/** What a handler gets: who asks, and everything that was sent, checked. */
export type ApiRequest<P extends Shape = Shape, Q extends Shape = Shape, B = unknown> = {
  actor: Actor
  params: Parsed<P>
  query: Parsed<Q>
  body: B
  /** What must hold of what is written to. */
  conditions: Preconditions
}

export type RouteAnswer = { description: string; schema?: z.ZodType; isTagged?: boolean }

/** One operation of the API: what describes it and what checks it are the same. */
export type Route<P extends Shape, Q extends Shape, B extends z.ZodType> = {
  method: 'get' | 'post' | 'put' | 'patch' | 'delete'
  path: string
  tag: string
  summary: string
  description?: string
  /** What a token must allow. */
  scope: Scope
  /** Who may at all; left out, everyone who is signed in, and the rules of review decide. */
  roles?: readonly Role[]
  /** Who may instead, when the request sends that query parameter. */
  rolesWith?: { parameter: string; roles: readonly Role[] }
  /** Ids in the path. One that cannot be an id names nothing. */
  params?: P
  query?: Q
  body?: B
  /** Media types the handler reads by itself, instead of `body`. */
  ownBody?: Record<string, z.ZodType>
  /** Other headers, for the description; the handler reads them. */
  headers?: Shape
  /** A write to something that exists: it must say which version it started from. */
  needsIfMatch?: boolean
  /** Whether the handler checks conditions, where it does not need them. */
  takesConditions?: boolean
  answers: Partial<Record<200 | 201 | 202 | 204, RouteAnswer>>
  problems?: readonly ProblemName[]
}

const nothing = z.strictObject({})
/** Adds an operation to the API and to its description. Checks run in this order: who, may they, path, conditions, query, body. */
export function addRoute<P extends Shape = Shape, Q extends Shape = Shape, B extends z.ZodType = z.ZodUndefined>(
  api: Api,
  route: Route<P, Q, B>,
  handle: (c: ApiContext, request: ApiRequest<P, Q, z.output<B>>) => Promise<Response>,
): void {
  api.openAPIRegistry.registerPath(describe(route))
  const guards: MiddlewareHandler<AuthEnv>[] = [requireRoles(route), requireScope(route.scope)]
  const path = route.path.replaceAll(/\{(\w+)\}/g, ':$1')
  api.on([route.method.toUpperCase()], [path], ...guards, async (c) => {
    const request = await readRequest(c, route)
    return 'answer' in request ? request.answer : handle(c, request.data as ApiRequest<P, Q, z.output<B>>)
  })
}

type AnyRoute = Route<Shape, Shape, z.ZodType>

/** The same lists that the description shows. */
function requireRoles({ roles = [], rolesWith }: Pick<AnyRoute, 'roles' | 'rolesWith'>): MiddlewareHandler<AuthEnv> {
  const [usual, other] = [requireActor(...roles), requireActor(...(rolesWith?.roles ?? []))]
  return (c, next) => (rolesWith !== undefined && c.req.query(rolesWith.parameter) !== undefined ? other(c, next) : usual(c, next))
}

/** Without a list, everyone. */
function rolesListed(roles: readonly Role[] | undefined): Role[] {
  return roles === undefined ? roleSchema.options : rolesThatMay(...roles)
}

async function readRequest(c: ApiContext, route: AnyRoute): Promise<{ data: ApiRequest } | { answer: Response }> {
  const actor = c.get('actor')
  if (actor === null) throw new Error(`${c.req.path} is served without asking who it is`)
  const params = z.strictObject(route.params ?? {}).safeParse(c.req.param())
  if (!params.success) return { answer: sendProblem(c, 'not-found', `There is nothing at ${c.req.path.slice(0, 200)}.`) }
  const conditions = checkConditions(c, route)
  if ('answer' in conditions) return conditions
  const query = checkQuery(c, route.query === undefined ? nothing : z.strictObject(route.query))
  if ('answer' in query) return query
  const body = route.body === undefined ? { data: undefined } : await readBody(c, route.body)
  if ('answer' in body) return body
  return { data: { actor, params: params.data, query: query.data, body: body.data, conditions: conditions.data } }
}

/** The conditions of a request. One that cannot be read is refused: it is never the same as none. What makes something new has none. */
function checkConditions(c: ApiContext, route: AnyRoute): { data: Preconditions } | { answer: Response } {
  const read = readPreconditions((name) => c.req.header(name))
  if ('malformed' in read) return { answer: invalidQuery(c, [{ parameter: read.malformed, detail: tagListForm }]) }
  if (route.needsIfMatch && read.ifMatch === null) {
    const detail = 'Send If-Match with the ETag of what you read: a write must say which version it started from.'
    return { answer: sendProblem(c, 'precondition-required', detail) }
  }
  return { data: read }
}

async function readBody(c: ApiContext, schema: z.ZodType): Promise<{ data: unknown } | { answer: Response }> {
  const read = await readJson(c)
  return 'answer' in read ? read : checkBody(c, read.data, schema)
}

/** Every operation may be answered with these. */
const commonProblems: readonly ProblemName[] = ['invalid-query', 'unauthorized', 'forbidden', 'internal', 'unavailable']

function describe(route: AnyRoute): Parameters<Api['openAPIRegistry']['registerPath']>[0] {
  const { method, path, tag, summary, description, scope, roles, rolesWith, params, query, body, ownBody, headers = {}, answers } = route
  const content = ownBody ?? (body === undefined ? null : { 'application/json': body })
  const allHeaders = { ...conditionHeaders(route), ...headers }
  return {
    method,
    path,
    tags: [tag],
    summary,
    ...(description === undefined ? {} : { description }),
    operationId: operationId(route),
    security: [{ token: [] }, { session: [] }],
    'x-scope': scope,
    'x-roles': rolesListed(roles),
    ...(rolesWith === undefined ? {} : { 'x-roles-with': { [rolesWith.parameter]: rolesListed(rolesWith.roles) } }),
    request: {
      ...(params === undefined ? {} : { params: z.object(params) }),
      ...(query === undefined ? {} : { query: z.object(query) }),
      ...(Object.keys(allHeaders).length === 0 ? {} : { headers: z.object(allHeaders) }),
      ...(content === null ? {} : { body: { required: true, content: mapValues(content, (schema) => ({ schema })) } }),
    },
    responses: { ...describeAnswers(route, answers), ...describeProblems(route) },
  }
}

const tagList = z.string().max(maxTagListLength).regex(tagListPattern)
const ifMatch = tagList.describe(
  'The ETag of what is written to, as you read it. A list of them, or `*` for whatever there is, mean what RFC 9110 says; weak tags match nothing.',
)
const ifNoneMatch = tagList.describe('Entity tags that must not be there any more, or `*` to write only where there is nothing (RFC 9110).')

function conditionHeaders({ method, needsIfMatch, takesConditions }: AnyRoute): Shape {
  if (method === 'get') return { 'If-None-Match': tagList.describe('What you have already: then the answer is 304.').optional() }
  if (needsIfMatch) return { 'If-Match': ifMatch, 'If-None-Match': ifNoneMatch.optional() }
  return takesConditions ? { 'If-Match': ifMatch.optional(), 'If-None-Match': ifNoneMatch.optional() } : {}
}

function describeAnswers({ method }: AnyRoute, answers: AnyRoute['answers']) {
  const etag = { schema: { type: 'string' as const }, description: 'A strong entity tag, for If-Match and If-None-Match.' }
  const described = mapValues(answers as Record<string, RouteAnswer>, ({ description, schema, isTagged = method === 'get' }) => ({
    description,
    ...(isTagged ? { headers: { ETag: etag } } : {}),
    ...(schema === undefined ? {} : { content: { 'application/json': { schema } } }),
  }))
  return method === 'get' ? { ...described, 304: { description: 'It is as If-None-Match says.' } } : described
}

function describeProblems(route: AnyRoute) {
  const names: ProblemName[] = [
    ...commonProblems,
    ...(route.params === undefined ? [] : (['not-found'] as const)),
    ...(route.method === 'get' || route.needsIfMatch || route.takesConditions ? (['stale'] as const) : []),
    ...(route.needsIfMatch || route.takesConditions ? (['precondition-required'] as const) : []),
    ...(route.method === 'get' ? [] : (['content-too-large'] as const)),
    ...(route.body === undefined && route.ownBody === undefined
      ? []
      : (['malformed-request', 'unsupported-media-type', 'invalid'] as const)),
    ...(route.problems ?? []),
  ]
  const statuses = [...new Set(names.map((name) => problemKinds[name].status))].toSorted((a, b) => a - b)
  const content = { 'application/problem+json': { schema: problemSchema } }
  return Object.fromEntries(
    statuses.map((status) => {
      const kinds = [...new Set(names)].filter((name) => problemKinds[name].status === status)
      return [
        status,
        { description: kinds.map((name) => `${problemKinds[name].title}: ${problemKinds[name].about}`).join('\n\n'), content },
      ]
    }),
  )
}

/** `post /verdicts/{verdictId}/accept` → `post_verdicts_verdictId_accept`. */
function operationId({ method, path }: AnyRoute): string {
  return [method, ...path.split(/[/{}]+/).filter((part) => part !== '')].join('_').replaceAll('-', '_')
}

function mapValues<V, W>(values: Record<string, V>, change: (value: V) => W): Record<string, W> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, change(value)]))
}
