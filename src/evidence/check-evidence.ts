import type { Dossier, Source } from '../contracts/dossier.js'
import type { Evidence, VerdictContent } from '../contracts/verdict.js'
import { onceFor } from '../platform/once-for.js'
import { cutPassage } from './cut-passages.js'
import { openText, type Passage } from './passages.js'
import { type LeftOut, readSurroundings } from './rules/surroundings.js'

/** Folded sources, for as long as their dossier is in use: a dossier's seats all look into the same few texts. */
const opened = onceFor((source: Source) => openText(source.text))

/**
 * Every evidence quote looked up in the source it names, by the numbers it was cited by or verbatim: stored with its offsets, the sentence around
 * it and a warning where that may change what it says, or marked `not found`. Numbers that cut something else are dropped.
 */
export function checkEvidence(evidence: VerdictContent['evidence'], dossier: Dossier): Evidence[] {
  return evidence.map(({ units, ...item }) => {
    const source = dossier.sources.find((candidate) => candidate.id === item.source)
    if (source === undefined) return { ...item, status: 'not found', why: `the dossier has no source "${item.source}"` }
    const cut = units === undefined ? null : cutPassage(source, units)
    if (units !== undefined && cut !== null && 'quote' in cut && cut.quote === item.quote)
      return { ...item, units, status: 'found', ...cut.passage, ...inItsSentence(source.text, cut.passage) }
    const passage = opened(source).findPassage(item.quote)
    if (passage !== null) return { ...item, status: 'found', ...passage, ...inItsSentence(source.text, passage) }
    const elsewhere = dossier.sources.find((candidate) => opened(candidate).findPassage(item.quote) !== null)
    const why = elsewhere ? `it stands in "${elsewhere.id}"` : opened(source).whyNotFound(item.quote)
    return { ...item, status: 'not found', why: `not in the source "${item.source}"; ${why}` }
  })
}

/** What the warnings of checked evidence ask for, by the number of the piece: for the repair round, and for reviewers. */
export function evidenceWarnings(evidence: readonly Evidence[]): string[] {
  return evidence.flatMap((item, index) =>
    item.status === 'found' && item.warning !== undefined ? [`evidence ${index + 1}: ${item.warning}.`] : [],
  )
}

function inItsSentence(text: string, passage: Passage): Pick<Extract<Evidence, { status: 'found' }>, 'surroundings' | 'warning'> {
  const { surroundings, leftOut } = readSurroundings(text, passage)
  const { above, before, after } = surroundings
  return {
    ...(above === null && before === '' && after === '' ? {} : { surroundings }),
    ...(leftOut === null ? {} : { warning: warningOf(leftOut) }),
  }
}

function warningOf({ word, where }: LeftOut): string {
  if (where === 'sentence') return `the passage leaves out "${word}" of its sentence; cite the whole sentence`
  if (where === 'above') return `the passage stands under "${word}", which may change what it says; cite those words as well`
  return `the next sentence, "${word}", may take the passage back; cite it as well`
}
