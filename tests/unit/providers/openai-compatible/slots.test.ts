import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { createOpenAiCompatible } from '../../../../src/providers/openai-compatible/openai-compatible.js'
import { failure } from '../../../support/providers/conformance.js'
import { chatRequest } from '../../../support/providers/requests.js'
import { useWireServer } from '../../../support/providers/use-wire-server.js'
import { json } from '../../../support/providers/wire-server.js'

const captured = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../../support/providers/llama-cpp/${name}`, import.meta.url), 'utf8'))

const server = useWireServer({ hasPages: false })

const provider = (changes: { local?: boolean; apiKey?: string } = {}) =>
  createOpenAiCompatible({
    name: 'lab',
    baseUrl: `${server.url}/v1/`,
    apiKey: null,
    local: true,
    runtime: { fetch: globalThis.fetch },
    deadlineMs: 20_000,
    ...changes,
  })
const slots = (changes = {}) => provider(changes).local?.slots({ signal: new AbortController().signal })

it('says how many slots llama.cpp has, and how many of them work', async () => {
  server.answerWith((response) => {
    const page = server.requests.at(-1)?.path === '/props' ? 'props.json' : 'slots-busy.json'
    json(captured(page))(response)
  })
  expect(await slots({ apiKey: 'key-4711' })).toEqual({ total: 2, busy: 1 })
  expect(server.requests.map(({ path, headers }) => [path, headers.authorization])).toEqual([
    ['/props', 'Bearer key-4711'],
    ['/slots', 'Bearer key-4711'],
  ])
})

it('tells the slots also where it is kept secret which of them work', async () => {
  server.answerWith((response) => {
    const isProps = server.requests.at(-1)?.path === '/props'
    json(isProps ? captured('props.json') : { error: { code: 501, message: 'This server does not support slots endpoint.' } }, {
      status: isProps ? 200 : 501,
    })(response)
  })
  expect(await slots()).toEqual({ total: 2, busy: null })
})

it('counts the slots of a server that lists them and does not say how many they are', async () => {
  server.answerWith((response) => {
    const isSlots = server.requests.at(-1)?.path === '/slots'
    json(isSlots ? [{ is_processing: true }, { is_processing: false }, { is_processing: true }] : { total_slots: 0 })(response)
  })
  expect(await slots()).toEqual({ total: 3, busy: 2 })
})

it.each([
  ['no such page', {}, 404],
  ['a page of another kind', { hello: 'world' }, 200],
  ['an error', { error: { message: 'Unexpected endpoint or method. (GET /props)' } }, 200],
])('knows no slots of a server that answers with %s', async (_, body, status) => {
  server.answerWith(json(body, { status }))
  expect(await slots()).toBeNull()
})

it('cannot tell while the model is loaded, and says so of a call too', async () => {
  server.answerWith(json(captured('loading.json'), { status: 503 }))
  const asked = slots()
  if (asked === undefined) throw new Error('a local server has slots')
  const expected = { kind: 'loading', isRetryable: true, statusCode: 503 }
  expect(await failure(asked)).toMatchObject(expected)
  const called = await failure(provider().chatModel('m').complete(chatRequest(), { signal: new AbortController().signal }))
  expect(called).toMatchObject(expected)
  expect(called.message).toBe('lab answered 503: Loading model. Wait until the server has loaded its model; its log says how far it is.')
})

it.each([
  [503, 'Model mistral/7B is currently loading', 'loading'],
  [503, 'server is warming up', 'loading'],
  [503, 'upstream is not ready', 'loading'],
  [503, 'Service is starting', 'loading'],
  [500, 'llm server loading model', 'loading'],
  [400, 'The model is still loading, try again', 'loading'],
  [503, 'Overloaded: the load is too high', 'overloaded'],
  [503, 'error loading model: out of memory', 'overloaded'],
  [503, 'server busy, please try again. maximum pending requests exceeded', 'overloaded'],
  [500, 'llama runner process has terminated: error loading model', 'server'],
  [429, 'loading model', 'rate-limited'],
  [400, 'the model is loaded with context length 4096', 'context-too-long'],
])('takes %i "%s" for %s', async (status, message, kind) => {
  server.answerWith(json({ error: { message } }, { status }))
  const call = provider({ local: false }).chatModel('m').complete(chatRequest(), { signal: new AbortController().signal })
  expect(await failure(call)).toMatchObject({ kind, isRetryable: kind !== 'context-too-long' })
})

it('is asked of local servers alone', () => {
  expect(provider({ local: false }).local).toBeUndefined()
})
