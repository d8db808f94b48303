import type { FailedJob, QueueState } from '../../queue/backend.js'
import { openQueueBackend } from '../../queue/connection.js'
import { createPanelQueue } from '../../queue/enqueue.js'
import { providerQueue, queueNames } from '../../queue/names.js'
import { requeueLostPanels } from '../../queue/sweep.js'
import { queueTelemetry } from '../../queue/telemetry.js'
import type { WebhookOptions } from '../../queue/webhooks.js'
import type { PanelWorker } from '../../queue/worker.js'
import type { Dossier } from '../contracts/dossier.js'
import type { Recording } from '../contracts/model-call.js'
import type { PanelRecord } from '../contracts/record.js'
import type { PageFetcher } from '../evidence/fetch/outcome.js'
import type { IntakeActions } from '../evidence/intake/intake-actions.js'
import { createIntakeStore } from '../evidence/store/intakes.js'
import type { KeepProposal } from '../panels/keep-proposal.js'
import { callKeysOf, toRecording } from '../panels/ledger/record-calls.js'
import { createPanelActions } from '../panels/panel-actions.js'
import { createDossierVersions } from '../panels/store/dossier-versions.js'
import { createDossierStore } from '../panels/store/dossiers.js'
import { createModelCallStore } from '../panels/store/model-calls.js'
import { createPanelStore } from '../panels/store/panels.js'
import { RepliesCleanedError } from '../panels/store/reopen-panel.js'
import { openDatabase, servingBounds } from '../platform/db/database.js'
import { migrateDatabase } from '../platform/db/migrate.js'
import { probeWrites } from '../platform/db/write-probe.js'
import { packageFiles, packageVersion } from '../platform/files/package-files.js'
import type { Runtime } from '../platform/runtime.js'
import { createProviders } from '../providers/providers.js'
import { createModelRegistry } from '../providers/registry.js'
import { usableProviders } from '../providers/setup.js'
import type { FreshnessActions } from '../review/freshness-actions.js'
import { createReviewStore } from '../review/store/reviews.js'
import { upgradeRecords } from '../review/store/upgrade-records.js'
import { writtenByHand } from '../review/store/written-by-hand.js'
import type { CleanUpOptions, CleanUpReport } from './clean-up.js'
import type { Config } from './config.js'
import { createFeatures } from './features.js'
import { type LocatedDatabase, locateDatabase } from './locate-database.js'
import type { Metrics } from './observe/metrics.js'
import type { Tracing } from './observe/tracing.js'
import { once } from './once.js'
import type { Replay } from './open-replay.js'

export type { FailedJob, QueueState } from '../../queue/backend.js'

export type App = Awaited<ReturnType<typeof openApp>>

/** What watches over a process that works or serves. */
export type Instruments = {
  metrics: Metrics | null
  tracing: Tracing | null
  /** Called when the embedded PostgreSQL died and cannot be started again. */
  onDatabaseGone?: (error: unknown) => void
  /** Where the database is, for who asked for it already; it is let go of with the app. */
  located?: LocatedDatabase
}

/**
 * The one composition root: opens database and queue, and builds each part of the program once over them, for command line, server, worker and
 * tests alike. The caller closes it.
 */
