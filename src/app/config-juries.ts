import { z } from 'zod'
import { recordOfAtMost } from '../contracts/limits.js'
import { mostRepeats } from '../contracts/plan.js'
import { modelIdSchema, slugSchema } from '../contracts/primitives.js'
import type { Jury } from '../panels/named-juries.js'

/** Jurors and reserves of one jury; a model is asked once for each seat, so more of them are more calls. */
const mostModels = 50
const mostJuries = 200

const modelsSchema = z.array(modelIdSchema).max(mostModels)

/** A list is short for `jurors`. */
const jurySchema = z.union([
  modelsSchema.min(1),
  z.strictObject({
    jurors: modelsSchema.min(1),
    /** Who takes the place of a juror with a tie to a tool, where `conflictOfInterest` is `replace`; in this order. */
    reserves: modelsSchema.optional(),
    /** How often each juror drafts a seat; once when left out. */
    repeat: z.int().min(1).max(mostRepeats).optional(),
  }),
])

/** Sets of jurors by their names. */
export const juriesSchema = recordOfAtMost(z.record(slugSchema, jurySchema), mostJuries)

export type JurySettings = z.infer<typeof juriesSchema>

type NamedModel = { model: string; path: (string | number)[] }

/** Every model of the juries and where the file names it: jurors, then reserves. Pure. */
export function modelsOfJuries(juries: JurySettings): NamedModel[] {
  return Object.entries(juries).flatMap(([name, jury]) => modelsOfJury(jury, ['juries', name]))
}

function modelsOfJury(jury: JurySettings[string], path: readonly string[]): NamedModel[] {
  const listed = (models: readonly string[], ...keys: string[]) =>
    models.map((model, index) => ({ model, path: [...path, ...keys, index] }))
  return Array.isArray(jury) ? listed(jury) : [...listed(jury.jurors, 'jurors'), ...listed(jury.reserves ?? [], 'reserves')]
}

/** Where a jury names a model that it has named before: a second place on it would be a second vote. Pure. */
export function repeatedModels(juries: JurySettings): NamedModel[] {
  return Object.entries(juries).flatMap(([name, jury]) => {
    const named = modelsOfJury(jury, ['juries', name])
    return named.filter(({ model }, index) => named.findIndex((other) => other.model === model) < index)
  })
}

/** The juries of the file, in its order. Pure. */
export function readJuries(juries: JurySettings): Jury[] {
  return Object.entries(juries).map(([name, jury]) =>
    Array.isArray(jury)
      ? { name, jurors: jury, reserves: [], repeat: 1 }
      : { name, jurors: jury.jurors, reserves: jury.reserves ?? [], repeat: jury.repeat ?? 1 },
  )
}
