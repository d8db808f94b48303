import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { admin, bodyOf, editor, openTestApi, type TestApi } from '../../../support/web/api/api-app.js'
import { apiRoutes } from '../../../support/web/api/api-routes.js'
import {
  type ApiDocument,
  invalid,
  type OpenedDocument,
  type Operation,
  openDocument,
  type Parameter,
  sample,
  valid,
} from '../../../support/web/api/from-document.js'

/*
 * The API is held to its own document, in both directions: what holds by it is never refused for its form, what does not is refused in a documented
 * way, and every answer is as it says.
 */

let api: TestApi
let document: ApiDocument
let opened: OpenedDocument
let ids: Record<string, string>

beforeAll(async () => {
  api = await openTestApi()
  document = await bodyOf<ApiDocument>(api.send('/openapi.json', 'GET'))
  opened = openDocument(document)
  const { panelId, recordId, verdicts } = await api.panel({ unscored: [1] })
  const verdictId = verdicts[0] ?? ''
  const as = api.as(admin)
  const { id: commentId } = await bodyOf<{ id: string }>(as.post(`/verdicts/${verdictId}/comments`, { text: 'So?' }), 201)
  const { webhook } = await bodyOf<{ webhook: { id: string } }>(as.post('/webhooks', { url: 'https://example.com/' }), 201)
  const { sha256 } = await bodyOf<{ sha256: string }>(as.get('/tools/ferrydoc'))
  await api.logo()
  const { id: viewId } = await bodyOf<{ id: string }>(as.post('/views', { list: 'records', name: 'All', query: '' }), 201)
  const draftId = await api.dossierDraft(admin)
  ids = { panelId, recordId, verdictId, commentId, webhookId: webhook.id, sha256, number: '1', slug: 'ferrydoc', viewId, draftId }
})
afterAll(() => api.close())

/** What no schema can say, and is refused by what there is or by what a text means. Each is said in these words. */
const beyondForm = [
  /^it is not one that this list gave out with this filter/,
  /^send both, or neither/,
  /^there is no such (?:tool|persona|jury|panel)$|^there is no such view of this list$/,
  /^name a jury or its jurors, not both$|^name 2 tools or more to compare them$|^these are \d+ drafts, /,
  /^there is no provider of the model /,
  /^write an address on the public internet/,
  /^the verdict carries no such flag/,
  /^choose ship, skip or abstain: the jurors of this seat are not split$/,
  // Of predictions: whether they can be decided, and by when.
  /^it is \d{4}-|^it is a question|^it has \d+ words|^say in at least \d+ words|^it says the same as prediction/,
  // Of a dossier: what its parts say of each other, and names that are none.
  /^the address says|and the address says/,
  / no source has that id| as is (?:sources|facts)|is not in the text|before it was published|but a source was retrieved|after the dossier's own/,
  /^write it on one line|^write a name of one part/,
]

type Asked = { path: string; headers: Record<string, string>; body?: unknown; what: string }
type Problem = { type: string; errors?: { pointer?: string; parameter?: string; detail: string }[] }

const places = (operation: Operation, where: Parameter['in']) => (operation.parameters ?? []).filter((parameter) => parameter.in === where)
const bodySchema = ({ requestBody }: Operation) => requestBody?.content['application/json']?.schema

/** What an operation is sent that holds: the things there are, whatever their version. */
function fill(path: string, operation: Operation, { query, seed }: { query: Record<string, unknown>; seed: number }): Asked {
  const address = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => ids[name] ?? name)
  const search = new URLSearchParams(Object.entries(query).map(([name, value]): [string, string] => [name, String(value)])).toString()
  const needed = places(operation, 'header').filter(({ required }) => required === true)
  const headers = Object.fromEntries(needed.map(({ name }) => [name, name === 'If-Match' ? '*' : `key-${seed}`]))
  return { path: search === '' ? address : `${address}?${search}`, headers, what: `${operation.operationId} ${search}` }
}

