import type { NewEntry } from '../audit/audit-chain.js'
import type { Actor } from '../contracts/actor.js'
import type { ConflictPolicy } from '../contracts/conflict.js'
import type { Dossier } from '../contracts/dossier.js'
import type { Persona } from '../contracts/persona.js'
import type { Plan } from '../contracts/plan.js'
import type { PanelRecord } from '../contracts/record.js'
import { PanelEndedError, UsageError } from '../platform/errors.js'
import { hashJson } from '../platform/hash.js'
import type { Runtime } from '../platform/runtime.js'
import { findModel, formOf as usualFormOf } from '../providers/catalog/catalog-data.js'
import type { RecordingSet } from './ledger/recording-files.js'
import { planOpinion } from './opinion/plan-opinion.js'
import type { MakerOf } from './plan/conflicts.js'
import { seatPairs } from './plan/plan-pairs.js'
import { planPanel } from './plan/plan-panel.js'
import { seatJurors } from './plan/seat-jurors.js'
import { type FormOf, planForms } from './plan-forms.js'
import { createPanelEvents, type PanelEvents } from './store/panel-events.js'
import type { DossierMarks } from './store/panel-life.js'
import type { PanelStore, SeatProgress } from './store/panels.js'
import type { PanelPriority, PanelRun, Reopening } from './store/reopen-panel.js'

/** A panel that is followed is read this often; its end is announced. */
const followIntervalMs = 150
/** Of the time, at most one part in so many goes into looking. */
const lookShare = 10

export type KickOff = {
  dossiers: readonly Dossier[]
  personas: readonly Persona[]
  jurors: readonly string[]
  /** Who takes the place of a juror with a tie to a tool, where the policy says so. */
  reserves?: readonly string[]
  /** What is done about such ties; labelled when left out. */
  conflictPolicy?: ConflictPolicy
  /** How often each juror drafts a seat, from 1; once when left out. */
  repeat?: number
  /** Whether each draft is asked for once more with the names masked. */
  blind?: boolean
  /** Whether its personas also compare the tools directly, pair by pair; where no policy is named, no juror with a tie to either of a pair does. */
  headToHead?: boolean
  /** When set, the panel runs on these recordings and calls no model. */
  recordings: RecordingSet | null
  budgetUsd: number | null
  /** An editor's panel goes before one that no one waits for, such as a nightly re-run; an editor's when left out. */
  priority?: PanelPriority
  /** The panel whose frozen dossiers it judges again, for the audit log. */
  again?: string
  /** Who asks for it, for the audit log; left out at the command line. */
  by?: Actor
  /** When set, it goes into no queue: the process that kicks it off works on it. */
  isWorkedOnHere?: boolean
}

/** What the queue does for panels; `queue/` has it. */
export type PanelQueue = {
  /** Puts a panel's run into the queue. A run that is there already changes nothing. */
  add: (run: PanelRun) => Promise<void>
  /** Takes away the jobs of a run that no worker has taken yet, and with the last of them the run's own. */
  remove: (run: { panelId: string; run: number }) => Promise<void>
}

export type PanelActionDependencies = {
  runtime: Runtime
  panels: PanelStore
  queue: PanelQueue
  connectionString: string
  /** Throws `UsageError` for an id that names no known provider. */
  checkJuror: (model: string) => unknown
  /** What new versions of dossiers do to published records, prepared before the transaction that stores them; src/review has it. */
  marksFor: (dossiers: readonly Dossier[]) => Promise<DossierMarks>
  /** Who makes a model; the catalog of the package when left out. */
  makerOf?: MakerOf
  /** How a model is asked; as the catalog of the package says when left out. */
  formOf?: FormOf
  /** The models that give second opinions; none when left out. */
  secondOpinion?: readonly string[]
}

export type RetryOptions = Pick<Reopening, 'budgetUsd' | 'evenApproved' | 'alongside'> & { by?: Actor }

export type PanelActions = ReturnType<typeof createPanelActions>

