import type { Dossier } from '../../src/contracts/dossier.js'
import type { Plan } from '../../src/contracts/plan.js'
import type { DraftOutcome } from '../../src/contracts/verdict.js'
import { planPanel } from '../../src/panels/plan/plan-panel.js'
import { createDossierStore } from '../../src/panels/store/dossiers.js'
import { createModelCallStore } from '../../src/panels/store/model-calls.js'
import { createPanelFigures } from '../../src/panels/store/panel-figures.js'
import { createPanelPages } from '../../src/panels/store/panel-pages.js'
import { createPanelStore } from '../../src/panels/store/panels.js'
import type { Database } from '../../src/platform/db/database.js'
import { sha256 } from '../../src/platform/hash.js'
import type { Runtime } from '../../src/platform/runtime.js'
import { createReviewStore } from '../../src/review/store/reviews.js'
import { writtenByHand } from '../../src/review/store/written-by-hand.js'
import { createSiteStore } from '../../src/site/store/site.js'
import { benchDossiers, benchPersonas } from '../inputs.js'
import { callText, panelId, publishedSlug, recordId, toolSlug } from './fill.js'

/** Nothing narrows the list. */
const anyRecord = {
  words: [],
  status: null,
  has: null,
  tool: null,
  category: null,
  archived: 'no' as const,
  userId: 'usr_none',
  hides: false,
}

/** One of the statements that are sent all day, by the function that sends it. `seat`: a seat of the ledger, to look something up of. */
export type HotStatement = {
  name: string
  /** Makes what it is to change; not timed. */
  prepare?: () => Promise<void>
  run: (seat: number) => Promise<unknown>
}

const usage = { inputTokens: 2_600, cachedInputTokens: null, cacheWriteInputTokens: null, outputTokens: 110 }
const request = { messages: [], replySchema: { name: 'reply', schema: {} }, sampling: { temperature: 0, maxOutputTokens: 100 } }
const raw = { text: 'Small teams pay nothing for it, so I try it today.' }
const leaseMs = 8_000
const pageLength = 50

/** Every statement, in the order in which a seat meets them: each of its steps takes a new seat that the step before has left. */
export function hotStatements({ db, runtime }: { db: Database; runtime: Pick<Runtime, 'now' | 'newId'> }): HotStatement[] {
  const panels = createPanelStore(db, { writtenByHand })
  const [calls, figures, pages, dossiers] = [createModelCallStore(db), createPanelFigures(db), createPanelPages(db), createDossierStore(db)]
  const [reviews, site] = [createReviewStore(db), createSiteStore(db)]
  const steps = createSteps({ runtime, panels, calls })
  return [
    { name: 'kick-off: records about its tools', run: (seat) => reviews.decidedOn([toolSlug(seat), toolSlug(seat + 1_000)]) },
    { name: 'kick-off: store a panel of eight seats', run: () => steps.kickOff(null) },
    { name: 'seat: start', prepare: () => steps.plan(null), run: () => steps.start() },
    { name: 'seat: reserve its model call', prepare: () => steps.plan(null), run: () => steps.reserve({}) },
    { name: 'seat: settle its model call', run: () => steps.settle() },
    { name: 'seat: finish', run: () => steps.finish() },
    { name: 'seat: reserve within a budget', prepare: () => steps.plan(100), run: () => steps.reserve({ budgetUsd: 100 }) },
    {
      name: 'seat: reserve within limits of its provider',
      prepare: () => steps.plan(null),
      run: () => steps.reserve({ limits: { concurrency: 1_000, requestsPerMinute: 1_000_000 } }),
    },
    { name: 'ledger: a model call that was answered', run: (seat) => steps.lookUp(seat) },
    {
      name: 'ledger: which of eight model calls were answered',
      run: (seat) => calls.settledKeys(Array.from({ length: 8 }, (_, n) => keyOf(seat + n))),
    },
    { name: 'ledger: what a panel spent', run: (seat) => panels.spending(panelId(seat)) },
    { name: 'estimate: a model’s newest calls', run: (seat) => calls.modelHistory(`bench:model-${seat % 5}`) },
    { name: 'worker: panels that run', run: () => panels.running() },
    { name: 'metrics: panels by status', run: () => panels.countByStatus() },
    { name: 'desk: page of a panel', run: (seat) => Promise.all([pages.head(panelId(seat)), figures.seats(panelId(seat))]) },
    { name: 'desk: newest panels', run: async () => panels.byIds((await panels.findPage({ limit: pageLength })).ids) },
    { name: 'desk: newest records', run: () => reviews.listRecords({ filter: anyRecord, sort: 'newest', limit: pageLength, after: null }) },
    { name: 'desk: page of a record', run: (seat) => reviews.read(recordId(seat), 'usr_none') },
    { name: 'API: versions of a dossier', run: (seat) => dossiers.versions(toolSlug(seat)) },
    { name: 'site: whether anything changed', run: () => site.state() },
    { name: 'site: comparison page', run: (seat) => comparison(site, [publishedSlug(seat), publishedSlug(seat + 50)]) },
    { name: 'site: newest tools', run: () => site.findTools({ words: [], category: null, order: 'newest', limit: pageLength, offset: 0 }) },
    {
      name: 'site: tools of a category',
      run: (seat) => site.findTools({ words: [], category: `Category ${seat % 200}`, order: 'newest', limit: pageLength, offset: 0 }),
    },
  ]
}

