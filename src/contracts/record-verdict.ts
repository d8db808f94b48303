import { z } from 'zod'
import { callSchema, unscoredKindSchema } from './call.js'
import { listOfAtMost, most } from './limits.js'
import { particularsFields } from './particular.js'
import { slugSchema, textSchema } from './primitives.js'
import { steeringTestFields } from './second-draft.js'
import { opinionFields } from './second-opinion.js'
import { checksFields, draftSchema, evidenceSchema, provenanceFields, tieFields } from './verdict.js'

const seatProvenanceFields = { persona: slugSchema, personaVersion: z.int().positive(), ...provenanceFields }

/** A seat's verdict in the record. An unscored seat is there too, with no call and its reason. */
export const recordVerdictSchema = z.discriminatedUnion('status', [
  z.strictObject({
    status: z.literal('drafted'),
    ...seatProvenanceFields,
    ...tieFields,
    call: callSchema,
    quote: textSchema,
    answers: draftSchema.shape.answers,
    evidence: listOfAtMost(z.array(evidenceSchema), most.members),
    predictions: draftSchema.shape.predictions,
    flags: listOfAtMost(z.array(textSchema), most.members),
    ...particularsFields,
    ...checksFields,
    ...opinionFields,
    ...steeringTestFields,
  }),
  z.strictObject({
    status: z.literal('unscored'),
    ...seatProvenanceFields,
    call: z.null(),
    quote: z.null(),
    kind: unscoredKindSchema,
    reason: textSchema,
  }),
])
export type RecordVerdict = z.infer<typeof recordVerdictSchema>
