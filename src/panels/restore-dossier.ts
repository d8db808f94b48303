import type { NewEntry } from '../audit/audit-chain.js'
import type { Actor } from '../contracts/actor.js'
import type { Dossier } from '../contracts/dossier.js'
import type { Runtime } from '../platform/runtime.js'
import type { DossierVersions } from './store/dossier-versions.js'
import type { DossierStore } from './store/dossiers.js'
import type { DossierMarks } from './store/panel-life.js'

/** `stale`: another version is the newest than the one that the editor saw. `unchanged`: the newest says that already. */
export type DossierRestored =
  | { status: 'restored'; dossier: Dossier; number: number }
  | { status: 'unchanged'; dossier: Dossier }
  | { status: 'stale'; current: Dossier | null; yours: Dossier }
  | { status: 'not found' }

export type RestoreDossierRequest = {
  slug: string
  /** The version to be the newest again, by its number from 1. */
  number: number
  /** The newest version as the editor knows it, by its hash. */
  base: string
  by: Actor
}

export type RestoreDossier = (request: RestoreDossierRequest) => Promise<DossierRestored>

type Dependencies = {
  dossiers: Pick<DossierStore, 'versions' | 'find'>
  dossierVersions: DossierVersions
  marksFor: (dossiers: readonly Dossier[]) => Promise<DossierMarks>
  runtime: Pick<Runtime, 'now'>
}

/**
 * Makes what an earlier version of a tool's dossier says its newest version, to the letter: a row more, with what it marks and its entry in the
 * audit log in the same transaction. Versions and panels of before stay as they are.
 */
export function createRestoreDossier({ dossiers, dossierVersions, marksFor, runtime }: Dependencies): RestoreDossier {
  return async ({ slug, number, base, by }) => {
    const versions = await dossiers.versions(slug)
    const version = versions.find((each) => each.number === number)
    const dossier = version === undefined ? null : await dossiers.find(version.sha256)
    if (dossier === null) return { status: 'not found' }
    const at = runtime.now()
    const data = { dossierSha256: dossier.sha256, version: number, before: base }
    const subject = { kind: 'tool' as const, id: slug, recordId: null }
    const entry: NewEntry = { at: at.toISOString(), actor: by, action: 'restore a dossier', subject, data }
    const marks = await marksFor([dossier])
    const alongside: Parameters<DossierVersions['replace']>[0]['alongside'] = (tx) => marks(tx, new Set([dossier.sha256]))
    const result = await dossierVersions.replace({ dossier, base, at, alongside, entry })
    if (result.status === 'stale') return { ...result, yours: dossier }
    return result.status === 'unchanged' ? { status: 'unchanged', dossier } : { status: 'restored', dossier, number }
  }
}
