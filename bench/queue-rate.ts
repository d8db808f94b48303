import { openQueueBackend, type QueueBackend } from '../queue/connection.js'
import { openApp } from '../src/app.js'
import type { Config } from '../src/config.js'
import type { Recording } from '../src/contracts/model-call.js'
import { readDossierFiles } from '../src/dossier/read-dossiers.js'
import { callKey } from '../src/ledger/call-key.js'
import { readRecordings, recordingSet } from '../src/ledger/recording-files.js'
import { packageFiles } from '../src/package-files.js'
import { loadPersonas } from '../src/panel/load-personas.js'
import type { Runtime } from '../src/runtime.js'

const concurrency = 8

/** Seats a second through the whole pipeline, and jobs a second that do nothing, on the same database in the same process. */
export type QueueRate = { seats: number; seatsPerSecond: number; noopsPerSecond: number; ratio: number }

/**
 * Measures both in turn, each from the start of its workers on a full queue to the end of their parent,
 * a few rounds each, and takes the best of each: noise only ever slows down.
 */
export async function measureQueueRate({
  runtime,
  config,
  seats,
  rounds,
}: {
  runtime: Runtime
  config: Config
  seats: number
  rounds: number
}): Promise<QueueRate> {
  const app = await openApp({ ...config, concurrency }, runtime)
  const backend = await openQueueBackend({
    connectionString: app.connectionString,
    redisUrl: config.redisUrl,
    installationId: 'bench',
    log: runtime.log,
  })
  const best = { seatsPerSecond: 0, noopsPerSecond: 0 }
  try {
    for (let round = 0; round < rounds; round += 1) {
      best.noopsPerSecond = Math.max(best.noopsPerSecond, await noopRate({ backend, runtime, jobs: seats, round }))
      best.seatsPerSecond = Math.max(best.seatsPerSecond, await seatRate({ app, runtime, seats }))
    }
  } finally {
    await backend.close()
    await app.close()
  }
  return { seats, ...best, ratio: best.seatsPerSecond / best.noopsPerSecond }
}

async function noopRate({
  backend,
  runtime,
  jobs,
  round,
}: {
  backend: QueueBackend
  runtime: Runtime
  jobs: number
  round: number
}): Promise<number> {
  const [children, parents] = [`noop-${round}`, `noop-parent-${round}`]
  await backend.addFlow({
    name: 'parent',
    queueName: parents,
    children: Array.from({ length: jobs }, (_, n) => ({
      name: 'noop',
      queueName: children,
      data: { n },
      opts: { removeOnComplete: true },
    })),
  })
  let finish: () => void = () => {}
  const finished = new Promise<void>((resolve) => {
    finish = resolve
  })
  const startedMs = runtime.monotonicMs()
  const workers = [backend.startWorker(children, async () => {}, { concurrency }), backend.startWorker(parents, async () => finish(), {})]
  await finished
  const elapsedMs = runtime.monotonicMs() - startedMs
  await Promise.all(workers.map((worker) => worker.close()))
  return (jobs / elapsedMs) * 1000
}

async function seatRate({
  app,
  runtime,
  seats,
}: {
  app: Awaited<ReturnType<typeof openApp>>
  runtime: Runtime
  seats: number
}): Promise<number> {
  const [dossiers, personas, sample] = await Promise.all([
    readDossierFiles(packageFiles.sampleDossiers),
    loadPersonas(packageFiles.personas),
    readRecordings(packageFiles.sampleRecordings),
  ])
  const jurors = Array.from({ length: Math.ceil(seats / (dossiers.length * personas.length)) }, (_, n) => `ollama:bench-${n}`)
  const recordings = recordingSet(jurors.flatMap((model) => sample.recordings.map((recording) => playedBy(model, recording))))
  const plan = await app.kickOff({ dossiers, personas, jurors, recordings, budgetUsd: null })
  const startedMs = runtime.monotonicMs()
  const worker = await app.work()
  const record = await app.follow(plan.panelId, () => {})
  const elapsedMs = runtime.monotonicMs() - startedMs
  await worker.stop({ deadlineMs: 10_000 })
  if (record.totals.unscored > 0) throw new Error(`${record.totals.unscored} seats of the benchmark ended unscored`)
  return (plan.seats.length / elapsedMs) * 1000
}

function playedBy(model: string, recording: Recording): Recording {
  const identity = { model, request: recording.request, sample: recording.sample }
  return { ...recording, ...identity, key: callKey(identity) }
}