async function ask(method: string, { path, headers, body }: Asked): Promise<Response> {
  return api.as(admin).call(method.toUpperCase(), path, { headers, ...(body === undefined ? {} : { body }) })
}

/** Holds an answer to the document, and returns its problem where it is one. */
async function holds(operation: Operation, response: Response, what: string): Promise<Problem | null> {
  const described = operation.responses[response.status]
  const text = await response.text()
  expect(described, `${what}: ${response.status} is not described: ${text.slice(0, 300)}`).toBeDefined()
  const [type = '', { schema } = { schema: {} }] = Object.entries(described?.content ?? {})[0] ?? []
  if (described?.content === undefined) {
    expect(text, what).toBe('')
    return null
  }
  expect(response.headers.get('content-type'), what).toBe(type)
  const check = opened.check(schema)
  expect(check(JSON.parse(text)), `${what}: ${JSON.stringify(check.errors)} in ${text.slice(0, 300)}`).toBe(true)
  return response.status >= 400 ? (JSON.parse(text) as Problem) : null
}

const wrongForm = ['/api/v1/problems/malformed-request', '/api/v1/problems/invalid-query', '/api/v1/problems/invalid']

/** Whether a problem says that the form is wrong, and does so for a reason that the document could give. */
function isAboutForm({ type, errors = [] }: Problem): boolean {
  if (!wrongForm.includes(type)) return false
  return errors.length === 0 || errors.some(({ detail }) => !beyondForm.some((words) => words.test(detail)))
}

const table = apiRoutes.map(({ method, path }, index) => ({
  name: `${method} ${path}`,
  method: method.toLowerCase(),
  path,
  seed: 8_100 + index,
}))
const operationOf = (path: string, method: string): Operation => {
  const operation = document.paths[path]?.[method]
  if (operation === undefined) throw new Error(`${method} ${path} is not described`)
  return operation
}

const validCount = 8
const invalidCount = 12

describe.each(table)('$name', ({ method, path, seed }) => {
  test('takes what holds by the document, and answers as it says', async () => {
    const operation = operationOf(path, method)
    const schema = bodySchema(operation)
    const bodies = schema === undefined ? [undefined] : sample(valid(opened, schema), { seed, count: validCount })
    const queries = queriesOf(operation, seed)
    for (let n = 0; n < Math.max(bodies.length, queries.length); n += 1) {
      const asked = fill(path, operation, { query: queries[n % queries.length] ?? {}, seed: seed * 100 + n })
      const body = bodies[n % bodies.length]
      const what = `${asked.what} ${JSON.stringify(body)?.slice(0, 400)}`
      const problem = await holds(operation, await ask(method, { ...asked, body }), what)
      expect(problem === null || !isAboutForm(problem), `${what}: ${JSON.stringify(problem).slice(0, 600)}`).toBe(true)
    }
  })

  test('refuses what does not hold by the document, in a documented way', async () => {
    const operation = operationOf(path, method)
    const schema = bodySchema(operation)
    const bodies = schema === undefined ? [] : sample(invalid(opened, schema), { seed, count: invalidCount })
    const good = schema === undefined ? undefined : sample(valid(opened, schema), { seed, count: 1 })[0]
    const plain = fill(path, operation, { query: {}, seed: seed * 100 + 50 })
    const requests: Asked[] = [
      ...bodies.map((body) => ({ ...plain, body, what: `${plain.what} ${JSON.stringify(body)?.slice(0, 300)}` })),
      ...oddQueries(operation).map((search) => ({
        ...plain,
        path: `${plain.path}?${search}`,
        body: good,
        what: `${plain.what}?${search}`,
      })),
      ...oddHeaders(operation).map((headers) => ({
        ...plain,
        headers: { ...plain.headers, ...headers },
        body: good,
        what: `${plain.what} ${JSON.stringify(headers)}`,
      })),
    ]
    for (const asked of requests) {
      const response = await ask(method, asked)
      expect(response.status, asked.what).toBeGreaterThanOrEqual(400)
      expect(response.status, asked.what).toBeLessThan(500)
      const problem = await holds(operation, response, asked.what)
      for (const { pointer } of problem?.errors ?? []) {
        if (pointer !== undefined) expect(pointer, asked.what).toMatch(/^(?:\/(?:[^~/]|~[01])*)*$/)
      }
    }
  })

  test('says of a thing that is not there that it is not, as documented', async () => {
    const operation = operationOf(path, method)
    const named = places(operation, 'path')
    const schema = bodySchema(operation)
    const body = schema === undefined ? undefined : sample(valid(opened, schema), { seed: seed + 1, count: 1 })[0]
    const { headers } = fill(path, operation, { query: {}, seed: seed * 100 + 60 })
    const values = named.map(({ schema: form }) => [...sample(valid(opened, form), { seed, count: 2 }), 'no-such', '%F0%9F%92%A9'])
    for (let n = 0; n < (values[0]?.length ?? 0); n += 1) {
      const address = named.reduce((left, { name }, index) => left.replace(`{${name}}`, String(values[index]?.[n])), path)
      const response = await ask(method, { path: address, headers, body, what: address })
      const problem = await holds(operation, response, `${method} ${address}`)
      // Any slug may become a tool, of a dossier that says so.
      if (!(method === 'put' && path === '/tools/{slug}'))
        expect([response.status, problem?.type]).toEqual([404, '/api/v1/problems/not-found'])
    }
  })
})

