import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { openModels } from '../../../src/app/open-models.js'
import { askProviders } from '../../../src/cli/ask-providers.js'
import { busyInstead } from '../../../src/cli/busy-server.js'
import { checkJurors, checkProvider } from '../../../src/cli/doctor-checks.js'
import { setUpProviders } from '../../../src/providers/setup.js'
import { useWireServer } from '../../support/providers/use-wire-server.js'
import { json } from '../../support/providers/wire-server.js'

const server = useWireServer({ hasPages: false })

const slotsBusy = JSON.parse(readFileSync(new URL('../../support/providers/llama-cpp/slots-busy.json', import.meta.url), 'utf8'))

const listMs = 300
const slotsMs = 60_000

/** What the doctor sees of an endpoint whose list of models does not come; its slots are known unless `slots` is null. */
async function seenOf({ local = true, slots, calls = {} }: { local?: boolean; slots: unknown; calls?: Record<string, number> }) {
  server.answerWith((response) => {
    const path = response.req.url
    if (path === '/v1/models') return
    if (slots === null || path !== '/slots') json({ error: 'no such page' }, { status: 404 })(response)
    else json(slots)(response)
  })
  const config = {
    providers: setUpProviders({}),
    jurors: ['lab:m'],
    catalog: [],
    endpoints: [{ name: 'lab', baseUrl: `${server.url}/v1`, apiKey: null, apiKeyEnv: null, local }],
  }
  // Only the list, which never comes, is cut off after a short time: whatever does come is waited for.
  const models = openModels(config, { fetch: globalThis.fetch }, listMs)
  const { registry } = openModels(config, { fetch: globalThis.fetch }, slotsMs)
  const answer = (await askProviders({ config, models })).find(({ provider }) => provider === 'lab')
  if (answer === undefined) throw new Error('the endpoint was not asked')
  return busyInstead(answer, { registry, callsUnderWay: async () => calls, deadlineMs: slotsMs })
}

test('a local server whose slots work is busy, not broken, and so are the jurors that it plays', async () => {
  const seen = await seenOf({ slots: slotsBusy })
  expect(checkProvider(seen)).toEqual({ name: 'lab', status: 'busy', seen: 'busy: 1 of its 2 slots works', fix: null })
  expect(checkJurors(['lab:m'], [seen], () => null)).toMatchObject({ status: 'ok' })
})

test('one that tells no slots is busy while a panel waits for it', async () => {
  expect(checkProvider(await seenOf({ slots: null, calls: { lab: 2, other: 1 } }))).toMatchObject({
    status: 'busy',
    seen: 'busy: 2 calls of panels are under way there',
  })
})

test('one that does nothing and does not answer has a problem', async () => {
  const idle = [{ is_processing: false }]
  expect(checkProvider(await seenOf({ slots: idle, calls: { other: 1 } }))).toMatchObject({
    status: 'problem',
    seen: expect.stringMatching(/0\.3 s/),
  })
})

test('a hosted provider that does not answer in time has a problem, whatever runs', async () => {
  expect(checkProvider(await seenOf({ local: false, slots: slotsBusy, calls: { lab: 2 } }))).toMatchObject({ status: 'problem' })
})
