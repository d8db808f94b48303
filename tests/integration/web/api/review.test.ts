import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Revision } from '../../../../src/contracts/revision.js'
import type { Merge } from '../../../../src/review/rules/merge.js'
import { sampleContent } from '../../../support/samples.js'
import { admin, bodyOf, editor, openTestApi, otherEditor, reviewer, type TestApi } from '../../../support/web/api/api-app.js'

let api: TestApi
beforeAll(async () => {
  api = await openTestApi()
})
afterAll(() => api.close())

const quoteOf = (end: string) => `Small teams pay nothing for it [1], so I try it ${end}.`
type Verdict = { revision: Revision | null; state: string; isHidden: boolean }
type Written = { outcome: string; approvalVoided: boolean; recordStatus: string; verdict: Verdict }
type Stale = { base: Revision | null; current: Revision; yours: { quote: string }; merge: Merge; etag: string }
const firstOf = async (options: Parameters<TestApi['panel']>[0] = {}) => {
  const { recordId, verdicts, panelId } = await api.panel(options)
  const [first = '', second = ''] = verdicts
  return { recordId, panelId, first: `/verdicts/${first}`, second: `/verdicts/${second}`, record: `/records/${recordId}` }
}

test('an edit starts from the ETag that was read, and its answer carries the next one', async () => {
  const { first } = await firstOf()
  const as = api.as(reviewer)
  const read = await as.get(first)
  const tag = read.headers.get('etag') ?? ''
  expect(tag).toMatch(/^"r1\.[0-9a-f]{24}"$/)
  expect(await bodyOf<Verdict>(read)).toMatchObject({ state: 'drafted', isHidden: false, revision: { number: 1, kind: 'model' } })
  const answer = await as.post(`${first}/edit`, { content: sampleContent({ quote: quoteOf('soon') }), reason: 'plainer' }, { ifMatch: tag })
  const next = answer.headers.get('etag')
  expect(await bodyOf<Written>(answer)).toMatchObject({
    outcome: 'done',
    approvalVoided: false,
    verdict: { revision: { number: 2, kind: 'edit' } },
  })
  expect(next).toMatch(/^"r2\./)
  expect(await as.tag(first)).toBe(next)
  const again = await as.post(
    `${first}/edit`,
    { content: sampleContent({ quote: quoteOf('soon') }), reason: 'the same' },
    { ifMatch: next },
  )
  expect(await bodyOf<Written>(again)).toMatchObject({ outcome: 'unchanged', verdict: { revision: { number: 2 } } })
  expect((await as.get(first, { 'if-none-match': next ?? '' })).status).toBe(304)
  expect((await as.get(first, { 'if-none-match': tag })).status).toBe(200)
})

test('the verdict of a seat of several jurors has what each called, and their drafts; people’s call changes neither', async () => {
  const { first } = await firstOf({ jurors: ['ollama:a', 'ollama:b', 'ollama:c'] })
  const as = api.as(reviewer)
  const jury = {
    call: 'ship',
    quorum: 2,
    repeat: 1,
    jurors: ['ollama:a', 'ollama:b', 'ollama:c'].map((model) => ({ model, call: 'ship', calls: ['ship'] })),
  }
  const read = await bodyOf<{ jury: { drafts: { model: string }[] }; model: string }>(as.get(first))
  expect(read.jury).toMatchObject(jury)
  expect([read.model, ...read.jury.drafts.map(({ model }) => model)].toSorted()).toEqual(['ollama:a', 'ollama:b', 'ollama:c'])
  const edit = { content: sampleContent({ call: 'skip' }), reason: 'not for us' }
  expect(await bodyOf(as.post(`${first}/edit`, edit, { ifMatch: await as.tag(first) }))).toMatchObject({
    verdict: { revision: { content: { call: 'skip' } }, jury },
  })
})

test('of two writers the later is shown both versions and a merge, and nothing is lost', async () => {
  const { first } = await firstOf()
  const [edda, rea] = [api.as(editor), api.as(reviewer)]
  const tag = await edda.tag(first)
  await bodyOf(edda.post(`${first}/edit`, { content: sampleContent({ quote: quoteOf('this week') }), reason: 'when' }, { ifMatch: tag }))
  const mine = sampleContent({ quote: quoteOf('today'), call: 'skip' })
  const stale = await bodyOf<Stale>(rea.post(`${first}/edit`, { content: mine, reason: 'a skip' }, { ifMatch: tag }), 412)
  expect(stale).toMatchObject({
    type: '/api/v1/problems/stale',
    status: 412,
    base: { number: 1 },
    current: { number: 2, author: { name: 'Edda' } },
    yours: { call: 'skip', quote: quoteOf('today') },
    merge: { status: 'clean', content: { call: 'skip', quote: quoteOf('this week') } },
  })
  const merged = await rea.post(`${first}/merge`, { content: stale.merge.content, reason: 'both' }, { ifMatch: stale.etag })
  expect(await bodyOf<Written>(merged)).toMatchObject({ verdict: { revision: { number: 3, kind: 'merge', content: { call: 'skip' } } } })
})

test('writers at the same moment: one is done, the others get the conflict', async () => {
  const { first } = await firstOf()
  const tag = await api.as(editor).tag(first)
  const answers = await Promise.all(
    [editor, otherEditor, reviewer, admin].map((person, index) =>
      api
        .as(person)
        .post(`${first}/edit`, { content: sampleContent({ quote: quoteOf(`${index} times`) }), reason: 'at once' }, { ifMatch: tag }),
    ),
  )
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 412, 412, 412])
  const history = await bodyOf<{ items: Revision[] }>(api.as(editor).get(`${first}/revisions`))
  expect(history.items.map(({ number }) => number)).toEqual([1, 2])
})

