import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { openSiteDocuments } from '../../../../src/app/site-documents.js'
import type { SiteIdentity } from '../../../../src/contracts/site-identity.js'
import { confirmationMail } from '../../../../src/newsletter/rules/subscription-mails.js'
import { settings } from '../../../../src/settings/store/schema.js'
import { exportSite } from '../../../../src/site/export/export-site.js'
import { addVisitor, type DeskVisitor } from '../../../support/web/desk/visitor.js'
import { openTestSite, type TestSite } from '../../../support/web/site/test-site.js'

let site: TestSite
let ada: DeskVisitor
const path = '/desk/settings/site'
const acme = { name: 'Acme & Söhne', line: 'What we use', accentLight: '#7A1FA2', accentDark: '' }

beforeAll(async () => {
  site = await openTestSite({ config: { publicUrl: 'https://panel.example' } })
  ada = await addVisitor(site, 'Ada', 'admin')
})
afterAll(() => site.close())
beforeEach(async () => {
  await site.app.db.delete(settings)
})

const save = async (fields: Record<string, string>) => {
  const version = /name="version" value="(\d+)"/.exec((await ada.get(path)).text)?.[1] ?? ''
  return ada.post(path, { version, ...fields })
}
const problemOf = (text: string, field: string) => new RegExp(`id="${field}-problem">([^<]*)<`).exec(text)?.[1]
const textAt = async (address: string) => (await site.get(address)).text()

test('a page that was read already has the new name and colours once they are saved', async () => {
  const before = await textAt('/')
  expect(before).toContain('<title>Ship Panel</title>')
  expect(before).not.toContain('colours-')
  expect((await save(acme)).status).toBe(303)
  const after = await textAt('/')
  expect(after).toContain('<title>Acme &amp; Söhne</title>')
  expect(after).toContain('<meta property="og:site_name" content="Acme &amp; Söhne"')
  expect(after).toContain('<p class="kicker">What we use</p>')
  expect(after).toContain('"description":"What we use"')
  expect(after).not.toContain('Ship Panel')
  const href = /href="(\/assets\/colours-[^"]+)"/.exec(after)?.[1] ?? ''
  expect(href).toBe('/assets/colours-7a1fa2-9db1ff.css')
  const colours = await site.get(href)
  expect([colours.headers.get('content-type'), await colours.text()]).toEqual([
    'text/css; charset=utf-8',
    ':root{--accent:light-dark(#7a1fa2,#9db1ff)}\n',
  ])
  const feed = JSON.parse(await textAt('/feed.json'))
  expect([feed.title, feed.description]).toEqual(['Acme & Söhne', 'What we use'])
})

test('a card has the name of the site', async () => {
  const card = async () => Buffer.from(await (await site.get('/card.png')).arrayBuffer())
  await save(acme)
  const before = await card()
  await save({ ...acme, name: 'Other' })
  expect((await card()).equals(before)).toBe(false)
})

test('no other address is a file of colours', async () => {
  for (const name of ['colours-7a1fa2.css', 'colours-7a1fa2-red.css', 'colours-7a1fa2-9db1ffa.css', 'colours-7A1FA2-9DB1FF.css']) {
    expect([name, (await site.get(`/assets/${name}`)).status]).toEqual([name, 404])
  }
})

test('a colour that cannot be read is refused, and the one that is offered instead is taken', async () => {
  const refused = await save({ ...acme, accentLight: '#ffd400', accentDark: '#202080' })
  expect(refused.status).toBe(422)
  expect(refused.text).toContain('value="#ffd400"')
  const offered = (field: string) => /nearest that has it is (#[0-9a-f]{6})/.exec(problemOf(refused.text, field) ?? '')?.[1] ?? ''
  expect(await site.app.db.select().from(settings)).toEqual([])
  expect((await save({ ...acme, accentLight: offered('accentLight'), accentDark: offered('accentDark') })).status).toBe(303)
})

test.each([
  ['name', ''],
  ['name', 'A\u202eB'],
  ['name', 'A <b>'],
  ['name', 'x'.repeat(61)],
  ['line', 'two\nlines'],
  ['line', 'x'.repeat(161)],
  ['accentLight', 'red'],
  ['accentDark', '#fff'],
  ['accentDark', '#9db1ff;}'],
])('a %s of %j is refused at its field', async (field, value) => {
  const { status, text } = await save({ ...acme, [field]: value })
  expect(status).toBe(422)
  expect(problemOf(text, field)).toMatch(/^write /)
  expect(await site.app.db.select().from(settings)).toEqual([])
})

test('an export has the name and the colours too, and the default has neither', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'identity-'))
  const { documents, assets } = await openSiteDocuments(site)
  const write = async (identity?: SiteIdentity) => {
    const own = { folder, site: await site.app.siteToExport(), documents, assets, identity }
    await exportSite({ ...own, morePaths: [], baseUrl: 'https://panel.example', liveUrl: null, cards: 'none' })
    return readFile(join(folder, 'personas/index.html'), 'utf8')
  }
  try {
    const plain = await write()
    await save(acme)
    const named = await write(await (await site.app.settings()).get('site'))
    expect(named).toContain('| Acme &amp; Söhne</title>')
    expect(named).toContain('href="../assets/colours-7a1fa2-9db1ff.css"')
    expect(await readFile(join(folder, 'assets/colours-7a1fa2-9db1ff.css'), 'utf8')).toContain('#7a1fa2')
    await site.app.db.delete(settings)
    expect(await write({ name: 'Ship Panel', line: '', accentLight: null, accentDark: null })).toBe(plain)
  } finally {
    await rm(folder, { recursive: true })
  }
})

test('mails are in the name of the site', async () => {
  await save(acme)
  const { actions } = await site.app.newsletter()
  const { html, text } = await actions.preview({ week: '2026-W40', subject: 'Week 40', intro: '', items: [] })
  expect(text).toMatch(/^Acme & Söhne, /)
  expect(html).toContain('Acme &amp; Söhne, ')
  const mail = confirmationMail({ confirmUrl: 'https://a.example/c', siteUrl: 'https://a.example', sender: null, siteName: 'Acme' })
  expect(mail.text).toContain('asked for Acme’s newsletter')
})
