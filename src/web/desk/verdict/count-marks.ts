import type { VerdictView } from '../../../review/views.js'
import { toForm } from './form-content.js'
import { countMarks, readFields } from './marks.js'
import { readWords } from './reading.js'

/** How many marks a reader finds in a verdict's current words, as the editor shows them; 0 where it has none. Pure. */
export function marksOf(view: VerdictView): number {
  if (view.current === null) return 0
  const reading = readWords(toForm(view.current.content), { dossier: view.dossier, model: view.modelDraft?.content ?? null })
  return countMarks(readFields(reading, view))
}
