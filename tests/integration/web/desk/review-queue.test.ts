import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Actor } from '../../../../src/contracts/actor.js'
import { formOf, openReviewDesk, type ReviewDesk, type Visitor } from '../../../support/web/desk/review-desk.js'

type Team = { desk: ReviewDesk; rea: Visitor; edda: Visitor; reviewer: Actor; editor: Actor }
let open: Team
let blind: Team

async function openTeam(blindFirst: boolean): Promise<Team> {
  const desk = await openReviewDesk({ blindFirst })
  const reviewer = await desk.addPerson('reviewer', 'Rea')
  const editor = await desk.addPerson('editor', 'Edda')
  const [rea, edda] = [desk.visitor(), desk.visitor()]
  await rea.signIn('Rea')
  await edda.signIn('Edda')
  return { desk, rea, edda, reviewer, editor }
}

beforeAll(async () => {
  open = await openTeam(false)
  blind = await openTeam(true)
})
afterAll(async () => {
  for (const { desk } of [open, blind]) {
    expect(desk.failures).toEqual([])
    await desk.close()
  }
})

/** The verdicts in the list, in its order, and which one is open. */
function listed(html: string): { ids: string[]; open: string | undefined } {
  const items = [...html.matchAll(/<a class="waits" href="[^"]*at=(seat_[0-9a-f]+)[^"]*"([^>]*)>/g)]
  return { ids: items.map(([, id = '']) => id), open: items.find(([, , rest = '']) => rest.includes('aria-current'))?.[1] }
}

/** What the page says was done, without its marks. */
function saidIn(html: string): string | undefined {
  return plain(/<p class="said"[^>]*>(.*?)<\/p>/s.exec(html)?.[1])
}

/** The verdict that is open, by its heading. */
function nameOf(html: string): string | undefined {
  return plain(/<section class="queue-open".*?<h2 class="title">(.*?)<\/h2>/s.exec(html)?.[1])
}

function plain(html: string | undefined): string | undefined {
  return html
    ?.replace(/<[^>]*>|[\u2066-\u2069]/g, '')
    .replace(/\s+/g, ' ')
    .trim()
}

test('an empty queue says what comes here', async () => {
  const html = await open.rea.page('/desk/queue')
  expect(html).toContain('Nothing waits for you')
  expect(html).toContain('Verdicts come here when a panel has drafted them')
})

