import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { endpoint, priced } from '../../../support/flow/test-app.js'
import { type LoopbackServer, startLoopbackServer } from '../../../support/loopback-server.js'
import { type Browser, openTestDesk, type TestDesk } from '../../../support/web/desk/test-desk.js'

const attack = '<script>alert(1)</script>'
const names = [...Array.from({ length: 400 }, (_, index) => `vendor-${index % 20}/model-${index}`), attack]

let server: LoopbackServer
let desk: TestDesk
let editor: Browser

beforeAll(async () => {
  server = await startLoopbackServer((_request, response) => {
    const data = names.map((id) => ({ id, object: 'model' }))
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ object: 'list', data }))
  })
  desk = await openTestDesk(
    {},
    {
      endpoints: [endpoint('gateway', `${server.url}/v1`), { ...endpoint('closed', 'https://closed.example/v1'), apiKeyEnv: 'CLOSED_KEY' }],
      catalog: [
        priced('gateway', { input: 0.5, cachedInput: null, output: 2 }),
        { match: 'gateway:vendor-7/*', contextTokens: 32_000, vendor: 'Seven Labs' },
        { match: 'closed:one' },
      ],
      juries: [
        { name: 'quick', jurors: ['gateway:vendor-7/model-7'], reserves: [], repeat: 1 },
        { name: 'careful', jurors: ['gateway:vendor-7/model-7', 'closed:one'], reserves: ['gateway:vendor-8/model-8'], repeat: 3 },
        { name: 'tied', jurors: ['ollama:mistral-small3.2'], reserves: ['gateway:vendor-8/model-8'], repeat: 1 },
      ],
      conflictPolicy: 'replace',
    },
  )
  await desk.addPerson('editor', 'Edda')
  await desk.addPerson('reviewer', 'Rea')
  editor = await desk.signedIn('Edda')
  await editor.post('/desk/tools/samples', {})
})
afterAll(async () => {
  await desk.close()
  await server.stop()
})

const form = { tool: 'mistral-3-instruct', persona: 'dx', replies: 'models', priority: 'editor', budget: '' }
const textOf = async (answer: Promise<Response> | Response) => (await (await answer).text()).replaceAll('&#39;', "'")
/** The whole tag of the input with that id. */
const inputOf = (page: string, id: string) => page.match(/<input[^>]*>/g)?.find((tag) => tag.includes(`id="${id}"`)) ?? ''
const countOf = (page: string, part: string) => page.split(part).length - 1
const search = (address: string) => editor.get(`/desk/panels/models?${address}`, { 'hx-request': 'true' })

test('of several hundred models a page shows a handful, and weighs little; a search shows some forty', async () => {
  const page = await textOf(editor.get('/desk/panels/new?tool=mistral-3-instruct'))
  expect(countOf(page, 'name="juror"')).toBeLessThan(15)
  expect(page).toMatch(/\d{3} more models can be chosen beside those that are; the first 8 are shown/)
  expect(await textOf(search('q=model'))).toMatch(/\d{3} more models match beside those chosen; the first 40 are shown/)
  expect(gzipSync(page).length).toBeLessThan(12_000)
  expect(page).toMatch(/<span class="meta">Version \d+<\/span>/)
  expect(page).not.toMatch(/>dx v\d/)
})

test('each model has its price, context, place and maker; one whose key is missing is shown with the variable, and cannot be chosen', async () => {
  const page = await textOf(editor.get('/desk/panels/new'))
  expect(await textOf(search('q=model-7'))).toContain(
    '$0.5 in, $2 out · context 32,000 · runs on gateway · made by Seven Labs · configured',
  )
  const closed = await textOf(search('q=closed'))
  expect(inputOf(closed, 'juror-closed:one')).toContain('disabled')
  expect(closed).toContain('set CLOSED_KEY to use it')
  expect(inputOf(page, 'juror-gateway:vendor-7/model-7')).not.toMatch(/disabled/)
  // A vendor of the package, without its key.
  const claude = await textOf(search('q=claude-haiku-5-5'))
  expect(inputOf(claude, 'juror-anthropic:claude-haiku-5-5')).toContain('disabled')
  expect(claude).toContain('set ANTHROPIC_API_KEY to use it')
})

