import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { recordSchema } from '../../../src/contracts/record.js'
import { contentHash } from '../../../src/panels/record/build-record.js'
import { upgradeRecords } from '../../../src/review/store/upgrade-records.js'
import { type Desk, dossier, editor, expectStatus, openDesk, otherEditor, reviewer } from '../../support/review/desk.js'
import { sampleContent } from '../../support/samples.js'

let desk: Desk
beforeAll(async () => {
  desk = await openDesk()
})
afterAll(() => desk.close())

const jurors = ['ollama:a', 'ollama:b', 'ollama:c']
const replies = { 'ollama:a': { call: 'ship' as const }, 'ollama:b': { call: 'ship' as const }, 'ollama:c': { call: 'skip' as const } }
const markOld = (recordId: string) => desk.db.execute(sql`UPDATE records SET is_old = true WHERE id = ${recordId}`)
const recordOf = async (recordId: string) => recordSchema.parse(await desk.panels.findRecord(recordId))

test('a seat of three jurors is one verdict, which people accept, approve and publish with its other drafts', async () => {
  const actions = desk.actions()
  const { recordId } = await desk.panel({ jurors, replies })
  const view = expectStatus(await actions.record(recordId, editor), 'done')
  expect(view.verdicts.map(({ persona, call }) => [persona.id, call])).toEqual([
    ['dx', 'ship'],
    ['business', 'ship'],
  ])
  for (const { verdictId, revision } of view.verdicts)
    expectStatus(await actions.accept({ actor: reviewer, recordId, verdictId, base: revision ?? 0, reason: null }), 'done')
  const ready = expectStatus(await actions.record(recordId, otherEditor), 'done')
  expect(ready.checklist?.blocking).toEqual([])
  const seen = { actor: otherEditor, recordId, seenSha256: ready.contentSha256 ?? '' }
  expectStatus(await actions.approve(seen), 'done')
  const published = expectStatus(await actions.publish(seen), 'done')
  expect(published.decision.kind).toBe('publish')
  const shown = expectStatus(await actions.record(recordId, editor), 'done').published
  const [verdict] = shown?.content.tools[0]?.verdicts ?? []
  expect(verdict?.jury?.jurors.map(({ call }) => call)).toEqual(['ship', 'ship', 'skip'])
  expect(verdict?.jury?.drafts).toHaveLength(2)
})

test('why a juror made no call is for those who work on the record, and its kind alone for readers', async () => {
  const { recordId } = await desk.panel({ jurors, replies, unscored: [2] })
  const view = expectStatus(await desk.actions().record(recordId, editor), 'done')
  const reasonsIn = (drafts: readonly { status: string; reason?: string }[] | undefined) => drafts?.flatMap(({ reason }) => reason ?? [])
  expect(reasonsIn(view.content?.tools[0]?.verdicts[0]?.jury?.drafts)).toEqual(['The reply broke off before its end.'])
  const verdictId = view.verdicts[0]?.verdictId ?? ''
  const { verdict } = expectStatus(await desk.actions().verdict(recordId, verdictId, editor), 'done')
  expect(reasonsIn(verdict?.jury?.drafts)).toEqual(['the reply broke off'])
})

test('a person decides a split seat, and the jurors’ calls stand beside it', async () => {
  const actions = desk.actions()
  const { recordId } = await desk.panel({ jurors: ['ollama:a', 'ollama:c'], replies })
  const view = expectStatus(await actions.record(recordId, editor), 'done')
  const [first] = view.verdicts
  expect(first?.call).toBe('split')
  expect(view.content?.tools[0]?.panelShip).toMatchObject({ split: 2, percent: null })
  const verdictId = first?.verdictId ?? ''
  const { current } = expectStatus(await actions.verdict(recordId, verdictId, editor), 'done')
  if (current === null) throw new Error('the verdict has no revision')
  const edit = { actor: editor, recordId, verdictId, base: current.number, content: { ...current.content, call: 'skip' as const } }
  expectStatus(await actions.edit({ ...edit, reason: 'the price decides' }), 'done')
  const after = expectStatus(await actions.record(recordId, editor), 'done').content
  expect(after?.tools[0]?.panelShip).toMatchObject({ ships: 0, calls: 1, split: 1, percent: 0 })
  expect(after?.tools[0]?.verdicts[0]?.jury?.jurors.map(({ call }) => call)).toEqual(['ship', 'skip'])
})

