import { callSchema } from '../../contracts/call.js'
import type { Dossier, Source } from '../../contracts/dossier.js'
import { comparisonReplySchema, type Place } from '../../contracts/head-to-head.js'
import type { Persona } from '../../contracts/persona.js'
import type { RequestForm } from '../../contracts/request-form.js'
import { replyLimits } from '../../contracts/verdict.js'
import { unitsOf } from '../../evidence/units.js'

type Schema = Record<string, unknown>
type GrammarParts = { dossier: Pick<Dossier, 'sources' | 'asOf'>; persona: Pick<Persona, 'asks' | 'quoteWords' | 'predictions'> }

/**
 * How much a reply may hold, in items and characters. A small model writes until it is stopped, and a slow machine writes for minutes: the compact
 * form asks for no prediction beyond what the persona wants, and for a quote that is hardly longer than its shortest.
 */
const lengths = {
  full: { evidence: replyLimits.evidence, morePredictions: replyLimits.predictions, moreWords: 1000, shows: 300, answer: 1200, line: 300 },
  compact: { evidence: 4, morePredictions: 0, moreWords: 20, shows: 140, answer: 240, line: 140 },
} as const
type Lengths = (typeof lengths)[RequestForm['brief']] & Pick<RequestForm, 'brief'>
const fewestEvidence = 2
/** llama.cpp refuses a rule that is repeated more than 2,000 times; each half of a quote is a rule. */
const mostQuoteWords = 2_000
/** How many sentences in a row a small model's passage may have. */
const passageUnits = 3
/** A dossier with more sentences in all its sources would make a grammar that is longer than itself. */
const mostPairedUnits = 200
/** The longest word that a text may hold; longer runs of characters are noise. */
const longestWord = 24
/** What a word is made of, so that it is the same in JSON: no quotes, no backslashes, no brackets that are not markers. */
const characters = '[^ "\\\\\\[\\]\\x00-\\x1F]'
/** Small models write digits and dates without end, one token each: in the compact form a word begins with a letter, and has few digits. */
const words = {
  full: `${characters}{1,${longestWord}}`,
  compact: `[A-Za-z][A-Za-z'.-]{0,${longestWord - 5}}[0-9]{0,3}[,;:]?`,
} as const
/** A word and the space before it, in English. */
const charactersPerWord = 6
/** Years of deadlines, from the one after the dossier's: within the ten that a prediction may look ahead. */
const deadlineYears = 9
const probabilities = [0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95]

/**
 * The reply's JSON Schema for one seat, for servers that decode by a grammar made of it: only sources, sentences, asks, choices, markers and calls that
 * exist; each ask once, in its order; evidence first and the call last; no text longer than it is of use. It is narrower than `replySchema`
 * throughout. Only keywords that llama.cpp's `json-schema-to-grammar` turns into rules: `const`, `enum`, `prefixItems`, `anyOf`, `pattern`, integer
 * bounds, and lengths (ggml-org/llama.cpp, `grammars/README.md`). The order of keys is the order in which it is written. Pure.
 */
export function replyGrammar({ dossier, persona }: GrammarParts, brief: RequestForm['brief']): Schema {
  const most: Lengths = { brief, ...lengths[brief] }
  const units = countUnits(dossier.sources)
  const isPaired = brief === 'compact' && units <= mostPairedUnits
  const cited = Math.min(most.evidence, units)
  const fewest = Math.min(fewestEvidence, cited)
  const evidence = isPaired ? pairedEvidenceOf : evidenceOf
  const verdict = object({
    evidence: list(anyOf(dossier.sources.flatMap((source) => evidence(source))), fewest, cited),
    answers: {
      type: 'array',
      prefixItems: persona.asks.map(({ id, choices }) =>
        object({ ask: { const: id }, answer: choices === undefined ? text(brief, 2, most.answer) : { enum: [...choices] } }),
      ),
      minItems: persona.asks.length,
      maxItems: persona.asks.length,
    },
    predictions: predictions(dossier, persona, most),
    quote: { type: 'string', pattern: quotePattern(persona.quoteWords, { markers: fewest, brief }) },
    call: { enum: [...callSchema.options] },
  })
  return { ...verdict, $defs: { shows: text(brief, 12, most.shows) } }
}

