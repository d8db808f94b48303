import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readAddress } from '../../../../src/web/site/read-address.js'
import { sampleDossier, samplePersona } from '../../../support/samples.js'
import { insertSyntheticTools, publishPanel, syntheticSlug } from '../../../support/site/views/publish-samples.js'
import { expectKind, openTestSite, type TestSite } from '../../../support/site/views/test-site.js'

const count = 300
let scene: TestSite
beforeAll(async () => {
  scene = await openTestSite()
  await insertSyntheticTools(scene.db, count)
})
afterAll(() => scene.close())

const ask = { q: '', category: null, sort: 'newest' as const, page: 1 }
const slugsOf = ({ tools }: { tools: { slug: string }[] }) => tools.map(({ slug }) => slug)

test('home lists 24 tools a page, each tool once, whatever they are sorted by', async () => {
  for (const sort of ['newest', 'ship', 'name'] as const) {
    const pages = await Promise.all(Array.from({ length: 13 }, (_, index) => scene.site.home({ ...ask, sort, page: index + 1 })))
    expect(pages.map(({ tools }) => tools.length)).toEqual([...Array.from({ length: 12 }, () => 24), 12])
    expect(new Set(pages.flatMap(slugsOf)).size).toBe(count)
    expect(pages.every(({ total }) => total === count)).toBe(true)
  }
  expect(slugsOf(await scene.site.home(ask)).slice(0, 3)).toEqual([300, 299, 298].map(syntheticSlug))
  // Tool n ships with n modulo 5 of 4 reviewers.
  const shipped = await scene.site.home({ ...ask, sort: 'ship' })
  expect(shipped.tools.every(({ panelShip }) => panelShip.percent === 100)).toBe(true)
  expect(slugsOf(shipped).slice(0, 3)).toEqual([299, 294, 289].map(syntheticSlug))
  const last = await scene.site.home({ ...ask, sort: 'ship', page: 13 })
  expect(last.tools.every(({ panelShip }) => panelShip.percent === 0)).toBe(true)
  const byName = await scene.site.home({ ...ask, sort: 'name' })
  expect(byName.tools.slice(0, 4).map(({ name }) => name)).toEqual(['Tool 1', 'Tool 10', 'Tool 100', 'Tool 101'])
})

test('the highest panel ship first goes by what the calls bear out, and not by the percentage of one call', async () => {
  const own = await openTestSite()
  await insertSyntheticTools(own.db, 6)
  // The lower end of Wilson's interval by hand: 1 of 1 0.21, 3 of 4 0.30, 2 of 2 0.34, 4 of 4 0.51, 0 of 4 0.
  const counts = [
    [1, 1],
    [3, 4],
    [2, 2],
    [4, 4],
    [0, 4],
    [0, 0],
  ]
  for (const [index, [ships, calls]] of counts.entries())
    await own.db.execute(sql`update published_tools set ships = ${ships}, calls = ${calls} where slug = ${syntheticSlug(index + 1)}`)
  expect(slugsOf(await own.site.home({ ...ask, sort: 'ship' }))).toEqual([4, 3, 2, 1, 5, 6].map(syntheticSlug))
  await own.close()
})

test('the newest comparisons are on the first page alone, and on no search', async () => {
  const { newest } = await scene.site.home(ask)
  expect(newest.map(({ slug }) => slug).slice(0, 2)).toEqual(['tool-0299-vs-tool-0300', 'tool-0297-vs-tool-0298'])
  expect(newest).toHaveLength(6)
  expect(newest[0]).toMatchObject({ title: 'Tool 299 vs Tool 300', lean: { kind: 'leans', tool: 'tool-0299' } })
  expect((await scene.site.home({ ...ask, page: 2 })).newest).toEqual([])
  expect((await scene.site.home({ ...ask, q: 'tool' })).newest).toEqual([])
  expect((await scene.site.home({ ...ask, category: 'Category 3' })).newest).toEqual([])
})

