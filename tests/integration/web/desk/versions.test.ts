import { afterAll, beforeAll, expect, test } from 'vitest'
import { checkDossier } from '../../../../src/panels/dossier/parse-dossier.js'
import { writeDossier } from '../../../../src/panels/dossier/write-dossier.js'
import { createDossierStore } from '../../../../src/panels/store/dossiers.js'
import { sampleDossier } from '../../../support/samples.js'
import { type Browser, openTestDesk, type TestDesk } from '../../../support/web/desk/test-desk.js'

let desk: TestDesk
let editor: Browser
let reviewer: Browser
beforeAll(async () => {
  desk = await openTestDesk()
  await desk.addPerson('editor', 'Edda')
  await desk.addPerson('reviewer', 'Rea')
  ;[editor, reviewer] = [await desk.signedIn('Edda'), await desk.signedIn('Rea')]
  for (const tagline of ['Search for your docs', 'Find it in your docs', 'Find <it> at once']) await add(tagline)
})
afterAll(() => desk.close())

const path = '/desk/tools/ferrydoc'
const yamlOf = (tagline: string) => writeDossier(sampleDossier({ tool: { ...sampleDossier().tool, tagline } }), 'https://x.example')
const send = (fields: Record<string, string | File>) => editor.upload('/desk/tools/import', fields)
const versions = () => createDossierStore(desk.app.db).versions('ferrydoc')
/** What the form carries beside its text. */
const carried = (html: string) =>
  Object.fromEntries(['base', 'shown'].map((name) => [name, new RegExp(`name="${name}" value="([0-9a-f]{64})"`).exec(html)?.[1] ?? '']))
/** Sends a text, and once more where it is asked whether it should take the newest version's place. */
async function add(tagline: string): Promise<Response> {
  const sent = await send({ dossier: yamlOf(tagline) })
  return sent.status === 409 ? send({ dossier: yamlOf(tagline), ...carried(await sent.text()) }) : sent
}
async function textOf(who: Browser, address: string, status = 200): Promise<string> {
  const response = await who.get(address)
  expect(response.status).toBe(status)
  return response.text()
}

test('two versions are shown word by word, with who kept each; the last two where none are named', async () => {
  const page = await textOf(reviewer, `${path}/versions?from=1&to=2`)
  expect(page).toContain('From version 1 to version 2')
  expect(page).toContain('<del>Search for </del>')
  expect(page).toContain('<ins>Find it in </ins>')
  expect(page.match(/kept by (?:\u2068)?Edda/g)).toHaveLength(3)
  const last = await textOf(reviewer, `${path}/versions`)
  expect(last).toContain('From version 2 to version 3')
  expect(last).toContain('<ins>&lt;</ins>it')
  // Restoring is for editors, and of the newest there is nothing to restore.
  expect(last).not.toContain('/versions/restore')
  expect((await textOf(editor, `${path}/versions`)).match(/\/versions\/restore/g)).toHaveLength(2)
  expect(await textOf(editor, `${path}/versions?from=1&to=1`)).toContain('They say the same, word for word.')
})

test.each(['from=9', 'to=0', 'from=x', 'to=1e1', `from=${'9'.repeat(400)}`])('there is no version %s', async (query) => {
  await textOf(editor, `${path}/versions?${query}`, 404)
})

test('restore makes the earlier content the newest version, in the log; who saw an older page is told', async () => {
  const [newest, , first] = await versions()
  const base = newest?.sha256 ?? ''
  expect((await reviewer.post(`${path}/versions/restore`, { number: '1', base })).status).toBe(403)
  const done = await editor.post(`${path}/versions/restore`, { number: '1', base })
  expect([done.status, done.headers.get('location')]).toEqual([303, `${path}/versions?said=restored`])
  expect(await textOf(editor, `${path}/versions?said=restored`)).toContain('The earlier version is the newest again, as version 4.')
  const [now, ...before] = await versions()
  expect(now).toMatchObject({ number: 4, sha256: first?.sha256, by: { name: 'Edda' } })
  expect(before).toHaveLength(3)
  expect(await textOf(editor, path)).toContain('Search for your docs')
  const log = await desk.app.db.$client.query('select body from audit_log order by seq desc limit 1')
  expect(log.rows[0].body).toMatchObject({ action: 'restore a dossier', data: { version: 1, before: base, dossierSha256: first?.sha256 } })

  const late = await editor.post(`${path}/versions/restore`, { number: '2', base })
  expect([late.status, await late.text()]).toEqual([409, expect.stringContaining('Someone kept a newer version meanwhile.')])
  const again = await editor.post(`${path}/versions/restore`, { number: '1', base: now?.sha256 ?? '' })
  expect(again.headers.get('location')).toBe(`${path}/versions?said=unchanged`)
  expect(await versions()).toHaveLength(4)
  for (const number of ['0', '99', 'x', '']) {
    expect((await editor.post(`${path}/versions/restore`, { number, base })).status).toBe(404)
  }
})

