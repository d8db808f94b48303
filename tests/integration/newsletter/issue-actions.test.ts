import { eq } from 'drizzle-orm'
import { afterEach, describe, expect, test } from 'vitest'
import { subscribers } from '../../../src/newsletter/store/schema.js'
import {
  editor,
  openTestNewsletter,
  reviewer,
  siteChange,
  type TestNewsletter,
  type TestNewsletterOptions,
  week,
} from '../../support/newsletter/test-newsletter.js'

let newsletter: TestNewsletter
afterEach(() => newsletter.close())

async function open(options?: TestNewsletterOptions) {
  newsletter = await openTestNewsletter(options)
  return newsletter.actions
}

async function drafted(options?: TestNewsletterOptions) {
  const actions = await open(options)
  const outcome = await actions.draftDue()
  if (outcome.status !== 'done') throw new Error(outcome.status)
  return { actions, issue: outcome.issue }
}

async function approved(options?: TestNewsletterOptions) {
  const { actions, issue } = await drafted(options)
  await actions.approve({ actor: editor, week, seenSha256: issue.contentSha256 })
  return { actions, issue }
}

const asIs = (items: { recordId: string; line: string }[]) => items.map(({ recordId, line }) => ({ recordId, line, isIn: true }))

describe('drafting', () => {
  test('a week is drafted once, however often and by however many', async () => {
    const actions = await open()
    const outcomes = await Promise.all([actions.draftDue(), actions.draftDue(), actions.draft({ week, actor: editor })])
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['done', 'unchanged', 'unchanged'])
    const ids = outcomes.map((outcome) => ('issue' in outcome ? outcome.issue.id : ''))
    expect(new Set(ids).size).toBe(1)
    expect((await actions.list()).map((issue) => [issue.week, issue.status, issue.items])).toEqual([[week, 'draft', 2]])
    expect((await newsletter.audit()).map(({ action }) => action)).toEqual(['draft digest'])
  })
  test('a week in which nothing happened gets no issue, and says so', async () => {
    const actions = await open({ changes: [] })
    expect(await actions.draftDue()).toEqual({ status: 'empty', week })
    expect(await actions.list()).toEqual([])
  })
  test('a week that is not over is refused, with when it is', async () => {
    const actions = await open()
    expect(await actions.draft({ week: '2026-W48', actor: editor })).toMatchObject({
      status: 'refused',
      why: '2026-W48 is not over before 2026-11-30T00:00:00.000Z',
    })
    expect(await actions.draft({ week: '2026-W99', actor: editor })).toMatchObject({
      status: 'refused',
      why: '2026-W99 is no week of an issue',
    })
  })
  test('what was discarded comes back for a person alone', async () => {
    const { actions } = await drafted()
    await actions.discard({ actor: editor, week })
    expect(await actions.draftDue()).toMatchObject({ status: 'unchanged', issue: { status: 'discarded' } })
    expect(await actions.draft({ week, actor: editor })).toMatchObject({
      status: 'done',
      issue: { status: 'draft', changedBy: 'Ed Itor' },
    })
  })
  test('reviewers look on', async () => {
    const { actions, issue } = await drafted()
    const refused = { status: 'refused', why: 'issues are for editors and admins' }
    const seenSha256 = issue.contentSha256
    expect(await actions.draft({ week, actor: reviewer })).toMatchObject(refused)
    expect(await actions.approve({ actor: reviewer, week, seenSha256 })).toMatchObject(refused)
    expect(await actions.edit({ actor: reviewer, week, baseSha256: seenSha256, edit: {} })).toMatchObject(refused)
    expect(await actions.discard({ actor: reviewer, week })).toMatchObject(refused)
    expect(await actions.start({ actor: reviewer, week, seenSha256 })).toMatchObject(refused)
    expect(await actions.resume({ actor: reviewer, week })).toMatchObject(refused)
    expect(await actions.settle({ actor: reviewer, week, subscriberId: 'sub_00001', as: 'send again' })).toMatchObject(refused)
    expect((await actions.show(week))?.issue.status).toBe('draft')
  })
})

describe('editing', () => {
  test('subject, intro and lines change, and items are left out', async () => {
    const { actions, issue } = await drafted()
    const [first, second] = issue.content.items
    const items = [
      { recordId: first?.recordId ?? '', line: 'Bun leads,\nby one.', isIn: true },
      { recordId: second?.recordId ?? '', line: 'x', isIn: false },
    ]
    const edit = { subject: 'Bun leads', intro: 'Hello.\n\nTwo paragraphs.', items }
    const outcome = await actions.edit({ actor: editor, week, baseSha256: issue.contentSha256, edit })
    expect(outcome).toMatchObject({
      status: 'done',
      issue: { changedBy: 'Ed Itor', content: { subject: 'Bun leads', intro: edit.intro } },
    })
    const view = await actions.show(week)
    expect(view?.issue.content.items).toEqual([{ ...first, line: 'Bun leads, by one.' }])
    expect(view?.issue.contentSha256).not.toBe(issue.contentSha256)
  })
  test('of two who edit the same issue the second is shown what the first wrote, and keeps the own words', async () => {
    const { actions, issue } = await drafted()
    const items = asIs(issue.content.items)
    const baseSha256 = issue.contentSha256
    await actions.edit({ actor: editor, week, baseSha256, edit: { subject: 'First', intro: '', items } })
    const second = await actions.edit({ actor: editor, week, baseSha256, edit: { subject: 'Second', intro: '', items } })
    expect(second).toMatchObject({ status: 'stale', issue: { content: { subject: 'First' } }, yours: { subject: 'Second' } })
    expect((await actions.show(week))?.issue.content.subject).toBe('First')
  })
  test('both at once: one is kept, the other is stale', async () => {
    const { actions, issue } = await drafted()
    const items = asIs(issue.content.items)
    const edits = ['One', 'Two'].map((subject) =>
      actions.edit({ actor: editor, week, baseSha256: issue.contentSha256, edit: { subject, intro: '', items } }),
    )
    expect((await Promise.all(edits)).map(({ status }) => status).sort()).toEqual(['done', 'stale'])
  })
  test.each([
    ['an empty subject', { subject: ' ' }, 'subject'],
    ['a subject of two lines', { subject: 'a\nBcc: b' }, 'subject'],
    ['an issue without items', { items: [] }, 'items'],
    ['no issue at all', null, 'issue'],
  ])('%s is refused with where and why', async (_name, parts, path) => {
    const { actions, issue } = await drafted()
    const edit = parts === null ? null : { subject: 'S', intro: '', items: asIs(issue.content.items), ...parts }
    const outcome = await actions.edit({ actor: editor, week, baseSha256: issue.contentSha256, edit })
    expect(outcome).toMatchObject({ status: 'invalid', problems: [{ path }] })
  })
})

