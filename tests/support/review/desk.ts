import { sql } from 'drizzle-orm'
import type { Actor } from '../../../src/contracts/actor.js'
import type { Plan } from '../../../src/contracts/plan.js'
import type { DraftOutcome } from '../../../src/contracts/verdict.js'
import { checkEvidence } from '../../../src/evidence/check-evidence.js'
import { planPanel } from '../../../src/panels/plan/plan-panel.js'
import { buildRecord } from '../../../src/panels/record/build-record.js'
import { createPanelStore, type PanelStore } from '../../../src/panels/store/panels.js'
import { type Database, openDatabase } from '../../../src/platform/db/database.js'
import { migrateDatabase } from '../../../src/platform/db/migrate.js'
import { packageFiles } from '../../../src/platform/files/package-files.js'
import { sha256 } from '../../../src/platform/hash.js'
import { recordId as recordIdOf } from '../../../src/platform/ids.js'
import { createRuntime } from '../../../src/platform/runtime.js'
import { createReviewActions, type ReviewActions } from '../../../src/review/create-review-actions.js'
import type { ReviewSettings } from '../../../src/review/rules/contexts.js'
import { createReviewStore } from '../../../src/review/store/reviews.js'
import { writtenByHand } from '../../../src/review/store/written-by-hand.js'
import { createTestDatabase } from '../database.js'
import { type SampleContent, sampleContent, sampleDossier, samplePersona } from '../samples.js'

export const editor: Actor = { userId: 'user_ed', name: 'Edda', role: 'editor' }
export const otherEditor: Actor = { userId: 'user_ok', name: 'Okke', role: 'editor' }
export const reviewer: Actor = { userId: 'user_re', name: 'Rea', role: 'reviewer' }
export const otherReviewer: Actor = { userId: 'user_ru', name: 'Rune', role: 'reviewer' }
export const admin: Actor = { userId: 'user_ad', name: 'Adda', role: 'admin' }
const people = [editor, otherEditor, reviewer, otherReviewer, admin]

export const dossier = sampleDossier()
export const personas = [samplePersona(), samplePersona({ id: 'business', seat: 'The Founder', order: 2 })]

export type Desk = Awaited<ReturnType<typeof openDesk>>

/** A database of its own with panels in it, and what people do there. The clock goes on by a second at each look. */
export async function openDesk() {
  const database = await createTestDatabase()
  const log = createRuntime({ logLevel: 'silent' }).log
  const { db, pool } = openDatabase({ connectionString: database.connectionString, log })
  await migrateDatabase(pool, packageFiles.migrations)
  const runtime = { ...createRuntime({ logLevel: 'silent' }), now: startClock() }
  const panels = createPanelStore(db, { writtenByHand })
  const reviews = createReviewStore(db)
  const retried: string[] = []
  const actions = (settings: Partial<ReviewSettings> = {}): ReviewActions =>
    createReviewActions({
      reviews,
      runtime,
      settings: { fourEyes: true, blindFirst: false, ...settings },
      retryPanel: async (panelId, { alongside }) => {
        retried.push(panelId)
        return panels.reopen({ panelId, from: ['finished', 'failed'], evenApproved: true, alongside, at: runtime.now() })
      },
      findPerson: async (userId) => people.find((person) => person.userId === userId) ?? null,
    })
  return {
    database,
    db,
    pool,
    panels,
    reviews,
    runtime,
    retried,
    actions,
    /** A finished panel; seats at the positions named are unscored. */
    panel: (options: PanelOptions = {}) => keepPanel({ panels, db }, runtime, options),
    finish: (plan: Plan, run: number, unscored: readonly number[] = []) => finishPanel(panels, runtime, { plan, run, unscored }),
    close: async () => {
      await pool.end()
      await database.drop()
    },
  }
}

function startClock(): () => Date {
  let milliseconds = Date.parse('2026-11-22T10:00:00.000Z')
  return () => {
    milliseconds += 1000
    return new Date(milliseconds)
  }
}

