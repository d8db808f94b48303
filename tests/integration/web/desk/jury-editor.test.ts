import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Actor } from '../../../../src/contracts/actor.js'
import { samplePersona } from '../../../support/samples.js'
import { fiveDrafts, fiveJurors } from '../../../support/web/desk/five-drafts.js'
import { formOf, openReviewDesk, type ReviewDesk, type Visitor } from '../../../support/web/desk/review-desk.js'

let desk: ReviewDesk
let edda: Actor
let visitor: Visitor

beforeAll(async () => {
  desk = await openReviewDesk()
  edda = await desk.addPerson('editor', 'Edda')
  visitor = desk.visitor()
  await visitor.signIn('Edda')
})
afterAll(async () => {
  expect(desk.failures).toEqual([])
  await desk.close()
})

type Panel = { recordId: string; verdict: string; path: string }

async function verdictOf({ recordId, verdict }: Panel) {
  const view = await desk.review.verdict(recordId, verdict, edda)
  if (view.status !== 'done' || view.verdict?.jury === undefined) throw new Error('a verdict with a jury')
  return { ...view, verdict: view.verdict, jury: view.verdict.jury }
}

/** The text of the part with that id, white space folded. */
function partOf(html: string, id: string): string {
  const part = html.split(`id="${id}"`)[1]?.split('</section>')[0] ?? ''
  return part
    .replace(/^[^>]*>/, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')
}

/** The number of that juror's draft in the editor. */
async function numberOf(panel: Panel, model: string): Promise<number> {
  return (await verdictOf(panel)).jury.drafts.findIndex((draft) => draft.model === model) + 1
}

describe('a seat that five jurors drafted', () => {
  test('shows each juror with its call, the seat’s call with its rule, and which draft is edited and why', async () => {
    const panel = await desk.panel(fiveDrafts())
    const { model, jury } = await verdictOf(panel)
    const strip = partOf(await visitor.page(panel.path), 'jury')
    expect(strip).toMatch(/^ Jurors Ship /)
    expect(strip).toContain('3 of 5 jurors ship, 2 skip. The seat has a call once more than half have one (3 of 5)')
    for (const juror of fiveJurors) expect(strip).toContain(juror)
    expect(strip).toContain(`The one edited here is ${model}’s draft: of those that ship, it is nearest to the majority`)
    expect(strip.match(/\d read/g)).toHaveLength(4)
    expect(strip).toMatch(/0 edited here/)
    expect(jury.drafts).toHaveLength(4)
  })

  test('without scripts a link opens another draft beside the words being edited, and another closes it', async () => {
    const panel = await desk.panel(fiveDrafts())
    const number = await numberOf(panel, 'ollama:d')
    const closed = await visitor.page(panel.path)
    expect(closed).toContain(`href="${panel.path}?draft=${number}#drafts"`)
    expect(closed).toMatch(/id="drafts"[^>]* hidden/)
    const open = await visitor.page(`${panel.path}?draft=${number}`)
    expect(open).not.toMatch(/id="drafts"[^>]* hidden/)
    expect(partOf(open, 'drafts')).toContain(`Draft ${number} of 4 others, as it was made`)
    expect(partOf(open, 'drafts')).toContain('yet nothing says how the index is kept.')
    expect(partOf(open, 'drafts')).toContain('How it differs from the words in the editor')
    expect(open).toMatch(new RegExp(`href="${panel.path.replaceAll('/', '\\/')}\\?draft=${number}#drafts" aria-current="true"`))
    expect(partOf(await visitor.page(`${panel.path}?draft=99`), 'drafts').trim()).toBe('')
  })

  test('what the script fetches is that draft alone; a number that no draft has is not found', async () => {
    const panel = await desk.panel(fiveDrafts())
    const fragment = await visitor.page(`${panel.path}/draft?draft=${await numberOf(panel, 'ollama:e')}`)
    expect(fragment).toContain('is not free for ever.')
    expect(fragment).not.toContain('<html')
    for (const none of ['0', '5', 'x', '1e1', '-1']) expect((await visitor.get(`${panel.path}/draft?draft=${none}`)).status).toBe(404)
  })

  test('its quote is taken over with the passages it cites, under the numbers they have here', async () => {
    const panel = await desk.panel(fiveDrafts())
    const number = await numberOf(panel, 'ollama:d')
    const fields = formOf(await visitor.page(panel.path), `${panel.path}/save`)
    const { location, text } = await visitor.follow(`${panel.path}/rows?draft=${number}`, { ...fields, do: `take-quote ${number}` })
    expect(location).toBe(`${panel.path}?draft=${number}#f-quote`)
    const taken = formOf(text, `${panel.path}/save`)
    expect(taken.quote).toBe('It runs on one machine [2] and is free [1], yet nothing says how the index is kept.')
    expect(taken['evidence.1.quote']).toBe('Ferrydoc runs on one machine')
    expect(taken['evidence.1.shows']).toBe('One machine is enough.')
    expect(taken['answers.0.answer']).toBe(fields['answers.0.answer'])
    expect((await verdictOf(panel)).current?.number).toBe(1)
  })

  test('an answer is taken over by itself', async () => {
    const panel = await desk.panel(fiveDrafts())
    const number = await numberOf(panel, 'ollama:d')
    const fields = formOf(await visitor.page(panel.path), `${panel.path}/save`)
    const { text } = await visitor.follow(`${panel.path}/rows`, { ...fields, do: `take-answer ${number} primitive` })
    const taken = formOf(text, `${panel.path}/save`)
    expect(taken['answers.0.answer']).toBe('A local index [2].')
    expect(taken.quote).toBe(fields.quote)
  })

  test('people may call it otherwise, with a reason; what the jurors called stays', async () => {
    const panel = await desk.panel(fiveDrafts())
    const fields = formOf(await visitor.page(panel.path), `${panel.path}/save`)
    const refused = await visitor.follow(`${panel.path}/save`, { ...fields, call: 'skip', do: 'save', reason: '' })
    expect(refused.status).toBe(422)
    await visitor.follow(`${panel.path}/save`, { ...fields, call: 'skip', do: 'save', reason: 'the index is not documented' })
    const { verdict, jury } = await verdictOf(panel)
    expect(verdict.call).toBe('skip')
    expect(jury.jurors.filter(({ call }) => call === 'ship')).toHaveLength(3)
    expect(partOf(await visitor.page(panel.path), 'jury')).toMatch(/^ Jurors Ship /)
  })
})

describe('a split seat', () => {
  const twoOfEach = () => fiveDrafts({ jurors: ['ollama:a', 'ollama:b', 'ollama:d', 'ollama:e'] })

  test('offers to leave it split beside ship, skip and abstain, and to call it takes a reason', async () => {
    const panel = await desk.panel(twoOfEach())
    const page = await visitor.page(panel.path)
    expect((await verdictOf(panel)).current?.content.call).toBe('split')
    expect(page).toMatch(/value="split" id="edit-split" checked/)
    const fields = formOf(page, `${panel.path}/save`)
    await visitor.follow(`${panel.path}/save`, { ...fields, call: 'ship', do: 'save', reason: 'the price settles it' })
    expect((await verdictOf(panel)).verdict.call).toBe('ship')
    // It may be left split again.
    expect(await visitor.page(panel.path)).toContain('id="edit-split"')
  })

  test('a seat with a majority offers no split', async () => {
    const panel = await desk.panel(fiveDrafts())
    expect(await visitor.page(panel.path)).not.toContain('id="edit-split"')
  })
})

test('repeats that change are shown as unstable, each a draft of its own', async () => {
  const panel = await desk.panel({
    personas: [samplePersona()],
    repeat: 3,
    replyFor: ({ repeat }) => (repeat === 3 ? { call: 'skip', quote: 'The third time it says no [1].' } : {}),
  })
  const page = await visitor.page(panel.path)
  expect(partOf(page, 'jury')).toContain('ship, ship, skip: unstable, 1 of 3')
  expect(partOf(page, 'jury')).toContain('Its one juror ships: its call is what most of its drafts say')
  const number = (await verdictOf(panel)).jury.drafts.findIndex(({ repeat }) => repeat === 3) + 1
  expect(partOf(await visitor.page(`${panel.path}?draft=${number}`), 'drafts')).toContain('ollama:a, draft 3')
})

test('a seat without a quorum shows why each draft has no call, and the words of one that has can be taken', async () => {
  const panel = await desk.panel({
    ...fiveDrafts({ jurors: ['ollama:a', 'ollama:b', 'ollama:c'] }),
    replyFor: ({ model }) => (model === 'ollama:a' ? { quote: 'The only one that answered [1].' } : null),
  })
  const page = await visitor.page(panel.path)
  expect(partOf(page, 'jury')).toContain('2 of 3 jurors have no call, 1 ships.')
  expect(partOf(await visitor.page(`${panel.path}?draft=2`), 'drafts')).toContain('No verdict. The reply broke off.')
  const fields = formOf(page, `${panel.path}/save`)
  const { text } = await visitor.follow(`${panel.path}/rows`, { ...fields, do: 'take-quote 1' })
  expect(formOf(text, `${panel.path}/save`).quote).toBe('The only one that answered [1].')
})

test('blind-first: neither jurors nor drafts are there before a call of one’s own', async () => {
  const blind = await openReviewDesk({ blindFirst: true })
  await blind.addPerson('reviewer', 'Rea')
  const rea = blind.visitor()
  await rea.signIn('Rea')
  const panel = await blind.panel(fiveDrafts())
  const hidden = await rea.page(`${panel.path}?draft=1`)
  for (const word of ['id="jury"', 'id="drafts"', 'data-draft-link', 'jurors ship', 'costs nothing', 'is not free for ever'])
    expect(hidden).not.toContain(word)
  expect((await rea.get(`${panel.path}/draft?draft=1`)).status).toBe(404)
  const { text } = await rea.follow(`${panel.path}/blind-call`, { call: 'ship', back: 'verdict' })
  expect(text).toContain('3 of 5 jurors ship, 2 skip.')
  expect(blind.failures).toEqual([])
  await blind.close()
})
