import type { Job } from 'bullmq'
import { z } from 'zod'
import { runEvery } from '../src/platform/run-every.js'
import type { Runtime } from '../src/platform/runtime.js'
import { waitAtMost } from '../src/platform/wait-at-most.js'
import type { QueueBackend } from './backend.js'
import { jobNames, queueNames } from './names.js'

/** How often intakes are looked for that have no job. */
const lookEveryMs = 5_000
/** Intakes read at once; each reads several pages. */
const intakesAtOnce = 4
const stopDeadlineMs = 5_000
/** As for panels: found in some ten seconds when a reader dies. */
const workerOptions = { lockDuration: 8_000, stalledInterval: 4_000, maxStalledCount: 3, maximumRateLimitDelay: 1_000 }

export const intakePayloadSchema = z.strictObject({ intakeId: z.string().max(500) })
export type IntakePayload = z.infer<typeof intakePayloadSchema>

export type IntakeOptions = {
  backend: QueueBackend
  runtime: Pick<Runtime, 'log' | 'sleep'>
  /** Those that wait, by id. */
  open: () => Promise<string[]>
  /** Reads one to its end. Rejects when the signal aborts. */
  run: (id: string, signal: AbortSignal) => Promise<void>
}

/** Lets a worker read an intake. One that is in the queue already stays as it is: its id is the intake's. */
export async function enqueueIntake(backend: QueueBackend, intakeId: string): Promise<void> {
  await backend.queue(queueNames.intakes).add(jobNames.readIntake, { intakeId } satisfies IntakePayload, {
    jobId: intakeId,
    attempts: 3,
    removeOnComplete: true,
    removeOnFail: true,
  })
}

/** Reads intakes as they come, until stopped. Any number of processes may do so at once. */
export async function startIntakes({ backend, runtime, open, run }: IntakeOptions): Promise<{ stop: () => Promise<void> }> {
  const stopping = new AbortController()
  const { signal } = stopping
  const worker = backend.startWorker(queueNames.intakes, (job: Job) => run(intakePayloadSchema.parse(job.data).intakeId, signal), {
    ...workerOptions,
    concurrency: intakesAtOnce,
  })
  worker.on('error', (error) => {
    if (!signal.aborted) runtime.log.warn({ queue: worker.name, err: error }, 'the worker met an error')
  })
  await worker.waitUntilReady()
  const looking = runEvery(runtime, { everyMs: lookEveryMs, signal, what: 'look for addresses to read' }, async () => {
    for (const id of await open()) await enqueueIntake(backend, id)
  })
  return {
    stop: async () => {
      stopping.abort()
      // Neither ends when its server is gone.
      await waitAtMost(Promise.all([worker.close(), looking]), stopDeadlineMs, runtime)
    },
  }
}
