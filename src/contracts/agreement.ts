import { z } from 'zod'
import { instantSchema, textSchema } from './primitives.js'

/*
 * What agreement is worth: measured across records, never for a single tool. It says how alike calls are, not how right. Whatever cannot be told,
 * or rests on fewer tools than `fewest`, is null and has a `why`.
 */

const count = z.int().nonnegative()

/** 95 %. */
const intervalSchema = z.strictObject({ low: z.number(), high: z.number() })

/** A figure with its 95 % interval, from leaving out one tool at a time; both are null, or neither. */
const estimateSchema = z.strictObject({ value: z.number().nullable(), interval: intervalSchema.nullable(), why: textSchema.nullable() })
export type Estimate = z.infer<typeof estimateSchema>

const agreementFields = {
  /** Krippendorff's alpha for nominal values: 1 always alike, 0 as alike as chance, below 0 less than that. */
  alpha: estimateSchema,
  /** Gwet's AC1: the same, but it stays near the share of equal calls where nearly all calls are the same one. */
  ac1: estimateSchema,
  /** The items: tools with something to compare. */
  tools: count,
  /** What was called more than once: seats between jurors, a juror's view of a tool between personas, and so on. */
  units: count,
  /** Who called: jurors, personas, repeats, or people. */
  raters: count,
}
const agreementFiguresSchema = z.strictObject(agreementFields)
export type AgreementFigures = z.infer<typeof agreementFiguresSchema>

const effectiveJurorsSchema = z.strictObject({
  /** As many independent jurors would say as much, of `jurors`: jurors ÷ design effect, from 1 to `jurors`. */
  value: z.number().nullable(),
  why: textSchema.nullable(),
  tools: count,
  /** Jurors compared with another. */
  jurors: count,
  /** Jurors with too few calls in common with any other, or always the same ones: in no figure here. */
  leftOut: count,
  /** Of two jurors as the same persona, over all pairs of jurors. */
  correlation: z.number().nullable(),
  /** Where 95 % of such correlations would be if these jurors called independently; null where that cannot be told. */
  independent: intervalSchema.nullable(),
  /** 1 + (jurors − 1) · correlation. */
  designEffect: z.number().nullable(),
})
export type EffectiveJurors = z.infer<typeof effectiveJurorsSchema>

const componentSchema = z.strictObject({
  /** Of the variance of calls, from 0 to 1. */
  share: z.number(),
  /** In calls squared, with ship 1 and skip 0. */
  variance: z.number(),
  interval: intervalSchema.nullable(),
  /** Why there is no interval. */
  why: textSchema.nullable(),
  /** It came out below 0, and 0 is shown. */
  setToZero: z.boolean(),
})
export type CallComponent = z.infer<typeof componentSchema>

const decompositionSchema = z.strictObject({
  why: textSchema.nullable(),
  tools: count,
  personas: count,
  jurors: count,
  calls: count,
  /** What calls differ by: these four shares add up to 1. */
  shares: z.strictObject({ persona: componentSchema, juror: componentSchema, tool: componentSchema, rest: componentSchema }).nullable(),
  /** What the rest is made of; `allThree` holds the chance of a single draft, and `repeat` what of it changes when the same is asked again. */
  ofRest: z
    .strictObject({
      personaJuror: componentSchema,
      personaTool: componentSchema,
      jurorTool: componentSchema,
      allThree: componentSchema,
      repeat: componentSchema.nullable(),
    })
    .nullable(),
})
export type CallDecomposition = z.infer<typeof decompositionSchema>

/** How alike calls are, across records. */
export const agreementSchema = z.strictObject({
  schema: z.literal('panel.agreement/1'),
  /** When it was measured. */
  at: instantSchema,
  /** What it rests on. */
  basis: z.strictObject({
    /** The newest, at most `mostRecords`. */
    records: count,
    mostRecords: count,
    /** Drafted calls of these records; of a record that would bring them above `mostCalls`, and of older ones, none. */
    calls: count,
    mostCalls: count,
    /** Tools, each with one version of its dossier; and whose calls were used. */
    tools: count,
    personas: count,
    jurors: count,
    /** Calls that reviewers made before they saw the draft. */
    blindCalls: count,
    /** Records among the newest that are left out: their replies were written by people as a sample. */
    samples: count,
  }),
  /** Nothing is shown that rests on less. */
  fewest: z.strictObject({ tools: count, jurors: count, personas: count }),
  /** Jurors on the same seat. */
  jurors: agreementFiguresSchema,
  /** A juror's personas on the same tool. */
  personas: agreementFiguresSchema,
  /** A juror asked the same again; `changed` of the `units` were not called alike each time. */
  repeats: z.strictObject({ ...agreementFields, changed: count.nullable() }),
  /** A juror's draft and a reviewer who had not seen it; `units` are such pairs, and `raters` counts the reviewers. */
  people: agreementFiguresSchema,
  effectiveJurors: effectiveJurorsSchema,
  decomposition: decompositionSchema,
})
export type AgreementReport = z.infer<typeof agreementSchema>