test('weak tags, tags of others and made-up ones match nothing, and each 412 has the current version', async () => {
  const { first, second } = await firstOf()
  const as = api.as(editor)
  const tag = await as.tag(first)
  const body = { content: sampleContent({ quote: quoteOf('never') }), reason: 'no' }
  for (const ifMatch of [
    `W/${tag}`,
    await as.tag(second),
    '"r1.000000000000000000000000"',
    '"r0.abc"',
    '"r99999999999.abc"',
    '"x"',
    '""',
  ]) {
    const stale = await bodyOf<{ etag: string }>(as.post(`${first}/edit`, body, { ifMatch }), 412)
    expect(stale, ifMatch).toMatchObject({ type: '/api/v1/problems/stale', etag: tag })
  }
  expect(await as.tag(first)).toBe(tag)
})

test('a record goes through the API from its drafts to its retraction', async () => {
  const { record, first, second } = await firstOf()
  const [edda, okke, rea] = [api.as(editor), api.as(otherEditor), api.as(reviewer)]
  await bodyOf(
    edda.post(`${first}/edit`, { content: sampleContent({ quote: quoteOf('now') }), reason: 'now' }, { ifMatch: await edda.tag(first) }),
  )
  const comment = await rea.post(`${first}/comments`, { text: 'Is that so?' })
  const { id } = await bodyOf<{ id: string }>(comment, 201)
  expect(comment.headers.get('location')).toBe(`/api/v1${first}/comments/${id}`)
  for (const path of [first, second]) await bodyOf(rea.post(`${path}/accept`, {}, { ifMatch: await rea.tag(path) }))

  const blocked = await okke.post(`${record}/approve`, {}, { ifMatch: await okke.tag(record) })
  expect(await bodyOf(blocked, 409)).toMatchObject({ detail: '1 thing blocks it.', fix: expect.stringMatching(/checklist/) })
  const commentPath = `${first}/comments/${id}`
  const resolved = await okke.post(`${commentPath}/resolve`, {}, { ifMatch: await okke.tag(commentPath) })
  expect(await bodyOf(resolved)).toMatchObject({ resolved: { by: { name: 'Okke' } } })

  const own = await edda.post(`${record}/approve`, {}, { ifMatch: await edda.tag(record) })
  expect(await bodyOf(own, 409)).toMatchObject({ type: '/api/v1/problems/refused', detail: 'You edited one of its verdicts.' })
  const approved = await okke.post(`${record}/approve`, {}, { ifMatch: await okke.tag(record) })
  expect(await bodyOf(approved)).toMatchObject({ decision: { kind: 'approve', fourEyes: true }, record: { recordStatus: 'approved' } })
  const tag = approved.headers.get('etag') ?? ''
  expect(await okke.tag(record)).toBe(tag)
  expect((await okke.get(`${record}/published`)).status).toBe(404)
  const published = await okke.post(`${record}/publish`, {}, { ifMatch: tag })
  expect(await bodyOf(published)).toMatchObject({ record: { recordStatus: 'published', standing: 'published' } })
  expect(await bodyOf(rea.get(`${record}/published`))).toMatchObject({ standing: 'published', retraction: null })

  const late = await edda.post(`${first}/edit`, { content: sampleContent(), reason: 'late' }, { ifMatch: await edda.tag(first) })
  expect(await bodyOf(late, 409)).toMatchObject({ detail: 'The record is published.' })
  const retracted = await edda.post(`${record}/retract`, { publicReason: 'The price was wrong.' }, { ifMatch: await edda.tag(record) })
  expect(await bodyOf(retracted)).toMatchObject({ decision: { kind: 'retract', publicReason: 'The price was wrong.' } })
  const reopened = await edda.post(`${record}/reopen`, { reason: 'fix it' }, { ifMatch: retracted.headers.get('etag') })
  expect(await bodyOf(reopened)).toMatchObject({ record: { recordStatus: 'in_review', standing: 'retracted' } })
  const kinds = await bodyOf<{ items: { kind: string }[] }>(edda.get(`${record}/decisions`))
  expect(kinds.items.map(({ kind }) => kind)).toEqual(['approve', 'publish', 'retract', 'reopen'])
})

