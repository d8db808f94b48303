import type { MiddlewareHandler } from 'hono'
import type { SavedViewActions } from '../../accounts/saved-views.js'
import type { AgreementReport } from '../../contracts/agreement.js'
import type { ConflictPolicy } from '../../contracts/conflict.js'
import type { Persona } from '../../contracts/persona.js'
import type { IntakeActions } from '../../evidence/intake/intake-actions.js'
import type { SubscriberDesk } from '../../newsletter/subscriber-desk.js'
import type { PanelEstimate } from '../../panels/estimate/estimate-panel.js'
import type { MonthSoFar } from '../../panels/estimate/month-cover.js'
import type { KeepProposal } from '../../panels/keep-proposal.js'
import type { Jury } from '../../panels/named-juries.js'
import type { KickOff, PanelActions } from '../../panels/panel-actions.js'
import type { RestoreDossier } from '../../panels/restore-dossier.js'
import type { DossierDraftStore } from '../../panels/store/dossier-drafts.js'
import type { DossierVersions } from '../../panels/store/dossier-versions.js'
import type { DossierStore } from '../../panels/store/dossiers.js'
import type { IdempotencyStore } from '../../panels/store/idempotency.js'
import type { PanelFigures } from '../../panels/store/panel-figures.js'
import type { PanelPages } from '../../panels/store/panel-pages.js'
import type { PanelStore } from '../../panels/store/panels.js'
import type { ToolLogos } from '../../panels/tool-logos.js'
import type { Runtime } from '../../platform/runtime.js'
import type { CountMarks } from '../../review/accept-clean.js'
import type { ReviewActions } from '../../review/create-review-actions.js'
import type { FreshnessActions } from '../../review/freshness-actions.js'
import type { WebhookStore } from '../../webhooks/store/webhooks.js'
import type { AuthEnv } from '../auth/variables.js'

/** Everything the API works with. */
export type ApiDependencies = {
  /** What puts the actor on the request: `createAuth`'s `session`, and `token` after it. */
  auth: { session: MiddlewareHandler<AuthEnv>; token: MiddlewareHandler<AuthEnv> }
  review: ReviewActions
  /** How many marks a reader of the desk finds in a verdict: without one it is clean. */
  countMarks: CountMarks
  actions: Pick<PanelActions, 'kickOff' | 'cancel' | 'retry' | 'resume'>
  panels: PanelPages
  panelLists: Pick<PanelStore, 'findPage' | 'byIds' | 'costs'>
  figures: PanelFigures
  dossiers: Pick<DossierStore, 'listTools' | 'toolHeads' | 'archive' | 'versions' | 'find'>
  dossierVersions: DossierVersions
  dossierDrafts: Pick<DossierDraftStore, 'own' | 'find' | 'discard'>
  intakes: Pick<IntakeActions, 'start' | 'find' | 'list'>
  keepProposal: KeepProposal
  restoreDossier: RestoreDossier
  logos: ToolLogos
  /** What changed in tools' sources, and refreshing them. */
  freshness: Pick<FreshnessActions, 'changes' | 'refresh'>
  /** How alike calls are, across records. */
  measureAgreement: () => Promise<AgreementReport>
  idempotency: IdempotencyStore
  webhooks: WebhookStore
  subscribers: SubscriberDesk
  savedViews: SavedViewActions
  /** Webhooks may go to loopback and private addresses. */
  allowsPrivateWebhooks: boolean
  /** As the command line loads them. */
  personas: () => Promise<Persona[]>
  /** Who plays the personas of a panel that names no one; may be empty. */
  jurors: () => Promise<readonly string[]>
  /** Those of the configuration. */
  juries: readonly Jury[]
  /** What is done about jurors with a tie to a tool, unless a request says otherwise; null for what is usual. */
  conflictPolicy: ConflictPolicy | null
  /** What a panel would use and cost. Throws `UsageError` for a juror that names no known provider. */
  estimate: (request: KickOff) => Promise<PanelEstimate>
  /** What a panel may spend unless its editor says otherwise, in US dollars; null for no limit. */
  budgetUsd: () => Promise<number | null>
  /** What may be spent in this month, and what was; null for no limit. */
  monthSoFar: () => Promise<MonthSoFar | null>
  /** This server's address as browsers see it, where a proxy is in front; null for none. */
  publicUrl: string | null
  /** Of this package. */
  version: string
  runtime: Pick<Runtime, 'now' | 'newId' | 'log'>
}
