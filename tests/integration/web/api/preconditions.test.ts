import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { DossierFile } from '../../../../src/contracts/dossier.js'
import { UsageError } from '../../../../src/platform/errors.js'
import { createReviewActions, type ReviewDependencies } from '../../../../src/review/create-review-actions.js'
import { sampleDossier } from '../../../support/samples.js'
import { admin, bodyOf, editor, openTestApi, otherEditor, reviewer, type TestApi } from '../../../support/web/api/api-app.js'

let api: TestApi
beforeAll(async () => {
  api = await openTestApi()
  await api.panel()
})
afterAll(() => api.close())

const stale = '/api/v1/problems/stale'
const pathsOf = async (options: Parameters<TestApi['panel']>[0] = {}) => {
  const { recordId, panelId, verdicts } = await api.panel(options)
  const [first = '', second = ''] = verdicts
  return { recordId, panelId, first: `/verdicts/${first}`, second: `/verdicts/${second}`, record: `/records/${recordId}` }
}

function dossierFile(slug: string, tagline = 'Search for your docs'): DossierFile {
  const { sha256: _hash, sources, ...dossier } = sampleDossier()
  return { ...dossier, tool: { ...dossier.tool, slug, tagline }, sources: sources.map(({ sha256: _sha256, ...source }) => source) }
}
const put = (slug: string, headers: Record<string, string>, tagline?: string) =>
  api.as(editor).call('PUT', `/tools/${slug}`, { body: dossierFile(slug, tagline), headers })
const exists = async (slug: string) => (await api.as(editor).get(`/tools/${slug}`)).status === 200

describe('a tool', () => {
  test.each(['*', '"x"', 'W/"x"', '', '"x", "y"'])('that is not there is not made when If-Match is %j: 412', async (ifMatch) => {
    expect(await bodyOf(put('not-there', { 'if-match': ifMatch }), 412)).toMatchObject({ type: stale, current: null })
    expect(await exists('not-there')).toBe(false)
  })

  test.each([
    ['if-match', 'x'],
    ['if-match', '"x'],
    ['if-match', '*, "x"'],
    ['if-none-match', 'x'],
    ['if-none-match', '**'],
  ])('is not made when %s is %j, which cannot be read: 400', async (name, value) => {
    const problem = await bodyOf<{ errors: { parameter: string }[] }>(put('not-read', { [name]: value }), 400)
    expect(problem.errors[0]?.parameter.toLowerCase()).toBe(name)
    expect(await exists('not-read')).toBe(false)
  })

  test('is replaced by a request that names it, among others or by *, and by no one who also wants it not to be there', async () => {
    await bodyOf(put('quaylog', { 'if-none-match': '*' }), 201)
    const tag = await api.as(editor).tag('/tools/quaylog')
    const refused: Record<string, string>[] = [
      { 'if-match': tag, 'if-none-match': '*' },
      { 'if-match': tag, 'if-none-match': tag },
      { 'if-match': `W/${tag}` },
      { 'if-match': '"other"', 'if-none-match': '"other"' },
      { 'if-none-match': `"other", W/${tag}` },
    ]
    for (const headers of refused) expect(await bodyOf(put('quaylog', headers, 'Mine'), 412)).toMatchObject({ type: stale, etag: tag })
    expect(await api.as(editor).tag('/tools/quaylog')).toBe(tag)
    await bodyOf(put('quaylog', { 'if-match': `"other", ${tag}` }, 'Second'))
    await bodyOf(put('quaylog', { 'if-match': '*' }, 'Third'))
    const now = await api.as(editor).tag('/tools/quaylog')
    await bodyOf(put('quaylog', { 'if-match': now, 'if-none-match': '"other"' }, 'Fourth'))
    expect(await bodyOf(put('quaylog', {}, 'Fifth'), 428)).toMatchObject({ type: '/api/v1/problems/precondition-required' })
  })
})

