import type { Dossier, Source } from '../contracts/dossier.js'
import type { Evidence, Reply } from '../contracts/verdict.js'
import { type OpenText, openText } from '../passages.js'

/** Folded sources, for as long as their dossier is in use: a dossier's seats all look into the same few texts. */
const openedSources = new WeakMap<Source, OpenText>()

/** Every evidence quote looked up verbatim in the source it names, and stored with its offsets or marked `not found`. */
export function checkEvidence(evidence: Reply['evidence'], dossier: Dossier): Evidence[] {
  return evidence.map((item) => {
    const source = dossier.sources.find((candidate) => candidate.id === item.source)
    if (source === undefined) return { ...item, status: 'not found', why: `the dossier has no source "${item.source}"` }
    const passage = opened(source).findPassage(item.quote)
    if (passage !== null) return { ...item, status: 'found', ...passage }
    const elsewhere = dossier.sources.find((candidate) => opened(candidate).findPassage(item.quote) !== null)
    const why = elsewhere ? `it stands in "${elsewhere.id}"` : opened(source).whyNotFound(item.quote)
    return { ...item, status: 'not found', why: `not in the source "${item.source}"; ${why}` }
  })
}

function opened(source: Source): OpenText {
  const known = openedSources.get(source)
  if (known !== undefined) return known
  const text = openText(source.text)
  openedSources.set(source, text)
  return text
}
