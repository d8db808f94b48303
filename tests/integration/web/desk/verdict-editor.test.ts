import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Actor } from '../../../../src/contracts/actor.js'
import type { Role } from '../../../../src/contracts/role.js'
import { formOf, openReviewDesk, type ReviewDesk, type Visitor } from '../../../support/web/desk/review-desk.js'

let desk: ReviewDesk
const visitors = {} as Record<Role, Visitor>
const actors = {} as Record<Role, Actor>
const names = { reviewer: 'Rea', editor: 'Edda', admin: 'Adda' } as const
const roles = ['reviewer', 'editor', 'admin'] as const

beforeAll(async () => {
  desk = await openReviewDesk()
  for (const role of roles) {
    actors[role] = await desk.addPerson(role, names[role])
    visitors[role] = desk.visitor()
    await visitors[role].signIn(names[role])
  }
})
afterAll(async () => {
  expect(desk.failures).toEqual([])
  await desk.close()
})

/** The editor's form of that page as it is. */
async function editorForm(visitor: Visitor, path: string): Promise<Record<string, string>> {
  return formOf(await visitor.page(path), `${path}/save`)
}

async function currentOf(panel: { recordId: string; verdict: string }) {
  const view = await desk.review.verdict(panel.recordId, panel.verdict, actors.admin)
  if (view.status !== 'done' || view.current === null) throw new Error('the verdict is there')
  return { ...view, current: view.current }
}

const newQuote = 'Small teams pay nothing for it [1], and I ship it.'

