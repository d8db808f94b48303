import { afterEach, beforeEach, expect, test } from 'vitest'
import { sampleContent, sampleDossier, samplePersona } from '../../../support/samples.js'
import {
  acceptAndPublish,
  approver,
  draftPanel,
  editor,
  publishPanel,
  republish,
  reviewOf,
} from '../../../support/site/views/publish-samples.js'
import { expectKind, openTestSite, type TestSite } from '../../../support/site/views/test-site.js'

let scene: TestSite
beforeEach(async () => {
  scene = await openTestSite()
})
afterEach(() => scene.close())

const personas = [samplePersona(), samplePersona({ id: 'business', seat: 'The Founder', order: 2 })]
const dossierOf = (slug: string, name: string) => sampleDossier({ tool: { ...sampleDossier().tool, slug, name } })
const [ferry, quay, pier] = [dossierOf('ferrydoc', 'Ferrydoc'), dossierOf('quaylog', 'Quaylog'), dossierOf('pier', 'Pier')]
const quoteOf = (end: string) => `Small teams pay nothing for it [1]. So I try it ${end}.`
const publish = (dossiers = [ferry], replyFor?: Parameters<typeof publishPanel>[1]['replyFor']) =>
  publishPanel(scene.db, { dossiers, personas, replyFor, runtime: scene.runtime })
const retract = async (recordId: string, publicReason: string) =>
  expect(await reviewOf(scene.db, scene.runtime).retract({ actor: editor, recordId, publicReason })).toMatchObject({ status: 'done' })
const kinds = async () => (await scene.site.changes({ limit: 100 })).map(({ kind, title }) => [kind, title])

test('a record that is published again with other words is changed, and the tool keeps both in its history', async () => {
  const { recordId, seats } = await publish()
  const first = await scene.site.refresh()
  await republish(scene.db, recordId, { edit: { verdictId: seats[0]?.id ?? '', quote: quoteOf('tomorrow') }, runtime: scene.runtime })
  expect(await scene.site.refresh()).not.toBe(first)
  const view = expectKind(await scene.site.tool('ferrydoc'), 'tool')
  expect(view.current.tool.verdicts[0]?.quote).toBe(quoteOf('tomorrow'))
  expect(view.history.map(({ kind }) => kind)).toEqual(['changed', 'published'])
  expect(await kinds()).toEqual([
    ['changed', 'Ferrydoc'],
    ['published', 'Ferrydoc'],
  ])
  // The model wrote one sentence; a person made two of it: one new, one that keeps most of its words.
  expect(view.current.provenance[0]?.quote).toEqual({ model: 0, edited: 2, person: 0, total: 2, changedPercent: 100 })
  expect(view.current.editors).toBe(1)
  expect(await scene.site.changes({ limit: 1 })).toMatchObject([{ path: '/tools/ferrydoc', lean: { kind: 'none' } }])
})

test('the same words published once more are no change', async () => {
  const { recordId } = await publish()
  await republish(scene.db, recordId, { runtime: scene.runtime })
  await scene.site.refresh()
  expect(await kinds()).toEqual([['published', 'Ferrydoc']])
  expect(expectKind(await scene.site.tool('ferrydoc'), 'tool').history).toHaveLength(1)
})

test('a publication that a later one replaced before anyone looked is put together again from its revisions', async () => {
  const { recordId, seats } = await publish()
  await republish(scene.db, recordId, { edit: { verdictId: seats[0]?.id ?? '', quote: quoteOf('tomorrow') }, runtime: scene.runtime })
  await republish(scene.db, recordId, { edit: { verdictId: seats[1]?.id ?? '', quote: quoteOf('today') }, runtime: scene.runtime })
  await scene.site.refresh()
  expect((await kinds()).map(([kind]) => kind)).toEqual(['changed', 'changed', 'published'])
  const { rows } = await scene.pool.query(
    "SELECT body #>> '{tool,verdicts,0,quote}' AS dx, body #>> '{tool,verdicts,1,quote}' AS business FROM published_tools ORDER BY seq",
  )
  const { quote } = sampleContent()
  expect(rows).toEqual([
    { dx: quote, business: quote },
    { dx: quoteOf('tomorrow'), business: quote },
    { dx: quoteOf('tomorrow'), business: quoteOf('today') },
  ])
})

test('what can not be put together again is left out of the history, and stops nothing', async () => {
  const replyFor = ({ persona }: { persona: string }) => (persona === 'business' ? null : {})
  const { recordId, seats } = await publish([ferry], replyFor)
  await scene.site.refresh()
  const review = reviewOf(scene.db, scene.runtime)
  const onSeat = { actor: editor, recordId, verdictId: seats[1]?.id ?? '' }
  await review.reopen({ actor: editor, recordId, reason: 'to fill the seat' })
  await review.unwaive({ ...onSeat, waives: { kind: 'unscored-seat' }, reason: 'it is filled' })
  expect(await review.handWrite({ ...onSeat, content: sampleContent(), reason: 'no one else did' })).toMatchObject({ status: 'done' })
  await acceptAndPublish(scene.db, recordId, scene)
  await scene.site.refresh()
  expect((await kinds()).map(([kind]) => kind)).toEqual(['changed', 'published'])
  await scene.site.rebuild()
  expect((await kinds()).map(([kind]) => kind)).toEqual(['published'])
  const { history, current } = expectKind(await scene.site.tool('ferrydoc'), 'tool')
  expect(history).toHaveLength(1)
  expect(current).toMatchObject({ editors: 1, tool: { panelShip: { ships: 2, unscored: 0 } } })
})

