import type { Dossier } from '../../../contracts/dossier.js'
import type { DeskDependencies } from '../dependencies.js'
import { actorOf, type DeskContext } from '../env.js'

/** Keeps a dossier in place of that version, null for none, with its entry in the audit log. False where another one is the newest of its tool by now. */
export async function replaceDossier(
  c: DeskContext,
  { dossierVersions, review, runtime }: DeskDependencies,
  dossier: Dossier,
  base: string | null,
): Promise<boolean> {
  const at = runtime.now()
  const subject = { kind: 'tool' as const, id: dossier.tool.slug, recordId: null }
  const data = { dossierSha256: dossier.sha256, before: base }
  const entry = { at: at.toISOString(), actor: actorOf(c), action: 'add a dossier', subject, data }
  const replaced = await dossierVersions.replace({ dossier, base, at, alongside: await review.marksFor([dossier]), entry })
  return replaced.status !== 'stale'
}
