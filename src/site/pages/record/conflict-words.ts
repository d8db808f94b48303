import type { PairTie } from '../../../contracts/head-to-head.js'
import { isolate } from '../../../platform/text/text-direction.js'

/** What ties a model to a tool that it is asked about, as the end of a sentence. */
export function conflictPhrase({ kind, maker, named }: Pick<PairTie, 'kind' | 'maker' | 'named'>): string {
  return kind === 'vendor'
    ? `its maker, ${isolate(maker)}, is the vendor of one of them`
    : `its maker, ${isolate(maker)}, also makes ${isolate(named)}, which a dossier names as a rival`
}
