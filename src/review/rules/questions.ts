import type { VerdictContent } from '../../contracts/revision.js'
import type { Opinion, SupportQuestion } from '../../contracts/second-opinion.js'
import { openQuestions } from '../../panels/opinion/questions.js'
import type { VerdictView } from '../views.js'

/**
 * What a second model asks about a verdict as it is now, for the people who review it: the sentences that are still as it read them and whose passage
 * it found to carry them in part or not at all. Empty where no one was asked, and while the draft is hidden. Pure.
 */
export function questionsOf({ verdict, modelDraft, current }: Pick<VerdictView, 'verdict' | 'modelDraft' | 'current'>): SupportQuestion[] {
  if (verdict?.status !== 'drafted' || verdict.opinion === undefined || modelDraft === null || current === null) return []
  return openQuestions({ opinion: verdict.opinion, draft: modelDraft.content, current: current.content })
}

/** How many questions of a second model are open before and after a step; null where no one was asked. For the audit log. Pure. */
export function questionCounts(step: {
  opinion: Opinion | undefined
  draft: VerdictContent | undefined
  before: VerdictContent | undefined
  after: VerdictContent
}): { before: number; after: number } | null {
  const { opinion, draft, before, after } = step
  if (opinion === undefined || draft === undefined || before === undefined) return null
  const count = (current: VerdictContent) => openQuestions({ opinion, draft, current }).length
  return { before: count(before), after: count(after) }
}