describe('saving', () => {
  test('a form that no one touched changes nothing', async () => {
    const panel = await desk.panel({ replyFor: () => ({ quote: 'One line [1].\n\nAnother “paragraph” & <more>.' }) })
    expect(await visitors.reviewer.page(panel.path)).not.toContain('A sample')
    const fields = await editorForm(visitors.reviewer, panel.path)
    const { location } = await visitors.reviewer.follow(`${panel.path}/save`, { ...fields, do: 'save', reason: 'none' })
    expect(location).toBe(`${panel.path}?done=unchanged`)
    expect((await currentOf(panel)).history).toHaveLength(1)
  })

  test('a browser that ends lines with CR LF does not rewrite the text', async () => {
    const panel = await desk.panel({ replyFor: () => ({ quote: 'One line [1].\n\nAnother one.' }) })
    const fields = await editorForm(visitors.reviewer, panel.path)
    const quote = (fields.quote ?? '').replaceAll('\n', '\r\n')
    const { location } = await visitors.reviewer.follow(`${panel.path}/save`, { ...fields, quote, do: 'save', reason: 'none' })
    expect(location).toBe(`${panel.path}?done=unchanged`)
  })

  test('save makes a revision with a reason, and the page says so', async () => {
    const panel = await desk.panel()
    const fields = await editorForm(visitors.reviewer, panel.path)
    const { text } = await visitors.reviewer.follow(`${panel.path}/save`, { ...fields, quote: newQuote, do: 'save', reason: 'shorter' })
    expect(text).toContain('Saved as a revision.')
    expect((await currentOf(panel)).current).toMatchObject({ number: 2, kind: 'edit', reason: 'shorter', content: { quote: newQuote } })
  })

  test('save and accept does both', async () => {
    const panel = await desk.panel()
    const fields = await editorForm(visitors.reviewer, panel.path)
    await visitors.reviewer.follow(`${panel.path}/save`, { ...fields, quote: newQuote, do: 'save-and-accept', reason: 'shorter' })
    expect((await currentOf(panel)).state).toBe('accepted')
  })

  test('a passage without the “not” of its sentence is shown in it and blocks the approval until it is whole or waived', async () => {
    const cut = { source: 'readme', quote: 'index format is', shows: 'Something on its format.' }
    const panel = await desk.panel({ replyFor: () => ({ evidence: [cut] }) })
    const page = await visitors.reviewer.page(panel.path)
    expect(page).toContain('<q>Its <mark class="quoted">index format is</mark> not documented.</q>')
    expect(page).toContain('The passage leaves out &quot;not&quot; of its sentence; cite the whole sentence.')
    const warning = 'evidence 1: the passage leaves out "not" of its sentence; cite the whole sentence.'
    expect((await currentOf(panel)).blocking.map(({ what }) => what)).toContain(warning)
    const fields = await editorForm(visitors.reviewer, panel.path)
    const whole = { ...fields, 'evidence.0.quote': 'Its index format is not documented.' }
    await visitors.reviewer.follow(`${panel.path}/save`, { ...whole, do: 'save', reason: 'the whole sentence' })
    expect((await currentOf(panel)).blocking.map(({ what }) => what)).not.toContain(warning)
  })

  test('a revision that cannot be accepted is saved, and the page says why it was not accepted', async () => {
    const panel = await desk.panel()
    const fields = await editorForm(visitors.reviewer, panel.path)
    const sent = { ...fields, quote: 'I ship it [7].', do: 'save-and-accept', reason: 'shorter' }
    const { status, text } = await visitors.reviewer.follow(`${panel.path}/save`, sent)
    expect(status).toBe(403)
    expect(text).toContain('the revision is saved, and not accepted: the marker [7] names no evidence')
    expect(await currentOf(panel)).toMatchObject({ state: 'edited', current: { number: 2 } })
  })

  test.each([
    ['no reason', { reason: ' ' }, 'write why, for those who read the history'],
    ['a quote of more than 10,000 characters', { quote: `${'word '.repeat(2001)}` }, 'write at most 10000 characters'],
    ['a passage that is too long', { 'evidence.0.quote': 'x'.repeat(10_000) }, 'write at most 4000 characters'],
    ['an empty answer', { 'answers.0.answer': ' ' }, 'write something here'],
  ])('%s is reported at its place, and every word comes back', async (_name, change, message) => {
    const panel = await desk.panel()
    const fields = await editorForm(visitors.reviewer, panel.path)
    const sent = { ...fields, quote: newQuote, reason: 'shorter', ...change }
    const { status, text } = await visitors.reviewer.follow(`${panel.path}/save`, { ...sent, do: 'save' })
    expect(status).toBe(422)
    expect(text).toContain(message)
    expect(formOf(text, `${panel.path}/save`)).toMatchObject(sent)
    expect((await currentOf(panel)).history).toHaveLength(1)
  })

  test('a prediction without its parts is reported at each of them', async () => {
    const panel = await desk.panel()
    const fields = await editorForm(visitors.reviewer, panel.path)
    const prediction = { 'predictions.0.statement': 'It grows.', 'predictions.0.deadline': 'soon', 'predictions.0.probability': '2' }
    const sent = { ...fields, ...prediction, 'predictions.0.resolution': '', do: 'save', reason: 'r' }
    const { status, text } = await visitors.reviewer.follow(`${panel.path}/save`, sent)
    expect(status).toBe(422)
    for (const place of ['Prediction 1, deadline', 'Prediction 1, probability', 'Prediction 1, how to tell']) expect(text).toContain(place)
    expect(formOf(text, `${panel.path}/save`)).toMatchObject(prediction)
  })
})

describe('a draft of one’s own', () => {
  test('it is kept for its author alone, comes back with the page, and can be discarded', async () => {
    const panel = await desk.panel()
    const fields = await editorForm(visitors.reviewer, panel.path)
    await visitors.reviewer.follow(`${panel.path}/save`, { ...fields, quote: newQuote, do: 'save-draft' })
    expect((await editorForm(visitors.reviewer, panel.path)).quote).toBe(newQuote)
    expect((await editorForm(visitors.editor, panel.path)).quote).toBe(fields.quote)
    const { text } = await visitors.reviewer.follow(`${panel.path}/discard-draft`, {})
    expect(formOf(text, `${panel.path}/save`).quote).toBe(fields.quote)
  })

  test('the script is answered in JSON', async () => {
    const panel = await desk.panel()
    const fields = await editorForm(visitors.reviewer, panel.path)
    const saved = await visitors.reviewer.post(`${panel.path}/autosave`, { ...fields, quote: newQuote })
    expect(await saved.json()).toMatchObject({ status: 'done', at: expect.stringMatching(/Z$/) })
    const tooLong = await visitors.reviewer.post(`${panel.path}/autosave`, { ...fields, quote: 'x'.repeat(10_001) })
    expect(tooLong.status).toBe(422)
    expect(await tooLong.json()).toMatchObject({ status: 'invalid', problems: [{ path: 'content.quote' }] })
  })
})

