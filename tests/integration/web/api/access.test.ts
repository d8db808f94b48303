import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { TokenScope } from '../../../../src/accounts/store/api-tokens.js'
import type { Actor } from '../../../../src/contracts/actor.js'
import {
  admin,
  allScopes,
  bodyOf,
  editor,
  openTestApi,
  origin,
  password,
  reviewer,
  type TestApi,
} from '../../../support/web/api/api-app.js'
import { type ApiRoute, apiRoutes } from '../../../support/web/api/api-routes.js'

let api: TestApi
let fill: (path: string, person?: Actor) => string
beforeAll(async () => {
  api = await openTestApi()
  const { panelId, recordId, verdicts } = await api.panel()
  const [verdictId = ''] = verdicts
  const comment = await bodyOf<{ id: string }>(api.as(editor).post(`/verdicts/${verdictId}/comments`, { text: 'So?' }), 201)
  const { webhook } = await bodyOf<{ webhook: { id: string } }>(api.as(admin).post('/webhooks', { url: 'https://example.com/' }), 201)
  const { sha256 } = await bodyOf<{ sha256: string }>(api.as(editor).get('/tools/ferrydoc'))
  const intakeId = await api.intake()
  await api.logo()
  const values: Record<string, string> = { panelId, recordId, verdictId, number: '1', slug: 'ferrydoc', sha256, intakeId }
  const shared = { list: 'records', name: 'All', query: '', isShared: true }
  const { id: viewId } = await bodyOf<{ id: string }>(api.as(admin).post('/views', shared), 201)
  const drafts = new Map([[admin.userId, await api.dossierDraft(admin)]])
  drafts.set(editor.userId, await api.dossierDraft(editor))
  const all: Record<string, string> = { ...values, commentId: comment.id, webhookId: webhook.id, viewId }
  // A draft is its writer's alone.
  fill = (path, person = admin) =>
    path.replaceAll(/\{(\w+)\}/g, (_, name: string) => (name === 'draftId' ? drafts.get(person.userId) : all[name]) ?? name)
})
afterAll(() => api.close())

const scopeSets: TokenScope[][] = [['read'], ['write'], ['admin'], ['read', 'write'], ['read', 'write', 'admin']]
const people: Actor[] = [admin, editor, reviewer]
const table = apiRoutes.flatMap((route) =>
  people.flatMap((person) =>
    scopeSets
      .filter((scopes) => scopes.every((scope) => allScopes(person.role).includes(scope)))
      .map((scopes) => ({ route, person, scopes, name: `${route.method} ${route.path} as ${person.role} with ${scopes.join('+')}` })),
  ),
)

/** Whether the token and the role get as far as the rules of review: an admin's token without the scope admin acts as an editor. */
function isLetIn({ scope, roles }: ApiRoute, person: Actor, scopes: readonly TokenScope[]): boolean {
  const role = person.role === 'admin' && !scopes.includes('admin') ? 'editor' : person.role
  const may = roles === undefined || roles.includes(role) || (role === 'admin' && roles.includes('editor'))
  return may && scopes.includes(scope)
}

const ask = (route: ApiRoute, person: Actor, scopes: TokenScope[]) =>
  // A tag that matches nothing: who is let in changes nothing either.
  api.as(person, scopes).call(route.method, fill(route.path, person), {
    ...(route.body === undefined ? {} : { body: route.body }),
    ...(route.needsIfMatch ? { ifMatch: '"none"' } : {}),
  })

test.each(table)('$name', async ({ route, person, scopes }) => {
  const response = await ask(route, person, scopes)
  const isRefusedByRules = route.refuses?.includes(person.role) === true && !route.needsIfMatch
  if (!isLetIn(route, person, scopes) || isRefusedByRules) {
    expect(await bodyOf(response, 403)).toMatchObject({ type: '/api/v1/problems/forbidden', status: 403 })
    return
  }
  expect([401, 403]).not.toContain(response.status)
  expect(response.status).toBeLessThan(500)
  if (route.needsIfMatch) expect(response.status).toBe(412)
  if (route.method === 'GET' && !route.path.endsWith('/published')) expect(response.status).toBe(200)
})

test.each(apiRoutes)('$method $path wants someone, and a token that works', async ({ method, path, body }) => {
  const bad: Record<string, string>[] = [
    {},
    { authorization: `Bearer spt_${'a'.repeat(43)}` },
    { authorization: 'Basic YTpi' },
    { authorization: 'Bearer ' },
  ]
  for (const headers of bad) {
    const response = await api.send(fill(path), method, { headers, ...(body === undefined ? {} : { body }) })
    expect(response.headers.get('www-authenticate')).toMatch(/^Bearer/)
    expect(await bodyOf(response, 401)).toMatchObject({ type: '/api/v1/problems/unauthorized', title: 'Unauthorized' })
  }
})

