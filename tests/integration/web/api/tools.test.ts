import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Dossier, DossierFile } from '../../../../src/contracts/dossier.js'
import { parseDossier } from '../../../../src/panels/dossier/parse-dossier.js'
import { packageFiles } from '../../../../src/platform/files/package-files.js'
import { sampleDossier } from '../../../support/samples.js'
import { bodyOf, editor, openTestApi, otherEditor, type TestApi } from '../../../support/web/api/api-app.js'

let api: TestApi
beforeAll(async () => {
  api = await openTestApi()
})
afterAll(() => api.close())

/** The sample as an editor writes it, about a tool of that slug. */
function dossierFile(slug: string, tagline = 'Search for your docs'): DossierFile {
  const { sha256: _hash, sources, ...dossier } = sampleDossier()
  return { ...dossier, tool: { ...dossier.tool, slug, tagline }, sources: sources.map(({ sha256: _sha256, ...source }) => source) }
}
const put = (slug: string, body: unknown, sent: { ifMatch?: string; headers?: Record<string, string> } = {}) =>
  api.as(editor).call('PUT', `/tools/${slug}`, { body, ...sent })

test('a tool is created, replaced from the version that was read, and keeps its versions', async () => {
  const created = await put('quaylog', dossierFile('quaylog'))
  const first = await bodyOf<Dossier>(created, 201)
  expect(created.headers.get('location')).toBe('/api/v1/tools/quaylog')
  expect(created.headers.get('etag')).toBe(`"${first.sha256}"`)
  expect(first).toEqual(parseDossier({ text: JSON.stringify(dossierFile('quaylog')), file: 'x' }))
  const replaced = await bodyOf<Dossier>(put('quaylog', dossierFile('quaylog', 'Faster'), { ifMatch: `"${first.sha256}"` }))
  expect(await bodyOf<Dossier>(api.as(editor).get('/tools/quaylog'))).toEqual(replaced)
  expect(await bodyOf<Dossier>(api.as(editor).get(`/dossiers/${first.sha256}`))).toEqual(first)
  const versions = await bodyOf<{ items: { sha256: string }[] }>(api.as(editor).get('/tools/quaylog/versions'))
  expect(versions.items.map(({ sha256 }) => sha256)).toEqual([replaced.sha256, first.sha256])

  const stale = await bodyOf(put('quaylog', dossierFile('quaylog', 'Mine'), { ifMatch: `"${first.sha256}"` }), 412)
  expect(stale).toMatchObject({
    base: { sha256: first.sha256 },
    current: { sha256: replaced.sha256 },
    yours: { tool: { tagline: 'Mine' } },
    merge: null,
    etag: `"${replaced.sha256}"`,
  })
  expect(await bodyOf(put('quaylog', dossierFile('quaylog', 'Mine')), 428)).toMatchObject({
    type: '/api/v1/problems/precondition-required',
    fix: 'Read it, and send the ETag of that answer as If-Match.',
  })
  const broken = await bodyOf(put('quaylog', {}, { ifMatch: '*' }), 422)
  expect(broken).toMatchObject({ type: '/api/v1/problems/invalid', fix: 'Correct each place that `errors` names, and send it again.' })
  expect((await put('quaylog', dossierFile('quaylog', 'Mine'), { headers: { 'if-none-match': '*' } })).status).toBe(412)
  expect((await put('newcomer', dossierFile('newcomer'), { ifMatch: `"${first.sha256}"` })).status).toBe(412)
  expect((await put('newcomer', dossierFile('newcomer'), { ifMatch: '"nonsense"' })).status).toBe(412)
  const same = await put('quaylog', dossierFile('quaylog', 'Faster'), { ifMatch: `"${replaced.sha256}"` })
  expect([same.status, same.headers.get('etag')]).toEqual([200, `"${replaced.sha256}"`])

  // What was a version before is sent again: it is the newest once more, and nothing that was kept is gone.
  const back = await bodyOf<Dossier>(put('quaylog', dossierFile('quaylog'), { ifMatch: `"${replaced.sha256}"` }))
  expect(back).toEqual(first)
  expect(await bodyOf<Dossier>(api.as(editor).get('/tools/quaylog'))).toEqual(first)
  const pages = api.as(editor)
  type Page = { items: { sha256: string; number: number; by: unknown }[]; next: string | null }
  const newest = await bodyOf<Page>(pages.get('/tools/quaylog/versions?limit=2'))
  expect(newest.items).toMatchObject([
    { number: 3, sha256: first.sha256, by: { userId: editor.userId } },
    { number: 2, sha256: replaced.sha256 },
  ])
  const rest = await bodyOf<Page>(pages.get((newest.next ?? '').replace('/api/v1', '')))
  expect(rest).toMatchObject({ items: [{ number: 1, sha256: first.sha256 }], next: null })
})