/** What people do with panels, and what starts, ends and revives them: the same for the command line, the desk and the API. */
export function createPanelActions(dependencies: PanelActionDependencies) {
  const { runtime, panels, queue, connectionString } = dependencies
  const events = createPanelEvents({ connectionString, log: runtime.log })
  const enqueue = async (run: PanelRun): Promise<void> => {
    await queue.add(run)
    await panels.markEnqueued({ panelId: run.plan.panelId, run: run.run })
  }
  return {
    enqueue,
    /** Plans a panel, keeps it with all it rests on, and puts it into the queue. The same request while its panel runs is that panel. */
    kickOff: (request: KickOff): Promise<{ plan: Plan; isNew: boolean }> => kickOff(dependencies, request, enqueue),
    /** Ends a running panel; what is drafted stays, calls under way are broken off within a second. Throws `UsageError` when it does not run. */
    cancel: (panelId: string, reason: string, by?: Actor): Promise<void> => cancelPanel(dependencies, { panelId, reason, by }),
    /** Runs the seats without a draft of a panel that has ended again. Throws `UsageError` where it cannot. `evenApproved`, `alongside`: see `Reopening`. */
    retry: async (panelId: string, { by, ...terms }: RetryOptions = {}): Promise<PanelRun> => {
      await checkUndrafted(panels, panelId)
      const entry = entryOf(dependencies, { by, action: 'retry a panel', panelId, data: budgetData(terms.budgetUsd) })
      return reopen(dependencies, { panelId, from: ['finished', 'failed'], ...terms, entry }, enqueue)
    },
    /** Goes on with a cancelled panel. Throws `UsageError` when it was not cancelled. */
    resume: (panelId: string, { budgetUsd, by }: { budgetUsd?: number; by?: Actor } = {}): Promise<PanelRun> => {
      const entry = entryOf(dependencies, { by, action: 'resume a panel', panelId, data: budgetData(budgetUsd) })
      return reopen(dependencies, { panelId, from: ['cancelled'], budgetUsd, entry }, enqueue)
    },
    /** Puts a running panel into the queue again, whatever is there: its jobs of before do nothing any more. */
    requeue: (panelId: string): Promise<PanelRun> => reopen(dependencies, { panelId, from: ['running'] }, enqueue),
    /** Calls back with the panel's seats at each change, until it has its record. Throws `PanelEndedError` when it ends without one. */
    follow: (panelId: string, onProgress: (seats: SeatProgress[]) => void, signal?: AbortSignal): Promise<PanelRecord> =>
      followPanel({ runtime, panels, events }, { panelId, onProgress, signal }),
    /** Ends what panels were followed through; no one follows one any more. */
    stopFollowing: events.close,
  }
}

type Enqueue = (run: PanelRun) => Promise<void>

async function kickOff(dependencies: PanelActionDependencies, request: KickOff, enqueue: Enqueue) {
  const { runtime, panels, checkJuror, marksFor, makerOf = findModel, formOf = usualFormOf, secondOpinion: configured = [] } = dependencies
  const { dossiers, personas, jurors, recordings, budgetUsd, priority = 'editor', by, isWorkedOnHere = false } = request
  const secondOpinion = planOpinion({ configured, recordings: recordings?.recordings ?? null, dossiers, makerOf })
  for (const model of [...jurors, ...(request.reserves ?? []), ...(secondOpinion?.models ?? [])]) checkJuror(model)
  const panelId = runtime.newId('pnl')
  const { conflictPolicy = 'label', reserves, repeat, blind, headToHead = false } = request
  const seating = seatJurors(dossiers, { jurors, reserves, policy: conflictPolicy, makerOf })
  const pairs = headToHead ? seatPairs(dossiers, { jurors, reserves, policy: request.conflictPolicy ?? 'bar', makerOf }) : []
  const plan = planPanel({
    panelId,
    dossiers,
    personas,
    jurors,
    recordingSet: recordings?.sha256 ?? null,
    budgetUsd,
    seating,
    pairs,
    conflictPolicy,
    repeat,
    blind,
    formOf: planForms({ dossiers, personas, recordings: recordings?.recordings ?? null, formOf }),
    secondOpinion,
  })
  const unknown = await panels.unknownDossiers(dossiers)
  const kept = await panels.create({
    plan,
    ...(unknown.length === 0 ? {} : { marks: await marksFor(unknown) }),
    documents: { dossiers, personas, recordings: recordings?.recordings ?? [] },
    requestSha256: requestHash(plan),
    priority,
    createdAt: runtime.now(),
    entry: entryOf(dependencies, { by, action: 'kick off a panel', panelId, data: kickOffData(plan, request) }),
  })
  if (!kept.isNew || isWorkedOnHere) return kept
  try {
    await enqueue({ plan, run: 1, priority, openSeats: new Set(plan.seats.map((seat) => seat.id)) })
  } catch (error) {
    // Or a worker would find it later, and run what its editor saw fail.
    await panels.cancel(panelId, { reason: 'the panel could not be put into the queue', at: runtime.now() })
    throw error
  }
  return kept
}

type LogNote = { by: Actor | undefined; action: string; panelId: string; data: NewEntry['data'] }

/** What the audit log says of it, in the same transaction; nothing for what no person asked for by name. */
function entryOf({ runtime }: Pick<PanelActionDependencies, 'runtime'>, { by, action, panelId, data }: LogNote): NewEntry | undefined {
  if (by === undefined) return undefined
  return { at: runtime.now().toISOString(), actor: by, action, subject: { kind: 'panel', id: panelId, recordId: null }, data }
}