test.each(apiRoutes.filter(({ needsIfMatch }) => needsIfMatch))(
  '$method $path without If-Match is 428, and with one that cannot be read 400',
  async ({ method, path, body }) => {
    const ask = (ifMatch: string | null) => api.as(admin).call(method, fill(path), { ifMatch, ...(body === undefined ? {} : { body }) })
    expect(await bodyOf(ask(null), 428)).toMatchObject({ type: '/api/v1/problems/precondition-required' })
    for (const ifMatch of ['none', '"unclosed', '*, "a"', 'w/"a"', '"a" "b"']) {
      expect(await bodyOf(ask(ifMatch), 400)).toMatchObject({
        type: '/api/v1/problems/invalid-query',
        errors: [{ parameter: 'If-Match', detail: 'write entity tags in double quotes, separated by commas, or * alone' }],
      })
    }
  },
)

test.each(apiRoutes.filter(({ refuses, needsIfMatch }) => refuses !== undefined && needsIfMatch))(
  '$method $path is never for a reviewer, whatever they have read',
  async ({ method, path, body, scope }) => {
    const as = api.as(reviewer)
    const base = fill(path.replace(/\/(withdraw)$/, '').replace(/\/(retry|approve|void|publish|retract|reopen|clear-stale)$/, ''))
    const response = await as.call(method, fill(path), { body, ifMatch: await as.tag(base) })
    expect(scope).toBe('write')
    const problem = await bodyOf<{ detail: string; fix: string }>(response, 403)
    expect(problem).toMatchObject({ type: '/api/v1/problems/forbidden', detail: expect.stringMatching(/^A reviewer may not /) })
    expect(problem.fix).toBe('Ask an admin or an editor.')
  },
)

describe('a session', () => {
  const signIn = async (): Promise<string> => {
    await api.people.add({ actor: { system: 'test' }, name: 'Sessa', email: 'sessa@example.org', role: 'editor', password })
    const form = new URLSearchParams({ email: 'sessa@example.org', password }).toString()
    const headers = { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' }
    const response = await api.app.request(
      `${origin}/auth/sign-in`,
      { method: 'POST', body: form, headers },
      { incoming: { socket: { remoteAddress: '192.0.2.1' } } },
    )
    return (response.headers.getSetCookie()[0] ?? '').split(';')[0] ?? ''
  }

  test('counts for pages of this server and for no one else', async () => {
    const cookie = await signIn()
    expect(cookie).toMatch(/=/)
    const read = (headers: Record<string, string>) => api.send('/records', 'GET', { headers: { cookie, ...headers } })
    const write = (headers: Record<string, string>) =>
      api.send(fill('/verdicts/{verdictId}/comments'), 'POST', { body: { text: 'From a page.' }, headers: { cookie, ...headers } })
    expect((await read({ 'sec-fetch-site': 'same-origin' })).status).toBe(200)
    expect((await read({ 'sec-fetch-site': 'none' })).status).toBe(200)
    expect((await write({ 'sec-fetch-site': 'same-origin' })).status).toBe(201)
    expect((await write({ origin })).status).toBe(201)
    const elsewhere: Record<string, string>[] = [
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { origin: 'https://evil.example' },
    ]
    for (const headers of elsewhere) {
      expect(await bodyOf(read(headers), 403)).toMatchObject({ type: '/api/v1/problems/cross-origin' })
    }
    for (const headers of [...elsewhere, {}, { 'sec-fetch-site': 'none' }, { origin: 'null' }] as Record<string, string>[]) {
      expect(await bodyOf(write(headers), 403)).toMatchObject({ type: '/api/v1/problems/cross-origin' })
    }
    const bearer = await api.as(editor, ['read']).get('/records', { cookie, 'sec-fetch-site': 'cross-site' })
    expect(bearer.status).toBe(200)
  })

  test('does not add to what a token allows', async () => {
    const cookie = await signIn()
    const response = await api
      .as(editor, ['read'])
      .post(fill('/verdicts/{verdictId}/comments'), { text: 'With both.' }, { headers: { cookie, 'sec-fetch-site': 'same-origin' } })
    expect(response.status).toBe(403)
  })
})

test('a token that was revoked, or whose owner was deactivated, opens nothing any more', async () => {
  const added = await api.people.add({ actor: { system: 'test' }, name: 'Gone', email: 'gone@example.org', role: 'editor', password: null })
  const actor: Actor = { userId: added.status === 'added' ? added.userId : '', name: 'Gone', role: 'editor' }
  const as = api.as(actor)
  expect((await as.get('/records')).status).toBe(200)
  await api.people.deactivate({ actor: { system: 'test' }, userId: actor.userId })
  expect((await as.get('/records')).status).toBe(401)
})
