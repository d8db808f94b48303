import type { Comment } from '../../contracts/review.js'
import type { ReviewedVerdict } from '../../contracts/reviewed-content.js'
import { findMarkerProblems } from '../../evidence/markers.js'
import { onceFor } from '../../platform/once-for.js'
import { clip } from '../../platform/text/clip.js'
import type { ContentCheck, ReviewedRecord } from './apply-reviews.js'

export const checklistKinds = [
  'unscored-seat',
  'not-accepted',
  'evidence-not-found',
  'marker-without-evidence',
  'quote-too-long',
  'fault',
  'flag',
  'open-comment',
] as const
export type ChecklistKind = (typeof checklistKinds)[number]

/** One thing in the way of an approval: where it is, what it is, and what to do about it. */
export type ChecklistItem = {
  kind: ChecklistKind
  verdictId: string
  tool: string
  persona: string
  /** `seat`, `verdict`, `quote`, `evidence 3`, or the id of a comment. */
  part: string
  what: string
  fix: string
}

export type Checklist = {
  /** What has to be gone before the record can be approved or published. */
  blocking: ChecklistItem[]
  /** What would block, had an editor not waived it; `reason` is theirs. */
  waived: (ChecklistItem & { reason: string })[]
}

type Reviewed = { tool: string; verdict: ReviewedVerdict; check: ContentCheck | null; reason: string | null }
type Finding = Pick<ChecklistItem, 'kind' | 'part' | 'what' | 'fix'> & { reason?: string }

/** Everything that blocks the approval of a record as it is, tool by tool and verdict by verdict, in the record's order. */
export function checklist(reviewed: Judged, comments: readonly Comment[]): Checklist {
  return listsOf(reviewed)(comments)
}

type Judged = Pick<ReviewedRecord, 'content' | 'checks' | 'reasons'>

/** A page shows the list, and asks for it again for each verdict and each action that it offers. */
const listsOf = onceFor((reviewed: Judged) => onceFor((comments: readonly Comment[]) => listBlockers(reviewed, comments)))

function listBlockers({ content, checks, reasons }: Judged, comments: readonly Comment[]): Checklist {
  const blocking: ChecklistItem[] = []
  const waived: Checklist['waived'] = []
  for (const { slug: tool, verdicts } of content.tools) {
    for (const verdict of verdicts) {
      const { verdictId } = verdict.review
      const open = comments.filter((comment) => comment.verdictId === verdictId && comment.resolved === null)
      const findings = [
        ...verdictFindings({ tool, verdict, check: checks.get(verdictId) ?? null, reason: reasons.get(verdictId) ?? null }),
        ...open.map(commentFinding),
      ]
      for (const { reason, ...finding } of findings) {
        const item = { verdictId, tool, persona: verdict.persona, ...finding }
        if (reason === undefined) blocking.push(item)
        else waived.push({ ...item, reason })
      }
    }
  }
  return { blocking, waived }
}

/**
 * What of its content keeps a verdict from being accepted, each as a sentence: what an approval could never pass. Flags do not; they may be
 * waived later.
 */
export function acceptanceBlockers(content: Words, check: ContentCheck): string[] {
  return contentFindings(content, check).map(({ what }) => what)
}

function verdictFindings({ verdict, check, reason }: Reviewed): Finding[] {
  if (verdict.status === 'unscored') {
    const { waiver } = verdict.review
    const fix = 'write the verdict by hand, try the seat again, or do without it and say why'
    return [
      {
        kind: 'unscored-seat',
        part: 'seat',
        what: `the seat is unscored: ${reason ?? verdict.reason}`,
        fix,
        ...(waiver === null ? {} : { reason: waiver }),
      },
    ]
  }
  if (check === null) throw new Error(`verdict ${verdict.review.verdictId} was not checked`)
  const accepted: Finding[] =
    verdict.review.state === 'accepted'
      ? []
      : [
          {
            kind: 'not-accepted',
            part: 'verdict',
            what: 'no one has accepted the verdict as it is',
            fix: 'read it, and accept or edit it',
          },
        ]
  return [...accepted, ...contentFindings(verdict, check), ...flagFindings(verdict, check)]
}

type Words = Pick<Extract<ReviewedVerdict, { status: 'drafted' }>, 'quote' | 'answers' | 'evidence'>

/** A page asks for the list, and each action that it offers asks for it again. */
const markerProblemsOf = onceFor<Words, ReturnType<typeof findMarkerProblems>>(findMarkerProblems)

function contentFindings(words: Words, { errors, quoteWords, evidence: checked }: ContentCheck): Finding[] {
  const missing = checked.flatMap((item, index): Finding[] =>
    item.status === 'found'
      ? []
      : [
          {
            kind: 'evidence-not-found',
            part: `evidence ${index + 1}`,
            what: `evidence ${index + 1} is not in its source: “${clip(item.quote.trim(), 60)}”, ${item.why}`,
            fix: 'select the passage in the source, or remove the evidence with the claim that rests on it',
          },
        ],
  )
  const dangling = markerProblemsOf(words).map(
    ({ part, what }): Finding => ({
      kind: 'marker-without-evidence',
      part,
      what,
      fix: `add the passage, or point the marker at one of the ${words.evidence.length} there are`,
    }),
  )
  const tooLong: Finding[] = isTooLong(quoteWords)
    ? [
        {
          kind: 'quote-too-long',
          part: 'quote',
          what: `the quote has ${quoteWords.count} words, and ${quoteWords.max} are allowed`,
          fix: `cut ${quoteWords.count - quoteWords.max}`,
        },
      ]
    : []
  const wrong = errors.map((error): Finding => ({ kind: 'fault', part: 'verdict', what: error, fix: 'edit the verdict' }))
  return [...missing, ...dangling, ...tooLong, ...wrong]
}

function flagFindings(verdict: Extract<ReviewedVerdict, { status: 'drafted' }>, check: ContentCheck): Finding[] {
  const said = new Set([...check.errors, ...findMarkerProblems(verdict).map(({ flag }) => flag)])
  return verdict.flags
    .filter((flag) => !said.has(flag) && !isAboutLength(flag, check))
    .map((flag) => {
      const reason = verdict.review.waivedFlags.find((waived) => waived.flag === flag)?.reason
      const fix = 'fix it, or keep it with a reason'
      return { kind: 'flag', part: 'verdict', what: flag, fix, ...(reason === undefined ? {} : { reason }) }
    })
}

/** The check of replies flags the length as well, in words that begin so; here it has an item of its own that no one can waive. */
function isAboutLength(flag: string, { quoteWords }: ContentCheck): boolean {
  return isTooLong(quoteWords) && flag.startsWith(`quote: it has ${quoteWords.count} words`)
}

function isTooLong({ count, max }: ContentCheck['quoteWords']): boolean {
  return count > max
}

function commentFinding({ id, author, text }: Comment): Finding {
  const shown = text.length > 80 ? `${text.slice(0, 79)}…` : text
  return { kind: 'open-comment', part: id, what: `${author.name} asks: ${shown}`, fix: 'answer it and mark it resolved' }
}