test('an approval is bound to what the approver read: a change in between makes it stale', async () => {
  const { record, first, second } = await firstOf()
  const [edda, okke] = [api.as(editor), api.as(otherEditor)]
  for (const path of [first, second]) await bodyOf(edda.post(`${path}/accept`, {}, { ifMatch: await edda.tag(path) }))
  const seen = await okke.tag(record)
  await bodyOf(
    edda.post(`${first}/edit`, { content: sampleContent({ quote: quoteOf('late') }), reason: 'late' }, { ifMatch: await edda.tag(first) }),
  )
  const stale = await bodyOf<{ current: { recordStatus: string } }>(okke.post(`${record}/approve`, {}, { ifMatch: seen }), 412)
  expect(stale.current.recordStatus).toBe('in_review')
  const [accepted] = [await edda.post(`${first}/accept`, {}, { ifMatch: await edda.tag(first) })]
  expect(accepted.status).toBe(200)
  await bodyOf(okke.post(`${record}/approve`, {}, { ifMatch: await okke.tag(record) }))
  const voiding = await edda.post(
    `${first}/edit`,
    { content: sampleContent({ quote: quoteOf('later') }), reason: 'x' },
    { ifMatch: await edda.tag(first) },
  )
  expect(await bodyOf<Written>(voiding)).toMatchObject({ approvalVoided: true, recordStatus: 'in_review' })
})

