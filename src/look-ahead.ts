import type { App } from './app.js'
import type { Config } from './config.js'
import type { Dossier } from './contracts/dossier.js'
import type { Persona } from './contracts/persona.js'
import { estimatePanel, type PanelEstimate } from './estimate/estimate-panel.js'
import { callKey } from './ledger/call-key.js'
import { buildRequest } from './prompt/build-request.js'

export type EstimateRequest = { dossiers: readonly Dossier[]; personas: readonly Persona[]; jurors: readonly string[] }

/** Looks ahead at a panel: the requests it would make, against what stands in the ledger. Calls no model and stores nothing. */
export async function lookAhead(
  { calls, catalog, registry }: Pick<App, 'calls' | 'catalog' | 'registry'>,
  { dossiers, personas, jurors }: EstimateRequest,
  { concurrency }: Pick<Config, 'concurrency'>,
): Promise<PanelEstimate> {
  for (const juror of jurors) registry.reader(juror)
  const seats = dossiers.flatMap((dossier) =>
    personas.flatMap((persona) => {
      const request = buildRequest({ dossier, persona })
      return jurors.map((model) => ({ tool: dossier.tool.slug, model, request, key: callKey({ model, request, sample: 1 }) }))
    }),
  )
  const settled = await calls.settledKeys(seats.map(({ key }) => key))
  const histories = new Map(await Promise.all(jurors.map(async (model) => [model, await calls.modelHistory(model)] as const)))
  const unknownHistory = { calls: 0, medianOutputTokens: null, medianLatencyMs: null }
  return estimatePanel({
    seats: seats.map(({ tool, model, request, key }) => ({ tool, model, request, isSettled: settled.has(key) })),
    historyOf: (model) => histories.get(model) ?? unknownHistory,
    catalog,
    concurrency,
  })
}
