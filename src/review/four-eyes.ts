import { findRevision, type History, modelDraft } from './revise.js'

/**
 * The people whose words stand in a verdict: the authors of the revisions that changed its content, back along the way the current text
 * came. A restore goes on from the revision it brought back, so that what was undone no longer counts; whoever restored words of
 * people counts with them. Where the text is the model's to the letter, nobody's words stand. Accepting and returning change no words.
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
