import { z } from 'zod'
import { listOfAtMost, most } from './limits.js'
import { textSchema } from './primitives.js'

const stretchFields = { start: z.int().nonnegative(), end: z.int().nonnegative() }

/**
 * A number, price, date, version, license or name in a verdict that no source has, or not the passage cited behind it. A mark is a warning for
 * reviewers and never a verdict. Places are UTF-16 code units, end exclusive.
 */
export const particularSchema = z.strictObject({
  /** The part of the verdict that it is in: `quote`, `answer <ask>`, or `evidence <number>` for what that passage is said to show. */
  part: textSchema,
  /** Where it is in that part's text. */
  ...stretchFields,
  /** Its words there, on one line. */
  text: textSchema,
  /** Where its sentence is in that part's text. */
  sentence: z.strictObject(stretchFields),
  /** The evidence that its sentence cites, counted from 1; empty without a marker. */
  cites: listOfAtMost(z.array(z.int().nonnegative()), most.parts),
  /** `no source`: the whole dossier lacks it. `another passage`: the dossier has it, and no passage that is cited does. */
  missingIn: z.enum(['no source', 'another passage']),
  /** The flag among the verdict's that says so, to the letter: what is waived. */
  flag: textSchema,
  /**
   * What the sources say of the same thing, where one of them does: the source's id, its words, and their place in its text. Null where nothing is
   * near enough to be shown.
   */
  nearest: z.strictObject({ source: textSchema, says: textSchema, ...stretchFields }).nullable(),
})
export type Particular = z.infer<typeof particularSchema>

/** The marks of a verdict; left out where there is none, and in what was checked before marks were kept. */
export const particularsFields = { particulars: listOfAtMost(z.array(particularSchema), most.parts).optional() }
