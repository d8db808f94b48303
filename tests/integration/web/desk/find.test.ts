import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { placesFor } from '../../../../src/web/desk/palette/places.js'
import { settingsSections } from '../../../../src/web/desk/settings/paths.js'
import { openDossierForm } from '../../../support/web/desk/dossier-form.js'
import { runSampleAtDesk } from '../../../support/web/desk/run-sample.js'
import { type Browser, openTestDesk, type TestDesk, type TestRole } from '../../../support/web/desk/test-desk.js'

let desk: TestDesk
let as: Record<TestRole, Browser>
let recordId: string

beforeAll(async () => {
  desk = await openTestDesk({ blindFirst: true })
  await desk.addPerson('admin', 'Adda')
  await desk.addPerson('editor', 'Edda')
  await desk.addPerson('reviewer', 'Rea')
  as = {
    admin: await desk.signedIn('Adda'),
    editor: await desk.signedIn('Edda'),
    reviewer: await desk.signedIn('Rea'),
    nobody: await desk.signedIn(null),
  }
  ;({ recordId } = await runSampleAtDesk(desk, as.editor))
})
afterAll(() => desk.close())

async function find(role: TestRole, q: string) {
  const response = await as[role].get(`/desk/find?${new URLSearchParams({ q, part: 'list' })}`)
  expect(response.status).toBe(200)
  const html = await response.text()
  return { html, paths: [...html.matchAll(/data-href="([^"]*)"/g)].map(([, path = '']) => path) }
}

describe('a few letters find', () => {
  test('a tool, its records, verdicts, panels and a kick-off over it', async () => {
    const { paths } = await find('editor', 'mistrl')
    expect(paths).toContain('/desk/tools/mistral-3-instruct')
    expect(paths).toContain(`/desk/records/${recordId}`)
    expect(paths).toContain(`/desk/panels/${recordId.replace('rec_', 'pnl_')}`)
    expect(paths).toContain('/desk/panels/new?tool=mistral-3-instruct')
    expect(paths.filter((path) => path.includes('/verdicts/')).length).toBeGreaterThan(0)
  })

  test('one verdict by persona and tool', async () => {
    const { paths, html } = await find('editor', 'skeptic haiku')
    expect(paths.filter((path) => path.includes('/verdicts/'))).toHaveLength(1)
    expect(html).toContain('The Skeptic')
  })

  test('a record by its id', async () => {
    expect((await find('reviewer', recordId)).paths).toContain(`/desk/records/${recordId}`)
  })

  test('what an editor may do, and not what only an admin may', async () => {
    expect((await find('editor', 'kick off')).paths).toContain('/desk/panels/new')
    expect((await find('editor', 'invite')).paths).toEqual([])
    expect((await find('admin', 'invite')).paths).toContain('/auth/people')
    expect((await find('reviewer', 'kick off')).paths).not.toContain('/desk/panels/new')
  })

  test('the ways to write a dossier, for editors, and every section of the settings, for admins', async () => {
    expect((await find('editor', 'dossier')).paths).toEqual(expect.arrayContaining(['/desk/tools/new', '/desk/tools/import']))
    expect((await find('reviewer', 'dossier')).paths).not.toContain('/desk/tools/new')
    expect((await find('editor', 'subscribers')).paths).toContain('/desk/newsletter/subscribers')
    expect((await find('reviewer', 'api document')).paths).toContain('/api/v1/docs')
    const { paths } = await find('admin', 'settings')
    expect(paths).toEqual(expect.arrayContaining(settingsSections.map(({ path }) => path)))
    expect((await find('editor', 'settings')).paths).toEqual([])
  })

  test('saved views, one’s own and those that are shared, of lists that one may open', async () => {
    const save = async (view: Record<string, string>) => expect((await as.editor.post('/desk/views', view)).status).toBeLessThan(400)
    await save({ list: 'records', name: 'Ferries to look at', query: 'q=ferry', shared: 'yes' })
    await save({ list: 'tools', name: 'Ferries of mine', query: 'q=ferry' })
    await save({ list: 'log', name: 'Ferries in the log', query: 'q=ferry', shared: 'yes' })
    const [shared, own, log] = ['/desk/records?q=ferry', '/desk/tools?q=ferry', '/desk/audit?q=ferry']
    expect((await find('editor', 'ferries')).paths).toEqual(expect.arrayContaining([shared, own, log]))
    expect((await find('reviewer', 'ferries')).paths).toEqual([shared])
  })

  test('every place of the palette is a page that is there', async () => {
    for (const { path } of placesFor('admin')) expect([path, (await as.admin.get(path)).status]).toEqual([path, 200])
  })

  test('people, for admins alone', async () => {
    expect((await find('admin', 'edda')).html).toContain('Edda')
    expect((await find('editor', 'edda')).html).not.toContain('Edda')
  })
})

test('nothing that is found says what a hidden draft calls', async () => {
  for (const q of ['mistral', 'skeptic', 'builder haiku', 'ship', 'skip'])
    expect((await find('reviewer', q)).html.replaceAll('ship-panel-sample', '')).not.toMatch(/\b(?:ship|skip)\b/i)
})

test('a verdict names its model, but not to who must call first', async () => {
  const { html } = await find('editor', 'skeptic haiku')
  const model = /data-href="[^"]*\/verdicts\/[^>]*>[^<]*<span class="meta">([^<]+)</.exec(html)?.[1] ?? ''
  expect(model).not.toBe('')
  const hidden = await find('reviewer', 'skeptic haiku')
  expect(hidden.paths.filter((path) => path.includes('/verdicts/'))).toHaveLength(1)
  expect(hidden.html).not.toContain(model)
})

