import type { Dossier } from '../contracts/dossier.js'
import type { Persona } from '../contracts/persona.js'
import { checkEvidence, evidenceWarnings } from '../evidence/check-evidence.js'
import { checkReply, countWords } from '../panels/draft/check-reply.js'
import { checksVersion } from '../panels/draft/checks-version.js'
import type { CheckContent } from './rules/apply-reviews.js'

/** The check that a juror's reply went through, for whatever people make of it: evidence in the frozen sources, answers, length, markers. */
export function createContentCheck({ dossiers, personas }: { dossiers: readonly Dossier[]; personas: readonly Persona[] }): CheckContent {
  return ({ tool, persona: personaId, content }) => {
    const dossier = dossiers.find((candidate) => candidate.tool.slug === tool)
    const persona = personas.find((candidate) => candidate.id === personaId)
    if (dossier === undefined || persona === undefined) throw new Error(`the panel has no ${personaId} on ${tool}`)
    const { errors, warnings } = checkReply(content, persona, dossier)
    const quoteWords = { count: countWords(content.quote), max: persona.quoteWords.max }
    const evidence = checkEvidence(content.evidence, dossier)
    return { evidence, errors, flags: [...warnings, ...evidenceWarnings(evidence)], checks: checksVersion, quoteWords }
  }
}
