import { loadConfig } from '../../src/app/config.js'
import { type App, openApp } from '../../src/app/open-app.js'
import { readDossierFiles } from '../../src/panels/dossier/read-dossiers.js'
import { readRecordings, recordingSet } from '../../src/panels/ledger/recording-files.js'
import { loadPersonas } from '../../src/panels/persona/load-personas.js'
import { packageFiles } from '../../src/platform/files/package-files.js'
import type { Runtime } from '../../src/platform/runtime.js'
import { type BareQueue, openBareQueue } from '../bare-queue.js'
import { type BenchContext, makeFolder } from '../context.js'
import type { Backend, QueueRateResult } from '../results.js'
import { playedBy } from './replay.js'

export type QueueRatePlan = { seats: number; rounds: number }
type Rates = { seatsPerSecond: number; noopsPerSecond: number }

const concurrency = 8

/**
 * Seats a second through the whole pipeline, replayed, and jobs a second that do nothing: each in this process and on a database or Redis of
 * the same server, from the moment they are added until all are done. In turn, a few rounds each, and the best of each counts.
 */
export async function measureQueueRate(context: BenchContext, { seats, rounds }: QueueRatePlan): Promise<QueueRateResult> {
  const result: QueueRateResult = []
  for (const backend of context.backends) {
    context.say(`queue rate: ${seats} seats and no-ops on ${backend}, ${rounds} rounds`)
    const best = await bestRates(context, backend, { seats, rounds })
    result.push({ backend, seats, ...best, ratio: best.seatsPerSecond / best.noopsPerSecond })
  }
  return result
}

async function bestRates(context: BenchContext, backend: Backend, { seats, rounds }: QueueRatePlan): Promise<Rates> {
  const { runtime, servers } = context
  const place = await servers.place(backend)
  const folder = await makeFolder(context, 'queue-rate')
  const where = { databaseUrl: place.connectionString, redisUrl: place.redisUrl }
  const app = await openApp({ ...(await loadConfig({ folder, defaultLogLevel: 'warn' })), ...where, concurrency }, runtime)
  const bare = await openBareQueue(place)
  const best: Rates = { seatsPerSecond: 0, noopsPerSecond: 0 }
  try {
    for (let round = 0; round < rounds; round += 1) {
      best.noopsPerSecond = Math.max(best.noopsPerSecond, await noopRate(bare, runtime, seats))
      best.seatsPerSecond = Math.max(best.seatsPerSecond, await seatRate(app, runtime, seats))
    }
  } finally {
    await bare.close()
    await app.close()
    await place.drop()
  }
  return best
}

async function noopRate(bare: BareQueue, runtime: Runtime, jobs: number): Promise<number> {
  const worker = bare.startWorker('noops', async () => {}, concurrency)
  await worker.waitUntilReady()
  const startedMs = runtime.monotonicMs()
  await bare.runJobs(
    'noops',
    Array.from({ length: jobs }, (_, n) => ({ tag: 'noop', n })),
  )
  const elapsedMs = runtime.monotonicMs() - startedMs
  await worker.close()
  return (jobs / elapsedMs) * 1000
}

async function seatRate(app: App, runtime: Runtime, seats: number): Promise<number> {
  const [dossiers, personas, sample] = await Promise.all([
    readDossierFiles(packageFiles.sampleDossiers),
    loadPersonas(packageFiles.personas),
    readRecordings(packageFiles.sampleRecordings),
  ])
  const jurors = Array.from({ length: Math.ceil(seats / (dossiers.length * personas.length)) }, (_, n) => `ollama:bench-${n}`)
  const recordings = recordingSet(jurors.flatMap((model) => sample.recordings.map((recording) => playedBy(model, recording))))
  const worker = await app.work()
  const startedMs = runtime.monotonicMs()
  const { plan } = await app.kickOff({ dossiers, personas, jurors, recordings, budgetUsd: null })
  const record = await app.follow(plan.panelId, () => {})
  const elapsedMs = runtime.monotonicMs() - startedMs
  await worker.stop({ deadlineMs: 10_000 })
  if (record.totals.unscored > 0) throw new Error(`${record.totals.unscored} seats of the benchmark ended unscored`)
  return (plan.seats.length / elapsedMs) * 1000
}
