import type { IntakeActions } from '../../../evidence/intake/intake-actions.js'
import type { DossierDrafts } from '../../../panels/dossier-drafts.js'
import type { DossierStore } from '../../../panels/store/dossiers.js'
import type { Runtime } from '../../../platform/runtime.js'

/** What the pages on which dossiers are written work with. */
export type DossierDeskDependencies = {
  dossierDrafts: DossierDrafts
  dossiers: Pick<DossierStore, 'versions' | 'categories' | 'find'>
  intakes: Pick<IntakeActions, 'find'>
  runtime: Pick<Runtime, 'now' | 'newId'>
}
