import { afterAll, beforeAll, expect, test } from 'vitest'
import { publishSamples } from '../../../support/site/views/publish-samples.js'
import { openTestSite, type TestSite } from '../../../support/web/site/test-site.js'

const pair = '/compare/claude-haiku-open-weights-vs-mistral-3-instruct'

let site: TestSite
beforeAll(async () => {
  site = await openTestSite({ freshForMs: 600_000 })
  await publishSamples(site.app.db)
})
afterAll(() => site.close())

async function answerTo(path: string, headers: Record<string, string> = {}) {
  const response = await site.get(path, headers)
  const all = [...response.headers].filter(([name]) => !['date', 'connection', 'keep-alive'].includes(name))
  return { status: response.status, headers: Object.fromEntries(all), body: await response.text() }
}
const isReady = (path: string, headers: Record<string, string> = {}) => site.ready(new Request(`${site.url}${path}`, { headers })) !== null

test.each([
  pair,
  '/',
  '/?q=mistral',
  '/nothing',
  '/compare/mistral-3-instruct-vs-claude-haiku-open-weights',
  '/tools/mistral-3-instruct/badge.svg',
])('what is ready is answered as it was when it was made: %s', async (path) => {
  for (const encoding of ['identity', 'br', 'gzip']) {
    const asked = { 'accept-encoding': encoding }
    const made = await answerTo(path, asked)
    expect(isReady(path, asked)).toBe(true)
    expect(await answerTo(path, asked)).toEqual(made)
  }
})

test('a reader who has the page is answered so from what is ready', async () => {
  const { headers } = await answerTo(pair, { 'accept-encoding': 'br' })
  const again = await answerTo(pair, { 'accept-encoding': 'br', 'if-none-match': headers.etag ?? '' })
  expect([again.status, again.body, again.headers.etag]).toEqual([304, '', headers.etag])
})

test.each(['/desk', '/healthz', '/api/v1/openapi.json', '/vote/mistral-3-instruct', '/weekly/subscribe', '/%00'])(
  'what is not the site’s, or not the same for everyone, is never ready: %s',
  async (path) => {
    await site.get(path)
    expect(isReady(path)).toBe(false)
  },
)
