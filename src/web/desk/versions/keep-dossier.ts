import type { Dossier } from '../../../contracts/dossier.js'
import type { DeskDependencies } from '../dependencies.js'
import { actorOf, type DeskContext } from '../env.js'

/** Keeps a dossier as the newest of its tool, with its entry in the audit log. False where the database has the same one, as the newest or an earlier version. */
export async function keepDossier(c: DeskContext, { dossiers, review, runtime }: DeskDependencies, dossier: Dossier): Promise<boolean> {
  const at = runtime.now()
  const subject = { kind: 'tool' as const, id: dossier.tool.slug, recordId: null }
  const data = { dossierSha256: dossier.sha256 }
  const entry = { at: at.toISOString(), actor: actorOf(c), action: 'add a dossier', subject, data }
  return dossiers.add(dossier, { at, alongside: await review.marksFor([dossier]), entry })
}
