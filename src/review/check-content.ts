import { LRUCache } from 'lru-cache'
import type { Dossier } from '../contracts/dossier.js'
import type { Persona } from '../contracts/persona.js'
import type { VerdictContent } from '../contracts/revision.js'
import { checkEvidence, evidenceWarnings } from '../evidence/check-evidence.js'
import { countWords, examineReply } from '../panels/draft/check-reply.js'
import { checksVersion } from '../panels/draft/checks-version.js'
import type { CheckContent, ContentCheck } from './rules/apply-reviews.js'

/** What was found before: each page of a record checks all its verdicts, of which at most one changed since the page before. Counted in characters. */
const foundBefore = new LRUCache<string, ContentCheck>({ maxSize: 10_000_000, sizeCalculation: (_, { length }) => 2 * length })

/**
 * The check that a juror's reply went through, for whatever people make of it: evidence in the frozen sources, answers, length, markers.
 * What it returns is shared by all who ask for the same, and is not to be changed.
 */
export function createContentCheck({ dossiers, personas }: { dossiers: readonly Dossier[]; personas: readonly Persona[] }): CheckContent {
  return ({ tool, persona: personaId, content }) => {
    const dossier = dossiers.find((candidate) => candidate.tool.slug === tool)
    const persona = personas.find((candidate) => candidate.id === personaId)
    if (dossier === undefined || persona === undefined) throw new Error(`the panel has no ${personaId} on ${tool}`)
    // Documents are named by their hashes, and never change.
    const key = JSON.stringify([dossier.sha256, persona.sha256, content])
    const known = foundBefore.get(key)
    if (known !== undefined) return known
    const found = check(content, { dossier, persona })
    foundBefore.set(key, found)
    return found
  }
}

function check(content: VerdictContent, { dossier, persona }: { dossier: Dossier; persona: Persona }): ContentCheck {
  const evidence = checkEvidence(content.evidence, dossier)
  const { errors, warnings, particulars } = examineReply(content, persona, dossier, evidence)
  const quoteWords = { count: countWords(content.quote), max: persona.quoteWords.max }
  return { evidence, errors, flags: [...warnings, ...evidenceWarnings(evidence)], particulars, checks: checksVersion, quoteWords }
}
