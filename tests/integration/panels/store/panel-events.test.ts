import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createPanelEvents, panelChannel } from '../../../../src/panels/store/panel-events.js'
import { createRuntime } from '../../../../src/platform/runtime.js'
import { createTestDatabase, type TestDatabase } from '../../../support/database.js'

const { log } = createRuntime({ logLevel: 'silent' })
let database: TestDatabase
let client: pg.Client

beforeAll(async () => {
  database = await createTestDatabase()
  client = new pg.Client({ connectionString: database.connectionString })
  await client.connect()
})
afterAll(async () => {
  await client.end()
  await database.drop()
})

const announce = (panelId: string) => client.query('SELECT pg_notify($1, $2)', [panelChannel, JSON.stringify({ panelId })])
const heardOf = `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'ship-panel events'`

/** Resolves when the panel's end was heard. */
function hear(events: ReturnType<typeof createPanelEvents>, panelId: string) {
  let resolve: () => void = () => {}
  const heard = new Promise<void>((done) => {
    resolve = done
  })
  return { heard, listening: events.listen(panelId, () => resolve()) }
}

test('panels that are followed at once are heard of over one connection, each by those who follow it', async () => {
  const events = createPanelEvents({ ...database, log })
  const others: string[] = []
  const [one, again, other] = [hear(events, 'pnl_1'), hear(events, 'pnl_1'), hear(events, 'pnl_2')]
  await Promise.all([one.listening, again.listening, other.listening])
  const stopped = await events.listen('pnl_2', () => others.push('stopped'))
  stopped.stop()
  expect((await client.query(heardOf)).rowCount).toBe(1)
  await announce('pnl_1')
  await Promise.all([one.heard, again.heard])
  await announce('pnl_2')
  await other.heard
  expect(others).toEqual([])
  await events.close()
})

test('a connection that broke is opened again for the next panel that is followed', async () => {
  const events = createPanelEvents({ ...database, log })
  const first = await events.listen('pnl_1', () => {})
  first.stop()
  const before = await client.query<{ pid: number }>(heardOf)
  await client.query('SELECT pg_terminate_backend($1, 5000)', [before.rows[0]?.pid])
  // It is noticed when its end has come over the wire, a moment later.
  for (;;) {
    const next = hear(events, 'pnl_2')
    await next.listening
    await announce('pnl_2')
    const { rows } = await client.query<{ pid: number }>(heardOf)
    if (rows.length === 0) continue
    await next.heard
    break
  }
  await events.close()
  expect(before.rowCount).toBe(1)
})
