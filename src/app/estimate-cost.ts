import type { CallIdentity, ChatRequest } from '../contracts/model-call.js'
import type { Plan } from '../contracts/plan.js'
import { countSteering } from '../evidence/steering/steered-units.js'
import { maskForPrompt } from '../panels/blind/mask-for-prompt.js'
import { comparisonRequests } from '../panels/duel/compare-tools.js'
import { estimatePanel, type PanelEstimate } from '../panels/estimate/estimate-panel.js'
import { callKey } from '../panels/ledger/call-key.js'
import type { RecordingSet } from '../panels/ledger/recording-files.js'
import { firstSample } from '../panels/ledger/samples.js'
import { usualOpinionRequest } from '../panels/opinion/build-opinion-request.js'
import { opinionModel } from '../panels/opinion/with-opinion.js'
import type { KickOff } from '../panels/panel-actions.js'
import { seatPairs } from '../panels/plan/plan-pairs.js'
import { planPanel } from '../panels/plan/plan-panel.js'
import { seatJurors } from '../panels/plan/seat-jurors.js'
import { type FormOf, planForms } from '../panels/plan-forms.js'
import { buildRequest } from '../panels/prompt/build-request.js'
import type { Config } from './config.js'
import type { App } from './open-app.js'

/** What a panel would be kicked off with. Recordings are set for a replay, which calls no one for a second opinion. */
export type EstimateRequest = Pick<
  KickOff,
  'dossiers' | 'personas' | 'jurors' | 'reserves' | 'repeat' | 'conflictPolicy' | 'blind' | 'headToHead'
> & {
  recordings?: RecordingSet | null
}

type Keyed = CallIdentity & { key: string }

function keyed(identity: CallIdentity): Keyed {
  return { ...identity, key: callKey(identity) }
}

/** The requests as the ledger will ask them: in place of a sample that left a seat unscored, the first that did not. */
async function passOverSpent<T extends Keyed>(requests: readonly T[], calls: Pick<App['calls'], 'spentKeys'>): Promise<T[]> {
  const spent = await calls.spentKeys(requests.map(({ key }) => key))
  if (spent.size === 0) return [...requests]
  const next = requests.map((request) =>
    spent.has(request.key)
      ? { ...request, ...keyed({ model: request.model, request: request.request, sample: request.sample + 1 }) }
      : request,
  )
  return passOverSpent(next, calls)
}

/** A request that a panel makes: what it shares a prefix with, and whether it is the one whose reply people get. */
type Asked = Keyed & { prefix: string; isDraft: boolean }

/** Every first request of a panel, in the order of its plan: of each draft, of a second one where it has one, and of each comparison. */
function requestsOf(plan: Pick<Plan, 'seats' | 'blind'>, { dossiers, personas }: EstimateRequest, formOf: FormOf): Asked[] {
  const dossierOf = new Map(dossiers.map((dossier) => [dossier.tool.slug, dossier]))
  const personaOf = new Map(personas.map((persona) => [persona.id, persona]))
  return plan.seats.flatMap((seat) => {
    const [dossier, persona] = [dossierOf.get(seat.tool), personaOf.get(seat.persona)]
    if (dossier === undefined || persona === undefined)
      throw new Error(`the plan names ${seat.persona} on ${seat.tool}, and nothing holds them`)
    const { model, repeat = 1 } = seat
    const of = { dossier, persona, form: formOf(model) }
    const asked = (prefix: string, request: ChatRequest): Asked => ({
      ...keyed({ model, request, sample: firstSample(repeat) }),
      prefix: `${seat.tool} ${prefix}`,
      isDraft: prefix === '',
    })
    const isBlind = plan.blind === true
    if (seat.against !== undefined) {
      const against = dossierOf.get(seat.against)
      if (against === undefined) throw new Error(`the plan names ${seat.against}, and nothing holds it`)
      const requests = comparisonRequests({ tools: [dossier, against], persona, form: of.form, isBlind })
      return requests.map((request, index) => asked(`or ${seat.against}, ${index + 1}`, request))
    }
    const masked = isBlind ? maskForPrompt(dossier) : null
    return [
      asked('', buildRequest(of)),
      // Where sources have text that wants to steer, with a prefix of its own.
      ...(countSteering(dossier) > 0 ? [asked('steered', buildRequest({ ...of, seesSteering: true }))] : []),
      ...(masked?.status === 'masked' ? masked.dossiers.map((hidden) => asked('masked', buildRequest({ ...of, dossier: hidden }))) : []),
    ]
  })
}

/** Looks ahead at a panel: the requests it would make, against what is in the ledger. Calls no model and stores nothing. */
export async function estimateCost(
  { calls, catalog, registry }: Pick<App, 'calls' | 'catalog' | 'registry'>,
  request: EstimateRequest,
  { concurrency, secondOpinion = [] }: Pick<Config, 'concurrency' | 'secondOpinion'>,
): Promise<PanelEstimate> {
  const { dossiers, personas, jurors, reserves, repeat, conflictPolicy = 'label', recordings = null } = request
  const readers = recordings === null ? secondOpinion : []
  for (const model of [...jurors, ...(reserves ?? []), ...readers]) registry.reader(model)
  const seating = seatJurors(dossiers, { jurors, reserves, policy: conflictPolicy, makerOf: catalog.find })
  const { headToHead = false, blind } = request
  const jury = { jurors, reserves, policy: request.conflictPolicy ?? ('bar' as const), makerOf: catalog.find }
  const pairs = headToHead ? seatPairs(dossiers, jury) : []
  const plan = planPanel({ panelId: '', dossiers, personas, jurors, seating, pairs, repeat, blind, recordingSet: null, budgetUsd: null })
  const formOf = planForms({ dossiers, personas, recordings: recordings?.recordings ?? null, formOf: catalog.formOf })
  const first = requestsOf(plan, request, formOf)
  const seats = await passOverSpent(first, calls)
  const settled = await calls.settledKeys(seats.map(({ key }) => key))
  const models = [...new Set([...plan.jurors, ...readers])]
  const histories = new Map(await Promise.all(models.map(async (model) => [model, await calls.modelHistory(model)] as const)))
  const unknownHistory = { calls: 0, medianOutputTokens: null, medianLatencyMs: null }
  const judging = plan.seats.filter(({ against }) => against === undefined)
  return estimatePanel({
    seats: new Set(judging.map(({ tool, persona }) => `${tool} ${persona}`)).size,
    drafts: judging.length,
    requests: seats.map(({ prefix, model, request: asked, key }) => ({ prefix, model, request: asked, isSettled: settled.has(key) })),
    historyOf: (model) => histories.get(model) ?? unknownHistory,
    catalog,
    concurrency,
    conflicts: seating.conflicts,
    barred: seating.barred,
    opinions: first
      .filter(({ isDraft }) => isDraft)
      .flatMap(({ model: juror }) => {
        const model = opinionModel({ models: [...readers] }, juror)
        return model === null ? [] : [{ model, request: usualOpinionRequest }]
      }),
  })
}
