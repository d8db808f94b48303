import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sampleContent } from '../../../support/samples.js'
import { admin, bodyOf, editor, openTestApi, origin, otherEditor, reviewer, type TestApi } from '../../../support/web/api/api-app.js'
import { apiRoutes } from '../../../support/web/api/api-routes.js'
import { spoiledTexts } from '../../../support/web/api/spoiled-texts.js'

let api: TestApi
let verdict: string
let record: string
beforeAll(async () => {
  api = await openTestApi()
  const { recordId, verdicts } = await api.panel()
  verdict = `/verdicts/${verdicts[0]}`
  record = `/records/${recordId}`
})
afterAll(() => api.close())

type Problem = { type: string; status: number; detail: string; errors: { pointer: string; detail: string }[] }
const head = () => api.review.audit.head()
const edit = (content: unknown, more: object = {}) => ({ content, reason: 'because', ...more })

/** Sends an edit as an editor who read the verdict, and holds that nothing was stored. */
async function refused(body: unknown, status: number): Promise<Problem> {
  const as = api.as(editor)
  const ifMatch = await as.tag(verdict)
  const before = await head()
  const problem = await bodyOf<Problem>(as.post(`${verdict}/edit`, body, { ifMatch }), status)
  expect(await head()).toEqual(before)
  expect(JSON.stringify(problem)).not.toMatch(/node_modules|at .*\.js:|SELECT|drizzle/i)
  return problem
}

test.each([
  ['a field beside', edit(sampleContent(), { actor: admin }), ['/actor']],
  [
    'who wrote it',
    edit(sampleContent(), { author: { kind: 'model' }, verdictId: 'seat_1', recordId: 'rec_1', base: 1, force: true }),
    ['/author', '/base', '/force', '/recordId', '/verdictId'],
  ],
  ['a field inside', edit({ ...sampleContent(), state: 'accepted' }), ['/content/state']],
  [
    'a field of an item',
    edit(sampleContent({ evidence: [{ source: 'readme', quote: 'q', shows: 's', status: 'found' } as never] })),
    ['/content/evidence/0/status'],
  ],
  ['what is no object', [], ['']],
  ['null', null, ['']],
  ['a text', 'edit', ['']],
  ['nothing', {}, ['/content', '/reason']],
])('mass assignment: %s is refused by its name', async (_name, body, pointers) => {
  const problem = await refused(body, 422)
  expect(problem).toMatchObject({ type: '/api/v1/problems/invalid' })
  expect(problem.errors.map(({ pointer }) => pointer).toSorted()).toEqual(pointers)
})

test('a prototype is not reached through a body', async () => {
  const as = api.as(editor)
  const raw = `{"text":"So?","__proto__":{"isAdmin":true},"constructor":{"prototype":{"isAdmin":true}}}`
  const problem = await as.call('POST', `${verdict}/comments`, { raw, headers: { 'content-type': 'application/json' } })
  expect(problem.status).toBe(422)
  expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined()
})

test('a key that is there twice in one object is refused by its name, whatever reader would take which', async () => {
  const as = api.as(editor)
  const raw = JSON.stringify(edit(sampleContent())).replace('"call":"ship"', '"call":"skip","call":"ship"')
  const before = await head()
  const headers = { 'content-type': 'application/json', 'if-match': await as.tag(verdict) }
  const problem = await bodyOf<Problem>(as.call('POST', `${verdict}/edit`, { raw, headers }), 400)
  expect(problem.detail).toBe('The key /content/call occurs more than once in its object; send it once.')
  expect(await head()).toEqual(before)
})

test('roles and rights are never taken from what is sent', async () => {
  const headers = { 'x-user-id': admin.userId, 'x-forwarded-user': admin.userId, 'x-role': 'admin', 'x-http-method-override': 'GET' }
  expect((await api.as(reviewer).get('/webhooks', headers)).status).toBe(403)
  expect((await api.as(reviewer).get('/webhooks?role=admin')).status).toBe(403)
  expect((await api.as(reviewer).get('/records?actor=user_ad')).status).toBe(400)
})