describe('rows without a script', () => {
  test('evidence is added and removed, and the markers follow', async () => {
    const evidence = ['runs on one machine', 'free for teams of up to five people'].map((quote) => ({
      source: 'readme',
      quote,
      shows: 'So.',
    }))
    const panel = await desk.panel({ replyFor: () => ({ evidence, quote: 'One machine [1] and free [1, 2]; free [2].' }) })
    const fields = await editorForm(visitors.reviewer, panel.path)
    const added = await visitors.reviewer.follow(`${panel.path}/rows`, { ...fields, do: 'add-evidence' })
    expect(added.location).toBe(`${panel.path}#evidence-3`)
    expect(formOf(added.text, `${panel.path}/save`)).toMatchObject({ 'evidence.2.quote': '' })
    const removed = await visitors.reviewer.follow(`${panel.path}/rows`, { ...fields, do: 'remove-evidence 1' })
    const left = formOf(removed.text, `${panel.path}/save`)
    expect(left).toMatchObject({ quote: 'One machine and free [1]; free [1].', 'evidence.0.quote': 'free for teams of up to five people' })
    expect(left).not.toHaveProperty('evidence.1.quote')
  })

  test('a prediction is added and removed, and a reason that was typed already stays', async () => {
    const panel = await desk.panel()
    const fields = await editorForm(visitors.reviewer, panel.path)
    const added = await visitors.reviewer.follow(`${panel.path}/rows`, { ...fields, do: 'add-prediction', reason: 'half a' })
    const form = formOf(added.text, `${panel.path}/save`)
    expect(form).toMatchObject({ 'predictions.0.statement': '', reason: 'half a' })
    const removed = await visitors.reviewer.follow(`${panel.path}/rows`, { ...form, do: 'remove-prediction 1' })
    expect(formOf(removed.text, `${panel.path}/save`)).not.toHaveProperty('predictions.0.statement')
  })
})

