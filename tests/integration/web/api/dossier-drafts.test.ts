import { afterAll, beforeAll, expect, test } from 'vitest'
import { admin, bodyOf, editor, openTestApi, otherEditor, reviewer, type TestApi } from '../../../support/web/api/api-app.js'

type Head = { id: string; name: string }

let api: TestApi
beforeAll(async () => {
  api = await openTestApi()
})
afterAll(() => api.close())

const own = async (as: typeof editor) => (await bodyOf<{ items: Head[] }>(api.as(as).get('/dossier-drafts'))).items

test('an editor finds what they are writing, reads it, and discards it as it was read', async () => {
  const older = await api.dossierDraft(editor)
  const id = await api.dossierDraft(editor, { 'tool.name': 'Ferry\0', 'license.commercialUse': 'yes' })
  expect((await own(editor)).map((draft) => draft.id)).toEqual([id, older])
  const path = `/dossier-drafts/${id}`
  const as = api.as(editor)
  expect(await bodyOf(as.get(path))).toMatchObject({
    ...{ id, origin: 'new', slug: null, base: null, conflicts: [] },
    values: { 'tool.name': 'Ferry\0', 'license.commercialUse': 'yes' },
  })
  expect((await as.call('DELETE', path)).status).toBe(428)
  expect(await bodyOf(as.call('DELETE', path, { ifMatch: '"n9.0"' }), 412)).toMatchObject({ current: { id }, yours: null })
  expect((await as.call('DELETE', path, { ifMatch: await as.tag(path) })).status).toBe(204)
  expect((await as.get(path)).status).toBe(404)
  expect((await own(editor)).map((draft) => draft.id)).toEqual([older])
})

test('what another is writing is not there, and reviewers write none', async () => {
  const id = await api.dossierDraft(editor)
  for (const person of [otherEditor, admin]) {
    expect(await own(person)).toEqual([])
    expect((await api.as(person).get(`/dossier-drafts/${id}`)).status).toBe(404)
    expect((await api.as(person).call('DELETE', `/dossier-drafts/${id}`, { ifMatch: '*' })).status).toBe(404)
  }
  expect((await api.as(reviewer).get('/dossier-drafts')).status).toBe(403)
  expect((await own(editor)).some((draft) => draft.id === id)).toBe(true)
})
