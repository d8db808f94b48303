import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ChatRequest } from '../../../src/contracts/model-call.js'
import type { PanelRecord } from '../../../src/contracts/record.js'
import { createTestDatabase, type TestDatabase } from '../../support/database.js'
import { answerFor, type Fate, isAnswered, isUsable, planChaos, seatName, usageFor } from '../../support/flow/chaos-answers.js'
import { type ChatAsk, type ChatServer, seatInText, startChatServer } from '../../support/flow/chat-server.js'
import {
  endpoint,
  numbers,
  openTestApp,
  priced,
  queryRows,
  runPanel,
  someDossiers,
  somePersonas,
  whileWorking,
} from '../../support/flow/test-app.js'
import { draftsOf } from '../../support/record-drafts.js'

/** US dollars for a million tokens: whole millionths of a dollar a token, so that the sums below are exact. */
const prices = { input: 2, cachedInput: 1, output: 6 }
/** Of a seat's job, as queue/enqueue.ts has it. */
const attemptsAllowed = 4
const jurors = numbers(25).map((n) => `chaos:model-${n}`)
const dossiers = someDossiers(2)
const personas = somePersonas(4)
const seats = dossiers.flatMap(({ tool }) =>
  personas.flatMap(({ id }) => jurors.map((juror) => ({ tool: tool.slug, persona: id, model: juror.slice('chaos:'.length) }))),
)

type Served = { ask: ChatAsk; fate: Fate }

/** Everything the server was asked and what it made of it, counted there. */
const served: Served[] = []
let database: TestDatabase
let server: ChatServer
let record: PanelRecord

beforeAll(async () => {
  database = await createTestDatabase()
  const chaos = planChaos(seats.map(seatName), 'seed 1')
  server = await startChatServer((ask) => {
    const fate = chaos(ask)
    served.push({ ask, fate })
    return answerFor(ask, fate)
  })
  const app = await openTestApp({
    database,
    endpoints: [endpoint('chaos', server.url)],
    catalog: [priced('chaos', prices)],
    concurrency: 16,
  })
  try {
    record = await whileWorking([app.work(), app.work()], () => runPanel(app, { dossiers, personas, jurors }))
  } finally {
    await app.close()
  }
})
afterAll(async () => {
  await server.stop()
  await database.drop()
})

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item])
  return groups
}

const answered = () => served.filter(({ fate }) => isAnswered(fate))
const sum = (parts: readonly number[]) => parts.reduce((total, part) => total + part, 0)
/** What the server's answers cost, in millionths of a dollar. */
const answeredMicroUsd = () =>
  sum(
    answered().map(({ ask, fate }) => {
      const { prompt_tokens: input, prompt_tokens_details: cached, completion_tokens: output } = usageFor(ask, fate)
      return (input - cached.cached_tokens) * prices.input + cached.cached_tokens * prices.cachedInput + output * prices.output
    }),
  )
const microUsd = (usd: number | null | undefined) => Math.round((usd ?? Number.NaN) * 1e6)
const verdicts = () => record.tools.flatMap((tool) => draftsOf(tool).map((verdict) => ({ tool: tool.slug, verdict })))
const nameOf = ({ tool, verdict }: { tool: string; verdict: { persona: string; model: string } }) =>
  seatName({ tool, persona: verdict.persona, model: verdict.model.slice('chaos:'.length) })

test('the server did what it was built for: of 200 first requests 40 malformed, 20 limited, 10 failed, 10 dropped', () => {
  const first = served.filter(({ ask }) => ask.round === 1 && ask.visit === 1)
  const counts = Object.fromEntries([...groupBy(first, ({ fate }) => fate.kind)].map(([kind, group]) => [kind, group.length]))
  expect(counts).toEqual({ good: 120, malformed: 40, 'rate-limited': 20, 'server-error': 10, dropped: 10 })
  // Every kind of harm is among them, and some of it twice to the same seat.
  expect(new Set(served.flatMap(({ fate }) => (fate.kind === 'malformed' ? [fate.how] : []))).size).toBe(6)
  expect(new Set(served.flatMap(({ fate }) => (fate.kind === 'dropped' ? [fate.when] : []))).size).toBe(2)
  expect(served.some(({ ask, fate }) => ask.round === 2 && !isAnswered(fate))).toBe(true)
  expect(served.some(({ ask, fate }) => ask.round === 2 && isAnswered(fate) && !isUsable(fate))).toBe(true)
})

test('none of the 200 drafts is lost: each is in the record, once', () => {
  expect(verdicts()).toHaveLength(200)
  expect(verdicts().map(nameOf).sort()).toEqual(seats.map(seatName).sort())
  expect(record.totals.drafts).toBe(200)
})

/** How a seat must have ended, by what the server answered. */
function expectedEnd(requests: readonly Served[]): string {
  const settled = requests.filter(({ fate }) => isAnswered(fate))
  const last = settled.at(-1)
  if (last !== undefined && isUsable(last.fate)) return 'drafted'
  if (settled.length < 2) return 'provider-failure'
  return last?.fate.kind === 'malformed' && last.fate.how === 'cut-off' ? 'truncated' : 'malformed-reply'
}

