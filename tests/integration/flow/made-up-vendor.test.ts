import { afterEach, beforeEach, expect, test } from 'vitest'
import { providerDefinitions } from '../../../src/providers/definitions.js'
import { setUpProviders } from '../../../src/providers/setup.js'
import { createTestDatabase, type TestDatabase } from '../../support/database.js'
import { openTestApp, runPanel, someDossiers, somePersonas, whileWorking } from '../../support/flow/test-app.js'
import { sampleReply } from '../../support/samples.js'
import { parrot } from '../../unit/providers/made-up-vendor/definition.js'
import { parrotKey, startParrots } from '../../unit/providers/made-up-vendor/server.js'

let database: TestDatabase
let server: Awaited<ReturnType<typeof startParrots>> | undefined

beforeEach(async () => {
  database = await createTestDatabase()
})
afterEach(async () => {
  await server?.stop()
  await database.drop()
})

/** A few turns of the event loop, in which others come. */
async function pause(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await new Promise((next) => setImmediate(next))
}

test('a panel is played by a vendor that is only a line of the list, within its own limits and at its price', async () => {
  const load = { visits: 0, now: 0, most: 0 }
  let areThree = () => {}
  const three = new Promise<void>((resolve) => {
    areThree = resolve
  })
  server = await startParrots({
    says: async () => {
      load.visits += 1
      load.now += 1
      load.most = Math.max(load.most, load.now)
      if (load.now === 3) areThree()
      await (load.visits <= 3 ? three : pause())
      load.now -= 1
      return JSON.stringify(sampleReply())
    },
  })
  const providers = setUpProviders({ PARROT_KEY: parrotKey, PARROT_URL: server.url }, [...providerDefinitions, parrot])
  const app = await openTestApp({ database, endpoints: [], providers, concurrency: 32 })
  try {
    const panel = { dossiers: someDossiers(2), personas: somePersonas(4), jurors: ['parrot:grey-2'] }
    const record = await whileWorking([app.work()], () => runPanel(app, panel))
    // Eight calls of 120 tokens in at 2 dollars and 30 out at 10 dollars a million.
    expect(record.totals).toMatchObject({ drafted: 8, unscored: 0, costUsd: expect.closeTo(0.00432, 9) })
    expect(load).toEqual({ visits: 8, now: 0, most: 3 })
  } finally {
    await app.close()
  }
})
