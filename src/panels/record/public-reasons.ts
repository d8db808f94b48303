import { type UnscoredKind, unscoredWords } from '../../contracts/call.js'
import type { HeadToHead } from '../../contracts/head-to-head.js'
import type { Jury, RecordVerdict } from '../../contracts/record-verdict.js'

type Ended = { status: 'drafted' } | { status: 'unscored'; kind: UnscoredKind; reason: string }
type Verdict = Ended & { jury?: Jury | undefined }
type Content<V extends Verdict> = { tools: readonly { verdicts: readonly V[] }[]; headToHead?: HeadToHead[] | undefined }

/**
 * What readers read of why a seat has no call: its kind in words. The reason itself is for the desk and the terminal; it may name
 * an address, a file or a model server's own words. Of several drafts each is said so. A drafted one stays as it is. Pure.
 */
export function publicVerdict<V extends Verdict>(verdict: V): V {
  const { jury } = verdict
  const own = jury === undefined ? verdict : { ...verdict, jury: { ...jury, drafts: jury.drafts.map(publicDraft) } }
  return publicDraft(own)
}

function publicDraft<D extends Ended | { status: 'compared' }>(draft: D): D {
  return draft.status === 'unscored' ? { ...draft, reason: unscoredWords[draft.kind] } : draft
}

/** A record's content, or a reviewed one's, as readers may have it: the same, each unscored seat with its kind in words. Pure. */
export function withPublicReasons<V extends Verdict, C extends Content<V>>(content: C): C {
  const tools = content.tools.map((tool) => ({ ...tool, verdicts: tool.verdicts.map(publicVerdict) }))
  return { ...content, tools, ...publicComparisons(content) }
}

/** The same of the direct comparisons alone; nothing where there are none. Pure. */
export function publicComparisons({ headToHead }: Pick<Content<Verdict>, 'headToHead'>): { headToHead?: HeadToHead[] } {
  if (headToHead === undefined) return {}
  return { headToHead: headToHead.map((entry) => ({ ...entry, jurors: entry.jurors.map(publicDraft) })) }
}

/** Whether a record's verdict says why it has no call in the words for readers. */
export function isPublicReason(verdict: Pick<Extract<RecordVerdict, { status: 'unscored' }>, 'kind' | 'reason'>): boolean {
  return verdict.reason === unscoredWords[verdict.kind]
}
