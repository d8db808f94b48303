import type { VerdictContent } from '../../contracts/revision.js'
import { findMarkerRuns, renumberMarkers } from '../../evidence/markers.js'
import { canonicalJson } from '../../platform/hash.js'
import { changesBetween } from '../../platform/text/changes-between.js'
import { segmentsOf } from '../../platform/text/text-segments.js'
import { countShared, dice } from './match-items.js'
import { wordsOf } from './tokens.js'

/** Who a sentence is from: the model to the letter; the model, changed by people; or people alone. */
export type SentenceBy = 'model' | 'edited' | 'person'
/** `start` and `end` are UTF-16 code units in the field's text, end exclusive; the sentences of a text leave out the space between them. */
export type Sentence = { text: string; start: number; end: number; by: SentenceBy }

export type FieldProvenance = {
  /** `quote`, `answer moat`, `evidence 1 shows`, `prediction 1 statement`, `prediction 1 resolution`. */
  field: string
  sentences: Sentence[]
}

/** Counts of sentences; `changedPercent` is (edited + person) ÷ total, in whole percent, and null where there is no sentence. */
export type SentenceCounts = { model: number; edited: number; person: number; total: number; changedPercent: number | null }

export type Provenance = { fields: FieldProvenance[]; quote: SentenceCounts; all: SentenceCounts }

/** A text as one version has it. `family` names the texts among which a sentence may have moved. */
type FieldText = { field: string; family: string; text: string }

/**
 * Who wrote each sentence of a verdict as it is, worked out from its text and the model's draft alone, so that a restored or undone sentence is
 * the model's again. White space does not count, nor does a marker that was renumbered with its evidence. A sentence is `edited` when
 * half of its words and of one vanished sentence of the model's are shared, or three in four of its own come from there. Without a
 * draft (`model` null) all is from people. Evidence quotations are the sources' words and not judged.
 */
export function provenance({ model, current }: { model: VerdictContent | null; current: VerdictContent }): Provenance {
  const written = model === null ? [] : fieldTexts(model)
  const fields = fieldTexts(current).map(({ field, family, text }) => {
    const own = written.filter((candidate) => candidate.field === field)
    const relatives = written.filter((candidate) => candidate.family === family && candidate.field !== field)
    const sentences = judge({
      text,
      own: sentencesOf(own),
      relatives: sentencesOf(relatives),
      spell: speller(current),
      spellModel: speller(model),
    })
    return { field, sentences }
  })
  const quote = fields.filter(({ field }) => field === 'quote').flatMap(({ sentences }) => sentences)
  return { fields, quote: count(quote), all: count(fields.flatMap(({ sentences }) => sentences)) }
}

function fieldTexts({ quote, answers, evidence, predictions }: VerdictContent): FieldText[] {
  return [
    { field: 'quote', family: 'quote', text: quote },
    ...answers.map(({ ask, answer }) => ({ field: `answer ${ask}`, family: `answer ${ask}`, text: answer })),
    ...evidence.map(({ shows }, index) => ({ field: `evidence ${index + 1} shows`, family: 'shows', text: shows })),
    ...predictions.flatMap(({ statement, resolution }, index) => [
      { field: `prediction ${index + 1} statement`, family: 'statement', text: statement },
      { field: `prediction ${index + 1} resolution`, family: 'resolution', text: resolution },
    ]),
  ]
}

/** A sentence as compared: white space folded, and each marker replaced by the passage it leads to. */
function speller(content: VerdictContent | null): (sentence: string) => string {
  return (sentence) =>
    renumberMarkers(sentence, (number) => {
      const item = content?.evidence[number - 1]
      return item === undefined ? number : canonicalJson([item.source, item.quote])
    })
      .replace(/\s+/g, ' ')
      .trim()
}

type Judged = {
  text: string
  own: readonly string[]
  relatives: readonly string[]
  spell: (sentence: string) => string
  spellModel: (sentence: string) => string
}

