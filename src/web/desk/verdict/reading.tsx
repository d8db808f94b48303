import type { Dossier } from '../../../contracts/dossier.js'
import type { VerdictContent } from '../../../contracts/revision.js'
import type { Evidence } from '../../../contracts/verdict.js'
import { checkEvidence } from '../../../evidence/check-evidence.js'
import { findMarkers } from '../../../evidence/markers.js'
import { revealInvisible } from '../../../platform/html/safe-text.js'
import { directionOf } from '../../../platform/text/text-direction.js'
import { type Provenance, provenance, type Sentence, type SentenceBy } from '../../../review/rules/provenance.js'
import { Passage } from '../../../site/pages/record/passage.js'
import { listWords } from '../../../site/pages/record/words.js'
import type { FormContent } from './form-content.js'
import { passageAnchor } from './links.js'

/** A verdict's words held against its sources and against what the model wrote; `isSample` where people wrote that in its place. */
export type Reading = { content: FormContent; evidence: Evidence[]; provenance: Provenance; sources: Dossier['sources']; isSample: boolean }

type Against = { dossier: Dossier; model: VerdictContent | null; isSample?: boolean }

/** Reads words as they are or as they are being written. `model` is the model's own draft; null where a person wrote the verdict. */
export function readWords(content: FormContent, { dossier, model, isSample = false }: Against): Reading {
  // Who wrote a sentence is worked out from texts alone: neither the call nor a probability matters.
  const predictions = content.predictions.map((row) => ({ ...row, probability: 0.5 }))
  const current: VerdictContent = { ...content, predictions, call: content.call ?? 'abstain' }
  return {
    content,
    evidence: checkEvidence(content.evidence, dossier),
    provenance: provenance({ model, current }),
    sources: dossier.sources,
    isSample,
  }
}

/** Who a sentence is from, in a word. */
export const byWords: Record<SentenceBy, string> = { model: 'model', edited: 'edited', person: 'person' }

/**
 * The quote as readers will see it: who wrote each sentence, which passage carries it, and which sentence nothing carries. Without
 * `isLinked` its numbers lead nowhere: for words whose passages are not the ones marked in the sources beside it.
 */
export function QuoteReading({ reading, isLinked = true }: { reading: Reading; isLinked?: boolean }) {
  const { content, evidence, provenance: origins } = reading
  const { quote } = content
  const sentences = origins.fields.find(({ field }) => field === 'quote')?.sentences ?? []
  if (sentences.length === 0) return <p class="empty">No quote yet.</p>
  return (
    <>
      <blockquote class="reading" dir={directionOf(quote)}>
        {sentences.map((sentence, index) => (
          <>
            {quote.slice(sentences[index - 1]?.end ?? sentence.start, sentence.start)}
            <SentenceReading sentence={sentence} evidence={evidence} isLinked={isLinked} />
          </>
        ))}
      </blockquote>
      <Legend sentences={sentences} reading={reading} />
    </>
  )
}

/** The passages a verdict rests on, each with its source, where they are only read. */
export function PassageList({ evidence }: Pick<Reading, 'evidence'>) {
  return (
    <ol class="passages">
      {evidence.map((item) => (
        <li>
          <Passage item={item} /> <span class="meta">{revealInvisible(item.source)}</span>
        </li>
      ))}
    </ol>
  )
}

/** The state of a sentence: a passage was found for it, none of those it names was, or it names none. */
export type Support = 'carried' | 'doubtful' | 'bare'

/** The state of a sentence, by its markers. */
export function supportOf(text: string, evidence: readonly Evidence[]): Support {
  const numbers = findMarkers(text).flatMap((marker) => marker.numbers)
  if (numbers.length === 0) return 'bare'
  return numbers.some((number) => evidence[number - 1]?.status === 'found') ? 'carried' : 'doubtful'
}

type SentenceProps = { sentence: Sentence; evidence: readonly Evidence[]; isLinked: boolean }

function SentenceReading({ sentence: { text, by }, evidence, isLinked }: SentenceProps) {
  const support = supportOf(text, evidence)
  return (
    <span class={`s ${by} ${support}`}>
      {by === 'model' ? null : <span class="hide">[{byWords[by]}] </span>}
      <WithMarkers text={text} evidence={evidence} isLinked={isLinked} />
      {support === 'carried' ? null : <span class="hide"> [{support === 'bare' ? 'no evidence' : 'evidence not found'}]</span>}
    </span>
  )
}

/** A sentence, its markers links to what they name. */
export function WithMarkers({ text, evidence, isLinked }: { text: string; evidence: readonly Evidence[]; isLinked: boolean }) {
  let at = 0
  const parts = findMarkers(text).flatMap(({ start, end, numbers }) => {
    const before = text.slice(at, start).trimEnd()
    at = end
    return [revealInvisible(before), <Markers numbers={numbers} evidence={evidence} isLinked={isLinked} />]
  })
  return [...parts, revealInvisible(text.slice(at))]
}

type MarkersProps = { numbers: readonly number[]; evidence: readonly Evidence[]; isLinked: boolean }

function Markers({ numbers, evidence, isLinked }: MarkersProps) {
  return (
    <sup>
      {numbers.map((number, index) => {
        const support = evidence[number - 1]?.status ?? 'missing'
        const place = support === 'found' ? passageAnchor(number) : `evidence-${number}`
        return (
          <>
            {index === 0 ? null : ','}
            {support === 'missing' ? (
              <span class="doubt">{number}: no such evidence</span>
            ) : !isLinked ? (
              <span class={support === 'found' ? undefined : 'doubt'}>
                {number}
                {support === 'found' ? null : ' not found'}
              </span>
            ) : (
              <a href={`#${place}`} class={support === 'found' ? undefined : 'doubt'} data-evidence={String(number)}>
                <span class="hide">evidence </span>
                {number}
                {support === 'found' ? null : ' not found'}
              </a>
            )}
          </>
        )
      })}
    </sup>
  )
}

type LegendProps = { sentences: readonly Sentence[]; reading: Reading }

/** Who the sentences of a quote are from, and how many cite nothing. Not each of those needs a source: what has to be looked at is counted by itself. */
export function Legend({ sentences, reading }: LegendProps) {
  const { evidence, isSample } = reading
  const { quote } = reading.provenance
  const bare = sentences.filter(({ text }) => supportOf(text, evidence) === 'bare').length
  const doubtful = sentences.filter(({ text }) => supportOf(text, evidence) === 'doubtful').length
  return (
    <p class="legend meta">
      <span>
        Sentences of the quote: {quote.model} {isSample ? 'sample' : byWords.model}
      </span>
      <span class="key edited">{quote.edited} edited</span>
      <span class="key person">{quote.person} person</span>
      {bare === 0 ? null : (
        <span class="key bare">
          {bare} {bare === 1 ? 'cites' : 'cite'} nothing
        </span>
      )}
      {doubtful === 0 ? null : (
        <span class="key doubtful">
          {doubtful} {doubtful === 1 ? 'cites' : 'cite'} what was not found
        </span>
      )}
    </p>
  )
}

/** Who wrote a field, in a word or two: `model`, `sample`, `edited`, `model and person`; null where it says nothing. */
export function writtenBy({ provenance: origins, isSample }: Reading, field: string): string | null {
  const sentences = origins.fields.find((candidate) => candidate.field === field)?.sentences ?? []
  const kinds = (['model', 'edited', 'person'] as const).filter((kind) => sentences.some(({ by }) => by === kind))
  return kinds.length === 0 ? null : listWords(kinds.map((kind) => (kind === 'model' && isSample ? 'sample' : byWords[kind])))
}
