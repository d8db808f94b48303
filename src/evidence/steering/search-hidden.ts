import type { HiddenText } from '../../contracts/steering.js'
import { decodeAll } from './decode.js'
import { readingsOf } from './disguises.js'
import { foldText } from './fold-text.js'
import { findForged } from './forged.js'
import type { Hit } from './hits.js'
import { judgeDerived } from './judge-derived.js'
import { judgeLanguage, type Scripts } from './judge-language.js'
import { judgeSentence } from './judge-sentence.js'
import { formOf, judgeOffTopic, type Topic } from './off-topic.js'
import { flowsOf, type Segment, segmentsOf } from './segments.js'

/** Places that pages use for words of their own too: what is there in plain sight of some readers is judged as text is. */
const shared = new Set<HiddenText['place']>(['page-frame', 'metadata', 'alt', 'title', 'template', 'aria-hidden'])

/** Everything in a text that a reader does not see, unmerged. */
export function searchHidden(
  { place, text }: HiddenText,
  { names, topic, scripts }: { names: RegExp | null; topic: Topic; scripts: Scripts },
): Hit[] {
  const folded = foldText(text)
  const segments = segmentsOf(text, folded)
  const isHidden = place !== 'page-frame'
  const hits: Hit[] = [
    ...segments.flatMap((segment) => searchSegment(segment, { names, topic, scripts, isHidden, isShared: shared.has(place) })),
    ...findForged(text).map(({ kind, reason, certainty, start, end }) => ({
      kind,
      reason,
      start,
      end,
      certainty: isHidden ? ('likely' as const) : certainty,
    })),
    ...decodeAll(text).flatMap(({ start, end, text: read, how }): Hit[] => {
      const said = judgeDerived(read, names)
      if (said === 'nothing' && !/invisible|tag|selectors|direction/.test(how)) return []
      return [{ kind: 'encoded', certainty: said === 'nothing' ? 'unsure' : 'likely', reason: `It is written ${how}.`, start, end }]
    }),
    ...flowsOf(text, folded, segments).flatMap(({ words, start, end }): Hit[] => {
      const found = judgeSentence(words, names, isHidden)
      return found === null ? [] : [{ kind: found.kind, reason: found.reason, certainty: found.certainty, start, end }]
    }),
  ]
  if (hits.length > 0 || place !== 'invisible-characters' || (text.match(/\p{L}{2,}/gu)?.length ?? 0) < 3) return hits
  return [{ kind: 'encoded', certainty: 'unsure', reason: 'It is written in characters that no one sees.', start: 0, end: text.length }]
}

type Where = { names: RegExp | null; topic: Topic; scripts: Scripts; isHidden: boolean; isShared: boolean }

function searchSegment(segment: Segment, { names, topic, scripts, isHidden, isShared }: Where): Hit[] {
  const { words, start, end } = segment
  const found = judgeSentence(words, names, isHidden)
  if (found !== null) return [{ kind: found.kind, reason: found.reason, certainty: found.certainty, start, end }]
  const foreign = judgeLanguage(segment, scripts, isHidden)
  if (foreign !== null) return [{ ...foreign, start, end }]
  for (const { text: read, how, isProse } of readingsOf(words)) {
    const said = judgeDerived(read, names)
    if (said !== 'nothing' || isProse)
      return [{ kind: 'encoded', certainty: said === 'nothing' ? 'unsure' : 'likely', reason: `It is written ${how}.`, start, end }]
  }
  const form = formOf(words)
  if (form === null) return []
  const asked = judgeOffTopic(form, { ...segment, isHeading: false, isItem: false }, topic)
  if (asked === null) return []
  const isLikely = asked.certainty === 'likely' || (!isShared && isHidden)
  return [{ kind: 'off-topic-instruction', certainty: isLikely ? 'likely' : 'unsure', reason: asked.reason, start, end }]
}