/** Each parameter of the query by itself, and all together; and none. */
function queriesOf(operation: Operation, seed: number): Record<string, unknown>[] {
  const parameters = places(operation, 'query')
  const values = parameters.map(({ name, schema }) => ({ name, some: sample(valid(opened, schema), { seed, count: 4 }) }))
  const single = values.flatMap(({ name, some }) => some.map((value) => ({ [name]: value })))
  return [{}, ...single, Object.fromEntries(values.map(({ name, some }) => [name, some[0]]))]
}

function oddQueries(operation: Operation): string[] {
  const parameters = places(operation, 'query')
  const odd = [
    '',
    ' ',
    '%00',
    'x y',
    '%F0%9F%92%A9',
    '1e2',
    '0x10',
    '5%2B',
    '%205',
    '0.5',
    '-1',
    '99999999999999999999',
    '%D9%A5',
    'null',
    '[]',
  ]
  const mis = parameters.flatMap(({ name, schema }) =>
    odd.filter((text) => !holdsInQuery(schema, decodeURIComponent(text))).map((text) => `${name}=${text}`),
  )
  return [...mis, 'surplus=1', ...parameters.map(({ name }) => `${name}=1&${name}=2`)]
}

/** A number is in a query in digits. */
function holdsInQuery(schema: Parameter['schema'], text: string): boolean {
  if (schema.type !== 'integer') return opened.check(schema)(text)
  return /^(?:0|[1-9][0-9]*)$/.test(text) && opened.check(schema)(Number(text))
}

function oddHeaders(operation: Operation): Record<string, string>[] {
  const odd = ['x', '"x', '*, "a"', '"a" "b"', '']
  return places(operation, 'header').flatMap(({ name, schema }) =>
    odd.filter((text) => !opened.check(schema)(text)).map((text) => ({ [name]: text })),
  )
}

test('lengths count characters, here as in the document: two hundred emoji are two hundred', async () => {
  const url = 'https://example.com/hooks'
  const make = (description: string) => api.as(admin).post('/webhooks', { url, description })
  expect((await make('😀'.repeat(200))).status).toBe(201)
  expect((await make('😀'.repeat(201))).status).toBe(422)
  expect((await make('a'.repeat(201))).status).toBe(422)
  const comment = (text: string) => api.as(editor).post(`/verdicts/${ids.verdictId}/comments`, { text })
  expect((await comment('😀'.repeat(4_000))).status).toBe(201)
  expect((await comment('😀'.repeat(4_001))).status).toBe(422)
})

