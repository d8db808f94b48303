import { afterAll, beforeAll, expect, test } from 'vitest'
import { stringify } from 'yaml'
import type { Dossier } from '../../../../src/contracts/dossier.js'
import type { Plan } from '../../../../src/contracts/plan.js'
import type { Draft } from '../../../../src/contracts/verdict.js'
import { planPanel } from '../../../../src/panels/plan/plan-panel.js'
import { buildRecord } from '../../../../src/panels/record/build-record.js'
import { sha256 } from '../../../../src/platform/hash.js'
import { sampleContent, sampleDossier, samplePersona } from '../../../support/samples.js'
import { type Browser, openTestDesk, type TestDesk } from '../../../support/web/desk/test-desk.js'

let desk: TestDesk
let editor: Browser

beforeAll(async () => {
  desk = await openTestDesk()
  await desk.addPerson('editor', 'Edda')
  editor = await desk.signedIn('Edda')
})
afterAll(() => desk.close())

/** Breaks out of text, attributes, scripts and comments, whichever it lands in. */
const attack = `"><script>alert(1)</script><img src=x onerror=alert(1)>' onfocus='alert(1)' autofocus x='<!--</title></textarea></style>javascript:alert(1)`

/** As much of it as a name may hold: a dossier's names are short, and no sentence may follow another in them. */
const shortAttack = `"><script>alert(1)</script><!--'`
const names = /^(?:name|shortName|vendor|category|label|per|\d+)$/

/** Every text of a document made hostile, but those that the form of a dossier fixes. */
function hostile<T>(document: T): T {
  const fixed =
    /^(?:schema|slug|id|source|kind|origin|commercialUse|asOf|publishedOn|retrievedOn|quote|text|sha256|ask|call|status|answer|deadline)$/
  return JSON.parse(JSON.stringify(document), (key, value: unknown) => {
    if (typeof value !== 'string' || fixed.test(key) || key === '') return value
    if (names.test(key)) return `${value} ${shortAttack}`
    return key === 'url' ? `https://example.com/"><script>alert(1)</script>` : `${value} ${attack}`
  })
}

