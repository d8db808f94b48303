import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Seat } from '../../../../src/contracts/plan.js'
import { createTestDatabase, type TestDatabase } from '../../../support/database.js'
import { endpoint, openTestApp, queryRows, someDossiers, somePersonas } from '../../../support/flow/test-app.js'

/* Whose turn it is on a server that keeps what it read: what the queue asks the store. */

let database: TestDatabase
let app: Awaited<ReturnType<typeof openTestApp>>
let seats: readonly Seat[]
let panelId: string

beforeEach(async () => {
  database = await createTestDatabase()
  app = await openTestApp({ database, endpoints: [endpoint('lab', 'http://127.0.0.1:9/v1', true)], concurrency: 1 })
  const documents = { dossiers: someDossiers(3), personas: somePersonas(3) }
  const { plan } = await app.kickOff({ ...documents, jurors: ['lab:one'], recordings: null, budgetUsd: null })
  seats = plan.seats
  panelId = plan.panelId
})
afterEach(async () => {
  await app.close()
  await database.drop()
})

const longAgo = new Date(0)
const idOf = (tool: number, place: number) => seats.filter((seat) => seat.tool === `tool-${tool}`)[place - 1]?.id ?? ''
const start = (seatId: string, at: number) => app.panels.startSeat({ seatId, run: 1, at: new Date(at) })
const isAlongside = (seatId: string, since = longAgo) => app.panels.isAlongside(seatId, since)
const toolsAhead = (seatId: string, { most = 9, since = longAgo } = {}) => app.panels.countToolsAhead(seatId, { most, since })

test('of seats that are drafted beside each other, the first that was taken up waits for no other', async () => {
  expect(await isAlongside(idOf(1, 2))).toBe(false)
  await start(idOf(1, 1), 1_000)
  await start(idOf(1, 2), 2_000)
  const found = await Promise.all([idOf(1, 1), idOf(1, 2), idOf(1, 3), idOf(2, 1)].map((id) => isAlongside(id)))
  expect(found).toEqual([false, true, true, false])
  // Two that were taken up in the same moment do not wait for each other.
  await start(idOf(1, 1), 3_000)
  await start(idOf(1, 2), 3_000)
  expect([await isAlongside(idOf(1, 1)), await isAlongside(idOf(1, 2))].sort()).toEqual([false, true])
})

test('a seat that waits to be tried again, or was taken up long ago, is waited for by no one', async () => {
  await start(idOf(1, 1), 1_000)
  expect(await isAlongside(idOf(1, 2), new Date(1_000))).toBe(false)
  expect(await isAlongside(idOf(1, 2))).toBe(true)
  await app.panels.deferSeat({ seatId: idOf(1, 1), reason: null, counts: false })
  expect(await isAlongside(idOf(1, 2))).toBe(false)
})

test('tools ahead are those before it with seats that are yet to end', async () => {
  expect(await Promise.all([1, 2, 3].map((tool) => toolsAhead(idOf(tool, 1))))).toEqual([0, 1, 2])
  expect(await toolsAhead(idOf(3, 1), { most: 1 })).toBe(1)
  const end = (tool: string) =>
    queryRows(database, `UPDATE seats SET status = 'drafted' WHERE panel_id = '${panelId}' AND tool = '${tool}'`)
  await start(idOf(1, 1), 1_000)
  await end('tool-2')
  expect(await toolsAhead(idOf(3, 1))).toBe(1)
  await queryRows(database, `UPDATE seats SET started_at = 'epoch' WHERE panel_id = '${panelId}' AND tool = 'tool-1'`)
  expect(await toolsAhead(idOf(3, 1), { since: new Date(1_000) })).toBe(0)
  await end('tool-1')
  expect(await toolsAhead(idOf(3, 1))).toBe(0)
})