describe('approving', () => {
  test('binds to what was seen, and an edit takes it away', async () => {
    const { actions, issue } = await approved()
    expect((await actions.show(week))?.issue).toMatchObject({ status: 'approved', approvedBy: 'Ed Itor' })
    const edit = { subject: 'Later', intro: '', items: asIs(issue.content.items) }
    expect(await actions.edit({ actor: editor, week, baseSha256: issue.contentSha256, edit })).toMatchObject({
      status: 'done',
      issue: { status: 'draft', approvedBy: null, approvedAt: null },
    })
    expect(await actions.approve({ actor: editor, week, seenSha256: issue.contentSha256 })).toMatchObject({
      status: 'refused',
      why: 'the issue of 2026-W47 was changed since you saw it',
    })
    const actionsTaken = await newsletter.audit()
    expect(actionsTaken.map(({ action, data }) => [action, data.voidsApproval])).toEqual([
      ['draft digest', undefined],
      ['approve digest', undefined],
      ['edit digest', true],
    ])
  })
})

describe('sending begins', () => {
  test('with an approved issue alone', async () => {
    const { actions, issue } = await drafted()
    const send = { actor: editor, week, seenSha256: issue.contentSha256 }
    expect(await actions.start(send)).toMatchObject({
      status: 'refused',
      why: 'the issue of 2026-W47 is a draft that no one has approved',
    })
    expect(await actions.start({ ...send, week: '2026-W01' })).toEqual({ status: 'not found' })
  })
  test('with one mail for everyone who is subscribed then, in one step', async () => {
    const { actions, issue } = await approved()
    await newsletter.subscribe(3)
    await newsletter.db.update(subscribers).set({ status: 'pending' }).where(eq(subscribers.id, 'sub_00002'))
    const both = await Promise.all([1, 2].map(() => actions.start({ actor: editor, week, seenSha256: issue.contentSha256 })))
    expect(both.map(({ status }) => status).sort()).toEqual(['done', 'refused'])
    await newsletter.subscribe(1, 9)
    expect((await actions.show(week))?.progress).toMatchObject({ waiting: 2, total: 2 })
    expect(await newsletter.store.waitingAfter(null, 10)).toEqual(
      ['sub_00001', 'sub_00003'].map((subscriberId) => ({ issueId: issue.id, subscriberId })),
    )
    expect((await newsletter.audit()).at(-1)).toMatchObject({ action: 'send digest', data: { subscribers: 2 } })
    expect(await actions.discard({ actor: editor, week })).toMatchObject({ status: 'refused', why: 'the issue of 2026-W47 is being sent' })
  })
  test('not through a mail server while no one knows the site’s address: no one could unsubscribe', async () => {
    const { actions, issue } = await approved({ hasPublicUrl: false })
    expect(await actions.start({ actor: editor, week, seenSha256: issue.contentSha256 })).toMatchObject({
      status: 'refused',
      fix: 'set PANEL_PUBLIC_URL to the address of the site',
    })
  })
})

describe('the archive', () => {
  test('shows issues from the moment sending begins, and nothing before', async () => {
    const { actions, issue } = await approved()
    expect([await actions.published(), await actions.issue(week)]).toEqual([[], null])
    const before = await actions.archiveVersion()
    await actions.start({ actor: editor, week, seenSha256: issue.contentSha256 })
    expect(await actions.archiveVersion()).not.toBe(before)
    const sent = { week, subject: issue.content.subject, sentAt: '2026-11-23T09:00:00.000Z' }
    expect(await actions.published()).toEqual([sent])
    expect(await actions.issue(week)).toEqual({ ...sent, content: issue.content, weekText: '16 to 22 November 2026' })
    await newsletter.store.finishSent({ now: newsletter.runtime.now(), unknownBefore: newsletter.runtime.now() })
    expect(await actions.published()).toEqual([sent])
    // Some are tried again: it stays there.
    await actions.resume({ actor: editor, week })
    expect((await actions.show(week))?.issue.status).toBe('sending')
    expect(await actions.published()).toEqual([sent])
  })
})

test('an issue of a week with a foreign name in it shows in the preview as text', async () => {
  const { actions, issue } = await drafted({ changes: [siteChange(1, { title: '<img src=x onerror=alert(1)> vs "B"' })] })
  const { html, text } = await actions.preview(issue.content)
  expect(html).not.toContain('<img')
  expect(html).toContain('&lt;img src=x onerror=alert(1)&gt;')
  expect(text).toContain('<img src=x onerror=alert(1)> vs "B"')
})
