import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { jobId, providerQueue, queueNames } from '../../../queue/names.js'
import type { Config } from '../../../src/app/config.js'
import type { App } from '../../../src/app/open-app.js'
import type { KickOff } from '../../../src/panels/panel-actions.js'
import { PanelEndedError, UsageError } from '../../../src/platform/errors.js'
import { createTestDatabase, type TestDatabase } from '../../support/database.js'
import { type ChatAnswer, type ChatEvent, type ChatServer, type Hold, startChatServer } from '../../support/flow/chat-server.js'
import { endpoint, free, openTestApp, queryRows, someDossiers, somePersonas, whileWorking } from '../../support/flow/test-app.js'
import { startRedis, type TestRedis } from '../../support/redis.js'
import { sampleReply } from '../../support/samples.js'

const good = (hold?: Hold): ChatAnswer => ({
  kind: 'reply',
  text: JSON.stringify(sampleReply()),
  usage: { prompt_tokens: 100, completion_tokens: 20 },
  ...(hold === undefined ? {} : { hold }),
})

let redis: TestRedis
beforeAll(async () => {
  redis = await startRedis()
})
afterAll(() => redis.stop())

describe.each(['postgres', 'redis'] as const)('on %s', (kind) => {
  let database: TestDatabase
  let server: ChatServer
  let app: App
  let answer: (ask: { persona: string; tool: string; model: string; visit: number }) => ChatAnswer

  beforeEach(async () => {
    database = await createTestDatabase()
    answer = () => good()
    server = await startChatServer((ask) => answer(ask))
    app = await open()
  })
  afterEach(async () => {
    await app.close()
    await server.stop()
    await database.drop()
  })

  const open = ({ limits = {}, concurrency = 4 }: { limits?: Config['limits']; concurrency?: number } = {}) =>
    openTestApp({
      database,
      endpoints: [endpoint('gateway', server.url), endpoint('other', server.url)],
      catalog: [free('gateway'), free('other')],
      concurrency,
      limits,
      redisUrl: kind === 'redis' ? redis.url : null,
    })
  const request = (changes: Partial<KickOff> = {}): KickOff => ({
    dossiers: someDossiers(1),
    personas: somePersonas(4),
    jurors: ['gateway:one'],
    recordings: null,
    budgetUsd: null,
    ...changes,
  })
  const asked = () => server.arrivals().map(({ persona }) => persona)

  test('the same request twice is one panel while it runs, and a new one afterwards, which buys nothing', async () => {
    const [first, second] = await Promise.all([app.kickOff(request()), app.kickOff(request())])
    expect([first.isNew, second.isNew].sort()).toEqual([false, true])
    expect(second.plan.panelId).toBe(first.plan.panelId)
    await whileWorking([app.work()], () => app.follow(first.plan.panelId, () => {}))
    const third = await app.kickOff(request())
    expect(third.isNew).toBe(true)
    const record = await whileWorking([app.work()], () => app.follow(third.plan.panelId, () => {}))
    expect(record.totals.drafted).toBe(4)
    expect(server.arrivals()).toHaveLength(4)
  })

  test('a cancelled panel keeps what is drafted, breaks off what runs, leaves what waits; resumed, it buys only the rest', async () => {
    let letGo = () => {}
    const held = new Promise<void>((resolve) => {
      letGo = resolve
    })
    answer = ({ persona }) => (persona === 'persona-1' ? good() : good({ headers: held }))
    await app.close()
    app = await open({ concurrency: 2 })
    const { plan } = await app.kickOff(request())
    const { panelId } = plan
    const standing = async () => (await app.panels.progress(panelId)).map(({ status }) => status)
    await whileWorking([app.work()], async () => {
      const following = app.follow(panelId, () => {}).catch((error: unknown) => error)
      await server.until(() => server.arrivals().length === 3)
      await app.cancel(panelId, 'no longer wanted')
      const ended = await following
      expect(ended).toBeInstanceOf(PanelEndedError)
      expect(String(ended)).toContain(`was cancelled: no longer wanted. Go on with it: panel resume ${panelId}`)
      expect(await standing()).toEqual(['drafted', 'unscored', 'unscored', 'unscored'])
      expect((await app.panels.progress(panelId)).map(({ reason }) => reason)).toContain('no longer wanted')
      // The calls under way are broken off: their attempts end, and count as possibly billed.
      for (;;) {
        const attempts = await queryRows<{ status: string }>(database, 'select status from model_call_attempts order by status')
        if (attempts.every(({ status }) => status !== 'running')) {
          expect(attempts.map(({ status }) => status)).toEqual(['failed', 'failed', 'settled'])
          break
        }
      }
    })
    expect(await app.queues.state(providerQueue('gateway'))).toMatchObject({ waiting: 0, active: 0, delayed: 0 })
    expect(await app.panels.recentRecords(5)).toEqual([])
    await expect(app.cancel(panelId, 'again')).rejects.toThrow(`panel ${panelId} is cancelled already`)

    answer = () => good()
    const run = await app.resume(panelId)
    expect(run).toMatchObject({ run: 2 })
    expect(run.openSeats.size).toBe(3)
    const record = await whileWorking([app.work()], () => app.follow(panelId, () => {}))
    expect(record.totals).toMatchObject({ drafted: 4, unscored: 0 })
    expect(asked().filter((persona) => persona === 'persona-1')).toHaveLength(1)
    letGo()
  })

  test('unscored seats are drafted again on request, drafted ones never; the record is the same one, again', async () => {
    let isFixed = false
    answer = ({ persona }) =>
      persona === 'persona-2' && !isFixed ? { kind: 'status', status: 400, message: 'this request is not to my taste' } : good()
    const { plan } = await app.kickOff(request())
    const first = await whileWorking([app.work()], () => app.follow(plan.panelId, () => {}))
    expect(first.totals).toMatchObject({ drafted: 3, unscored: 1 })
    isFixed = true
    const { openSeats } = await app.retry(plan.panelId)
    expect(openSeats.size).toBe(1)
    const second = await whileWorking([app.work()], () => app.follow(plan.panelId, () => {}))
    expect(second.id).toBe(first.id)
    expect(second.totals).toMatchObject({ drafted: 4, unscored: 0 })
    expect(await app.panels.findRecord(first.id)).toEqual(second)
    expect(server.arrivals()).toHaveLength(5)
    await expect(app.retry(plan.panelId)).rejects.toThrow('there is nothing to try again')
    await expect(app.resume(plan.panelId)).rejects.toThrow(UsageError)
  })

  test('a seat that was too expensive is drafted once the budget is raised', async () => {
    await app.close()
    const prices = { input: 1_000, cachedInput: null, output: 1_000 }
    app = await openTestApp({
      database,
      endpoints: [endpoint('gateway', server.url)],
      catalog: [
        {
          match: 'gateway:*',
          price: { kind: 'metered', usdPerMillionTokens: prices, readOn: '2026-11-20', source: 'https://example.com' },
        },
      ],
      concurrency: 1,
      redisUrl: kind === 'redis' ? redis.url : null,
    })
    const { plan } = await app.kickOff(request({ budgetUsd: 0.01 }))
    const poor = await whileWorking([app.work()], () => app.follow(plan.panelId, () => {}))
    expect(poor.totals).toMatchObject({ drafted: 0, unscored: 4 })
    await app.retry(plan.panelId, { budgetUsd: 1_000 })
    const rich = await whileWorking([app.work()], () => app.follow(plan.panelId, () => {}))
    expect(rich.totals).toMatchObject({ drafted: 4, unscored: 0 })
  })

  test("an editor's panel goes before one in the background, whichever came first", async () => {
    await app.close()
    app = await open({ concurrency: 1 })
    const nightly = await app.kickOff(request({ jurors: ['gateway:nightly'], priority: 'background' }))
    const urgent = await app.kickOff(request({ jurors: ['gateway:urgent'] }))
    await whileWorking([app.work()], () => Promise.all([nightly, urgent].map(({ plan }) => app.follow(plan.panelId, () => {}))))
    const models = server.arrivals().map(({ model }) => model)
    expect(models).toEqual([...Array(4).fill('urgent'), ...Array(4).fill('nightly')])
  })

  test('a provider that asks to wait pauses its own queue for every worker, no attempt is counted, and other providers go on', async () => {
    let refused = 0
    answer = ({ model }) => {
      if (model !== 'slow' || refused > 0) return good()
      refused += 1
      return { kind: 'status', status: 429, message: 'slow down', headers: { 'retry-after': '600' } }
    }
    await app.close()
    const [one, two] = [await open({ concurrency: 1 }), await open({ concurrency: 1 })]
    app = one
    const { plan } = await app.kickOff(request({ jurors: ['gateway:slow'] }))
    await whileWorking([one.work(), two.work()], async () => {
      await server.until(() => refused > 0)
      await waitFor(async () => {
        const { pausedForMs } = await app.queues.state(providerQueue('gateway'))
        return pausedForMs > 0 ? pausedForMs : null
      })
      const elsewhere = await app.kickOff(request({ jurors: ['other:free'] }))
      await app.follow(elsewhere.plan.panelId, () => {})
      // Ten minutes have passed.
      await (await app.queues.queue(providerQueue('gateway'))).removeRateLimitKey()
      const record = await app.follow(plan.panelId, () => {})
      expect(record.totals).toMatchObject({ drafted: 4, unscored: 0 })
    })
    const asks = server.arrivals().map(({ model }) => model)
    // The other worker had taken one seat before it heard; nothing else was asked of this provider until the other was done.
    expect(asks.lastIndexOf('free')).toBeLessThan(asks.lastIndexOf('slow'))
    expect(asks.filter((model) => model === 'slow')).toHaveLength(5)
    await two.close()
  })

  test('a provider that never stops asking to wait leaves its seats unscored with the reason, and no seat is asked for ever', async () => {
    answer = () => ({ kind: 'status', status: 429, message: 'come back tomorrow', headers: { 'retry-after': '86400' } })
    const { plan } = await app.kickOff(request({ personas: somePersonas(1) }))
    const record = await whileWorking([app.work()], () => app.follow(plan.panelId, () => {}))
    expect(record.totals.unscored).toBe(1)
    expect(record.tools[0]?.verdicts[0]).toMatchObject({ reason: expect.stringContaining('come back tomorrow') })
    expect(server.arrivals()).toHaveLength(1)

    answer = () => ({ kind: 'status', status: 429, message: 'not now', headers: { 'retry-after': '0' } })
    const again = await app.kickOff(request({ personas: somePersonas(1), jurors: ['other:never'] }))
    const given = await whileWorking([app.work()], () => app.follow(again.plan.panelId, () => {}))
    expect(given.tools[0]?.verdicts[0]).toMatchObject({ status: 'unscored', reason: expect.stringContaining('not now') })
    expect(server.arrivals()).toHaveLength(1 + 21)
  })

  test('what a provider may do at once holds for all workers together', async () => {
    const limited = ({ ask }: ChatEvent) => ask.model === 'one'
    const underWay = (events: readonly ChatEvent[]) => {
      const count = (event: ChatEvent['event']) => events.filter((entry) => limited(entry) && entry.event === event).length
      return count('arrived') - count('ended')
    }
    let letGo = () => {}
    const held = new Promise<void>((resolve) => {
      letGo = resolve
    })
    answer = ({ model }) => (model === 'one' ? good({ headers: held }) : good())
    await app.close()
    const limits = { gateway: { concurrency: 3 } }
    const workers = [await open({ limits }), await open({ limits })]
    app = workers[0] as App
    const { plan } = await app.kickOff(request({ personas: somePersonas(24) }))
    await whileWorking(
      workers.map((worker) => worker.work()),
      async () => {
        await server.until(() => underWay(server.events) === 3)
        // Both workers have room for more, and work for another provider meanwhile.
        const elsewhere = await app.kickOff(request({ jurors: ['other:free'] }))
        await app.follow(elsewhere.plan.panelId, () => {})
        letGo()
        await app.follow(plan.panelId, () => {})
      },
    )
    const most = Math.max(...server.events.map((_, index) => underWay(server.events.slice(0, index + 1))))
    expect(most).toBe(3)
    await workers[1]?.close()
  })

  test('requests a minute hold for all workers together: the call beyond the limit is not sent, and its seat waits', async () => {
    await app.close()
    app = await open({ limits: { gateway: { requestsPerMinute: 2 } } })
    const { plan } = await app.kickOff(request())
    await whileWorking([app.work()], async () => {
      const waiting = await waitFor(async () => {
        const seats = await app.panels.progress(plan.panelId)
        const drafted = seats.filter(({ status }) => status === 'drafted')
        const sentBack = seats.filter(({ status, reason }) => status === 'planned' && reason !== null)
        return drafted.length === 2 && sentBack.length > 0 ? sentBack : null
      })
      expect(waiting[0]?.reason).toMatch(/^gateway asked to wait \d+ s$/)
      expect(server.arrivals()).toHaveLength(2)
      await app.cancel(plan.panelId, 'seen enough')
    })
  })

  test('a panel that never reached the queue, or that the queue lost, is put into it by a worker; jobs of before do nothing', async () => {
    const { plan } = await app.kickOff(request())
    const queue = await app.queues.queue(queueNames.panels)
    await queue.remove(jobId(plan.panelId, 1), { removeChildren: true })
    expect(await app.queues.state(providerQueue('gateway'))).toMatchObject({ waiting: 0 })
    const record = await whileWorking([app.work()], () => app.follow(plan.panelId, () => {}))
    expect(record.totals.drafted).toBe(4)

    const other = await app.kickOff(request({ jurors: ['other:twice'] }))
    // Two runs are in the queue now; only the later counts.
    await app.requeue(other.plan.panelId)
    const requeued = await whileWorking([app.work()], () => app.follow(other.plan.panelId, () => {}))
    expect(requeued.totals.drafted).toBe(4)
    expect(server.arrivals().filter(({ model }) => model === 'twice')).toHaveLength(4)
    expect((await app.panels.find(other.plan.panelId)).run).toBe(2)
  })
})

async function waitFor<T>(look: () => Promise<T | null>): Promise<T> {
  for (;;) {
    const seen = await look()
    if (seen !== null) return seen
  }
}
