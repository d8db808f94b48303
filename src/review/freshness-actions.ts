import type { Actor } from '../contracts/actor.js'
import type { ReadSourceChanges } from '../evidence/freshness/source-changes.js'
import type { PanelActions } from '../panels/panel-actions.js'
import { panelOfRefresh, planRefresh, type Refresh, type RefreshParts, storeRefresh } from './refresh-tool.js'

export type RefreshRequest = {
  slug: string
  /** Who plays the personas; the jurors of the published record when left out. */
  jurors?: readonly string[] | undefined
  budgetUsd: number | null
  /** Left out at the command line. */
  by?: Actor | undefined
}

/** `unchanged`: nothing was stored and no one is asked. Otherwise `panelId` is null where no seat cites what changed. */
export type Refreshed = { plan: Refresh } & ({ status: 'unchanged' } | { status: 'refreshed'; panelId: string | null; isNew: boolean })

export type FreshnessActions = ReturnType<typeof createFreshnessActions>

type Parts = RefreshParts & {
  changes: ReadSourceChanges
  kickOff: PanelActions['kickOff']
  /** Throws `UsageError` for an id that names no known provider. */
  checkJuror: (model: string) => unknown
}

/** What people do about sources that changed: the same for the desk, the API and the command line. */
export function createFreshnessActions({ changes, kickOff, checkJuror, ...parts }: Parts) {
  return {
    /** What changed in the sources of a published tool; there are none where it is not published, or not yet watched. */
    changes,
    /** Every tool with a dossier, by slug. */
    slugs: parts.slugs,
    /** What a refresh would do; stores nothing but what was fetched. Throws `UsageError` for a tool that there is none of. */
    plan: (slug: string, signal: AbortSignal): Promise<Refresh> => planRefresh(parts, slug, signal),
    /** Stores what was planned, as a new version of the dossier. */
    store: (plan: Refresh, by?: Actor): Promise<void> => storeRefresh(parts, plan, by),
    /**
     * Reads the tool's sources now, stores the new version of its dossier, and kicks off a panel of the seats that cite what changed. Throws
     * `UsageError` for a tool or a juror that there is none of; nothing is stored then.
     */
    refresh: async ({ slug, jurors, budgetUsd, by }: RefreshRequest, signal: AbortSignal): Promise<Refreshed> => {
      const plan = await planRefresh(parts, slug, signal)
      const request = panelOfRefresh(plan, { jurors, budgetUsd, by })
      if (request === null && plan.dossier.sha256 === plan.base.sha256) return { status: 'unchanged', plan }
      for (const juror of request?.jurors ?? []) checkJuror(juror)
      await storeRefresh(parts, plan, by)
      if (request === null) return { status: 'refreshed', plan, panelId: null, isNew: false }
      const { plan: panel, isNew } = await kickOff(request)
      return { status: 'refreshed', plan, panelId: panel.panelId, isNew }
    },
  }
}
