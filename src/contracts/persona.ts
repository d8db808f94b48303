import { z } from 'zod'
import { listOfAtMost, most } from './limits.js'
import { sha256Schema, slugSchema, textSchema } from './primitives.js'

/** One question a persona must answer; with `choices`, the answer is one of them to the letter. */
export const askSchema = z.strictObject({
  id: slugSchema,
  question: textSchema,
  choices: listOfAtMost(z.array(textSchema).min(2), most.parts).optional(),
  /** The answer is also shown in the record's pricing read. */
  feeds: z.literal('pricing-read').optional(),
})

/** What a persona template may be filled with; every variable it names must be one of these. */
export const templateVariableSchema = z.enum(['tool', 'vendor', 'category', 'as_of', 'rivals'])
export type TemplateVariable = z.infer<typeof templateVariableSchema>

/** The front matter of `personas/<id>.md`. */
export const personaFrontMatterSchema = z.strictObject({
  schema: z.literal('panel.persona/1'),
  id: slugSchema,
  version: z.int().positive(),
  seat: textSchema,
  /** What this persona is about, in one line, for readers. */
  question: textSchema,
  /** The persona's position in scorecards; ties are ordered by id. */
  order: z.int(),
  variables: listOfAtMost(z.array(templateVariableSchema), most.parts),
  asks: listOfAtMost(z.array(askSchema).min(1), most.parts),
  quoteWords: z.strictObject({ min: z.int().positive(), max: z.int().positive() }).default({ min: 60, max: 160 }),
  /** How many predictions a verdict holds at least. */
  predictions: z.strictObject({ min: z.int().nonnegative() }).default({ min: 0 }),
  /** Words and phrases that may not be in the quote. */
  forbids: listOfAtMost(z.array(textSchema), most.parts).default([]),
  /** The template in few words, for models whose context is small; the whole one stands in its place where it is left out. */
  compact: textSchema.optional(),
})

/** A persona as loaded: its front matter, its Liquid template, and the hash of both. */
export const personaSchema = personaFrontMatterSchema.extend({ template: textSchema, sha256: sha256Schema })
export type Persona = z.infer<typeof personaSchema>
