import { Ajv2020 } from 'ajv/dist/2020.js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { admin, bodyOf, editor, openTestApi, reviewer, type TestApi } from '../../../support/web/api/api-app.js'
import { apiRoutes } from '../../../support/web/api/api-routes.js'

type Operation = {
  summary: string
  operationId: string
  security: unknown[]
  parameters?: { name: string; in: string; required?: boolean }[]
  requestBody?: { required: boolean; content: Record<string, unknown> }
  responses: Record<string, { description: string; headers?: Record<string, unknown>; content?: Record<string, { schema: object }> }>
  'x-scope': string
  'x-roles': string[]
  'x-roles-with'?: Record<string, string[]>
}
type Document = {
  openapi: string
  info: { title: string; version: string }
  servers: { url: string }[]
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Record<string, object>; securitySchemes: object }
  webhooks: Record<string, { post: { requestBody: { content: Record<string, { schema: object }> } } }>
}

let api: TestApi
let document: Document
beforeAll(async () => {
  api = await openTestApi()
  document = await bodyOf<Document>(api.send('/openapi.json', 'GET'))
})
afterAll(() => api.close())

/** An admin may do what an editor may. */
const whoMay = (roles?: readonly string[]) =>
  roles === undefined ? ['admin', 'editor', 'reviewer'] : roles.includes('editor') ? ['admin', 'editor'] : roles

const operations = () =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  )

test('it is OpenAPI 3.1 of this version, and anyone may read it', () => {
  expect(document).toMatchObject({ openapi: '3.1.0', info: { title: 'Ship Panel', version: '1.2.3' }, servers: [{ url: '/api/v1' }] })
  expect(Object.keys(document.components.securitySchemes)).toEqual(['token', 'session'])
  expect(Object.keys(document.webhooks)).toEqual(['record'])
})

test('every route that is served is described, with its scope and roles, and no other', () => {
  const described = operations().map(({ path, method, operation }) => [
    method.toUpperCase(),
    path,
    operation['x-scope'],
    operation['x-roles'].join(' '),
  ])
  const expected = apiRoutes.map(({ method, path, scope, roles }) => [method, path, scope, whoMay(roles).join(' ')])
  const sort = (rows: string[][]) => rows.map((row) => row.join(' ')).toSorted()
  expect(sort(described)).toEqual(sort(expected))
})

test('who is listed for a log is let in, and no one else: without a record, and with one', async () => {
  for (const path of ['/audit', '/audit/verification']) {
    const operation = document.paths[path]?.get
    expect([operation?.['x-roles'], operation?.['x-roles-with']]).toEqual([
      ['admin', 'editor'],
      { recordId: ['admin', 'editor', 'reviewer'] },
    ])
    expect((await api.as(reviewer).get(path)).status).toBe(403)
    expect((await api.as(editor).get(path)).status).toBe(200)
    expect((await api.as(reviewer).get(`${path}?recordId=rec_1`)).status).toBe(200)
  }
})

test('every operation says what it does, who it asks for, what it wants and what it answers', () => {
  for (const { path, method, operation } of operations()) {
    const place = `${method} ${path}`
    expect(operation.summary, place).toMatch(/\w{2}/)
    expect(operation.security, place).toEqual([{ token: [] }, { session: [] }])
    const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
    const inPath = (operation.parameters ?? []).filter((parameter) => parameter.in === 'path')
    expect(inPath.map(({ name }) => name).toSorted(), place).toEqual(named.toSorted())
    expect(
      inPath.every(({ required }) => required === true),
      place,
    ).toBe(true)
    const statuses = Object.keys(operation.responses)
    expect(
      statuses.some((status) => status.startsWith('2')),
      place,
    ).toBe(true)
    expect(statuses, place).toEqual(expect.arrayContaining(['401', '403', '500']))
    for (const [status, { content, description }] of Object.entries(operation.responses)) {
      expect(description, place).not.toBe('')
      if (Number(status) >= 400) expect(Object.keys(content ?? {}), place).toEqual(['application/problem+json'])
    }
    if (method === 'get') expect(operation.responses[200]?.headers, place).toHaveProperty('ETag')
    else if (method !== 'delete') expect(operation.requestBody?.required, place).toBe(true)
  }
  const ids = operations().map(({ operation }) => operation.operationId)
  expect(new Set(ids).size).toBe(ids.length)
})

test('each write to something that exists asks for If-Match, and names 412 and 428', () => {
  for (const { method, path, needsIfMatch } of apiRoutes) {
    const operation = document.paths[path]?.[method.toLowerCase()]
    const header = operation?.parameters?.find(({ name }) => name === 'If-Match')
    expect(header?.required ?? false, `${method} ${path}`).toBe(needsIfMatch ?? false)
    if (needsIfMatch) expect(Object.keys(operation?.responses ?? {}), path).toEqual(expect.arrayContaining(['412', '428']))
  }
})

