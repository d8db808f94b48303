import type { VerdictContent } from '../../../contracts/revision.js'
import { revealInvisible } from '../../../platform/html/safe-text.js'
import { type DiffPart, diffVerdicts, type ItemDiff } from '../../../review/rules/word-diff.js'
import { CallMark } from '../../../site/pages/record/parts.js'

/**
 * Words that came and words that went, shown by mark-up and not by colour alone. Between what went and what took its place there is a gap, so that
 * the two never read as one word.
 */
export function Words({ parts }: { parts: readonly DiffPart[] }) {
  return (
    <bdi>
      {parts.map(({ kind, text }, index) => {
        const shown = revealInvisible(text)
        if (kind === 'same') return shown
        if (kind === 'removed') return <del>{shown}</del>
        return (
          <>
            {parts[index - 1]?.kind === 'removed' ? ' ' : null}
            <ins>{shown}</ins>
          </>
        )
      })}
    </bdi>
  )
}

/** Everything that differs between two versions of a verdict, word by word. */
export function VerdictChanges({ before, after }: { before: VerdictContent; after: VerdictContent }) {
  const diff = diffVerdicts(before, after)
  if (diff.isSame) return <p class="empty">They say the same, word for word.</p>
  return (
    <div class="changes">
      {diff.call.before === diff.call.after ? null : (
        <p class="call-change">
          <CallMark call={diff.call.before} /> became <CallMark call={diff.call.after} />
        </p>
      )}
      {diff.quote.every(({ kind }) => kind === 'same') ? null : (
        <>
          <h3>Quote</h3>
          <p class="serif-text">
            <Words parts={diff.quote} />
          </p>
        </>
      )}
      <Items name="Answers" noun="answer" items={diff.answers} />
      <Items name="Evidence" noun="evidence" items={diff.evidence} />
      <Items name="Predictions" noun="prediction" items={diff.predictions} />
    </div>
  )
}

const kindWords: Record<ItemDiff['kind'], string> = {
  same: 'unchanged',
  changed: 'changed',
  moved: 'moved',
  added: 'added',
  removed: 'removed',
}
const fieldWords: Record<string, string> = {
  ask: 'Ask',
  answer: 'Answer',
  source: 'Source',
  quote: 'Passage',
  shows: 'Shows',
  written: 'What was written, which the source’s words replaced',
  statement: 'Statement',
  deadline: 'By',
  probability: 'Probability',
  resolution: 'How to tell',
}

function Items({ name, noun, items }: { name: string; noun: string; items: readonly ItemDiff[] }) {
  const changed = items.filter(({ kind }) => kind !== 'same')
  if (changed.length === 0) return null
  return (
    <>
      <h3>{name}</h3>
      <ul class="rows">
        {changed.map(({ kind, before, after, fields }) => (
          <li>
            <p class="meta">
              {noun} {after ?? before}: {kindWords[kind]}
              {kind === 'moved' ? ` from place ${before}` : null}
            </p>
            {fields
              .filter(({ field, parts }) => field === 'ask' || kind !== 'changed' || parts.some((part) => part.kind !== 'same'))
              .map(({ field, parts }) => (
                <p>
                  <span class="meta">{fieldWords[field] ?? field}:</span> <Words parts={parts} />
                </p>
              ))}
          </li>
        ))}
      </ul>
    </>
  )
}