function comparison(site: ReturnType<typeof createSiteStore>, slugs: string[]): Promise<unknown> {
  return Promise.all([site.bodies(slugs), site.publicStates(slugs), site.publications(slugs), site.peers(slugs)])
}

function keyOf(seat: number): string {
  return sha256(callText(seat))
}

type Open = { seatId: string; panelId: string; key: string; owner: string }
type Stores = {
  runtime: Pick<Runtime, 'now' | 'newId'>
  panels: ReturnType<typeof createPanelStore>
  calls: ReturnType<typeof createModelCallStore>
}

/** The life of seats: each step takes one that the step before has left, and what is missing is made before. */
function createSteps({ runtime, panels, calls }: Stores) {
  const planned: Open[] = []
  const started: Open[] = []
  const reserved: Open[] = []
  const settled: Open[] = []
  const budgeted: Open[] = []
  let panelsMade = 0
  const kickOff = async (budgetUsd: number | null) => {
    panelsMade += 1
    const plan = newPlan({ runtime, tag: `${runtime.newId('scale')}-${panelsMade}`, budgetUsd })
    await panels.create({ ...plan, requestSha256: sha256(plan.plan.panelId), priority: 'editor', createdAt: runtime.now() })
    const open = plan.plan.seats.map(({ id }) => ({
      seatId: id,
      panelId: plan.plan.panelId,
      key: sha256(`new ${id}`),
      owner: runtime.newId('att'),
    }))
    if (budgetUsd === null) planned.push(...open)
    else budgeted.push(...open)
  }
  const take = (from: Open[], what: string): Open => {
    const found = from.shift()
    if (found === undefined) throw new Error(`no seat is ${what}`)
    return found
  }
  return {
    kickOff,
    /** Sees to it that there is a seat to take up. */
    plan: async (budgetUsd: number | null) => {
      if ((budgetUsd === null ? planned : budgeted).length === 0) await kickOff(budgetUsd)
    },
    start: async () => {
      const seat = take(planned, 'planned')
      const job = await panels.startSeat({ seatId: seat.seatId, run: 1, at: runtime.now() })
      if (job === null) throw new Error(`${seat.seatId} was not to be started`)
      started.push(seat)
    },
    reserve: async ({ budgetUsd = null, limits = {} }: { budgetUsd?: number | null; limits?: Record<string, number> }) => {
      const unpaid = started.length > 0 ? started : planned
      const seat = take(budgetUsd === null ? unpaid : budgeted, 'to be reserved')
      const terms = { provider: 'bench', limits, expectedTokens: 2_710 }
      const identity = { model: 'bench:model-1', request, sample: 1 }
      const { status } = await calls.reserve({ ...seat, payer: { panelId: seat.panelId }, identity, reserveUsd: 0.002, leaseMs, terms })
      if (status !== 'reserved') throw new Error(`the call of ${seat.seatId} is ${status}`)
      reserved.push(seat)
    },
    settle: async () => {
      const seat = take(reserved, 'reserved')
      await calls.settle({ ...seat, raw, usage, costUsd: 0.001, latencyMs: 900 })
      settled.push(seat)
    },
    finish: async () => {
      const { seatId } = take(settled, 'settled')
      const outcome = { status: 'drafted', usage, costUsd: 0.001, latencyMs: 900, draft: { call: 'ship' } } as unknown as DraftOutcome
      await panels.finishSeat({ seatId, outcome, at: runtime.now() })
    },
    lookUp: async (seat: number) => {
      const terms = { provider: 'bench', limits: {}, expectedTokens: 2_710 }
      const identity = { model: 'bench:model-1', request, sample: 1 }
      const call = { key: keyOf(seat), identity, owner: 'att_look', payer: { panelId: panelId(seat) }, reserveUsd: 0.002, leaseMs, terms }
      const { status } = await calls.reserve(call)
      if (status !== 'settled') throw new Error(`the answered model call of seat ${seat} is ${status}`)
    },
  }
}

/** A panel of two tools that no one knows yet, by the four bench personas. */
function newPlan({ runtime, tag, budgetUsd }: { runtime: Pick<Runtime, 'newId'>; tag: string; budgetUsd: number | null }) {
  const given: Dossier[] = benchDossiers(2, { tag: tag.replaceAll('_', '-') })
  const request = {
    panelId: runtime.newId('pnl'),
    dossiers: given,
    personas: benchPersonas,
    jurors: ['bench:model-1'],
    recordingSet: null,
    budgetUsd,
  }
  const plan: Plan = planPanel(request)
  return { plan, documents: { dossiers: given, personas: benchPersonas, recordings: [] } }
}