describe('each refusal of the rules comes through', () => {
  type Case = { name: string; path: string; body: unknown; detail: string; status?: number; as?: typeof editor }
  const cases: Case[] = [
    { name: 'publish', path: 'record/publish', body: {}, detail: 'It is not approved.' },
    { name: 'void', path: 'record/void', body: { reason: 'x' }, detail: 'It is not approved.' },
    { name: 'retract', path: 'record/retract', body: { publicReason: 'x' }, detail: 'Nothing of it is public.' },
    { name: 'reopen', path: 'record/reopen', body: { reason: 'x' }, detail: 'It is in review.' },
    { name: 'clear-stale', path: 'record/clear-stale', body: { reason: 'x' }, detail: 'The record carries no such mark.' },
    { name: 'approve', path: 'record/approve', body: {}, detail: '2 things block it.' },
    { name: 'hand-write', path: 'first/hand-write', body: { content: sampleContent(), reason: 'x' }, detail: 'The seat has a verdict.' },
    { name: 'retry', path: 'first/retry', body: {}, detail: 'The seat has a verdict.' },
    { name: 'blind call', path: 'first/blind-calls', body: { call: 'ship' }, detail: 'Blind-first mode is off.' },
    {
      name: 'edit of an unscored seat',
      path: 'second/edit',
      body: { content: sampleContent(), reason: 'x' },
      detail: 'The seat has no verdict.',
    },
    { name: 'accept of an unscored seat', path: 'second/accept', body: {}, detail: 'The seat has no verdict.' },
  ]
  test.each(cases)('$name', async ({ path, body, detail }) => {
    const paths = await firstOf({ unscored: [1] })
    const [what = '', action = ''] = path.split('/')
    const target = { first: paths.first, second: paths.second, record: paths.record }[what] ?? ''
    const as = api.as(editor)
    const before = await api.review.audit.head()
    const problem = await bodyOf<{ detail: string; fix: string; type: string }>(
      as.post(`${target}/${action}`, body, { ifMatch: await as.tag(target) }),
      409,
    )
    expect(problem.type).toBe('/api/v1/problems/refused')
    expect(problem.detail).toBe(detail)
    expect(problem.fix).toMatch(/\.$/)
    expect(await api.review.audit.head()).toEqual(before)
  })
})

test('an unscored seat is written by hand, or waived and the waiver withdrawn, or tried again', async () => {
  const { second, panelId } = await firstOf({ unscored: [1] })
  const as = api.as(editor)
  expect(await bodyOf<Verdict>(as.get(second))).toMatchObject({ state: 'unscored', revision: null, unscored: { kind: 'truncated' } })
  const waiving = { waives: { kind: 'unscored-seat' }, reason: 'three are enough' }
  const waived = await as.post(`${second}/waivers`, waiving)
  expect(await bodyOf(waived, 201)).toMatchObject({ waiver: { reason: 'three are enough' }, approvalVoided: false })
  expect(await as.tag(`${second}/waivers`)).toBe(waived.headers.get('etag'))
  const withdrawn = await as.post(`${second}/waivers/withdraw`, waiving, { ifMatch: waived.headers.get('etag') })
  expect(await bodyOf(withdrawn)).toMatchObject({ waivers: { items: [] } })
  const retried = await as.post(`${second}/retry`, {}, { ifMatch: await as.tag(second) })
  expect(await bodyOf(retried)).toMatchObject({ panelId })
  expect(api.retried).toContain(panelId)
})

test('a verdict is written by hand once; the second writer gets the current version', async () => {
  const { second } = await firstOf({ unscored: [1] })
  const tag = await api.as(reviewer).tag(second)
  const body = { content: sampleContent({ quote: quoteOf('myself') }), reason: 'the model broke off' }
  expect(await bodyOf<Written>(api.as(reviewer).post(`${second}/hand-write`, body, { ifMatch: tag }))).toMatchObject({
    verdict: { state: 'edited', revision: { number: 1, kind: 'hand-written' } },
  })
  const late = await bodyOf(api.as(editor).post(`${second}/hand-write`, body, { ifMatch: tag }), 412)
  expect(late).toMatchObject({ current: { revision: { number: 1 } }, yours: { reason: 'the model broke off' } })
})

test('return, restore and assignment', async () => {
  const { first } = await firstOf()
  const [edda, rea] = [api.as(editor), api.as(reviewer)]
  const edited = await edda.post(
    `${first}/edit`,
    { content: sampleContent({ quote: quoteOf('x') }), reason: 'x' },
    { ifMatch: await edda.tag(first) },
  )
  const returned = await edda.post(`${first}/return`, { note: 'shorter', to: reviewer.userId }, { ifMatch: edited.headers.get('etag') })
  expect(await bodyOf<Written>(returned)).toMatchObject({ verdict: { revision: { kind: 'return' } } })
  const assignment = await bodyOf<{ assignment: { to: { userId: string } } }>(rea.get(`${first}/assignment`))
  expect(assignment.assignment.to.userId).toBe(reviewer.userId)
  const mine = await bodyOf<{ items: { verdictId: string; work: string }[] }>(rea.get('/queue?limit=1'))
  expect(mine.items).toMatchObject([{ verdictId: first.replace('/verdicts/', ''), work: 'returned' }])
  const restored = await edda.post(`${first}/restore`, { restores: 1, reason: 'as it was' }, { ifMatch: await edda.tag(first) })
  expect(await bodyOf<Written>(restored)).toMatchObject({ verdict: { state: 'drafted', revision: { kind: 'restore', restores: 1 } } })
  const tag = await rea.tag(`${first}/assignment`)
  await bodyOf(rea.call('PUT', `${first}/assignment`, { body: { to: null }, ifMatch: tag }))
  const stale = await bodyOf(edda.call('PUT', `${first}/assignment`, { body: { to: editor.userId }, ifMatch: tag }), 412)
  expect(stale).toMatchObject({ current: { assignment: { to: null } } })
  const unknown = { body: { to: 'user_nobody' }, ifMatch: await edda.tag(`${first}/assignment`) }
  expect(await bodyOf(edda.call('PUT', `${first}/assignment`, unknown), 404)).toMatchObject({ detail: 'There is no such person.' })
})

