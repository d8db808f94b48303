import { LRUCache } from 'lru-cache'
import { sha256 } from '../../../platform/hash.js'
import type { VerdictView } from '../../../review/views.js'
import { toForm } from './form-content.js'
import { countMarks, readFields } from './marks.js'
import { readWords } from './reading.js'

/** Counts by what they rest on: a record's page asks for them at every look, and words hardly ever change in between. */
const countedBefore = new LRUCache<string, number>({ max: 20_000 })

/** How many marks a reader finds in a verdict's current words, as the editor shows them; 0 where it has none. The same view gives the same count. */
export function marksOf(view: VerdictView): number {
  if (view.current === null) return 0
  const { content } = view.current
  const key = keyOf(view, content)
  const known = countedBefore.get(key)
  if (known !== undefined) return known
  const reading = readWords(toForm(content), { dossier: view.dossier, model: view.modelDraft?.content ?? null })
  const count = countMarks(readFields(reading, view))
  countedBefore.set(key, count)
  return count
}

/** Everything of a view that its marks are worked out from. */
function keyOf({ dossier, persona, verdict, modelDraft }: VerdictView, content: NonNullable<VerdictView['current']>['content']): string {
  const drafted = verdict?.status === 'drafted' ? [verdict.opinion ?? null, verdict.review.waivedFlags] : null
  return sha256(JSON.stringify([dossier.sha256, persona.sha256, content, modelDraft?.content ?? null, drafted]))
}
