import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createDossierStore } from '../../../../src/panels/store/dossiers.js'
import { sampleDossier, samplePersona } from '../../../support/samples.js'
import { draftPanel } from '../../../support/site/views/publish-samples.js'
import { type Browser, openTestDesk, type TestDesk } from '../../../support/web/desk/test-desk.js'

const attack = '<script>alert(1)</script>'
const dossier = sampleDossier()
const then = samplePersona({ id: 'dx', version: 1, template: 'You reviewed {{ tool }}.' })

let desk: TestDesk
let editor: Browser
let first: Awaited<ReturnType<typeof draftPanel>>
let second: Awaited<ReturnType<typeof draftPanel>>

beforeAll(async () => {
  desk = await openTestDesk()
  await desk.addPerson('editor', 'Edda')
  await desk.addPerson('reviewer', 'Rea')
  editor = await desk.signedIn('Edda')
  const of = { dossiers: [dossier] }
  first = await draftPanel(desk.app.db, { ...of, personas: [then], jurors: ['ollama:a'] })
  second = await draftPanel(desk.app.db, {
    ...{ ...of, personas: [samplePersona({ version: 2 })], jurors: ['ollama:b'] },
    replyFor: () => ({ call: 'skip', quote: `Small teams pay a lot for it [1], so I try it ${attack}` }),
  })
  // Its newest dossier is another by now.
  await createDossierStore(desk.app.db).add(sampleDossier({ asOf: '2026-11-25' }), { at: new Date('2100-01-01') })
})
afterAll(() => desk.close())

const textOf = async (answer: Promise<Response> | Response) => (await (await answer).text()).replaceAll('&#39;', "'")
const compare = (a: string, b: string, who = editor) => who.get(`/desk/panels/compare?a=${a}&b=${b}`)

test('two panels stand side by side, seat by seat: what differs, both calls, and the second quote against the first, word by word', async () => {
  const page = await textOf(compare(first.panelId, second.panelId))
  expect(page).toContain('Of 1 draft with a call on both sides, 0 are alike.')
  expect(page).toContain('Differs: model ollama:a → ollama:b; persona version 1 → 2; call ship → skip.')
  expect(page).toContain('<del>nothing </del> <ins>a lot </ins>')
  expect(page).toContain('Cited in both.')
  expect(page).not.toContain('<script>alert')
  expect(gzipSync(page).length).toBeLessThan(8_000)
  // Records stand for their panels.
  expect(await textOf(compare(first.recordId, second.recordId))).toContain('<del>nothing </del>')
})

test('a panel beside itself says that nothing differs; one that there is none of is not found', async () => {
  expect(await textOf(compare(first.panelId, first.panelId))).toContain('it is the same reply, out of the ledger.')
  for (const [a, b] of [
    [first.panelId, 'pnl_none'],
    ['', ''],
    [attack, first.panelId],
  ] as const)
    expect((await compare(encodeURIComponent(a), b)).status).toBe(404)
})

test('a panel’s page lists the panels over the same dossiers, each to be set beside it, and its record and verdict lead to drafting again', async () => {
  const page = await textOf(editor.get(`/desk/panels/${first.panelId}`))
  expect(page).toContain('Panels over the same dossiers')
  expect(page).toContain(`/desk/panels/compare?a=${first.panelId}&amp;b=${second.panelId}`)
  expect(page).toContain(`/desk/panels/new?again=${first.panelId}`)
  expect(await textOf(editor.get(`/desk/records/${first.recordId}`))).toContain(`/desk/panels/new?again=${first.panelId}`)
  const verdict = await textOf(editor.get(`/desk/records/${first.recordId}/verdicts/${first.seats[0]?.id}`))
  expect(verdict).toContain(`/desk/panels/new?again=${first.panelId}&amp;tool=ferrydoc&amp;persona=dx`)
  const reviewer = await desk.signedIn('Rea')
  const seen = await textOf(reviewer.get(`/desk/panels/${first.panelId}`))
  expect([seen.includes('Side by side'), seen.includes('Draft again')]).toEqual([true, false])
})

test('drafting again takes the dossier that was judged, not the newest, and offers each persona as it is and as it was', async () => {
  const page = await textOf(editor.get(`/desk/panels/new?again=${first.panelId}&persona=dx`))
  expect(page).toContain('<h1>Draft again</h1>')
  expect(page).toContain('as it was then')
  expect(page).toMatch(/id="persona-dx"[^>]*checked/)
  expect(page).toMatch(new RegExp(`id="persona-${then.sha256}"(?![^>]*checked)`))
  expect(page).toMatch(/the panel had version 1|edited since/)
  const asked = { again: first.panelId, tool: 'ferrydoc', replies: 'models', priority: 'editor', budget: '', otherJurors: 'ollama:c' }
  const both = await editor.post('/desk/panels', { ...asked, persona: ['dx', then.sha256] })
  expect([both.status, await textOf(both)]).toEqual([422, expect.stringContaining('choose one version of')])
  const started = await editor.post('/desk/panels', { ...asked, persona: then.sha256 })
  expect(started.status).toBe(303)
  const panelId = started.headers.get('location')?.split('/').at(-1) ?? ''
  const { plan } = await desk.app.panels.find(panelId)
  expect(plan.tools).toEqual([{ slug: 'ferrydoc', dossierSha256: dossier.sha256 }])
  expect(plan.personas).toEqual([{ id: 'dx', version: 1, sha256: then.sha256 }])
  const log = await textOf(editor.get('/desk/audit/export'))
  expect(log).toContain(`"again":"${first.panelId}"`)
  await desk.app.cancel(panelId, 'the test has ended')
  expect(await textOf(compare(first.panelId, panelId))).toContain('Differs: model ollama:a → ollama:c; call ship → none.')
})

test('a panel that there is none of cannot be drafted again', async () => {
  expect((await editor.get('/desk/panels/new?again=pnl_none')).status).toBe(404)
  const sent = await editor.post('/desk/panels', {
    again: 'pnl_none',
    tool: 'ferrydoc',
    persona: 'dx',
    otherJurors: 'ollama:c',
    budget: '',
  })
  expect([sent.status, await textOf(sent)]).toEqual([422, expect.stringContaining('the panel whose dossiers you chose is not known here')])
})

test('a reviewer who must call first sees no drafts here', async () => {
  const blind = await openTestDesk({ blindFirst: true })
  try {
    await blind.addPerson('reviewer', 'Rea')
    const { panelId } = await draftPanel(blind.app.db, { dossiers: [dossier], personas: [then] })
    const answer = await compare(panelId, panelId, await blind.signedIn('Rea'))
    expect([answer.status, await textOf(answer)]).toEqual([403, expect.not.stringContaining('Small teams')])
  } finally {
    await blind.close()
  }
})
