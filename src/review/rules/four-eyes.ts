import { type HandKind, handKindSchema, type Waiver } from '../../contracts/review.js'
import type { ReviewedContent } from '../../contracts/reviewed-content.js'
import type { Revision } from '../../contracts/revision.js'
import { findRevision, type History, modelDraft } from './revise.js'

/** A person with a hand in a record as it is, and what they did: each once, in the schema's order. */
export type Hand = { userId: string; name: string; did: HandKind[] }

/**
 * The people whose words are in a verdict: the authors of the revisions that changed its content, back along the way the current text
 * came. A restore goes on from the revision it brought back, so that what was undone no longer counts; a person who restored words of
 * people counts with them. Where the text is the model's to the letter, it has no one's words. Accepting and returning change no words.
 */
export function editorsOf(history: History): string[] {
  const modelSha256 = modelDraft(history)?.contentSha256
  const editors = new Set<string>()
  let revision = history.at(-1)
  while (revision !== undefined && revision.contentSha256 !== modelSha256) {
    const { number, parent, restores, author, contentSha256 } = revision
    const before = restores ?? parent
    if (before !== null && before >= number) throw new Error(`revision ${number} of ${revision.verdictId} follows revision ${before}`)
    const previous = before === null ? undefined : findRevision(history, before)
    const changesWords = restores !== null || contentSha256 !== previous?.contentSha256
    if (changesWords && author.kind === 'person') editors.add(author.userId)
    revision = previous
  }
  return [...editors]
}

/** The same over all verdicts of a record, each person once, in alphabetical order. */
export function recordEditors(histories: readonly History[]): string[] {
  return [...new Set(histories.flatMap(editorsOf))].sort()
}

export type HandsInput = { histories: ReadonlyMap<string, History>; waivers: readonly Waiver[]; content: Pick<ReviewedContent, 'tools'> }

/**
 * Everyone with a hand in a record as it is, by user id: who wrote words of it or chose them by bringing them back, who accepted a
 * verdict as it is, and who gave a waiver that it needs. Who started the panel, commented or returned a verdict is not among them. Pure.
 */
export function handsIn({ histories, waivers, content }: HandsInput): Hand[] {
  const hands = new Map<string, { name: string; did: Set<HandKind> }>()
  const note = ({ userId, name }: { userId: string; name: string }, kind: HandKind) => {
    const hand = hands.get(userId) ?? { name, did: new Set() }
    hands.set(userId, { name, did: hand.did.add(kind) })
  }
  for (const history of histories.values()) {
    for (const person of writersOf(history)) note(person, 'wrote')
    for (const person of acceptersOf(history)) note(person, 'accepted')
  }
  for (const { by } of waiversInUse(waivers, content)) note(by, 'waived')
  return [...hands]
    .map(([userId, { name, did }]) => ({ userId, name, did: handKindSchema.options.filter((kind) => did.has(kind)) }))
    .sort((one, other) => (one.userId < other.userId ? -1 : 1))
}

/** What that person did in the record; empty for someone who had no hand in it. */
export function handOf(hands: readonly Hand[], userId: string): readonly HandKind[] {
  return hands.find((hand) => hand.userId === userId)?.did ?? []
}

type Person = Extract<Revision['author'], { kind: 'person' }>

/** Those whose words it has, and the person who took the last step that chose the words, though it led back to the model's. */
function writersOf(history: History): Person[] {
  const editors = new Set(editorsOf(history))
  const chosen = history.findLast(({ kind }) => kind !== 'accept' && kind !== 'return')
  const people = history.map(({ author }) => author).filter((author) => author.kind === 'person')
  return [...people.filter(({ userId }) => editors.has(userId)), ...(chosen?.author.kind === 'person' ? [chosen.author] : [])]
}

function acceptersOf(history: History): Person[] {
  const lastOther = history.findLastIndex(({ kind }) => kind !== 'accept')
  return history
    .slice(lastOther + 1)
    .map(({ author }) => author)
    .filter((author) => author.kind === 'person')
}

/** Those without which something would block: of several for one thing, the last. */
function waiversInUse(waivers: readonly Waiver[], { tools }: HandsInput['content']): Waiver[] {
  return tools.flatMap(({ verdicts }) =>
    verdicts.flatMap((verdict): Waiver[] => {
      const own = waivers.filter(({ verdictId }) => verdictId === verdict.review.verdictId)
      if (verdict.status === 'unscored') return own.filter(({ waives }) => waives.kind === 'unscored-seat').slice(-1)
      return verdict.review.waivedFlags.flatMap(({ flag }) =>
        own.filter(({ waives }) => waives.kind === 'flag' && waives.flag === flag).slice(-1),
      )
    }),
  )
}
