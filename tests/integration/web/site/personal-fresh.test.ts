import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { editor, publishSamples, republish, reviewOf } from '../../../support/site/views/publish-samples.js'
import { createCookieJar } from '../../../support/web/cookie-jar.js'
import { openTestSite, type TestSite } from '../../../support/web/site/test-site.js'

const tool = 'mistral-3-instruct'

let site: TestSite
beforeEach(async () => {
  // An hour: no page is made again by itself, so what follows a decision does so on its own.
  site = await openTestSite({ freshForMs: 3_600_000 })
})
afterEach(() => site.close())

/** A reader's browser, which looks at no page of the site but those it is sent to. */
function reader() {
  const jar = createCookieJar()
  const send = async (method: string, path: string, fields?: Record<string, string>): Promise<Response> => {
    const cookie = jar.header()
    const headers = { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin', cookie }
    const body = fields === undefined ? {} : { body: new URLSearchParams(fields).toString() }
    const response = await site.send(path, { method, headers, ...body })
    jar.keep(response)
    return response.status === 307 ? send(method, response.headers.get('location') ?? path, fields) : response
  }
  return { get: (path: string) => send('GET', path), post: (path: string, fields: Record<string, string>) => send('POST', path, fields) }
}

const retract = (recordId: string) => reviewOf(site.app.db).retract({ actor: editor, recordId, publicReason: 'It was wrong.' })
const votes = async () => (await site.votes.reader.of([tool])).get(tool)?.raw.votes

async function tokenOfMail(): Promise<string> {
  await site.votes.backlog.settled()
  const folder = join(site.home, 'outbox')
  const [file = ''] = (await readdir(folder)).filter((name) => name.endsWith('.eml'))
  const text = (await readFile(join(folder, file), 'utf8')).replaceAll('=\r\n', '').replaceAll('=3D', '=')
  return /\/vote\/confirm\?token=([\w-]{43})/.exec(text)?.[1] ?? ''
}

test('a vote is taken on a tool that was published and that no one looked at yet', async () => {
  const ada = reader()
  expect((await ada.get(`/vote/${tool}`)).status).toBe(404)
  await publishSamples(site.app.db)
  expect((await ada.get(`/vote/${tool}`)).status).toBe(200)
  expect((await ada.post(`/vote/${tool}`, { choice: 'ship' })).status).toBe(303)
  expect(await votes()).toBe(1)
})

test('no vote is taken, shown, changed or confirmed once a tool is retracted, though no one read a page since', async () => {
  const { recordId } = await publishSamples(site.app.db)
  const [ada, bob] = [reader(), reader()]
  expect((await ada.post(`/vote/${tool}`, { choice: 'ship' })).status).toBe(303)
  expect((await ada.post(`/vote/${tool}/confirm`, { email: 'ada@example.org' })).status).toBe(303)
  const token = await tokenOfMail()
  await retract(recordId)
  expect((await bob.post(`/vote/${tool}`, { choice: 'skip' })).status).toBe(404)
  expect((await ada.post(`/vote/${tool}`, { choice: 'skip' })).status).toBe(404)
  expect((await ada.get(`/vote/${tool}`)).status).toBe(404)
  expect((await ada.post(`/vote/${tool}/confirm`, { email: 'ada@example.org' })).status).toBe(404)
  expect((await ada.get(`/vote/confirm?token=${token}`)).status).toBe(410)
  expect((await ada.post('/vote/confirm', { token })).status).toBe(410)
  expect(await votes()).toBe(1)
  expect((await site.votes.reader.of([tool])).get(tool)?.confirmed.votes).toBe(0)
})

test('an old address leads to a tool that was published since anyone looked', async () => {
  const { recordId } = await publishSamples(site.app.db)
  await retract(recordId)
  expect((await reader().post(`/vote/${tool}`, { choice: 'ship' })).status).toBe(404)
  await republish(site.app.db, recordId)
  expect(await site.site.addRedirect({ from: 'old-name', to: tool, by: 'Edda' })).toEqual({ status: 'done' })
  expect((await reader().get('/vote/old-name')).headers.get('location')).toBe(`/vote/${tool}`)
})
