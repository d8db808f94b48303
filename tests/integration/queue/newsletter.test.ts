import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { QueueBackend } from '../../../queue/backend.js'
import { openQueueBackend } from '../../../queue/connection.js'
import { limiterOf, type NewsletterOptions, startNewsletter } from '../../../queue/newsletter.js'
import type { DeliveryPayload } from '../../../src/newsletter/send-delivery.js'
import { createRuntime } from '../../../src/platform/runtime.js'
import { createTestDatabase, type TestDatabase } from '../../support/database.js'
import { startRedis, type TestRedis } from '../../support/redis.js'

const runtime = createRuntime({ logLevel: 'silent' })
let database: TestDatabase
let redis: TestRedis

beforeAll(async () => {
  database = await createTestDatabase()
  redis = await startRedis()
})
afterAll(async () => {
  await redis.stop()
  await database.drop()
})

/** A promise, and what resolves it. */
function signal() {
  let resolve = () => {}
  const promise = new Promise<void>((done) => {
    resolve = done
  })
  return { promise, resolve }
}

const payloadOf = (number: number): DeliveryPayload => ({ issueId: 'dig_1', subscriberId: `sub_${String(number).padStart(4, '0')}` })

describe.each(['postgres', 'redis'] as const)('on %s', (kind) => {
  let backend: QueueBackend
  beforeAll(async () => {
    const redisUrl = kind === 'redis' ? redis.url : null
    backend = await openQueueBackend({ connectionString: database.connectionString, installationId: 'test', redisUrl, log: runtime.log })
  })
  afterAll(() => backend.close())

  const start = (options: Partial<NewsletterOptions>) =>
    startNewsletter({
      backend,
      runtime,
      schedule: null,
      perMinute: 100_000,
      concurrency: 4,
      draftDue: async () => undefined,
      mails: { tidy: async () => 0, waitingAfter: async () => [] },
      deliver: async () => 'sent',
      ...options,
    })

  /** Mails that wait, as the database has them: one that was sent waits no more. */
  function openMails(count: number, deliver: (payload: DeliveryPayload) => Promise<void> = async () => undefined) {
    const waiting = new Map(Array.from({ length: count }, (_, index) => [payloadOf(index).subscriberId, payloadOf(index)]))
    const sent: string[] = []
    const all = signal()
    const options: Partial<NewsletterOptions> = {
      mails: {
        tidy: async () => waiting.size,
        waitingAfter: async (after, limit) =>
          [...waiting.values()].filter(({ subscriberId }) => after === null || subscriberId > after.subscriberId).slice(0, limit),
      },
      deliver: async (payload) => {
        if (!waiting.has(payload.subscriberId)) return 'nothing to do'
        await deliver(payload)
        waiting.delete(payload.subscriberId)
        sent.push(payload.subscriberId)
        if (waiting.size === 0) all.resolve()
        return 'sent'
      },
    }
    return { options, sent, waiting, all: all.promise }
  }

  test('every mail that waits is sent once, more than a batch of them, by two senders', async () => {
    const mails = openMails(1_200)
    const senders = await Promise.all([start(mails.options), start(mails.options)])
    await mails.all
    await Promise.all(senders.map((sender) => sender.stop()))
    expect(mails.sent).toHaveLength(1_200)
    expect(new Set(mails.sent).size).toBe(1_200)
    // A mail that was sent while it was put into the queue once more may be there: it will be nothing to do.
    expect(await backend.state('newsletter')).toMatchObject({ active: 0, delayed: 0, failed: 0 })
    await backend.queue('newsletter').obliterate({ force: true })
  })

  test('an issue whose drafting failed is drafted later, and housekeeping is done again, while it looks', async () => {
    const drafted = signal()
    const kept = signal()
    let drafts = 0
    let rounds = 0
    const sender = await start({
      runtime: { ...runtime, sleep: async () => new Promise<void>((resolve) => setImmediate(resolve)) },
      schedule: async () => ({ day: 'monday', hour: 7, timeZone: 'UTC' }),
      draftDue: async () => {
        drafts += 1
        if (drafts === 2) throw new Error('the database is gone for a moment')
        if (drafts === 3) drafted.resolve()
      },
      housekeep: async () => {
        rounds += 1
        if (rounds === 2) kept.resolve()
      },
    })
    await Promise.all([drafted.promise, kept.promise])
    await sender.stop()
    await backend.queue('newsletter').obliterate({ force: true })
  })

  test('a queue that lost its jobs is filled again from the database', async () => {
    const begun = signal()
    const lost = signal()
    const mails = openMails(40, async () => {
      begun.resolve()
      await lost.promise
    })
    const sender = await start(mails.options)
    await begun.promise
    await backend.queue('newsletter').drain(true)
    lost.resolve()
    await mails.all
    await sender.stop()
    expect(mails.sent).toHaveLength(40)
  })

  test('a mail that could not be sent waits in the queue for another attempt, as many as there are', async () => {
    const failed = signal()
    const mails = openMails(1, async () => {
      failed.resolve()
      throw new Error('later')
    })
    const sender = await start(mails.options)
    await failed.promise
    await sender.stop()
    const [job] = await backend.queue('newsletter').getDelayed()
    expect(job).toMatchObject({
      id: 'dig_1-sub_0000',
      data: { digestId: 'dig_1', subscriberId: 'sub_0000' },
      opts: { attempts: 12, backoff: { type: 'exponential', delay: 10_000 } },
    })
    await backend.queue('newsletter').obliterate({ force: true })
  })

  test('two servers have one schedule between them, as the clocks of its time zone go, and draft what is due when they start', async () => {
    let calls = 0
    const [twice, thrice] = [signal(), signal()]
    const draftDue = async () => {
      calls += 1
      if (calls === 2) twice.resolve()
      if (calls === 3) thrice.resolve()
    }
    const schedule = async () => ({ day: 'friday', hour: 9, timeZone: 'Europe/Paris' }) as const
    const servers = await Promise.all([start({ schedule, draftDue }), start({ schedule, draftDue })])
    await twice.promise
    const queue = backend.queue('newsletter')
    const schedulers = await queue.getJobSchedulers()
    expect(schedulers).toMatchObject([{ key: 'weekly-letter', pattern: '0 9 * * 5', tz: 'Europe/Paris' }])
    const shown = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/Paris', weekday: 'long', hour: '2-digit', minute: '2-digit' })
    expect(shown.format(schedulers[0]?.next)).toBe('Friday 09:00')
    // Friday comes: one of the two drafts, once, and the next Friday is in the queue.
    const [next] = await queue.getDelayed()
    await next?.promote()
    await thrice.promise
    await Promise.all(servers.map((server) => server.stop()))
    expect(calls).toBe(3)
    expect(await queue.getJobSchedulersCount()).toBe(1)
    await queue.obliterate({ force: true })
  })
})

test.each([1, 7, 59, 60, 61, 90, 600, 1_000, 59_999, 100_000])('%i mails a minute are never exceeded, and nearly reached', (perMinute) => {
  const { max, duration } = limiterOf(perMinute)
  const inAMinute = (max * 60_000) / duration
  expect(inAMinute).toBeLessThanOrEqual(perMinute)
  expect(inAMinute).toBeGreaterThan(perMinute * 0.99)
  expect(max).toBeLessThanOrEqual(Math.max(1, perMinute / 60))
})
