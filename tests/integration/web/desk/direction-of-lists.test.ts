import { afterAll, beforeAll, expect, test } from 'vitest'
import { stringify } from 'yaml'
import type { Dossier } from '../../../../src/contracts/dossier.js'
import { createRuntime } from '../../../../src/platform/runtime.js'
import { unisolated } from '../../../support/foreign-text.js'
import { sampleDossier, samplePersona } from '../../../support/samples.js'
import { keepPanel } from '../../../support/web/desk/review-desk.js'
import { type Browser, openTestDesk, type TestDesk } from '../../../support/web/desk/test-desk.js'

const words = '7 כלי (4), סוף 3'
let desk: TestDesk
let admin: Browser

beforeAll(async () => {
  desk = await openTestDesk()
  await desk.addPerson('admin', 'Adda')
  const added = await desk.people.add({
    ...{ actor: { system: 'test' }, name: 'אדה 4', email: 'edda@example.org', role: 'editor', password: 'violet teapot under rain' },
  })
  expect(added.status).toBe('added')
  admin = await desk.signedIn('Adda')
})
afterAll(() => desk.close())

function inHebrew(): Dossier {
  const first = sampleDossier()
  const [source] = first.sources
  if (source === undefined) throw new Error('the sample has a source')
  return sampleDossier({
    tool: { ...first.tool, name: 'כלי 3', vendor: 'יצרן 3', category: 'סוג 3', tagline: words, description: words },
    license: { ...first.license, name: 'רישיון 2', summary: words },
    entryPrice: { ...first.entryPrice, label: 'חינם 0', note: words },
    rivals: ['אחד 1', 'שני 2'],
    facts: first.facts.map((fact) => ({ ...fact, statement: words })),
    sources: [{ ...source, title: words, publisher: 'מו״ל 3' }],
  })
}

test('lists, forms, a tool, people and the log: each text from outside has a direction of its own', async () => {
  const { sha256: _whole, sources, ...rest } = inHebrew()
  const dossier = stringify({ ...rest, sources: sources.map(({ sha256: _text, ...source }) => source) })
  const added = await admin.upload('/desk/tools/import', { dossier })
  expect(added.headers.get('location')).toBe('/desk/tools?said=added&tool=ferrydoc')
  for (const path of [
    '/desk',
    '/desk/tools',
    '/desk/tools?said=added&tool=ferrydoc',
    '/desk/tools/ferrydoc',
    '/desk/panels/new?tool=ferrydoc',
    '/auth/people',
    '/desk/audit',
  ]) {
    const html = await (await admin.get(path)).text()
    expect([path, unisolated(html)]).toEqual([path, []])
    if (/ferrydoc|tools|people/.test(path)) expect([path, /[\u0590-\u05ff]/.test(html)]).toEqual([path, true])
  }
})

test('a panel, its record and their logs: each text from outside has a direction of its own', async () => {
  const personas = [samplePersona({ seat: 'הבונה 1', question: words })]
  const wish = { dossiers: [inHebrew()], personas, jurors: ['ollama:a', 'ollama:b', 'ollama:c'], flags: [words] }
  const replyFor = ({ model }: { model: string }) => (model === 'ollama:b' ? null : { quote: `${words} [1]` })
  const { recordId, verdicts } = await keepPanel(
    { panels: desk.app.panels, runtime: createRuntime({ logLevel: 'silent' }) },
    { ...wish, replyFor },
  )
  const panelId = recordId.replace('rec_', 'pnl_')
  for (const verdictId of verdicts) {
    await admin.post(`/desk/records/${recordId}/waive`, { verdictId, kind: 'unscored', reason: words })
    await admin.post(`/desk/records/${recordId}/waive`, { verdictId, kind: 'flag', flag: words, reason: words })
  }
  for (const path of [
    ...['/desk', '/desk/panels', '/desk/records', '/desk/queue', '/desk/audit', '/desk/newsletter'],
    ...[`/desk/panels/${panelId}`, `/desk/panels/${panelId}/events`, `/desk/records/${recordId}`, `/desk/audit?record=${recordId}`],
  ]) {
    const response = await admin.get(path)
    const html = await response.text()
    expect([path, unisolated(html)]).toEqual([path, []])
    if (response.status === 200 && path !== '/desk/newsletter') expect([path, /[\u0590-\u05ff]/.test(html)]).toEqual([path, true])
  }
})
