import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Dossier } from '../../../../src/contracts/dossier.js'
import type { PageReport, Proposal } from '../../../../src/contracts/proposal.js'
import { sampleProposal } from '../../../support/evidence/sample-proposal.js'
import { bodyOf, editor, openTestApi, otherEditor, reviewer, type TestApi } from '../../../support/web/api/api-app.js'

type Head = { id: string; status: string; reason: string | null; addresses: string[]; pages: PageReport[]; dossierSha256: string | null }
type Intake = Head & { proposal: Proposal | null }

let api: TestApi
beforeAll(async () => {
  api = await openTestApi()
})
afterAll(() => api.close())

const post = (path: string, body: unknown) => api.as(editor).post(path, body)
/** What the sample leaves open. */
const missing = { vendor: 'Ferry Works', category: 'Documentation search' }
let count = 0
const freshSlug = () => {
  count += 1
  return `ferrydoc-${count}`
}

test('addresses are taken to be read, and the answer says where they are', async () => {
  const answer = await post('/intakes', { addresses: ['https://ferrydoc.example', ' ferrydoc.example/pricing '], model: 'ollama:a' })
  const made = await bodyOf<Intake>(answer, 202)
  expect(answer.headers.get('location')).toBe(`/api/v1/intakes/${made.id}`)
  expect(made).toMatchObject({
    ...{ status: 'waiting', addresses: ['https://ferrydoc.example', 'ferrydoc.example/pricing'], model: 'ollama:a', tool: null },
    ...{ proposal: null, pages: [], actor: { name: 'Edda' }, dossierSha256: null, finishedAt: null },
  })
  expect(await bodyOf<Intake>(api.as(editor).get(`/intakes/${made.id}`))).toEqual(made)
  expect(await bodyOf(post(`/intakes/${made.id}/dossier`, {}), 409)).toMatchObject({
    type: '/api/v1/problems/refused',
    detail: 'The addresses are still being read: nothing is proposed yet.',
  })
})

const badStarts: [string, unknown, string][] = [
  ['none', { addresses: [] }, '/addresses'],
  ['a blank one', { addresses: ['https://example.com', ' '] }, '/addresses/1'],
  ['too many', { addresses: Array.from({ length: 21 }, (_, n) => `https://example.com/${n}`) }, '/addresses'],
  ['one without end', { addresses: [`https://example.com/${'a'.repeat(2_000)}`] }, '/addresses/0'],
  ['one with NUL', { addresses: ['https://example.com/\0'] }, '/addresses/0'],
  ['one with half of a pair', { addresses: ['https://example.com/\ud800'] }, '/addresses/0'],
  ['a text', { addresses: 'https://example.com' }, '/addresses'],
  ['a model of no provider', { addresses: ['https://example.com'], model: 'nobody:x' }, '/model'],
  ['a tool that is no slug', { addresses: ['https://example.com'], tool: 'No Slug' }, '/tool'],
  ['another field', { addresses: ['https://example.com'], depth: 3 }, '/depth'],
]

test.each(badStarts)('%s is refused at its place, and nothing is begun', async (_name, body, pointer) => {
  const before = (await bodyOf<{ items: Head[] }>(api.as(editor).get('/intakes'))).items.length
  const problem = await bodyOf<{ errors: { pointer: string }[] }>(post('/intakes', body), 422)
  expect(problem.errors.map((error) => error.pointer)).toEqual([pointer])
  expect((await bodyOf<{ items: Head[] }>(api.as(editor).get('/intakes'))).items.length).toBe(before)
})

test('the list is paged, newest first and without what is proposed; who reviews may neither start, read nor keep', async () => {
  const ids = [await api.intake(), await api.intake()]
  const first = await bodyOf<{ items: Head[]; next: string }>(api.as(editor).get('/intakes?limit=1'))
  const second = await bodyOf<{ items: Head[] }>(api.as(editor).get(first.next))
  expect([...first.items, ...second.items.slice(0, 1)].map(({ id }) => id)).toEqual(ids.toReversed())
  expect(first.items[0]).not.toHaveProperty('proposal')
  expect(first.items[0]?.pages.map(({ status }) => status)).toEqual(['read', 'unchanged', 'read', 'failed'])
  for (const [method, path, body] of [
    ['GET', '/intakes'],
    ['GET', `/intakes/${ids[0]}`],
    ['POST', '/intakes', { addresses: ['https://example.com'] }],
    ['POST', `/intakes/${ids[0]}/dossier`, {}],
  ] as const) {
    expect((await api.as(reviewer).call(method, path, body === undefined ? {} : { body })).status).toBe(403)
  }
  expect((await api.as(editor, ['read']).post('/intakes', { addresses: ['https://example.com'] })).status).toBe(403)
  for (const id of ['int_nothing', 'int_%00', 'pnl_1']) expect((await api.as(editor).get(`/intakes/${id}`)).status).toBe(404)
})