test('a newer record of a tool takes its place, and gives it back when it is retracted', async () => {
  const first = await publish([ferry, quay])
  await scene.site.refresh()
  const second = await publish([ferry], () => ({ call: 'skip' }))
  await scene.site.refresh()
  expect(expectKind(await scene.site.tool('ferrydoc'), 'tool').current).toMatchObject({
    recordId: second.recordId,
    tool: { panelShip: { percent: 0 } },
  })
  const mixed = expectKind(await scene.site.comparison('ferrydoc-vs-quaylog'), 'comparison')
  expect(mixed).toMatchObject({ recordId: null, lean: { kind: 'leans', tool: 'quaylog' } })
  expect(mixed.publishedAt).toBe(mixed.tools[0].publishedAt)
  expect(await kinds()).toEqual([
    ['changed', 'Ferrydoc'],
    ['published', 'Ferrydoc vs Quaylog'],
  ])

  await retract(second.recordId, 'Another tool was meant.')
  await scene.site.refresh()
  const back = expectKind(await scene.site.tool('ferrydoc'), 'tool')
  expect(back.current).toMatchObject({ recordId: first.recordId, tool: { panelShip: { percent: 100 } } })
  expect(back.history.map(({ kind, publicReason }) => [kind, publicReason])).toEqual([
    ['retracted', 'Another tool was meant.'],
    ['changed', null],
    ['published', null],
  ])
  expect(expectKind(await scene.site.comparison('ferrydoc-vs-quaylog'), 'comparison')).toMatchObject({
    recordId: first.recordId,
    lean: { kind: 'level' },
  })
  const [tool] = (await scene.site.pages()).tools.filter(({ slug }) => slug === 'ferrydoc')
  expect(tool?.changedAt).toBe(back.history[0]?.at)
})

test('a comparison with a tool that is new is published; one whose tools were both published is changed', async () => {
  await publish([ferry, quay])
  await publish([ferry, pier])
  await publish([quay, pier])
  await scene.site.refresh()
  expect((await kinds()).map(([kind]) => kind)).toEqual(['changed', 'published', 'published'])
  const view = expectKind(await scene.site.tool('pier'), 'tool')
  expect(view.history.map(({ kind }) => kind)).toEqual(['changed', 'published'])
  const home = await scene.site.home({ q: '', category: null, sort: 'newest', page: 1 })
  expect(home.newest.map(({ slug }) => slug)).toEqual(['pier-vs-quaylog', 'ferrydoc-vs-pier', 'ferrydoc-vs-quaylog'])
})

test('what is retracted says so with its reason, at the tool and at the pair, and comes back when it is published again', async () => {
  const { recordId } = await publish([ferry, quay])
  await scene.site.refresh()
  await retract(recordId, 'A source was misread.')
  await scene.site.refresh()
  expect(await scene.site.tool('ferrydoc')).toMatchObject({ kind: 'retracted', title: 'Ferrydoc', publicReason: 'A source was misread.' })
  const pair = expectKind(await scene.site.comparison('ferrydoc-vs-quaylog'), 'retracted')
  expect(pair).toMatchObject({ title: 'Ferrydoc vs Quaylog', publicReason: 'A source was misread.' })
  expect(pair.history.map(({ kind }) => kind)).toEqual(['retracted', 'retracted', 'published', 'published'])
  expect(await scene.site.comparison('quaylog-vs-ferrydoc')).toEqual({ kind: 'moved', to: '/compare/ferrydoc-vs-quaylog' })
  expect(await scene.site.home({ q: '', category: null, sort: 'name', page: 1 })).toMatchObject({ total: 0, newest: [], categories: [] })
  expect(await scene.site.pages()).toEqual({ tools: [], pairs: [], formerPairs: [] })
  const [change] = await scene.site.changes({ limit: 1 })
  expect(change).toMatchObject({
    kind: 'retracted',
    title: 'Ferrydoc vs Quaylog',
    path: '/compare/ferrydoc-vs-quaylog',
    publicReason: 'A source was misread.',
  })
  expect(change?.tools.map(({ slug }) => slug)).toEqual(['ferrydoc', 'quaylog'])

  await republish(scene.db, recordId, { runtime: scene.runtime })
  await scene.site.refresh()
  expectKind(await scene.site.comparison('ferrydoc-vs-quaylog'), 'comparison')
  expect((await kinds()).map(([kind]) => kind)).toEqual(['published', 'retracted', 'published'])
  expect(expectKind(await scene.site.tool('quaylog'), 'tool').history.map(({ kind }) => kind)).toEqual([
    'published',
    'retracted',
    'published',
  ])
})

