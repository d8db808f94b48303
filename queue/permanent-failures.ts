import type { SeatEnding } from '../src/contracts/head-to-head.js'
import { buildRequest } from '../src/panels/prompt/build-request.js'
import type { PanelStore } from '../src/panels/store/panels.js'
import type { SeatJob } from '../src/panels/store/seats.js'
import type { ProviderError, ProviderErrorKind } from '../src/platform/errors.js'
import { longestLoadingMs } from './pauses.js'

/** Failures that every further call of the same model would meet too; a prompt too long, unless another seat's is shorter. */
const permanentKinds: readonly ProviderErrorKind[] = ['authentication', 'billing', 'unknown-model', 'context-too-long', 'loading']

type Ended = { outcome: SeatEnding; failure: ProviderError }

/** Whether the failure that ended a seat is one that all further calls of its model in this panel would meet. */
export async function isPermanent(panels: PanelStore, work: SeatJob, { outcome, failure }: Ended): Promise<boolean> {
  // A call that worked before shows that the model can be called: then it is this conversation that failed.
  if (!permanentKinds.includes(failure.kind) || outcome.callKeys.length > 0) return false
  return failure.kind !== 'context-too-long' || !(await hasShorterRequest(panels, work))
}

/** Whether another seat of the same model asks with less, and may fit where this one does not. */
async function hasShorterRequest(panels: PanelStore, { panelId, seat, dossier, persona, form }: SeatJob): Promise<boolean> {
  // Two dossiers do not fit where one may.
  if (seat.against !== undefined) return true
  const { plan } = await panels.find(panelId)
  const { dossiers, personas } = await panels.documents(plan)
  const lengthOf = (request: Parameters<typeof buildRequest>[0]) => JSON.stringify(buildRequest(request).messages).length
  const ownLength = lengthOf({ dossier, persona, form })
  return plan.seats.some(({ model, tool, persona: id }) => {
    const [otherDossier, otherPersona] = [dossiers.find((one) => one.tool.slug === tool), personas.find((one) => one.id === id)]
    if (model !== seat.model || otherDossier === undefined || otherPersona === undefined) return false
    return lengthOf({ dossier: otherDossier, persona: otherPersona, form }) < ownLength
  })
}

/** What ended a seat that waited for its server: the last answer alone does not tell for how long. */
export function neverLoaded<T extends SeatEnding>(outcome: T, { provider, message }: ProviderError): T {
  if (outcome.status !== 'unscored' || outcome.kind !== 'provider-failure') return outcome
  const minutes = longestLoadingMs / 60_000
  return { ...outcome, reason: `${provider} was asked for ${minutes} minutes and was still loading its model: ${message}` }
}
