import { afterAll, beforeAll, expect, test } from 'vitest'
import { dossierFileSchema } from '../../../../src/contracts/dossier.js'
import { sampleDossier, samplePersona } from '../../../support/samples.js'
import { publishPanel } from '../../../support/site/views/publish-samples.js'
import { cookiesOf } from '../../../support/web/cookie-jar.js'
import { openTestSite, type TestSite } from '../../../support/web/site/test-site.js'

/* A dossier replaced over the API, as a script keeps it current, and where people meet what that did: desk, page and feeds. */

const told = 'A source has changed since this was published.'
const password = 'violet teapot under rain'
const ferry = sampleDossier()
const raft = sampleDossier({ tool: { ...ferry.tool, slug: 'raftlog', name: 'Raftlog', shortName: null } })

let site: TestSite
let recordId: string
let token: string
beforeAll(async () => {
  site = await openTestSite({ config: { publicUrl: 'https://panel.example/' } })
  recordId = (await publishPanel(site.app.db, { dossiers: [ferry, raft], personas: [samplePersona()], runtime: site.runtime })).recordId
  token = await addEditor()
})
afterAll(() => site.close())

async function addEditor(): Promise<string> {
  const { people } = site.desk
  const added = await people.add({ actor: { system: 'test' }, name: 'Edda', email: 'edda@example.org', role: 'editor', password })
  if (added.status !== 'added') throw new Error(added.status)
  const actor = { userId: added.userId, name: 'Edda', role: 'editor' as const }
  const created = await people.createToken({ actor, name: 'script', scopes: ['read', 'write'], expiresAt: null })
  if (created.status !== 'made') throw new Error(created.status)
  return created.token
}

const feeds = ['/feed.xml', '/atom.xml', '/feed.json']
const pages = [`/tools/${ferry.tool.slug}`, `/compare/${ferry.tool.slug}-vs-raftlog`, '/']
const saysSo = async (path: string, headers: Record<string, string> = {}) => {
  const response = await site.get(path, headers)
  expect([path, response.status]).toEqual([path, 200])
  return (await response.text()).includes(told)
}

/** The dossier as the API has it, with one text changed, put in its place. */
async function replaceDossier(): Promise<void> {
  const path = `/api/v1/tools/${ferry.tool.slug}`
  const headers = { authorization: `Bearer ${token}` }
  const { sha256: _whole, sources, ...rest } = ferry
  const changed = sources.map(({ sha256: _text, ...source }) => ({ ...source, text: `${source.text}\n\nThe price has doubled since.` }))
  const tag = (await site.get(path, headers)).headers.get('etag') ?? ''
  const response = await site.send(path, {
    method: 'PUT',
    headers: { ...headers, 'content-type': 'application/json', 'if-match': tag },
    body: JSON.stringify(dossierFileSchema.parse({ ...rest, sources: changed })),
  })
  expect([response.status, response.ok ? '' : await response.text()]).toEqual([200, ''])
}

test('a dossier replaced over the API marks the record on the desk, its pages and every feed', async () => {
  for (const path of [...pages, ...feeds]) expect([path, await saysSo(path)]).toEqual([path, false])
  const cookie = await signIn()
  expect(await (await site.get(`/desk/records/${recordId}`, { cookie })).text()).not.toContain('A source changed')
  await replaceDossier()
  for (const path of [...pages, ...feeds]) expect([path, await saysSo(path)]).toEqual([path, true])
  expect(await saysSo('/tools/raftlog')).toBe(false)
  expect(await (await site.get(`/desk/records/${recordId}`, { cookie })).text()).toContain('A source changed')
  expect(await (await site.get('/desk/records', { cookie })).text()).toContain('a source changed')
})

async function signIn(): Promise<string> {
  const response = await site.send('/auth/sign-in', {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' },
    body: new URLSearchParams({ email: 'edda@example.org', password }).toString(),
  })
  return cookiesOf(response)
}
