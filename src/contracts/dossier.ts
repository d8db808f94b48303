import { z } from 'zod'
import { dateSchema, sha256Schema, slugSchema, textSchema } from './primitives.js'

/** `captured`: the publisher's own text. `authored`: notes that people wrote in their own words. */
export const sourceOriginSchema = z.enum(['captured', 'authored'])

export const sourceFileSchema = z.strictObject({
  id: slugSchema,
  kind: z.enum(['release-notes', 'license', 'pricing', 'documentation', 'model-card', 'announcement', 'notes']),
  title: textSchema,
  publisher: textSchema,
  url: z.url({ protocol: /^https?$/, error: 'use an absolute http or https address' }),
  publishedOn: dateSchema,
  retrievedOn: dateSchema,
  origin: sourceOriginSchema,
  text: textSchema,
})

const toolSchema = z.strictObject({
  slug: slugSchema,
  name: textSchema,
  shortName: textSchema.nullable().default(null),
  vendor: textSchema,
  category: textSchema,
  tagline: textSchema,
  description: textSchema,
})
export type Tool = z.infer<typeof toolSchema>

const licenseSchema = z.strictObject({
  name: textSchema,
  spdx: textSchema.nullable(),
  commercialUse: z.enum(['yes', 'no', 'conditional', 'unknown']),
  summary: textSchema,
  source: slugSchema,
})

/** What a newcomer pays first. `amountUsd` is null when the price is not known, which is not the same as free. */
const entryPriceSchema = z.strictObject({
  label: textSchema,
  amountUsd: z.number().nonnegative().nullable(),
  per: textSchema.nullable(),
  note: textSchema.nullable(),
  asOf: dateSchema,
  source: slugSchema,
})
export type EntryPrice = z.infer<typeof entryPriceSchema>

const factSchema = z.strictObject({
  id: slugSchema,
  statement: textSchema,
  source: slugSchema,
  /** The passage the statement rests on, verbatim in the source's text. */
  quote: textSchema,
})

/** A dossier as an editor writes it, in YAML. References between its parts are checked by `parseDossier`. */
export const dossierFileSchema = z.strictObject({
  schema: z.literal('panel.dossier/1'),
  asOf: dateSchema,
  tool: toolSchema,
  license: licenseSchema,
  entryPrice: entryPriceSchema,
  rivals: z.array(textSchema).min(1),
  facts: z.array(factSchema).min(1),
  sources: z.array(sourceFileSchema).min(1),
})
export type DossierFile = z.infer<typeof dossierFileSchema>

export const sourceSchema = sourceFileSchema.extend({ sha256: sha256Schema })
export type Source = z.infer<typeof sourceSchema>

/** A dossier frozen for a panel: every source hashed, and the whole cited by `sha256` (of everything but that field). */
export const dossierSchema = dossierFileSchema.extend({ sources: z.array(sourceSchema).min(1), sha256: sha256Schema })
export type Dossier = z.infer<typeof dossierSchema>
