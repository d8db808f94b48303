import { z } from 'zod'
import { callSchema, seatCallSchema, unscoredKindSchema } from './call.js'
import { listOfAtMost, most } from './limits.js'
import { particularsFields } from './particular.js'
import { mostRepeats } from './plan.js'
import { modelIdSchema, slugSchema, textSchema } from './primitives.js'
import { blindTestFields, steeringTestFields } from './second-draft.js'
import { opinionFields } from './second-opinion.js'
import { checksFields, draftSchema, evidenceSchema, provenanceFields, tieFields } from './verdict.js'

const seatProvenanceFields = { persona: slugSchema, personaVersion: z.int().positive(), ...provenanceFields }

const draftedFields = {
  status: z.literal('drafted'),
  ...seatProvenanceFields,
  ...tieFields,
  quote: textSchema,
  answers: draftSchema.shape.answers,
  evidence: listOfAtMost(z.array(evidenceSchema), most.members),
  predictions: draftSchema.shape.predictions,
  flags: listOfAtMost(z.array(textSchema), most.members),
  ...particularsFields,
  ...checksFields,
  ...opinionFields,
  ...steeringTestFields,
  ...blindTestFields,
}

const unscoredFields = {
  status: z.literal('unscored'),
  ...seatProvenanceFields,
  call: z.null(),
  quote: z.null(),
  kind: unscoredKindSchema,
  reason: textSchema,
}

const repeatSchema = z.int().min(1).max(mostRepeats)

/** One juror's draft of a seat in the record, as it was made: no person changes it. */
const recordDraftSchema = z.discriminatedUnion('status', [
  z.strictObject({ ...draftedFields, call: callSchema, repeat: repeatSchema }),
  z.strictObject({ ...unscoredFields, repeat: repeatSchema }),
])
export type RecordDraft = z.infer<typeof recordDraftSchema>

/** What one juror says of a seat: the majority of its drafts. */
const jurorCallSchema = z.strictObject({
  model: modelIdSchema,
  /** `split` where its own drafts are; null where it made no call. */
  call: seatCallSchema.nullable(),
  /** Of each of its drafts in turn; null for one without a call. */
  calls: listOfAtMost(z.array(callSchema.nullable()).min(1), mostRepeats),
  ...tieFields,
})
export type JurorCall = z.infer<typeof jurorCallSchema>

/** The jurors of a seat that has several drafts: what each called, and every draft but the one that people edit. */
export const jurySchema = z.strictObject({
  /** How many jurors must have made a call for the seat to have one: more than half of them. */
  quorum: z.int().positive(),
  /** Which of its juror's drafts people edit. */
  repeat: repeatSchema,
  jurors: listOfAtMost(z.array(jurorCallSchema).min(1), most.members),
  drafts: listOfAtMost(z.array(recordDraftSchema).min(1), most.members),
})
export type Jury = z.infer<typeof jurySchema>

/** Of a seat with several drafts; left out of one that a single juror drafted once. */
const juryFields = { jury: jurySchema.optional() }

/**
 * A seat's verdict in the record. Its call is the seat's: of several jurors, the majority's. An unscored seat is there too, with no call and its
 * reason.
 */
export const recordVerdictSchema = z.discriminatedUnion('status', [
  z.strictObject({ ...draftedFields, call: seatCallSchema, ...juryFields }),
  z.strictObject({ ...unscoredFields, ...juryFields }),
])
export type RecordVerdict = z.infer<typeof recordVerdictSchema>