function judge({ text, own, relatives, spell, spellModel }: Judged): Sentence[] {
  const sentences = splitSentences(text)
  const spelled = sentences.map((sentence) => spell(sentence.text))
  const ownSpelled = own.map(spellModel)
  const { kept, vanished } = keep(ownSpelled, spelled)
  const elsewhere = new Set(relatives.map(spellModel))
  const lost = [...new Set([...own.filter((_sentence, index) => vanished.has(index)), ...relatives])].map(wordsOf)
  const changedBy = new Map<string, SentenceBy>()
  return sentences.map((sentence, index) => {
    if (kept.has(index) || elsewhere.has(spelled[index] ?? '')) return { ...sentence, by: 'model' }
    const known = changedBy.get(sentence.text)
    if (known !== undefined) return { ...sentence, by: known }
    const words = wordsOf(sentence.text)
    const by = lost.some((candidate) => descends(words, candidate)) ? 'edited' : 'person'
    changedBy.set(sentence.text, by)
    return { ...sentence, by }
  })
}

/** Which sentences were kept, in their place or moved, and which of the model's are gone. */
function keep(before: readonly string[], after: readonly string[]): { kept: Set<number>; vanished: Set<number> } {
  const kept = new Set(after.keys())
  const vanished = new Set<number>()
  let shift = 0
  for (const { start, end, items } of changesBetween(before, after)) {
    for (let index = start; index < end; index += 1) vanished.add(index)
    for (let index = 0; index < items.length; index += 1) kept.delete(start + shift + index)
    shift += items.length - (end - start)
  }
  for (const [index, sentence] of after.entries()) {
    const moved = kept.has(index) ? undefined : [...vanished].find((candidate) => before[candidate] === sentence)
    if (moved === undefined) continue
    kept.add(index)
    vanished.delete(moved)
  }
  return { kept, vanished }
}

function descends(words: readonly string[], ancestor: readonly string[]): boolean {
  if (dice(ancestor, words) >= 0.5) return true
  return words.length >= 3 && countShared(ancestor, words) >= 0.75 * words.length
}

function sentencesOf(fields: readonly FieldText[]): string[] {
  return fields.flatMap(({ text }) => splitSentences(text)).map(({ text }) => text)
}

const segmenter = new Intl.Segmenter('en', { granularity: 'sentence' })

/** A text's sentences. A marker behind a full stop belongs to the sentence before it. */
export function splitSentences(text: string): Omit<Sentence, 'by'>[] {
  const bounds: { start: number; end: number }[] = []
  for (const { segment, index } of segmentsOf(segmenter, text)) {
    const last = bounds.at(-1)
    const moved = last === undefined ? 0 : leadingMarkersLength(segment)
    if (last !== undefined && moved > 0) last.end = index + moved
    if (moved < segment.length) bounds.push({ start: index + moved, end: index + segment.length })
  }
  return bounds.flatMap(({ start, end }) => {
    const segment = text.slice(start, end)
    const trimmed = segment.trim()
    if (trimmed === '') return []
    const from = start + segment.indexOf(trimmed)
    return [{ text: trimmed, start: from, end: from + trimmed.length }]
  })
}

/** The length of the markers that a segment begins with, and of the white space around them. */
function leadingMarkersLength(segment: string): number {
  const [run] = findMarkerRuns(segment)
  if (run === undefined || run.start !== 0) return 0
  return run.end + segment.slice(run.end).length - segment.slice(run.end).trimStart().length
}

function count(sentences: readonly Sentence[]): SentenceCounts {
  const of = (wanted: SentenceBy) => sentences.filter(({ by }) => by === wanted).length
  const [model, edited, person, total] = [of('model'), of('edited'), of('person'), sentences.length]
  return { model, edited, person, total, changedPercent: total === 0 ? null : Math.round((100 * (edited + person)) / total) }
}
