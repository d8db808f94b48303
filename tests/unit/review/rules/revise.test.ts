import { describe, expect, test } from 'vitest'
import { revisionSchema } from '../../../../src/contracts/revision.js'
import { hashJson } from '../../../../src/platform/hash.js'
import { editorsOf, recordEditors } from '../../../../src/review/rules/four-eyes.js'
import { revise, stateOf, toContent } from '../../../../src/review/rules/revise.js'
import { admin, callKey, content, editor, historyOf, otherEditor, reviewer } from '../../../support/review/rules/sample-review.js'

const written = { id: 'rev_9', verdictId: 'seat_1', at: '2026-11-22T11:00:00.000Z' }
const edited = content({ quote: 'Small teams pay little for it [1].' })
const better = content({ quote: 'Small teams pay nothing for it [1], and I like that.' })

test('the first revision is the model, with its call key; each one follows the last and hashes its content', () => {
  const history = historyOf(content(), [
    { kind: 'edit', content: edited, by: reviewer },
    { kind: 'accept', by: editor },
  ])
  expect(history.map(({ number, parent, kind, reason }) => ({ number, parent, kind, reason }))).toEqual([
    { number: 1, parent: null, kind: 'model', reason: null },
    { number: 2, parent: 1, kind: 'edit', reason: 'because' },
    { number: 3, parent: 2, kind: 'accept', reason: 'because' },
  ])
  expect(history[0]?.author).toEqual({ kind: 'model', model: 'ollama:a', callKey })
  expect(history[1]?.author).toEqual({ kind: 'person', ...reviewer })
  for (const revision of history) {
    expect(revisionSchema.parse(revision)).toEqual(revision)
    expect(revision.contentSha256).toBe(hashJson(revision.content))
  }
  expect(history[2]?.content).toEqual(edited)
})

test('a draft’s evidence loses what its look-up found: the content is what people can write', () => {
  const found = [{ source: 'readme', quote: 'x', shows: 'y', status: 'found', start: 0, end: 1 }]
  expect(toContent({ ...content(), evidence: found }).evidence).toEqual([{ source: 'readme', quote: 'x', shows: 'y' }])
})

test('a stale write is not written: both versions come back, with their merge', () => {
  const history = historyOf(content(), [{ kind: 'edit', content: content({ call: 'skip' }), by: editor }])
  const revised = revise({ history, change: { kind: 'edit', base: 1, reason: 'r', content: edited }, by: reviewer, written })
  expect(revised).toMatchObject({
    status: 'stale',
    base: { number: 1 },
    current: { number: 2, content: { call: 'skip' } },
    yours: edited,
    merge: { status: 'clean', content: { call: 'skip', quote: edited.quote } },
  })
})

test('an accept or restore from an older revision is stale as well, and so is a second verdict written by hand', () => {
  const history = historyOf(content(), [{ kind: 'edit', content: edited, by: editor }])
  expect(revise({ history, change: { kind: 'accept', base: 1, reason: null }, by: reviewer, written }).status).toBe('stale')
  expect(revise({ history, change: { kind: 'restore', base: 1, restores: 1, reason: 'r' }, by: reviewer, written }).status).toBe('stale')
  const byHand = { kind: 'hand-written' as const, base: null, reason: 'r', content: better }
  expect(revise({ history, change: byHand, by: reviewer, written })).toMatchObject({
    status: 'stale',
    base: null,
    yours: better,
    merge: null,
  })
})

test('an edit that changes nothing is no revision', () => {
  const history = historyOf(content())
  expect(revise({ history, change: { kind: 'edit', base: 1, reason: 'r', content: content() }, by: editor, written }).status).toBe(
    'unchanged',
  )
})

test('a revision that is not there cannot be restored or started from', () => {
  const history = historyOf(content())
  expect(revise({ history, change: { kind: 'restore', base: 1, restores: 7, reason: 'r' }, by: editor, written })).toEqual({
    status: 'no such revision',
    number: 7,
  })
  expect(revise({ history, change: { kind: 'accept', base: 4, reason: null }, by: editor, written })).toEqual({
    status: 'no such revision',
    number: 4,
  })
})

test('the state follows from the history: an acceptance, the model’s words, or people’s', () => {
  const edit = { kind: 'edit' as const, content: edited, by: reviewer }
  expect(stateOf([])).toBe('unscored')
  expect(stateOf(historyOf(content()))).toBe('drafted')
  expect(stateOf(historyOf(content(), [edit]))).toBe('edited')
  expect(stateOf(historyOf(content(), [edit, { kind: 'accept', by: editor }]))).toBe('accepted')
  expect(stateOf(historyOf(content(), [edit, { kind: 'restore', restores: 1, by: editor }]))).toBe('drafted')
  expect(stateOf(historyOf(content(), [edit, { kind: 'edit', content: content(), by: editor }]))).toBe('drafted')
  expect(
    stateOf(
      historyOf(content(), [
        { kind: 'accept', by: editor },
        { kind: 'return', by: editor },
      ]),
    ),
  ).toBe('drafted')
  expect(stateOf(historyOf(null, [{ kind: 'hand-written', content: edited, by: reviewer }]))).toBe('edited')
})

describe('whose words a verdict has', () => {
  const edit = (by: typeof editor, words = edited) => ({ kind: 'edit' as const, content: words, by })
  test.each([
    ['no one’s in a draft', historyOf(content()), []],
    [
      'no one’s after an acceptance or a return',
      historyOf(content(), [
        { kind: 'accept', by: editor },
        { kind: 'return', by: admin },
      ]),
      [],
    ],
    ['the editor’s', historyOf(content(), [edit(editor)]), ['user_ed']],
    [
      'both editors’, though the second changed everything, and not those of who accepted',
      historyOf(content(), [edit(editor), { kind: 'accept', by: otherEditor }, edit(admin, better)]),
      ['user_ad', 'user_ed'],
    ],
    [
      'no one’s once the draft is restored, by anyone',
      historyOf(content(), [edit(editor), { kind: 'restore', restores: 1, by: otherEditor }]),
      [],
    ],
    ['no one’s once an edit is undone by hand', historyOf(content(), [edit(editor), edit(otherEditor, content())]), []],
    [
      'the first editor’s and the restorer’s, and not the one’s that was undone',
      historyOf(content(), [edit(editor), edit(admin, better), { kind: 'restore', restores: 2, by: otherEditor }]),
      ['user_ed', 'user_ok'],
    ],
    ['the author’s of a verdict written by hand', historyOf(null, [{ kind: 'hand-written', content: edited, by: editor }]), ['user_ed']],
    [
      'the merger’s and the merged one’s',
      historyOf(content(), [edit(editor), { kind: 'merge', content: better, by: otherEditor }]),
      ['user_ed', 'user_ok'],
    ],
  ])('%s', (_name, history, expected) => {
    expect(editorsOf(history).sort()).toEqual(expected)
  })
  test('over a record, each once', () => {
    expect(recordEditors([historyOf(content(), [edit(editor)]), historyOf(content(), [edit(editor), edit(admin, better)]), []])).toEqual([
      'user_ad',
      'user_ed',
    ])
  })
})
