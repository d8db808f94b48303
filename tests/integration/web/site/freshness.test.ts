import { afterAll, beforeAll, expect, test } from 'vitest'
import { editor, publishSamples, republish, reviewOf } from '../../../support/site/views/publish-samples.js'
import { createCookieJar } from '../../../support/web/cookie-jar.js'
import { openTestSite, type TestSite } from '../../../support/web/site/test-site.js'

const pair = '/compare/claude-haiku-open-weights-vs-mistral-3-instruct'
const tool = '/tools/mistral-3-instruct'

let site: TestSite
beforeAll(async () => {
  site = await openTestSite()
})
afterAll(() => site.close())

const textOf = async (path: string) => (await site.get(path)).text()
const etagOf = async (path: string) => (await site.get(path)).headers.get('etag')

/** A reader's browser with cookies, sending forms as a page of the site does. */
function reader() {
  const jar = createCookieJar()
  const post = async (path: string, fields: Record<string, string>): Promise<Response> => {
    const cookie = jar.header()
    const headers = { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin', cookie }
    const response = await site.send(path, { method: 'POST', headers, body: new URLSearchParams(fields).toString() })
    jar.keep(response)
    // The first vote is sent twice: the browser shows that it keeps the cookie.
    return response.status === 307 ? post(response.headers.get('location') ?? path, fields) : response
  }
  return { post }
}

test('a page follows what is published, edited, voted and retracted; others keep their tags', async () => {
  expect((await site.get(pair)).status).toBe(404)
  expect(await textOf('/')).not.toContain('mistral-3-instruct')

  const { recordId, seats } = await publishSamples(site.app.db)
  expect((await site.get(pair)).status).toBe(200)
  expect(await textOf('/')).toContain('mistral-3-instruct')

  const verdictId = seats.find(({ tool: slug, persona }) => slug === 'mistral-3-instruct' && persona === 'dx')?.id ?? ''
  const drafted = await site.desk.review.verdict(recordId, verdictId, editor)
  const words = drafted.status === 'done' ? drafted.current?.content.quote : null
  const quote = `${words} That is what we would ship with on Monday.`
  const before = await etagOf(pair)
  await republish(site.app.db, recordId, { edit: { verdictId, quote } })
  expect(await textOf(pair)).toContain('That is what we would ship with on Monday')
  expect(await etagOf(pair)).not.toBe(before)

  const [voted, other, personas] = [await etagOf(tool), await etagOf('/tools/claude-haiku-open-weights'), await etagOf('/personas')]
  expect((await reader().post('/vote/mistral-3-instruct', { choice: 'ship' })).status).toBe(303)
  expect(await etagOf(tool)).not.toBe(voted)
  expect([await etagOf('/tools/claude-haiku-open-weights'), await etagOf('/personas')]).toEqual([other, personas])

  await reviewOf(site.app.db).retract({ actor: editor, recordId, publicReason: 'The license was misread.' })
  for (const path of [pair, tool]) {
    const gone = await site.get(path)
    expect([path, gone.status]).toEqual([path, 410])
    expect(await gone.text()).toContain('The license was misread.')
  }
  expect((await site.get(`${tool}/card.png`)).status).toBe(404)
  expect(await textOf(`${tool}/badge.svg`)).toContain('no verdict')
  expect(await textOf('/')).not.toContain('href="/tools/mistral-3-instruct"')
})
