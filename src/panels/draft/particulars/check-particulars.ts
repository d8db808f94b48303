import type { Dossier, Source } from '../../../contracts/dossier.js'
import type { Persona } from '../../../contracts/persona.js'
import type { Evidence, Reply } from '../../../contracts/verdict.js'
import { checkEvidence } from '../../../evidence/check-evidence.js'
import { withoutMarkers } from '../../../evidence/markers.js'
import { onceFor } from '../../../platform/once-for.js'
import { type Forecasts, readForecasts } from './forecasts.js'
import { type Grounds, isGrounded, joinGrounds, readGrounds } from './grounds.js'
import { type Mention, readMentions, readTokens } from './mentions.js'
import { readSentences, withSentences } from './sentences.js'

/** The most that is reported of one verdict: beyond it a person reads all of it anyway. */
const mostFlags = 24
const mostNamed = 6

/*
 * What is read of dossiers, sources and personas, for as long as they are in use: all seats of a tool ask the same dossier, and all of a persona the
 * same persona.
 */
const dossierGrounds = onceFor((dossier: Dossier) => readGrounds(dossierTexts(dossier)))
const sourceGrounds = onceFor(({ title, text }: Source) => readGrounds([title, text]))
const nameGrounds = onceFor((dossier: Dossier) => readGrounds(nameTexts(dossier)))
const personaGrounds = onceFor((persona: Persona) => readGrounds(personaTexts(persona)))
/** What needs no source in a persona's verdict on a dossier: a reply and its repair ask for the same. */
const knownGrounds = onceFor((dossier: Dossier) =>
  onceFor((persona: Persona) => joinGrounds(nameGrounds(dossier), personaGrounds(persona))),
)

/** What a reply is held to; `evidence` is what `checkEvidence` found of it, which is found here where the caller has not asked. */
type HeldTo = { dossier: Dossier; persona: Persona; evidence?: readonly Evidence[] | undefined }

/**
 * Numbers, dates, prices, versions, licences and names in a verdict that are nowhere in its dossier, or not in the passage that their
 * sentence cites: one flag for each sentence. Tool, vendor, category, rivals and the persona's own questions need no source, and neither do
 * its forecasts. Where it is not certain, nothing is said: an ordinary word with a capital, a small number in words.
 */
export function checkParticulars(reply: Reply, { dossier, persona, evidence = checkEvidence(reply.evidence, dossier) }: HeldTo): string[] {
  const all = dossierGrounds(dossier)
  const own = [reply.quote, ...reply.answers.map(({ answer }) => answer)].join('\n\n')
  const context: Context = {
    dossier,
    all,
    known: knownGrounds(dossier)(persona),
    forecasts: readForecasts(reply.predictions, dossier.asOf),
    isOrdinary: lowerCaseWords(own, all),
    passages: evidence.map((item) => passageOf(item, dossier)),
  }
  const choices = new Set(persona.asks.flatMap(({ id, choices: given }) => (given === undefined ? [] : [id])))
  const flags = [
    ...fieldFlags('quote', reply.quote, context),
    ...reply.answers.filter(({ ask }) => !choices.has(ask)).flatMap(({ ask, answer }) => fieldFlags(`answer ${ask}`, answer, context)),
    ...reply.evidence.flatMap(({ shows }, index) => fieldFlags(`evidence ${index + 1}`, shows, context, index + 1)),
  ]
  return flags.slice(0, mostFlags)
}

/** A cited passage: its source, and what it and its surroundings say; read when it is first asked for. */
type Passage = { source: Source; grounds: () => Grounds }
type Context = {
  dossier: Dossier
  all: Grounds
  known: Grounds
  forecasts: Forecasts
  isOrdinary: (word: string) => boolean
  /** One for each piece of evidence; null where it was not found, which is reported elsewhere. */
  passages: readonly (Passage | null)[]
}

function dossierTexts(dossier: Dossier): string[] {
  const { tool, license, entryPrice, rivals, facts, sources, asOf } = dossier
  return [
    ...[tool.name, tool.shortName ?? '', tool.vendor, tool.category, tool.tagline, tool.description, asOf, ...rivals],
    ...[...licenseTexts(license), ...priceTexts(entryPrice)],
    ...facts.flatMap(({ statement, quote }) => [statement, quote]),
    ...sources.flatMap((source) => [...imprint(source), source.retrievedOn, source.url, source.text]),
  ]
}

function licenseTexts({ name, spdx, summary }: Dossier['license']): string[] {
  return [name, spdx ?? '', summary]
}

function priceTexts({ label, amountUsd, per, note, asOf }: Dossier['entryPrice']): string[] {
  return [label, amountUsd === null ? '' : `${amountUsd} USD per ${per ?? 'use'}`, note ?? '', asOf]
}

function imprint({ title, publisher, publishedOn }: Source): string[] {
  return [title, publisher, publishedOn]
}

function nameTexts({ tool, rivals, asOf }: Dossier): string[] {
  return [tool.name, tool.shortName ?? '', tool.vendor, tool.category, ...rivals, asOf]
}

function personaTexts({ seat, question, asks }: Persona): string[] {
  return [seat, question, ...asks.flatMap((ask) => [ask.question, ...(ask.choices ?? [])])]
}

