import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { VerdictContent } from '../../../src/contracts/revision.js'
import { type Desk, editor, expectStatus, openDesk, otherEditor, reviewer } from '../../support/review/desk.js'
import { type SampleContent, sampleContent } from '../../support/samples.js'

let desk: Desk
beforeAll(async () => {
  desk = await openDesk()
})
afterAll(() => desk.close())

const stated = 'It is free for teams of up to five people.'
const mistyped = 'It is free for taems of up to five people.'
const altered = 'It is free for teams of up to nine people.'

const withQuote = (quote: string, more: Partial<SampleContent> = {}) =>
  sampleContent({ evidence: [{ source: 'readme', quote, shows: 'Small teams pay nothing.' }], ...more })

async function openVerdict() {
  const { recordId, verdicts } = await desk.panel()
  const [verdictId = ''] = verdicts
  return { recordId, verdictId, actor: editor }
}

async function currentOf({ recordId, verdictId }: { recordId: string; verdictId: string }) {
  return expectStatus(await desk.actions().verdict(recordId, verdictId, editor), 'done')
}

async function loggedOf(verdictId: string, action: string): Promise<unknown[]> {
  const { rows } = await desk.pool.query<{ body: { action: string; subject: { id: string }; data: unknown } }>(
    'select body from audit_log order by seq',
  )
  return rows.flatMap(({ body }) => (body.action === action && body.subject.id === verdictId ? [body.data] : []))
}

describe('a save', () => {
  test('puts the words of the source in the place of a quote with a slip, and keeps what was written', async () => {
    const target = await openVerdict()
    const saved = expectStatus(await desk.actions().edit({ ...target, base: 1, content: withQuote(mistyped), reason: 'plainer' }), 'done')
    expect(saved.repaired).toEqual([1])
    expect(saved.revision.content.evidence).toEqual([
      { source: 'readme', quote: stated, shows: 'Small teams pay nothing.', written: mistyped },
    ])
    const { check } = await currentOf(target)
    expect(check?.evidence).toMatchObject([{ status: 'found', quote: stated, written: mistyped }])
  })

  test('says in the audit log which quotes it repaired, and says nothing of it where it repaired none', async () => {
    const target = await openVerdict()
    expectStatus(await desk.actions().edit({ ...target, base: 1, content: withQuote(mistyped), reason: 'plainer' }), 'done')
    expectStatus(await desk.actions().edit({ ...target, base: 2, content: withQuote(stated), reason: 'again' }), 'unchanged')
    expectStatus(await desk.actions().edit({ ...target, base: 2, content: withQuote(stated, { call: 'skip' }), reason: 'a skip' }), 'done')
    const logged = await loggedOf(target.verdictId, 'verdict.edit')
    expect(logged).toEqual([
      expect.objectContaining({ repairedQuotes: [1] }),
      expect.not.objectContaining({ repairedQuotes: expect.anything() }),
    ])
  })

  test('leaves what is verbatim, and what is not found, as it was written', async () => {
    const target = await openVerdict()
    const evidence = [
      { source: 'readme', quote: 'free for teams of up to five people', shows: 'It costs nothing.' },
      { source: 'readme', quote: altered, shows: 'It costs nothing.' },
      { source: 'nowhere', quote: mistyped, shows: 'It costs nothing.' },
    ]
    const saved = await desk.actions().edit({ ...target, base: 1, content: sampleContent({ evidence }), reason: 'more' })
    expect(expectStatus(saved, 'done')).toMatchObject({ repaired: [], revision: { content: { evidence } } })
  })

  test('keeps what was written while the quote is as it was, and drops it with the next change of the quote', async () => {
    const target = await openVerdict()
    const actions = desk.actions()
    expectStatus(await actions.edit({ ...target, base: 1, content: withQuote(mistyped), reason: 'one' }), 'done')
    const kept = await actions.edit({ ...target, base: 2, content: withQuote(stated, { call: 'skip' }), reason: 'two' })
    expect(expectStatus(kept, 'done').revision.content.evidence[0]?.written).toBe(mistyped)
    const changed = await actions.edit({ ...target, base: 3, content: withQuote('runs on one machine'), reason: 'three' })
    expect(expectStatus(changed, 'done').revision.content.evidence[0]).not.toHaveProperty('written')
    const again = await actions.edit({ ...target, base: 4, content: withQuote(mistyped.replace('taems', 'tteams')), reason: 'four' })
    expect(expectStatus(again, 'done').revision.content.evidence[0]?.written).toBe('It is free for tteams of up to five people.')
  })

  test('takes what was read back as it was, and no one else’s word for what was written', async () => {
    const target = await openVerdict()
    const actions = desk.actions()
    const first = expectStatus(await actions.edit({ ...target, base: 1, content: withQuote(mistyped), reason: 'one' }), 'done')
    const sent = { ...first.revision.content, call: 'skip' }
    expect(expectStatus(await actions.edit({ ...target, base: 2, content: sent, reason: 'two' }), 'done').revision.content).toEqual(sent)
    const made = sampleContent({
      evidence: [{ source: 'readme', quote: 'Its index format is not documented.', shows: 'x', ...{ written: 'It pays for itself.' } }],
    })
    const saved = expectStatus(await actions.edit({ ...target, base: 3, content: made, reason: 'three' }), 'done')
    expect(saved.revision.content.evidence[0]).not.toHaveProperty('written')
  })

  test('keeps the numbers that a quote was cited by while it is what they cut, no matter who sends them', async () => {
    const target = await openVerdict()
    const sentence = { source: 'readme', quote: stated, shows: 'Small teams pay nothing.' }
    const cited = { ...sentence, units: { from: 2, to: 2 } }
    const save = async (base: number, evidence: VerdictContent['evidence'], reason: string) =>
      expectStatus(await desk.actions().edit({ ...target, base, content: sampleContent({ evidence }), reason }), 'done').revision.content
        .evidence
    expect(await save(1, [cited], 'by number')).toEqual([cited])
    expect(await save(2, [{ ...sentence, shows: 'It is free.' }], 'other words')).toEqual([{ ...cited, shows: 'It is free.' }])
    expect(await save(3, [{ ...sentence, units: { from: 1, to: 1 } }], 'made up')).toEqual([cited])
    const other = { source: 'readme', quote: 'runs on one machine', shows: 'One machine.' }
    expect(await save(4, [{ ...other, units: { from: 2, to: 2 } }], 'another')).toEqual([other])
  })

  test('repairs in a merge and in a verdict written by hand as well, and a restored revision comes back with what was written', async () => {
    const target = await openVerdict()
    const actions = desk.actions()
    expectStatus(await actions.edit({ ...target, base: 1, content: sampleContent({ call: 'skip' }), reason: 'one' }), 'done')
    const stale = await actions.edit({ ...target, actor: reviewer, base: 1, content: withQuote(mistyped), reason: 'two' })
    const { merge } = expectStatus(stale, 'stale')
    expect(merge).toMatchObject({ status: 'clean', content: { call: 'skip', evidence: [{ quote: stated, written: mistyped }] } })
    const merged = await actions.merge({ ...target, actor: reviewer, base: 2, content: merge?.content, reason: 'both' })
    expect(expectStatus(merged, 'done').revision.content.evidence).toMatchObject([{ quote: stated, written: mistyped }])
    expectStatus(await actions.edit({ ...target, base: 3, content: sampleContent(), reason: 'back' }), 'done')
    const restored = await actions.restore({ ...target, base: 4, restores: 3, reason: 'it was better' })
    expect(expectStatus(restored, 'done').revision.content.evidence).toMatchObject([{ quote: stated, written: mistyped }])

    const { recordId, verdicts } = await desk.panel({ unscored: [0] })
    const byHand = await actions.handWrite({
      actor: editor,
      recordId,
      verdictId: verdicts[0] ?? '',
      content: withQuote(mistyped),
      reason: 'x',
    })
    expect(expectStatus(byHand, 'done')).toMatchObject({
      repaired: [1],
      revision: { content: { evidence: [{ quote: stated, written: mistyped }] } },
    })
  })
})

