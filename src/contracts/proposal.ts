import { z } from 'zod'
import { sourceKindSchema } from './dossier.js'
import { atMost, listOfAtMost, longest, most } from './limits.js'
import { dateSchema, instantSchema, modelIdSchema, originSchema, sha256Schema, slugSchema, textSchema } from './primitives.js'
import { captureSchema } from './source-capture.js'
import { hiddenTextSchema, steeringPassageSchema } from './steering.js'

/** How a field was found: in a registry's own data, in the text by a rule, or by a model that cited its sentences. */
export const howSchema = z.enum(['registry', 'text', 'model'])
export type How = z.infer<typeof howSchema>
export const howWords: Record<How, string> = { registry: 'from the registry', text: 'from the text', model: 'by a model' }

/** A passage of a proposal's source: `words` is exactly its text from `start` to `end` (UTF-16 code units, end exclusive). */
export const foundSchema = z.strictObject({
  source: slugSchema,
  start: z.int().nonnegative(),
  end: z.int().positive(),
  words: atMost(textSchema, 5_000),
})
export type Found = z.infer<typeof foundSchema>

/** A value with the passage that it rests on. */
export type Proposed<T> = { value: T; how: How; found: Found }

const proposed = <T extends z.ZodType>(value: T) => z.strictObject({ value, how: howSchema, found: foundSchema })
const line = (max: number) => atMost(textSchema, max)
/** Several plans or facts; more than anyone reads are not proposed. */
const several = <T extends z.ZodType>(item: T) => listOfAtMost(z.array(item), most.parts)

const termsOfLicense = {
  name: line(200),
  spdx: line(200).nullable(),
  commercialUse: z.enum(['yes', 'no', 'conditional', 'unknown']),
  summary: line(5_000),
}

export const proposedLicenseSchema = z.strictObject({
  ...termsOfLicense,
  /** Whether it is an open-source license; null where no one can tell. */
  isOpen: z.boolean().nullable(),
})
export type ProposedLicense = z.infer<typeof proposedLicenseSchema>

export const proposedPriceSchema = z.strictObject({
  /** As the source writes it; "Free" where nothing is paid. */
  label: line(80),
  amount: z.number().nonnegative().nullable(),
  /** ISO 4217. */
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .nullable(),
  per: line(80).nullable(),
  note: line(500).nullable(),
})
export type ProposedPrice = z.infer<typeof proposedPriceSchema>

export const proposedPlanSchema = z.strictObject({ name: line(120), ...proposedPriceSchema.shape })
export type ProposedPlan = z.infer<typeof proposedPlanSchema>

export const proposedFieldsSchema = z.strictObject({
  name: proposed(line(120)).nullable(),
  vendor: proposed(line(120)).nullable(),
  category: proposed(line(80)).nullable(),
  tagline: proposed(line(240)).nullable(),
  description: proposed(line(5_000)).nullable(),
  website: proposed(line(2_000)).nullable(),
  repository: proposed(line(2_000)).nullable(),
  license: proposed(proposedLicenseSchema).nullable(),
  entryPrice: proposed(proposedPriceSchema).nullable(),
  plans: several(proposed(proposedPlanSchema)),
  rivals: several(proposed(line(120))),
  facts: several(proposed(line(2_000))),
})
export type ProposedFields = z.infer<typeof proposedFieldsSchema>

/** What one would want to know and no page said, and where one would look. */
export const missingFieldSchema = z.strictObject({ field: line(80), where: line(500) })
export type MissingField = z.infer<typeof missingFieldSchema>

/** A link worth reading. */
export const linkKindSchema = z.enum([
  'pricing',
  'license',
  'documentation',
  'changelog',
  'repository',
  'registry',
  'model-card',
  'security',
  'comparison',
])
export type LinkKind = z.infer<typeof linkKindSchema>
export const offeredLinkSchema = z.strictObject({ url: line(2_000), kind: linkKindSchema, text: line(200) })
export type OfferedLink = z.infer<typeof offeredLinkSchema>

