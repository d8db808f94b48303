import { join } from 'node:path'
import { loadConfig } from '../../src/app/config.js'
import { openApp } from '../../src/app/open-app.js'
import type { Recording } from '../../src/contracts/model-call.js'
import { callKey } from '../../src/panels/ledger/call-key.js'
import { readRecordings, writeRecordings } from '../../src/panels/ledger/recording-files.js'
import { packageFiles } from '../../src/platform/files/package-files.js'
import { type BenchContext, makeFolder } from '../context.js'
import { type NodeRun, runPanelCommand } from '../node-run.js'
import type { ReplayResult } from '../results.js'

export type ReplayPlan = { recordings: number; rounds: number }

/**
 * `panel compare … --replay` on that many recordings in a folder: the whole process, from its start to its end, on a database that knows
 * none of them. Which sockets it opens is watched in the process itself.
 */
export async function measureReplay(context: BenchContext, { recordings: count, rounds }: ReplayPlan): Promise<ReplayResult> {
  const folder = await makeFolder(context, 'replay')
  const recordingsFolder = join(folder, 'recordings')
  const recordings = await manyRecordings(count)
  await writeRecordings(recordingsFolder, recordings)
  const runs: NodeRun[] = []
  const foreign = new Set<string>()
  for (let round = 1; round <= rounds; round += 1) {
    context.say(`replay: ${recordings.length} recordings, round ${round} of ${rounds}`)
    const place = await context.servers.place('postgres')
    const home = join(folder, 'home')
    await migrate(context, place.connectionString, folder)
    const run = await runPanelCommand({
      args: ['compare', ...packageFiles.sampleDossiers, '--replay', recordingsFolder],
      env: { DATABASE_URL: place.connectionString, PANEL_HOME: home },
      folder,
      monotonicMs: context.runtime.monotonicMs,
    })
    runs.push(run)
    for (const address of run.connections) if (address !== new URL(place.connectionString).host) foreign.add(address)
    await place.drop()
  }
  return {
    recordings: recordings.length,
    seconds: runs.map((run) => run.seconds),
    peakBytes: Math.max(...runs.map((run) => run.peakBytes)),
    connections: [...new Set(runs.flatMap((run) => run.connections))],
    foreignConnections: [...foreign],
  }
}

/** Gives the database its tables, which a replay finds on every day but the first. */
async function migrate({ runtime }: BenchContext, databaseUrl: string, folder: string): Promise<void> {
  const app = await openApp({ ...(await loadConfig({ folder, defaultLogLevel: 'warn' })), databaseUrl, redisUrl: null }, runtime)
  await app.close()
}

/** The sample's recordings again and again, each time by another juror. */
async function manyRecordings(count: number): Promise<Recording[]> {
  const { recordings } = await readRecordings(packageFiles.sampleRecordings)
  const jurors = Array.from({ length: Math.ceil(count / recordings.length) }, (_, n) => `ollama:bench-${n}`)
  return jurors.flatMap((model) => recordings.map((recording) => playedBy(model, recording)))
}

/** A recording as if another model had said it. */
export function playedBy(model: string, recording: Recording): Recording {
  const identity = { model, request: recording.request, sample: recording.sample }
  return { ...recording, ...identity, key: callKey(identity) }
}
