import type { RecordDecision } from '../../contracts/review.js'
import type { Runtime } from '../../platform/runtime.js'
import { storable } from '../../platform/text/search-text.js'
import { buildCase } from '../../review/review-case.js'
import { type Hand, handOf, handsIn } from '../../review/rules/four-eyes.js'
import type { StoredReview } from '../../review/store/load-review.js'
import type { ReviewDocuments, ReviewStore } from '../../review/store/reviews.js'
import type { SiteStep } from '../store/site-writes.js'
import { publishedRows } from './published-rows.js'

export type DecisionReader = Pick<ReviewStore, 'read' | 'documentsOf' | 'decisionsAfter'>
export type FollowDependencies = { reviews: DecisionReader; runtime: Pick<Runtime, 'now' | 'log'> }

type Publish = Extract<RecordDecision, { kind: 'publish' }>
type Followed = { seq: number; decision: RecordDecision }

/** What readers see of decisions, in their order. Reads alone, so that no transaction waits for a second connection. */
export async function toSteps(deps: FollowDependencies, decisions: readonly Followed[]): Promise<SiteStep[]> {
  const steps: SiteStep[] = []
  const read = new Map<string, StoredReview | null>()
  for (const { seq, decision } of decisions) {
    const { recordId } = decision
    const at = new Date(decision.at)
    if (decision.kind === 'retract') steps.push({ kind: 'retract', seq, recordId, at, publicReason: decision.publicReason })
    else if (decision.kind === 'publish') {
      if (!read.has(recordId)) read.set(recordId, await deps.reviews.read(recordId, ''))
      const stored = read.get(recordId) ?? null
      steps.push(stored === null ? { kind: 'none', seq } : await toPublication(deps, stored, { seq, decision }))
    } else steps.push({ kind: 'none', seq })
  }
  return steps
}

type Published = { content: Parameters<typeof publishedRows>[0]['content']; hands: Hand[] }

async function toPublication(
  deps: FollowDependencies,
  stored: StoredReview,
  { seq, decision }: { seq: number; decision: Publish },
): Promise<SiteStep> {
  const { recordId, contentSha256, at } = decision
  const approve = approvalBefore(stored, decision)
  const documents = await deps.reviews.documentsOf(recordId)
  const published = documents === null ? null : findContent(deps, stored, { decision, documents })
  if (published === null || documents === null) {
    deps.runtime.log.warn({ recordId, seq }, 'a publication was replaced before the site took it up, and is left out of its history')
    return { kind: 'none', seq }
  }
  const { content, hands } = published
  const did = [...handOf(hands, (approve ?? decision).by.userId)]
  const isApart = did.length === 0 && !handOf(hands, decision.by.userId).includes('wrote')
  const approval = {
    by: (approve ?? decision).by.name,
    at: approve?.at ?? at,
    fourEyes: isApart && approve?.fourEyes === true,
    did,
  }
  const tools = publishedRows({
    recordId,
    seq,
    content,
    contentSha256,
    publishedAt: at,
    approval,
    revisions: stored.revisions,
    dossiers: documents.dossiers,
  })
  return { kind: 'publish', seq, recordId, at: new Date(at), title: storable(content.title), tools }
}

/** The approval that the publication used. */
function approvalBefore({ decisions }: StoredReview, { at, contentSha256 }: Publish) {
  const index = decisions.findIndex(
    (decision) => decision.kind === 'publish' && decision.at === at && decision.contentSha256 === contentSha256,
  )
  return decisions.slice(0, index).findLast((decision) => decision.kind === 'approve')
}

/**
 * What was published. A record keeps its newest publication alone: where a later one took its place before it was applied, or when
 * the index is rebuilt, the content is put together from the revisions and waivers of that moment, and counts only if it hashes to what
 * was decided. It fails to where a waiver was withdrawn or seats were drafted again since: then the later publication stands for both.
 */
function findContent(
  deps: FollowDependencies,
  stored: StoredReview,
  { decision, documents }: { decision: Publish; documents: ReviewDocuments },
): Published | null {
  const { publication } = stored.review
  const { recordId, at, contentSha256 } = decision
  const revisions = new Map([...stored.revisions].map(([id, history]) => [id, history.filter((revision) => revision.at <= at)]))
  const waivers = stored.waivers.filter((waiver) => waiver.at <= at)
  if (publication?.contentSha256 === contentSha256) {
    return { content: publication.content, hands: handsIn({ histories: revisions, waivers, content: publication.content }) }
  }
  try {
    for (const reasonsAsKept of [false, true]) {
      const settings = { fourEyes: true, blindFirst: false }
      const then = buildCase({ ...stored, revisions, waivers }, documents, settings, { reasonsAsKept })
      const { content, contentSha256: sha256 } = then.reviewed()
      if (sha256 === contentSha256) return { content, hands: handsIn({ histories: then.histories, waivers, content }) }
    }
    return null
  } catch (error) {
    deps.runtime.log.warn({ err: error, recordId }, 'an earlier publication could not be put together')
    return null
  }
}
