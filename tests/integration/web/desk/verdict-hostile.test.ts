import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Dossier } from '../../../../src/contracts/dossier.js'
import { hashJson, sha256 } from '../../../../src/platform/hash.js'
import { sampleDossier, samplePersona } from '../../../support/samples.js'
import { formOf, openReviewDesk, type ReviewDesk, type Visitor } from '../../../support/web/desk/review-desk.js'

/** Breaks out of text, attributes, textareas, titles and comments, and reorders what it is in. */
const attack = `</textarea></title>--><script>alert(1)</script><img src=x onerror=alert(1)>" onmouseover="alert(1)' {{7*7}} \u202e`
let desk: ReviewDesk
let rea: Visitor
let panel: Awaited<ReturnType<ReviewDesk['panel']>>

const flag = `the source says ${attack}`
const passage = `It costs ${attack} nothing.`

function hostileDossier(): Dossier {
  const first = sampleDossier()
  const [source] = first.sources
  if (source === undefined) throw new Error('the sample has a source')
  const text = `Before. ${passage} After ${attack}.`
  return sampleDossier({
    tool: { ...first.tool, name: `Tool ${attack}`, vendor: attack, category: attack, tagline: attack, description: attack },
    license: { ...first.license, name: attack, summary: attack },
    entryPrice: { ...first.entryPrice, label: attack, note: attack },
    rivals: [attack],
    facts: [{ id: 'fact', statement: attack, source: 'readme', quote: passage }],
    sources: [
      { ...source, title: attack, publisher: attack, url: 'https://example.com/"><script>alert(1)</script>', text, sha256: sha256(text) },
    ],
  })
}

const hostileReply = {
  quote: `A claim ${attack} [1]. Another ${attack}.`,
  answers: [
    { ask: 'primitive', answer: attack },
    { ask: 'moat', answer: 'thin' },
  ],
  evidence: [
    { source: 'readme', quote: passage, shows: attack },
    { source: 'readme', quote: `nowhere ${attack}`, shows: attack },
  ],
  predictions: [{ statement: attack, deadline: '2027-01-01', probability: 0.5, resolution: attack }],
}

beforeAll(async () => {
  desk = await openReviewDesk()
  await desk.addPerson('editor', `Rea ${attack}`.slice(0, 78).replace('\u202e', ''))
  const other = await desk.addPerson('editor', 'Edda')
  rea = desk.visitor()
  await rea.signIn(`Rea ${attack}`.slice(0, 78).replace('\u202e', ''))
  const personas = [samplePersona({ seat: `The ${attack}`, question: attack, asks: [...samplePersona().asks] })]
  const dossier = hostileDossier()
  panel = await desk.panel({
    dossiers: [{ ...dossier, sha256: hashJson({ ...dossier, sha256: undefined }) }],
    personas,
    jurors: ['ollama:a', `ollama:<script>alert(1)</script>`],
    replyFor: () => hostileReply,
    flags: [flag],
  })
  const [, sibling = ''] = panel.verdicts
  await desk.review.comment({ actor: other, recordId: panel.recordId, verdictId: sibling, text: attack })
})
afterAll(async () => {
  expect(desk.failures).toEqual([])
  await desk.close()
})

/** Nothing of the attack is markup, and nothing of it hides what is beside it. */
function expectHarmless(html: string): void {
  expect(html).not.toMatch(/<script(?! src="\/desk\/assets\/)/i)
  expect(html).not.toMatch(/<img/i)
  const bare = html.replace(/="[^"]*"/g, '=')
  expect(bare).not.toMatch(/<[^>]*\s(?:on[a-z]+|style)=/i)
  expect(html).not.toMatch(/<style/i)
  expect(html).not.toMatch(/(?:href|src|action|formaction)="\s*(?:javascript|data:text)/i)
  // Fields hold texts as they are, so that saving changes none; everything else spells invisible characters out.
  expect(html.replace(/<textarea[\s\S]*?<\/textarea>|\svalue="[^"]*"/g, '')).not.toContain('\u202e')
  // What leaves the textareas is escaped: there are as many ends as beginnings.
  expect(html.match(/<\/textarea>/g)?.length ?? 0).toBe(html.match(/<textarea/g)?.length ?? 0)
}

test('the editor shows what models and sources wrote as text', async () => {
  const html = await rea.page(panel.path)
  expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
  expectHarmless(html)
  expect(formOf(html, `${panel.path}/save`)).toMatchObject({ quote: hostileReply.quote, 'evidence.0.quote': passage })
})

test('so do the history, the queue and each page that says why something was not done', async () => {
  expectHarmless(await rea.page('/desk/queue'))
  for (const id of panel.verdicts) expectHarmless(await rea.page(`/desk/queue?at=${id}`))
  const fields = formOf(await rea.page(panel.path), `${panel.path}/save`)
  const { text } = await rea.follow(`${panel.path}/save`, { ...fields, quote: `${attack} [1] mine`, do: 'save', reason: attack })
  expectHarmless(text)
  expectHarmless(await rea.page(`${panel.path}/history?from=1&to=2`))
  const stale = await rea.follow(`${panel.path}/save`, { ...fields, quote: `${attack} [1] late`, do: 'save', reason: attack })
  expect(stale.status).toBe(409)
  expectHarmless(stale.text)
  const merged = await rea.follow(`${panel.path}/merge`, { ...formOf(stale.text, `${panel.path}/merge`), do: 'merge' })
  expectHarmless(merged.text)
  const forms: Record<string, Record<string, string>> = {
    save: { ...fields, base: '2', quote: attack.repeat(200), do: 'save', reason: attack },
    return: { base: '2', note: attack.repeat(60) },
    comments: { text: attack.repeat(60) },
    assign: { to: attack, note: attack },
    waive: { kind: 'flag', flag: attack, reason: attack },
    call: { base: '2', call: attack, reason: attack, back: 'queue' },
    restore: { base: '2', restores: '1', reason: attack.repeat(60) },
  }
  for (const [name, form] of Object.entries(forms)) {
    const response = await rea.follow(`${panel.path}/${name}`, form)
    expect([name, response.status >= 400 && response.status < 500]).toEqual([name, true])
    expectHarmless(response.text)
  }
})

test('what people wrote is text as well: comments, notes, reasons, names', async () => {
  await rea.follow(`${panel.path}/comments`, { text: attack })
  await rea.follow(`${panel.path}/return`, { base: '2', note: attack })
  await rea.follow(`${panel.path}/waive`, { kind: 'flag', flag, reason: attack })
  const html = await rea.page(panel.path)
  expect(html).toContain('Kept:')
  expectHarmless(html)
  expectHarmless(await rea.page(`/desk/queue?at=${panel.verdict}`))
})

test('the word behind an action comes from a list, not from the address', async () => {
  const html = await rea.page(`${panel.path}?done=${encodeURIComponent(attack)}`)
  expectHarmless(html)
  expect(await rea.page(`${panel.path}?done=__proto__`)).not.toContain('class="said"')
})

test('every page comes with a policy that runs no inline script and no inline style, and is kept in no cache', async () => {
  for (const path of [panel.path, `${panel.path}/history`, '/desk/queue']) {
    const { headers } = await rea.get(path)
    const policy = headers.get('content-security-policy') ?? ''
    expect(policy).toContain("default-src 'none'")
    expect(policy).not.toContain('unsafe')
    expect(headers.get('cache-control')).toBe('no-store')
  }
})