test('a person writes the verdict of a seat without a quorum, and its drafts are counted once', async () => {
  const actions = desk.actions()
  const { recordId } = await desk.panel({ jurors: ['ollama:a', 'ollama:c'], replies, unscored: [0] })
  const before = expectStatus(await actions.record(recordId, editor), 'done')
  expect(before.content?.totals).toMatchObject({ seats: 2, drafts: 4, drafted: 1, unscored: 1 })
  const verdictId = before.verdicts[0]?.verdictId ?? ''
  const content = { ...sampleContent(), call: 'ship' as const }
  expectStatus(await actions.handWrite({ actor: editor, recordId, verdictId, content, reason: 'I read it myself' }), 'done')
  const after = expectStatus(await actions.record(recordId, editor), 'done').content
  expect(after?.totals).toMatchObject({ seats: 2, drafts: 4, drafted: 2, unscored: 0 })
  expect(after?.tools[0]?.verdicts[0]).toMatchObject({ status: 'drafted', call: 'ship', review: { writtenBy: 'people' } })
  expect(after?.tools[0]?.verdicts[0]?.jury?.drafts).toHaveLength(2)
})

test('no one can split a seat whose jurors are not', async () => {
  const actions = desk.actions()
  const { recordId: agreed } = await desk.panel({ jurors, replies })
  const { recordId: open } = await desk.panel({ jurors: ['ollama:a', 'ollama:c'], replies, unscored: [0] })
  const [first, unscored] = [agreed, open].map(async (id) => expectStatus(await actions.record(id, editor), 'done').verdicts[0])
  const content = { ...sampleContent(), call: 'split' as const }
  const ship = { actor: editor, recordId: agreed, verdictId: (await first)?.verdictId ?? '', base: 1, content, reason: 'both' }
  const none = { actor: editor, recordId: open, verdictId: (await unscored)?.verdictId ?? '', content, reason: 'both' }
  for (const result of [await actions.edit(ship), await actions.handWrite(none)])
    expect(result).toMatchObject({ status: 'invalid', problems: [{ path: 'content.call' }] })
})

test('no one can split a seat of one juror', async () => {
  const actions = desk.actions()
  const { recordId, verdicts } = await desk.panel()
  const verdictId = verdicts[0] ?? ''
  const { current } = expectStatus(await actions.verdict(recordId, verdictId, editor), 'done')
  if (current === null) throw new Error('the verdict has no revision')
  const edit = { actor: editor, recordId, verdictId, base: current.number, content: { ...current.content, call: 'split' as const } }
  expect(await actions.edit({ ...edit, reason: 'both' })).toMatchObject({ status: 'invalid', problems: [{ path: 'content.call' }] })
})

test('lists count seats and not drafts, and wait for the seat’s verdict', async () => {
  const { recordId } = await desk.panel({ jurors, replies, unscored: [0, 1] })
  const { items } = expectStatus(await desk.actions().records({ actor: editor, limit: 50 }), 'done')
  expect(items.find(({ id }) => id === recordId)).toMatchObject({ seats: 2, unscored: 1, waiting: 1 })
})

test('a record of version 1 of several jurors that no one worked on becomes one of version 2', async () => {
  const { recordId, seats } = await desk.panel({ jurors, replies, perJuror: true })
  const before = await recordOf(recordId)
  expect([before.schema, before.tools[0]?.verdicts.length]).toEqual(['panel.record/1', 6])
  await markOld(recordId)
  expect(await upgradeRecords(desk.db)).toBe(1)
  expect(await upgradeRecords(desk.db)).toBe(0)
  const after = await recordOf(recordId)
  expect(after).toMatchObject({ schema: 'panel.record/2', totals: { seats: 2, drafts: 6 }, contentSha256: contentHash(after) })
  expect(after.tools[0]?.panelShip).toMatchObject({ ships: 2, calls: 2 })
  const view = expectStatus(await desk.actions().record(recordId, editor), 'done')
  expect(view.verdicts.map(({ verdictId }) => verdictId)).toEqual([seats[0]?.id, seats[3]?.id])
})

test('one that people began to work on stays as it is, and so does its approval', async () => {
  const actions = desk.actions()
  const { recordId, verdicts } = await desk.panel({ jurors, replies, perJuror: true })
  const before = await recordOf(recordId)
  expectStatus(await actions.accept({ actor: reviewer, recordId, verdictId: verdicts[0] ?? '', base: 1, reason: null }), 'done')
  await markOld(recordId)
  expect(await upgradeRecords(desk.db)).toBe(0)
  expect(await recordOf(recordId)).toEqual(before)
  const view = expectStatus(await actions.record(recordId, editor), 'done')
  expect(view.verdicts).toHaveLength(6)
  expect(view.content?.tools[0]?.name).toBe(dossier.tool.name)
})