describe.each([
  ['NUL', '\0'],
  ['half of a pair', '\ud800'],
  ['10,000 characters', 'a'.repeat(10_000)],
])('an id with %s', (_name, odd) => {
  const at = '2026-01-01T00:00:00.000Z'
  const cursorOf = (place: unknown) => Buffer.from(JSON.stringify(place)).toString('base64url')

  test.each([
    ['/webhooks', [`whk_${odd}`]],
    ['/panels', [at, `pnl_${odd}`]],
    ['/panels', ['0000-01-01T00:00:00Z', 'pnl_1']],
    ['/records', [at, `rec_${odd}`]],
    ['/queue', [0, at, `seat_${odd}`]],
    ['/queue', [3, at, 'seat_1']],
    ['/queue', [2 ** 40, at, 'seat_1']],
  ])('in a cursor of %s', async (path, place) => {
    const problem = await api.as(admin).get(`${path}?cursor=${cursorOf(place)}`)
    expect([problem.status, problem.headers.get('content-type')]).toEqual([400, expect.stringContaining('application/problem+json')])
  })

  test('in a cursor of deliveries', async () => {
    const as = api.as(admin)
    const made = { url: 'https://hooks.example.com/panel' }
    const { webhook } = await bodyOf<{ webhook: { id: string } }>(as.post('/webhooks', made), 201)
    for (const place of [
      [at, `msg_${odd}`],
      ['0000-01-01T00:00:00Z', 'msg_1'],
    ]) {
      expect((await as.get(`/webhooks/${webhook.id}/deliveries?cursor=${cursorOf(place)}`)).status).toBe(400)
    }
  })

  test('of a person to hand a verdict to', async () => {
    const as = api.as(editor)
    const to = `usr_${odd}`
    expect((await as.call('PUT', `${verdict}/assignment`, { body: { to }, ifMatch: '"x"' })).status).toBe(422)
    expect((await as.post(`${verdict}/return`, { note: 'So.', to }, { ifMatch: '"x"' })).status).toBe(422)
  })
})

describe('what is too long', () => {
  const long = 'a'.repeat(10_000)
  test.each([
    ['a reason', edit(sampleContent(), { reason: long }), '/reason'],
    ['a quote', edit(sampleContent({ quote: `${long}a` })), '/content/quote'],
    ['an answer', edit(sampleContent({ answers: [{ ask: 'primitive', answer: long }] })), '/content/answers/0/answer'],
    ['a passage', edit(sampleContent({ evidence: [{ source: 'readme', quote: long, shows: 's' }] })), '/content/evidence/0/quote'],
  ])('%s of 10,000 characters', async (_name, body, pointer) => {
    const problem = await refused(body, 422)
    expect(problem.errors.map((error) => error.pointer)).toContain(pointer)
    expect(JSON.stringify(problem).length).toBeLessThan(2_000)
  })

  test('a comment, a note, an assignment', async () => {
    const as = api.as(editor)
    expect((await as.post(`${verdict}/comments`, { text: long })).status).toBe(422)
    expect((await as.post(`${verdict}/return`, { note: long }, { ifMatch: await as.tag(verdict) })).status).toBe(422)
    expect((await as.call('PUT', `${verdict}/assignment`, { body: { to: long }, ifMatch: '"x"' })).status).toBe(422)
  })

  test('a list of thousands', async () => {
    const evidence = Array.from({ length: 5_000 }, () => ({ source: 'readme', quote: 'q', shows: 's' }))
    expect((await refused(edit(sampleContent({ evidence })), 422)).errors[0]?.pointer).toBe('/content/evidence')
    const many = Array.from({ length: 3_000 }, (_, n) => [`field${n}`, 1])
    expect((await refused(Object.fromEntries(many), 422)).detail).toMatch(/wrong/)
  })

  test('a body, with or without its length', async () => {
    const raw = JSON.stringify({ text: 'a'.repeat(5 * 1024 * 1024) })
    const as = api.as(editor)
    const problem = await as.call('POST', `${verdict}/comments`, { raw, headers: { 'content-type': 'application/json' } })
    expect(await bodyOf(problem, 413)).toMatchObject({ type: '/api/v1/problems/content-too-large' })
  })
})

