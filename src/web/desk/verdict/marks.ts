import type { Dossier } from '../../../contracts/dossier.js'
import type { Particular } from '../../../contracts/particular.js'
import type { Persona } from '../../../contracts/persona.js'
import type { SupportQuestion } from '../../../contracts/second-opinion.js'
import { findMarkers } from '../../../evidence/markers.js'
import { unitsOf } from '../../../evidence/units.js'
import { findParticulars } from '../../../panels/draft/particulars/check-particulars.js'
import { claimReader } from '../../../panels/draft/particulars/read-claims.js'
import { openQuestions } from '../../../panels/opinion/questions.js'
import type { Sentence } from '../../../review/rules/provenance.js'
import type { VerdictView } from '../../../review/views.js'
import { type Reading, type Support, supportOf } from './reading.js'

/** What there is to look at in a sentence, with what says why. */
export type Mark =
  /** It states what a source could bear out, and cites none. */
  | { kind: 'no evidence'; claims: readonly string[] }
  /** None of the passages that it cites is in its source. */
  | { kind: 'not found'; numbers: readonly number[] }
  /** `near`: the unit of a source in which the same is said otherwise. */
  | { kind: 'particular'; particular: Particular; near: { source: string; unit: number } | null }
  | { kind: 'question'; question: SupportQuestion }

/** A sentence as it is read beside its sources: the evidence it cites, counted from 1 and each once, and what there is to look at. */
export type ReadSentence = Sentence & { cites: readonly number[]; support: Support; marks: readonly Mark[] }

/**
 * The quote, an answer (with its `ask`), or what a passage is said to show (with its number in `shows`). `part` names it as the checks do. An answer
 * that was chosen from a list has no sentences.
 */
export type ReadField = {
  part: string
  ask?: Persona['asks'][number]
  shows?: number
  text: string
  sentences: readonly ReadSentence[] | null
}

type Context = Pick<VerdictView, 'dossier' | 'persona' | 'verdict' | 'modelDraft'>

/**
 * The quote, the answers, and what each passage is said to show where there is something to look at in that: sentence by sentence, each with what it
 * cites and what a reviewer is to look at. What was waived is not to be looked at again. Pure.
 */
export function readFields(reading: Reading, view: Context): ReadField[] {
  const { content, evidence, provenance } = reading
  const found = findMarks(reading, view)
  const claimsOf = claimReader(withNumbers(content), view.dossier)
  const read = (part: string, sentences: readonly Sentence[], own: readonly number[] = []): ReadSentence[] =>
    sentences.map((sentence) => {
      const cites = [...new Set([...own, ...citesOf(sentence.text)])]
      const support: Support = own.length > 0 ? 'carried' : supportOf(sentence.text, evidence)
      // A particular without a source says already that nothing carries it.
      const others = found.filter((mark) => mark.part === part && mark.start >= sentence.start && mark.start < sentence.end)
      const claims = support === 'bare' && others.length === 0 ? claimsOf(sentence.text) : []
      const marks: Mark[] = [
        ...(claims.length === 0 ? [] : [{ kind: 'no evidence' as const, claims }]),
        ...(support === 'doubtful' ? [{ kind: 'not found' as const, numbers: cites }] : []),
        ...others.map(({ mark }) => mark),
      ]
      return { ...sentence, cites, support, marks }
    })
  const sentencesOf = (name: string) => provenance.fields.find(({ field }) => field === name)?.sentences ?? []
  const answers = content.answers.map(({ ask: id, answer }): ReadField => {
    const ask = view.persona.asks.find((candidate) => candidate.id === id) ?? { id, question: id }
    const part = `answer ${id}`
    return { part, ask, text: answer, sentences: ask.choices === undefined ? read(part, sentencesOf(part)) : null }
  })
  const shows = content.evidence.map(({ shows: text }, index): ReadField => {
    const part = `evidence ${index + 1}`
    return { part, shows: index + 1, text, sentences: read(part, sentencesOf(`${part} shows`), [index + 1]) }
  })
  const quote: ReadField = { part: 'quote', text: content.quote, sentences: read('quote', sentencesOf('quote')) }
  return [quote, ...answers, ...shows.filter((field) => countMarks([field]) > 0)]
}

type Found = { part: string; start: number; mark: Mark }

/** What the checks find in these words, and what a second model asks about those of them that are as it read them. */
function findMarks({ content, evidence }: Reading, { dossier, persona, verdict, modelDraft }: Context): Found[] {
  const drafted = verdict?.status === 'drafted' ? verdict : null
  const waived = new Set(drafted?.review.waivedFlags.map(({ flag }) => flag))
  const words = { ...withNumbers(content), call: content.call ?? 'abstain' }
  const particulars = findParticulars(words, { dossier, persona, evidence }).filter(({ flag }) => !waived.has(flag))
  const opinion = modelDraft === null ? undefined : drafted?.opinion
  const questions =
    opinion === undefined || modelDraft === null ? [] : openQuestions({ opinion, draft: modelDraft.content, current: words })
  return [
    ...particulars.map((particular) => ({
      ...placeOf(particular),
      mark: { kind: 'particular' as const, particular, near: nearOf(particular, dossier) },
    })),
    ...questions.map((question) => ({ ...placeOf(question), mark: { kind: 'question' as const, question } })),
  ]
}

function nearOf({ nearest }: Particular, dossier: Dossier): { source: string; unit: number } | null {
  const source = dossier.sources.find(({ id }) => id === nearest?.source)
  if (source === undefined || nearest === null) return null
  const index = unitsOf(source).findIndex(({ start, end }) => nearest.start >= start && nearest.start < end)
  return index === -1 ? null : { source: source.id, unit: index + 1 }
}

function placeOf({ part, start }: { part: string; start: number }) {
  return { part, start }
}

function withNumbers<Content extends Reading['content']>(content: Content) {
  return { ...content, predictions: content.predictions.map((row) => ({ ...row, probability: Number(row.probability) })) }
}

/** The numbers in a sentence's markers, each once. */
function citesOf(sentence: string): number[] {
  return [...new Set(findMarkers(sentence).flatMap(({ numbers }) => numbers))]
}

/** How many marks there are to look at. */
export function countMarks(fields: readonly ReadField[]): number {
  return fields.flatMap(({ sentences }) => sentences ?? []).reduce((sum, { marks }) => sum + marks.length, 0)
}