test('every word of a search must occur, in any case and anywhere, and its signs mean themselves', async () => {
  expect(slugsOf(await scene.site.home({ ...ask, q: '  NUMBER   17 tagline ' }))).toEqual(
    // By name, and those of vendor 17, who has every fiftieth.
    [267, 217, 179, 178, 177, 176, 175, 174, 173, 172, 171, 170, 167, 117, 67, 17].map(syntheticSlug),
  )
  expect(await scene.site.home({ ...ask, q: 'vendor 7 number 57' })).toMatchObject({ total: 3 })
  for (const q of ['%', '_', '\\', "tool'", 'tool nothing-of-that-name'])
    expect(await scene.site.home({ ...ask, q }), q).toMatchObject({ total: 0 })
})

test('a category narrows the list, and is counted over all', async () => {
  const { total, tools, categories } = await scene.site.home({ ...ask, category: 'Category 3' })
  expect([total, tools.length]).toEqual([30, 24])
  expect(new Set(tools.map(({ category }) => category))).toEqual(new Set(['Category 3']))
  expect(categories).toEqual(Array.from({ length: 10 }, (_, index) => ({ name: `Category ${index}`, tools: 30 })))
})

test('pages past the last are empty, and those before the first are the first', async () => {
  expect(await scene.site.home({ ...ask, page: 99 })).toMatchObject({ total: count, tools: [] })
  for (const page of [0, -3, 1.5, Number.NaN, Number.POSITIVE_INFINITY])
    expect((await scene.site.home({ ...ask, page })).query.page, String(page)).toBe(1)
})

test('where pages lead is among the addresses, which grow with the tools and not with their square', async () => {
  const { tools, pairs } = await scene.site.pages()
  expect(tools).toHaveLength(count)
  // 150 pairs of records, and in each of ten categories the pairs among the nine newest (36) and 8 for each of the other 21.
  expect(pairs).toHaveLength(150 + 10 * (36 + 21 * 8))
  const known = new Set(pairs.map(({ slug }) => slug))
  expect(known.size).toBe(pairs.length)
  for (const n of [1, 2, 150, 299, 300]) {
    const view = expectKind(await scene.site.tool(syntheticSlug(n)), 'tool')
    expect(view.comparisons).toHaveLength(9)
    expect(view.others).toHaveLength(count - 1)
    for (const { slug } of view.comparisons) {
      expect(known.has(slug), slug).toBe(true)
      const comparison = expectKind(await scene.site.comparison(slug), 'comparison')
      expect(comparison.related).toHaveLength(6)
      for (const related of comparison.related) expect(known.has(related.slug), related.slug).toBe(true)
    }
  }
})

test('a page takes as many queries with few tools as with many', async () => {
  const small = await openTestSite()
  await insertSyntheticTools(small.db, 20)
  const visits = ({ site }: TestSite) => [
    () => site.refresh(),
    () => site.home(ask),
    () => site.tool('tool-0002'),
    () => site.comparison('tool-0001-vs-tool-0002'),
    () => site.figures(),
    () => site.persona('dx'),
    () => site.changes({ limit: 50 }),
    () => site.pages(),
  ]
  const countQueries = async (site: TestSite) => {
    let queries = 0
    site.pool.on('acquire', () => {
      queries += 1
    })
    const counts: number[] = []
    for (const visit of visits(site)) {
      queries = 0
      await visit()
      counts.push(queries)
    }
    return counts
  }
  expect(await countQueries(scene)).toEqual(await countQueries(small))
  await small.close()
})

/** The site with one record over tools of these slugs. */
async function openWithTools(slugs: readonly string[]) {
  const own = await openTestSite()
  const { tool } = sampleDossier()
  const dossiers = slugs.map((slug) => sampleDossier({ tool: { ...tool, slug, name: slug } }))
  await publishPanel(own.db, { dossiers, personas: [samplePersona()], runtime: own.runtime })
  await own.site.refresh()
  return own
}

