import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sampleDossier } from '../../../support/samples.js'
import { bodyOf, editor, openTestApi, otherEditor, reviewer, type TestApi } from '../../../support/web/api/api-app.js'

type Logo = { path: string; type: string; width: number; height: number; sha256: string; source: string | null; by: { name: string } }
type Fetched = Awaited<ReturnType<Awaited<ReturnType<NonNullable<Parameters<typeof openTestApi>[0]>['fetcher'] & object>>['fetchPage']>>

let api: TestApi
const red = () => picture('#ff0000')
const picture = async (background: string) =>
  new Uint8Array(
    await sharp({ create: { width: 200, height: 100, channels: 4, background } })
      .png()
      .toBuffer(),
  )
const website = 'https://ferry.example/'
/** The vendor's site: a page that names one icon. */
const fetchPage = async ({ url }: { url: string }) => {
  const html = new TextEncoder().encode('<!doctype html><title>Ferry</title><link rel="icon" href="/icon.png">')
  return { status: 'fetched', url, finalUrl: url, bytes: url === website ? html : await picture('#00ff00') } as unknown as Fetched
}

beforeAll(async () => {
  api = await openTestApi({ fetcher: async () => ({ fetchPage }) })
  await api.panel()
})
afterAll(() => api.close())

const path = '/tools/ferrydoc/logo'
const put = async (
  bytes: Uint8Array<ArrayBuffer>,
  { as = editor, headers = {} }: { as?: typeof editor; headers?: Record<string, string> } = {},
) => api.as(as).call('PUT', path, { raw: bytes, headers: { 'content-type': 'image/png', ...headers } })
const entries = async (limit: number) =>
  (await api.db.$client.query('select body from audit_log order by seq desc limit $1', [limit])).rows.map(({ body }) => body)

test('a logo is set, read, replaced and removed, by whoever names the one that is there', async () => {
  expect((await api.as(editor).get(path)).status).toBe(404)
  expect(await bodyOf(put(await red(), { headers: { 'if-match': '*' } }), 412)).toMatchObject({ current: null })
  const first = await put(await red())
  const etag = first.headers.get('etag') ?? ''
  const logo = await bodyOf<Logo>(first)
  expect(logo).toMatchObject({ width: 128, height: 64, source: null, by: { name: editor.name } })
  expect(logo.path).toBe(`/logos/${logo.sha256}.${logo.type.slice('image/'.length)}`)
  expect((await entries(1))[0]).toMatchObject({
    action: 'set a logo',
    subject: { kind: 'tool', id: 'ferrydoc' },
    actor: { name: editor.name },
    data: { sha256: logo.sha256, source: null },
  })
  const read = await api.as(reviewer).get(path)
  expect([read.headers.get('etag'), await bodyOf(read)]).toEqual([etag, logo])
  const blue = await picture('#0000ff')
  await bodyOf(put(blue), 428)
  expect(await bodyOf(put(blue, { headers: { 'if-match': '"other"' } }), 412)).toMatchObject({ current: logo, etag })
  expect(await bodyOf(api.as(reviewer).get(path))).toEqual(logo)
  const second = await bodyOf<Logo>(put(blue, { as: otherEditor, headers: { 'if-match': etag } }))
  expect(second.sha256).not.toBe(logo.sha256)
  expect((await api.as(editor).call('DELETE', path)).status).toBe(428)
  expect(await bodyOf(api.as(editor).call('DELETE', path, { ifMatch: etag }), 412)).toMatchObject({ current: second })
  expect((await api.as(editor).call('DELETE', path, { ifMatch: await api.as(editor).tag(path) })).status).toBe(204)
  expect((await api.as(editor).get(path)).status).toBe(404)
  expect((await entries(1))[0]).toMatchObject({ action: 'remove a logo', actor: { name: editor.name } })
})

test('of two who set a logo over the same one at once, one is told', async () => {
  const headers = { 'if-none-match': '*' }
  const sent = await Promise.all([put(await red(), { headers }), put(await picture('#123456'), { as: otherEditor, headers })])
  expect(sent.map(({ status }) => status).toSorted()).toEqual([200, 412])
  expect(await entries(2)).toMatchObject([{ action: 'set a logo' }, { action: 'remove a logo' }])
  await api.as(editor).call('DELETE', path, { ifMatch: '*' })
})

test('what is no picture, too large or sent as something else is refused with what to do, and nothing is stored', async () => {
  const headers = { 'content-type': 'image/svg+xml' }
  const nothing = await bodyOf<{ errors: object[] }>(put(new Uint8Array()), 422)
  expect(nothing.errors).toMatchObject([{ pointer: '', detail: 'The file is empty.' }])
  expect(await bodyOf(put(new TextEncoder().encode('<!DOCTYPE svg [<!ENTITY a "b">]><svg/>'), { headers }), 422)).toHaveProperty('errors')
  expect((await put(new Uint8Array(1_048_577))).status).toBe(422)
  expect((await put(new Uint8Array(4_000_000))).status).toBe(413)
  expect((await put(await red(), { headers: { 'content-type': 'text/html' } })).status).toBe(415)
  expect((await api.as(editor).get(path)).status).toBe(404)
})

test('reviewers read it and change nothing', async () => {
  expect((await put(await red(), { as: reviewer })).status).toBe(403)
  expect((await api.as(reviewer).call('DELETE', path, { ifMatch: '*' })).status).toBe(403)
  expect((await api.as(reviewer).post(`${path}/from-page`)).status).toBe(403)
  expect((await api.as(editor, ['read']).call('PUT', path, { raw: await red() })).status).toBe(403)
})

test('it is taken from the website that the dossier names, and a dossier without one is told so', async () => {
  expect(await bodyOf(api.as(editor).post(`${path}/from-page`), 409)).toMatchObject({ detail: 'The dossier names no website.' })
  const { sha256: _hash, sources, ...dossier } = sampleDossier()
  const files = sources.map(({ sha256: _sha256, units: _units, steering: _steering, ...source }) => source)
  const body = { ...dossier, tool: { ...dossier.tool, website }, sources: files }
  await bodyOf(api.as(editor).call('PUT', '/tools/ferrydoc', { body, ifMatch: '*' }))
  const taken = await bodyOf<Logo>(api.as(editor).post(`${path}/from-page`))
  expect(taken.source).toBe(`${website}icon.png`)
  expect((await entries(1))[0]).toMatchObject({ action: 'set a logo', data: { source: `${website}icon.png` } })
})
