import type { IntakeActions } from '../../../evidence/intake/intake-actions.js'
import type { KeepProposal } from '../../../panels/keep-proposal.js'
import type { DossierStore } from '../../../panels/store/dossiers.js'
import type { Runtime } from '../../../platform/runtime.js'
import type { JurorChoice } from '../dependencies.js'

/** What the pages of intakes work with. */
export type IntakeDeskDependencies = {
  intakes: Pick<IntakeActions, 'start' | 'find' | 'list'>
  keepProposal: KeepProposal
  dossiers: Pick<DossierStore, 'versions'>
  /** The models that are known, those that can draft facts among them. */
  jurors: () => Promise<JurorChoice[]>
  runtime: Pick<Runtime, 'now' | 'monotonicMs' | 'sleep' | 'log'>
}
