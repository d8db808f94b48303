import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createDossierDraftStore } from '../../../../src/panels/store/dossier-drafts.js'
import { createDossierStore } from '../../../../src/panels/store/dossiers.js'
import { choiceIn, dossierFormOf, openDossierForm as open, plain, type Sent } from '../../../support/web/desk/dossier-form.js'
import { type Browser, openTestDesk, type TestDesk } from '../../../support/web/desk/test-desk.js'

let desk: TestDesk
let editor: Browser
let other: Browser
let reviewer: Browser
beforeAll(async () => {
  desk = await openTestDesk()
  await desk.addPerson('editor', 'Edda')
  await desk.addPerson('editor', 'Okke')
  await desk.addPerson('reviewer', 'Rea')
  editor = await desk.signedIn('Edda')
  other = await desk.signedIn('Okke')
  reviewer = await desk.signedIn('Rea')
  await editor.post('/desk/tools/samples', {})
})
afterAll(() => desk.close())

const slug = 'mistral-3-instruct'
/** What a page sends to discard the draft it shows. */
const discardOf = (html: string) => ({ revision: /\/discard"><input type="hidden" name="revision" value="(\d+)"/.exec(html)?.[1] ?? '' })

const newest = async (of = slug) => (await createDossierStore(desk.app.db).versions(of))[0]
const draftOf = (action: string) => createDossierDraftStore(desk.app.db).find(action.split('/').at(-1) ?? '')
const words = (html: string) => plain(html.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' '))

test('a form sent back as it is shown makes no new version, whatever its texts are', async () => {
  const before = await newest()
  const { action, fields } = await open(editor, `/desk/tools/${slug}/edit`)
  const kept = await editor.post(action, { ...fields, do: 'keep' })
  expect([kept.status, kept.headers.get('location')]).toEqual([303, `/desk/tools/${slug}?said=unchanged`])
  expect((await newest())?.sha256).toBe(before?.sha256)
  expect(await draftOf(action)).toBeNull()
})

test('a draft is saved, listed as its editor’s own, gone on with, and discarded', async () => {
  const { action, fields } = await open(editor, `/desk/tools/${slug}/edit`)
  const saved = await editor.post(action, { ...fields, 'tool.tagline': 'Two sizes, open', do: 'save' })
  expect([saved.status, saved.headers.get('location')]).toEqual([303, action])
  expect((await open(editor, action)).fields['tool.tagline']).toBe('Two sizes, open')
  expect((await editor.get(`/desk/tools/${slug}/edit`)).headers.get('location')).toBe(action)
  const list = await (await editor.get('/desk/tools')).text()
  expect(list).toContain(`href="${action}"`)
  expect(await (await other.get('/desk/tools')).text()).not.toContain(`href="${action}"`)
  expect((await editor.post(`${action}/discard`, discardOf(list))).headers.get('location')).toBe('/desk/tools')
  expect((await editor.get(action)).status).toBe(404)
})

test('reviewers and strangers neither see nor change a draft', async () => {
  const { action, fields } = await open(editor, '/desk/tools/new')
  await editor.post(action, { ...fields, 'tool.name': 'Secret tool', do: 'save' })
  const nobody = await desk.signedIn(null)
  for (const path of [action, '/desk/tools/new', `/desk/tools/${slug}/edit`, `/desk/tools/${slug}/duplicate`]) {
    expect((await reviewer.get(path)).status).toBe(403)
    expect((await nobody.get(path)).status).toBe(303)
  }
  for (const path of [action, `${action}/discard`]) {
    expect((await reviewer.post(path, { ...fields, 'tool.name': 'Taken', do: 'save' })).status).toBe(403)
    expect((await nobody.post(path, {})).status).toBe(303)
  }
  const foreign = await editor.send(action, { method: 'POST', headers: { 'sec-fetch-site': 'cross-site' }, body: new URLSearchParams() })
  expect(foreign.status).toBe(403)
  expect((await draftOf(action))?.values['tool.name']).toBe('Secret tool')
})

const json = async (response: Response) =>
  (await response.json()) as { revision: number; changed: object; filled: object; hasConflicts: boolean }

test('two windows of one draft become one, field by field, and an answer that got lost makes no conflict with oneself', async () => {
  const first = await open(editor, '/desk/tools/new')
  const { action } = first
  const start = { ...first.fields, 'tool.name': 'Ferry', do: 'autosave' }
  expect(await json(await editor.post(action, start))).toMatchObject({ revision: 1, changed: {}, hasConflicts: false })
  const second = await open(other, action)
  // The first window never got its answer: it goes on with revision 0.
  expect(await json(await editor.post(action, { ...start, 'tool.name': 'Ferrydoc' }))).toMatchObject({ revision: 2, hasConflicts: false })
  const theirs = await json(await other.post(action, { ...second.fields, 'tool.vendor': 'Ferry Works', do: 'autosave' }))
  expect(theirs).toMatchObject({ revision: 3, changed: { 'tool.name': 'Ferrydoc' }, hasConflicts: false })
  expect((await draftOf(action))?.values).toMatchObject({ 'tool.name': 'Ferrydoc', 'tool.vendor': 'Ferry Works' })
  const clash = await json(await other.post(action, { ...second.fields, 'tool.name': 'Ferry 2', do: 'autosave' }))
  expect(clash).toMatchObject({ hasConflicts: true })
  expect((await draftOf(action))?.conflicts).toMatchObject({ 'tool.name': [{ text: 'Ferry 2', by: 'Okke' }] })
  // What that window goes on to type is kept with it, and nothing of the other is written over.
  await other.post(action, { ...second.fields, 'tool.name': 'Ferry 2.0', do: 'autosave' })
  const draft = await draftOf(action)
  expect(draft?.values['tool.name']).toBe('Ferrydoc')
  expect(draft?.conflicts['tool.name']).toMatchObject([{ text: 'Ferry 2.0' }])
  const page = await (await editor.get(action)).text()
  expect(words(page)).toContain('1 field changed in several places at once')
  const now = dossierFormOf(page)
  const kept = await editor.post(action, { ...now.fields, do: 'keep' })
  expect([kept.status, kept.headers.get('location')]).toEqual([303, action])
  await editor.post(action, { ...now.fields, 'choice.tool.name': choiceIn(page, 'tool.name', 1), do: 'save' })
  expect(await draftOf(action)).toMatchObject({ values: { 'tool.name': 'Ferry 2.0' }, conflicts: {} })
})

test('a draft over a version that is no longer the newest takes over what changed there, and asks about what both changed', async () => {
  const { action, fields } = await open(editor, `/desk/tools/${slug}/edit`)
  await editor.post(action, { ...fields, 'tool.tagline': 'Mine', 'tool.category': 'Models', do: 'save' })
  const theirs = await open(other, `/desk/tools/${slug}/edit`)
  const change = { 'tool.tagline': 'Theirs', 'tool.vendor': 'Mistral', do: 'keep' }
  expect((await other.post(theirs.action, { ...theirs.fields, ...change })).headers.get('location')).toBe(`/desk/tools/${slug}?said=kept`)
  const mine = await open(editor, action)
  const first = await editor.post(action, { ...mine.fields, do: 'keep' })
  expect(first.headers.get('location')).toBe(`${action}#conflicts`)
  expect(await draftOf(action)).toMatchObject({
    values: { 'tool.tagline': 'Theirs', 'tool.vendor': 'Mistral', 'tool.category': 'Models' },
    conflicts: { 'tool.tagline': [{ text: 'Mine', by: 'Edda' }] },
  })
  expect(Object.keys((await draftOf(action))?.conflicts ?? {})).toEqual(['tool.tagline'])
  const again = await open(editor, action)
  const kept = await editor.post(action, { ...again.fields, 'choice.tool.tagline': choiceIn(again.html, 'tool.tagline', 1), do: 'keep' })
  expect(kept.headers.get('location')).toBe(`/desk/tools/${slug}?said=kept`)
  const dossier = await createDossierStore(desk.app.db).find((await newest())?.sha256 ?? '')
  expect(dossier?.tool).toMatchObject({ tagline: 'Mine', vendor: 'Mistral', category: 'Models' })
})

test('what cannot be kept is said at its field, with what rests on a source that is taken out, and stays as a draft', async () => {
  const { action, fields } = await open(editor, `/desk/tools/${slug}/duplicate`)
  const { 'sources.1.kept': _kept, ...rest } = fields
  const refused = await editor.post(action, {
    ...rest,
    'tool.name': 'Copy',
    'facts.4.quote': 'Not there at all.',
    'entryPrice.amountUsd': 'ten',
    do: 'keep',
  })
  expect(refused.status).toBe(422)
  const html = await refused.text()
  expect(words(html)).toMatch(/Source 1 is taken out, and .*rests? on it/)
  expect(html).toContain('href="#facts.4.quote"')
  expect(words(html)).toContain('Passage of fact 4 is not in the text of source')
  expect(html).toMatch(/id="entryPrice.amountUsd"[^>]*value="ten"|value="ten"[^>]*id="entryPrice.amountUsd"/)
  expect(await newest('copy')).toBeUndefined()
  expect((await draftOf(action))?.values['tool.name']).toBe('Copy')
})

test('the name in addresses of another tool is refused, and nothing of that tool is written over', async () => {
  const { action, fields } = await open(editor, `/desk/tools/${slug}/duplicate`)
  const before = (await newest())?.sha256
  const refused = await editor.post(action, { ...fields, 'tool.name': 'Copy', 'tool.slug': slug, do: 'keep' })
  expect(refused.status).toBe(422)
  expect(words(await refused.text())).toContain(`"${slug}" is the name in addresses of another tool already`)
  expect((await newest())?.sha256).toBe(before)
})

test('fields that no form has, rows without end and texts that are none do no harm', async () => {
  const { action, fields } = await open(editor, '/desk/tools/new')
  const hostile = { 'sources.1.carried': '{"capture":{}}', 'tool.sha256': 'x', 'facts.1.statement': 'no marker', '__proto__.x': 'y' }
  await editor.post(action, { ...fields, ...hostile, 'tool.name': 'A\0b', 'choice.tool.name': '7-0', do: 'save' })
  const values: Record<string, string> = { ...(await draftOf(action))?.values }
  expect(values['tool.name']).toBe('Ab')
  for (const path of Object.keys(hostile)) expect(values).not.toHaveProperty([path])
  const many = Array.from({ length: 1_001 }, (_, index) => `facts.${index + 1}`)
  expect((await editor.post(action, { ...fields, row: many, do: 'save' })).status).toBe(413)
  for (const path of ['/desk/tools/drafts/x', '/desk/tools/drafts/drf_00000000', '/desk/tools/nothing/edit'])
    expect((await editor.get(path)).status).toBe(404)
  expect((await editor.post(action.replace(/drf_.*/, 'x'), fields)).status).toBe(404)
  expect((await editor.post(action.replace(/drf_.*/, 'drf_0123456789'), { ...fields, origin: 'edit', of: 'x' })).status).toBe(404)
})

test('a form of more rows than a draft may have is refused before any is read', async () => {
  const { action, fields } = await open(editor, '/desk/tools/new')
  const many = Array.from({ length: 20_000 }, () => 'facts.1')
  const refused = await editor.post(action, { ...fields, row: many, do: 'save' })
  expect(refused.status).toBe(413)
  expect(words(await refused.text())).toContain('a form has at most 1000 sources, facts and plans, and this one 20000')
  expect(await draftOf(action)).toBeNull()
})

test('a window that calls itself what no text may be, and at length, is one like any other', async () => {
  const { action, fields } = await open(editor, '/desk/tools/new')
  const saved = await editor.post(action, { ...fields, window: `a\0b${'x'.repeat(5_000)}`, 'tool.name': 'Nul', do: 'save' })
  expect([saved.status, saved.headers.get('location')]).toEqual([303, action])
  const { dossierDraftChanges } = await import('../../../../src/panels/store/dossier-draft-schema.js')
  const windows = (await desk.app.db.select().from(dossierDraftChanges)).map(({ window }) => window)
  expect(windows).toContain(`a\ufffdb${'x'.repeat(77)}`)
})

/** What so many of a kind come to that are begun while a draft's row is held, and let go on once each of them waits. */
async function whileHeld<T>(action: string, count: number, begin: () => Promise<T>): Promise<T[]> {
  const { dossierDrafts } = await import('../../../../src/panels/store/dossier-draft-schema.js')
  const isIt = eq(dossierDrafts.id, action.split('/').at(-1) ?? '')
  const waiting = sql`select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
  const begun = await desk.app.db.transaction(async (tx) => {
    await tx.select().from(dossierDrafts).where(isIt).for('update')
    const all = Promise.all(Array.from({ length: count }, begin))
    await expect.poll(async () => (await desk.app.db.execute(waiting)).rows.length).toBe(count)
    return { all }
  })
  return begun.all
}

test.each(['edit', 'duplicate'])('several at once who keep one draft (%s) keep it once, and all are led to its tool', async (origin) => {
  const { action, fields } = await open(editor, `/desk/tools/${slug}/${origin}`)
  const own = origin === 'edit' ? slug : 'kept-at-once'
  const name: Sent = origin === 'edit' ? {} : { 'tool.name': 'Kept at once', 'tool.slug': own }
  const sent = { ...fields, ...name, 'tool.tagline': `Kept at once by ${origin}` }
  await editor.post(action, { ...sent, do: 'save' })
  const versions = async () => (await createDossierStore(desk.app.db).versions(own)).length
  const before = await versions()
  const answers = await whileHeld(action, 3, () => editor.post(action, { ...sent, do: 'keep' }))
  for (const { status, headers } of answers) {
    expect(status).toBe(303)
    expect(headers.get('location')).toMatch(new RegExp(`^/desk/tools/${own}\\?said=(?:kept|unchanged)$`))
  }
  expect(await versions()).toBe(before + 1)
  const later = await editor.post(action, { ...sent, do: 'keep' })
  expect(later.headers.get('location')).toBe(`/desk/tools/${own}?said=unchanged`)
  expect(await draftOf(action)).toBeNull()
  const gone = await editor.get(action)
  expect([gone.status, words(await gone.text())]).toEqual([404, expect.stringContaining('It may have been kept as its tool’s dossier')])
})

/** A draft of whose name two windows wrote two texts at once. */
async function conflicting() {
  const { action, fields } = await open(editor, '/desk/tools/new')
  await editor.post(action, { ...fields, 'tool.name': 'One', do: 'autosave' })
  const second = await open(other, action)
  await editor.post(action, { ...fields, 'tool.name': 'Two', do: 'autosave' })
  const type = (text: string) => other.post(action, { ...second.fields, 'tool.name': text, do: 'autosave' })
  await type('Three')
  return { action, type }
}

test.each([0, 1])('text %i of a field is not taken once any of its texts changed since they were shown', async (place) => {
  const { action, type } = await conflicting()
  const shown = await open(editor, action)
  await type('Three and more')
  await editor.post(action, { ...shown.fields, 'choice.tool.name': choiceIn(shown.html, 'tool.name', place), do: 'save' })
  expect(await draftOf(action)).toMatchObject({ values: { 'tool.name': 'Two' }, conflicts: { 'tool.name': [{ text: 'Three and more' }] } })
  const now = await open(editor, action)
  await editor.post(action, { ...now.fields, 'choice.tool.name': choiceIn(now.html, 'tool.name', place), do: 'save' })
  expect(await draftOf(action)).toMatchObject({ values: { 'tool.name': ['Two', 'Three and more'][place] }, conflicts: {} })
})

test('what is picked and not sent by a button yet throws no text away', async () => {
  const { action } = await conflicting()
  const shown = await open(editor, action)
  await editor.post(action, { ...shown.fields, 'choice.tool.name': choiceIn(shown.html, 'tool.name', 0), do: 'autosave' })
  expect((await draftOf(action))?.conflicts).toMatchObject({ 'tool.name': [{ text: 'Three' }] })
})

test('a draft that was saved since it was shown is not discarded, but shown', async () => {
  const { action, fields } = await open(editor, '/desk/tools/new')
  await editor.post(action, { ...fields, 'tool.name': 'Seen', do: 'save' })
  const seen = await open(other, action)
  await editor.post(action, { ...fields, 'tool.name': 'Typed since', do: 'save' })
  for (const sent of [discardOf(seen.html), {}, { revision: '9e9' }]) {
    const refused = await other.post(`${action}/discard`, sent)
    const html = await refused.text()
    expect(refused.status).toBe(409)
    expect(words(html)).toContain('The draft was not discarded: it was saved since')
    expect(dossierFormOf(html).fields['tool.name']).toBe('Typed since')
  }
  const { html } = await open(other, action)
  expect((await other.post(`${action}/discard`, discardOf(html))).headers.get('location')).toBe('/desk/tools')
  expect(await draftOf(action)).toBeNull()
})

test('an SPDX id is found whatever its capitals are', async () => {
  const { action, fields } = await open(editor, '/desk/tools/new')
  await editor.post(action, { ...fields, 'license.spdx': 'apache-2.0', do: 'save' })
  expect((await draftOf(action))?.values).toMatchObject({
    ...{ 'license.spdx': 'Apache-2.0', 'license.name': 'Apache License 2.0', 'license.commercialUse': 'yes' },
  })
})

test('what a license says of commercial use is proposed once, and what an editor says of it stays', async () => {
  const { action, fields } = await open(editor, '/desk/tools/new')
  await editor.post(action, { ...fields, 'license.spdx': 'MIT', do: 'save' })
  const proposed = await open(editor, action)
  expect(proposed.fields['license.commercialUse']).toBe('yes')
  await editor.post(action, { ...proposed.fields, 'license.commercialUse': 'unknown', do: 'save' })
  const undone = await open(editor, action)
  await editor.post(action, { ...undone.fields, 'tool.name': 'Something else', do: 'save' })
  expect((await draftOf(action))?.values).toMatchObject({ 'license.spdx': 'MIT', 'license.commercialUse': 'unknown' })
})

test('a page hears what its license was filled in with, and what it sends before it shows that takes nothing back', async () => {
  const { action, fields } = await open(editor, '/desk/tools/new')
  const sent = { ...fields, 'license.spdx': 'mit', do: 'autosave' }
  const heard = await json(await editor.post(action, sent))
  const filled = { 'license.spdx': 'MIT', 'license.name': 'MIT License', 'license.commercialUse': 'yes' }
  expect(heard).toMatchObject({ filled, changed: {} })
  await editor.post(action, { ...sent, revision: String(heard.revision) })
  expect((await draftOf(action))?.values).toMatchObject(filled)
  const known = await json(await editor.post(action, { ...sent, ...filled, revision: String(heard.revision) }))
  expect(known.filled).toEqual({})
})

test('a field that a dossier needs is marked as such, and nothing is chosen for a source that no one said', async () => {
  const { action, fields } = await open(editor, '/desk/tools/new')
  await editor.post(action, { ...fields, do: 'add-sources' })
  const { html, fields: shown } = await open(editor, action)
  expect(html).toMatch(
    /<label for="tool.vendor">Vendor<\/label><span class="needed" aria-hidden="true">needed<\/span><input[^>]* aria-required="true"/,
  )
  expect(html).toMatch(/<label for="tool.shortName">Short name<\/label><input/)
  expect(shown['sources.1.kind']).toBe('')
  expect(html).toContain('Choose a kind')
  expect(html).toMatch(/<details class="ask" open=""><summary>Where it is from/)
  // Also once its title is written: an empty field is never folded away.
  await editor.post(action, { ...shown, 'sources.1.title': 'Home', do: 'save' })
  expect((await open(editor, action)).html).toMatch(/<details class="ask" open=""><summary>Where it is from/)
  const refused = await editor.post(action, { ...shown, do: 'keep' })
  expect(words(await refused.text())).toContain('Kind of source 1 is not chosen. Choose what the page is.')
})

test('a window that shows what is wrong hears what still is as it saves', async () => {
  const { action, fields } = await open(editor, '/desk/tools/new')
  expect((await editor.post(action, { ...fields, do: 'keep' })).status).toBe(422)
  const { fields: shown } = await open(editor, action)
  const sent = { ...shown, 'tool.vendor': 'Ferry Works', 'tool.category': 'x'.repeat(90), do: 'autosave' }
  expect(await json(await editor.post(action, sent))).not.toHaveProperty('problems')
  const { problems } = (await (await editor.post(action, { ...sent, recheck: 'yes' })).json()) as {
    problems: { field: string; said: string }[]
  }
  const said = new Map(problems.map((problem) => [problem.field, problem.said]))
  expect(said.get('tool.name')).toBe('Name is empty. Write what the tool is called.')
  expect(said.get('tool.category')).toBe('Category is 90 characters long. Write at most 80 characters.')
  expect(said.has('tool.vendor')).toBe(false)
})

test.each(['sources', 'facts', 'plans'])('a row is added to the %s whatever the highest number of a row is', async (list) => {
  const first = { sources: 'title', facts: 'statement', plans: 'name' }[list] ?? ''
  const { action, fields } = await open(editor, '/desk/tools/new')
  const highest = { row: [`${list}.999999`], [`${list}.999999.${first}`]: 'The last', [`${list}.999999.kept`]: 'yes' }
  const added = await editor.post(action, { ...fields, ...highest, do: `add-${list}` })
  const [, field = ''] = (added.headers.get('location') ?? '').split('#')
  const { fields: shown } = await open(editor, action)
  expect(shown[field]).toBe('')
  await editor.post(action, { ...shown, [field]: 'One more', do: `add-${list}` })
  const again = await open(editor, action)
  const texts = Object.keys(again.fields).filter((path) => path.startsWith(`${list}.`) && path.endsWith(`.${first}`))
  expect(texts.map((path) => again.fields[path])).toEqual(['The last', 'One more', ''])
})
