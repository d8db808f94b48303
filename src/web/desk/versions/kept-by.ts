import type { DossierHead } from '../../../panels/store/dossiers.js'
import { revealInvisible } from '../../../platform/html/safe-text.js'
import { isolate } from '../../../platform/text/text-direction.js'

/** Who kept it, before its time: `kept by Ada`, or `kept` where that is not known. */
export function keptByText({ by }: Pick<DossierHead, 'by'>): string {
  if (by === null) return 'kept'
  return 'system' in by ? `kept by the program (${by.system})` : `kept by ${isolate(revealInvisible(by.name))}`
}
