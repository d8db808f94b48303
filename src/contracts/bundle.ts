import { z } from 'zod'
import { dossierSchema } from './dossier.js'
import { listOfAtMost, most } from './limits.js'
import { recordingSchema } from './model-call.js'
import { personaSchema } from './persona.js'
import { planSchema } from './plan.js'
import { sha256Schema, textSchema } from './primitives.js'
import { recordSchema } from './record.js'

/** A recording in a bundle, hashed (everything but that field), so that a changed byte shows even where the record does not rest on it. */
const bundledRecordingSchema = recordingSchema.extend({ sha256: sha256Schema })
export type BundledRecording = z.infer<typeof bundledRecordingSchema>

/** Everything a record rests on, in one file that rebuilds it offline. */
export const bundleSchema = z.strictObject({
  schema: z.literal('panel.bundle/1'),
  /** The version of Ship Panel that wrote it: another one may ask its models in other words, and then finds no recording. */
  madeWith: textSchema,
  plan: planSchema,
  dossiers: listOfAtMost(z.array(dossierSchema).min(1), most.members),
  personas: listOfAtMost(z.array(personaSchema).min(1), most.members),
  /** Every model call the record rests on, and no other. */
  recordings: listOfAtMost(z.array(bundledRecordingSchema), most.seats),
  record: recordSchema,
})
export type Bundle = z.infer<typeof bundleSchema>