describe('what is read', () => {
  const readers = ['/openapi.json', '/tools', '/tools/ferrydoc', '/personas', '/queue', '/records', '/audit/head', '/decisions']

  test.each(readers)('%s is 304 for a reader who has it, however they say so', async (path) => {
    const as = api.as(editor)
    const tag = await as.tag(path)
    expect(tag).toMatch(/^"/)
    const status = async (headers: Record<string, string>) => (await as.get(path, headers)).status
    for (const value of [tag, `W/${tag}`, `"a,b", ${tag}`, `W/"x",${tag} , "y"`, '*'])
      expect(await status({ 'if-none-match': value })).toBe(304)
    for (const value of ['"x"', `"x", W/"y"`, '', `"${tag.slice(1, -1)}x"`]) expect(await status({ 'if-none-match': value })).toBe(200)
    for (const value of ['x', '"x', tag.slice(1, -1), '*, "x"']) expect(await status({ 'if-none-match': value })).toBe(400)
    expect(await status({ 'if-match': tag })).toBe(200)
    expect(await status({ 'if-match': '*' })).toBe(200)
    expect(await status({ 'if-match': tag, 'if-none-match': tag })).toBe(304)
    expect(await bodyOf(as.get(path, { 'if-match': '"x"', 'if-none-match': tag }), 412)).toMatchObject({ type: stale, etag: tag })
    expect(await status({ 'if-match': `W/${tag}` })).toBe(412)
  })

  test('what is not there is 404 whatever the conditions', async () => {
    for (const headers of [{ 'if-match': '*' }, { 'if-match': '"x"' }, { 'if-none-match': '*' }] as Record<string, string>[]) {
      expect((await api.as(editor).get('/tools/nothing', headers)).status).toBe(404)
      expect((await api.as(editor).post('/verdicts/seat_nothing/accept', {}, { headers: { 'if-match': '"x"', ...headers } })).status).toBe(
        404,
      )
    }
  })
})

test('a second accept with the ETag of the first is 412 with the current version, and not 409', async () => {
  const { first } = await pathsOf()
  const as = api.as(editor)
  const tag = await as.tag(first)
  const accepted = await as.post(`${first}/accept`, {}, { ifMatch: tag })
  expect(accepted.status).toBe(200)
  const late = await bodyOf(as.post(`${first}/accept`, {}, { ifMatch: tag }), 412)
  expect(late).toMatchObject({ type: stale, current: { state: 'accepted' }, etag: accepted.headers.get('etag') })
  expect((await as.post(`${first}/accept`, {}, { ifMatch: accepted.headers.get('etag') })).status).toBe(409)
})

test('of many who accept at once from one ETag, one is done and the others get the conflict: 412', async () => {
  const { first } = await pathsOf()
  const ifMatch = await api.as(editor).tag(first)
  const answers = await Promise.all(
    [editor, otherEditor, reviewer, editor].map((who) => api.as(who).post(`${first}/accept`, {}, { ifMatch })),
  )
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 412, 412, 412])
})

test('* writes to any version, and If-None-Match beside a good If-Match is not passed over', async () => {
  const { first, record } = await pathsOf()
  const as = api.as(editor)
  const ifMatch = await as.tag(first)
  for (const condition of ['*', ifMatch]) {
    const both = await as.post(`${first}/accept`, {}, { ifMatch, headers: { 'if-none-match': condition } })
    expect(await bodyOf(both, 412)).toMatchObject({ type: stale, etag: ifMatch })
  }
  expect((await as.post(`${first}/accept`, {}, { ifMatch: '*' })).status).toBe(200)
  expect((await as.post(`${record}/reopen`, { reason: 'x' }, { ifMatch: '*' })).status).toBe(409)
})

test('a condition that cannot be read is refused where none is asked for, too', async () => {
  const { first } = await pathsOf()
  for (const headers of [{ 'if-match': 'x' }, { 'if-none-match': '"x' }] as Record<string, string>[]) {
    expect((await api.as(editor).post(`${first}/comments`, { text: 'So?' }, { headers })).status).toBe(400)
  }
  expect((await bodyOf<{ items: unknown[] }>(api.as(editor).get(`${first}/comments`))).items).toEqual([])
})

