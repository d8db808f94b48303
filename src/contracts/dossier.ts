import { z } from 'zod'
import { boundedText } from './bounded-text.js'
import { lineSchema, nameSchema } from './dossier-text.js'
import { atMost, listOfAtMost, longest, most } from './limits.js'
import { dateSchema, sha256Schema, slugSchema, textSchema } from './primitives.js'
import { captureSchema } from './source-capture.js'
import { clearedPassageSchema, hiddenTextSchema, steeringSchema } from './steering.js'

/** `captured`: the publisher's own text. `authored`: notes that people wrote in their own words. */
export const sourceOriginSchema = z.enum(['captured', 'authored'])

export const sourceKindSchema = z.enum([
  'release-notes',
  'license',
  'pricing',
  'documentation',
  'model-card',
  'announcement',
  'notes',
  'registry',
  'repository',
  'website',
])
export type SourceKind = z.infer<typeof sourceKindSchema>

/** How a dossier's texts are bounded, in characters; `source` is bounded by the dossier. */
type Texts = Readonly<Record<'name' | 'line' | 'prose', (max: number) => z.ZodString>> & {
  source: z.ZodString
  url: z.ZodType<string>
  /** A list of one item at least, and so many at most. */
  list: <T extends z.ZodType>(item: T, max: number) => z.ZodArray<T>
}

const httpUrl = atMost(z.url({ protocol: /^https?$/, error: 'use an absolute http or https address' }), longest.text)
const httpPattern = { pattern: '^[Hh][Tt][Tt][Pp][Ss]?:' }

/** What may be entered now. Names and titles are shown beside our own words and to models, so they are short and of one line. */
const entered: Texts = {
  name: nameSchema,
  line: lineSchema,
  prose: boundedText,
  // No longer than the whole document may be, in which it is the long part.
  source: boundedText(1_000_000),
  url: httpUrl.max(2_000, 'write an address of at most 2000 characters').meta({ ...httpPattern, maxLength: 2_000 }),
  list: (item, max) => z.array(item).min(1).max(max, `write a list of at most ${max}`),
}
/** What was stored: dossiers frozen before these bounds are still read. */
const kept: Texts = {
  name: () => textSchema,
  line: () => textSchema,
  prose: () => textSchema,
  source: textSchema,
  url: httpUrl.meta(httpPattern),
  list: (item) => listOfAtMost(z.array(item).min(1), most.members),
}

function sourceFields({ line, source, url }: Texts) {
  return {
    id: slugSchema,
    kind: sourceKindSchema,
    title: line(400),
    publisher: line(200),
    url,
    publishedOn: dateSchema,
    retrievedOn: dateSchema,
    origin: sourceOriginSchema,
    text: source,
    capture: captureSchema.optional(),
    /** What the page holds and a reader would not see: searched for text that wants to steer, and never sent to a model. */
    hidden: z.array(hiddenTextSchema).min(1).max(most.parts).optional(),
    /** Passages of it that an editor looked at and found harmless. */
    cleared: z.array(clearedPassageSchema).min(1).max(most.parts).optional(),
  }
}

function toolSchema({ name, prose, url }: Texts) {
  return z.strictObject({
    slug: slugSchema,
    name: name(120),
    shortName: name(60).nullable().default(null),
    vendor: name(120),
    category: name(80),
    tagline: name(240),
    description: prose(5_000),
    website: url.optional(),
    repository: url.optional(),
  })
}

function licenseSchema({ line, prose }: Texts) {
  return z.strictObject({
    name: line(200),
    spdx: line(200).nullable(),
    commercialUse: z.enum(['yes', 'no', 'conditional', 'unknown']),
    summary: prose(5_000),
    source: slugSchema,
  })
}

/** What a newcomer pays first. `amountUsd` is null when the price is not known, which is not the same as free. */
function entryPriceSchema({ line }: Texts) {
  return z.strictObject({
    label: line(80),
    amountUsd: z.number().nonnegative().nullable(),
    per: line(80).nullable(),
    note: line(500).nullable(),
    asOf: dateSchema,
    source: slugSchema,
  })
}

/** One of several plans, as the source says it. */
function planSchema({ line, prose }: Texts) {
  return z.strictObject({
    name: line(120),
    label: line(80),
    amountUsd: z.number().nonnegative().nullable(),
    per: line(80).nullable(),
    note: line(500).nullable(),
    source: slugSchema,
    quote: prose(5_000),
  })
}

function factSchema({ prose }: Texts) {
  return z.strictObject({
    id: slugSchema,
    statement: prose(2_000),
    source: slugSchema,
    /** The passage the statement rests on, verbatim in the source's text. */
    quote: prose(5_000),
  })
}

function dossierFields(texts: Texts) {
  return {
    schema: z.literal('panel.dossier/1'),
    asOf: dateSchema,
    tool: toolSchema(texts),
    license: licenseSchema(texts),
    entryPrice: entryPriceSchema(texts),
    plans: texts.list(planSchema(texts), 40).optional(),
    rivals: texts.list(texts.name(120), 100),
    facts: texts.list(factSchema(texts), 500),
  }
}

/** A dossier as an editor writes it, in YAML. References between its parts are checked by `parseDossier`. */
export const dossierFileSchema = z.strictObject({
  ...dossierFields(entered),
  sources: entered.list(z.strictObject(sourceFields(entered)), 200),
})
export type DossierFile = z.infer<typeof dossierFileSchema>

/**
 * How a source's text was split when it was frozen: where each unit that can be cited ends, in UTF-16 code units, the last at the text's end.
 * Left out in dossiers from before; those are split when they are used.
 */
const sourceUnitsSchema = z.strictObject({
  version: z.int().positive(),
  ends: listOfAtMost(z.array(z.int().positive()), most.seats),
})

export const sourceSchema = z.strictObject({
  ...sourceFields(kept),
  sha256: sha256Schema,
  units: sourceUnitsSchema.optional(),
  /** Passages that want to steer; left out where there is none, and in dossiers from before they were looked for. */
  steering: steeringSchema.optional(),
})
export type Source = z.infer<typeof sourceSchema>

/** Whether a frozen split is one of its text: each unit ends behind the one before, and the last at the end. */
function isSplitOfItsText({ text, units }: Source): boolean {
  if (units === undefined) return true
  return units.ends.every((end, index) => end > (units.ends[index - 1] ?? 0)) && units.ends.at(-1) === text.length
}

/** A dossier frozen for a panel: every source hashed, and the whole cited by `sha256` (of everything but that field). */
export const dossierSchema = z.strictObject({
  ...dossierFields(kept),
  sources: kept.list(
    sourceSchema.refine(isSplitOfItsText, { path: ['units'], error: 'its units are not a split of its text' }),
    most.members,
  ),
  sha256: sha256Schema,
})
export type Dossier = z.infer<typeof dossierSchema>
