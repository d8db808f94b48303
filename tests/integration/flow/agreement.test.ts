import { afterAll, beforeAll, expect, test } from 'vitest'
import { recordSchema } from '../../../src/contracts/record.js'
import { type ChatServer, startChatServer } from '../../support/flow/chat-server.js'
import { endpoint, free, runPanel, someDossiers, somePersonas, whileWorking } from '../../support/flow/test-app.js'
import { sampleReply } from '../../support/samples.js'
import { openTestDesk, type TestDesk } from '../../support/web/desk/test-desk.js'

let server: ChatServer
let desk: TestDesk

/** Of 20 tools the even ones ship, for both jurors; but the second says the opposite of the first four. */
function callOf({ model, tool }: { model: string; tool: string }): 'ship' | 'skip' {
  const number = Number(tool.replace('tool-', ''))
  const isShip = number % 2 === 0
  return (model === 'two' && number <= 4 ? !isShip : isShip) ? 'ship' : 'skip'
}

beforeAll(async () => {
  server = await startChatServer((ask) => ({
    kind: 'reply',
    text: JSON.stringify(sampleReply({ call: callOf(ask) })),
    usage: { prompt_tokens: 100, completion_tokens: 50 },
  }))
  desk = await openTestDesk({ blindFirst: true }, { endpoints: [endpoint('gateway', server.url)], catalog: [free('gateway')] })
})
afterAll(async () => {
  await desk.close()
  await server.stop()
})

test('a panel of two jurors who draft twice is measured from the rows it leaves, and a reviewer against both jurors', async () => {
  const request = { dossiers: someDossiers(20), personas: somePersonas(1), jurors: ['gateway:one', 'gateway:two'], repeat: 2 }
  const record = recordSchema.parse(await whileWorking([desk.app.work()], () => runPanel(desk.app, request)))
  const reviewer = await desk.addPerson('reviewer', 'Rea')
  const shown = await desk.review.record(record.id, reviewer)
  const [first] = shown.status === 'done' ? shown.verdicts : []
  if (first === undefined) throw new Error('the record has verdicts')
  const made = await desk.review.blindCall({ actor: reviewer, recordId: record.id, verdictId: first.verdictId, call: 'skip' })
  expect(made.status).toBe('done')

  const { basis, jurors, repeats, people, personas, effectiveJurors } = await desk.app.measureAgreement()
  expect(basis).toMatchObject({ records: 1, samples: 0, calls: 80, tools: 20, personas: 1, jurors: 2, blindCalls: 1 })
  // 40 calls, 20 ship and 20 skip; 4 tools differ: 1 − 39 · 8 ÷ 800. AC1: (0.8 − 0.25) ÷ 0.75.
  expect(jurors).toMatchObject({ tools: 20, units: 20, raters: 2 })
  expect(jurors.alpha.value).toBeCloseTo(1 - (39 * 8) / 800, 12)
  expect(jurors.ac1.value).toBeCloseTo(0.55 / 0.75, 12)
  // Each ships 10 of 20, both 8: r = (8 − 5) ÷ 5 = 0.6, and 2 ÷ 1.6 votes.
  expect(effectiveJurors.correlation).toBeCloseTo(0.6, 12)
  expect(effectiveJurors.value).toBeCloseTo(1.25, 12)
  expect(repeats).toMatchObject({ tools: 20, units: 40, raters: 2, changed: 0 })
  expect(personas).toMatchObject({ tools: 0, units: 0 })
  expect(people).toMatchObject({ tools: 1, units: 2, raters: 1 })
  expect(people.alpha.why).toBe('1 tool so far; at least 20 are needed')
})
