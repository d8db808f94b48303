import type { Opinion, OpinionPair, SupportQuestion } from '../../contracts/second-opinion.js'
import { withoutMarkers } from '../../evidence/markers.js'
import { readSentences } from '../draft/particulars/sentences.js'
import { type OpinionWords, showsPart, textOfPart } from './pairs.js'

type Asked = {
  opinion: Opinion
  /** The words that the second model read. */
  draft: OpinionWords
  /** The verdict as it is now. */
  current: OpinionWords
}

/**
 * What a second model asks about a verdict as it is now. Its opinion is about the draft's sentences: a question is open only while its sentence is
 * word for word in the same text and cites the same passage, markers that were renumbered aside. Pure.
 */
export function openQuestions({ opinion, draft, current }: Asked): SupportQuestion[] {
  const sentencesOf = rememberedSentences(current)
  return opinion.pairs.flatMap((pair): SupportQuestion[] => {
    const { support, reason, part } = pair
    if (support === null || support === 'supported' || reason === null) return []
    const asked = draft.evidence[pair.evidence - 1]
    const evidence = numberNow(pair, { draft, current })
    const sentence = textOfPart(draft, part)?.slice(pair.start, pair.end) ?? ''
    if (asked === undefined || evidence === null || sentence.trim() === '') return []
    const question = { model: opinion.model, sentence, evidence, passage: asked.quote, support, reason }
    if (part === showsPart(pair.evidence)) {
      const { shows = '' } = current.evidence[evidence - 1] ?? {}
      return shows === sentence ? [{ ...question, part: showsPart(evidence), start: 0, end: shows.length }] : []
    }
    const same = (sentencesOf(part).get(wordsOf(sentence)) ?? []).filter(({ cites }) => cites.includes(evidence))
    const place = same.find(({ start }) => start === pair.start) ?? same[0]
    return place === undefined ? [] : [{ ...question, part, start: place.start, end: place.end, sentence: place.text }]
  })
}

/** Where a draft's passage is among the evidence now; null when it is gone or other words were quoted since. */
function numberNow({ evidence: number }: OpinionPair, { draft, current }: Pick<Asked, 'draft' | 'current'>): number | null {
  const asked = draft.evidence[number - 1]
  const isSame = (item: OpinionWords['evidence'][number] | undefined) =>
    item !== undefined && asked !== undefined && item.source === asked.source && item.quote === asked.quote
  if (isSame(current.evidence[number - 1])) return number
  const index = current.evidence.findIndex(isSame)
  return index < 0 ? null : index + 1
}

function wordsOf(sentence: string): string {
  return withoutMarkers(sentence).replace(/\s+/g, ' ').trim()
}

type Place = { text: string; start: number; end: number; cites: readonly number[] }

/** The sentences of each part by their words, markers aside; split when first asked for. */
function rememberedSentences(current: OpinionWords): (part: string) => ReadonlyMap<string, Place[]> {
  const known = new Map<string, Map<string, Place[]>>()
  return (part) => {
    const before = known.get(part)
    if (before !== undefined) return before
    const text = textOfPart(current, part) ?? ''
    const places = new Map<string, Place[]>()
    for (const { start, end, cites } of readSentences(text)) {
      const sentence = text.slice(start, end)
      const words = wordsOf(sentence)
      const same = places.get(words)
      if (same === undefined) places.set(words, [{ text: sentence, start, end, cites }])
      else same.push({ text: sentence, start, end, cites })
    }
    known.set(part, places)
    return places
  }
}
