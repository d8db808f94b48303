import type { Job, Queue } from 'bullmq'
import { cronOf, type IssueSchedule } from '../src/newsletter/rules/iso-week.js'
import {
  type DeliveryPayload,
  deliveryAttempts,
  deliveryBackoffMs,
  deliveryPayloadSchema,
  type SendOutcome,
} from '../src/newsletter/send-delivery.js'
import { runEvery } from '../src/platform/run-every.js'
import type { Runtime } from '../src/platform/runtime.js'
import { waitAtMost } from '../src/platform/wait-at-most.js'
import type { QueueBackend } from './backend.js'
import { jobNames, queueNames } from './names.js'

/** How often is looked for mails that wait and have no job, for senders that are gone, and for issues that are sent to their end. */
const lookEveryMs = 2_000
/** How often an issue that is due is drafted, should its job have failed. */
const draftEveryMs = 600_000
const housekeepEveryMs = 3_600_000
/** Mails put into the queue in one step. */
const batchSize = 500
/** A mail that was handed over is worth waiting for its answer: without it no one would know whether it arrived. */
const stopDeadlineMs = 20_000
/** As for panels: found in some ten seconds when a sender dies, and again when its queue paused. */
const workerOptions = { lockDuration: 8_000, stalledInterval: 4_000, maxStalledCount: 3, maximumRateLimitDelay: 1_000 }
/** One for all processes; each start brings it up to date with the configuration. */
const schedulerId = 'weekly-letter'
/** Doubles with each attempt; what lasts longer is left to the looking. */
const draftBackoffMs = 5_000

/** What the database has on mails that wait. */
export type WaitingMails = {
  /** Requeues what senders that are gone had taken on, and ends issues of which nothing is under way. Returns how many mails wait. */
  tidy: () => Promise<number>
  /** The mails after the given one that wait, in a fixed order. */
  waitingAfter: (after: DeliveryPayload | null, limit: number) => Promise<DeliveryPayload[]>
}

export type NewsletterOptions = {
  backend: QueueBackend
  runtime: Pick<Runtime, 'log' | 'sleep'>
  /** When issues are drafted; null where no one is to draft them. */
  schedule: (() => Promise<IssueSchedule>) | null
  /** Mails a minute, over all processes. */
  perMinute: number
  /** Mails at once in this process: as many as it has connections. */
  concurrency: number
  /** Drafts the issue that is due by now; nothing when it was. */
  draftDue: () => Promise<unknown>
  /** Deletes what is kept no longer; at the start and every hour. */
  housekeep?: () => Promise<unknown>
  mails: WaitingMails
  /** Sends one mail at most once; throws when it is worth another attempt. */
  deliver: (payload: DeliveryPayload, signal: AbortSignal) => Promise<SendOutcome>
}

/** Drafts issues when they are due and sends those that people let go, until stopped. Any number of processes may do so at once. */
export async function startNewsletter(options: NewsletterOptions): Promise<{ stop: () => Promise<void> }> {
  const { backend, runtime, perMinute, concurrency } = options
  const stopping = new AbortController()
  const { signal } = stopping
  const worker = backend.startWorker(queueNames.newsletter, (job: Job) => work(options, job, signal), {
    ...workerOptions,
    concurrency,
    limiter: limiterOf(perMinute),
  })
  worker.on('error', (error) => {
    if (!signal.aborted) runtime.log.warn({ queue: worker.name, err: error }, 'the worker met an error')
  })
  await worker.waitUntilReady()
  const looking = keepLooking(options, signal)
  return {
    stop: async () => {
      stopping.abort()
      // Neither ends when its server is gone.
      await waitAtMost(Promise.all([worker.close(), looking]), stopDeadlineMs, runtime)
    },
  }
}

/** BullMQ counts jobs in windows. Short ones, so that a minute's mails do not leave all at once; and never more than a minute may have. */
export function limiterOf(perMinute: number): { max: number; duration: number } {
  const max = Math.max(1, Math.floor(perMinute / 60))
  return { max, duration: Math.ceil((max * 60_000) / perMinute) }
}

async function work({ draftDue, deliver }: NewsletterOptions, job: Job, signal: AbortSignal): Promise<void> {
  if (job.name === jobNames.draftIssue) await draftDue()
  else await deliver(deliveryPayloadSchema.parse(job.data), signal)
}

/** Each on its own: an issue that cannot be drafted holds up none that is to be sent. */
async function keepLooking(options: NewsletterOptions, signal: AbortSignal): Promise<void> {
  const { backend, runtime, housekeep } = options
  const queue = backend.queue(queueNames.newsletter)
  await Promise.all([
    runEvery(runtime, { everyMs: lookEveryMs, signal, what: 'look for issues to send' }, () => enqueueWaiting(queue, options, signal)),
    keepDrafting(queue, options, signal),
    housekeep === undefined
      ? null
      : runEvery(runtime, { everyMs: housekeepEveryMs, signal, what: 'delete what is kept no longer' }, housekeep),
  ])
}

/** Sets the schedule up as it holds, again whenever it was changed; and looks now and then whether a draft failed for good. */
async function keepDrafting(queue: Queue, options: NewsletterOptions, signal: AbortSignal): Promise<void> {
  const { runtime, schedule, draftDue } = options
  if (schedule === null) return
  const what = 'draft the issue that is due'
  let scheduled = ''
  const follow = async () => {
    const now = await schedule()
    const text = `${cronOf(now)} ${now.timeZone}`
    if (text === scheduled) return
    await scheduleDrafts(queue, now, draftDue)
    scheduled = text
  }
  await Promise.all([
    runEvery(runtime, { everyMs: lookEveryMs, signal, what }, follow),
    runEvery(runtime, { everyMs: draftEveryMs, signal, what, pausesFirst: true }, draftDue),
  ])
}

async function scheduleDrafts(queue: Queue, schedule: IssueSchedule, draftDue: NewsletterOptions['draftDue']): Promise<void> {
  const backoff = { type: 'exponential', delay: draftBackoffMs }
  const job = { name: jobNames.draftIssue, data: {}, opts: { removeOnComplete: true, removeOnFail: true, attempts: 5, backoff } }
  await queue.upsertJobScheduler(schedulerId, { pattern: cronOf(schedule), tz: schedule.timeZone }, job)
  // Whatever was due while no one ran.
  await draftDue()
}

/** Puts every mail that waits into the queue when some have no job: those that have one stay as they are, as its id is the mail's. */
async function enqueueWaiting(queue: Queue, { mails }: NewsletterOptions, signal: AbortSignal): Promise<void> {
  const waiting = await mails.tidy()
  if (waiting === 0) return
  const { waiting: ready = 0, active = 0, delayed = 0 } = await queue.getJobCounts('waiting', 'active', 'delayed')
  // The next draft is in the queue, too.
  const drafts = (await queue.getJobSchedulersCount()) > 0 ? 1 : 0
  if (ready + active + delayed - drafts >= waiting) return
  let after: DeliveryPayload | null = null
  while (!signal.aborted) {
    const batch = await mails.waitingAfter(after, batchSize)
    await queue.addBulk(batch.map(toJob))
    const last = batch.at(-1)
    if (last === undefined || batch.length < batchSize) return
    after = last
  }
}

function toJob({ issueId, subscriberId }: DeliveryPayload) {
  const opts = {
    jobId: `${issueId}-${subscriberId}`,
    attempts: deliveryAttempts,
    backoff: { type: 'exponential', delay: deliveryBackoffMs },
    removeOnComplete: true,
    removeOnFail: true,
  }
  return { name: jobNames.sendMail, data: { digestId: issueId, subscriberId }, opts }
}
