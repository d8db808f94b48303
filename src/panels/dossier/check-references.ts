import { z } from 'zod'
import { longest, most } from '../../contracts/limits.js'
import { dateSchema } from '../../contracts/primitives.js'
import { takenSlugs } from '../../contracts/taken-slugs.js'
import { type OpenText, openText } from '../../evidence/passages.js'
import { didYouMean } from '../../platform/input/suggestion.js'
import type { Finding } from '../../platform/input/yaml-document.js'
import type { Path } from '../../platform/input/yaml-source.js'

/** How many ids a fix lists; a dossier may hold more. */
const mostNamed = 20
/** The quotes of so many facts or plans are looked up, each in a whole source: a longer list is refused as it is. */
const mostQuoted = 500

const anyText = z.string().max(longest.text).optional().catch(undefined)
const anyDate = dateSchema.optional().catch(undefined)

/** As much of a dossier as holds, so that references are checked in a file whose form is not right yet. */
const sketchSchema = z
  .object({
    asOf: anyDate,
    tool: z.object({ slug: anyText }).optional().catch(undefined),
    license: z.object({ source: anyText }).optional().catch(undefined),
    entryPrice: z.object({ source: anyText, asOf: anyDate }).optional().catch(undefined),
    plans: z
      .array(z.object({ source: anyText, quote: anyText }).catch({}))
      .max(most.parts)
      .optional()
      .catch(undefined),
    facts: z
      .array(z.object({ id: anyText, source: anyText, quote: anyText }).catch({}))
      .max(most.members)
      .optional()
      .catch(undefined),
    sources: z
      .array(z.object({ id: anyText, text: anyText, publishedOn: anyDate, retrievedOn: anyDate }).catch({}))
      .max(most.members)
      .optional()
      .catch(undefined),
  })
  .catch({})
export type DossierSketch = z.infer<typeof sketchSchema>
type SourceSketch = NonNullable<DossierSketch['sources']>[number]

/** Reads from plain data whatever the checks of references need; what is missing or malformed is left out. */
export function sketchDossier(value: unknown): DossierSketch {
  return sketchSchema.parse(value)
}

/** What a schema cannot express: ids that clash, names that name nothing, dates that contradict each other, quotes that are not there. */
export function checkReferences(sketch: DossierSketch): Finding[] {
  return [
    ...findUnfitSlug(sketch),
    ...findDuplicateIds('sources', sketch.sources ?? []),
    ...findDuplicateIds('facts', sketch.facts ?? []),
    ...findUnknownSources(sketch),
    ...findContradictingDates(sketch),
    ...findMissingQuotes(sketch),
  ]
}

/**
 * In the address of a comparison `-vs-` is between two slugs: a slug with `vs` and a hyphen of its own would give two pairs one address. And some words
 * are addresses themselves.
 */
function findUnfitSlug({ tool }: DossierSketch): Finding[] {
  if (tool?.slug === undefined) return []
  if (takenSlugs.includes(tool.slug)) {
    const message = `tool.slug is "${tool.slug}", which is the address of a page of the desk`
    return [{ path: ['tool', 'slug'], message, fix: `choose another one, such as "${tool.slug}-tool"` }]
  }
  if (!/^vs-|-vs-|-vs$/.test(tool.slug)) return []
  const fix = 'choose a slug without the part "vs"; it is between the tools in the address of a comparison'
  return [{ path: ['tool', 'slug'], message: 'tool.slug has "vs" as one of its parts', fix }]
}

function findDuplicateIds(list: 'sources' | 'facts', entries: readonly { id?: string | undefined }[]): Finding[] {
  const firstById = new Map<string, number>()
  return entries.flatMap(({ id }, index) => {
    if (id === undefined) return []
    const first = firstById.get(id)
    firstById.set(id, first ?? index)
    if (first === undefined) return []
    const message = `${list}[${index}].id is "${id}", as is ${list}[${first}].id`
    return [{ path: [list, index, 'id'], message, fix: 'give each its own id' }]
  })
}

function findUnknownSources({ sources, license, entryPrice, plans, facts }: DossierSketch): Finding[] {
  // Without a readable list of sources every name would be unknown; the schema has said what is wrong already.
  if (sources === undefined) return []
  const known = [...new Set(sources.flatMap(({ id }) => id ?? []))]
  const check = (place: string, path: Path, name: string | undefined): Finding[] => {
    if (name === undefined || known.includes(name)) return []
    const some = `${known.slice(0, mostNamed).join(', ')}${known.length > mostNamed ? ', …' : ''}`
    const fix = `${didYouMean(name, known)}write the id of one of the sources: ${some || 'none has an id yet'}`
    return [{ path, message: `${place} is "${name}", and no source has that id`, fix }]
  }
  return [
    ...check('license.source', ['license', 'source'], license?.source),
    ...check('entryPrice.source', ['entryPrice', 'source'], entryPrice?.source),
    ...(plans ?? []).flatMap(({ source }, index) => check(`plans[${index}].source`, ['plans', index, 'source'], source)),
    ...(facts ?? []).flatMap(({ source }, index) => check(`facts[${index}].source`, ['facts', index, 'source'], source)),
  ]
}

function findContradictingDates({ asOf, entryPrice, sources = [] }: DossierSketch): Finding[] {
  const findings = sources.flatMap(({ publishedOn, retrievedOn }, index): Finding[] => {
    if (publishedOn === undefined || retrievedOn === undefined || retrievedOn >= publishedOn) return []
    const message = `sources[${index}].retrievedOn is ${retrievedOn}, before it was published on ${publishedOn}`
    return [{ path: ['sources', index, 'retrievedOn'], message, fix: `write a date from ${publishedOn} on, or fix publishedOn` }]
  })
  const latest = sources
    .flatMap(({ retrievedOn }) => retrievedOn ?? [])
    .toSorted()
    .at(-1)
  if (asOf !== undefined && latest !== undefined && asOf < latest) {
    const message = `asOf is ${asOf}, but a source was retrieved on ${latest}`
    findings.push({ path: ['asOf'], message, fix: `write a date from ${latest} on: the day up to which the dossier is known to hold` })
  }
  if (asOf !== undefined && entryPrice?.asOf !== undefined && entryPrice.asOf > asOf) {
    const message = `entryPrice.asOf is ${entryPrice.asOf}, after the dossier's own asOf, ${asOf}`
    findings.push({ path: ['entryPrice', 'asOf'], message, fix: `write the day the price was seen, ${asOf} or before` })
  }
  return findings
}

function findMissingQuotes({ plans = [], facts = [], sources = [] }: DossierSketch): Finding[] {
  const texts = new Map<string, OpenText>()
  const open = (id: string, text: string): OpenText => {
    const opened = texts.get(id) ?? openText(text)
    texts.set(id, opened)
    return opened
  }
  const check = (list: 'plans' | 'facts', cited: readonly { source?: string | undefined; quote?: string | undefined }[]) =>
    cited.slice(0, mostQuoted).flatMap(({ source: id, quote }, index): Finding[] => {
      const source: SourceSketch | undefined = sources.find((candidate) => candidate.id === id)
      if (id === undefined || quote === undefined || quote.trim() === '' || source?.text === undefined) return []
      const text = open(id, source.text)
      if (text.findPassage(quote) !== null) return []
      const message = `${list}[${index}].quote is not in the text of source "${id}": ${text.whyNotFound(quote)}`
      return [{ path: [list, index, 'quote'], message, fix: 'copy the passage from that text to the letter' }]
    })
  return [...check('plans', plans), ...check('facts', facts)]
}
