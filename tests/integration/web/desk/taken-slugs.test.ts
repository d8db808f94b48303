import { afterAll, beforeAll, expect, test } from 'vitest'
import { takenSlugs } from '../../../../src/contracts/taken-slugs.js'
import { type Browser, openTestDesk, type TestDesk } from '../../../support/web/desk/test-desk.js'

let desk: TestDesk
let editor: Browser
beforeAll(async () => {
  desk = await openTestDesk()
  await desk.addPerson('editor', 'Edda')
  editor = await desk.signedIn('Edda')
})
afterAll(() => desk.close())

test('no tool can have as its slug a word that is a route of the desk or of the API below its tools', () => {
  const words = desk.web.routes.flatMap(({ path }) => /^\/(?:desk|api\/v1)\/tools\/([a-z0-9-]+)(?:\/|$)/.exec(path)?.[1] ?? [])
  expect([...new Set(words)].toSorted()).toEqual(takenSlugs.toSorted())
})

test('the form says so at its field, and the import page at its line', async () => {
  const page = await (await editor.get('/desk/tools/new')).text()
  const action = /<form method="post" action="([^"]*)" enctype/.exec(page)?.[1] ?? ''
  const kept = await editor.post(action, { origin: 'new', of: '', revision: '0', window: 'w', 'tool.slug': 'drafts', do: 'keep' })
  expect(kept.status).toBe(422)
  const said = 'is &quot;drafts&quot;, which is the address of a page of the desk.'
  expect(await kept.text()).toMatch(new RegExp(`<p class="problem" id="tool.slug-problem"[^>]*>Name in addresses ${said}`))
  const imported = await editor.post('/desk/tools/import', { dossier: 'schema: panel.dossier/1\ntool:\n  slug: drafts\n' })
  expect(imported.status).toBe(422)
  const shown = (await imported.text()).replaceAll(/<[^>]*>/g, '').replaceAll(/\s+/g, ' ')
  expect(shown).toContain(`Line 3, column 9: tool.slug ${said}`)
})

test('the page of imports leads to the form', async () => {
  expect(await (await editor.get('/desk/tools/import')).text()).toContain('<a href="/desk/tools/new">Use the form instead</a>')
})