test('a search finds by words of id and maker, keeps what is chosen, and says how many there are', async () => {
  const found = await textOf(search('q=SEVEN+model-27&juror=gateway%3Avendor-3%2Fmodel-3&juror=mine%3Aown'))
  expect(found.match(/name="juror" value="([^"]*)"/g)?.map((part) => part.slice(20, -1))).toEqual([
    'gateway:vendor-3/model-3',
    'gateway:vendor-7/model-27',
    'mine:own',
  ])
  expect(inputOf(found, 'juror-gateway:vendor-3/model-3')).toContain('checked')
  expect(inputOf(found, 'juror-mine:own')).toContain('checked')
  expect(found).toContain('id="models-said" hx-swap-oob="innerHTML">1 more model matches.')
  expect(await textOf(search(`q=${'x'.repeat(5_000)}`))).toContain('No other model matches.')
})

test('what a server calls its models is shown as text, and what is no model id is not shown', async () => {
  const found = await textOf(search(`q=alert&juror=${encodeURIComponent(attack)}`))
  expect(found).toContain('gateway:&lt;script&gt;alert(1)')
  expect(found).not.toContain('<script')
  expect(countOf(found, 'name="juror"')).toBe(1)
})

test('the search is for htmx and for editors alone', async () => {
  const plain = await editor.get('/desk/panels/models?q=x')
  expect([plain.status, plain.headers.get('location')]).toEqual([303, '/desk/panels/new'])
  const reviewer = await desk.signedIn('Rea')
  expect((await reviewer.get('/desk/panels/models', { 'hx-request': 'true' })).status).toBe(403)
})

test('without scripts a button searches, and everything in the form stays as it was sent', async () => {
  const sent = {
    ...form,
    q: 'model-111',
    juror: 'gateway:vendor-3/model-3',
    repeat: '3',
    conflicts: 'bar',
    budget: '1.50',
    otherJurors: 'mine:own',
  }
  const page = await textOf(editor.post('/desk/panels/estimate', sent))
  for (const id of ['juror-gateway:vendor-3/model-3', 'repeat-3', 'conflicts-bar', 'jury-', 'tool-mistral-3-instruct'])
    expect(inputOf(page, id)).toContain('checked')
  expect(inputOf(page, 'juror-gateway:vendor-11/model-111')).not.toContain('checked')
  expect(inputOf(page, 'q')).toContain('value="model-111"')
  expect(inputOf(page, 'budget')).toContain('value="1.50"')
  expect(inputOf(page, 'otherJurors')).toContain('value="mine:own"')
  expect(page).toMatch(/<details class="ask" open/)
  // What is as usual is out of the way with its value in view; what is not is open.
  expect(page).toMatch(/<details class="ask term" open=""><summary>Drafts of each seat, by each juror: <span class="value">3 times/)
  expect(page).toMatch(/<details class="ask term" open=""><summary>A juror whose maker makes the tool: <span class="value">bar the juror/)
  expect(page).toMatch(/<details class="ask term"><summary>Priority: <span class="value">someone waits for it/)
})

test('juries are there by name, with price, time and the key that is missing; the policy of the configuration is chosen', async () => {
  const page = await textOf(editor.get('/desk/panels/new'))
  expect(page).toMatch(/id="jury-quick-note">about \$0\.\d+, time unknown/)
  expect(page).toMatch(/id="jury-careful-note">price unknown, time unknown, each seat drafted 3 times/)
  expect(page).toContain('CLOSED_KEY not set here.')
  expect(page).toContain('1 reserve')
  for (const id of ['jury-', 'repeat-', 'conflicts-replace']) expect(inputOf(page, id)).toContain('checked')
})