describe('its schemas', () => {
  const validator = () => new Ajv2020({ strict: false, validateFormats: false })

  test('are JSON Schema 2020-12, and every reference leads somewhere', () => {
    const text = JSON.stringify(document)
    const references = [...text.matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)].map(([, name = '']) => name)
    expect(references.length).toBeGreaterThan(50)
    expect(references.filter((name) => !(name in document.components.schemas))).toEqual([])
    const ajv = validator()
    ajv.addSchema({ $id: 'https://panel.test/openapi', ...document })
    for (const name of Object.keys(document.components.schemas)) {
      expect(() => ajv.compile({ $ref: `https://panel.test/openapi#/components/schemas/${name}` }), name).not.toThrow()
    }
  })

  test('hold for what is answered', async () => {
    const { panelId, recordId, verdicts } = await api.panel({ unscored: [1] })
    const [drafted = '', unscored = ''] = verdicts
    const as = api.as(admin)
    await bodyOf(as.post(`/verdicts/${drafted}/comments`, { text: 'Is that so?' }), 201)
    await bodyOf(as.post('/webhooks', { url: 'https://example.com/hook' }), 201)
    await bodyOf(as.post(`/verdicts/${unscored}/waivers`, { waives: { kind: 'unscored-seat' }, reason: 'enough without' }), 201)
    const { items } = await bodyOf<{ items: { id: string }[] }>(as.get(`/verdicts/${drafted}/comments`))
    const hooks = await bodyOf<{ items: { id: string }[] }>(as.get('/webhooks'))
    await api.logo()
    const view = { list: 'records', name: 'All', query: '', isShared: true }
    const { id: viewId } = await bodyOf<{ id: string }>(as.post('/views', view), 201)
    const values: Record<string, string> = {
      viewId,
      draftId: await api.dossierDraft(admin),
      panelId,
      recordId,
      verdictId: drafted,
      number: '1',
      slug: 'ferrydoc',
      commentId: items[0]?.id ?? '',
      webhookId: hooks.items[0]?.id ?? '',
      intakeId: await api.intake(),
      sha256: (await bodyOf<{ sha256: string }>(as.get('/tools/ferrydoc'))).sha256,
    }
    const ajv = validator()
    ajv.addSchema({ $id: 'https://panel.test/openapi', ...document })
    const skipped: string[] = []
    for (const { path, method, operation } of operations().filter((each) => each.method === 'get')) {
      const response = await as.get(path.replaceAll(/\{(\w+)\}/g, (_, name: string) => values[name] ?? `no ${name}`))
      if (response.status === 404) {
        skipped.push(path)
        continue
      }
      const escaped = path.replaceAll('~', '~0').replaceAll('/', '~1').replaceAll('{', '%7B').replaceAll('}', '%7D')
      const pointer = `#/paths/${escaped}/${method}/responses/200/content/application~1json/schema`
      const check = ajv.compile({ $ref: `https://panel.test/openapi${pointer}` })
      const body = await bodyOf(response)
      expect(check(body), `${path}: ${JSON.stringify(check.errors?.slice(0, 3))}`).toBe(true)
      expect(operation.responses[200]?.content, path).toBeDefined()
    }
    expect(skipped).toEqual(['/records/{recordId}/published'])
  })
})

test('the kinds of problem are described at the addresses that name them', async () => {
  const { items } = await bodyOf<{ items: { type: string; status: number; about: string }[] }>(api.send('/problems', 'GET'))
  expect(items.length).toBeGreaterThan(10)
  for (const item of items) {
    expect(await bodyOf(api.send(item.type, 'GET'))).toEqual(item)
    expect(item.about).toMatch(/\.$/)
  }
  expect((await api.send('/problems/nothing', 'GET')).status).toBe(404)
})

test('the page to try it loads from here alone, and its files may be kept for ever', async () => {
  const page = await api.send('/docs', 'GET')
  expect(page.headers.get('content-security-policy')).toMatch(/^default-src 'none'; script-src 'self'; /)
  const html = await page.text()
  expect(html).not.toMatch(/https?:|<script>|onload/)
  const files = [...html.matchAll(/(?:src|href)="([^"]+\.(?:js|css|png))"/g)].map(([, address = '']) => address)
  expect(files).toHaveLength(4)
  for (const address of files) {
    const file = await api.send(address, 'GET')
    expect(file.status, address).toBe(200)
    expect(address).toMatch(/^\/api\/v1\/docs\/[a-z-]+\.[0-9a-f]{12}\.(js|css|png)$/)
    expect(file.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
  }
  for (const path of ['/docs/nothing.js', '/docs/..%2fapp.ts', '/docs/%2e%2e%2f%2e%2e%2fpackage.json', '/docs/swagger-ui.css']) {
    expect((await api.send(path, 'GET')).status, path).toBe(404)
  }
})

test('the description has an ETag of its own', async () => {
  const first = await api.send('/openapi.json', 'GET')
  const tag = first.headers.get('etag') ?? ''
  expect((await api.send('/openapi.json', 'GET', { headers: { 'if-none-match': tag } })).status).toBe(304)
})
