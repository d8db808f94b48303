import type { Actor } from '../../../../src/contracts/actor.js'
import type { Dossier } from '../../../../src/contracts/dossier.js'
import type { Persona } from '../../../../src/contracts/persona.js'
import type { Plan } from '../../../../src/contracts/plan.js'
import { type PublishedTool, publishedToolSchema } from '../../../../src/contracts/site.js'
import type { DraftOutcome } from '../../../../src/contracts/verdict.js'
import { checkEvidence } from '../../../../src/evidence/check-evidence.js'
import { planPanel } from '../../../../src/panels/plan/plan-panel.js'
import { aggregate, buildRecord } from '../../../../src/panels/record/build-record.js'
import { chunks } from '../../../../src/panels/store/documents.js'
import { createPanelStore, type PanelStore } from '../../../../src/panels/store/panels.js'
import type { Database } from '../../../../src/platform/db/database.js'
import { sha256 } from '../../../../src/platform/hash.js'
import { recordId as recordIdOf } from '../../../../src/platform/ids.js'
import { createRuntime, type Runtime } from '../../../../src/platform/runtime.js'
import { createContentCheck } from '../../../../src/review/check-content.js'
import { createReviewActions, type ReviewActions } from '../../../../src/review/create-review-actions.js'
import { applyReviews } from '../../../../src/review/rules/apply-reviews.js'
import type { ReviewSettings } from '../../../../src/review/rules/contexts.js'
import { createReviewStore } from '../../../../src/review/store/reviews.js'
import { writtenByHand } from '../../../../src/review/store/written-by-hand.js'
import { publishedTools, siteChanges } from '../../../../src/site/store/schema.js'
import { publishedRows, toRow } from '../../../../src/site/views/published-rows.js'
import { type SampleContent, sampleContent } from '../../samples.js'
import { samplePanel } from '../../web/desk/sample-panel.js'

/*
 * Publications for tests of the site. On a database that was migrated:
 *
 *   const { recordId, slugs } = await publishSamples(db)        the sample comparison, by the rules of review: 50 % and 75 %
 *   await publishPanel(db, { dossiers, personas, replyFor })    any other panel, the same way
 *   await reviewOf(db).retract({ actor: editor, recordId, publicReason: 'It was wrong.' })
 *   await republish(db, recordId, { verdictId, quote })          reopens, edits a quote, has it approved and publishes again
 *   await insertSyntheticTools(db, 1_000)                       straight into the tables, in a few seconds; of no record that exists
 *
 * The site sees the first four at its next `refresh()`, and the synthetic ones at once; `rebuild()` forgets those.
 */

export const editor: Actor = { userId: 'user_ed', name: 'Edda', role: 'editor' }
export const approver: Actor = { userId: 'user_ok', name: 'Okke', role: 'editor' }
export const reviewer: Actor = { userId: 'user_re', name: 'Rea', role: 'reviewer' }

export type PanelWish = {
  dossiers: readonly Dossier[]
  personas: readonly Persona[]
  jurors?: readonly string[]
  /** What the model replied for a seat; null leaves it unscored. */
  replyFor?: (seat: { tool: string; persona: string; model: string }) => Partial<SampleContent> | null
  /** Why such a seat is unscored. */
  reason?: string
  /** Who wrote the replies: a model (`recorded`, when left out), or people in its place. */
  origin?: 'recorded' | 'authored'
  /** What people do once it is drafted and before everything is accepted: edits, blind calls, waivers. */
  review?: (work: { review: ReviewActions; recordId: string; seats: Plan['seats'] }) => Promise<unknown>
  runtime?: Runtime
  settings?: Partial<ReviewSettings>
}

/** Whom the sample's replies are filed under: people wrote them. */
const sampleJuror = 'ollama:ship-panel-sample'

const silent = createRuntime({ logLevel: 'silent' })

/** What people do with records, on that database. */
export function reviewOf(db: Database, runtime: Runtime = silent, settings: Partial<ReviewSettings> = {}): ReviewActions {
  return createReviewActions({
    reviews: createReviewStore(db),
    runtime,
    settings: { fourEyes: true, blindFirst: false, ...settings },
    retryPanel: async () => undefined,
    findPerson: async (userId) => [editor, approver, reviewer].find((person) => person.userId === userId) ?? null,
  })
}

/** Publishes the sample comparison with the replies of its recordings: `claude-haiku-open-weights` and `mistral-3-instruct`. */
export async function publishSamples(db: Database, change: Pick<PanelWish, 'review' | 'runtime'> = {}) {
  const { dossiers = [], personas = [], jurors, replyFor } = await samplePanel([sampleJuror])
  return publishPanel(db, { dossiers, personas, jurors, replyFor, origin: 'authored', ...change })
}

/** Drafts a panel as a worker does, has every verdict accepted by the reviewer, and the record approved and published by the approver. */
export async function publishPanel(db: Database, wish: PanelWish) {
  const drafted = await draftPanel(db, wish)
  await acceptAndPublish(db, drafted.recordId, wish)
  return drafted
}