test('a jury that is chosen plays, whatever models are ticked; one that is gone is said at its field', async () => {
  const started = await editor.post('/desk/panels', { ...form, jury: 'careful', juror: 'gateway:vendor-3/model-3', conflicts: 'label' })
  expect(started.status).toBe(303)
  const [panel] = await desk.app.panels.recent(1)
  expect(panel?.plan.jurors).toEqual(['gateway:vendor-7/model-7', 'closed:one'])
  expect(panel?.plan.seats.map(({ repeat = 1 }) => repeat)).toEqual([1, 2, 3, 1, 2, 3])
  await desk.app.cancel(panel?.plan.panelId ?? '', 'the test has ended')
  const refused = await editor.post('/desk/panels', { ...form, jury: 'slow' })
  expect(refused.status).toBe(422)
  expect(await textOf(refused)).toContain('id="jury-problem">there is no such jury any more; choose again')
})

test('a juror of the tool’s vendor judges, is replaced by the jury’s reserve, or is left out, as was chosen, and the panel’s page says so', async () => {
  const model = 'ollama:mistral-small3.2'
  const start = async (fields: Record<string, string>) => {
    const started = await editor.post('/desk/panels', { ...form, ...fields })
    expect(started.status).toBe(303)
    const path = started.headers.get('location') ?? ''
    const page = await textOf(editor.get(path))
    await desk.app.cancel(path.split('/').at(-1) ?? '', 'the test has ended')
    return { page, models: (await desk.app.panels.recent(1))[0]?.plan.seats.map((seat) => seat.model) }
  }
  const labelled = await start({ otherJurors: `${model} gateway:own`, conflicts: 'label' })
  expect(labelled.models).toEqual([model, 'gateway:own'])
  expect(labelled.page).toContain(`Warning: ${model} judges mistral-3-instruct, a tool of its own vendor, Mistral AI.`)
  const barred = await start({ otherJurors: `${model} gateway:own`, conflicts: 'bar' })
  expect(barred.models).toEqual(['gateway:own'])
  expect(barred.page).toContain(
    `${model} does not judge mistral-3-instruct: it is made by its own vendor, Mistral AI; no one sits in its place.`,
  )
  const replaced = await start({ jury: 'tied', conflicts: 'replace' })
  expect(replaced.models).toEqual(['gateway:vendor-8/model-8'])
  expect(replaced.page).toContain('Mistral AI; gateway:vendor-8/model-8 sits in its place.')
  const none = await editor.post('/desk/panels', { ...form, otherJurors: model, conflicts: 'bar' })
  expect([none.status, await textOf(none)]).toEqual([422, expect.stringContaining('no juror is left for mistral-3-instruct')])
})

test('the estimate counts every juror and repeat, and says who does not judge', async () => {
  const estimate = (fields: Record<string, string>) =>
    editor.post('/desk/panels/estimate', { ...form, ...fields }, { 'hx-request': 'true' }).then(textOf)
  expect(await estimate({ jury: 'careful', conflicts: 'label' })).toContain('6 drafts')
  expect(await estimate({ jury: 'careful', repeat: '1', conflicts: 'label' })).toContain('2 drafts')
  expect(await estimate({ jury: 'tied' })).toContain('gateway:vendor-8/model-8 sits in its place')
})

test('a head-to-head takes two tools, and neither it nor blind drafts are in the sample’s recordings', async () => {
  const one = await editor.post('/desk/panels', { ...form, otherJurors: 'gateway:own', headToHead: 'on' })
  expect([one.status, await textOf(one)]).toEqual([422, expect.stringContaining('choose 2 tools or more to compare them')])
  const replay = await editor.post('/desk/panels', { ...form, replies: 'recordings', blind: 'on' })
  expect([replay.status, await textOf(replay)]).toEqual([422, expect.stringContaining('the recordings hold neither')])
  const tool = ['mistral-3-instruct', 'claude-haiku-open-weights']
  const asked = { ...form, tool, otherJurors: 'gateway:own', blind: 'on', headToHead: 'on' }
  expect(await textOf(editor.post('/desk/panels/estimate', asked, { 'hx-request': 'true' }))).toMatch(/<dt>Calls<\/dt>/)
  expect((await editor.post('/desk/panels', asked)).status).toBe(303)
  const [panel] = await desk.app.panels.recent(1)
  expect(panel?.plan.blind).toBe(true)
  expect(panel?.plan.seats.some(({ against }) => against !== undefined)).toBe(true)
  await desk.app.cancel(panel?.plan.panelId ?? '', 'the test has ended')
})

