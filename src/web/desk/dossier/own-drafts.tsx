import type { DraftHead } from '../../../panels/store/dossier-drafts.js'
import { revealInvisible } from '../../../platform/html/safe-text.js'
import { isolate } from '../../../platform/text/text-direction.js'
import { Moment } from '../parts.js'
import { draftPath } from '../paths.js'

/** The dossiers that a person is writing, each to be gone on with or discarded; nothing where there are none. */
export function OwnDrafts({ drafts, now }: { drafts: readonly DraftHead[]; now: Date }) {
  if (drafts.length === 0) return null
  return (
    <section class="block" aria-labelledby="own-drafts-title">
      <h2 id="own-drafts-title">
        Your drafts <span class="meta num">{drafts.length}</span>
      </h2>
      <ul class="rows">
        {drafts.map(({ id, name, slug, savedAt, revision }) => {
          const title = name.trim() === '' ? 'A tool without a name' : isolate(revealInvisible(name))
          return (
            <li class="draft-row">
              <div>
                <a class="name" href={draftPath(id)}>
                  {title}
                </a>
                <p class="meta">
                  {slug === null ? 'A new tool' : 'The next version of a tool'}, saved <Moment at={savedAt} now={now} />
                </p>
              </div>
              <form method="post" action={`${draftPath(id)}/discard`}>
                <input type="hidden" name="revision" value={String(revision)} />
                <button type="submit" class="link">
                  Discard<span class="hide"> the draft of {title}</span>
                </button>
              </form>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
