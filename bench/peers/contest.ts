import type { BenchContext } from '../context.js'
import { dossiersForSeats, requestBodies } from '../inputs.js'
import { runPanels, withPanels } from '../panels.js'
import { windowMs } from '../provider.js'
import type { Backend, Load } from '../results.js'
import { cpuOf } from '../summary.js'
import { type PeerName, peers } from './definitions.js'
import type { ContestantRun, KillRun, PeerUse } from './results.js'
import { forget, startPeer } from './run-peer.js'
import { type PeerTask, readBodies } from './task.js'

const pollMs = 5

/** Someone who is given the requests: once in peace, and once killed when half of them are answered. */
export type Entry = { run: () => Promise<ContestantRun>; killAndRestart: () => Promise<KillRun> }

/** Ours: one worker with as many seats at once as the others have requests. It is the worker that is killed. */
export function enterPanels(context: BenchContext, { backend, load }: { backend: Backend; load: Load }): Entry {
  const { provider } = context
  const options = { backend, workers: 1, concurrency: load.concurrency, endpoint: 'free' } as const
  return {
    run: async () => {
      const { windowMs: window, cpu, workerPeakBytes } = await runPanels(context, { backend, workers: 1, load })
      return { windowMs: window, cpuSeconds: cpuOf(cpu), peakBytes: workerPeakBytes }
    },
    killAndRestart: () =>
      withPanels(context, options, async ({ run, workers: [worker], startWorker }) => {
        await provider.set({ latencyMs: load.latencyMs })
        const finished = run({ dossiers: dossiersForSeats(load.seats, 'killed') })
        // Awaited below; until then a failure elsewhere is the one to tell of.
        finished.catch(() => undefined)
        await untilHalf(context, load, finished)
        await worker?.kill()
        const before = await countAgain(context, load)
        await startWorker()
        await finished
        return { ...before, requestsAfter: (await provider.stats()).requests }
      }),
  }
}

/** A peer, installed in that folder. Each run begins with nothing kept. */
export function enterPeer(context: BenchContext, { name, folder, load }: { name: PeerName; folder: string; load: Load }): Entry {
  const { provider } = context
  const start = (tag: string, databaseUrl: string | null, isRestart: boolean) => {
    const { concurrency, seats } = load
    const task: PeerTask = { url: provider.url, databaseUrl, concurrency, isRestart, ...readBodies(requestBodies(seats, tag)) }
    return startPeer(context, { name, folder, task })
  }
  return {
    run: () =>
      withPlace(context, { name, folder }, async (databaseUrl) => {
        await provider.set({ latencyMs: load.latencyMs })
        const use = await (await start('peers', databaseUrl, false)).finished
        return { windowMs: windowMs(await provider.stats(), load.seats), cpuSeconds: sum(use), peakBytes: use.peakBytes }
      }),
    killAndRestart: () =>
      withPlace(context, { name, folder }, async (databaseUrl) => {
        await provider.set({ latencyMs: load.latencyMs })
        const doomed = await start('killed', databaseUrl, false)
        // It ends killed, which is no failure here; one that ends before is found below.
        const ended = doomed.finished.then(() => undefined)
        ended.catch(() => undefined)
        await untilHalf(context, load, ended)
        await doomed.kill()
        const before = await countAgain(context, load)
        await (await start('killed', databaseUrl, true)).finished
        return { ...before, requestsAfter: (await provider.stats()).requests }
      }),
  }
}

async function withPlace<T>(
  context: BenchContext,
  { name, folder }: { name: PeerName; folder: string },
  use: (databaseUrl: string | null) => Promise<T>,
): Promise<T> {
  await forget(folder)
  if (!peers[name].hasDatabase) return use(null)
  const place = await context.servers.place('postgres')
  try {
    return await use(place.connectionString)
  } finally {
    await place.drop()
  }
}

/** Waits until half of the requests are answered. Throws when the run ends or fails before. */
async function untilHalf({ provider, runtime }: BenchContext, { seats }: Load, finished: Promise<unknown>): Promise<void> {
  const early = finished.then(() => {
    throw new Error('the run ended before it could be killed')
  })
  early.catch(() => undefined)
  while ((await provider.stats()).replies < seats / 2) await Promise.race([runtime.sleep(pollMs), early])
}

/** What was asked and answered before the kill, once nothing is in flight any more; then the provider counts from zero. */
async function countAgain({ provider, runtime }: BenchContext, { latencyMs }: Load): Promise<Omit<KillRun, 'requestsAfter'>> {
  while ((await provider.stats()).inFlight > 0) await runtime.sleep(pollMs)
  const { requests, replies } = await provider.stats()
  await provider.set({ latencyMs })
  return { requestsBefore: requests, repliesBefore: replies }
}

function sum({ processCpuSeconds, databaseCpuSeconds }: PeerUse): number | null {
  return processCpuSeconds === null || databaseCpuSeconds === null ? null : processCpuSeconds + databaseCpuSeconds
}