test('each seat ends as its replies deserve: drafted, or unscored for its own reason', () => {
  const bySeat = groupBy(served, ({ ask }) => seatName(ask))
  const expected = Object.fromEntries([...bySeat].map(([name, requests]) => [name, expectedEnd(requests)]))
  const ended = Object.fromEntries(
    verdicts().map((entry) => [nameOf(entry), entry.verdict.status === 'drafted' ? 'drafted' : entry.verdict.kind]),
  )
  expect(ended).toEqual(expected)
  expect(new Set(Object.values(expected))).toEqual(new Set(['drafted', 'provider-failure', 'malformed-reply', 'truncated']))
  for (const { verdict } of verdicts()) {
    if (verdict.status !== 'unscored') continue
    const reason = verdict.kind === 'provider-failure' ? /^chaos answered 500: out of luck|connection/ : /^the reply /
    expect(verdict.reason).toMatch(reason)
  }
})

test('no request is sent more often than its policy allows, and a settled one never again', () => {
  for (const requests of groupBy(served, ({ ask }) => ask.bodySha256).values()) {
    // A seat that is sent away for later has not tried.
    expect(requests.filter(({ fate }) => fate.kind !== 'rate-limited').length).toBeLessThanOrEqual(attemptsAllowed)
    expect(requests.findIndex(({ fate }) => isAnswered(fate))).toBeOneOf([-1, requests.length - 1])
  }
  for (const [name, requests] of groupBy(served, ({ ask }) => seatName(ask))) {
    expect(new Set(requests.map(({ ask }) => ask.bodySha256)).size, name).toBeLessThanOrEqual(2)
    const failures = requests.filter(({ fate }) => !isAnswered(fate) && fate.kind !== 'rate-limited').length
    expect(failures, name).toBeLessThanOrEqual(attemptsAllowed)
    // A seat was given up on only after all its attempts.
    if (expectedEnd(requests) === 'provider-failure') expect(failures, name).toBe(attemptsAllowed)
  }
})

test("the ledger's settled calls, tokens and cost are those that the server counted", async () => {
  const [ledger] = await queryRows(
    database,
    `select count(*)::int as calls, sum((usage ->> 'inputTokens')::int)::int as input, sum((usage ->> 'outputTokens')::int)::int as output,
      sum((usage ->> 'cachedInputTokens')::int)::int as cached, sum(cost_usd)::float8 as usd from model_calls where status = 'settled'`,
  )
  const counted = {
    calls: answered().length,
    input: sum(answered().map(({ ask, fate }) => usageFor(ask, fate).prompt_tokens)),
    output: sum(answered().map(({ ask, fate }) => usageFor(ask, fate).completion_tokens)),
    cached: sum(answered().map(({ ask, fate }) => usageFor(ask, fate).prompt_tokens_details.cached_tokens)),
  }
  expect({ ...ledger, usd: microUsd(ledger?.usd) }).toEqual({ ...counted, usd: answeredMicroUsd() })
  const { usage, costUsd, modelCalls } = record.totals
  expect(modelCalls).toEqual({ recorded: counted.calls, authored: 0 })
  expect(usage).toMatchObject({ inputTokens: counted.input, outputTokens: counted.output, cachedInputTokens: counted.cached })
  expect(microUsd(costUsd)).toBe(answeredMicroUsd())
  expect(record.run.replies).toEqual({ called: counted.calls, fromLedger: 0, replayed: 0 })
})

test('every request that the server saw is an attempt in the ledger, with its end, and there is no other', async () => {
  const rows = await queryRows<{ model: string; request: ChatRequest; status: string }>(
    database,
    'select c.model, c.request, a.status from model_call_attempts a join model_calls c using (key)',
  )
  const attempts = rows.map(({ model, request, status }) => {
    const text = request.messages.flatMap(({ parts }) => parts.map((part) => part.text)).join('\n')
    const round = request.messages.some(({ role }) => role === 'assistant') ? 2 : 1
    return `${seatName({ model: model.slice('chaos:'.length), ...seatInText(text) })} round ${round}: ${status}`
  })
  const requests = served.map(({ ask, fate }) => `${seatName(ask)} round ${ask.round}: ${isAnswered(fate) ? 'settled' : 'failed'}`)
  expect(attempts.sort()).toEqual(requests.sort())
})

test('a failure that the provider answered costs nothing; a broken connection may have been billed, and counts at its worst', async () => {
  const [charged] = await queryRows(
    database,
    `select count(*) filter (where charged_usd = 0)::int as free,
      count(*) filter (where charged_usd = reserved_usd and reserved_usd > 0)::int as worst,
      sum(charged_usd)::float8 as usd
    from model_call_attempts where status = 'failed'`,
  )
  const kinds = served.map(({ fate }) => fate.kind)
  const count = (...wanted: Fate['kind'][]) => kinds.filter((kind) => wanted.includes(kind)).length
  expect(charged).toMatchObject({ free: count('rate-limited', 'server-error'), worst: count('dropped') })
  expect(microUsd(record.run.spentUsd)).toBe(answeredMicroUsd() + microUsd(charged?.usd))
})
