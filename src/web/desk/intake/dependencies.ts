import type { IntakeActions } from '../../../evidence/intake/intake-actions.js'
import type { Runtime } from '../../../platform/runtime.js'
import type { JurorChoice } from '../dependencies.js'
import type { DossierDeskDependencies } from '../dossier/dependencies.js'

/** What the pages of intakes work with. */
export type IntakeDeskDependencies = DossierDeskDependencies & {
  intakes: Pick<IntakeActions, 'start' | 'find' | 'list'>
  /** The models that are known, those that can draft facts among them. */
  jurors: () => Promise<JurorChoice[]>
  runtime: Pick<Runtime, 'now' | 'monotonicMs' | 'sleep' | 'log'>
}
