import { afterEach, expect, test } from 'vitest'
import type { Dossier } from '../../../../src/contracts/dossier.js'
import { readDossierNow } from '../../../../src/evidence/freshness/read-dossier.js'
import { readFacts } from '../../../../src/evidence/freshness/read-facts.js'
import { createDossierVersions } from '../../../../src/panels/store/dossier-versions.js'
import { createDossierStore } from '../../../../src/panels/store/dossiers.js'
import { panelOfRefresh, planRefresh, type RefreshParts, storeRefresh } from '../../../../src/review/refresh-tool.js'
import { type FreshScene, openFreshScene } from '../../../support/evidence/freshness/fresh-scene.js'
import { samplePersona } from '../../../support/samples.js'
import { publishPanel, reviewOf } from '../../../support/site/views/publish-samples.js'

let scene: FreshScene
afterEach(() => scene.close())

const html = (body: string) => `<!doctype html><html lang="en"><head><title>Ferrydoc</title></head><body><main>${body}</main></body></html>`
const readme = (machines: string, more = '') =>
  html(
    `<h1>Ferrydoc</h1><p>Ferrydoc runs on ${machines} and searches the documentation of a team.</p><p>It is written in Rust, and its index is small. ${more}</p>`,
  )
const pricing = (price: string) =>
  html(
    `<h1>Pricing</h1><p>Ferrydoc has two plans, and both hold as many pages as you have.</p><table><tr><th>Plan</th><th>Price</th></tr><tr><td>Team</td><td>${price} per month</td></tr><tr><td>Business</td><td>$90 per month</td></tr></table>`,
  )
const slug = 'ferrydoc'
const never = new AbortController().signal
const [builder, skeptic] = [samplePersona(), samplePersona({ id: 'competitor', seat: 'The Skeptic' })]

/** The builder cites the readme, and the skeptic the prices. */
async function publishTwo(): Promise<Dossier> {
  const read = await scene.dossierOf(['/', '/pricing'])
  const quoteOf = (id: string, words: string) =>
    read.sources
      .find((source) => source.id === id)
      ?.text.split('\n')
      .find((line) => line.includes(words)) ?? ''
  const facts = [
    { id: 'machine', statement: 'It runs on one machine.', source: 'readme', quote: quoteOf('readme', 'one machine') },
    { id: 'rust', statement: 'It is written in Rust.', source: 'readme', quote: quoteOf('readme', 'Rust') },
  ]
  const { checkDossierFile } = await import('../../../../src/panels/dossier/parse-dossier.js')
  const { sha256: _hash, ...rest } = read
  const sources = rest.sources.map(({ sha256: _text, units: _units, steering: _steering, ...source }) => source)
  const entryPrice = { label: '$20 per month', amountUsd: 20, per: 'month', note: null, asOf: read.asOf, source: 'source-2' }
  const checked = checkDossierFile({ ...rest, asOf: '2026-11-22', facts, entryPrice: { ...entryPrice, asOf: '2026-11-22' }, sources })
  if ('findings' in checked) throw new Error(JSON.stringify(checked.findings))
  const { dossier } = checked
  const [, price] = dossier.sources
  const line = price?.text.split('\n').find((each) => each.includes('two plans')) ?? ''
  const replyFor = ({ persona }: { persona: string }) => ({
    evidence: [
      persona === builder.id
        ? { source: 'readme', quote: facts[0]?.quote ?? '', shows: 'One machine.' }
        : { source: 'source-2', quote: line, shows: 'Two plans.' },
    ],
  })
  await publishPanel(scene.db, { dossiers: [dossier], personas: [builder, skeptic], replyFor, runtime: scene.runtime })
  await scene.site.refresh()
  return dossier
}

const parts = (): RefreshParts => {
  const dossiers = createDossierStore(scene.db)
  return {
    runtime: scene.runtime,
    slugs: async () => (await dossiers.tools()).map(({ newest }) => newest.slug),
    newestDossier: async (of) => {
      const [newest] = await dossiers.versions(of)
      return newest === undefined ? null : dossiers.find(newest.sha256)
    },
    dossierVersions: createDossierVersions(scene.db),
    marksFor: reviewOf(scene.db, scene.runtime).marksFor,
    published: async (of) => {
      const head = (await scene.store.publishedDossiers()).find(({ tool }) => tool === of)
      const found = head === undefined ? null : await scene.reviews.publication(head.recordId)
      return head === undefined || found?.publication == null ? null : { recordId: head.recordId, content: found.publication.content }
    },
    readNow: (dossier, signal) => readDossierNow({ readers: scene.readers, readFacts }, dossier, signal),
    personas: async () => [builder, skeptic],
  }
}

