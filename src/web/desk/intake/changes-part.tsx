import type { Change, Proposal } from '../../../contracts/proposal.js'
import { revealInvisible } from '../../../platform/html/safe-text.js'
import { type DiffPart, diffWords } from '../../../review/rules/word-diff.js'
import { digitsOf, sentenceCase } from '../../../site/pages/record/words.js'
import { toolPath } from '../paths.js'
import { Words } from '../verdict/diff.js'

const mostShown = 100
/** Characters of what stayed the same that are shown beside what changed, and of a text that is new altogether. */
const shownAround = 90
const shownOfNew = 600

/** What would be another than in the tool's newest dossier. */
export function ChangesPart({ proposal: { base, slug, changes } }: { proposal: Proposal }) {
  if (base === null) return null
  const known = slug === null ? 'its dossier' : <a href={toolPath(slug)}>its dossier</a>
  if (changes.length === 0) return <p class="said">Nothing of what was read is different from {known}.</p>
  return (
    <section class="block" aria-labelledby="changes-title">
      <h2 id="changes-title">
        What changed <span class="meta num">{changes.length}</span>
      </h2>
      <p class="meta">Compared with {known}. What people wrote there and no page says is not listed.</p>
      <ul class="rows">
        {changes.slice(0, mostShown).map((change) => (
          <li>
            <p class="meta">{sentenceCase(revealInvisible(change.field))}</p>
            <ChangeWords change={change} />
          </li>
        ))}
      </ul>
      {changes.length > mostShown ? <p class="meta">And {changes.length - mostShown} more.</p> : null}
    </section>
  )
}

/** What became of a text, word by word; a text that is new or gone, as much of it as one reads. */
export function ChangeWords({ change: { before, after } }: { change: Pick<Change, 'before' | 'after'> }) {
  if (before === null || after === null) {
    const text = after ?? before ?? ''
    const kind = after === null ? ('removed' as const) : ('added' as const)
    const shown = text.slice(0, shownOfNew)
    return (
      <>
        <p class="serif changed">
          <Words parts={[{ kind, text: shown }]} />
        </p>
        {shown.length < text.length ? <p class="meta">It goes on for {digitsOf(text.length - shown.length, 'character')}.</p> : null}
      </>
    )
  }
  return (
    <p class="serif changed">
      <Words parts={diffWords(before, after).map(shortened)} />
    </p>
  )
}

/** Of what stayed the same, its beginning and its end; of what did not, as much as one reads. */
function shortened(part: DiffPart): DiffPart {
  const { kind, text } = part
  if (kind !== 'same') return text.length <= shownOfNew ? part : { kind, text: `${text.slice(0, shownOfNew)}…` }
  if (text.length <= 3 * shownAround) return part
  return { kind, text: `${text.slice(0, shownAround)} … ${text.slice(-shownAround)}` }
}