describe('blind-first', () => {
  let blind: TestApi
  beforeAll(async () => {
    blind = await openTestApi({ settings: { blindFirst: true } })
  })
  afterAll(() => blind.close())

  test('nothing of a draft is shown to a reviewer before their own call, by no route and by no refusal', async () => {
    const { verdicts, recordId, panelId } = await blind.panel({ reply: { quote: quoteOf('blindly'), call: 'skip' } })
    const [verdictId = ''] = verdicts
    const path = `/verdicts/${verdictId}`
    const rea = blind.as(reviewer)
    const tag = await rea.tag(path)
    const content = sampleContent({ quote: quoteOf('unseen') })
    const paths = ['', '/revisions', '/comments', '/waivers', '/blind-calls', '/assignment'].map((end) => `${path}${end}`)
    const answers = await Promise.all([
      ...[...paths, `/records/${recordId}`, `/panels/${panelId}/seats`, '/queue?scope=all'].map((each) => rea.get(each)),
      ...[tag, '"r1.0"', '"r9.0"', '"r0.0"'].flatMap((ifMatch) => [
        rea.post(`${path}/edit`, { content, reason: 'x' }, { ifMatch }),
        rea.post(`${path}/restore`, { restores: 1, reason: 'x' }, { ifMatch }),
        rea.post(`${path}/accept`, {}, { ifMatch }),
        rea.post(`${path}/return`, { note: 'x' }, { ifMatch }),
      ]),
      rea.get(`${path}/revisions/1`),
      rea.get(`/audit?recordId=${recordId}`),
      rea.post(`${path}/comments`, { text: 'What does it say?' }),
    ])
    const texts = await Promise.all(answers.map((answer) => answer.text()))
    for (const text of texts) expect(text).not.toMatch(/blindly|"call":"skip"/)
    expect(await blind.as(reviewer).tag(path)).toBe(tag)
    await bodyOf(rea.post(`${path}/blind-calls`, { call: 'ship' }), 201)
    expect(await bodyOf<Verdict>(rea.get(path))).toMatchObject({ isHidden: false, revision: { content: { call: 'skip' } } })
    const again = await bodyOf(rea.post(`${path}/blind-calls`, { call: 'skip' }), 409)
    expect(again).toMatchObject({ detail: 'Your call is on record already.' })
    const everyones = await bodyOf<{ items: { call: string }[] }>(rea.get(`${path}/blind-calls`))
    expect(everyones.items.map(({ call }) => call)).toEqual(['ship'])
  })

  test('an accepted one is shown, and refused, as a draft is', async () => {
    const { verdicts, recordId } = await blind.panel()
    const [accepted = '', drafted = ''] = verdicts
    await bodyOf(
      blind.as(editor).post(`/verdicts/${accepted}/accept`, {}, { ifMatch: await blind.as(editor).tag(`/verdicts/${accepted}`) }),
    )
    const rea = blind.as(reviewer)
    const told = async (verdictId: string) => {
      const path = `/verdicts/${verdictId}`
      const ifMatch = await rea.tag(path)
      const refused = await bodyOf<{ detail: string }>(rea.post(`${path}/accept`, {}, { ifMatch }), 409)
      const record = await bodyOf<{ verdicts: Record<string, unknown>[] }>(rea.get(`/records/${recordId}`))
      const { state, revision, openComments } = record.verdicts.find((each) => each.verdictId === verdictId) ?? {}
      return [refused.detail, state, revision, openComments]
    }
    expect(await told(accepted)).toEqual(['The draft is hidden until you have made a call of your own.', 'drafted', null, 0])
    expect(await told(drafted)).toEqual(await told(accepted))
  })

  test('nor is anything of the other jurors’ drafts', async () => {
    const { verdicts } = await blind.panel({ reply: { quote: quoteOf('blindly'), call: 'skip' }, jurors: ['ollama:a', 'ollama:b'] })
    const path = `/verdicts/${verdicts[0] ?? ''}`
    const rea = blind.as(reviewer)
    expect(await (await rea.get(path)).text()).not.toMatch(/blindly|"jury"|"call"/)
    await bodyOf(rea.post(`${path}/blind-calls`, { call: 'ship' }), 201)
    expect(await bodyOf(rea.get(path))).toMatchObject({ jury: { call: 'skip', drafts: [{ quote: quoteOf('blindly') }] } })
  })

  test('who has read the draft makes no blind call any more', async () => {
    const { verdicts } = await blind.panel()
    const [path] = verdicts.map((id) => `/verdicts/${id}`)
    await bodyOf(blind.as(editor).get(path ?? ''))
    expect(await bodyOf(blind.as(editor).post(`${path}/blind-calls`, { call: 'ship' }), 409)).toMatchObject({
      detail: 'You have seen the draft.',
    })
    await bodyOf(blind.as(otherEditor).post(`${path}/blind-calls`, { call: 'ship' }), 201)
  })
})