describe('conditions hold in the transaction of the write', () => {
  /** Everyone read the same, and everyone writes at once. */
  const atOnce = async (count: number, write: (n: number) => Promise<Response>) =>
    (await Promise.all(Array.from({ length: count }, (_, n) => write(n)))).map(({ status }) => status).toSorted()

  test('of assignments', async () => {
    const { first } = await pathsOf()
    const path = `${first}/assignment`
    const ifMatch = await api.as(editor).tag(path)
    const people = [editor, otherEditor, admin, reviewer]
    const statuses = await atOnce(8, (n) => {
      const who = people[n % people.length] ?? editor
      return api.as(who).call('PUT', path, { body: { to: who.userId, note: `mine ${n}` }, ifMatch })
    })
    expect(statuses).toEqual([200, ...Array(7).fill(412)])
  })

  test('of comments', async () => {
    const { first } = await pathsOf()
    const { id } = await bodyOf<{ id: string }>(api.as(editor).post(`${first}/comments`, { text: 'So?' }), 201)
    const path = `${first}/comments/${id}`
    const ifMatch = await api.as(editor).tag(path)
    expect(await atOnce(6, (n) => api.as(n % 2 === 0 ? editor : otherEditor).post(`${path}/resolve`, {}, { ifMatch }))).toEqual([
      200,
      ...Array(5).fill(412),
    ])
  })

  test('of decisions about a record', async () => {
    const { first, second, record } = await pathsOf()
    for (const path of [first, second]) await bodyOf(api.as(reviewer).post(`${path}/accept`, {}, { ifMatch: '*' }))
    for (const [step, body] of [
      ['approve', {}],
      ['void', { reason: 'not yet' }],
      ['approve', {}],
      ['publish', {}],
      ['retract', { publicReason: 'It was wrong.' }],
      ['reopen', { reason: 'again' }],
    ] as const) {
      const ifMatch = await api.as(otherEditor).tag(record)
      const statuses = await atOnce(4, () => api.as(otherEditor).post(`${record}/${step}`, body, { ifMatch }))
      expect([step, ...statuses]).toEqual([step, 200, 412, 412, 412])
    }
  })

  test('of a waiver’s withdrawal', async () => {
    const { second } = await pathsOf({ unscored: [1] })
    const waiving = { waives: { kind: 'unscored-seat' }, reason: 'enough without' }
    const waived = await api.as(editor).post(`${second}/waivers`, waiving)
    const ifMatch = waived.headers.get('etag') ?? ''
    expect(await atOnce(4, () => api.as(editor).post(`${second}/waivers/withdraw`, waiving, { ifMatch }))).toEqual([200, 412, 412, 412])
  })

  test('for every actor: a decision whose condition fails there writes nothing, not even to the log', async () => {
    const { recordId, verdicts } = await api.panel()
    const [verdictId = ''] = verdicts
    const before = await api.review.audit.head()
    const isCurrent = () => false
    const on = { actor: editor, recordId, isCurrent }
    const refused = { status: 'refused', isOutdated: true }
    expect(await api.review.assign({ ...on, verdictId, to: editor.userId })).toMatchObject(refused)
    expect(await api.review.retry({ ...on, verdictId })).toMatchObject(refused)
    expect(await api.review.reopen({ ...on, reason: 'x' })).toMatchObject(refused)
    expect(await api.review.clearStale({ ...on, reason: 'x' })).toMatchObject(refused)
    expect(await api.review.audit.head()).toEqual(before)
  })
})

test('a retry that is refused voids no approval; one that is not, does', async () => {
  const { recordId, panelId, verdicts } = await api.panel({ unscored: [1] })
  const [drafted = '', unscored = ''] = verdicts
  const { review } = api
  await review.accept({ actor: reviewer, recordId, verdictId: drafted, base: 1 })
  await review.waive({ actor: editor, recordId, verdictId: unscored, waives: { kind: 'unscored-seat' }, reason: 'enough without' })
  const approve = async () => {
    const view = await review.record(recordId, otherEditor)
    const seenSha256 = view.status === 'done' ? (view.contentSha256 ?? '') : ''
    return review.approve({ actor: otherEditor, recordId, seenSha256 })
  }
  expect(await approve()).toMatchObject({ status: 'done' })
  const head = await review.audit.head()
  const actionsWith = (retryPanel: ReviewDependencies['retryPanel']) =>
    createReviewActions({
      reviews: api.reviews,
      runtime: api.runtime,
      settings: { fourEyes: true, blindFirst: false },
      retryPanel,
      findPerson: async () => null,
    })
  const twin = () => Promise.reject(new UsageError('the same panel is running already'))
  const input = { actor: editor, recordId, verdictId: unscored }
  expect(await actionsWith(twin).retry(input)).toMatchObject({ status: 'refused', why: 'the same panel is running already' })
  await expect(actionsWith(() => Promise.reject(new Error('the queue is down'))).retry(input)).rejects.toThrow('the queue is down')
  expect(await review.record(recordId, editor)).toMatchObject({ recordStatus: 'approved', approval: { by: otherEditor } })
  expect(await review.audit.head()).toEqual(head)
  const reopen: ReviewDependencies['retryPanel'] = (_panel, { alongside }) =>
    api.panels.reopen({ panelId, from: ['finished'], evenApproved: true, alongside, at: api.runtime.now() })
  expect(await actionsWith(reopen).retry(input)).toEqual({ status: 'done', panelId, record: 'in_review', voided: true })
  expect(await review.record(recordId, editor)).toMatchObject({ recordStatus: 'in_review', approval: null, isDrafting: true })
})