type Clock = { now: () => Date; newId: (prefix: string) => string }
export type PanelOptions = {
  unscored?: readonly number[]
  jurors?: readonly string[]
  reply?: Partial<SampleContent>
  /** By model, in place of `reply`. */
  replies?: Readonly<Record<string, Partial<SampleContent>>>
  repeat?: number
  /** Whether its record has a verdict a juror, as records of version 1 had. */
  perJuror?: boolean
}

async function keepPanel(
  { panels, db }: { panels: PanelStore; db: Database },
  runtime: Clock,
  { jurors = ['ollama:a'], repeat, ...rest }: PanelOptions,
) {
  const panelId = runtime.newId('pnl')
  const plan = planPanel({ panelId, dossiers: [dossier], personas, jurors, repeat, recordingSet: null, budgetUsd: null })
  await panels.create({
    plan,
    documents: { dossiers: [dossier], personas, recordings: [] },
    requestSha256: sha256(panelId),
    priority: 'editor',
    createdAt: runtime.now(),
  })
  await finishPanel(panels, runtime, { plan, run: 1, ...rest })
  // As that version left them.
  if (rest.perJuror) await db.execute(sql`UPDATE seats SET verdict_id = NULL WHERE panel_id = ${panelId}`)
  return { plan, panelId, recordId: recordIdOf(panelId), verdicts: plan.seats.map(({ id }) => id), seats: plan.seats }
}

type Finish = { plan: Plan; run: number } & Pick<PanelOptions, 'unscored' | 'reply' | 'replies' | 'perJuror'>

/** As a worker does it: drafts what is to be drafted, and makes the record. */
async function finishPanel(panels: PanelStore, runtime: Clock, { plan, run, unscored = [], reply = {}, replies = {}, perJuror }: Finish) {
  for (const [position, { id: seatId, model }] of plan.seats.entries()) {
    const { seats } = await panels.find(plan.panelId)
    if (seats[position]?.status !== 'planned') continue
    if ((await panels.startSeat({ seatId, run, at: runtime.now() })) === null) continue
    await panels.finishSeat({
      seatId,
      outcome: outcomeOf({ seatId, model, isUnscored: unscored.includes(position), reply: replies[model] ?? reply }),
      at: runtime.now(),
    })
  }
  const { seats } = await panels.find(plan.panelId)
  const outcomes = seats.flatMap(({ seat, outcome }) => (outcome === null ? [] : [{ seat, outcome }]))
  const finishedAt = runtime.now().toISOString()
  const cameFrom = { called: outcomes.length, fromLedger: 0, replayed: 0 }
  const times = { startedAt: finishedAt, finishedAt, wallTimeMs: 0, replies: cameFrom, spentUsd: null }
  await panels.saveRecord(buildRecord({ plan, dossiers: [dossier], personas, outcomes, run: times, perJuror }), run)
}

type Ended = { seatId: string; model: string; isUnscored: boolean; reply: Partial<SampleContent> }

function outcomeOf({ seatId, model, isUnscored, reply }: Ended): DraftOutcome {
  const provenance = {
    model,
    origin: 'recorded' as const,
    callKey: sha256(seatId),
    callKeys: [sha256(seatId)],
    usage: null,
    costUsd: null,
    latencyMs: 40,
  }
  if (isUnscored)
    return { status: 'unscored', kind: 'truncated', reason: 'the reply broke off', rawText: '{', ...provenance, callKey: null }
  const words = sampleContent(reply)
  const draft = { schema: 'panel.draft/1' as const, ...words, evidence: checkEvidence(words.evidence, dossier), flags: [] }
  return { status: 'drafted', draft, ...provenance }
}

/** The answer, when it is of that kind; otherwise an error that shows it. */
export function expectStatus<Answer extends { status: string }, Status extends Answer['status']>(
  answer: Answer,
  status: Status,
): Extract<Answer, { status: Status }> {
  if (answer.status !== status) throw new Error(`expected ${status}, got ${JSON.stringify(answer)}`)
  return answer as Extract<Answer, { status: Status }>
}
