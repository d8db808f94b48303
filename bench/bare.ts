import { join } from 'node:path'
import { z } from 'zod'
import { openBareQueue } from './bare-queue.js'
import { type Child, startChild } from './child.js'
import { type BenchContext, makeFolder, peakOf, startMeter } from './context.js'
import { windowMs } from './provider.js'
import type { Backend, ContenderRun, Load } from './results.js'
import type { Place } from './servers.js'

export const bareTaskSchema = z.object({
  connectionString: z.string(),
  redisUrl: z.string().nullable(),
  /** Where the provider's API begins. */
  url: z.string(),
  concurrency: z.int(),
  queue: z.string(),
  /** How many bodies to hold, by the tag of their dossiers. */
  bodies: z.record(z.string(), z.int()),
})

const queue = 'asks'

/** The same calls from bare BullMQ: its workers in processes of their own, the jobs added from this one. */
export async function runBare(
  context: BenchContext,
  { backend, workers: count, load }: { backend: Backend; workers: number; load: Load },
): Promise<ContenderRun> {
  const { servers, provider, runtime } = context
  const place = await servers.place(backend)
  const bare = await openBareQueue(place)
  const workers: Child[] = []
  try {
    const start = async () => {
      workers.push(await startBareWorker(context, { place, load, concurrency: load.concurrency / count }))
    }
    // All of them come to an end before one that failed is reported: none may be left behind.
    const started = await Promise.allSettled(Array.from({ length: count }, start))
    for (const one of started) if (one.status === 'rejected') throw one.reason
    await provider.set({ latencyMs: 0 })
    await bare.runJobs(queue, jobsOf('warm', load.warmUp))
    await provider.set({ latencyMs: load.latencyMs })
    const used = await startMeter(context, workers)
    const startedMs = runtime.monotonicMs()
    await bare.runJobs(queue, jobsOf('bare', load.seats))
    const totalMs = runtime.monotonicMs() - startedMs
    const cpu = await used()
    return { windowMs: windowMs(await provider.stats(), load.seats), totalMs, cpu, workerPeakBytes: await peakOf(workers) }
  } finally {
    await Promise.all(workers.map((worker) => worker.stop()))
    await bare.close()
    await place.drop()
  }
}

async function startBareWorker(
  context: BenchContext,
  { place, load, concurrency }: { place: Place; load: Load; concurrency: number },
): Promise<Child> {
  const { runtime, provider } = context
  const task = {
    connectionString: place.connectionString,
    redisUrl: place.redisUrl,
    url: provider.url,
    concurrency,
    queue,
    bodies: { warm: load.warmUp, bare: load.seats },
  } satisfies z.input<typeof bareTaskSchema>
  const folder = await makeFolder(context, 'bare')
  return startChild({
    script: 'bench/bare-worker-process.js',
    args: [JSON.stringify(task)],
    folder,
    outputFile: join(folder, `${runtime.newId('worker')}.log`),
    readyText: 'ready\n',
    runtime,
  })
}

function jobsOf(tag: string, count: number) {
  return Array.from({ length: count }, (_, n) => ({ tag, n }))
}