describe('two people on one verdict', () => {
  const reply = { quote: 'Small teams pay nothing for it [1], so I try it today.' }

  test('changes of different words are merged into one revision', async () => {
    const panel = await desk.panel({ replyFor: () => reply })
    const mine = await editorForm(visitors.reviewer, panel.path)
    const theirs = await editorForm(visitors.editor, panel.path)
    await visitors.editor.follow(`${panel.path}/save`, {
      ...theirs,
      quote: reply.quote.replace('Small', 'Tiny'),
      do: 'save',
      reason: 'size',
    })
    const late = { ...mine, quote: reply.quote.replace('today', 'now'), do: 'save', reason: 'time' }
    const stale = await visitors.reviewer.follow(`${panel.path}/save`, late)
    expect(stale.status).toBe(409)
    expect(stale.text).toContain('Edda saved revision 2 while you were writing on revision 1')
    const merge = formOf(stale.text, `${panel.path}/merge`)
    expect(merge.reason).toBe('time')
    await visitors.reviewer.follow(`${panel.path}/merge`, { ...merge, do: 'merge' })
    const { history, autosave } = await currentOf(panel)
    expect(history.map(({ kind, content }) => [kind, content.quote])).toEqual([
      ['model', reply.quote],
      ['edit', 'Tiny teams pay nothing for it [1], so I try it today.'],
      ['merge', 'Tiny teams pay nothing for it [1], so I try it now.'],
    ])
    expect(autosave).toBeNull()
  })

  test('the same words changed twice want a choice; without one nothing is saved, and my words are in my draft as well', async () => {
    const panel = await desk.panel({ replyFor: () => reply })
    const mine = await editorForm(visitors.reviewer, panel.path)
    const theirs = await editorForm(visitors.editor, panel.path)
    await visitors.editor.follow(`${panel.path}/save`, { ...theirs, quote: reply.quote.replace('today', 'soon'), do: 'save', reason: 'a' })
    const myQuote = reply.quote.replace('today', 'now')
    const stale = await visitors.reviewer.follow(`${panel.path}/save`, { ...mine, quote: myQuote, do: 'save', reason: 'b' })
    expect((await editorForm(visitors.reviewer, panel.path)).quote).toBe(myQuote)
    const form = formOf(stale.text, `${panel.path}/merge`)
    const undecided = await visitors.reviewer.follow(`${panel.path}/merge`, { ...form, do: 'merge' })
    expect(undecided.status).toBe(422)
    expect(undecided.text).toContain('one place is not decided yet')
    await visitors.reviewer.follow(`${panel.path}/merge`, {
      ...formOf(undecided.text, `${panel.path}/merge`),
      'choice.0': 'yours',
      do: 'merge',
    })
    expect((await currentOf(panel)).current).toMatchObject({ number: 3, kind: 'merge', content: { quote: myQuote } })
  })

  test('a third save while the merge is looked at is reported again, with the merge in it', async () => {
    const panel = await desk.panel({ replyFor: () => reply })
    const mine = await editorForm(visitors.reviewer, panel.path)
    const save = async (from: string, to: string) => {
      const fields = await editorForm(visitors.editor, panel.path)
      await visitors.editor.follow(`${panel.path}/save`, {
        ...fields,
        quote: fields.quote?.replace(from, to) ?? '',
        do: 'save',
        reason: 'a',
      })
    }
    await save('Small', 'Tiny')
    const stale = await visitors.reviewer.follow(`${panel.path}/save`, {
      ...mine,
      quote: reply.quote.replace('today', 'now'),
      do: 'save',
      reason: 'b',
    })
    await save('nothing', 'naught')
    const again = await visitors.reviewer.follow(`${panel.path}/merge`, { ...formOf(stale.text, `${panel.path}/merge`), do: 'merge' })
    expect(again.status).toBe(409)
    await visitors.reviewer.follow(`${panel.path}/merge`, { ...formOf(again.text, `${panel.path}/merge`), do: 'merge' })
    expect((await currentOf(panel)).current.content.quote).toBe('Tiny teams pay naught for it [1], so I try it now.')
  })

  test('the merge can be taken into the editor first', async () => {
    const panel = await desk.panel({ replyFor: () => reply })
    const mine = await editorForm(visitors.reviewer, panel.path)
    const theirs = await editorForm(visitors.editor, panel.path)
    await visitors.editor.follow(`${panel.path}/save`, { ...theirs, quote: reply.quote.replace('Small', 'Tiny'), do: 'save', reason: 'a' })
    const stale = await visitors.reviewer.follow(`${panel.path}/save`, {
      ...mine,
      quote: reply.quote.replace('today', 'now'),
      do: 'save',
      reason: 'b',
    })
    const { text } = await visitors.reviewer.follow(`${panel.path}/merge`, { ...formOf(stale.text, `${panel.path}/merge`), do: 'edit' })
    expect(formOf(text, `${panel.path}/save`)).toMatchObject({ base: '2', quote: 'Tiny teams pay nothing for it [1], so I try it now.' })
  })

  test('a verdict written by hand twice is shown in both versions', async () => {
    const panel = await desk.panel({ replyFor: () => null })
    const words = {
      quote: newQuote,
      call: 'ship',
      'evidence.0.source': 'readme',
      'evidence.0.quote': 'runs on one machine',
      'evidence.0.shows': 'One.',
    }
    const mine = {
      ...(await editorForm(visitors.reviewer, panel.path)),
      ...words,
      'answers.0.answer': 'An index.',
      'answers.1.answer': 'thin',
    }
    const first = await visitors.editor.follow(`${panel.path}/save`, { ...mine, do: 'save', reason: 'by hand' })
    expect(first.text).toContain('Written: the seat has a verdict now.')
    const second = await visitors.reviewer.follow(`${panel.path}/save`, { ...mine, quote: 'Mine [1].', do: 'save', reason: 'by hand too' })
    expect(second.status).toBe(409)
    const merge = formOf(second.text, `${panel.path}/merge`)
    const { text } = await visitors.reviewer.follow(`${panel.path}/merge`, { ...merge, do: 'edit' })
    expect(formOf(text, `${panel.path}/save`)).toMatchObject({ base: '1', quote: 'Mine [1].' })
  })
})