test('names may hold what addresses part tools with, and the pair is still found', async () => {
  const own = await openWithTools(['code-vs-codium', 'code', 'zed'])
  const titleOf = async (pair: string) => expectKind(await own.site.comparison(pair), 'comparison').title
  expect(await titleOf('code--vs--code-vs-codium')).toBe('code vs code-vs-codium')
  expect(await titleOf('code-vs-codium--vs--zed')).toBe('code-vs-codium vs zed')
  const leads = async (pair: string, to: string) => expect(await own.site.comparison(pair)).toEqual({ kind: 'moved', to: `/compare/${to}` })
  // As it was before pairs were distinguished, and the other way round.
  await leads('code-vs-code-vs-codium', 'code--vs--code-vs-codium')
  await leads('code-vs-codium-vs-zed', 'code-vs-codium--vs--zed')
  await leads('zed-vs-code-vs-codium', 'code-vs-codium--vs--zed')
  await leads('zed--vs--code-vs-codium', 'code-vs-codium--vs--zed')
  await leads('code--vs--zed', 'code-vs-zed')
  expect(await own.site.comparison('code-vs-codium')).toEqual({ kind: 'not published' })
  const { pairs, formerPairs } = await own.site.pages()
  expect(pairs.map(({ slug }) => slug).sort()).toEqual(['code--vs--code-vs-codium', 'code-vs-codium--vs--zed', 'code-vs-zed'])
  expect(formerPairs.sort()).toEqual(['code-vs-code-vs-codium', 'code-vs-codium-vs-zed'])
  expect(expectKind(await own.site.comparison('code-vs-zed'), 'comparison').split).toMatchObject([{ persona: 'dx', agrees: true }])
  await own.close()
})

test.each([
  ['in the middle', ['a', 'a-vs-b', 'b-vs-c', 'c']],
  ['at an end', ['a', 'a-vs', 'vs-b', 'b']],
  ['as a whole', ['vs', 'vs-vs', 'a-vs', 'vs-a']],
])('six pairs of four tools have six addresses, each leads to its own pair, where slugs have vs %s', async (_where, slugs) => {
  const own = await openWithTools(slugs)
  const { pairs } = await own.site.pages()
  expect(new Set(pairs.map(({ slug }) => slug)).size).toBe(6)
  const found = []
  for (const { slug } of pairs) {
    const view = expectKind(await own.site.comparison(slug), 'comparison')
    expect(view.slug).toBe(slug)
    const shown = view.tools.map(({ tool }) => tool.slug)
    expect(readAddress(`https://site.example/compare?a=${shown[1]}&b=${shown[0]}`)).toMatchObject({ to: `/compare/${slug}` })
    found.push(shown.join(' and '))
  }
  expect(new Set(found).size).toBe(6)
  await own.close()
})

test('names with accents, ligatures and signs are found as readers write them, and sorted among the others', async () => {
  const own = await openTestSite()
  const { tool } = sampleDossier()
  const names = ['Zed', 'Élan 100%_done', 'Fjord', 'eﬃgy']
  const dossiers = names.map((name, index) => sampleDossier({ tool: { ...tool, slug: `named-${index}`, name, vendor: 'ÅNGSTRÖM' } }))
  await publishPanel(own.db, { dossiers, personas: [samplePersona()], runtime: own.runtime })
  await own.site.refresh()
  const find = async (q: string) => (await own.site.home({ ...ask, q, sort: 'name' })).tools.map(({ name }) => name)
  expect(await find('ångström')).toEqual(['eﬃgy', 'Élan 100%_done', 'Fjord', 'Zed'])
  for (const q of ['ÉLAN', '100%', '%', '_', '0%_D']) expect(await find(q), q).toEqual(['Élan 100%_done'])
  expect(await find('Effigy')).toEqual(['eﬃgy'])
  for (const q of ['1%0', '1_0', '\\%']) expect(await find(q), q).toEqual([])
  await own.close()
})

test('changes are given newest first, from an instant on and before another', async () => {
  const at = (minutes: number) => new Date(Date.parse('2026-10-01T00:00:00.000Z') + minutes * 60_000).toISOString()
  const changes = await scene.site.changes({ after: at(3), before: at(9), limit: 10 })
  expect(changes.map(({ at: when, path }) => [when, path])).toEqual([
    [at(7), '/compare/tool-0007-vs-tool-0008'],
    [at(5), '/compare/tool-0005-vs-tool-0006'],
    [at(3), '/compare/tool-0003-vs-tool-0004'],
  ])
  expect(changes[0]?.tools.map(({ slug }) => slug)).toEqual(['tool-0007', 'tool-0008'])
  expect(await scene.site.changes({ limit: 2 })).toHaveLength(2)
})
