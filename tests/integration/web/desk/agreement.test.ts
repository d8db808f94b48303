import { afterAll, beforeAll, expect, test } from 'vitest'
import { keepTools } from '../../../support/agreement/keep-calls.js'
import { sampleCalls, sampleReport } from '../../../support/agreement/sample-report.js'
import { openTestDesk, type TestDesk } from '../../../support/web/desk/test-desk.js'

let empty: TestDesk
let desk: TestDesk
beforeAll(async () => {
  empty = await openTestDesk()
  await empty.addPerson('reviewer', 'Rea')
  desk = await openTestDesk({ blindFirst: true })
  await desk.addPerson('reviewer', 'Rea')
  await keepTools(desk.app.db, sampleCalls({ tools: 24 }))
})
afterAll(async () => {
  await empty.close()
  await desk.close()
})

async function page(of: TestDesk): Promise<string> {
  const answer = await (await of.signedIn('Rea')).get('/desk/agreement')
  expect(answer.status).toBe(200)
  return answer.text()
}
const words = (html: string) =>
  html
    .replace(/<[^>]+>/g, ' ')
    .replaceAll('&#39;', '’')
    .replace(/\s+/g, ' ')

test('before there are enough records each part says why there is no figure, and nothing is drawn', async () => {
  const html = await page(empty)
  expect(html).not.toContain('<svg')
  const text = words(html)
  expect(text).toContain('Jurors on the same seat 0 0 — — nothing to compare so far; at least 20 tools are needed')
  expect(text).toContain('What jurors are worth as independent ones is not known: it takes 2 jurors')
  expect(text).toContain('Not known: nothing to compare so far; at least 20 tools are needed.')
  expect(text.toLowerCase()).not.toContain('confiden')
})

test('with records it shows figures with intervals, in tables and in plots whose labels are text, and no tool', async () => {
  const html = await page(desk)
  const { jurors } = sampleReport({ tools: 24 })
  const alpha = jurors.alpha.value?.toFixed(2) ?? 'none'
  expect(words(html)).toMatch(new RegExp(`Jurors on the same seat 24 3 ${alpha} \\(0\\.\\d\\d to 0\\.\\d\\d\\)`))
  expect(html).toMatch(new RegExp(`<text x="0" y="15">Jurors, alpha ${alpha} \\(`))
  // Alpha and AC1 of jurors, personas and repeats; correlation and range; four shares.
  expect(html.match(/<circle /g)).toHaveLength(6 + 1 + 4)
  expect(html.match(/class="reach"/g)).toHaveLength(6 + 1 + 4)
  expect(html.match(/<svg class="plot" role="img" aria-label="[^"]+"/g)).toHaveLength(3)
  expect(words(html)).toContain('A draft and a reviewer who had not seen it 0 0 — — nothing to compare so far')
  expect(words(html)).toMatch(/3 jurors on a seat are worth \d\.\d independent ones\. 2 of them, as the same persona, correlate with/)
  expect(html).not.toContain('tool-0')
  expect(html).not.toContain(' style=')
  expect(words(html).toLowerCase()).not.toContain('confiden')
})

test('it is in the way around, for those who are signed in alone', async () => {
  expect(await page(desk)).toContain('<a href="/desk/agreement" aria-current="page">Agreement</a>')
  expect((await (await desk.signedIn(null)).get('/desk/agreement')).status).toBe(303)
})