/** The same for a juror that compares two tools: evidence names the tool whose source it is, and the choice comes last. Pure. */
export function comparisonGrammar(
  { first, second, persona }: { first: GrammarParts['dossier']; second: GrammarParts['dossier']; persona: Persona },
  brief: RequestForm['brief'],
): Schema {
  const most: Lengths = { brief, ...lengths[brief] }
  const units = countUnits([...first.sources, ...second.sources])
  const evidence = brief === 'compact' && units <= mostPairedUnits ? pairedEvidenceOf : evidenceOf
  const cited = Math.min(most.evidence, units)
  const fewest = Math.min(fewestEvidence, cited)
  const from = (place: Place, { sources }: GrammarParts['dossier']) =>
    sources.flatMap((source) => evidence(source, { tool: { const: place } }))
  const comparison = object({
    evidence: list(anyOf([...from('first', first), ...from('second', second)]), fewest, cited),
    argument: text(brief, 24, most.answer),
    quote: { type: 'string', pattern: quotePattern(persona.quoteWords, { markers: fewest, brief }) },
    choice: comparisonChoices,
  })
  return { ...comparison, $defs: { shows: text(brief, 12, most.shows) } }
}

const comparisonChoices = { enum: [...comparisonReplySchema.shape.choice.options] }

function predictions({ asOf }: Pick<Dossier, 'asOf'>, { predictions: { min } }: Pick<Persona, 'predictions'>, most: Lengths): Schema {
  const prediction = object({
    statement: text(most.brief, 12, most.line),
    deadline: { type: 'string', pattern: deadlinePattern(asOf) },
    probability: { enum: probabilities },
    resolution: text(most.brief, 24, most.line),
  })
  return list(prediction, min, Math.max(min, Math.min(replyLimits.predictions, min + most.morePredictions)))
}

/** What every piece of evidence shows, written once. */
const shows = { $ref: '#/$defs/shows' }

/** A piece of evidence from that source, of any of its sentences. */
function evidenceOf(source: Source, more: Record<string, Schema> = {}): Schema[] {
  const number = { type: 'integer', minimum: 1, maximum: unitsOf(source).length }
  return [object({ ...more, source: { const: source.id }, from: number, to: number, shows })]
}

/** The same, an alternative for each sentence that it may begin with: no rule can look back and keep `to` from being before `from`. */
function pairedEvidenceOf(source: Source, more: Record<string, Schema> = {}): Schema[] {
  const units = unitsOf(source)
  return units.map((_, index) => {
    const ends = units.slice(index, index + passageUnits).map((_unit, more) => index + 1 + more)
    return object({ ...more, source: { const: source.id }, from: { const: index + 1 }, to: { enum: ends }, shows })
  })
}

function countUnits(sources: readonly Source[]): number {
  return sources.reduce((count, source) => count + unitsOf(source).length, 0)
}

function object(properties: Record<string, Schema>): Schema {
  return { type: 'object', properties, required: Object.keys(properties), additionalProperties: false }
}

function list(items: Schema, minItems: number, maxItems: number): Schema {
  return { type: 'array', items, minItems, maxItems }
}

function anyOf(schemas: readonly Schema[]): Schema {
  return schemas.length === 1 && schemas[0] !== undefined ? schemas[0] : { anyOf: [...schemas] }
}

/** A text of so many characters. A small model's is of so many words at most, begins as a sentence does, and holds no markup. */
function text(brief: RequestForm['brief'], minLength: number, maxLength: number): Schema {
  if (brief === 'full') return { type: 'string', minLength, maxLength }
  const [fewest, most] = [minLength, maxLength].map((length) => Math.floor(length / charactersPerWord))
  return { type: 'string', pattern: `^[A-Z][A-Za-z'-]{0,${longestWord}}( ${words.compact}){${fewest},${most}}[.?!]?$` }
}

/** Days up to the 28th, which every month has. */
function deadlinePattern(asOf: string): string {
  const first = Number(asOf.slice(0, 4)) + 1
  const years = Array.from({ length: deadlineYears }, (_, index) => first + index)
  return `^(${years.join('|')})-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])$`
}

/** As many words as the persona asks for, with a marker behind some of them, of evidence that is sure to exist. */
function quotePattern({ min, max }: Persona['quoteWords'], { markers, brief }: { markers: number; brief: RequestForm['brief'] }): string {
  const word = words[brief]
  const most = Math.min(max, min + lengths[brief].moreWords, mostQuoteWords)
  const [before, after] = [Math.ceil(min / 2), Math.floor(min / 2)]
  const times = (fewest: number) => `{${fewest},${Math.max(fewest, Math.floor(most / 2))}}`
  return `^(${word} )${times(before)}\\[[1-${markers}]\\]( ${word})${times(after)}\\.?$`
}
