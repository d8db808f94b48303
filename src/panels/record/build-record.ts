import type { Dossier } from '../../contracts/dossier.js'
import type { HeadToHead, SeatEnding } from '../../contracts/head-to-head.js'
import type { Persona } from '../../contracts/persona.js'
import type { Plan, Seat } from '../../contracts/plan.js'
import type { PanelRecord, RecordContent, RecordTool } from '../../contracts/record.js'
import type { RecordDraft, RecordVerdict } from '../../contracts/record-verdict.js'
import { hashJson } from '../../platform/hash.js'
import { recordId } from '../../platform/ids.js'
import { sumKnown, sumUsage, unknownUsage } from '../../platform/sums.js'
import { buildHeadToHead, type ComparedSeat } from './build-head-to-head.js'
import { buildOwnVerdict, buildVerdict, type Lead, otherDrafts, type SeatOutcome } from './build-verdict.js'
import { leanBetween, panelShip } from './panel-ship.js'
import { withPublicReasons } from './public-reasons.js'

export type PanelResult = {
  plan: Plan
  dossiers: readonly Dossier[]
  personas: readonly Persona[]
  /** One an entry of the plan's seats, in any order. */
  outcomes: readonly EndedSeat[]
  /** Which draft stood for a seat in the panel's record of before, if there is one: it still does; null for none. */
  leadOf?: LeadOf
  /** Whether each juror's draft is a verdict of its own, as in records of version 1 that people began to work on; not when left out. */
  perJuror?: boolean
  run: PanelRecord['run']
}

/** An entry of a plan's seats and what came of it. */
export type EndedSeat = { seat: Seat; outcome: SeatEnding }

type LeadOf = (seat: { tool: string; persona: string }) => Lead | null

/** The comparison record of a finished panel, for people to review. Pure: the order of the outcomes never matters. */
export function buildRecord({ run, ...result }: PanelResult): PanelRecord {
  const { plan } = result
  const content = buildContent(result)
  return {
    schema: recordVersion(content),
    id: recordId(plan.panelId),
    panelId: plan.panelId,
    status: 'in_review',
    createdAt: run.finishedAt,
    contentSha256: contentHash(content),
    ...content,
    run,
  }
}

/** Which draft a record has stand for a seat of several; null for any other seat, and without a record. Pure. */
export function leadIn(record: Pick<RecordContent, 'tools'> | null, { tool, persona }: { tool: string; persona: string }): Lead | null {
  const verdicts = record?.tools.find(({ slug }) => slug === tool)?.verdicts ?? []
  const verdict = verdicts.find((candidate) => candidate.persona === persona)
  return verdict?.jury === undefined ? null : { model: verdict.model, repeat: verdict.jury.repeat }
}

/** Whether a record has a verdict a juror, as version 1 had; false without a record. Pure. */
export function isPerJuror(record: Pick<RecordContent, 'tools'> | null): boolean {
  return (record?.tools ?? []).some(({ verdicts }) => new Set(verdicts.map(({ persona }) => persona)).size < verdicts.length)
}

/** The version of the format that a content needs: the first, where it holds nothing that it has no place for. Pure. */
export function recordVersion({ tools, headToHead }: Pick<RecordContent, 'tools' | 'headToHead'>): PanelRecord['schema'] {
  const isJudgedOtherwise = tools.some(
    ({ barred, verdicts }) =>
      barred !== undefined ||
      verdicts.some((verdict) => verdict.jury !== undefined || (verdict.status === 'drafted' && verdict.blind !== undefined)),
  )
  return isJudgedOtherwise || headToHead !== undefined ? 'panel.record/2' : 'panel.record/1'
}

/**
 * SHA-256 of a record's content as readers may have it (public-reasons.ts): what two rebuilds of a panel from the same replies share, and
 * the same in a bundle as at the desk.
 */
export function contentHash(content: RecordContent): string {
  return wholeContentHash(withPublicReasons(content))
}

/** The same with the reasons of unscored seats as they are: the hash of records from before they were kept from readers. */
export function wholeContentHash(content: RecordContent): string {
  return hashJson(contentOf(content))
}

