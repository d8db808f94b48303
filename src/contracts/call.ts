import { z } from 'zod'

export const callSchema = z.enum(['ship', 'skip', 'abstain'])
export type Call = z.infer<typeof callSchema>

/** What a seat comes to over its jurors: one of their calls, or `split` where as many say the one as the other. */
export const seatCallSchema = z.enum([...callSchema.options, 'split'])
export type SeatCall = z.infer<typeof seatCallSchema>

/** Why a seat has no call. */
export const unscoredKindSchema = z.enum([
  'malformed-reply',
  'no-recording',
  'over-budget',
  'provider-failure',
  'refused',
  'truncated',
  'never-finished',
  'no-quorum',
])
export type UnscoredKind = z.infer<typeof unscoredKindSchema>

/** What readers read of each kind; bundles and published records hold these very words, so that changing one needs a new version. */
export const unscoredWords: Record<UnscoredKind, string> = {
  'malformed-reply': 'The reply could not be read as a verdict.',
  'no-recording': 'No recording answers this request.',
  'over-budget': 'The budget did not cover the call.',
  'provider-failure': 'The model could not be reached.',
  refused: 'The model declined to answer.',
  truncated: 'The reply broke off before its end.',
  'never-finished': 'The seat was never finished.',
  'no-quorum': 'Too few of its jurors made a call.',
}

/**
 * Ends of a seat that follow from what the model replied; every other kind says why there was no reply. A conversation that ended so is
 * never handed to a seat again: the same request gets another sample.
 */
export const kindsFromReplies: readonly UnscoredKind[] = ['malformed-reply', 'refused', 'truncated']
