import { appendToLog } from '../audit/audit-log.js'
import type { Actor } from '../contracts/actor.js'
import type { Dossier } from '../contracts/dossier.js'
import type { IntakeStore } from '../evidence/store/intakes.js'
import type { DossierStore } from '../panels/store/dossiers.js'
import type { DossierMarks } from '../panels/store/panel-life.js'

export type KeepProposal = {
  intake: { id: string }
  /** What an editor made of the proposal, checked. */
  dossier: Dossier
  /** The fields that the editor corrected, by name. */
  corrected: readonly string[]
  /** Passages that the editor found harmless. */
  cleared?: readonly { source: string; words: string; reason: string }[]
  at: Date
  /** Left out at the command line. */
  by?: Actor
}

type Parts = {
  dossiers: DossierStore
  intakes: IntakeStore
  marksFor: (dossiers: readonly Dossier[]) => Promise<DossierMarks>
}

/** Words of a passage that the log quotes. */
const mostWords = 200

/**
 * Stores a proposal as the tool's newest dossier, and in the same transaction notes which intake it is from, what was corrected and what was
 * cleared. False where the same dossier is stored already.
 */
export async function keepProposal(
  { dossiers, intakes, marksFor }: Parts,
  { intake, dossier, corrected, cleared = [], at, by }: KeepProposal,
): Promise<boolean> {
  const marks = await marksFor([dossier])
  const actor = by ?? { system: 'panel tool add' }
  const subject = { kind: 'tool' as const, id: dossier.tool.slug, recordId: null }
  const head = { at: at.toISOString(), actor, subject }
  return dossiers.add(dossier, {
    at,
    entry: { ...head, action: 'add a dossier', data: { dossierSha256: dossier.sha256, intake: intake.id, corrected: [...corrected] } },
    alongside: async (tx) => {
      await marks(tx, new Set([dossier.sha256]))
      await intakes.markUsed(tx, { id: intake.id, dossierSha256: dossier.sha256 })
      for (const { source, words, reason } of cleared) {
        const data = { dossierSha256: dossier.sha256, source, words: words.slice(0, mostWords), reason }
        await appendToLog(tx, { ...head, action: 'clear a passage', data })
      }
    },
  })
}
