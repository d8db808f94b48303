import type { MiddlewareHandler } from 'hono'
import type { SavedViewActions } from '../../accounts/saved-views.js'
import type { AgreementReport } from '../../contracts/agreement.js'
import type { ConflictPolicy } from '../../contracts/conflict.js'
import type { Dossier } from '../../contracts/dossier.js'
import type { Persona } from '../../contracts/persona.js'
import type { PanelRecord } from '../../contracts/record.js'
import type { Role } from '../../contracts/role.js'
import type { IntakeActions } from '../../evidence/intake/intake-actions.js'
import type { checkDossier } from '../../panels/dossier/parse-dossier.js'
import type { DossierDrafts } from '../../panels/dossier-drafts.js'
import type { PanelEstimate } from '../../panels/estimate/estimate-panel.js'
import type { MonthSoFar } from '../../panels/estimate/month-cover.js'
import type { KeepProposal } from '../../panels/keep-proposal.js'
import type { RecordingSet } from '../../panels/ledger/recording-files.js'
import type { Jury } from '../../panels/named-juries.js'
import type { PanelActions } from '../../panels/panel-actions.js'
import type { RestoreDossier } from '../../panels/restore-dossier.js'
import type { DossierVersions } from '../../panels/store/dossier-versions.js'
import type { DossierStore } from '../../panels/store/dossiers.js'
import type { PanelFigures } from '../../panels/store/panel-figures.js'
import type { PanelFinder } from '../../panels/store/panel-finder.js'
import type { PanelStore } from '../../panels/store/panels.js'
import type { ToolLogos } from '../../panels/tool-logos.js'
import type { Runtime } from '../../platform/runtime.js'
import type { ModelFacts } from '../../providers/model-facts.js'
import type { ReviewActions } from '../../review/create-review-actions.js'
import type { FreshnessActions } from '../../review/freshness-actions.js'
import type { AuthEnv } from '../auth/variables.js'
import type { ReviewDeskDependencies } from './verdict/dependencies.js'

/** A model that may be chosen to play the personas. */
export type JurorChoice = ModelFacts & {
  /** Chosen unless someone chooses otherwise. */
  isDefault: boolean
  /** Whether the configuration names it, as a juror or in a jury. */
  isConfigured: boolean
  /** Whether its provider was asked what it has, and did not answer. */
  isSilent: boolean
}

/** A jury that may be chosen, with what it costs and takes for one tool. */
export type JuryChoice = Jury & {
  /** In US dollars, with the prompt cache; null where a price is not known. */
  costUsd: number | null
  isLocal: boolean
  /** Null where a model of its has no settled call to go by. */
  durationMs: number | null
  /** Variables that are to hold keys of its jurors and do not. */
  missingKeys: readonly string[]
  /** The tool that it was priced on. */
  pricedOn: string
}

export type EstimateRequest = {
  dossiers: readonly Dossier[]
  personas: readonly Persona[]
  jurors: readonly string[]
  /** Set for a replay, which calls no one for a second opinion. */
  recordings?: RecordingSet | null
  /** Who takes the place of a juror with a tie to a tool, where the policy says so. */
  reserves?: readonly string[]
  repeat?: number
  conflictPolicy?: ConflictPolicy
  blind?: boolean
  headToHead?: boolean
}

/** Everything the pages of the desk work with. */
export type DeskDependencies = {
  review: ReviewActions
  panels: Pick<PanelStore, 'lookUp' | 'recent' | 'findPage' | 'byIds' | 'costs' | 'countByStatus' | 'spending' | 'statusOf' | 'documents'>
  /** The record with readers' votes of now. */
  withVotes: (record: PanelRecord) => Promise<PanelRecord>
  /** From which record the site shows each of these tools, by slug; those that it shows. */
  publicRecordsOf: (slugs: readonly string[]) => Promise<{ tool: string; recordId: string }[]>
  figures: PanelFigures
  /** Tools, panels and verdicts by their names. */
  find: PanelFinder
  dossiers: DossierStore
  /** Dossiers that people are writing. */
  dossierDrafts: DossierDrafts
  intakes: Pick<IntakeActions, 'start' | 'find' | 'list'>
  keepProposal: KeepProposal
  restoreDossier: RestoreDossier
  /** Versions of dossiers, each in place of the one that its writer saw. */
  dossierVersions: Pick<DossierVersions, 'replace'>
  logos: ToolLogos
  /** This server’s address as browsers see it, where a proxy is in front; null for none. */
  publicUrl: string | null
  /** What changed in tools' sources, and refreshing them. */
  freshness: Pick<FreshnessActions, 'changes' | 'refresh'>
  savedViews: SavedViewActions
  /** How alike calls are, across records. */
  measureAgreement: () => Promise<AgreementReport>
  actions: Pick<PanelActions, 'kickOff' | 'cancel' | 'retry' | 'resume'>
  /** From `createAuth`. */
  auth: {
    session: MiddlewareHandler<AuthEnv>
    sameOrigin: MiddlewareHandler
    requireActor: (...roles: Role[]) => MiddlewareHandler<AuthEnv>
  }
  /** Everyone there is: to whom a verdict can be handed. */
  people: ReviewDeskDependencies['people']
  /** As the command line loads them. */
  personas: () => Promise<Persona[]>
  /** From the configuration, what the providers have, and what the catalog knows. */
  jurors: () => Promise<JurorChoice[]>
  /** Those of the configuration. */
  juries: () => Promise<JuryChoice[]>
  /** What is done about jurors with a tie to a tool, unless a request says otherwise; null for what is usual. */
  conflictPolicy: ConflictPolicy | null
  /** Throws `UsageError` for a juror that names no known provider. */
  estimate: (request: EstimateRequest) => Promise<PanelEstimate>
  checkDossier: typeof checkDossier
  /** The dossiers that come with the package, for a first panel. */
  sampleDossiers: () => Promise<Dossier[]>
  /** The recordings that come with the package; null where panels on recordings are not offered. */
  loadSampleRecordings: (() => Promise<RecordingSet>) | null
  runtime: Pick<Runtime, 'now' | 'monotonicMs' | 'newId' | 'sleep' | 'log'>
  /** What a panel may spend unless its editor says otherwise, in US dollars; null for no limit. */
  budgetUsd: () => Promise<number | null>
  /** What may be spent in this month, and what was; null for no limit. */
  monthSoFar: () => Promise<MonthSoFar | null>
}