describe('what cannot be read', () => {
  const json = { 'content-type': 'application/json' }
  const call = (raw: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = json) =>
    api.as(editor).call('POST', `${verdict}/comments`, { raw, headers })

  test.each([
    ['no JSON', '{"text":'],
    ['nothing', ''],
    ['a form', 'text=hello'],
    ['JSON with more behind', '{"text":"a"} {"text":"b"}'],
    ['single quotes', "{'text':'a'}"],
  ])('%s', async (_name, raw) => {
    expect(await bodyOf(call(raw), 400)).toMatchObject({ type: '/api/v1/problems/malformed-request' })
  })

  test('bytes that are no UTF-8', async () => {
    expect(await bodyOf(call(Uint8Array.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d])), 400)).toMatchObject({
      detail: 'The body is not text in UTF-8.',
    })
  })

  test.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'application/xml', 'application/jsonx'])(
    'JSON sent as %s',
    async (type) => {
      expect(await bodyOf(call('{"text":"a"}', { 'content-type': type }), 415)).toMatchObject({
        type: '/api/v1/problems/unsupported-media-type',
      })
    },
  )

  test('JSON that is nested a hundred thousand deep', async () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`
    expect([400, 422]).toContain((await call(`{"text":${deep}}`)).status)
    const as = api.as(editor)
    const nested = await as.call('POST', `${verdict}/edit`, {
      raw: `{"content":${deep},"reason":"x"}`,
      headers: json,
      ifMatch: await as.tag(verdict),
    })
    expect([400, 422]).toContain(nested.status)
  })

  test.each(spoiledTexts)('text that cannot be stored: %s', async (_name, text) => {
    const before = await head()
    expect(await bodyOf<Problem>(call(JSON.stringify({ text })), 422)).toMatchObject({ errors: [{ pointer: '/text' }] })
    expect(await head()).toEqual(before)
  })
})

test('markup is stored as it is, and answered as JSON that no browser takes for a page', async () => {
  const text = `<script>alert(1)</script><img src=x onerror=alert(1)>`
  const answer = await api.as(editor).post(`${verdict}/comments`, { text })
  expect(answer.headers.get('content-type')).toBe('application/json')
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
  expect(answer.headers.get('content-security-policy')).toMatch(/^default-src 'none'/)
  expect(await bodyOf<{ text: string }>(answer, 201)).toMatchObject({ text })
})

const ids = [
  'x',
  '1',
  'seat_',
  'rec_zzz',
  '..',
  '%2e%2e',
  '%2e%2e%2f%2e%2e',
  '%00',
  'seat_%00',
  'seat_1%27%20or%201=1--',
  '%ff',
  `seat_${'a'.repeat(5_000)}`,
  '*',
  'null',
  '__proto__',
  'constructor',
]

describe('ids of nothing, and tricks with paths, are 404 for every route', () => {
  // Any slug may become a tool.
  const withIds = apiRoutes.filter(({ method, path }) => path.includes('{') && method !== 'PUT')
  test.each(withIds)('$method $path', async ({ method, path, body }) => {
    for (const id of ids) {
      const address = `${origin}/api/v1${path.replaceAll(/\{\w+\}/g, id)}`
      const response = await api.as(admin).call(method, address, { ifMatch: '"x"', ...(body === undefined ? {} : { body }) })
      // An address with dots is another address: it may be one that takes other methods.
      expect(
        [404, 405, ...(id === '..' || id === '%2e%2e' ? [200, 201, 204, 400, 412, 415, 422, 428] : [])],
        `${id}: ${response.status}`,
      ).toContain(response.status)
      expect(await response.text()).not.toMatch(/passwd|ship-panel@|SELECT/)
    }
  })
})

test('ids of other things do not fit: a comment of another verdict, a verdict that is a record', async () => {
  const as = api.as(editor)
  const other = await api.panel()
  const { id } = await bodyOf<{ id: string }>(as.post(`${verdict}/comments`, { text: 'Mine.' }), 201)
  const path = `/verdicts/${other.verdicts[0]}/comments/${id}`
  expect((await as.get(path)).status).toBe(404)
  expect((await as.post(`${path}/resolve`, {}, { ifMatch: '"x"' })).status).toBe(404)
  expect((await as.get(`/verdicts/${other.recordId}`)).status).toBe(404)
  expect((await as.get(`/records/${other.verdicts[0]}`)).status).toBe(404)
  expect((await as.get(`/panels/${other.recordId}`)).status).toBe(404)
})

test('a key of another person opens nothing of theirs', async () => {
  const body = { tools: ['ferrydoc'], budgetUsd: 11 }
  const headers = { 'idempotency-key': 'shared-key' }
  const mine = await bodyOf<{ panelId: string }>(api.as(editor).post('/panels', body, { headers }), 201)
  const theirs = await bodyOf<{ panelId: string }>(api.as(otherEditor).post('/panels', { ...body, budgetUsd: 12 }, { headers }), 201)
  expect(theirs.panelId).not.toBe(mine.panelId)
})

test('unknown addresses and methods are problems, and say which methods there are', async () => {
  const as = api.as(editor)
  expect(await bodyOf(as.get('/nothing'), 404)).toMatchObject({ type: '/api/v1/problems/not-found' })
  expect(await bodyOf(as.get(`${record}/nothing/else`), 404)).toMatchObject({ type: '/api/v1/problems/not-found' })
  const deleted = await as.call('DELETE', record)
  expect(deleted.headers.get('allow')).toBe('GET, HEAD')
  expect(await bodyOf(deleted, 405)).toMatchObject({ type: '/api/v1/problems/method-not-allowed' })
  expect((await as.call('POST', '/webhooks/whk_1', { body: {} })).headers.get('allow')).toBe('GET, PATCH, DELETE, HEAD')
  expect((await as.call('HEAD', record)).status).toBe(200)
})

test('what breaks inside is reported by an id, and by nothing else', async () => {
  const broken = await openTestApi()
  await broken.pool.query('drop table records cascade')
  const text = await (await broken.as(editor).get('/records')).text()
  expect(JSON.parse(text)).toMatchObject({ type: '/api/v1/problems/internal', status: 500, id: expect.stringMatching(/^err_/) })
  expect(text).not.toMatch(/records|relation|select/i)
  await broken.close()
})
