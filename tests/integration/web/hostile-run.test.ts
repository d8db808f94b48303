import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hostileShapes, noUtf8 } from '../../support/hostile-shapes.js'
import { sampleContent, sampleDossier } from '../../support/samples.js'
import { admin, openTestApi, type TestApi } from '../../support/web/api/api-app.js'
import { apiRoutes } from '../../support/web/api/api-routes.js'

/*
 * Every operation of the API with hostile shapes: as its whole body, in fields of a body that holds otherwise, as parameters and as headers.
 * No answer is a 5xx, and the process goes on. Forms and addresses of the pages have the same in odd-requests.test.ts, readers of files in
 * ../input/hostile-parsers.test.ts.
 */

let api: TestApi
let ids: Record<string, string>
beforeAll(async () => {
  api = await openTestApi()
  const { recordId, panelId, verdicts } = await api.panel({ unscored: [1] })
  ids = { recordId, panelId, verdictId: verdicts[0] ?? '', slug: 'ferrydoc', number: '1', webhookId: 'whk_1', commentId: 'cmt_1' }
})
afterAll(() => api.close())

const { sha256: _whole, sources, ...rest } = sampleDossier()
const dossier = { ...rest, sources: sources.map(({ sha256: _each, ...source }) => source) }
const content = sampleContent({
  evidence: [{ source: 'readme', quote: 'one machine', shows: 'It is small.' }],
  predictions: [{ statement: 'It runs on two machines.', deadline: '2027-06-30', probability: 0.4, resolution: 'Its read me says so.' }],
})
/** Bodies that hold, with as many fields as there are. */
const fuller: Record<string, unknown> = {
  'PUT /tools/{slug}': dossier,
  'POST /verdicts/{verdictId}/edit': { content, reason: 'because' },
  'POST /verdicts/{verdictId}/return': { note: 'again', to: 'user_ed' },
  'POST /verdicts/{verdictId}/waivers': { waives: { kind: 'flag', flag: 'a flag' }, reason: 'because' },
  'PUT /verdicts/{verdictId}/assignment': { to: 'user_ed', note: 'yours' },
  'POST /panels': { tools: ['ferrydoc'], personas: ['dx'], jurors: ['ollama:a'], budgetUsd: 1, priority: 'editor' },
  'POST /webhooks': { url: 'https://example.com/', events: ['published'], description: 'ours' },
}

const fill = (path: string) => path.replaceAll(/\{(\w+)\}/g, (_all, name: string) => ids[name] ?? 'none')
const json = { 'content-type': 'application/json' }
const writes = apiRoutes.flatMap(({ method, path, body, needsIfMatch }) => {
  const name = `${method} ${path}`
  return body === undefined ? [] : [{ name, method, path, body: fuller[name] ?? body, ...(needsIfMatch ? { ifMatch: '*' } : {}) }]
})

type Write = (typeof writes)[number]

async function send({ method, path, ifMatch }: Write, raw: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = json) {
  const sent = { raw, headers: { 'idempotency-key': 'a-key', ...headers }, ...(ifMatch === undefined ? {} : { ifMatch }) }
  const response = await api.as(admin).call(method, fill(path), sent)
  await response.body?.cancel()
  return response.status
}

/** A body as JSON text, once for each of its texts and numbers with that one replaced. */
function withEach(body: unknown, replacement: string): string[] {
  const mark = '\u0001'
  const made: string[] = []
  const walk = (value: unknown, rebuild: (inner: unknown) => unknown): void => {
    if (Array.isArray(value)) value.forEach((item, at) => void walk(item, (inner) => rebuild(value.with(at, inner))))
    else if (typeof value === 'object' && value !== null)
      for (const [key, item] of Object.entries(value)) walk(item, (inner) => rebuild({ ...value, [key]: inner }))
    else made.push(JSON.stringify(rebuild(mark)).replace(JSON.stringify(mark), () => replacement))
  }
  walk(body, (inner) => inner)
  return made
}

const refused = (status: number) => status >= 400 && status < 500

/** Every so many of the shapes, others for each operation: between them the operations meet all. Every shape for every operation takes minutes, and found nothing more. */
const someOf = (turn: number, every: number) => hostileShapes.filter((_, at) => (at + turn) % every === 0)

describe.each(writes.map((write, turn) => ({ ...write, turn })))('$name', ({ turn, ...write }) => {
  test('refuses shapes as a body', async () => {
    // The decoder drops a mark of byte order: what is behind it is a body.
    const shapes = someOf(turn, 4).filter(([shape]) => shape !== 'a mark of byte order')
    for (const [shape, text] of shapes) expect([shape, refused(await send(write, text()))]).toEqual([shape, true])
    for (const [shape, bytes] of noUtf8) expect([shape, refused(await send(write, bytes))]).toEqual([shape, true])
  })

  test('answers shapes in every field, as texts and as they are', async () => {
    for (const [at, [shape, text]] of someOf(turn, 6).entries()) {
      const all = [JSON.stringify(text()), text().trim() === '' ? 'null' : text()].flatMap((value) => withEach(write.body, value))
      // Every field meets shapes of every kind; all with all of a dossier would be some gigabytes.
      const chosen = all.length <= 8 ? all : all.filter((_, field) => (field + at) % Math.ceil(all.length / 8) === 0)
      for (const raw of chosen) expect([shape, (await send(write, raw)) < 500]).toEqual([shape, true])
    }
  })
})

test('a dossier in YAML is refused in such a shape', async () => {
  const put = writes.find(({ name }) => name === 'PUT /tools/{slug}')
  expect(put).toBeDefined()
  for (const [shape, text] of someOf(0, 3)) {
    for (const raw of [text(), `sources:\n  - ${text()}`, `tool:\n  name: ${JSON.stringify(text())}`]) {
      expect([shape, put && refused(await send(put, raw, { 'content-type': 'application/yaml' }))]).toEqual([shape, true])
    }
  }
})

test('shapes as parameters and headers are answered', async () => {
  // As long as a server lets an address and its headers be, and only what a header may hold.
  const short = hostileShapes.map(([shape, text]) => [shape, text().slice(0, 7_000)] as const)
  const latin = (text: string) => text.replace(/[^\x20-\x7e]/gu, '?')
  for (const [turn, { method, path }] of apiRoutes.filter((route) => route.method === 'GET').entries()) {
    for (const [shape, text] of short.filter((_, at) => (at + turn) % 8 === 0)) {
      const query = encodeURIComponent(text.replace(/\p{Cs}/gu, '?'))
      const headers = { 'if-none-match': latin(text), 'if-match': latin(text), 'accept-language': latin(text) }
      for (const address of [`${fill(path)}?cursor=${query}`, `${fill(path)}?${query}=1`, fill(path)]) {
        const response = await api.as(admin).call(method, address, { headers })
        await response.body?.cancel()
        expect([shape, address.slice(0, 80), response.status < 500]).toEqual([shape, address.slice(0, 80), true])
      }
    }
  }
})
