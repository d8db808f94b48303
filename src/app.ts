import { openQueueBackend } from '../queue/connection.js'
import { enqueuePanel } from '../queue/enqueue.js'
import { type PanelWorker, startWorker } from '../queue/worker.js'
import type { Config } from './config.js'
import type { Dossier } from './contracts/dossier.js'
import type { Recording } from './contracts/model-call.js'
import type { Persona } from './contracts/persona.js'
import type { Plan } from './contracts/plan.js'
import type { PanelRecord } from './contracts/record.js'
import { recordId } from './ids.js'
import type { Ledger } from './ledger/ledger.js'
import { createLiveLedger } from './ledger/live-ledger.js'
import { callKeysOf, toRecording } from './ledger/record-calls.js'
import type { RecordingSet } from './ledger/recording-files.js'
import { createReplayLedger } from './ledger/replay-ledger.js'
import { createProviders } from './models/providers.js'
import { createModelRegistry } from './models/registry.js'
import { packageFiles } from './package-files.js'
import { planPanel } from './panel/plan-panel.js'
import type { Runtime } from './runtime.js'
import { openDatabase } from './store/database.js'
import { attachEmbeddedPostgres } from './store/embedded/embedded-postgres.js'
import { migrateDatabase } from './store/migrate.js'
import { createModelCallStore } from './store/model-calls.js'
import { listenToPanel } from './store/panel-events.js'
import { createPanelStore, type SeatProgress } from './store/panels.js'

/** How long one model call may take before it counts as broken: a local model on a slow machine writes for minutes. */
const callDeadlineMs = 600_000
/** A panel that is followed is read this often; its end is announced. */
const followIntervalMs = 150

export type KickOff = {
  dossiers: readonly Dossier[]
  personas: readonly Persona[]
  jurors: readonly string[]
  /** When set, the panel runs on these recordings and calls no model. */
  recordings: RecordingSet | null
  budgetUsd: number | null
}

export type App = Awaited<ReturnType<typeof openApp>>

/** Opens database and queue, and hands everything down. The caller closes it. */
export async function openApp(config: Config, runtime: Runtime) {
  const database = await locateDatabase(config, runtime)
  const { connectionString } = database
  const { db, pool } = openDatabase({ connectionString, log: runtime.log })
  await migrateDatabase(pool, packageFiles.migrations)
  const panels = createPanelStore(db)
  const backend = await openQueueBackend({
    connectionString,
    redisUrl: config.redisUrl,
    installationId: await panels.installationId(),
    log: runtime.log,
  })
  const { providers, catalog } = createProviders(config, { runtime, deadlineMs: callDeadlineMs })
  const registry = createModelRegistry({ providers })
  const calls = createModelCallStore(db)

  const ledgerFor = ({ panelId, recordingSet }: { panelId: string; recordingSet: string | null }): Ledger =>
    recordingSet === null
      ? createLiveLedger({ runtime, store: calls, model: registry.chatModel, ...catalog, panelId })
      : createReplayLedger({
          find: (key) => panels.findRecording({ setSha256: recordingSet, key }),
          all: () => panels.recordingsOf(recordingSet),
          reader: registry.reader,
        })

  return {
    connectionString,
    panels,
    calls,
    registry,
    catalog,
    /** Plans a panel, keeps it with all it rests on, and puts it into the queue. */
    kickOff: async ({ dossiers, personas, jurors, recordings, budgetUsd }: KickOff): Promise<Plan> => {
      for (const juror of jurors) registry.reader(juror)
      const panelId = runtime.newId('pnl')
      const plan = planPanel({ panelId, dossiers, personas, jurors, recordingSet: recordings?.sha256 ?? null, budgetUsd })
      await panels.create({ plan, documents: { dossiers, personas, recordings: recordings?.recordings ?? [] }, createdAt: runtime.now() })
      await enqueuePanel(backend, plan, recordings === null ? catalog.sharesPromptCache : () => false)
      return plan
    },
    /** Every model call a record rests on, as a recording: from the ledger, or for a replay from its set. Throws when one is not there. */
    recordingsOf: (record: PanelRecord) => findRecordings({ panels, calls }, record),
    /** Calls back with the panel's state at each change, until it has its record. */
    follow: (panelId: string, onProgress: (seats: SeatProgress[]) => void) =>
      followPanel({ panels, runtime, connectionString, panelId, onProgress }),
    work: (): Promise<PanelWorker> =>
      startWorker({
        backend,
        runtime,
        concurrency: config.concurrency,
        dependencies: { runtime, panels, ledgerFor, reader: registry.reader },
      }),
    close: async (): Promise<void> => {
      await backend.close()
      await pool.end()
      await database.detach()
    },
  }
}

type Stores = { panels: ReturnType<typeof createPanelStore>; calls: ReturnType<typeof createModelCallStore> }

async function findRecordings({ panels, calls }: Stores, record: PanelRecord): Promise<Recording[]> {
  const keys = callKeysOf(record)
  const { plan } = await panels.find(record.panelId)
  const kept = plan.recordingSet === null ? (await calls.findCalls(keys)).map(toRecording) : await panels.recordingsOf(plan.recordingSet)
  return keys.map((key) => {
    const recording = kept.find((candidate) => candidate.key === key)
    if (recording === undefined) throw new Error(`the database holds no reply of the model call ${key}, which ${record.id} rests on`)
    return recording
  })
}

/** The database of the configuration, or the embedded one, started when need be. */
export async function locateDatabase(
  config: Pick<Config, 'databaseUrl' | 'home'>,
  runtime: Runtime,
): Promise<{ connectionString: string; detach: () => Promise<void> }> {
  if (config.databaseUrl !== null) return { connectionString: config.databaseUrl, detach: async () => {} }
  return attachEmbeddedPostgres({ home: config.home, runtime })
}

type Follow = {
  panels: ReturnType<typeof createPanelStore>
  runtime: Runtime
  connectionString: string
  panelId: string
  onProgress: (seats: SeatProgress[]) => void
}

async function followPanel({ panels, runtime, connectionString, panelId, onProgress }: Follow): Promise<PanelRecord> {
  const finished = new AbortController()
  const listener = await listenToPanel({ connectionString, panelId, log: runtime.log, onFinished: () => finished.abort() })
  try {
    for (;;) {
      onProgress(await panels.progress(panelId))
      const record = await panels.findRecord(recordId(panelId))
      if (record !== null) return record
      await runtime.sleep(followIntervalMs, finished.signal).catch(() => undefined)
    }
  } finally {
    await listener.close()
  }
}
