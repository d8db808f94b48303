import { z } from 'zod'
import { listOfAtMost, most } from './limits.js'
import { textSchema } from './primitives.js'

/** The name of the reply's schema: it tells a request for facts from one for a verdict. */
export const factsReplyName = 'facts'

/** How many facts a model is asked for, and how many are taken of its reply; a JSON Schema shows it to the models. */
export const mostFacts = 12
/** How many values for fields are taken; several of them may be rivals. */
export const mostFieldValues = 16

/** What of a tool a model may fill in where no registry and no rule found it. */
export const draftedFieldSchema = z.enum(['name', 'vendor', 'category', 'tagline', 'description', 'license', 'entryPrice', 'rivals'])
export type DraftedField = z.infer<typeof draftedFieldSchema>

const citation = {
  source: textSchema.describe('The id of the source, as given.'),
  from: z.int().positive().describe('The number of the first sentence that says it.'),
  to: z.int().positive().describe('The number of the last one; the same for one sentence.'),
}

/** What a model replies that drafts facts: the evidence of each entry comes before what follows from it. */
export const factsReplySchema = z.strictObject({
  facts: listOfAtMost(
    z.array(z.strictObject({ ...citation, statement: textSchema.describe('What these sentences say, in one plain sentence.') })),
    most.members,
  ).meta({ description: 'What a reviewer of the tool would want to know, the most useful first.', maxItems: mostFacts }),
  fields: listOfAtMost(
    z.array(
      z.strictObject({
        ...citation,
        field: draftedFieldSchema.describe('Which of the wanted fields it fills.'),
        value: textSchema.describe('What to write in the field.'),
      }),
    ),
    most.members,
  ).meta({ description: 'The wanted fields that a source fills; a rival is an entry of its own.', maxItems: mostFieldValues }),
})

export const factEntrySchema = factsReplySchema.shape.facts.element
export const fieldEntrySchema = factsReplySchema.shape.fields.element
export type FactEntry = z.infer<typeof factEntrySchema>
export type FieldEntry = z.infer<typeof fieldEntrySchema>