/** No element or attribute of the page came from the attack. */
async function expectHarmless(path: string): Promise<string> {
  const response = await editor.get(path)
  const text = await response.text()
  expect([path, response.status]).toEqual([path, 200])
  expect(text).not.toMatch(/<script(?! src="\/desk\/assets\/)|<img|<style|<!--/)
  // Attribute values are quoted and hold no bare quote, so that what is left outside of them is names.
  const names = text.replaceAll(/="[^"]*"/g, '')
  expect(names).not.toMatch(/<[^>]*\s(?:on[a-z]+|autofocus|style)[\s=/>]/)
  expect(text).not.toMatch(/(?:href|src|action)="\s*javascript:/i)
  return text
}

const dossier = hostile(sampleDossier({ rivals: [shortAttack] }))
const personas = [samplePersona({ seat: `The Builder ${attack}`, question: attack })]

function toYaml({ sha256: _whole, sources, ...rest }: Dossier): string {
  return stringify({ ...rest, sources: sources.map(({ sha256: _text, ...source }) => source) })
}

test('a dossier whose every text attacks is kept as written, and shown as text everywhere', async () => {
  const added = await editor.upload('/desk/tools/import', { dossier: toYaml(dossier) })
  expect(added.headers.get('location')).toBe('/desk/tools?said=added&tool=ferrydoc')
  for (const path of [
    '/desk',
    '/desk/tools',
    '/desk/tools?said=added&tool=ferrydoc',
    '/desk/tools/ferrydoc',
    '/desk/panels/new?tool=ferrydoc',
  ]) {
    const text = await expectHarmless(path)
    if (path.includes('ferrydoc')) expect(text).toContain('&lt;script&gt;alert(1)')
  }
})

test.each([
  ['a NUL', '\0'],
  ['half of a pair of surrogates', '\uD800'],
])('a dossier with %s in its words breaks no list: it is refused, or shown with it written out', async (_name, character) => {
  const { tool } = sampleDossier()
  const odd = sampleDossier({ tool: { ...tool, slug: 'odd', name: 'Odd', tagline: 'Odd words' } })
  const text = toYaml(odd).replace('tagline: Odd words', `tagline: ${JSON.stringify(`Odd ${character} words`)}`)
  const response = await editor.upload('/desk/tools/import', { dossier: text })
  expect([303, 422]).toContain(response.status)
  for (const path of ['/desk/tools', '/desk/panels/new', '/desk']) await expectHarmless(path)
  if (response.status === 303) await expectHarmless('/desk/tools/odd')
})

test('what a model replies is shown as text on the panel’s page, in its stream, on the record’s page and in the lists', async () => {
  const { plan, recordId } = await keepHostilePanel()
  for (const path of [
    `/desk/panels/${plan.panelId}`,
    `/desk/panels/${plan.panelId}/events`,
    `/desk/records/${recordId}`,
    '/desk/records',
    '/desk/panels',
    '/desk',
  ]) {
    await expectHarmless(path)
  }
  expect(await expectHarmless(`/desk/records/${recordId}`)).toContain('&lt;script&gt;alert(1)')
})

test('reasons that people send are shown as text, and an attack in a waiver’s fields waives nothing', async () => {
  const { recordId, plan } = await keepHostilePanel()
  const [seat] = plan.seats
  const fields = { verdictId: seat?.id ?? '', kind: 'flag', flag: attack, reason: attack }
  const refused = await editor.post(`/desk/records/${recordId}/waive`, fields)
  expect([303, 404, 409, 422]).toContain(refused.status)
  for (const path of [`/desk/records/${recordId}`, `/desk/audit?record=${recordId}`, '/desk/audit']) await expectHarmless(path)
})

test.each([
  ['nothing', ''],
  ['white space', ' \n\t '],
  ['what is no YAML', '{{{{'],
  ['a list', '- 1\n- 2\n'],
  ['10,000 characters without a break', 'x'.repeat(10_000)],
  ['a key 10,000 characters long', `${'k'.repeat(10_000)}: 1\n`],
  ['deep nesting', `a: ${'['.repeat(5_000)}`],
  ['many aliases', `a: &a [1]\nb: [${'*a,'.repeat(2_000)}]\n`],
  ['half of a pair of surrogates', 'schema: "\\uD800"\n'],
  ['a NUL', 'schema: "\\0"\n'],
  ['a polluting key', '__proto__: { polluted: true }\nconstructor: 1\n'],
  ['the closing tag of its field', `</textarea>${attack}\n`],
])('a dossier of %s is refused with its problems, and what was sent is in the field again', async (_name, text) => {
  const before = (await desk.app.panels.recent(50)).length
  const response = await editor.upload('/desk/tools/import', { dossier: text })
  const page = await response.text()
  expect(response.status).toBe(422)
  expect(page).toMatch(/Line \d+, column \d+/)
  expect(page).toContain('nothing was stored')
  const [, kept = ''] = /<textarea[^>]*>\n?([^<]*)<\/textarea>/.exec(page) ?? []
  if (text.trim() !== '') expect(kept.slice(0, 20)).toBe(escaped(text).slice(0, 20))
  expect(page).not.toMatch(/<script(?! src="\/desk\/assets\/)|<img/)
  expect((await desk.app.panels.recent(50)).length).toBe(before)
})

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll("'", '&#39;')
}

test.each([
  ['no tool', { tool: [] }, /choose one tool/],
  ['a tool that is not known', { tool: ['ferrydoc', attack] }, /not known here/],
  ['no persona', { persona: [] }, /choose one persona/],
  ['no juror', { otherJurors: '' }, /choose a model/],
  ['a juror that is none', { otherJurors: attack }, /write provider:model/],
  ['a juror of 10,000 characters', { otherJurors: `ollama:${'x'.repeat(10_000)}` }, /write provider:model/],
  ['a provider no one knows', { otherJurors: 'nobody:model' }, /nobody/],
  ['a budget that is no amount', { budget: '1e400' }, /write US dollars/],
  ['a negative budget', { budget: '-1' }, /write US dollars/],
  ['an endless budget', { budget: '9'.repeat(10_000) }, /write US dollars/],
])('a panel with %s is not started; the form says why and keeps what was sent', async (_name, fields, why) => {
  const before = (await desk.app.panels.recent(50)).length
  const whole = { tool: ['ferrydoc'], persona: ['dx'], replies: 'models', otherJurors: 'ollama:a', budget: '1.50', priority: 'background' }
  const response = await editor.post('/desk/panels', { ...whole, ...fields })
  const page = await response.text()
  expect(response.status).toBe(422)
  expect(page).toContain('The panel was not started')
  expect(page).toMatch(why)
  expect(page).toMatch(/id="priority-background"[^>]*checked/)
  expect(page).not.toMatch(/<script(?! src="\/desk\/assets\/)|<img/)
  expect((await desk.app.panels.recent(50)).length).toBe(before)
})

test('fields that the form does not have change nothing', async () => {
  const fields = { tool: ['ferrydoc'], persona: ['dx'], replies: 'models', otherJurors: 'ollama:a', budget: '0.25', priority: 'admin' }
  const started = await editor.post('/desk/panels', {
    ...fields,
    panelId: 'pnl_mine',
    status: 'finished',
    actor: 'admin',
    recordingSet: 'x',
  })
  expect(started.status).toBe(303)
  const [panel] = await desk.app.panels.recent(1)
  expect(panel).toMatchObject({
    status: 'running',
    priority: 'editor',
    plan: { budgetUsd: 0.25, recordingSet: null, jurors: ['ollama:a'] },
  })
  expect(started.headers.get('location')).toBe(`/desk/panels/${panel?.panelId}`)
  await desk.app.cancel(panel?.panelId ?? '', 'the test has ended')
})

async function keepHostilePanel(): Promise<{ plan: Plan; recordId: string }> {
  const { panels } = desk.app
  const panelId = `pnl_${sha256(`${(await panels.recent(50)).length}`).slice(0, 24)}`
  const plan = planPanel({ panelId, dossiers: [dossier], personas, jurors: ['ollama:a', 'ollama:b'], recordingSet: null, budgetUsd: null })
  const at = new Date('2026-11-22T10:00:00.000Z')
  await panels.create({
    plan,
    documents: { dossiers: [dossier], personas, recordings: [] },
    requestSha256: sha256(panelId),
    priority: 'editor',
    createdAt: at,
  })
  for (const [index, { id: seatId, model }] of plan.seats.entries()) {
    await panels.startSeat({ seatId, run: 1, at })
    const provenance = {
      model,
      origin: 'recorded' as const,
      callKey: sha256(seatId),
      callKeys: [sha256(seatId)],
      usage: null,
      costUsd: null,
      latencyMs: 4,
    }
    const outcome =
      index === 0
        ? { status: 'drafted' as const, draft: hostileDraft(), ...provenance }
        : { status: 'unscored' as const, kind: 'provider-failure' as const, reason: attack, rawText: `${attack}\0`, ...provenance }
    await panels.finishSeat({ seatId, outcome, at })
  }
  const { seats } = await panels.find(panelId)
  const outcomes = seats.flatMap(({ seat, outcome }) => (outcome === null ? [] : [{ seat, outcome }]))
  const run = {
    startedAt: at.toISOString(),
    finishedAt: at.toISOString(),
    wallTimeMs: 0,
    replies: { called: 2, fromLedger: 0, replayed: 0 },
    spentUsd: null,
  }
  const record = buildRecord({ plan, dossiers: [dossier], personas, outcomes, run })
  await panels.saveRecord(record, 1)
  return { plan, recordId: record.id }
}

function hostileDraft(): Draft {
  const { evidence, ...words } = sampleContent({
    quote: `${attack} [1]`,
    answers: [{ ask: 'primitive', answer: attack }],
    predictions: [{ statement: attack, deadline: '2027-01-01', probability: 0.5, resolution: attack }],
  })
  const missing = evidence.map((item) => ({ ...item, quote: attack, shows: attack, status: 'not found' as const, why: attack }))
  return { schema: 'panel.draft/1', ...words, evidence: missing, flags: [attack] }
}