function kickOffData(plan: Plan, { priority = 'editor', again }: KickOff): NewEntry['data'] {
  const { tools, personas, jurors, budgetUsd, recordingSet, secondOpinion, seats, conflictPolicy, blind } = plan
  const names = { tools: tools.map(({ slug }) => slug), personas: personas.map(({ id }) => id), jurors }
  const repeat = Math.max(...seats.map((seat) => seat.repeat ?? 1))
  const asked = {
    ...(repeat === 1 ? {} : { repeat }),
    ...(conflictPolicy === undefined ? {} : { conflictPolicy }),
    ...(blind === undefined ? {} : { blind }),
    ...(seats.some(({ against }) => against !== undefined) ? { headToHead: true } : {}),
    ...(again === undefined ? {} : { again }),
  }
  const data = { ...names, budgetUsd, priority, isReplay: recordingSet !== null, ...asked }
  return secondOpinion === undefined ? data : { ...data, secondOpinion: secondOpinion.models }
}

function budgetData(budgetUsd: number | undefined): NewEntry['data'] {
  return budgetUsd === undefined ? {} : { budgetUsd }
}

/** What makes two requests the same panel: all of the plan but what is drawn again for each. */
function requestHash({ tools, personas, jurors, recordingSet, budgetUsd, secondOpinion, seats, blind, barred }: Plan): string {
  const isPlain = barred === undefined && seats.every(({ repeat, against }) => repeat === undefined && against === undefined)
  return hashJson({
    tools,
    personas,
    jurors,
    recordingSet,
    budgetUsd,
    ...(secondOpinion === undefined ? {} : { secondOpinion: secondOpinion.models }),
    ...(isPlain ? {} : { seats: seats.map(({ id: _drawn, ...seat }) => seat) }),
    ...(blind === undefined ? {} : { blind }),
  })
}

type Cancelling = { panelId: string; reason: string; by: Actor | undefined }

async function cancelPanel({ runtime, panels, queue }: PanelActionDependencies, { panelId, reason, by }: Cancelling): Promise<void> {
  const entry = entryOf({ runtime }, { by, action: 'cancel a panel', panelId, data: { reason } })
  const run = await panels.cancel(panelId, { reason, at: runtime.now(), entry })
  if (run === null) {
    const { status } = await panels.find(panelId)
    throw new UsageError(`panel ${panelId} is ${status} already`)
  }
  // Only tidies up: a job of a cancelled panel that is taken finds that there is nothing to do.
  await queue
    .remove({ panelId, run })
    .catch((error: unknown) => runtime.log.warn({ panelId, err: error }, 'the jobs of a cancelled panel stay in the queue'))
}

async function checkUndrafted(panels: PanelStore, panelId: string): Promise<void> {
  const { status, seats } = await panels.find(panelId)
  if (status === 'finished' && seats.every((seat) => seat.status === 'drafted')) {
    throw new UsageError(`every seat of panel ${panelId} is drafted: there is nothing to try again`)
  }
}

type Reopen = Omit<Parameters<PanelStore['reopen']>[0], 'at'>

async function reopen({ runtime, panels }: PanelActionDependencies, reopening: Reopen, enqueue: Enqueue): Promise<PanelRun> {
  const run = await panels.reopen({ ...reopening, at: runtime.now() })
  if (run === null) throw new Error(`panel ${reopening.panelId} was started again by someone else just now`)
  try {
    await enqueue(run)
  } catch (error) {
    await panels.cancel(reopening.panelId, { reason: 'the panel could not be put into the queue', at: runtime.now() })
    throw error
  }
  return run
}

type Follow = { panelId: string; onProgress: (seats: SeatProgress[]) => void; signal: AbortSignal | undefined }

async function followPanel(
  { runtime, panels, events }: Pick<PanelActionDependencies, 'runtime' | 'panels'> & { events: PanelEvents },
  { panelId, onProgress, signal }: Follow,
): Promise<PanelRecord> {
  const ended = new AbortController()
  const wake = signal === undefined ? ended.signal : AbortSignal.any([ended.signal, signal])
  const listener = await events.listen(panelId, () => ended.abort())
  try {
    for (;;) {
      signal?.throwIfAborted()
      const lookedMs = runtime.monotonicMs()
      const { status, reason, record, seats } = await panels.look(panelId)
      onProgress(seats)
      if (status === 'finished') return recordOf(panelId, record)
      if (status === 'cancelled' || status === 'failed') throw new PanelEndedError(panelId, { status, reason })
      // A panel of thousands takes longer to read, and is read less often.
      const waitMs = Math.max(followIntervalMs, lookShare * (runtime.monotonicMs() - lookedMs))
      await runtime.sleep(waitMs, wake).catch(() => undefined)
    }
  } finally {
    listener.stop()
  }
}

function recordOf(panelId: string, record: PanelRecord | null): PanelRecord {
  if (record === null) throw new Error(`panel ${panelId} is finished, but the database holds no record of it`)
  return record
}