/** The panel alone, ready for review. */
export async function draftPanel(db: Database, wish: PanelWish) {
  const { dossiers, personas, jurors = ['ollama:llama3.1:8b'], runtime = silent } = wish
  const panels = createPanelStore(db, { writtenByHand })
  const panelId = runtime.newId('pnl')
  const plan = planPanel({ panelId, dossiers, personas, jurors, recordingSet: null, budgetUsd: null })
  const documents = { dossiers, personas, recordings: [] }
  await panels.create({ plan, documents, requestSha256: sha256(panelId), priority: 'editor', createdAt: runtime.now() })
  const outcomes = await keepDrafts(panels, plan, { ...wish, runtime })
  const at = runtime.now().toISOString()
  const replies = { called: outcomes.length, fromLedger: 0, replayed: 0 }
  const run = { startedAt: at, finishedAt: at, wallTimeMs: 0, replies, spentUsd: null }
  await panels.saveRecord(buildRecord({ plan, dossiers, personas, outcomes, run }), 1)
  const recordId = recordIdOf(panelId)
  await wish.review?.({ review: reviewOf(db, runtime, wish.settings), recordId, seats: plan.seats })
  return { panelId, recordId, seats: plan.seats, slugs: plan.tools.map(({ slug }) => slug) }
}

type Drafting = PanelWish & { runtime: Runtime }

async function keepDrafts(
  panels: PanelStore,
  plan: Plan,
  { dossiers, replyFor = () => ({}), reason, origin = 'recorded', runtime }: Drafting,
) {
  const outcomes = []
  for (const seat of plan.seats) {
    const outcome = outcomeOf(seat, { dossier: findDossier(dossiers, seat.tool), reply: replyFor(seat), reason, origin })
    await panels.startSeat({ seatId: seat.id, run: 1, at: runtime.now() })
    await panels.finishSeat({ seatId: seat.id, outcome, at: runtime.now() })
    outcomes.push({ seat, outcome })
  }
  return outcomes
}

type Replied = { dossier: Dossier; reply: Partial<SampleContent> | null; reason?: string | undefined; origin: 'recorded' | 'authored' }

function outcomeOf(
  { id, model }: { id: string; model: string },
  { dossier, reply, reason = 'the reply broke off', origin }: Replied,
): DraftOutcome {
  const calls = { model, origin, callKeys: [sha256(id)], usage: null, costUsd: null, latencyMs: 40 }
  if (reply === null) return { status: 'unscored', kind: 'truncated', reason, rawText: '{', ...calls, callKey: null }
  const words = sampleContent(reply)
  const draft = { schema: 'panel.draft/1' as const, ...words, evidence: checkEvidence(words.evidence, dossier), flags: [] }
  return { status: 'drafted', draft, ...calls, callKey: sha256(id) }
}

/** Accepts what is not accepted, waives what is unscored, approves and publishes. Throws what refused it. */
export async function acceptAndPublish(
  db: Database,
  recordId: string,
  { runtime, settings }: Pick<PanelWish, 'runtime' | 'settings'> = {},
): Promise<void> {
  const review = reviewOf(db, runtime, settings)
  const before = await doneOrThrow(review.record(recordId, reviewer))
  for (const { verdictId, revision, state } of before.verdicts) {
    if (state === 'unscored')
      await doneOrThrow(review.waive({ actor: editor, recordId, verdictId, waives: { kind: 'unscored-seat' }, reason: 'It may stand so.' }))
    else if (state !== 'accepted') await doneOrThrow(review.accept({ actor: reviewer, recordId, verdictId, base: revision ?? 1 }))
  }
  const { contentSha256 } = await doneOrThrow(review.record(recordId, approver))
  const seen = { actor: approver, recordId, seenSha256: contentSha256 ?? '' }
  await doneOrThrow(review.approve(seen))
  await doneOrThrow(review.publish(seen))
}

/** Reopens a public record, gives a verdict another quote (or edits nothing), and publishes it again. */
export async function republish(
  db: Database,
  recordId: string,
  { edit = null, runtime = silent }: { edit?: { verdictId: string; quote: string } | null; runtime?: Runtime } = {},
): Promise<void> {
  const review = reviewOf(db, runtime)
  await doneOrThrow(review.reopen({ actor: editor, recordId, reason: 'to fix a sentence' }))
  if (edit !== null) {
    const { current } = await doneOrThrow(review.verdict(recordId, edit.verdictId, reviewer))
    if (current === null) throw new Error('there is nothing to edit')
    const content = { ...current.content, quote: edit.quote }
    const step = { actor: reviewer, recordId, verdictId: edit.verdictId, base: current.number, content, reason: 'plainer' }
    await doneOrThrow(review.edit(step))
  }
  await acceptAndPublish(db, recordId, { runtime })
}

