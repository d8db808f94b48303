import type { Dossier } from '../../contracts/dossier.js'
import type { Persona } from '../../contracts/persona.js'
import type { Draft, Evidence, Reply, ReplyV1, VerdictContent } from '../../contracts/verdict.js'
import { checkEvidence, evidenceWarnings } from '../../evidence/check-evidence.js'
import { type Cut, cutPassages } from '../../evidence/cut-passages.js'
import { renumberMarkers } from '../../evidence/markers.js'
import { examineReply } from './check-reply.js'

/** A verdict's words as one juror has them. */
type DraftWords = VerdictContent & Pick<Reply, 'call'>

/** A verdict's words with their evidence as found in the dossier. */
export type CheckedReply = Omit<Reply, 'evidence'> & Pick<Draft, 'evidence' | 'particulars'>

/** A reply judged. `problems` is everything that should be fixed, for the model; `warnings` what is left of it in the reply as it would be kept. */
export type Judgement = { reply: CheckedReply; errors: string[]; warnings: string[]; problems: string[] }

/** A reply of either version against its persona and its dossier: version 1 is searched for what it quotes, version 2 cut by its numbers. */
export function judgeReply(reply: Reply | ReplyV1, held: { persona: Persona; dossier: Dossier }): Judgement {
  return isInWords(reply) ? judgeWhole(reply, checkEvidence(reply.evidence, held.dossier), held) : judgeCited(reply, held)
}

function isInWords(reply: Reply | ReplyV1): reply is ReplyV1 {
  return reply.evidence.some((item) => 'quote' in item)
}

/** So many of what was left out are told one by one. */
const mostTold = 20

type Held = { persona: Persona; dossier: Dossier }

function judgeWhole(content: DraftWords, evidence: Evidence[], { persona, dossier }: Held): Judgement {
  const { errors, warnings: found, particulars } = examineReply(content, persona, dossier, evidence)
  const warnings = [...found, ...evidenceWarnings(evidence)]
  const reply = { ...content, evidence, ...(particulars.length === 0 ? {} : { particulars }) }
  return { reply, errors, warnings, problems: [...errors, ...warnings] }
}

/**
 * What cites no passage is left out of the reply that would be kept, with its markers, and said so. The model gets all of it listed as it wrote it,
 * by its own numbers. Where nothing that it cited is left, the reply rests on nothing.
 */
function judgeCited(cited: Reply, held: Held): Judgement {
  const cuts = cutPassages(cited.evidence, held.dossier)
  const wrong = cuts.flatMap((cut, index) => ('why' in cut ? [{ index, why: cut.why }] : []))
  const content = inWords(cited, cuts)
  const evidence = checkEvidence(content.evidence, held.dossier)
  if (wrong.length === 0) return judgeWhole(content, evidence, held)
  const asked = wrong.map(({ index, why }) => `evidence ${index + 1}: ${why}.`)
  const whole = judgeWhole(content, evidence, held)
  const problems = [...asked, ...whole.problems]
  const kept = without(content, cuts)
  if (kept.evidence.length === 0) return { reply: { ...whole.reply, evidence: [] }, errors: asked, warnings: [], problems }
  const judged = judgeWhole(kept, checkEvidence(kept.evidence, held.dossier), held)
  return { ...judged, warnings: [...leftOutFlags(wrong), ...judged.warnings], problems }
}

function leftOutFlags(wrong: readonly { index: number; why: string }[]): string[] {
  const more = wrong.length - mostTold
  return [
    ...wrong.slice(0, mostTold).map(({ index, why }) => `Evidence ${index + 1} of the reply was left out: ${why}.`),
    ...(more > 0 ? [`${more} more pieces of evidence of the reply were left out.`] : []),
  ]
}

/** A reply with its passages in words; an empty one where nothing was cut. */
function inWords({ evidence, ...rest }: Reply, cuts: readonly Cut[]): DraftWords {
  return {
    evidence: evidence.map(({ source, from, to, shows }, index) => {
      const cut = cuts[index]
      return cut !== undefined && 'quote' in cut ? { source, quote: cut.quote, shows, units: { from, to } } : { source, quote: '', shows }
    }),
    ...rest,
  }
}

/** Without what cut nothing: markers of a repeated passage lead to the first of it, those of any other go, and the rest are counted again. */
function without(content: DraftWords, cuts: readonly Cut[]): DraftWords {
  const isKept = (index: number) => 'quote' in (cuts[index] ?? { why: '' })
  const kept = content.evidence.filter((_item, index) => isKept(index))
  const places = new Map(kept.map((item, index) => [item, index + 1]))
  const numbers = content.evidence.map((item, index) => {
    const cut = cuts[index]
    const first = cut !== undefined && 'why' in cut && cut.sameAs !== undefined ? content.evidence[cut.sameAs] : item
    return first === undefined ? null : (places.get(first) ?? null)
  })
  const renumbered = (text: string) =>
    renumberMarkers(text, (number) => (number <= numbers.length ? (numbers[number - 1] ?? null) : number))
  return {
    ...content,
    evidence: kept.map((item) => ({ ...item, shows: renumbered(item.shows) })),
    answers: content.answers.map(({ ask, answer }) => ({ ask, answer: renumbered(answer) })),
    quote: renumbered(content.quote),
  }
}