test('a file that is an earlier version makes no version: the page of versions says which it is', async () => {
  const count = (await versions()).length
  const sent = await editor.upload('/desk/tools/import', { dossier: yamlOf('Find it in your docs') })
  const to = sent.headers.get('location') ?? ''
  expect(to).toContain('/versions?from=2&to=')
  expect(await textOf(editor, to)).toContain('What you sent is version 2 to the letter')
  expect(await versions()).toHaveLength(count)
})

test('every version is downloaded as YAML that names the schema this server has, and reads back to the same document', async () => {
  const response = await reviewer.get(`${path}/dossier.yaml?version=2`)
  expect(response.headers.get('content-disposition')).toBe('attachment; filename="ferrydoc-version-2.yaml"')
  const text = await response.text()
  const address = /^# yaml-language-server: \$schema=(\S+)\n/.exec(text)?.[1] ?? ''
  const { outcome } = checkDossier({ text, file: 'x' })
  const second = (await versions()).find(({ number }) => number === 2)
  expect(outcome).toMatchObject({ dossier: { sha256: second?.sha256 } })
  const schema = await (await desk.signedIn(null)).get(new URL(address).pathname)
  expect([schema.status, schema.headers.get('access-control-allow-origin')]).toEqual([200, '*'])
  expect(JSON.parse(await schema.text())).toMatchObject({ properties: { schema: { const: 'panel.dossier/1' } } })
  expect((await reviewer.get(`${path}/dossier.yaml?version=99`)).status).toBe(404)
})

test('a file of a tool that has a dossier shows what it would change, and takes the place of that version alone', async () => {
  const before = await versions()
  const number = before.length
  const asked = await send({ dossier: yamlOf('Asked about') })
  const page = await asked.text()
  expect(asked.status).toBe(409)
  expect(page).toContain('has a dossier already; nothing was stored yet.')
  expect(page).toContain(`From version ${number} to what you sent`)
  expect(page).toContain(`Replace version ${number} with this`)
  expect(page).toContain('<ins>Asked about</ins>')
  expect(page).toContain('tagline: Asked about')
  expect(carried(page)).toMatchObject({ base: before[0]?.sha256, shown: expect.stringMatching(/^[0-9a-f]{64}$/) })
  // Another text than was shown beside it is shown first; so is a file that takes the text's place.
  const others: Record<string, string | File>[] = [{ dossier: yamlOf('Not shown') }, { file: new File([yamlOf('Not shown')], 'x.yaml') }]
  for (const other of others) {
    const shown = await send({ dossier: yamlOf('Asked about'), ...carried(page), ...other })
    const html = await shown.text()
    expect([shown.status, html]).toEqual([409, expect.stringContaining('has a dossier already; nothing was stored yet.')])
    expect(html).toContain('<ins>Not shown</ins>')
  }
  expect(await versions()).toHaveLength(number)

  // Someone is faster: what they kept stays, and is what the text is set beside now.
  expect((await add('Kept meanwhile')).status).toBe(303)
  const late = await send({ dossier: yamlOf('Asked about'), ...carried(page) })
  const conflict = await late.text()
  expect(late.status).toBe(409)
  expect(conflict).toContain('meanwhile; nothing was stored.')
  expect(conflict).toContain(`Replace version ${number + 1} with this`)
  expect(conflict).toContain('<del>Kept meanwhile</del>')
  expect(await versions()).toHaveLength(number + 1)
  const done = await send({ dossier: yamlOf('Asked about'), ...carried(conflict) })
  expect(done.headers.get('location')).toBe('/desk/tools?said=added&tool=ferrydoc')
  expect((await versions()).map((version) => version.tagline).slice(0, 2)).toEqual(['Asked about', 'Kept meanwhile'])
  const log = await desk.app.db.$client.query('select body from audit_log order by seq desc limit 1')
  expect(log.rows[0].body).toMatchObject({ action: 'add a dossier', data: { before: carried(conflict).base } })
})

test('the sample tools take the place of no dossier that someone kept under their names', async () => {
  const { tool } = sampleDossier()
  const own = writeDossier(sampleDossier({ tool: { ...tool, slug: 'mistral-3-instruct' } }), 'https://x.example')
  expect((await send({ dossier: own })).status).toBe(303)
  await editor.post('/desk/tools/samples', {})
  expect((await createDossierStore(desk.app.db).versions('mistral-3-instruct')).map(({ name }) => name)).toEqual([tool.name])
})

test('importing is for editors; each problem has its line, and what was sent is in the field again', async () => {
  await textOf(reviewer, '/desk/tools/import', 403)
  expect(await textOf(editor, '/desk/tools')).toContain('href="/desk/tools/import"')
  const refused = await editor.upload('/desk/tools/import', { dossier: 'schema: panel.dossier/1\nasOf: yesterday\n' })
  const page = await refused.text()
  expect(refused.status).toBe(422)
  expect(page).toMatch(/data-line="2"[^<]*>\s*Line 2, column 7/)
  expect(page).toContain('asOf: yesterday')
  expect(page).toContain('href="/schemas/dossier-file.schema.json"')
})