async function doneOrThrow<Answer extends { status: string }>(answered: Promise<Answer>): Promise<Extract<Answer, { status: 'done' }>> {
  const answer = await answered
  if (answer.status !== 'done') throw new Error(`expected done, got ${JSON.stringify(answer)}`)
  return answer as Extract<Answer, { status: 'done' }>
}

/**
 * That many published tools after the sample's first, two to a record, in ten categories: `tool-0001` … with the words of the sample, other names,
 * and panel ships from 0 to 4 of 4. Published a minute apart, the last one newest, all before 2026-11-01. Once a database.
 */
export async function insertSyntheticTools(db: Database, count: number): Promise<string[]> {
  const [body] = await samplePublishedTools()
  if (body === undefined) throw new Error('the sample has no tool')
  const bodies = Array.from({ length: count }, (_, index) => syntheticTool(body, index + 1))
  // Numbers below those of real decisions, one a record.
  const rows = bodies.map((each, index) => ({
    ...toRow(each, { seq: Math.floor(index / 2) - count, histories: new Map() }),
    isCurrent: true,
    kind: 'published' as const,
  }))
  for (const some of chunks(rows, 100)) await db.insert(publishedTools).values(some)
  const changes = rows.filter((_row, index) => index % 2 === 0)
  for (const some of chunks(changes, 1_000)) {
    await db.insert(siteChanges).values(
      some.map(({ seq, publishedAt, recordId, recordTitle }) => ({
        seq,
        kind: 'published' as const,
        at: publishedAt,
        recordId,
        title: recordTitle,
      })),
    )
  }
  return bodies.map(({ tool }) => tool.slug)
}

/** The two tools of the sample comparison as published word for word, without a database. */
export async function samplePublishedTools(): Promise<PublishedTool[]> {
  const { dossiers = [], personas = [], jurors = [], replyFor = () => ({}) } = await samplePanel([sampleJuror])
  const draft = (seat: Plan['seats'][number]) =>
    outcomeOf(seat, { dossier: findDossier(dossiers, seat.tool), reply: replyFor(seat), origin: 'authored' })
  const plan = planPanel({ panelId: 'pnl_5a3b1e', dossiers, personas, jurors, recordingSet: null, budgetUsd: null })
  const outcomes = plan.seats.map((seat) => ({ seat, outcome: draft(seat) }))
  const publishedAt = '2026-11-22T10:00:00.000Z'
  const replies = { called: outcomes.length, fromLedger: 0, replayed: 0 }
  const run = { startedAt: publishedAt, finishedAt: publishedAt, wallTimeMs: 0, replies, spentUsd: null }
  const record = buildRecord({ plan, dossiers, personas, outcomes, run })
  const check = createContentCheck({ dossiers: [...dossiers], personas: [...personas] })
  const reviewed = applyReviews({ record, seats: plan.seats, histories: new Map(), waivers: [], check, aggregate })
  const approval = { by: approver.name, at: publishedAt, fourEyes: true }
  const publication = { recordId: record.id, seq: 1, ...reviewed, publishedAt, approval, revisions: new Map(), dossiers }
  return publishedRows(publication).map(({ body }) => publishedToolSchema.parse(body))
}

function findDossier(dossiers: readonly Dossier[], slug: string): Dossier {
  const dossier = dossiers.find(({ tool }) => tool.slug === slug)
  if (dossier === undefined) throw new Error(`no dossier of ${slug}`)
  return dossier
}

/** The slug of the nth synthetic tool. */
export function syntheticSlug(n: number): string {
  return `tool-${String(n).padStart(4, '0')}`
}

function syntheticTool(sample: PublishedTool, n: number): PublishedTool {
  const first = n % 2 === 1 ? n : n - 1
  const ships = n % 5
  const verdicts = sample.tool.verdicts.map((verdict, index) => {
    const review = { ...verdict.review, verdictId: `seat_${n}x${index}` }
    return { ...verdict, review, ...(verdict.status === 'drafted' ? { call: index < ships ? 'ship' : 'skip' } : {}) }
  })
  const name = `Tool ${n}`
  const tool = {
    ...sample,
    tool: {
      ...sample.tool,
      slug: syntheticSlug(n),
      name,
      shortName: null,
      vendor: `Vendor ${n % 50}`,
      category: `Category ${n % 10}`,
      tagline: `The tagline of tool number ${n}`,
      panelShip: { ships, calls: 4, abstained: 0, unscored: 0, percent: 25 * ships },
      verdicts,
    },
    recordId: `rec_${first}`,
    contentSha256: sha256(`synthetic ${first}`),
    recordTitle: `Tool ${first} vs Tool ${first + 1}`,
    recordTools: [syntheticSlug(first), syntheticSlug(first + 1)],
    publishedAt: new Date(Date.parse('2026-10-01T00:00:00.000Z') + n * 60_000).toISOString(),
    provenance: sample.provenance.map((each, index) => ({ ...each, verdictId: `seat_${n}x${index}` })),
  } as PublishedTool
  // Checking a thousand would take longer than all the rest.
  return n === 1 ? publishedToolSchema.parse(tool) : tool
}