export async function openApp(config: Config, runtime: Runtime, instruments: Instruments = { metrics: null, tracing: null }) {
  const { metrics, tracing, onDatabaseGone } = instruments
  const database = instruments.located ?? (await locateDatabase(config, runtime, onDatabaseGone))
  const { connectionString } = database
  const { db, pool } = openDatabase({ connectionString, log: runtime.log, bounds: servingBounds })
  const panels = createPanelStore(db, { writtenByHand })
  await migrateDatabase(pool, packageFiles.migrations).catch(async (error: unknown) => {
    // Or the embedded server would stay behind.
    await pool.end()
    await database.detach()
    throw error
  })
  await upgradeRecords(db)
  // Most commands put nothing into a queue and ask it nothing.
  const queue = once(async () =>
    openQueueBackend({
      connectionString,
      redisUrl: config.redisUrl,
      installationId: await panels.installationId(),
      log: runtime.log,
      telemetry: tracing === null ? undefined : await queueTelemetry({ version: packageVersion }),
    }),
  )
  const { providers, catalog } = createProviders(config, { runtime })
  const registry = createModelRegistry({ providers })
  const reviews = createReviewStore(db)
  const calls = createModelCallStore(db)
  const actions = createPanelActions({
    runtime,
    panels,
    queue: createPanelQueue(queue, { sharesPromptCache: catalog.sharesPromptCache, failedJobsDays: config.retention.jobsDays }),
    connectionString,
    checkJuror: registry.reader,
    marksFor: (given) => marksFor(given),
    makerOf: catalog.find,
    formOf: catalog.formOf,
    secondOpinion: config.secondOpinion,
  })
  const queueList = [
    queueNames.panels,
    queueNames.replays,
    queueNames.webhooks,
    queueNames.newsletter,
    queueNames.intakes,
    ...registry.providers.map(providerQueue),
  ]
  const clean = async (options: CleanUpOptions): Promise<CleanUpReport | null> => {
    const { cleanUp } = await import('./clean-up.js')
    return cleanUp({ db, runtime, retention: config.retention, queues: { names: queueList, backend: queue } }, options)
  }
  const dossiers = createDossierStore(db)
  const intakes = createIntakeStore(db)
  const newestDossier = async (slug: string): Promise<Dossier | null> => {
    const [newest] = await dossiers.versions(slug)
    return newest === undefined ? null : dossiers.find(newest.sha256)
  }
  const marksFor = async (given: readonly Dossier[]) => {
    const { prepareMarks } = await import('../review/changed-sources.js')
    return prepareMarks({ reviews, settings: config.review, runtime }, given)
  }
  const facts = once(async () => {
    const { createIntakeFacts } = await import('./intake-facts.js')
    return createIntakeFacts({ config, runtime, metrics, tracing, calls, registry, catalog })
  })
  const intake = once(async () => {
    const [{ openIntake }, { factsFor }] = await Promise.all([import('./intake.js'), facts()])
    return openIntake({
      ...{ db, config, runtime, intakes, checkModel: registry.reader, draftFactsFor: factsFor },
      enqueue: async (id) => {
        const [{ enqueueIntake }, backend] = await Promise.all([import('../../queue/intakes.js'), queue()])
        await enqueueIntake(backend, id)
      },
      knownTools: dossiers.everyTool,
      newestDossier,
    })
  })
  const freshness = once(async () => {
    const { openFreshness } = await import('./freshness.js')
    return openFreshness({
      ...{ db, config, runtime, reviews, dossiers, newestDossier, marksFor, checkJuror: registry.reader },
      personas: () => features.personas(),
      kickOff: (request) => actions.kickOff(request),
      readers: async () => {
        const { readers, fetcher, captures } = await intake()
        return { ...readers, fetcher, captures }
      },
    })
  })
  const features = createFeatures({
    db,
    config,
    runtime,
    reviews,
    retryPanel: (panelId, { by, alongside }) => actions.retry(panelId, { evenApproved: true, by, alongside }),
    sendNewsletter: async (newsletter) => {
      const [{ startNewsletter }, backend] = await Promise.all([import('../../queue/newsletter.js'), queue()])
      return startNewsletter({ backend, runtime, ...newsletter })
    },
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
    work: async ({ providers: served }: { providers?: readonly string[] } = {}): Promise<PanelWorker> => {
      const [{ openWorker }, backend] = await Promise.all([import('./open-worker.js'), queue()])
      const parts = { config, runtime, metrics, tracing, backend, panels, calls, registry, catalog, enqueue: actions.enqueue }
      const cleanUpWhenDue = (signal: AbortSignal) => clean({ isDryRun: false, signal, onlyWhenDue: true })
      return openWorker({ ...parts, cleanUpWhenDue }, served ?? usableProviders(registry.providers, config))
    },
    /** Works on a replay that was kicked off without a queue, in this process, to its end. Rejects when it could not be ended here. */
    replayHere: async (replay: Replay, signal: AbortSignal): Promise<void> => {
      const { replayPanel } = await import('./open-replay.js')
      await replayPanel({ config, runtime, metrics, tracing, panels, calls, registry, catalog }, replay, signal)
    },
    /** What people do with the addresses of tools. */
    intake: async (): Promise<IntakeActions> => (await intake()).actions,
    /** What fetches pages of the web, through its guard. */
    pageFetcher: async (): Promise<PageFetcher> => (await intake()).fetcher,
    /** What models do for intakes. */
    intakeFacts: facts,
    /** Stores a proposal as the tool's newest dossier, with what was corrected and cleared in the audit log. */
    keepProposal: async (request: Parameters<KeepProposal>[0]) => {
      const { createKeepProposal } = await import('../panels/keep-proposal.js')
      return createKeepProposal({ dossiers, dossierVersions: createDossierVersions(db), intakes, marksFor, runtime })(request)
    },
    /** Stores a dossier as the newest of its tool, with its entry in the audit log. False where the same one is stored already. */
    keepDossier: async (dossier: Dossier): Promise<boolean> => {
      const [at, marks] = [runtime.now(), await marksFor([dossier])]
      const subject = { kind: 'tool' as const, id: dossier.tool.slug, recordId: null }
      const actor = { system: 'panel tool keep' }
      const entry = { at: at.toISOString(), actor, action: 'add a dossier', subject, data: { dossierSha256: dossier.sha256 } }
      return dossiers.add(dossier, { at, entry, alongside: (tx) => marks(tx, new Set([dossier.sha256])) })
    },
    /** Reads the addresses that wait, until stopped. */
    readIntakes: async () => {
      const [{ startIntakes }, backend] = await Promise.all([import('../../queue/intakes.js'), queue()])
      // What reads pages is loaded when there is one to read.
      const run = async (id: string, signal: AbortSignal) => (await intake()).actions.run(id, signal)
      return startIntakes({ backend, runtime, open: () => intakes.open({ now: runtime.now() }), run })
    },
    /** What people do about sources that changed. */
    freshness: async (): Promise<FreshnessActions> => (await freshness()).actions,
    /** Reads sources of published tools again as they become due, until stopped. */
    refreshSources: async () => {
      const [{ startFreshness }, { readDue }] = await Promise.all([import('../../queue/freshness.js'), freshness()])
      return startFreshness({ runtime, refreshDays: config.intake.refreshDays, readDue })
    },
    /** Sends webhooks until stopped; `dispatch` and `deliver` as src/webhooks/ has them. */
    sendWebhooks: async (webhooks: Pick<WebhookOptions, 'dispatch' | 'deliver'>) => {
      const [{ startWebhooks }, backend] = await Promise.all([import('../../queue/webhooks.js'), queue()])
      return startWebhooks({ backend, runtime, ...webhooks })
    },
    /** Puts every running panel that the queue has lost into it again, and returns their ids. Workers do so from time to time by themselves. */
    requeueLost: async (): Promise<string[]> => requeueLostPanels({ runtime, panels, backend: await queue(), enqueue: actions.enqueue }),
    queues: {
      kind: config.redisUrl === null ? ('postgres' as const) : ('redis' as const),
      names: queueList,
      state: async (name: string): Promise<QueueState> => (await queue()).state(name),
      failedJobs: async (name: string, limit: number): Promise<FailedJob[]> => (await queue()).failedJobs(name, limit),
      queue: async (name: string) => (await queue()).queue(name),
      now: async (): Promise<Date> => (await queue()).now(),
    },
    /** Deletes what the configuration keeps no longer and nothing needs, or only counts it; null when another clean-up is at it. */
    cleanUp: clean,
    /** Whether the database answers and takes changes. Throws when it does not. */
    probeDatabase: (): Promise<void> => probeWrites(pool),
    close: async (): Promise<void> => {
      // Whatever cannot be closed, the rest is: an embedded server would stay behind.
      await (await intake.made())?.close()
      await features.close().catch((error: unknown) => runtime.log.warn({ err: error }, 'mails under way could not be handed over'))
      await queue
        .made()
        .then((backend) => backend?.close())
        .catch((error: unknown) => runtime.log.warn({ err: error }, 'the queue could not be closed'))
      await actions
        .stopFollowing()
        .catch((error: unknown) => runtime.log.warn({ err: error }, 'the connection that follows panels could not be closed'))
      await pool.end()
      await database.detach()
    },
  }
}

type Stores = { panels: ReturnType<typeof createPanelStore>; calls: ReturnType<typeof createModelCallStore> }

async function findRecordings({ panels, calls }: Stores, record: PanelRecord): Promise<Recording[]> {
  const keys = callKeysOf(record)
  const { plan, repliesCleanedAt } = await panels.find(record.panelId)
  if (repliesCleanedAt !== null) throw new RepliesCleanedError(record.id, repliesCleanedAt)
  const kept = plan.recordingSet === null ? (await calls.findCalls(keys)).map(toRecording) : await panels.recordingsOf(plan.recordingSet)
  return keys.map((key) => {
    const recording = kept.find((candidate) => candidate.key === key)
    if (recording === undefined) throw new Error(`the database holds no reply of the model call ${key}, which ${record.id} rests on`)
    return recording
  })
}