test('what waits comes oldest first, the oldest is open, and links lead to the next and the one before', async () => {
  const first = await open.desk.panel()
  const second = await open.desk.panel()
  const html = await open.rea.page('/desk/queue')
  expect(listed(html)).toEqual({ ids: [...first.verdicts, ...second.verdicts], open: first.verdicts[0] })
  expect(html).not.toContain('rel="prev"')
  const next = /<a rel="next" href="([^"]*)"/.exec(html)?.[1] ?? ''
  const there = await open.rea.page(next.replaceAll('&amp;', '&').replace(/#.*/, ''))
  expect(listed(there).open).toBe(first.verdicts[1])
  expect(/<a rel="prev" href="[^"]*at=([^"#]*)/.exec(there)?.[1]).toBe(first.verdicts[0])
})

test('what there is to look at in a verdict is counted before it is accepted, and leads to the editor', async () => {
  const panel = await open.desk.panel({
    replyFor: () => ({ quote: 'Small teams pay nothing for it [1]. It took 4 million USD from Northwind in 2024.' }),
  })
  const [first = ''] = panel.verdicts
  const html = await open.rea.page(`/desk/queue?at=${first}`)
  expect(html).toMatch(new RegExp(`<a href="/desk/records/${panel.recordId}/verdicts/${first}#look-1">\\d+ to look at</a>`))
  const clean = await open.desk.panel()
  expect(await open.rea.page(`/desk/queue?at=${clean.verdicts[0]}`)).not.toContain('to look at</a>')
})

test('without a script a verdict is accepted, its call changed, and another returned, all from the queue', async () => {
  const panel = await open.desk.panel()
  const [first = '', second = ''] = panel.verdicts
  const path = (id: string, action: string) => `/desk/records/${panel.recordId}/verdicts/${id}/${action}`
  const page = await open.rea.page(`/desk/queue?at=${first}`)
  const called = await open.rea.follow(path(first, 'call'), { ...formOf(page, path(first, 'call')), call: 'skip', reason: 'no licence' })
  expect(called.location).toBe(`/desk/queue?done=saved&of=${first}`)
  expect(saidIn(called.text)).toBe(`Saved as a revision: ${nameOf(page)}`)
  const again = await open.rea.page(`/desk/queue?at=${first}`)
  const accepted = await open.rea.follow(path(first, 'accept'), formOf(again, path(first, 'accept')))
  expect(saidIn(accepted.text)).toBe(`Accepted: ${nameOf(page)}. To take that back, open it and return it with a note.`)
  const back = /class="said"[^>]*>[^<]*<a href="([^"]*)"/.exec(accepted.text)?.[1]
  expect(back).toBe(`/desk/records/${panel.recordId}/verdicts/${first}#return`)
  expect(await open.rea.page((back ?? '').replace(/#.*/, ''))).toMatch(/<details[^>]* id="return"/)
  expect(listed(accepted.text).ids).not.toContain(first)
  const note = { ...formOf(await open.rea.page(`/desk/queue?at=${second}`), path(second, 'return')), note: 'say who pays' }
  const returned = await open.rea.follow(path(second, 'return'), note)
  expect(saidIn(returned.text)).toMatch(/^Returned: .* on .*\. Your note stays as an open comment\.$/)
  expect(returned.text).toContain('returned with a note')
  const view = await open.desk.review.verdict(panel.recordId, first, open.editor)
  expect(view).toMatchObject({ state: 'accepted', current: { content: { call: 'skip' } } })
})

test('what goes wrong is reported in the queue, with the words still there', async () => {
  const panel = await open.desk.panel()
  const path = `/desk/records/${panel.recordId}/verdicts/${panel.verdict}`
  const late = await open.rea.follow(`${path}/accept`, { base: '7', back: 'queue' })
  expect(late.status).toBeGreaterThanOrEqual(400)
  expect(late.text).toContain('What waits')
  const long = await open.rea.follow(`${path}/call`, { base: '1', call: 'skip', reason: 'r'.repeat(10_000), back: 'queue' })
  expect(long.status).toBe(422)
  expect(formOf(long.text, `${path}/call`)).toMatchObject({ call: 'skip', reason: 'r'.repeat(10_000) })
  const empty = await open.rea.follow(`${path}/call`, { base: '1', call: 'skip', reason: '', back: 'queue' })
  expect([empty.status, formOf(empty.text, `${path}/call`).call]).toEqual([422, 'skip'])
})

test('what is handed to someone else leaves my queue, and is in everyone’s', async () => {
  const panel = await open.desk.panel()
  const [id = ''] = panel.verdicts
  await open.desk.review.assign({ actor: open.editor, recordId: panel.recordId, verdictId: id, to: open.editor.userId })
  expect(listed(await open.rea.page('/desk/queue')).ids).not.toContain(id)
  expect(listed(await open.rea.page('/desk/queue?scope=all')).ids).toContain(id)
  expect(listed(await open.edda.page('/desk/queue')).ids[0]).toBe(id)
})

test('who takes a verdict, leaves it or hands it over reads which one that was, and whose turn it is', async () => {
  const panel = await open.desk.panel()
  const path = `/desk/records/${panel.recordId}/verdicts/${panel.verdict}/assign`
  const name = nameOf(await open.rea.page(`/desk/queue?at=${panel.verdict}`))
  const give = async (to: string) => saidIn((await open.rea.follow(path, { to, back: 'queue' })).text)
  expect(await give(open.reviewer.userId)).toBe(`It is yours now: ${name}`)
  expect(await give('')).toBe(`Left to anyone: ${name}`)
  await give(open.reviewer.userId)
  expect(await give(open.editor.userId)).toBe(`Handed over to Edda: ${name}`)
  expect(saidIn(await open.rea.page('/desk/queue?done=accepted&of=seat_0'))).toBeUndefined()
})

test('a verdict that is gone is reported, with the list still beside it', async () => {
  const html = await open.rea.page('/desk/queue?at=seat_0')
  expect(html).toContain('not there')
})

describe('blind first', () => {
  test('a reviewer sees nothing of a draft before a call of their own: not in the queue, the editor or the history', async () => {
    const reply = { quote: 'The secret words of the draft [1].' }
    const panel = await blind.desk.panel({ replyFor: () => reply, jurors: ['ollama:a', 'ollama:b'] })
    for (const path of ['/desk/queue', `/desk/queue?at=${panel.verdict}`, panel.path, `${panel.path}/history`]) {
      const html = await blind.rea.page(path)
      expect(html, path).toContain('Your own call first')
      expect(html, path).not.toContain('secret words')
      expect(html, path).not.toContain('class="call ship">Ship</span>')
      expect(html, path).not.toContain('data-passage')
    }
    expect(await blind.edda.page(panel.path)).toContain('secret words')
    const forms: [string, Record<string, string>][] = [
      ['accept', { base: '1' }],
      ['return', { base: '1', note: 'n' }],
      ['comments', { text: 't' }],
    ]
    for (const [name, form] of forms) {
      const refused = await blind.rea.follow(`${panel.path}/${name}`, form)
      expect([name, refused.status]).toEqual([name, 403])
      expect(refused.text).toContain('the draft is hidden until you have made a call of your own')
      expect(refused.text).not.toContain('secret words')
    }
  })

  test('an accepted verdict is refused as a draft is, by its form and by one for several, and takes the call that shows it', async () => {
    const panel = await blind.desk.panel({})
    expect((await blind.edda.post(`${panel.path}/accept`, { base: '1' })).status).toBe(303)
    const refused = await blind.rea.follow(`${panel.path}/accept`, { base: '2' })
    expect([refused.status, refused.text]).toEqual([
      403,
      expect.stringContaining('the draft is hidden until you have made a call of your own'),
    ])
    const many = await blind.rea.follow('/desk/queue/bulk', { pick: panel.verdict, do: 'accept', query: '' })
    expect(many.text).toContain('draft is hidden from you until you have made a call of your own')
    for (const { text } of [refused, many]) expect(text).not.toContain('accepted already')
    expect((await blind.rea.follow(`${panel.path}/blind-call`, { call: 'skip' })).text).toContain('Your call is on record')
  })

  test('after the call the draft is shown with it; the call is asked for, and kept once', async () => {
    const panel = await blind.desk.panel({ replyFor: () => ({ call: 'ship' }) })
    expect((await blind.rea.follow(`${panel.path}/blind-call`, {})).text).toContain('choose ship, skip or abstain')
    const called = await blind.rea.follow(`${panel.path}/blind-call`, { call: 'skip' })
    expect(called.text).toContain('Your call is on record; here is the draft.')
    expect(called.text).toContain('Before you saw the draft you called')
    expect((await blind.rea.post(`${panel.path}/blind-call`, { call: 'ship' })).status).toBe(403)
  })
})
