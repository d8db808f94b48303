import type { Dossier } from '../contracts/dossier.js'
import type { CallIdentity } from '../contracts/model-call.js'
import type { Persona } from '../contracts/persona.js'
import { countSteering } from '../evidence/steering/steered-units.js'
import { estimatePanel, type PanelEstimate } from '../panels/estimate/estimate-panel.js'
import { callKey } from '../panels/ledger/call-key.js'
import type { RecordingSet } from '../panels/ledger/recording-files.js'
import { usualOpinionRequest } from '../panels/opinion/build-opinion-request.js'
import { opinionModel } from '../panels/opinion/with-opinion.js'
import { findConflicts } from '../panels/plan/conflicts.js'
import { type FormOf, planForms } from '../panels/plan-forms.js'
import { buildRequest } from '../panels/prompt/build-request.js'
import type { Config } from './config.js'
import type { App } from './open-app.js'

export type EstimateRequest = {
  dossiers: readonly Dossier[]
  personas: readonly Persona[]
  jurors: readonly string[]
  /** Set for a replay, which calls no one for a second opinion. */
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

/** Where sources have text that wants to steer, each seat is asked once more, with a prefix of its own. */
function secondDrafts({ dossiers, personas, jurors }: EstimateRequest, formOf: FormOf) {
  const steered = dossiers.filter((dossier) => countSteering(dossier) > 0)
  return steered.flatMap((dossier) =>
    personas.flatMap((persona) =>
      jurors.map((model) => {
        const request = buildRequest({ dossier, persona, form: formOf(model), seesSteering: true })
        return { tool: `${dossier.tool.slug} again`, ...keyed({ model, request, sample: 1 }) }
      }),
    ),
  )
}

/** Looks ahead at a panel: the requests it would make, against what is in the ledger. Calls no model and stores nothing. */
export async function estimateCost(
  { calls, catalog, registry }: Pick<App, 'calls' | 'catalog' | 'registry'>,
  { dossiers, personas, jurors, recordings = null }: EstimateRequest,
  { concurrency, secondOpinion = [] }: Pick<Config, 'concurrency' | 'secondOpinion'>,
): Promise<PanelEstimate> {
  const readers = recordings === null ? secondOpinion : []
  for (const model of [...jurors, ...readers]) registry.reader(model)
  const formOf = planForms({ dossiers, personas, recordings: recordings?.recordings ?? null, formOf: catalog.formOf })
  const firstSeats = dossiers.flatMap((dossier) =>
    personas.flatMap((persona) =>
      jurors.map((model) => {
        const request = buildRequest({ dossier, persona, form: formOf(model) })
        return { tool: dossier.tool.slug, ...keyed({ model, request, sample: 1 }) }
      }),
    ),
  )
  const seats = await passOverSpent([...firstSeats, ...secondDrafts({ dossiers, personas, jurors }, formOf)], calls)
  const settled = await calls.settledKeys(seats.map(({ key }) => key))
  const models = [...new Set([...jurors, ...readers])]
  const histories = new Map(await Promise.all(models.map(async (model) => [model, await calls.modelHistory(model)] as const)))
  const unknownHistory = { calls: 0, medianOutputTokens: null, medianLatencyMs: null }
  return estimatePanel({
    seats: seats.map(({ tool, model, request, key }) => ({ tool, model, request, isSettled: settled.has(key) })),
    historyOf: (model) => histories.get(model) ?? unknownHistory,
    catalog,
    concurrency,
    conflicts: findConflicts({ dossiers, jurors, makerOf: catalog.find }),
    opinions: firstSeats.flatMap(({ model: juror }) => {
      const model = opinionModel({ models: [...readers] }, juror)
      return model === null ? [] : [{ model, request: usualOpinionRequest }]
    }),
  })
}