/** A record's content without the fields around it. Pure. */
export function contentOf({ title, lean, personas, tools, split, headToHead, totals }: RecordContent): RecordContent {
  return { title, lean, personas, tools, split, ...(headToHead === undefined ? {} : { headToHead }), totals }
}

function buildContent({
  plan,
  dossiers,
  personas,
  outcomes,
  leadOf = () => null,
  perJuror = false,
}: Omit<PanelResult, 'run'>): RecordContent {
  const inPlanOrder = plan.seats.map((seat) => {
    const outcome = outcomes.find((candidate) => candidate.seat.id === seat.id)?.outcome
    if (outcome === undefined) throw new Error(`seat ${seat.id} (${seat.persona} on ${seat.tool}) has no outcome`)
    return { seat, outcome }
  })
  const drafted = inPlanOrder.flatMap((seat) => (isDraftedSeat(seat) ? [seat] : []))
  const compared = inPlanOrder.flatMap((seat) => (isComparedSeat(seat) ? [seat] : []))
  const headToHead = buildHeadToHead(plan, personas, compared)
  const tools = plan.tools.map(({ slug, dossierSha256 }) => {
    const dossier = find(dossiers, (candidate) => candidate.sha256 === dossierSha256, `dossier ${dossierSha256} of ${slug}`)
    return buildTool({ plan, dossier, personas, outcomes: drafted.filter(({ seat }) => seat.tool === slug), leadOf, perJuror })
  })
  return sumUp({
    title: tools.map((tool) => tool.name).join(' vs '),
    personas: personas.map(({ id, version, sha256, seat, question, asks }) => ({ id, version, sha256, seat, question, asks })),
    tools,
    ...(headToHead.length === 0 ? {} : { headToHead }),
  })
}

function isDraftedSeat(ended: EndedSeat): ended is SeatOutcome {
  return ended.seat.against === undefined && ended.outcome.status !== 'compared'
}

function isComparedSeat(ended: EndedSeat): ended is ComparedSeat {
  return ended.seat.against !== undefined && ended.outcome.status !== 'drafted'
}

/** Works out of the verdicts what a record's content says besides them, as for its first version; the verdicts stay as they are. */
export function aggregate({ tools, ...rest }: RecordContent): RecordContent {
  return sumUp({ ...rest, tools: tools.map((tool) => ({ ...tool, ...sumUpTool(tool.verdicts, rest.personas) })) })
}

function sumUp({ title, personas, tools, headToHead }: Pick<RecordContent, 'title' | 'personas' | 'tools' | 'headToHead'>): RecordContent {
  return {
    title,
    lean: leanBetween(tools),
    personas,
    tools,
    split: personas.map(({ id }) => buildSplit(id, tools)),
    ...(headToHead === undefined ? {} : { headToHead }),
    totals: buildTotals(
      tools.flatMap((tool) => tool.verdicts),
      headToHead,
    ),
  }
}

type Asking = Pick<Persona, 'id' | 'asks'>

function sumUpTool(verdicts: readonly RecordVerdict[], personas: readonly Asking[]): Pick<RecordTool, 'panelShip' | 'pricingRead'> {
  return {
    panelShip: panelShip(verdicts.map((verdict) => verdict.call)),
    pricingRead: personas.flatMap((persona) => readPricing(persona, verdicts)),
  }
}

type ToolParts = Pick<PanelResult, 'plan' | 'personas'> & {
  dossier: Dossier
  outcomes: readonly SeatOutcome[]
  leadOf: LeadOf
  perJuror: boolean
}

function buildTool({ plan, dossier, personas, outcomes, leadOf, perJuror }: ToolParts): RecordTool {
  const { slug } = dossier.tool
  const verdicts = personas.flatMap((persona) => {
    const own = outcomes.filter(({ seat }) => seat.persona === persona.id)
    if (perJuror) return own.map((one) => buildOwnVerdict(persona, one))
    return own.length === 0 ? [] : [buildVerdict({ plan, persona, outcomes: own, lead: leadOf({ tool: slug, persona: persona.id }) })]
  })
  const barred = (plan.barred ?? []).filter(({ tool }) => tool === slug).map(({ tool: _same, ...rest }) => rest)
  const { panelShip: ship, pricingRead } = sumUpTool(verdicts, personas)
  return {
    ...dossier.tool,
    asOf: dossier.asOf,
    license: dossier.license,
    entryPrice: dossier.entryPrice,
    rivals: dossier.rivals,
    dossierSha256: dossier.sha256,
    panelShip: ship,
    community: { ships: 0, votes: 0, percent: null },
    pricingRead,
    verdicts,
    ...(barred.length === 0 ? {} : { barred }),
    sources: dossier.sources.map(({ text: _text, units: _units, hidden: _hidden, ...source }) => source),
  }
}

