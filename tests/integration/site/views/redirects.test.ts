import { afterEach, beforeEach, expect, test } from 'vitest'
import { insertSyntheticTools } from '../../../support/site/views/publish-samples.js'
import { openTestSite, type TestSite } from '../../../support/site/views/test-site.js'

let scene: TestSite
beforeEach(async () => {
  scene = await openTestSite()
  await insertSyntheticTools(scene.db, 6)
})
afterEach(() => scene.close())

const by = 'Edda'
const add = (from: string, to: string) => scene.site.addRedirect({ from, to, by })
const leads = async () => (await scene.site.redirects()).map(({ from, to }) => [from, to])

test('readers of an old slug are led to the new one, at its page and in every pair', async () => {
  const before = await scene.site.refresh()
  expect(await add('old-name', 'tool-0002')).toEqual({ status: 'done' })
  expect(await scene.site.refresh()).not.toBe(before)
  expect(await scene.site.tool('old-name')).toEqual({ kind: 'moved', to: '/tools/tool-0002' })
  expect(await scene.site.comparison('old-name-vs-tool-0001')).toEqual({ kind: 'moved', to: '/compare/tool-0001-vs-tool-0002' })
  expect(await scene.site.comparison('tool-0003-vs-old-name')).toEqual({ kind: 'moved', to: '/compare/tool-0002-vs-tool-0003' })
  expect(await scene.site.comparison('old-name-vs-tool-0002')).toEqual({ kind: 'not published' })
  expect(await scene.site.redirects()).toMatchObject([{ from: 'old-name', to: 'tool-0002', by }])
  expect((await scene.site.pages()).formerPairs).toEqual(['old-name-vs-tool-0001'])
})

test('pairs of earlier slugs are known: of both tools, and of what the earlier slug was in a record with', async () => {
  await add('old-one', 'tool-0001')
  await add('old-two', 'tool-0002')
  await add('tool-0003', 'tool-0006')
  const { pairs, formerPairs } = await scene.site.pages()
  const former = ['old-one-vs-old-two', 'old-one-vs-tool-0002', 'old-two-vs-tool-0001', 'tool-0003-vs-tool-0004', 'tool-0003-vs-tool-0005']
  expect(formerPairs.sort()).toEqual(former)
  expect(pairs.map(({ slug }) => slug).sort()).toEqual(['tool-0001-vs-tool-0002', 'tool-0005-vs-tool-0006'])
  for (const pair of former) expect(await scene.site.comparison(pair)).toMatchObject({ kind: 'moved' })
})

test('a tool that is under its old slug, too, is shown under the new one alone, until the redirect is taken back', async () => {
  await add('tool-0001', 'tool-0002')
  expect(await scene.site.tool('tool-0001')).toEqual({ kind: 'moved', to: '/tools/tool-0002' })
  const home = await scene.site.home({ q: '', category: null, sort: 'name', page: 1 })
  expect(home.tools.map(({ slug }) => slug)).toEqual(['tool-0002', 'tool-0003', 'tool-0004', 'tool-0005', 'tool-0006'])
  expect((await scene.site.pages()).pairs.map(({ slug }) => slug).sort()).toEqual(['tool-0003-vs-tool-0004', 'tool-0005-vs-tool-0006'])
  expect(await scene.site.tool('tool-0002')).toMatchObject({ kind: 'tool', comparisons: [] })
  expect(await scene.site.figures()).toMatchObject({ tools: 5, comparisons: 2 })
  // Feeds lead straight to where it is now: the comparison of the two is one tool.
  expect((await scene.site.changes({ limit: 9 })).map(({ path }) => path)).toContain('/tools/tool-0002')
  expect(await scene.site.removeRedirect('tool-0001')).toBe(true)
  expect(await scene.site.removeRedirect('tool-0001')).toBe(false)
  expect(await scene.site.tool('tool-0001')).toMatchObject({ kind: 'tool' })
})

test('no chain grows longer than one step: those before are led to the new end', async () => {
  await add('first', 'tool-0001')
  await add('tool-0001', 'tool-0002')
  await add('other', 'tool-0001')
  expect(await leads()).toEqual([
    ['first', 'tool-0002'],
    ['other', 'tool-0002'],
    ['tool-0001', 'tool-0002'],
  ])
  await add('first', 'tool-0003')
  expect(await leads()).toContainEqual(['first', 'tool-0003'])
})

test('circles, and slugs that lead nowhere, are refused', async () => {
  await add('tool-0001', 'tool-0002')
  for (const [from, to, why] of [
    ['tool-0002', 'tool-0001', /circle/],
    ['tool-0003', 'tool-0003', /same/],
    ['old', 'never-published', /not published/],
    ['Old Name', 'tool-0003', /no slug/],
    ['old', 'a'.repeat(500), /no slug/],
  ] as const)
    expect(await add(from, to)).toMatchObject({ status: 'refused', why: expect.stringMatching(why), fix: expect.any(String) })
  expect(await leads()).toEqual([['tool-0001', 'tool-0002']])
})

test('of two that would make a circle together, one is refused', async () => {
  const other = scene.another()
  const answers = await Promise.all([add('tool-0001', 'tool-0002'), other.addRedirect({ from: 'tool-0002', to: 'tool-0001', by })])
  expect(answers.map(({ status }) => status).sort()).toEqual(['done', 'refused'])
  expect(await leads()).toHaveLength(1)
})
