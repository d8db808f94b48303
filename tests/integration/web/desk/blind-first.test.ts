import { afterAll, beforeAll, expect, test } from 'vitest'
import { runSampleAtDesk } from '../../../support/web/desk/run-sample.js'
import { type Browser, openTestDesk, type TestDesk } from '../../../support/web/desk/test-desk.js'

let desk: TestDesk
let editor: Browser
let reviewer: Browser
let panelId: string
let recordId: string

beforeAll(async () => {
  desk = await openTestDesk({ blindFirst: true })
  await desk.addPerson('editor', 'Edda')
  await desk.addPerson('reviewer', 'Rea')
  editor = await desk.signedIn('Edda')
  reviewer = await desk.signedIn('Rea')
  ;({ panelId, recordId } = await runSampleAtDesk(desk, editor))
})
afterAll(() => desk.close())

const calls = />\s*(?:Ship|Skip|Abstain)\s*</gi

test.each([
  ['page', () => `/desk/panels/${panelId}`],
  ['stream', () => `/desk/panels/${panelId}/events`],
])('the %s of a panel tells a reviewer who must call first no call, and an editor each', async (_name, path) => {
  const [hidden, shown] = await Promise.all([reviewer.get(path()), editor.get(path())])
  expect([hidden.status, shown.status]).toEqual([200, 200])
  const text = await hidden.text()
  expect(text).not.toMatch(calls)
  expect(text.match(/your own call first/g)).toHaveLength(8)
  const open = await shown.text()
  expect(open.match(calls)?.length).toBeGreaterThanOrEqual(8)
  expect(open).not.toContain('your own call first')
})

test.each(['', '/verify', '/export'])(
  'the log%s of a record, which is about calls, is kept from a reviewer who must call first',
  async (part) => {
    const path = `/desk/audit${part}?record=${recordId}`
    const refused = await reviewer.get(path)
    expect([refused.status, await refused.text()]).toEqual([403, expect.stringContaining('reviewers here make theirs first')])
    expect((await editor.get(path)).status).toBe(200)
  },
)

test('how a draft reads is kept from a reviewer who must call first, also by itself, as the editor fetches it while someone writes', async () => {
  const view = await desk.review.record(recordId, { userId: 'none', name: 'Edda', role: 'editor' })
  const verdictId = view.status === 'done' ? view.verdicts[0]?.verdictId : undefined
  const path = `/desk/records/${recordId}/verdicts/${verdictId}/reading`
  const [hidden, shown] = await Promise.all([reviewer.get(path), editor.get(path)])
  expect([hidden.status, shown.status]).toEqual([404, 200])
  expect(await hidden.text()).not.toContain('sentence-of')
  expect(await shown.text()).toContain('sentence-of')
})
