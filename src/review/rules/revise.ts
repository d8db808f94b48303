import type { Actor } from '../../contracts/actor.js'
import type { Revision, VerdictContent } from '../../contracts/revision.js'
import { hashJson } from '../../platform/hash.js'
import { type Merge, mergeVerdicts } from './merge.js'
import type { VerdictState } from './verdict-state-machine.js'

/** The revisions of one verdict, by number from 1 without a gap. */
export type History = readonly Revision[]

/** SHA-256 of a verdict's content: what says whether two revisions say the same. */
export function contentSha256({ evidence, answers, predictions, quote, call }: VerdictContent): string {
  return hashJson({ evidence, answers, predictions, quote, call })
}

/** The words people may change, out of a draft or a record's verdict: evidence without what its look-up found. */
export function toContent<Content extends VerdictContent>(content: Content): VerdictContent & Pick<Content, 'call'> {
  const { evidence, answers, predictions, quote, call } = content
  return {
    evidence: evidence.map(({ source, quote: passage, shows, units, written }) => ({
      source,
      quote: passage,
      shows,
      ...(units === undefined ? {} : { units: { from: units.from, to: units.to } }),
      ...(written === undefined ? {} : { written }),
    })),
    answers: answers.map(({ ask, answer }) => ({ ask, answer })),
    predictions: predictions.map(({ statement, deadline, probability, resolution }) => ({ statement, deadline, probability, resolution })),
    quote,
    call,
  }
}

type Written = { id: string; verdictId: string; at: string }

/** Revision 1 as the model wrote it. */
export function modelRevision(draft: Written & { content: VerdictContent; model: string; callKey: string | null }): Revision {
  const { id, verdictId, at, model, callKey } = draft
  const content = toContent(draft.content)
  const author = { kind: 'model' as const, model, callKey }
  const start = { number: 1, parent: null, restores: null, kind: 'model' as const, reason: null }
  return { id, verdictId, at, author, ...start, content, contentSha256: contentSha256(content) }
}

/** What a person wants to write, and the number of the revision they had before them: null on a seat without a verdict. */
export type Change = { base: number | null; reason: string | null } & (
  | { kind: 'edit' | 'merge' | 'hand-written'; content: VerdictContent }
  | { kind: 'restore'; restores: number }
  | { kind: 'accept' | 'return' }
)

export type Revised =
  | { status: 'written'; revision: Revision }
  /** It says what is stored already: nothing to write. */
  | { status: 'unchanged'; current: Revision }
  /** Someone wrote in between. Nothing is written; both versions are here, with what a merge of them would be. */
  | { status: 'stale'; base: Revision | null; current: Revision; yours: VerdictContent; merge: Merge | null }
  | { status: 'no such revision'; number: number }

/**
 * The revision a change makes of a history, or both versions when it started from an older one. Pure: whether the actor may do it is
 * `decideVerdict`'s to say, and the caller that stores it makes sure that no second revision takes the same number.
 */
export function revise(step: { history: History; change: Change; by: Actor; written: Written }): Revised {
  const { history, change, by, written } = step
  const current = history.at(-1) ?? null
  const base = change.base === null ? null : (findRevision(history, change.base) ?? null)
  if (change.base !== null && base === null) return { status: 'no such revision', number: change.base }
  const content = contentOf(history, change, base)
  if (content === null) return { status: 'no such revision', number: change.kind === 'restore' ? change.restores : 0 }
  if (current !== null && current !== base) return staleWrite({ base, current, yours: content })
  const sha256 = contentSha256(content)
  const changesWords = change.kind !== 'accept' && change.kind !== 'return'
  if (current !== null && changesWords && sha256 === current.contentSha256) return { status: 'unchanged', current }
  const revision: Revision = {
    ...written,
    number: (current?.number ?? 0) + 1,
    parent: current?.number ?? null,
    restores: change.kind === 'restore' ? change.restores : null,
    kind: change.kind,
    author: { kind: 'person', ...by },
    reason: change.reason,
    content,
    contentSha256: sha256,
  }
  return { status: 'written', revision }
}

function contentOf(history: History, change: Change, base: Revision | null): VerdictContent | null {
  if (change.kind === 'restore') return findRevision(history, change.restores)?.content ?? null
  return 'content' in change ? toContent(change.content) : (base?.content ?? null)
}

function staleWrite(write: { base: Revision | null; current: Revision; yours: VerdictContent }): Revised {
  const { base, current, yours } = write
  const merge = base === null ? null : mergeVerdicts({ base: base.content, theirs: current.content, yours })
  return { status: 'stale', base, current, yours, merge }
}

/** The revision of that number, when there is one. */
export function findRevision(history: History, number: number): Revision | undefined {
  return history.find((revision) => revision.number === number)
}

/** The model's draft a history began with; null when a person wrote the first revision, or there is none. */
export function modelDraft(history: History): Revision | null {
  const first = history[0]
  return first?.kind === 'model' ? first : null
}

/** In which state its history leaves a verdict that is not being drafted. */
export function stateOf(history: History): Extract<VerdictState, 'unscored' | 'drafted' | 'edited' | 'accepted'> {
  const current = history.at(-1)
  if (current === undefined) return 'unscored'
  if (current.kind === 'accept') return 'accepted'
  return current.contentSha256 === modelDraft(history)?.contentSha256 ? 'drafted' : 'edited'
}
