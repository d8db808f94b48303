import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type LoopbackServer, startLoopbackServer } from '../../../support/loopback-server.js'
import { sampleDossier, samplePersona } from '../../../support/samples.js'
import { publishPanel } from '../../../support/site/views/publish-samples.js'
import { testConfig } from '../../../support/test-config.js'
import { cookiesOf } from '../../../support/web/cookie-jar.js'
import { openTestSite, type TestSite } from '../../../support/web/site/test-site.js'

/* A logo from the desk to readers: sent as a file, taken from the tool's page, removed. */

const ferry = sampleDossier()
const password = 'violet teapot under rain'
let vendor: LoopbackServer
let asked: string[] = []
let site: TestSite
let editor: string
let reviewer: string

beforeAll(async () => {
  const icon = await picture('#00ff00')
  vendor = await startLoopbackServer((request, response) => {
    const path = request.url ?? ''
    asked.push(path)
    if (path === '/robots.txt')
      return void response.writeHead(200, { 'content-type': 'text/plain' }).end('User-agent: *\nDisallow: /private/')
    if (path === '/') return void response.writeHead(200, { 'content-type': 'text/html' }).end(vendorPage)
    if (path === '/icon.png') return void response.writeHead(200, { 'content-type': 'image/png' }).end(icon)
    if (path === '/not-an-icon.svg')
      return void response.writeHead(200, { 'content-type': 'image/svg+xml' }).end('<!DOCTYPE svg [<!ENTITY a "b">]><svg/>')
    response.writeHead(404).end()
  })
  const { intake } = testConfig('')
  site = await openTestSite({ config: { intake: { ...intake, allowHosts: [`127.0.0.1:${vendor.port}`] } } })
  const website = `${vendor.url}/`
  const linked = sampleDossier({ tool: { ...ferry.tool, website, repository: 'https://git.example/ferry' } })
  const raft = sampleDossier({ tool: { ...ferry.tool, slug: 'raftlog', name: 'Raftlog', shortName: null } })
  await publishPanel(site.app.db, { dossiers: [linked, raft], personas: [samplePersona()], runtime: site.runtime })
  editor = await signedIn('editor', 'Edda')
  reviewer = await signedIn('reviewer', 'Rea')
})
afterAll(async () => {
  await site.close()
  await vendor.stop()
})

const vendorPage = `<!doctype html><title>Ferry</title>
<link rel="icon" type="image/svg+xml" href="/private/icon.svg"><link rel="mask-icon" href="/mask.svg">
<link rel="icon" sizes="any" href="/not-an-icon.svg"><link rel="apple-touch-icon" href="icon.png"><link rel="icon" href="file:///etc/passwd">`

const picture = (background: string) =>
  sharp({ create: { width: 200, height: 100, channels: 4, background } })
    .png()
    .toBuffer()

