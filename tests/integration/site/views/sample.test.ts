import { afterAll, beforeAll, expect, test } from 'vitest'
import { publishedToolSchema } from '../../../../src/contracts/site.js'
import { publishSamples, samplePublishedTools } from '../../../support/site/views/publish-samples.js'
import { expectKind, openTestSite, type TestSite } from '../../../support/site/views/test-site.js'

const [haiku, mistral] = ['claude-haiku-open-weights', 'mistral-3-instruct']
const pair = `${haiku}-vs-${mistral}`
const title = 'Claude Haiku Open Weights vs Mistral 3 8B & 70B Instruct'

let scene: TestSite
let recordId: string
beforeAll(async () => {
  scene = await openTestSite()
  ;({ recordId } = await publishSamples(scene.db, { runtime: scene.runtime }))
  await scene.site.refresh()
})
afterAll(() => scene.close())

test('the sample comparison, published by the rules of review, shows 50 % and 75 %, no votes, Free, and eight quotes', async () => {
  const view = expectKind(await scene.site.comparison(pair), 'comparison')
  expect(view).toMatchObject({ slug: pair, title, recordId, lean: { kind: 'leans', tool: mistral }, related: [] })
  expect(view.tools.map(({ tool }) => [tool.slug, tool.panelShip.percent, tool.panelShip.ships, tool.panelShip.calls])).toEqual([
    [haiku, 50, 2, 4],
    [mistral, 75, 3, 4],
  ])
  expect(view.tools.map(({ community, tool }) => [community.raw.percent, community.confirmed.percent, tool.entryPrice.label])).toEqual([
    [null, null, 'Free'],
    [null, null, 'Free'],
  ])
  expect(view.tools.flatMap(({ tool }) => tool.verdicts.flatMap(({ quote }) => quote ?? []))).toHaveLength(8)
  expect(view.personas.map(({ id }) => id)).toEqual(['dx', 'competitor', 'thesis', 'business'])
  expect(view.split.map(({ persona, agrees }) => [persona, agrees])).toEqual([
    ['dx', true],
    ['competitor', false],
    ['thesis', true],
    ['business', true],
  ])
  for (const { community: _community, ...tool } of view.tools) {
    const published = publishedToolSchema.parse(tool)
    expect(published).toMatchObject({ editors: 0, approval: { by: 'Okke', fourEyes: true }, recordTools: [haiku, mistral] })
    expect(published.provenance).toHaveLength(4)
    expect(published.provenance.every(({ all }) => all.total > 0 && all.changedPercent === 0)).toBe(true)
  }
})

test('the pair has one address: the other order leads to it, and what names no two published tools is not published', async () => {
  expect(await scene.site.comparison(`${mistral}-vs-${haiku}`)).toEqual({ kind: 'moved', to: `/compare/${pair}` })
  for (const nothing of [`${haiku}-vs-${haiku}`, `${haiku}-vs-nothing`, haiku, '-vs-', '', `${haiku}-vs-`, `${pair}-vs-${haiku}`])
    expect(await scene.site.comparison(nothing), nothing).toEqual({ kind: 'not published' })
})

test('whatever a reader asks for gets an answer', async () => {
  const hostile = ['a'.repeat(10_000), '-vs-'.repeat(2_500), `${haiku}\0`, '%', "'; DROP TABLE votes; --", '../..', '\ud800', 'ÄÖ']
  for (const text of hostile) {
    expect(await scene.site.comparison(text)).toEqual({ kind: 'not published' })
    expect(await scene.site.comparison(`${text}-vs-${haiku}`)).toEqual({ kind: 'not published' })
    expect(await scene.site.tool(text)).toEqual({ kind: 'not published' })
    expect(await scene.site.persona(text)).toEqual({ kind: 'not published' })
    expect(await scene.site.removeRedirect(text)).toBe(false)
    expect(await scene.site.home({ q: text, category: text, sort: 'ship', page: 1e20 })).toMatchObject({ tools: [], total: 0 })
    expect(await scene.site.addRedirect({ from: text, to: haiku, by: 'Edda' })).toMatchObject({ status: 'refused' })
  }
})

test('the tool page has its verdicts, its one publication, and what it can be compared with', async () => {
  const view = expectKind(await scene.site.tool(mistral), 'tool')
  expect(view.current.tool).toMatchObject({ slug: mistral, vendor: 'Mistral AI' })
  expect(view.history).toMatchObject([{ kind: 'published', recordId, recordTitle: title, publicReason: null, panelShip: { percent: 75 } }])
  expect(view.history[0]?.calls.map(({ seat, call }) => [seat, call])).toEqual([
    ['The Builder', 'ship'],
    ['The Skeptic', 'ship'],
    ['The Futurist', 'ship'],
    ['The Founder', 'skip'],
  ])
  expect(view.comparisons).toEqual([{ slug: pair, title, other: { slug: haiku, name: 'Claude Haiku Open Weights' } }])
  expect(view.others).toEqual([{ slug: haiku, name: 'Claude Haiku Open Weights' }])
})

test('home shows both tools and the newest comparison; feeds one change', async () => {
  const home = await scene.site.home({ q: '', category: null, sort: 'newest', page: 1 })
  expect(home).toMatchObject({ total: 2, pageSize: 24, categories: [{ name: 'Developer Tools', tools: 2 }] })
  expect(home.newest).toMatchObject([{ slug: pair, title, lean: { kind: 'leans', tool: mistral } }])
  const changes = await scene.site.changes({ limit: 10 })
  expect(changes).toMatchObject([
    { kind: 'published', recordId, title, path: `/compare/${pair}`, lean: { tool: mistral }, publicReason: null },
  ])
  expect(changes[0]?.tools.map(({ slug, entryPrice, calls }) => [slug, entryPrice, calls.length])).toEqual([
    [haiku, 'Free', 4],
    [mistral, 'Free', 4],
  ])
  expect(await scene.site.pages()).toMatchObject({ tools: [{ slug: haiku }, { slug: mistral }], pairs: [{ slug: pair }] })
})

test('a persona has its calls and its newest quotes', async () => {
  const view = expectKind(await scene.site.persona('competitor'), 'persona')
  expect(view).toMatchObject({ persona: { seat: 'The Skeptic' }, verdicts: 2, ships: 1, skips: 1 })
  expect(view.newest.map(({ tool, call }) => [tool.slug, call])).toEqual([
    [haiku, 'skip'],
    [mistral, 'ship'],
  ])
  expect(view.newest.every(({ quote }) => quote !== null && quote.length > 100)).toBe(true)
  expect((await scene.site.personas()).map(({ id }) => id)).toContain('thesis')
})

test('a publication without a touch of people is the sample word for word', async () => {
  const view = expectKind(await scene.site.comparison(pair), 'comparison')
  const words = (tools: readonly { tool: { verdicts: { quote: string | null }[] } }[]) =>
    tools.map(({ tool }) => tool.verdicts.map(({ quote }) => quote))
  expect(words(await samplePublishedTools())).toEqual(words(view.tools))
})
