import type { Dossier } from '../../contracts/dossier.js'
import type { Persona } from '../../contracts/persona.js'
import type { Plan, Seat } from '../../contracts/plan.js'
import type { PanelRecord, RecordContent, RecordTool } from '../../contracts/record.js'
import type { RecordVerdict } from '../../contracts/record-verdict.js'
import type { DraftOutcome } from '../../contracts/verdict.js'
import { hashJson } from '../../platform/hash.js'
import { recordId } from '../../platform/ids.js'
import { sumKnown, sumUsage, unknownUsage } from '../../platform/sums.js'
import { leanBetween, panelShip } from './panel-ship.js'
import { withPublicReasons } from './public-reasons.js'

export type SeatOutcome = { seat: Seat; outcome: DraftOutcome }

export type PanelResult = {
  plan: Plan
  dossiers: readonly Dossier[]
  personas: readonly Persona[]
  /** One a seat of the plan, in any order. */
  outcomes: readonly SeatOutcome[]
  run: PanelRecord['run']
}

/** The comparison record of a finished panel, for people to review. Pure: the order of the outcomes never matters. */
export function buildRecord({ plan, dossiers, personas, outcomes, run }: PanelResult): PanelRecord {
  const content = buildContent({ plan, dossiers, personas, outcomes })
  return {
    schema: 'panel.record/1',
    id: recordId(plan.panelId),
    panelId: plan.panelId,
    status: 'in_review',
    createdAt: run.finishedAt,
    contentSha256: contentHash(content),
    ...content,
    run,
  }
}

/**
 * SHA-256 of a record's content as readers may have it (public-reasons.ts): what two rebuilds of a panel from the same replies share, and
 * the same in a bundle as at the desk.
 */
export function contentHash(content: RecordContent): string {
  return wholeContentHash(withPublicReasons(content))
}

/** The same with the reasons of unscored seats as they are: the hash of records from before they were kept from readers. */
export function wholeContentHash({ title, lean, personas, tools, split, totals }: RecordContent): string {
  return hashJson({ title, lean, personas, tools, split, totals })
}

function buildContent({ plan, dossiers, personas, outcomes }: Omit<PanelResult, 'run'>): RecordContent {
  const inPlanOrder = plan.seats.map((seat) => {
    const outcome = outcomes.find((candidate) => candidate.seat.id === seat.id)?.outcome
    if (outcome === undefined) throw new Error(`seat ${seat.id} (${seat.persona} on ${seat.tool}) has no outcome`)
    return { seat, outcome }
  })
  const tools = plan.tools.map(({ slug, dossierSha256 }) => {
    const dossier = find(dossiers, (candidate) => candidate.sha256 === dossierSha256, `dossier ${dossierSha256} of ${slug}`)
    return buildTool({ dossier, personas, outcomes: inPlanOrder.filter(({ seat }) => seat.tool === slug) })
  })
  return sumUp({
    title: tools.map((tool) => tool.name).join(' vs '),
    personas: personas.map(({ id, version, sha256, seat, question, asks }) => ({ id, version, sha256, seat, question, asks })),
    tools,
  })
}

/** Works out of the verdicts what a record's content says besides them, as for its first version; the verdicts stay as they are. */
export function aggregate({ title, personas, tools }: RecordContent): RecordContent {
  return sumUp({ title, personas, tools: tools.map((tool) => ({ ...tool, ...sumUpTool(tool.verdicts, personas) })) })
}

function sumUp({ title, personas, tools }: Pick<RecordContent, 'title' | 'personas' | 'tools'>): RecordContent {
  return {
    title,
    lean: leanBetween(tools),
    personas,
    tools,
    split: personas.map(({ id }) => buildSplit(id, tools)),
    totals: buildTotals(tools.flatMap((tool) => tool.verdicts)),
  }
}

type Asking = Pick<Persona, 'id' | 'asks'>

function sumUpTool(verdicts: readonly RecordVerdict[], personas: readonly Asking[]): Pick<RecordTool, 'panelShip' | 'pricingRead'> {
  return {
    panelShip: panelShip(verdicts.map((verdict) => verdict.call)),
    pricingRead: personas.flatMap((persona) => readPricing(persona, verdicts)),
  }
}

function buildTool({
  dossier,
  personas,
  outcomes,
}: {
  dossier: Dossier
  personas: readonly Persona[]
  outcomes: readonly SeatOutcome[]
}): RecordTool {
  const verdicts = personas.flatMap((persona) =>
    outcomes.filter(({ seat }) => seat.persona === persona.id).map(({ outcome }) => toVerdict(persona, outcome)),
  )
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
    sources: dossier.sources.map(({ text: _text, units: _units, hidden: _hidden, ...source }) => source),
  }
}

function toVerdict(persona: Persona, outcome: DraftOutcome): RecordVerdict {
  const { model, origin, callKey, callKeys, usage, costUsd, latencyMs } = outcome
  const provenance = { persona: persona.id, personaVersion: persona.version, model, origin, callKey, callKeys, usage, costUsd, latencyMs }
  if (outcome.status === 'unscored') {
    return { status: 'unscored', ...provenance, call: null, quote: null, kind: outcome.kind, reason: outcome.reason }
  }
  const { call, quote, answers, evidence, predictions, flags, particulars, checks } = outcome.draft
  const tie = outcome.conflict === undefined ? {} : { conflict: outcome.conflict }
  return {
    status: 'drafted',
    ...provenance,
    ...tie,
    call,
    quote,
    answers,
    evidence,
    predictions,
    flags,
    ...(particulars === undefined ? {} : { particulars }),
    ...(checks === undefined ? {} : { checks }),
    ...(outcome.opinion === undefined ? {} : { opinion: outcome.opinion }),
    ...(outcome.steering === undefined ? {} : { steering: outcome.steering }),
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
  const made = calls.flatMap(({ call }) => (call === null ? [] : [call]))
  return { persona, calls, agrees: made.length < 2 ? null : new Set(made).size === 1 }
}

type Taking = Pick<RecordVerdict, 'origin' | 'callKeys' | 'usage' | 'costUsd' | 'latencyMs'>

function buildTotals(verdicts: readonly RecordVerdict[]): RecordContent['totals'] {
  const drafted = verdicts.filter((verdict) => verdict.status === 'drafted').length
  // What a second draft and a second opinion took is a part of what their seat took.
  const asked = verdicts.flatMap((verdict): Taking[] => {
    const { steering, opinion } = verdict.status === 'drafted' ? verdict : {}
    return [verdict, steering, opinion].flatMap((taken) => taken ?? [])
  })
  const called = asked.filter(({ callKeys }) => callKeys.length > 0)
  // Without a reply there may be a call that was lost, and then no one knows the sum.
  const usages = asked.flatMap(({ usage, latencyMs }) => usage ?? (latencyMs === null ? unknownUsage : []))
  const keysOf = (origin: string) => new Set(called.filter((one) => one.origin === origin).flatMap(({ callKeys }) => callKeys)).size
  return {
    seats: verdicts.length,
    drafted,
    unscored: verdicts.length - drafted,
    modelCalls: { recorded: keysOf('recorded'), authored: keysOf('authored') },
    usage: sumUsage(usages),
    costUsd: sumKnown(asked.map(({ costUsd }) => costUsd)),
    modelTimeMs: sumKnown(asked.map(({ latencyMs }) => latencyMs)),
  }
}

function find<T>(items: readonly T[], matches: (item: T) => boolean, name: string): T {
  const item = items.find(matches)
  if (item === undefined) throw new Error(`the ${name} is missing`)
  return item
}