async function signedIn(role: 'editor' | 'reviewer', name: string): Promise<string> {
  const email = `${name.toLowerCase()}@example.org`
  await site.desk.people.add({ actor: { system: 'test' }, name, email, role, password })
  const headers = { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' }
  const body = new URLSearchParams({ email, password }).toString()
  return cookiesOf(await site.send('/auth/sign-in', { method: 'POST', headers, body }))
}

const desk = '/desk/tools/ferrydoc'
type Sent = { cookie?: string; file?: Uint8Array<ArrayBuffer>; base?: string }
/** `base`: the logo that was seen; left out, the one that is shown now. */
async function post(step: string, { cookie = editor, file, base }: Sent = {}): Promise<Response> {
  const body = new FormData()
  body.set('base', base ?? baseIn(await pageOf(desk, editor)))
  if (file !== undefined) body.set('file', new File([file], 'logo.png'))
  return site.send(`${desk}/logo${step}`, { method: 'POST', headers: { cookie, 'sec-fetch-site': 'same-origin' }, body })
}
const pageOf = async (path: string, cookie = '') => (await site.get(path, { cookie })).text()
const logoIn = (page: string) => /<img class="logo" src="([^"]+)" alt="Logo of Ferrydoc" width="64" height="32"\/>/.exec(page)?.[1]
/** What every form of the logo carries, the same in each. */
function baseIn(page: string): string {
  const bases = [...page.matchAll(/\/logo(?:\/[a-z-]+)?"[^>]*><input type="hidden" name="base" value="([0-9a-f]*)"/g)].map(
    ([, base]) => base,
  )
  expect(new Set(bases).size).toBe(1)
  return bases[0] ?? ''
}
const log = async () => (await site.app.db.$client.query('select body from audit_log order by seq desc limit 1')).rows[0].body
const stored = async () => (await site.app.db.$client.query('select slug, source from tool_logos')).rows

test('a picture that an editor sends is shown on the desk, on the public page and beside the verdicts, under a name that never changes', async () => {
  expect(logoIn(await pageOf('/tools/ferrydoc'))).toBeUndefined()
  const sent = await post('', { file: new Uint8Array(await picture('#ff0000')) })
  expect([sent.status, sent.headers.get('location')]).toEqual([303, `${desk}?said=logo`])
  const address = logoIn(await pageOf('/tools/ferrydoc')) ?? ''
  expect(address).toMatch(/^\/logos\/[0-9a-f]{64}\.(?:png|webp)$/)
  expect(logoIn(await pageOf('/compare/ferrydoc-vs-raftlog'))).toBe(address)
  expect(logoIn(await pageOf(desk, reviewer))).toBe(address)
  expect(await log()).toMatchObject({ action: 'set a logo', subject: { kind: 'tool', id: 'ferrydoc' }, actor: { name: 'Edda' } })
  const served = await site.get(address)
  expect([served.status, served.headers.get('cache-control')]).toEqual([200, 'public, max-age=31536000, immutable'])
  expect(served.headers.get('content-type')).toBe(`image/${address.split('.')[1]}`)
  expect(served.headers.get('x-content-type-options')).toBe('nosniff')
  expect(served.headers.get('content-security-policy')).toContain("default-src 'none'")
  expect(await sharp(Buffer.from(await served.arrayBuffer())).metadata()).toMatchObject({ width: 128, height: 64 })
  const other = address.endsWith('png') ? 'webp' : 'png'
  for (const none of [address.replace(/\w+$/, other), address.replace(/[0-9a-f]{8}\./, '00000000.')]) {
    expect((await site.get(none)).status).toBe(404)
  }
})

test('what is no picture is refused with what to do, and the logo stays', async () => {
  const before = await stored()
  const refused = await post('', { file: new TextEncoder().encode('<html><script>alert(1)</script>') })
  expect([refused.status, await refused.text()]).toEqual([422, expect.stringContaining('Send a PNG, JPEG, WebP, GIF, SVG or ICO file.')])
  expect((await post('')).status).toBe(422)
  expect((await post('', { file: new Uint8Array(1_200_000) })).status).toBe(422)
  expect(await stored()).toEqual(before)
})

test('only editors change it, and only from pages of the desk', async () => {
  for (const step of ['', '/from-page', '/remove']) {
    expect((await post(step, { cookie: reviewer })).status).toBe(403)
    const foreign = await site.send(`${desk}/logo${step}`, {
      method: 'POST',
      headers: { cookie: editor, 'sec-fetch-site': 'cross-site' },
      body: new FormData(),
    })
    expect(foreign.status).toBe(403)
  }
  expect(await pageOf(desk, reviewer)).not.toContain('Remove the logo')
  expect(await stored()).toHaveLength(1)
})

test('it is taken from the tool’s page, by the rules of robots.txt: the first of its icons that can be read', async () => {
  asked = []
  const taken = await post('/from-page')
  expect([taken.status, taken.headers.get('location')]).toEqual([303, `${desk}?said=logo`])
  expect(asked).toEqual(['/robots.txt', '/', '/not-an-icon.svg', '/icon.png'])
  expect(await stored()).toEqual([{ slug: 'ferrydoc', source: `${vendor.url}/icon.png` }])
  expect(await log()).toMatchObject({ action: 'set a logo', data: { source: `${vendor.url}/icon.png` } })
  const page = await pageOf(`${desk}?said=logo`, editor)
  expect(page).toContain('The logo is set.')
  expect(page.replaceAll('<wbr/>', '')).toContain(`from ${vendor.url}/icon.png`)
  const { data } = await sharp(Buffer.from(await (await site.get(logoIn(page) ?? '')).arrayBuffer()))
    .raw()
    .toBuffer({ resolveWithObject: true })
  expect([...data.subarray(0, 3)].map((value) => Math.round(value / 51) * 51)).toEqual([0, 255, 0])
})

test('who saw another logo, or none, is told, and changes nothing', async () => {
  const seen = baseIn(await pageOf(desk, editor))
  expect(seen).toMatch(/^[0-9a-f]{64}$/)
  const file = new Uint8Array(await picture('#0000ff'))
  expect((await post('', { file, base: seen })).status).toBe(303)
  const [before, entry] = [await stored(), await log()]
  for (const base of [seen, '']) {
    for (const step of ['', '/from-page', '/remove']) {
      const late = await post(step, { file: new Uint8Array(await picture('#00ffff')), base })
      expect([step, late.status, await late.text()]).toEqual([
        step,
        409,
        expect.stringContaining('Someone set another logo meanwhile, and it stays.'),
      ])
    }
  }
  expect([await stored(), await log()]).toEqual([before, entry])
  expect((await post('/from-page')).status).toBe(303)
})

test('a dossier without a website has no page to take it from', async () => {
  const refused = await site.send('/desk/tools/raftlog/logo/from-page', {
    method: 'POST',
    headers: { cookie: editor, 'sec-fetch-site': 'same-origin' },
    body: new FormData(),
  })
  expect([refused.status, await refused.text()]).toEqual([422, expect.stringContaining('The dossier names no website.')])
})

test('the page leads to the tool’s own site and repository, names their hosts, and vouches for neither', async () => {
  for (const path of ['/tools/ferrydoc', '/compare/ferrydoc-vs-raftlog']) {
    const page = await pageOf(path)
    const links = [
      ...page.matchAll(
        /<a href="([^"]+)" rel="([^"]+)"[^>]*>(Visit site|Repository)<span[^>]*>[^<]*<\/span><\/a> <small>([^<]+)<\/small>/g,
      ),
    ]
    expect(links.map(([, ...found]) => found)).toEqual([
      [`${vendor.url}/`, 'nofollow noopener', 'Visit site', `127.0.0.1:${vendor.port}`],
      ['https://git.example/ferry', 'nofollow noopener', 'Repository', 'git.example'],
    ])
  }
  expect(await pageOf('/tools/raftlog')).not.toContain('Visit site')
})

test('removed, it is gone from every page and from its address', async () => {
  const address = logoIn(await pageOf('/tools/ferrydoc')) ?? ''
  expect((await post('/remove')).headers.get('location')).toBe(`${desk}?said=no-logo`)
  expect(await log()).toMatchObject({ action: 'remove a logo', subject: { id: 'ferrydoc' } })
  for (const path of ['/tools/ferrydoc', '/compare/ferrydoc-vs-raftlog', desk]) expect(logoIn(await pageOf(path, editor))).toBeUndefined()
  expect((await site.get(address)).status).toBe(404)
  const entry = await log()
  const gone = await post('/remove', { base: address.split(/[/.]/)[2] ?? '' })
  expect([gone.status, await gone.text()]).toEqual([409, expect.stringContaining('Someone removed the logo meanwhile.')])
  expect(await log()).toEqual(entry)
})
