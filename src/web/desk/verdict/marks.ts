import type { Dossier } from '../../../contracts/dossier.js'
import type { Persona } from '../../../contracts/persona.js'
import { findMarkers } from '../../../evidence/markers.js'
import { claimReader } from '../../../panels/draft/particulars/read-claims.js'
import type { Sentence } from '../../../review/rules/provenance.js'
import { type Reading, supportOf } from './reading.js'

/** What there is to look at in a sentence, with what says why. */
export type Mark =
  /** It states what a source could bear out, and cites none. */
  | { kind: 'no evidence'; claims: readonly string[] }
  /** None of the passages that it cites is in its source. */
  | { kind: 'not found'; numbers: readonly number[] }

/** A sentence as it is read beside its sources: the evidence it cites, counted from 1 and each once, and what there is to look at. */
export type ReadSentence = Sentence & { cites: readonly number[]; marks: readonly Mark[] }

/** The quote (`ask` null) or an answer; one that was chosen from a list has no sentences. */
export type ReadField = { ask: Persona['asks'][number] | null; name: string; text: string; sentences: readonly ReadSentence[] | null }

/** The quote and the answers sentence by sentence, each with what it cites and what a reviewer is to look at in it. Pure. */
export function readFields(reading: Reading, { dossier, persona }: { dossier: Dossier; persona: Persona }): ReadField[] {
  const { content, evidence, provenance } = reading
  const predictions = content.predictions.map((row) => ({ ...row, probability: Number(row.probability) }))
  const claimsOf = claimReader({ ...content, predictions }, dossier)
  const sentencesOf = (name: string) => provenance.fields.find(({ field }) => field === name)?.sentences ?? []
  const read = (sentence: Sentence): ReadSentence => {
    const cites = citesOf(sentence.text)
    const support = supportOf(sentence.text, evidence)
    const claims = support === 'bare' ? claimsOf(sentence.text) : []
    const marks: Mark[] = [
      ...(claims.length === 0 ? [] : [{ kind: 'no evidence' as const, claims }]),
      ...(support === 'doubtful' ? [{ kind: 'not found' as const, numbers: cites }] : []),
    ]
    return { ...sentence, cites, marks }
  }
  const answers = content.answers.map(({ ask: id, answer }): ReadField => {
    const ask = persona.asks.find((candidate) => candidate.id === id) ?? { id, question: id }
    const name = `answer ${id}`
    return { ask, name, text: answer, sentences: ask.choices === undefined ? sentencesOf(name).map(read) : null }
  })
  return [{ ask: null, name: 'quote', text: content.quote, sentences: sentencesOf('quote').map(read) }, ...answers]
}

/** The numbers in a sentence's markers, each once. */
function citesOf(sentence: string): number[] {
  return [...new Set(findMarkers(sentence).flatMap(({ numbers }) => numbers))]
}

/** How many marks there are to look at. */
export function countMarks(fields: readonly ReadField[]): number {
  return fields.flatMap(({ sentences }) => sentences ?? []).reduce((sum, { marks }) => sum + marks.length, 0)
}