test('a proposal is answered with the texts of its sources, and kept with what the editor makes of it', async () => {
  const id = await api.intake(sampleProposal({ slug: freshSlug() }))
  const { proposal } = await bodyOf<Intake>(api.as(editor).get(`/intakes/${id}`))
  expect(proposal?.sources.map(({ text }) => text)).toEqual(sampleProposal().sources.map(({ text }) => text))
  const answer = await post(`/intakes/${id}/dossier`, { ...missing, tagline: 'Search for docs', rivals: ['Quaylog', 'Raftsearch'] })
  const dossier = await bodyOf<Dossier>(answer, 201)
  expect(answer.headers.get('location')).toBe(`/api/v1/tools/${proposal?.slug}`)
  expect(answer.headers.get('etag')).toBe(`"${dossier.sha256}"`)
  expect(dossier).toMatchObject({
    tool: { vendor: 'Ferry Works', tagline: 'Search for docs', description: 'Ferrydoc is a search index for documentation.' },
    rivals: ['Quaylog', 'Raftsearch'],
    sources: [{ id: 'home', hidden: [{ place: 'css' }] }, {}, {}],
  })
  expect((await bodyOf<Intake>(api.as(editor).get(`/intakes/${id}`))).dossierSha256).toBe(dossier.sha256)
  const same = await bodyOf<Dossier>(api.as(editor).call('PUT', `/tools/${proposal?.slug}`, { body: {}, ifMatch: '"none"' }), 422)
  expect(same).not.toHaveProperty('sha256')
  const { items } = await bodyOf<{ items: { action: string; data: unknown }[] }>(api.as(editor).get('/audit?limit=1'))
  expect(items).toMatchObject([{ action: 'add a dossier', data: { intake: id, corrected: ['vendor', 'category', 'tagline', 'rivals'] } }])
})

test('what is wrong with it is named by JSON pointers into what was sent, and nothing is stored', async () => {
  const slug = freshSlug()
  const id = await api.intake(sampleProposal({ slug }))
  const wrong = {
    ...missing,
    vendor: '',
    rivals: [],
    facts: [{ statement: 'It is fast.', source: 'home', quote: 'It is fast.' }],
    entryPrice: { label: 'Free', amountUsd: 0, per: '', note: '', source: 'nowhere' },
  }
  const problem = await bodyOf<{ errors: { pointer: string }[] }>(post(`/intakes/${id}/dossier`, wrong), 422)
  expect(problem.errors.map(({ pointer }) => pointer).toSorted()).toEqual(['/entryPrice/source', '/facts/0/quote', '/rivals', '/vendor'])
  const malformed = await bodyOf<{ errors: { pointer: string }[] }>(
    post(`/intakes/${id}/dossier`, { ...missing, vendr: '', name: '\0' }),
    422,
  )
  expect(malformed.errors.map(({ pointer }) => pointer).toSorted()).toEqual(['/name', '/vendr'])
  expect((await api.as(editor).get(`/tools/${slug}`)).status).toBe(404)
})

test('a tool that has another dossier by now is not written over unseen; If-Match with its tag makes the next version', async () => {
  const slug = freshSlug()
  const [first, second] = [await api.intake(sampleProposal({ slug })), await api.intake(sampleProposal({ slug }))]
  const kept = await bodyOf<Dossier>(post(`/intakes/${first}/dossier`, missing), 201)
  const mine = { ...missing, tagline: 'Another' }
  const keep = (ifMatch?: string) => api.as(otherEditor).post(`/intakes/${second}/dossier`, mine, ifMatch === undefined ? {} : { ifMatch })
  expect(await bodyOf(keep(), 412)).toMatchObject({
    ...{ type: '/api/v1/problems/stale', current: { sha256: kept.sha256 }, yours: { tool: { tagline: 'Another' } } },
    etag: `"${kept.sha256}"`,
  })
  expect((await keep('"none"')).status).toBe(412)
  expect(await bodyOf<Dossier>(keep(`"${kept.sha256}"`))).toMatchObject({ tool: { slug, tagline: 'Another' } })
  const versions = await bodyOf<{ items: unknown[] }>(api.as(editor).get(`/tools/${slug}/versions`))
  expect(versions.items).toHaveLength(2)
})

test('a session of another site’s page starts nothing', async () => {
  const headers = { cookie: 'panel.session_token=x', 'sec-fetch-site': 'cross-site' }
  const answer = await api.send('/intakes', 'POST', { body: { addresses: ['https://example.com'] }, headers })
  expect([401, 403]).toContain(answer.status)
})

test('a reading that failed says why, and that the addresses can be read again', async () => {
  const id = api.runtime.newId('int')
  const asked = { addresses: ['https://example.com'], tool: null, model: null, budgetUsd: null, actor: null, createdAt: api.runtime.now() }
  await api.intakes.create({ id, ...asked, status: 'reading' })
  await api.intakes.fail({ id, reason: 'Reading took too long.', finishedAt: api.runtime.now() })
  const problem = await bodyOf(post(`/intakes/${id}/dossier`, {}), 409)
  expect(problem).toMatchObject({ detail: 'Reading took too long.', fix: 'Read the addresses again.' })
})
