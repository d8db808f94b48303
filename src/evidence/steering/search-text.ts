import { decodeAll } from './decode.js'
import { readSettings, type Setting } from './discussed.js'
import { readingsOf } from './disguises.js'
import { foldText } from './fold-text.js'
import { findForged } from './forged.js'
import type { Hit } from './hits.js'
import { judgeDerived } from './judge-derived.js'
import { judgeLanguage, type Scripts, scriptsOf } from './judge-language.js'
import { type Finding, judgeSentence } from './judge-sentence.js'
import { formOf, isAboutAnswers, judgeOffTopic, type Topic, topicOf } from './off-topic.js'
import { flowsOf, lastBefore, type Segment, segmentsOf } from './segments.js'
import { readShown, type Shown } from './spans.js'

type Settings = (segment: Segment, place: { at: number; original: number }) => Setting

/** Everything in the text that a reader sees, unmerged, and what the text is about. */
export function searchText(
  text: string,
  { title, names }: { title: string; names: RegExp | null },
): { hits: Hit[]; topic: Topic; scripts: Scripts } {
  const folded = foldText(text)
  const segments = segmentsOf(text, folded)
  const shown = readShown(text)
  const settings = readSettings(segments, shown)
  const scripts = scriptsOf(folded.text)
  const places = {
    originalOf: (at: number) => folded.starts[Math.min(at, folded.starts.length - 1)] ?? 0,
    endOf: (at: number) => folded.ends[at] ?? text.length,
  }

  const orders = segments.flatMap((segment) => searchSegment(segment, { names, settings, places, scripts, shown }))
  const flows = flowsOf(text, folded, segments).flatMap(({ words, from }): Hit[] => {
    const found = judgeSentence(words, names, false)
    if (found === null || found.certainty !== 'likely') return []
    const start = places.originalOf(from + found.at)
    const end = places.endOf(from + found.at + found.length - 1)
    const letter = found.at + Math.max(0, words.slice(found.at, found.at + found.length).search(/\p{L}/u))
    const setting = settings(
      lastBefore(segments, (segment) => segment.from <= from + letter),
      { at: 0, original: places.originalOf(from + letter) },
    )
    return weigh({ ...found, start, end }, setting, found.isTargeted)
  })
  const hits = [...orders, ...flows, ...searchForged(text, segments, settings), ...searchEncoded(text, segments, { names, settings })]
  const asks = new Map(
    segments
      .flatMap((segment) => (isAsked(segment, shown) ? [[segment, formOf(segment.words)] as const] : []))
      .filter(([, form]) => form !== null),
  )
  const topic = { ...topicOf(segments, asks, title), isEnglish: scripts.language === 'en' }
  for (const [segment, form] of asks) {
    const isCommand = namesCode(text.slice(segment.start, segment.end)) && (form !== 'your-answer' || !isAboutAnswers(segment.words))
    const found = form === null || isCommand ? null : judgeOffTopic(form, segment, topic)
    if (found !== null)
      hits.push({ kind: 'off-topic-instruction', certainty: found.certainty, reason: found.reason, start: segment.start, end: segment.end })
  }
  return { hits, topic, scripts }
}

/** A sentence about a command, a file or a setting: what it names as code looks like code. */
function namesCode(words: string): boolean {
  return /`[^`\n]{0,80}[-_.(){}=/$<>:@][^`\n]{0,80}`|`[a-z]{2,20}`|<code>/.test(words)
}

function isAsked({ start, isWhole }: Segment, shown: Shown): boolean {
  return isWhole && !shown.isCode(start) && !(shown.isQuoted(start) && shown.isQuoted(start + 1))
}

type Places = { originalOf: (at: number) => number; endOf: (at: number) => number }

function searchSegment(
  segment: Segment,
  { names, settings, places, scripts, shown }: { names: RegExp | null; settings: Settings; places: Places; scripts: Scripts; shown: Shown },
): Hit[] {
  const { words, from, start, end } = segment
  const found = judgeSentence(words, names, false)
  if (found !== null) {
    const setting = settings(segment, { at: found.at, original: places.originalOf(from + found.at + Math.min(2, found.length - 1)) })
    return weigh({ ...found, start, end }, setting, found.isTargeted)
  }
  if (shown.isCode(start) && shown.isCode(Math.max(start, end - 1))) return []
  const foreign = judgeLanguage(segment, scripts, false)
  if (foreign !== null) return weigh({ ...foreign, start, end }, settings(segment, { at: 0, original: start }), false)
  for (const { text: read, how, isProse } of readingsOf(words)) {
    const said = judgeDerived(read, names)
    if (said === 'nothing' && !isProse) continue
    const hit = { kind: 'encoded', certainty: said === 'order' ? 'likely' : 'unsure', reason: `It is written ${how}.`, start, end } as const
    return weigh(hit, settings(segment, { at: 0, original: start }), said === 'order')
  }
  return []
}

/** What becomes of a hit where it is: an example in a page about such texts is none, and one that is only shown or only discussed is unsure. */
function weigh(hit: Hit & Partial<Finding>, { isShown, isDiscussed, isIntroduced, isReported }: Setting, isTargeted: boolean): Hit[] {
  const { kind, reason, start, end } = hit
  const as = (certainty: Hit['certainty']): Hit[] => [{ kind, reason, start, end, certainty }]
  if (isShown && isDiscussed) return isTargeted && !isIntroduced ? as('unsure') : []
  if (isReported) return isTargeted ? as('unsure') : []
  if (isShown && hit.certainty === 'unsure') return []
  if (isShown || (isDiscussed && isIntroduced)) return as('unsure')
  return as(hit.certainty)
}

function searchForged(text: string, segments: readonly Segment[], settings: Settings): Hit[] {
  if (segments.length === 0) return []
  return findForged(text).flatMap(({ start, end, kind, reason, certainty, isOurs }) => {
    const setting = settings(
      lastBefore(segments, (segment) => segment.start <= start),
      { at: 0, original: start },
    )
    if (setting.isShown && !isOurs) return []
    if (setting.isDiscussed && setting.isIntroduced && !isOurs) return []
    return weigh({ kind, reason, certainty, start, end }, setting, isOurs)
  })
}

function searchEncoded(
  text: string,
  segments: readonly Segment[],
  { names, settings }: { names: RegExp | null; settings: Settings },
): Hit[] {
  if (segments.length === 0) return []
  return decodeAll(text).flatMap(({ start, end, text: read, how }) => {
    const said = judgeDerived(read, names)
    const isUnseen = /invisible|tag|selectors|direction/.test(how)
    if (said === 'nothing' && !isUnseen) return []
    const certainty = said === 'order' || isUnseen ? 'likely' : 'unsure'
    const setting = settings(
      lastBefore(segments, (segment) => segment.start <= start),
      { at: 0, original: start },
    )
    if (said === 'request' && setting.isShown) return []
    if (setting.isDiscussed && !isUnseen)
      return setting.isShown ? [] : [{ kind: 'encoded', certainty: 'unsure', reason: `It is written ${how}.`, start, end }]
    return [{ kind: 'encoded', certainty, reason: `It is written ${how}.`, start, end }]
  })
}