test('what is called alike is told apart: records by jurors, day and id, tools by their slug', async () => {
  const record = (html: string) => new RegExp(`data-href="/desk/records/${recordId}">[^<]*<span class="meta">([^<]*)<`).exec(html)?.[1]
  expect(record((await find('editor', 'mistral')).html)).toMatch(
    new RegExp(`^[a-z ]+, .*ship-panel-sample.* · \\d+ \\w+ \\d{4} · ${recordId.slice(-6)}$`),
  )
  expect(record((await find('reviewer', 'mistral')).html)).not.toContain('ship-panel-sample')
  const { action, fields } = await openDossierForm(as.editor, '/desk/tools/mistral-3-instruct/duplicate')
  const name = 'Mistral Small 3.1'
  const twin = { 'tool.name': name, 'tool.slug': 'twin-of-it', do: 'keep' }
  expect((await as.editor.post(action, { ...fields, ...twin })).status).toBe(303)
  const second = await openDossierForm(as.editor, '/desk/tools/twin-of-it/duplicate')
  const kept = await as.editor.post(second.action, { ...second.fields, ...twin, 'tool.slug': 'twin-too' })
  expect(kept.status).toBe(303)
  const { html } = await find('editor', 'twin')
  for (const slug of ['twin-of-it', 'twin-too'])
    expect(html).toMatch(new RegExp(`data-href="/desk/tools/${slug}">${name} <span class="meta">[^<]+ · ${slug}<`))
})

test('without a search there is something to begin with', async () => {
  const { paths } = await find('reviewer', '')
  expect(paths).toEqual(expect.arrayContaining([`/desk/records/${recordId}`, '/desk/tools/mistral-3-instruct', '/desk/queue']))
})

test('what is typed comes back as text on the page, at most 80 characters of it', async () => {
  const response = await as.editor.get(`/desk/find?${new URLSearchParams({ q: `"><b>${'x'.repeat(10_000)}` })}`)
  const html = await response.text()
  expect(response.status).toBe(200)
  expect(html).toContain('Nothing is called that')
  expect(html).not.toContain('<b>x')
  expect(html).not.toContain('x'.repeat(81))
})

test('no one finds anything without signing in', async () => {
  expect((await as.nobody.get('/desk/find?q=mistral')).status).toBe(303)
})