test('a record published and retracted before anyone looked leaves its retraction to be read', async () => {
  const { recordId } = await publish()
  await retract(recordId, 'Too early.')
  await scene.site.refresh()
  expect(await scene.site.tool('ferrydoc')).toMatchObject({ kind: 'retracted', publicReason: 'Too early.' })
})

test('nothing that is only approved, reopened or voided is seen, and looking without news changes no version', async () => {
  const before = await scene.site.refresh()
  const drafted = await draftPanel(scene.db, { dossiers: [ferry], personas, runtime: scene.runtime })
  expect(await scene.site.refresh()).toBe(before)
  const review = reviewOf(scene.db, scene.runtime)
  await acceptAndPublish(scene.db, drafted.recordId, scene)
  const published = await scene.site.refresh()
  expect(published).not.toBe(before)
  await review.reopen({ actor: editor, recordId: drafted.recordId, reason: 'to look again' })
  await scene.site.refresh()
  expectKind(await scene.site.tool('ferrydoc'), 'tool')
  expect(await scene.site.refresh()).toBe(await scene.site.refresh())
})

test('emptied tables fill again to what they were', async () => {
  const { recordId, seats } = await publish([ferry, quay])
  await scene.site.refresh()
  await republish(scene.db, recordId, { edit: { verdictId: seats[0]?.id ?? '', quote: quoteOf('tomorrow') }, runtime: scene.runtime })
  const second = await publish([ferry, pier])
  await retract(second.recordId, 'Not yet.')
  await publish([pier])
  await scene.site.refresh()
  const snapshot = async () => {
    const { rows } = await scene.pool.query('SELECT * FROM published_tools ORDER BY slug, seq')
    const { rows: changes } = await scene.pool.query('SELECT * FROM site_changes ORDER BY seq')
    const { rows: cursor } = await scene.pool.query("SELECT * FROM site_cursor WHERE name = 'site'")
    return { rows, changes, cursor }
  }
  const before = await snapshot()
  expect(before.rows).toHaveLength(7)
  await scene.pool.query('DELETE FROM published_tools')
  await scene.pool.query('DELETE FROM site_changes')
  await scene.pool.query('DELETE FROM site_cursor')
  const version = await scene.site.refresh()
  expect(await snapshot()).toEqual(before)
  // What a page is made of may differ though no decision does: pages made before it are not shown any more.
  expect(await scene.site.rebuild()).not.toBe(version)
  expect(await snapshot()).toEqual(before)
})

test('processes that look at the same time take each decision up once, and miss none', async () => {
  const others = [scene.site, scene.another(), scene.another(), scene.another()]
  for (let round = 0; round < 6; round += 1) {
    const { recordId } = await publish([dossierOf(`tool-${round}`, `Tool ${round}`)])
    // Both at once: applied twice, it would be published again, or not at all.
    if (round % 2 === 0) await retract(recordId, 'Enough.')
    await Promise.all(others.flatMap((site) => [site.refresh(), site.refresh()]))
  }
  await Promise.all([...others.map((site) => site.refresh()), scene.site.rebuild(), others[1]?.rebuild()])
  const { rows } = await scene.pool.query('SELECT count(*)::int AS tools, count(retracted_at)::int AS retracted FROM published_tools')
  expect(rows).toEqual([{ tools: 6, retracted: 3 }])
  expect((await scene.site.changes({ limit: 100 })).filter(({ kind }) => kind === 'retracted')).toHaveLength(3)
  const { tools } = await scene.site.home({ q: '', category: null, sort: 'name', page: 1 })
  expect(tools.map(({ slug }) => slug)).toEqual(['tool-1', 'tool-3', 'tool-5'])
})

test('a seat without a call stays one, and one who approves their own words is no second pair of eyes', async () => {
  await publishPanel(scene.db, {
    dossiers: [ferry, quay],
    personas,
    runtime: scene.runtime,
    settings: { fourEyes: false },
    replyFor: ({ persona }) => (persona === 'business' ? null : {}),
    review: ({ review, recordId, seats: [seat] }) => {
      const content = sampleContent({ quote: quoteOf('tomorrow') })
      return review.edit({ actor: approver, recordId, verdictId: seat?.id ?? '', base: 1, content, reason: 'plainer' })
    },
  })
  await scene.site.refresh()
  const { current } = expectKind(await scene.site.tool('ferrydoc'), 'tool')
  expect(current).toMatchObject({ editors: 1, approval: { by: approver.name, fourEyes: false, did: ['wrote'] } })
  // Both are on one page, of which the approval speaks as a whole.
  expect(expectKind(await scene.site.tool('quaylog'), 'tool').current.editors).toBe(1)
  expect(current.tool.panelShip).toMatchObject({ ships: 1, calls: 1, unscored: 1 })
  expect(current.provenance).toHaveLength(1)
  expect(current.tool.verdicts.map(({ status }) => status)).toEqual(['drafted', 'unscored'])
})
