import { afterAll, beforeAll, expect, test } from 'vitest'
import { hashJson, sha256 } from '../../../../src/platform/hash.js'
import { unisolated } from '../../../support/foreign-text.js'
import { sampleDossier, samplePersona } from '../../../support/samples.js'
import { formOf, openReviewDesk, type ReviewDesk, type Visitor } from '../../../support/web/desk/review-desk.js'

const words = '7 כלי (4). סוף 3'
const passage = 'משפט 3 (מצוטט).'
let desk: ReviewDesk
let rea: Visitor
let panel: Awaited<ReturnType<ReviewDesk['panel']>>

function dossierOf() {
  const first = sampleDossier()
  const [source] = first.sources
  if (source === undefined) throw new Error('the sample has a source')
  const text = `לפני. ${passage} אחרי.`
  const dossier = sampleDossier({
    tool: { ...first.tool, name: 'כלי 3.0', vendor: words, category: words, tagline: words, description: words },
    license: { ...first.license, name: words, summary: words },
    entryPrice: { ...first.entryPrice, label: words, note: words },
    rivals: ['אחד 1', 'שני 2'],
    facts: [{ id: 'fact', statement: words, source: 'readme', quote: passage }],
    sources: [{ ...source, title: words, publisher: words, text, sha256: sha256(text) }],
  })
  return { ...dossier, sha256: hashJson({ ...dossier, sha256: undefined }) }
}

const reply = {
  quote: `${words} [1]. ${words}.`,
  answers: [
    { ask: 'primitive', answer: words },
    { ask: 'moat', answer: 'thin' },
  ],
  evidence: [
    { source: 'readme', quote: passage, shows: words },
    { source: 'readme', quote: `אין כזה ${words}`, shows: words },
  ],
  predictions: [{ statement: words, deadline: '2027-01-01', probability: 0.5, resolution: words }],
}

beforeAll(async () => {
  desk = await openReviewDesk()
  await desk.addPerson('editor', 'rea רעיה 3')
  const other = await desk.addPerson('editor', 'edda אדה 4')
  rea = desk.visitor()
  await rea.signIn('rea רעיה 3')
  const persona = samplePersona({ seat: 'הבונה 1', question: words, asks: [...samplePersona().asks] })
  panel = await desk.panel({
    dossiers: [dossierOf()],
    personas: [persona],
    jurors: ['ollama:a', 'ollama:b'],
    replyFor: () => reply,
    flags: [words],
  })
  const [, sibling = ''] = panel.verdicts
  await desk.review.comment({ actor: other, recordId: panel.recordId, verdictId: sibling, text: words })
})
afterAll(async () => {
  expect(desk.failures).toEqual([])
  await desk.close()
})

function expectIsolated(name: string, html: string): void {
  expect([name, unisolated(html)]).toEqual([name, []])
  expect([name, /[\u0590-\u05ff]/.test(html)]).toEqual([name, true])
}

test('in the editor, the queue, the history and what is said of a step, each text from outside has a direction of its own', async () => {
  expectIsolated('queue', await rea.page('/desk/queue'))
  for (const id of panel.verdicts) expectIsolated(`queue at ${id}`, await rea.page(`/desk/queue?at=${id}`))
  const html = await rea.page(panel.path)
  expectIsolated('editor', html)
  const fields = formOf(html, `${panel.path}/save`)
  expect(fields).toMatchObject({ quote: reply.quote, 'evidence.0.quote': passage })
  const saved = await rea.follow(`${panel.path}/save`, { ...fields, quote: `${words} [1] שלי`, do: 'save', reason: words })
  expectIsolated('saved', saved.text)
  expectIsolated('history', await rea.page(`${panel.path}/history?from=1&to=2`))
  const stale = await rea.follow(`${panel.path}/save`, { ...fields, quote: `${words} [1] מאוחר`, do: 'save', reason: words })
  expect(stale.status).toBe(409)
  expectIsolated('stale', stale.text)
  expectIsolated('merge', (await rea.follow(`${panel.path}/merge`, { ...formOf(stale.text, `${panel.path}/merge`), do: 'merge' })).text)
  await rea.follow(`${panel.path}/comments`, { text: words })
  await rea.follow(`${panel.path}/return`, { base: '2', note: words })
  await rea.follow(`${panel.path}/waive`, { kind: 'flag', flag: words, reason: words })
  expectIsolated('editor with remarks', await rea.page(panel.path))
  expectIsolated('account', await rea.page('/auth/account'))
})