/** What a text, or the dossier, writes in lower case is a word, whatever else it may be called. */
function lowerCaseWords(text: string, { lowerCase }: Grounds): (word: string) => boolean {
  const own = new Set(readTokens(text).tokens.flatMap(({ text: word, lower }) => (word === lower ? [word] : [])))
  return (word) => own.has(word) || lowerCase.has(word)
}

function passageOf(item: Evidence, dossier: Dossier): Passage | null {
  const source = dossier.sources.find(({ id }) => id === item.source)
  if (item.status !== 'found' || source === undefined) return null
  let grounds: Grounds | undefined
  return {
    source,
    grounds: () => {
      grounds ??= readGrounds([
        withSentences(source.text, item),
        item.surroundings?.above ?? '',
        ...imprint(source),
        ...(dossier.license.source === source.id ? licenseTexts(dossier.license) : []),
        ...(dossier.entryPrice.source === source.id ? priceTexts(dossier.entryPrice) : []),
      ])
      return grounds
    },
  }
}

function fieldFlags(field: string, text: string, context: Context, ownItem?: number): string[] {
  return readSentences(text).flatMap((sentence) => {
    const cites = [...new Set(ownItem === undefined ? sentence.cites : [ownItem, ...sentence.cites])]
    return sentenceFlags({ field, text: sentence.text, cites }, context)
  })
}

type Sentence = { field: string; text: string; cites: readonly number[] }

function sentenceFlags({ field, text, cites }: Sentence, context: Context): string[] {
  const claim = withoutMarkers(text)
  const isCited = cites.length > 0
  if (!isCited && context.forecasts.isForecast(claim)) return []
  const unknown = readMentions(claim, context.isOrdinary).mentions.filter(
    (mention) => isParticular(mention, isCited) && !isGrounded(mention, context.known) && !context.forecasts.isOwn(mention, claim),
  )
  const invented = unknown.filter((mention) => !isGrounded(mention, context.all))
  const elsewhere = unknown.filter((mention) => isGrounded(mention, context.all) && isElsewhere(mention, cites, context))
  const where = `in “${shorten(text, 200)}”`
  return [
    ...(invented.length === 0
      ? []
      : [`${field}: ${list(invented)} ${isOrAre(invented)} nowhere in the dossier, ${where}; take it out, or cite what says it.`]),
    ...(elsewhere.length === 0
      ? []
      : [
          `${field}: ${list(elsewhere)} ${isOrAre(elsewhere)} in the dossier, but not in the passage cited [${cites.slice(0, 10).join(', ')}], ${where}; ${nearest(elsewhere, context.dossier)}.`,
        ]),
  ]
}

/** Where it is said instead: the first source that has all of it. */
function nearest(mentions: readonly Mention[], { sources }: Dossier): string {
  const source = sources.find((candidate) => mentions.every((mention) => isGrounded(mention, sourceGrounds(candidate))))
  return source === undefined ? 'cite the passage that says it' : `cite the passage that says it, in the source "${source.id}"`
}

function isElsewhere(mention: Mention, cites: readonly number[], { passages }: Context): boolean {
  if (mention.kind === 'amount' && mention.isWord && Math.max(...mention.values) <= 10) return false
  const cited = cites.map((number) => passages[number - 1] ?? null)
  // A passage that was not found may have held it.
  if (cited.length === 0 || cited.includes(null)) return false
  return cited.every((passage) => passage !== null && !isGrounded(mention, passage.grounds()))
}

/** Nouns that make even a small number in words a claim that someone counted. */
const counted = new Set(
  'gpu cpu card node server core customer user employee seat developer engineer company team star download request token parameter country region office partner contributor release'.split(
    ' ',
  ),
)

/** Whether a source has to hold it. Small numbers in words, nought and one are how people talk, unless they measure or a marker is behind them. */
function isParticular(mention: Mention, isCited: boolean): boolean {
  if (mention.kind === 'vague') return isCited
  if (mention.kind !== 'amount') return true
  if (mention.values.length === 0) return false
  const value = Math.max(...mention.values)
  const isMeasured = mention.unit === '%' || mention.unit === 'byte' || /^[A-Z$]{2,3}$/.test(mention.unit)
  if (isMeasured) return true
  if (!mention.isWord) return value > 1 || !Number.isInteger(value)
  if (value > 10) return true
  return isCited && value > 1 && (mention.unit === 'second' || mention.unit === 'times' || counted.has(mention.noun ?? ''))
}

function list(mentions: readonly Mention[]): string {
  const texts = [...new Set(mentions.slice(0, 100).map(({ text }) => shorten(text, 60)))]
  // "Llama 4" says "Llama" as well.
  const named = texts.filter((text) => !texts.some((other) => other.startsWith(`${text} `)))
  const more = named.length > mostNamed ? ` and ${named.length - mostNamed} more` : ''
  return (
    named
      .slice(0, mostNamed)
      .map((text) => `"${text}"`)
      .join(', ') + more
  )
}

function isOrAre(mentions: readonly Mention[]): string {
  return new Set(mentions.map(({ text }) => text)).size === 1 ? 'is' : 'are'
}

/** On one line, without what cannot be stored, and no longer than that. */
function shorten(text: string, length: number): string {
  const line = text
    .replace(/\p{Surrogate}/gu, '')
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
  return line.length <= length ? line : `${line.slice(0, length - 1).replace(/\p{Surrogate}$/u, '')}…`
}