describe('a verdict with a quote that was not found', () => {
  test('is saved, and not accepted by anyone, who learns which quote it is and what to do', async () => {
    const target = await openVerdict()
    const actions = desk.actions()
    expectStatus(await actions.edit({ ...target, base: 1, content: withQuote(altered), reason: 'one' }), 'done')
    for (const actor of [reviewer, editor]) {
      const refused = expectStatus(await actions.accept({ ...target, actor, base: 2 }), 'refused')
      expect(refused.why).toContain(`evidence 1 is not in its source: “${altered}”`)
      expect(refused.fix).toContain('select a passage that was not found in its source, or remove it')
    }
    const { blocking, may } = await currentOf(target)
    expect(blocking).toContainEqual(expect.objectContaining({ kind: 'evidence-not-found', part: 'evidence 1' }))
    expect(may.accept).toMatchObject({ allowed: false })
  })

  test('is not accepted by waiving something either, and is once the passage is there', async () => {
    const target = await openVerdict()
    const actions = desk.actions()
    expectStatus(await actions.edit({ ...target, base: 1, content: withQuote(altered), reason: 'one' }), 'done')
    const { blocking } = await currentOf(target)
    const what = blocking.find(({ kind }) => kind === 'evidence-not-found')?.what ?? ''
    expect(
      await actions.waive({ ...target, actor: otherEditor, waives: { kind: 'flag', flag: what }, reason: 'it is true' }),
    ).toMatchObject({
      status: 'invalid',
    })
    expectStatus(await actions.accept({ ...target, base: 2 }), 'refused')
    expectStatus(await actions.edit({ ...target, base: 2, content: withQuote(mistyped), reason: 'two' }), 'done')
    expectStatus(await actions.accept({ ...target, base: 3 }), 'done')
  })
})

test('a quote is looked up while it is written, in the sources of its own verdict, and nothing is written by that', async () => {
  const { recordId, verdictId } = await openVerdict()
  const { checkQuote } = desk.actions()
  const look = async (quote: string, source = 'readme') =>
    expectStatus(await checkQuote({ recordId, verdictId, source, quote }), 'done').check
  expect(await look(stated)).toMatchObject({ status: 'verified' })
  expect(await look(mistyped)).toMatchObject({ status: 'repaired', words: stated })
  expect(await look(altered)).toMatchObject({ status: 'not found' })
  expect(await look(stated, 'nowhere')).toMatchObject({ status: 'not found', why: 'the dossier has no source "nowhere"' })
  expect(await checkQuote({ recordId, verdictId, source: 'readme', quote: 'a'.repeat(4001) })).toMatchObject({ status: 'invalid' })
  expect(await checkQuote({ recordId, verdictId: 'seat_none', source: 'readme', quote: stated })).toMatchObject({ status: 'not found' })
  expect(await checkQuote({ recordId: 'rec_none', verdictId, source: 'readme', quote: stated })).toMatchObject({ status: 'not found' })
  expect((await currentOf({ recordId, verdictId })).history).toHaveLength(1)
})
