import type { ChangedPart } from '../../../panels/dossier/dossier-changes.js'
import { revealInvisible } from '../../../platform/html/safe-text.js'
import { sentenceCase } from '../../../site/pages/record/words.js'
import { ChangeWords } from '../intake/changes-part.js'

/** Of a part, as many changes as one reads; what is beyond is counted. */
const mostShown = 100

/** What differs between two versions of a dossier, part by part and word by word. */
export function Changes({ title, changes }: { title: string; changes: readonly ChangedPart[] }) {
  return (
    <section class="block" aria-labelledby="diff-title">
      <h2 id="diff-title">{title}</h2>
      {changes.length === 0 ? <p class="said">They say the same, word for word.</p> : null}
      {changes.map(({ part, changes: some }) => (
        <>
          <h3>
            {part} <span class="meta num">{some.length}</span>
          </h3>
          <ul class="rows">
            {some.slice(0, mostShown).map(({ field, before, after }) => (
              <li>
                <p class="meta">
                  {sentenceCase(revealInvisible(field))}
                  {before === null ? ': added' : after === null ? ': removed' : ''}
                </p>
                <ChangeWords change={{ before, after }} />
              </li>
            ))}
          </ul>
          {some.length > mostShown ? <p class="meta">And {some.length - mostShown} more.</p> : null}
        </>
      ))}
    </section>
  )
}