test('of editors who replace a dossier at the same moment, one is done and the others get the conflict', async () => {
  const { sha256 } = await bodyOf<Dossier>(put('crowded', dossierFile('crowded')), 201)
  const answers = await Promise.all(
    [1, 2, 3, 4].map((n) =>
      api
        .as(n % 2 === 0 ? editor : otherEditor)
        .call('PUT', '/tools/crowded', { body: dossierFile('crowded', `Version ${n}`), ifMatch: `"${sha256}"` }),
    ),
  )
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 412, 412, 412])
  const creations = await Promise.all(
    [1, 2, 3].map((n) => put('fresh', dossierFile('fresh', `Version ${n}`), { headers: { 'if-none-match': '*' } })),
  )
  expect(creations.map(({ status }) => status).toSorted()).toEqual([201, 412, 412])
})

test('a dossier file is sent as it is, in YAML', async () => {
  const [path = ''] = packageFiles.sampleDossiers
  const text = await readFile(path, 'utf8')
  const slug = 'claude-haiku-open-weights'
  const send = (raw: string, headers: Record<string, string> = {}) =>
    api.as(editor).call('PUT', `/tools/${slug}`, { raw, headers: { 'content-type': 'application/yaml', ...headers } })
  const created = await bodyOf<Dossier>(send(text), 201)
  expect(created).toEqual(parseDossier({ text, file: path }))
  const problem = await bodyOf<{ errors: { line: number; detail: string; fix: string }[] }>(
    send(text.replace(/commercialUse: .*/, 'commercialUse: perhaps'), { 'if-match': `"${created.sha256}"` }),
    422,
  )
  expect(problem.errors).toMatchObject([
    { line: expect.any(Number), detail: expect.stringMatching(/commercialUse/), fix: expect.any(String) },
  ])
})

test('what is wrong with a dossier is reported by JSON pointers, all at once, and nothing is stored', async () => {
  const file = dossierFile('broken')
  const wrong = { ...file, asOf: '2026-02-31', extra: 1, tool: { ...file.tool, 'a/b~c': 1 }, rivals: [] }
  const problem = await bodyOf<{ errors: { pointer: string }[] }>(put('broken', wrong), 422)
  expect(problem.errors.map(({ pointer }) => pointer).toSorted()).toEqual(['/asOf', '/extra', '/rivals', '/tool/a~1b~0c'])
  const reference = {
    ...file,
    license: { ...file.license, source: 'nowhere' },
    facts: file.facts.map((fact) => ({ ...fact, quote: 'not in there' })),
  }
  const references = await bodyOf<{ errors: { pointer: string; fix: string }[] }>(put('broken', reference), 422)
  expect(references.errors.map(({ pointer }) => pointer).toSorted()).toEqual(['/facts/0/quote', '/license/source'])
  expect(await bodyOf(put('broken', dossierFile('another')), 422)).toMatchObject({ errors: [{ pointer: '/tool/slug' }] })
  expect((await api.as(editor).get('/tools/broken')).status).toBe(404)
})