describe('deciding', () => {
  test.each(roles)('a verdict is accepted, returned with a note, and restored by a %s', async (role) => {
    const panel = await desk.panel()
    const visitor = visitors[role]
    const accepted = await visitor.follow(`${panel.path}/accept`, formOf(await visitor.page(panel.path), `${panel.path}/accept`))
    expect(accepted.text).toContain('Accepted.')
    const fields = formOf(accepted.text, `${panel.path}/return`)
    const returned = await visitor.follow(`${panel.path}/return`, { ...fields, note: 'The second half says nothing.' })
    expect(returned.text).toContain('The second half says nothing.')
    await desk.review.edit({
      actor: actors.editor,
      recordId: panel.recordId,
      verdictId: panel.verdict,
      base: 3,
      reason: 'x',
      content: { ...(await currentOf(panel)).current.content, quote: newQuote },
    })
    const history = await visitor.page(`${panel.path}/history?from=4&to=1`)
    expect(history).toContain('<del>')
    const restored = await visitor.follow(`${panel.path}/restore`, { ...formOf(history, `${panel.path}/restore`), reason: 'it was better' })
    expect(restored.text).toContain('Restored as a new revision.')
    expect((await currentOf(panel)).current).toMatchObject({ number: 5, restores: 1, kind: 'restore' })
  })

  test('an acceptance of a revision that is no longer current is 409, and says so where it was tried', async () => {
    const panel = await desk.panel()
    const { current } = await currentOf(panel)
    const write = { actor: actors.editor, recordId: panel.recordId, verdictId: panel.verdict, base: 1, reason: 'x' }
    await desk.review.edit({ ...write, content: { ...current.content, quote: newQuote } })
    const { status, text } = await visitors.reviewer.follow(`${panel.path}/accept`, { base: '1' })
    expect(status).toBe(409)
    expect(text).toContain('someone saved revision 2 in between')
  })

  test('a note that is missing is reported, and a note that is too long comes back', async () => {
    const panel = await desk.panel()
    expect((await visitors.reviewer.follow(`${panel.path}/return`, { base: '1', note: ' ' })).status).toBe(422)
    const long = 'n'.repeat(10_000)
    const { status, text } = await visitors.reviewer.follow(`${panel.path}/return`, { base: '1', note: long })
    expect(status).toBe(422)
    expect(formOf(text, `${panel.path}/return`).note).toBe(long)
  })

  test('comments are written and resolved; one that is too long is reported and comes back', async () => {
    const panel = await desk.panel()
    const { text } = await visitors.reviewer.follow(`${panel.path}/comments`, { text: 'Is that so?' })
    expect(text).toContain('Is that so?')
    const resolve = /action="([^"]*\/resolve)"/.exec(text)?.[1] ?? ''
    expect((await visitors.editor.follow(resolve, {})).text).toContain('resolved by Edda')
    const long = await visitors.reviewer.follow(`${panel.path}/comments`, { text: 'c'.repeat(10_000) })
    expect(long.status).toBe(422)
    expect(formOf(long.text, `${panel.path}/comments`).text).toHaveLength(10_000)
  })

  test('it is taken, handed over with a note, and left to anyone', async () => {
    const panel = await desk.panel()
    await visitors.reviewer.follow(`${panel.path}/assign`, { to: actors.reviewer.userId })
    const over = await visitors.reviewer.follow(`${panel.path}/assign`, { to: actors.editor.userId, note: 'yours, please' })
    expect(over.text).toContain('yours, please')
    expect((await visitors.reviewer.post(`${panel.path}/assign`, { to: actors.reviewer.userId })).status).toBe(303)
    expect((await visitors.reviewer.post(`${panel.path}/assign`, { to: 'usr_nobody' })).status).toBe(404)
    await visitors.reviewer.follow(`${panel.path}/assign`, { to: '' })
    expect((await currentOf(panel)).assignment?.to).toBeNull()
  })

  test.each([
    ['reviewer', 403],
    ['editor', 303],
    ['admin', 303],
  ] as const)('a flag is waived and the waiver withdrawn by a %s: %i', async (role, status) => {
    const flag = 'a source speaks to the reviewer'
    const panel = await desk.panel({ flags: [flag] })
    const fields = { kind: 'flag', flag, reason: 'it is harmless' }
    expect((await visitors[role].post(`${panel.path}/waive`, fields)).status).toBe(status)
    if (status === 403) return
    expect(await visitors[role].page(panel.path)).toContain('it is harmless')
    expect((await visitors[role].post(`${panel.path}/unwaive`, fields)).status).toBe(303)
  })

  test.each([
    ['reviewer', 403],
    ['editor', 303],
  ] as const)('a seat without a verdict is tried again by a %s: %i', async (role, status) => {
    const panel = await desk.panel({ replyFor: () => null })
    const page = await visitors[role].page(panel.path)
    const view = await desk.review.verdict(panel.recordId, panel.verdict, actors[role])
    const reason = view.status === 'done' ? (view.unscored?.reason ?? '') : ''
    expect(reason).toMatch(/^[a-z]/)
    // Once, as a sentence.
    expect(page.toLowerCase().split(reason).length - 1).toBe(1)
    expect(page).toContain(`${reason[0]?.toUpperCase()}${reason.slice(1)}`)
    expect(page).toContain('<b>The seat is unscored.</b>')
    expect((await visitors[role].post(`${panel.path}/retry`, {})).status).toBe(status)
  })
})