test('repeats count: a panel of more drafts than anyone means is not started', async () => {
  const otherJurors = Array.from({ length: 67 }, (_, index) => `gateway:m-${index}`).join(' ')
  const page = await textOf(
    editor.post('/desk/panels', { ...form, tool: ['mistral-3-instruct', 'claude-haiku-open-weights'], otherJurors, repeat: '3' }),
  )
  expect(page).toContain('these are 402 drafts, and a panel has 400 at most')
})

test('a budget below the estimate is warned of beside it, and starts a panel only once that is confirmed', async () => {
  const asked = { ...form, otherJurors: 'gateway:own', budget: '0.0001' }
  const inline = await textOf(editor.post('/desk/panels/estimate', asked, { 'hx-request': 'true' }))
  expect(inline).toMatch(/The budget of \$0\.000100 is below the estimate of \$0\.\d+, and likely covers no seat\./)
  const before = (await desk.app.panels.recent(1))[0]?.panelId
  const asks = await editor.post('/desk/panels', asked)
  const page = await textOf(asks)
  expect(asks.status).toBe(409)
  expect(page).toContain('The panel is not started yet.')
  expect(page).toMatch(/<button type="submit" form="kick-off" name="anyway" value="yes">\s*Start anyway/)
  expect((await desk.app.panels.recent(1))[0]?.panelId).toBe(before)
  const started = await editor.post('/desk/panels', { ...asked, anyway: 'yes' })
  expect(started.status).toBe(303)
  await desk.app.cancel(started.headers.get('location')?.split('/').at(-1) ?? '', 'the test has ended')
})

/** What the month may cost from now on. */
async function allowMonth(monthUsd: number | null): Promise<void> {
  const settings = await desk.app.settings()
  const { version } = await settings.read('budgets')
  const value = { monthUsd, panelUsd: null }
  const actor = { userId: 'usr_ada', name: 'Ada', role: 'admin' as const }
  expect((await settings.change({ actor, key: 'budgets', version, value })).status).toBe('done')
}

test('a panel that would pass the month’s budget says by how much, and starts only once that is confirmed', async () => {
  const asked = { ...form, otherJurors: 'gateway:own', budget: '5' }
  const warn = async (fields = asked) => textOf(editor.post('/desk/panels/estimate', fields, { 'hx-request': 'true' }))
  expect(await warn()).not.toContain('month')
  await allowMonth(0.0001)
  const inline = await warn()
  expect(inline).toMatch(/This month’s budget is \$0\.000100, \$0(\.0+)? of it is spent; this panel would pass it by \$0\.\d+\./)
  expect(inline).toContain('The budget of $5.00 is enough for the worst case')
  const asks = await editor.post('/desk/panels', asked)
  expect(asks.status).toBe(409)
  expect(await textOf(asks)).toMatch(/The panel is not started yet\.<\/strong> This month’s budget is/)
  // A panel takes no more than its own budget, which is said by itself.
  const small = await warn({ ...asked, budget: '0.0001' })
  expect(small).toContain('likely covers no seat')
  expect(small).not.toContain('month’s budget')
  expect(await warn({ ...form, otherJurors: 'closed:one' })).toContain('the month’s budget buys no call without a price')
  await allowMonth(1)
  expect(await warn()).not.toContain('month')
  await allowMonth(null)
})

test('the warning counts the reserves of a jury that sit, and names models whose price is not known', async () => {
  const estimate = (fields: Record<string, string>) =>
    editor.post('/desk/panels/estimate', { ...form, ...fields }, { 'hx-request': 'true' }).then(textOf)
  expect(await estimate({ jury: 'tied', conflicts: 'replace', budget: '0.0001' })).toContain('likely covers no seat')
  expect(await estimate({ jury: 'careful', conflicts: 'label', budget: '2' })).toContain('The price of closed:one is not known')
  expect(await estimate({ jury: 'quick', budget: '2' })).not.toContain('flag-box')
})