test('the audit log is whole after all of this, and says who did what', async () => {
  const as = api.as(editor)
  const head = await bodyOf<{ entries: number; hash: string }>(as.get('/audit/head'))
  expect(await bodyOf(as.get('/audit/verification'))).toEqual({ status: 'ok', head })
  expect(await bodyOf(as.get(`/audit/verification?entries=${head.entries}&hash=${head.hash}`))).toMatchObject({ status: 'ok' })
  const forged = await bodyOf(as.get(`/audit/verification?entries=${head.entries}&hash=${'0'.repeat(64)}`))
  expect(forged).toMatchObject({ status: 'broken' })
  expect((await as.get('/audit/verification?entries=1')).status).toBe(400)
  expect((await api.as(reviewer).get('/audit')).status).toBe(403)
  const { recordId, verdicts } = await api.panel()
  await bodyOf(as.post(`/verdicts/${verdicts[0]}/accept`, {}, { ifMatch: await as.tag(`/verdicts/${verdicts[0]}`) }))
  const log = await bodyOf<{ items: { actor: { name: string }; action: string }[] }>(api.as(reviewer).get(`/audit?recordId=${recordId}`))
  expect(log.items).toMatchObject([{ actor: { name: 'Edda' }, action: 'verdict.accept' }])
})

test('a quote with a slip gets the words of its source, what was read may be sent back, and one that is not found is not accepted', async () => {
  const { first } = await firstOf()
  const as = api.as(editor)
  const withQuote = (quote: string) => sampleContent({ evidence: [{ source: 'readme', quote, shows: 'Small teams pay nothing.' }] })
  const edit = async (content: unknown) =>
    bodyOf<Written>(as.post(`${first}/edit`, { content, reason: 'closer to the source' }, { ifMatch: await as.tag(first) }))
  const mistyped = 'It is free for taems of up to five people.'
  const { verdict } = await edit(withQuote(mistyped))
  expect(verdict.revision?.content.evidence).toMatchObject([{ quote: 'It is free for teams of up to five people.', written: mistyped }])
  expect(await edit(verdict.revision?.content)).toMatchObject({ outcome: 'unchanged' })
  await edit(withQuote('It is free for teams of up to nine people.'))
  const refused = await as.post(`${first}/accept`, {}, { ifMatch: await as.tag(first) })
  expect([refused.status, await refused.text()]).toEqual([409, expect.stringContaining('Evidence 1 is not in its source')])
})