describe('doors', () => {
  const posts = [
    'save',
    'rows',
    'autosave',
    'merge',
    'accept',
    'return',
    'call',
    'blind-call',
    'restore',
    'comments',
    'comments/cmt_1/resolve',
    'assign',
  ]
  const all = [...posts, 'waive', 'unwaive', 'retry', 'discard-draft']

  test('no one signed in sees or changes anything', async () => {
    const panel = await desk.panel()
    const anonymous = desk.visitor()
    for (const path of [panel.path, `${panel.path}/history`, '/desk/queue']) {
      const response = await anonymous.get(path)
      expect([response.status, response.headers.get('location')?.split('?')[0]]).toEqual([303, '/auth/sign-in'])
    }
    for (const name of all) expect((await anonymous.post(`${panel.path}/${name}`, { base: '1' })).status, name).toBe(303)
    expect((await currentOf(panel)).history).toHaveLength(1)
  })

  test('a form of another site is refused, whatever it asks', async () => {
    const panel = await desk.panel()
    for (const name of all) {
      const response = await visitors.editor.post(`${panel.path}/${name}`, { base: '1', to: '' }, { 'sec-fetch-site': 'cross-site' })
      expect(response.status, name).toBe(403)
    }
  })

  test('ids that are none, or name nothing, are not found; so are numbers that are none', async () => {
    const panel = await desk.panel()
    const other = await desk.panel()
    const [record, verdict] = [panel.recordId, panel.verdict]
    const paths = ['records/rec_0/verdicts/seat_0', `records/${record}/verdicts/seat_0`, `records/${other.recordId}/verdicts/${verdict}`]
    const odd = [`records/${record}/verdicts/..%2f..%2fetc`, `records/%00/verdicts/${verdict}`, `records/${record}/verdicts/${verdict}'--`]
    for (const path of [...paths, ...odd]) {
      expect((await visitors.editor.get(`/desk/${path}`)).status, path).toBe(404)
      expect((await visitors.editor.post(`/desk/${path}/accept`, { base: '1' })).status, path).toBe(404)
    }
    for (const query of ['from=x', 'to=99', 'from=-1', 'from=1e9']) {
      expect((await visitors.editor.get(`${panel.path}/history?${query}`)).status, query).toBe(404)
    }
    expect((await visitors.editor.post(`${panel.path}/comments/..%2f/resolve`, {})).status).toBe(404)
    expect((await visitors.editor.get('/desk/queue?at=x')).status).toBe(404)
    expect((await visitors.editor.get('/desk/queue?cursor=x')).status).toBe(400)
  })

  test('a body that is too large, or no form, is refused with the reason', async () => {
    const panel = await desk.panel()
    const big = await visitors.editor.post(`${panel.path}/save`, { quote: 'x'.repeat(7 * 1024 * 1024) })
    expect(big.status).toBe(413)
    expect((await visitors.editor.post(`${panel.path}/save`, {}, { 'content-type': 'application/json' })).status).toBe(415)
  })

  test('fields that no form of ours has change nothing', async () => {
    const panel = await desk.panel()
    const fields = await editorForm(visitors.reviewer, panel.path)
    const extra = { author: 'Edda', role: 'admin', actor: actors.admin.userId, number: '7', state: 'accepted', verdictId: 'seat_0' }
    await visitors.reviewer.follow(`${panel.path}/save`, { ...fields, ...extra, quote: newQuote, do: 'save', reason: 'r' })
    expect(await currentOf(panel)).toMatchObject({ state: 'edited', current: { number: 2, author: { name: 'Rea', role: 'reviewer' } } })
  })
})