function readPricing(persona: Asking, verdicts: readonly RecordVerdict[]): RecordTool['pricingRead'] {
  const asks = new Set(persona.asks.filter((ask) => ask.feeds === 'pricing-read').map((ask) => ask.id))
  return verdicts.flatMap((verdict) =>
    verdict.status === 'drafted' && verdict.persona === persona.id
      ? verdict.answers
          .filter(({ ask }) => asks.has(ask))
          .map(({ answer }) => ({ persona: persona.id, model: verdict.model, text: answer }))
      : [],
  )
}

/** How one persona called these tools. */
export function buildSplit(persona: string, tools: readonly RecordTool[]): RecordContent['split'][number] {
  const calls = tools.flatMap((tool) =>
    tool.verdicts.filter((verdict) => verdict.persona === persona).map(({ model, call }) => ({ tool: tool.slug, model, call })),
  )
  const made = calls.flatMap(({ call }) => (call === null || call === 'split' ? [] : [call]))
  return { persona, calls, agrees: made.length < 2 ? null : new Set(made).size === 1 }
}

type Taking = Pick<RecordVerdict, 'origin' | 'callKeys' | 'usage' | 'costUsd' | 'latencyMs'>

/** Each draft with what was asked besides it: a second draft and a second opinion. */
function takings(draft: RecordVerdict | RecordDraft): Taking[] {
  const { steering, blind, opinion } = draft.status === 'drafted' ? draft : {}
  return [draft, steering, blind, opinion].flatMap((taken) => taken ?? [])
}

function comparisonTakings(juror: HeadToHead['jurors'][number]): Taking[] {
  const { blind } = juror.status === 'compared' ? juror : {}
  return [juror, ...(blind === undefined ? [] : [blind])]
}

function buildTotals(verdicts: readonly RecordVerdict[], headToHead: readonly HeadToHead[] = []): RecordContent['totals'] {
  const drafted = verdicts.filter((verdict) => verdict.status === 'drafted').length
  const drafts = verdicts.flatMap((verdict) => [...(isOwnDraft(verdict) ? [verdict] : []), ...otherDrafts(verdict)])
  // A direct comparison is no seat; what it took was spent all the same.
  const asked = [...drafts.flatMap(takings), ...headToHead.flatMap(({ jurors }) => jurors.flatMap(comparisonTakings))]
  const called = asked.filter(({ callKeys }) => callKeys.length > 0)
  // Without a reply there may be a call that was lost, and then no one knows the sum.
  const usages = asked.flatMap(({ usage, latencyMs }) => usage ?? (latencyMs === null ? unknownUsage : []))
  const keysOf = (origin: string) => new Set(called.filter((one) => one.origin === origin).flatMap(({ callKeys }) => callKeys)).size
  return {
    seats: verdicts.length,
    ...(drafts.length === verdicts.length && verdicts.every(({ jury }) => jury === undefined) ? {} : { drafts: drafts.length }),
    drafted,
    unscored: verdicts.length - drafted,
    modelCalls: { recorded: keysOf('recorded'), authored: keysOf('authored') },
    usage: sumUsage(usages),
    costUsd: sumKnown(asked.map(({ costUsd }) => costUsd)),
    modelTimeMs: sumKnown(asked.map(({ latencyMs }) => latencyMs)),
  }
}

/** Whether a verdict stands for a draft of its own: without a quorum, and where a person wrote it then, every draft is among the others. */
function isOwnDraft({ model, jury }: RecordVerdict): boolean {
  return jury === undefined || !jury.drafts.some((draft) => draft.model === model && draft.repeat === jury.repeat)
}

function find<T>(items: readonly T[], matches: (item: T) => boolean, name: string): T {
  const item = items.find(matches)
  if (item === undefined) throw new Error(`the ${name} is missing`)
  return item
}
