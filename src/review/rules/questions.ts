import type { SupportQuestion } from '../../contracts/second-opinion.js'
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
