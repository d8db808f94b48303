import type { QueueState } from '../../queue/backend.js'
import { openQueueBackend } from '../../queue/connection.js'
import { createPanelQueue } from '../../queue/enqueue.js'
import { hostedLeading, type Leading } from '../../queue/leader.js'
import { providerQueue, queueNames } from '../../queue/names.js'
import { startNewsletter } from '../../queue/newsletter.js'
import type { LedgerClient } from '../../queue/processors.js'
import { requeueLostPanels } from '../../queue/sweep.js'
import { queueTelemetry } from '../../queue/telemetry.js'
import { startWebhooks, type WebhookOptions } from '../../queue/webhooks.js'
import { type PanelWorker, startWorker } from '../../queue/worker.js'
import type { CallIdentity, Recording } from '../contracts/model-call.js'
import type { PanelRecord } from '../contracts/record.js'
import { createCallSlots } from '../panels/ledger/call-slots.js'
import type { Ledger } from '../panels/ledger/ledger.js'
import { createLiveLedger, type ProviderTerms } from '../panels/ledger/live-ledger.js'
import { callKeysOf, toRecording } from '../panels/ledger/record-calls.js'
import { createReplayLedger } from '../panels/ledger/replay-ledger.js'
import { createPanelActions } from '../panels/panel-actions.js'
import { createModelCallStore } from '../panels/store/model-calls.js'
import { createPanelStore } from '../panels/store/panels.js'
import { askerName } from '../panels/store/seats.js'
import { openDatabase, servingBounds } from '../platform/db/database.js'
import { attachEmbeddedPostgres } from '../platform/db/embedded/embedded-postgres.js'
import { migrateDatabase } from '../platform/db/migrate.js'
import { probeWrites } from '../platform/db/write-probe.js'
import { packageFiles, packageVersion } from '../platform/files/package-files.js'
import type { Runtime } from '../platform/runtime.js'
import { parseModelId } from '../providers/catalog/model-id.js'
import type { ChatModel } from '../providers/chat-model.js'
import { createProviders } from '../providers/providers.js'
import { createModelRegistry } from '../providers/registry.js'
import { limitsOf as providerLimits, telemetryNameOf, usableProviders } from '../providers/setup.js'
import { prepareMarks } from '../review/changed-sources.js'
import { createReviewStore } from '../review/store/reviews.js'
import { writtenByHand } from '../review/store/written-by-hand.js'
import type { Config } from './config.js'
import { createFeatures } from './features.js'
import { createLocalLimits } from './local-limits.js'
import type { Metrics } from './observe/metrics.js'
import { traceChatModel } from './observe/trace-chat-model.js'
import type { Tracing } from './observe/tracing.js'

/** How long a local leader may take to begin before the others go on: a slow machine reads a long prompt for minutes. */
const localTimeoutMs = 15 * 60_000

export type { FailedJob, QueueState } from '../../queue/backend.js'

export type App = Awaited<ReturnType<typeof openApp>>

/** What watches over a process that works or serves. */
export type Instruments = {
  metrics: Metrics | null
  tracing: Tracing | null
  /** Called when the embedded PostgreSQL died and cannot be started again. */
  onDatabaseGone?: (error: unknown) => void
}

/**
 * The one composition root: opens database and queue, and builds each part of the program once over them, for command line, server, worker and
 * tests alike. The caller closes it.
 */