describe('a quote as a person wrote it', () => {
  const stated = 'It is free for teams of up to five people.'
  const mistyped = 'It is free for taems of up to five people.'
  const withQuote = (fields: Record<string, string>, quote: string) => ({ ...fields, 'evidence.0.quote': quote })

  test('a draft that is nearly a passage says repaired with the words of the source, and a button puts them in', async () => {
    const panel = await desk.panel()
    const fields = withQuote(await editorForm(visitors.reviewer, panel.path), mistyped)
    await visitors.reviewer.follow(`${panel.path}/save`, { ...fields, do: 'save-draft', reason: '' })
    const page = await visitors.reviewer.page(panel.path)
    expect(page).toContain('data-quote-status="repaired"')
    expect(page).toContain(`<q data-part="words">${stated}</q>`)
    await visitors.reviewer.follow(`${panel.path}/rows`, { ...(await editorForm(visitors.reviewer, panel.path)), do: 'use-words 1' })
    expect((await editorForm(visitors.reviewer, panel.path))['evidence.0.quote']).toBe(stated)
    expect(await visitors.reviewer.page(panel.path)).toContain('data-quote-status="verified"')
  })

  test('a save puts the words of the source in, says so, and shows what was written beside them', async () => {
    const panel = await desk.panel()
    const fields = withQuote(await editorForm(visitors.reviewer, panel.path), mistyped)
    const { location, text } = await visitors.reviewer.follow(`${panel.path}/save`, { ...fields, do: 'save', reason: 'the whole sentence' })
    expect(location).toBe(`${panel.path}?done=repaired`)
    expect(text).toContain('the source’s own words are in it now')
    expect(text).toContain(`a person wrote <q>${mistyped}</q>`)
    expect((await currentOf(panel)).current.content.evidence[0]).toMatchObject({ quote: stated, written: mistyped })
    const again = { ...(await editorForm(visitors.reviewer, panel.path)), do: 'save', reason: 'none' }
    expect((await visitors.reviewer.follow(`${panel.path}/save`, again)).location).toBe(`${panel.path}?done=unchanged`)
  })

  test('one that is not found is saved, is not accepted with it, and the page says what to do', async () => {
    const panel = await desk.panel()
    const fields = withQuote(await editorForm(visitors.editor, panel.path), stated.replace('five', 'nine'))
    const { text } = await visitors.editor.follow(`${panel.path}/save`, { ...fields, do: 'save-and-accept', reason: 'nine of them' })
    expect(text).toContain('the revision is saved, and not accepted: evidence 1 is not in its source')
    expect(text).toContain('data-quote-status="not found"')
    expect(text).toContain('Select the passage in the source, or remove this evidence.')
    expect((await currentOf(panel)).state).toBe('edited')
  })

  test('the look-up that the script asks for answers in JSON, to a form of the desk alone', async () => {
    const panel = await desk.panel()
    const ask = (quote: string) => visitors.reviewer.post(`${panel.path}/check-quote`, { source: 'readme', quote })
    expect(await (await ask(mistyped)).json()).toMatchObject({ status: 'done', word: 'repaired', words: stated, shown: stated })
    expect(await (await ask(stated)).json()).toMatchObject({ status: 'done', word: 'verified', words: null })
    const tooLong = await ask('word '.repeat(1000))
    expect([tooLong.status, await tooLong.json()]).toMatchObject([422, { status: 'invalid' }])
    expect((await desk.visitor().post(`${panel.path}/check-quote`, { source: 'readme', quote: stated })).status).not.toBe(200)
  })
})