test('a changed price runs the seats that cite its page, and only those, on a new version of the dossier', async () => {
  scene = await openFreshScene({ '/': readme('one machine'), '/pricing': pricing('$20') })
  const before = await publishTwo()
  scene.pages.set('/pricing', pricing('$25'))
  scene.forward(2)
  const plan = await planRefresh(parts(), slug, never)
  expect(plan.sources.map(({ source, outcome }) => [source, outcome])).toEqual([
    ['readme', 'same'],
    ['source-2', 'changed'],
  ])
  expect(plan.personas.map(({ id }) => id)).toEqual(['competitor'])
  expect(plan.dossier.entryPrice).toMatchObject({ label: '$25 per month', amountUsd: 25, asOf: '2026-11-24' })
  expect(plan.dossier.facts).toEqual(before.facts)
  expect(plan.fields).toContainEqual({ field: 'entry price', before: '$20 per month', after: '$25 per month', status: 'replaced' })
  expect(panelOfRefresh(plan, { budgetUsd: 1 })).toMatchObject({ dossiers: [plan.dossier], jurors: ['ollama:llama3.1:8b'], budgetUsd: 1 })

  await storeRefresh(parts(), plan, undefined)
  const versions = await createDossierStore(scene.db).versions(slug)
  expect(versions.map(({ sha256 }) => sha256)).toEqual([plan.dossier.sha256, before.sha256])
  const { entries } = await reviewOf(scene.db, scene.runtime).audit.list({})
  expect(entries.map(({ action }) => action)).toContain('refresh a dossier')
  // Once more: nothing changed since, and the seats that cite what changed are still to run.
  const again = await planRefresh(parts(), slug, never)
  expect(again.dossier.sha256).toBe(plan.dossier.sha256)
  expect(again.personas.map(({ id }) => id)).toEqual(['competitor'])
})

test('facts whose passage is gone are left out and said, the others stay', async () => {
  scene = await openFreshScene({ '/': readme('one machine'), '/pricing': pricing('$20') })
  await publishTwo()
  scene.pages.set('/', readme('three machines'))
  const plan = await planRefresh(parts(), slug, never)
  expect(plan.personas.map(({ id }) => id)).toEqual(['dx'])
  expect(plan.dossier.facts.map(({ id }) => id)).toContain('rust')
  expect(plan.dossier.facts.map(({ id }) => id)).not.toContain('machine')
  expect(plan.fields).toContainEqual({ field: 'fact', before: 'It runs on one machine.', after: null, status: 'left out' })
  expect(plan.dossier.sources[0]?.text).toContain('three machines')
  expect(plan.dossier.sources[0]?.capture?.fetchedAt).not.toBe(plan.base.sources[0]?.capture?.fetchedAt)
})

test('where nothing changed, or a page is gone, there is nothing to store and no one to ask', async () => {
  scene = await openFreshScene({ '/': readme('one machine'), '/pricing': pricing('$20') })
  const before = await publishTwo()
  const plan = await planRefresh(parts(), slug, never)
  expect(plan).toMatchObject({ dossier: before, personas: [], fields: [] })
  expect(panelOfRefresh(plan, { budgetUsd: null })).toBeNull()
  await storeRefresh(parts(), plan, undefined)
  expect(await createDossierStore(scene.db).versions(slug)).toHaveLength(1)

  scene.pages.set('/pricing', { status: 410, body: 'gone' })
  const gone = await planRefresh(parts(), slug, never)
  expect(gone.sources[1]).toMatchObject({ outcome: 'gone', message: expect.stringContaining('/pricing') })
  expect(gone.dossier).toBe(gone.base)
})

test('a tool that there is none of is refused with the nearest name', async () => {
  scene = await openFreshScene({ '/': readme('one machine'), '/pricing': pricing('$20') })
  await publishTwo()
  await expect(planRefresh(parts(), 'ferydoc', never)).rejects.toThrow('there is no tool "ferydoc". Did you mean ferrydoc?')
  await expect(planRefresh(parts(), 'zebra', never)).rejects.toThrow('There are: ferrydoc')
})