export async function openApp(config: Config, runtime: Runtime, instruments: Instruments = { metrics: null, tracing: null }) {
  const { metrics, tracing, onDatabaseGone } = instruments
  const database = await locateDatabase(config, runtime, onDatabaseGone)
  const { connectionString } = database
  const { db, pool } = openDatabase({ connectionString, log: runtime.log, bounds: servingBounds })
  const panels = createPanelStore(db, { writtenByHand })
  const openQueue = async () => {
    await migrateDatabase(pool, packageFiles.migrations)
    return openQueueBackend({
      connectionString,
      redisUrl: config.redisUrl,
      installationId: await panels.installationId(),
      log: runtime.log,
      telemetry: tracing === null ? undefined : await queueTelemetry({ version: packageVersion }),
    })
  }
  const backend = await openQueue().catch(async (error: unknown) => {
    // Or the embedded server would stay behind.
    await pool.end()
    await database.detach()
    throw error
  })
  const { providers, catalog } = createProviders(config, { runtime })
  const registry = createModelRegistry({ providers })
  const reviews = createReviewStore(db)
  const calls = createModelCallStore(db)
  const actions = createPanelActions({
    runtime,
    panels,
    queue: createPanelQueue(backend, { sharesPromptCache: catalog.sharesPromptCache }),
    connectionString,
    checkJuror: registry.reader,
    marksFor: (dossiers) => prepareMarks({ reviews, settings: config.review, runtime }, dossiers),
    makerOf: catalog.find,
  })
  const { limitsOf, learn, keepsToSlots } = createLocalLimits({ registry, limits: providerLimits(config), runtime })
  const termsOf = (identity: CallIdentity): ProviderTerms => {
    const { provider } = parseModelId(identity.model)
    return { provider, limits: limitsOf(provider), expectedTokens: catalog.expectedTokens(identity) }
  }
  const telemetryName = (provider: string) => telemetryNameOf(provider, config)
  const ledgerFor = ({ panelId, seatId, run, recordingSet }: LedgerClient): Ledger => {
    const model = (id: string): ChatModel => {
      const measured = metrics?.observeChatModel(registry.chatModel(id), catalog) ?? registry.chatModel(id)
      const attributes = { 'ship_panel.panel.id': panelId, 'ship_panel.seat.id': seatId }
      return tracing === null ? measured : traceChatModel(measured, { tracer: tracing.tracer, attributes, telemetryName })
    }
    const ledger =
      recordingSet === null
        ? createLiveLedger({ runtime, store: calls, model, ...catalog, termsOf, panelId, asker: askerName({ seatId, run }) })
        : createReplayLedger({
            find: (key) => panels.findRecording({ setSha256: recordingSet, key }),
            all: () => panels.recordingsOf(recordingSet),
            reader: registry.reader,
          })
    return metrics?.observeLedger(ledger) ?? ledger
  }
  const callsAtOnce = (name: string) => {
    const { perWorker = config.concurrency, concurrency = perWorker } = limitsOf(name)
    // More than the fleet may do would only wait.
    return Math.min(perWorker, concurrency)
  }

  const leadingOf = (provider: string): Leading =>
    registry.localServer(provider) === undefined ? hostedLeading : { timeoutMs: localTimeoutMs, untilItsEnd: keepsToSlots(provider) }

  const features = createFeatures({
    db,
    config,
    runtime,
    reviews,
    retryPanel: (panelId, { by, alongside }) => actions.retry(panelId, { evenApproved: true, by, alongside }),
    sendNewsletter: (newsletter) => startNewsletter({ backend, runtime, ...newsletter }),
  })

  return {
    ...features,
    connectionString,
    db,
    panels,
    calls,
    registry,
    catalog,
    /** What people did with records; `review` decides over it. */
    reviews,
    ...actions,
    /** Every model call a record rests on, as a recording: from the ledger, or for a replay from its set. Throws when one is not there. */
    recordingsOf: (record: PanelRecord) => findRecordings({ panels, calls }, record),
    /** Works on panels, on replays, and on the seats of these providers; without them, of every one that has its key or needs none. */
    work: async ({
      providers: served = usableProviders(registry.providers, config),
    }: {
      providers?: readonly string[]
    } = {}): Promise<PanelWorker> => {
      await Promise.all(served.map(learn))
      const inSlots = createCallSlots({ callsAtOnce, providerOf: (model) => parseModelId(model).provider })
      return startWorker({
        backend,
        runtime,
        concurrency: config.concurrency,
        providers: served.map((name) => ({
          name,
          concurrency: seatsAtOnce(callsAtOnce(name)),
          learnConcurrency: () => learn(name).then(() => seatsAtOnce(callsAtOnce(name))),
        })),
        dependencies: {
          runtime,
          panels,
          ledgerFor: (client) => (client.recordingSet === null ? inSlots(ledgerFor(client)) : ledgerFor(client)),
          reader: registry.reader,
          leading: (model) => leadingOf(parseModelId(model).provider),
          observe: { seatEnded: (seat) => metrics?.seatEnded(seat), panelEnded: (panel) => metrics?.panelEnded(panel) },
        },
        enqueue: actions.enqueue,
        jobWaited: (job) => metrics?.jobWaited(job),
      })
    },
    /** Sends webhooks until stopped; `dispatch` and `deliver` as src/webhooks/ has them. */
    sendWebhooks: (webhooks: Pick<WebhookOptions, 'dispatch' | 'deliver'>) => startWebhooks({ backend, runtime, ...webhooks }),
    /** Puts every running panel that the queue has lost into it again, and returns their ids. Workers do so from time to time by themselves. */
    requeueLost: (): Promise<string[]> => requeueLostPanels({ runtime, panels, backend, enqueue: actions.enqueue }),
    queues: {
      kind: backend.kind,
      names: [queueNames.panels, queueNames.replays, queueNames.webhooks, queueNames.newsletter, ...registry.providers.map(providerQueue)],
      state: (name: string): Promise<QueueState> => backend.state(name),
      failedJobs: backend.failedJobs,
      queue: backend.queue,
      now: backend.now,
    },
    /** Whether the database answers and takes changes. Throws when it does not. */
    probeDatabase: (): Promise<void> => probeWrites(pool),
    close: async (): Promise<void> => {
      // Whatever cannot be closed, the rest is: an embedded server would stay behind.
      await features.close().catch((error: unknown) => runtime.log.warn({ err: error }, 'mails under way could not be handed over'))
      await backend.close().catch((error: unknown) => runtime.log.warn({ err: error }, 'the queue could not be closed'))
      await pool.end()
      await database.detach()
    },
  }
}

/**
 * How many seats a worker takes that has slots for so many calls: a quarter more, for the time around each call. With few slots none more:
 * their calls are long, as a local model's are, and a seat that waits here could be drafted by another worker.
 */
function seatsAtOnce(calls: number): number {
  return calls + Math.floor(calls / 4)
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
  onGone?: (error: unknown) => void,
): Promise<{ connectionString: string; detach: () => Promise<void> }> {
  if (config.databaseUrl !== null) return { connectionString: config.databaseUrl, detach: async () => {} }
  return attachEmbeddedPostgres({ home: config.home, runtime, ...(onGone === undefined ? {} : { onGone }) })
}