/** What came of one page. */
export const pageReportSchema = z.strictObject({
  url: line(2_000),
  /** `waiting`, then `reading`, then one of the others. */
  status: z.enum(['waiting', 'reading', 'read', 'unchanged', 'failed']),
  /** What the page was read for: an address that was given, a link that was found there, or a registry's answer. */
  from: z.enum(['given', 'link', 'registry']),
  /** The sources it became. */
  sources: listOfAtMost(z.array(slugSchema), most.parts),
  title: line(400).nullable(),
  /** What went wrong, or what is worth knowing; null where nothing is. */
  message: line(1_000).nullable(),
  fix: line(1_000).nullable(),
})
export type PageReport = z.infer<typeof pageReportSchema>

/** A source as intake froze it; a dossier's source is made of it. */
export const proposalSourceSchema = z.strictObject({
  id: slugSchema,
  kind: sourceKindSchema,
  title: line(400),
  publisher: line(200),
  url: line(2_000),
  publishedOn: dateSchema,
  /** Whether the page itself said so; where it did not, it is the day it was read. */
  isPublishedKnown: z.boolean(),
  retrievedOn: dateSchema,
  text: atMost(textSchema, longest.text),
  sha256: sha256Schema,
  capture: captureSchema,
  hidden: listOfAtMost(z.array(hiddenTextSchema), most.parts),
  steering: listOfAtMost(z.array(steeringPassageSchema), most.parts),
})
export type ProposalSource = z.infer<typeof proposalSourceSchema>

/** One field of a tool's newest dossier that would be another. */
export const changeSchema = z.strictObject({
  field: line(200),
  before: line(longest.text).nullable(),
  after: line(longest.text).nullable(),
})
export type Change = z.infer<typeof changeSchema>

/** What the newest dossier has and no page says: what people wrote, and fields that people corrected of what the pages still say. */
export const keptFieldsSchema = z
  .strictObject({
    ...{ name: line(5_000), vendor: line(5_000), category: line(5_000), tagline: line(5_000) },
    ...{ description: line(10_000), website: line(5_000), repository: line(5_000) },
    license: z.strictObject({ ...termsOfLicense, source: slugSchema }),
    entryPrice: z.strictObject({
      ...{ label: line(500), amountUsd: z.number().nonnegative().nullable(), per: line(500).nullable(), note: line(1_000).nullable() },
      source: slugSchema,
    }),
    /** Those that people added; the passages of facts are in a source of now. */
    rivals: listOfAtMost(z.array(line(500)), most.parts),
    facts: listOfAtMost(z.array(z.strictObject({ statement: line(5_000), source: slugSchema, quote: line(5_000) })), most.parts),
  })
  .partial()
export type KeptFields = z.infer<typeof keptFieldsSchema>

/** What intake proposes: a dossier to be, each field with its sentence, and what is missing. */
export const proposalSchema = z.strictObject({
  schema: z.literal('panel.proposal/1'),
  addresses: listOfAtMost(z.array(line(2_000)).min(1), most.parts),
  readAt: instantSchema,
  /** Proposed for the tool; null where it has no name. */
  slug: slugSchema.nullable(),
  /** The newest dossier of that tool, by its hash; null where the tool is new. */
  base: sha256Schema.nullable(),
  fields: proposedFieldsSchema,
  /** What no page says and `base` does, such as a vendor that a person wrote: it stays. Without it, nothing. */
  kept: keptFieldsSchema.optional(),
  missing: listOfAtMost(z.array(missingFieldSchema), most.parts),
  pages: listOfAtMost(z.array(pageReportSchema), most.parts),
  /** Worth reading, and not read by itself. */
  offered: listOfAtMost(z.array(offeredLinkSchema), most.parts),
  sources: listOfAtMost(z.array(proposalSourceSchema), most.members),
  /** The model that was asked for facts, what became of it, and what it cost; null where none was asked. */
  model: z
    .strictObject({
      id: modelIdSchema,
      origin: originSchema.nullable(),
      facts: z.int().nonnegative(),
      /** What went wrong, or was left out; null where nothing was. */
      message: line(1_000).nullable(),
      callKeys: listOfAtMost(z.array(sha256Schema), most.parts),
      costUsd: z.number().nonnegative().nullable(),
    })
    .nullable(),
  /** What is different from `base`; empty where there is none, or where nothing is. */
  changes: listOfAtMost(z.array(changeSchema), most.members),
})
export type Proposal = z.infer<typeof proposalSchema>
