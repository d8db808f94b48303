import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { openSiteDocuments } from '../../../../src/app/site-documents.js'
import { settings, siteLogo } from '../../../../src/settings/store/schema.js'
import { exportSite } from '../../../../src/site/export/export-site.js'
import { addVisitor, type DeskVisitor } from '../../../support/web/desk/visitor.js'
import { openTestSite, type TestSite } from '../../../support/web/site/test-site.js'

/* The site's logo from the settings to readers: looked at, set, served, exported, removed. */

let site: TestSite
let ada: DeskVisitor
let edda: DeskVisitor
const path = '/desk/settings/site'

beforeAll(async () => {
  site = await openTestSite()
  ada = await addVisitor(site, 'Ada', 'admin')
  edda = await addVisitor(site, 'Edda', 'editor')
})
afterAll(() => site.close())
beforeEach(async () => {
  await site.app.db.delete(settings)
  await site.app.db.delete(siteLogo)
})

const red = await sharp({ create: { width: 400, height: 200, channels: 4, background: '#ff0000' } })
  .png()
  .toBuffer()

type Sending = { version?: string; file?: Uint8Array<ArrayBuffer>; picture?: string }
async function send(step: string, { version = '0', file, picture }: Sending, visitor = ada) {
  const body = new FormData()
  body.set('version', version)
  if (file !== undefined) body.set('file', new File([file], 'logo.png'))
  if (picture !== undefined) body.set('picture', picture)
  return visitor.send(`${path}/logo${step}`, { method: 'POST', headers: { 'sec-fetch-site': 'same-origin' }, body })
}
const file = () => new Uint8Array(red)
const headLogo = (page: string) => /<img class="head-logo" src="([^"]+)" alt="Logo of Ship Panel" width="56" height="28"\/>/.exec(page)?.[1]
const textAt = async (address: string) => (await site.get(address)).text()
const logged = async () => (await site.app.db.$client.query('select body from audit_log order by seq desc limit 1')).rows[0].body
const rows = () => site.app.db.select({ sha256: siteLogo.sha256 }).from(siteLogo)

test('a logo is in the heads of site and desk once it is set, in the log, and gone once it is removed', async () => {
  expect(headLogo(await textAt('/'))).toBeUndefined()
  const set = await send('', { file: file() })
  expect([set.status, set.location]).toEqual([303, `${path}?saved`])
  const address = headLogo(await textAt('/')) ?? ''
  expect(address).toMatch(/^\/logos\/[0-9a-f]{64}\.(?:png|webp)$/)
  expect(headLogo((await ada.get('/desk')).text)).toBe(address)
  expect(headLogo(await textAt('/auth/sign-in'))).toBe(address)
  const served = await site.get(address)
  expect([served.status, served.headers.get('cache-control')]).toEqual([200, 'public, max-age=31536000, immutable'])
  expect(await sharp(Buffer.from(await served.arrayBuffer())).metadata()).toMatchObject({ width: 128, height: 64 })
  const name = address.slice('/logos/'.length)
  expect(await logged()).toMatchObject({ action: 'set the logo of the site', actor: { name: 'Ada' }, data: { to: { picture: { name } } } })
  expect((await send('/remove', { version: '1' })).status).toBe(303)
  expect(headLogo(await textAt('/'))).toBeUndefined()
  expect((await site.get(address)).status).toBe(404)
  expect(await logged()).toMatchObject({ action: 'remove the logo of the site', data: { to: { picture: null } } })
  expect(await rows()).toEqual([])
  expect((await ada.get('/desk/audit')).text.replace(/<[^>]+>/g, '')).toContain('removed the logo of the site')
})

test('a picture is looked at before anything is stored, and what was looked at can be used', async () => {
  const seen = await send('/preview', { file: file() })
  expect(seen.status).toBe(200)
  expect(seen.text).toContain('Not saved yet')
  expect(seen.text.match(/<img class="head-logo" src="data:image\/(?:png|webp);base64,/g)).toHaveLength(2)
  expect(await rows()).toEqual([])
  const picture = /name="picture" value="([^"]+)"/.exec(seen.text)?.[1] ?? ''
  expect((await send('', { picture })).status).toBe(303)
  expect(await rows()).toHaveLength(1)
})

test('a name, a line and colours are looked at before anything is stored, and a save after it still finds what others changed', async () => {
  const fields = { version: '0', name: 'Acme', line: 'What we use', accentLight: '#7a1fa2', accentDark: '' }
  const seen = await ada.post(`${path}/preview`, fields)
  expect(seen.status).toBe(200)
  expect(seen.text).toContain('How it would look')
  expect(seen.text).toContain('aria-label="Accent on light pages: #7a1fa2"')
  expect(seen.text).toContain('value="Acme"')
  expect(await site.app.db.select().from(settings)).toEqual([])
  expect((await ada.post(path, { ...fields, name: 'Other' })).status).toBe(303)
  const after = await ada.post(`${path}/preview`, fields)
  expect(after.text).toMatch(/<title>[^<]* · [\u2066-\u2069]*Other[\u2066-\u2069]*<\/title>/)
  const version = /name="version" value="(\d+)"/.exec(after.text)?.[1]
  expect(version).toBe('0')
  expect((await ada.post(path, fields)).status).toBe(409)
  const refused = await ada.post(`${path}/preview`, { ...fields, accentLight: '#ffffff' })
  expect([refused.status, refused.text.includes('id="accentLight-problem"')]).toEqual([422, true])
})

test('what is no picture is refused with what to do, and of two admins the second is told', async () => {
  const refused = await send('', { file: new TextEncoder().encode('<html><script>alert(1)</script>') })
  expect([refused.status, refused.text.includes('Send a PNG, JPEG, WebP, GIF, SVG or ICO file.')]).toEqual([422, true])
  expect((await send('', {})).status).toBe(422)
  expect((await send('', { file: new Uint8Array(1_200_000) })).status).toBe(422)
  expect((await send('', { file: file() })).status).toBe(303)
  const late = await send('/remove', { version: '0' })
  expect([late.status, late.text.includes('Ada changed the logo')]).toEqual([409, true])
  expect(await rows()).toHaveLength(1)
})

test('only admins change it', async () => {
  for (const step of ['', '/preview', '/remove']) expect((await send(step, { file: file() }, edda)).status).toBe(403)
  expect(await rows()).toEqual([])
})

test('an export has it too', async () => {
  await send('', { file: file() })
  const folder = await mkdtemp(join(tmpdir(), 'site-logo-'))
  try {
    const { documents, assets } = await openSiteDocuments(site)
    const identity = await (await site.app.settings()).brand()
    const own = { folder, site: await site.app.siteToExport(), documents, assets, identity }
    await exportSite({ ...own, morePaths: [], baseUrl: null, liveUrl: null, cards: 'none' })
    const [name] = await readdir(join(folder, 'logos'))
    expect(headLogo(await readFile(join(folder, 'personas/index.html'), 'utf8'))).toBe(`../logos/${name}`)
  } finally {
    await rm(folder, { recursive: true })
  }
})