test.each(['1e2', '0x10', '5+', ' 5', '5 ', '+5', '5.0', '05', '٥', '', '0', '201', '-1', '1_0', 'NaN', '5,5'])(
  'limit takes no %j',
  async (limit) => {
    for (const list of [
      '/tools',
      '/panels',
      '/records',
      '/decisions',
      '/audit',
      '/queue',
      '/webhooks',
      '/subscribers',
      `/verdicts/${ids.verdictId}/revisions`,
    ]) {
      const problem = await bodyOf<Problem>(api.as(admin).get(`${list}?limit=${encodeURIComponent(limit)}`), 400)
      expect(problem.errors).toEqual([{ parameter: 'limit', detail: 'write a number from 1 to 200' }])
    }
    expect(
      (await api.as(admin).get(`/audit/verification?entries=${encodeURIComponent(limit === '201' ? '1e1' : limit)}&hash=${'0'.repeat(64)}`))
        .status,
    ).toBe(limit === '0' ? 200 : 400)
  },
)

test('a cursor is good for its own list and filter, and for no other', async () => {
  const as = api.as(admin)
  await api.panel()
  const lists = [
    '/panels',
    '/records',
    '/records?status=in_review',
    '/queue',
    '/queue?scope=all',
    '/audit',
    `/audit?recordId=${ids.recordId}`,
    '/decisions',
  ]
  const join = (list: string, more: string) => `${list}${list.includes('?') ? '&' : '?'}${more}`
  const cursors = new Map<string, string>()
  for (const list of lists) {
    const { next } = await bodyOf<{ next: string | null }>(as.get(join(list, 'limit=1')))
    const cursor = next === null ? null : new URL(next, 'http://x').searchParams.get('cursor')
    if (cursor !== null) cursors.set(list, cursor)
    if (next !== null) expect((await as.get(next)).status, next).toBe(200)
  }
  expect(cursors.size).toBeGreaterThan(5)
  for (const [from, cursor] of cursors) {
    for (const to of lists) {
      const response = await as.get(join(to, `limit=2&cursor=${cursor}`))
      expect([from, to, response.status]).toEqual([from, to, from === to ? 200 : 400])
    }
  }
})

test.each([
  ' https://example.com/',
  'https://example.com/ ',
  'https://exa mple.com/',
  'https://example.com/a b',
  'https://example.com/\n',
  '\thttps://example.com/',
  'https://bücher.example/',
])('an address for a webhook is stored as it is written: %j is refused', async (url) => {
  const problem = await bodyOf<Problem>(api.as(admin).post('/webhooks', { url }), 422)
  expect(problem.errors?.map(({ pointer }) => pointer)).toEqual(['/url'])
  const path = `/webhooks/${ids.webhookId}`
  expect((await api.as(admin).call('PATCH', path, { body: { url }, ifMatch: '*' })).status).not.toBe(200)
})

test('a dossier in YAML is refused at the places of its problems, by pointer, line and column', async () => {
  const raw = 'schema: panel.dossier/1\nasOf: 2026-13-01\ntool:\n  slug: Not A Slug\n  surplus: 1\n'
  const headers = { 'content-type': 'application/yaml' }
  const problem = await bodyOf<{ errors: { pointer: string; line: number; column: number }[] }>(
    api.as(editor).call('PUT', '/tools/ferrydoc', { raw, headers }),
    422,
  )
  const at = Object.fromEntries(problem.errors.map(({ pointer, line, column }) => [pointer, [line, column]]))
  expect(at).toMatchObject({ '/asOf': [2, 7], '/tool/slug': [4, 9], '/tool/surplus': [5, 3] })
  const response = await api.as(editor).call('PUT', '/tools/ferrydoc', { raw: '{{{{', headers })
  const check = opened.check(operationOf('/tools/{slug}', 'put').responses[422]?.content?.['application/problem+json']?.schema ?? {})
  expect(check(await bodyOf(response, 422)), JSON.stringify(check.errors)).toBe(true)
})
