import type { VerdictContent } from '../../contracts/revision.js'
import { canonicalJson } from '../../platform/hash.js'
import type { Likeness } from './match-items.js'

export type EvidenceItem = VerdictContent['evidence'][number]
export type AnswerItem = VerdictContent['answers'][number]
export type PredictionItem = VerdictContent['predictions'][number]

/** A passage is known by itself; then by where it is taken from and what it is said to show. */
export const evidenceLikeness: Likeness<EvidenceItem> = {
  keys: [canonicalJson, ({ source, quote }) => canonicalJson([source, quote])],
  words: ({ quote, shows }) => `${quote} ${shows}`,
}

/** An answer belongs to its ask, whatever it says. */
export const answerLikeness: Likeness<AnswerItem> = { keys: [canonicalJson, ({ ask }) => ask], words: null }

/** A prediction is known by its statement. */
export const predictionLikeness: Likeness<PredictionItem> = {
  keys: [canonicalJson, ({ statement }) => statement],
  words: ({ statement, resolution }) => `${statement} ${resolution}`,
}
