import { revealInvisible } from '../../../platform/html/safe-text.js'
import type { SiblingVerdict, VerdictView } from '../../../review/views.js'
import { CallMark } from '../../../site/pages/record/parts.js'
import { Moment, reasonText } from '../parts.js'
import { verdictPath } from '../paths.js'
import { NamedText, type Typed, typedOf, WhyNot } from './decisions.js'
import { toForm } from './form-content.js'
import { actionPath } from './links.js'
import { PassageList, QuoteReading, readWords } from './reading.js'

type Props = { view: VerdictView; now: Date; typed: Typed | null }

/** Remarks on the verdict: open ones first, each to be resolved; and a place for a new one. */
export function Comments({ view, now, typed }: Props) {
  const { comments, may } = view
  const path = (action: string) => actionPath(view.recordId, view.verdictId, action)
  const sorted = [...comments.filter(({ resolved }) => resolved === null), ...comments.filter(({ resolved }) => resolved !== null)]
  return (
    <section class="part small" id="comments">
      <h2>Comments</h2>
      {sorted.length === 0 ? <p class="empty">None. An open comment keeps the record from being approved.</p> : null}
      <ul class="rows">
        {sorted.map(({ id, author, at, text, revision, resolved }) => (
          <li class={resolved === null ? 'open' : 'resolved'} id={`comment-${id}`}>
            <p class="meta">
              {revealInvisible(author.name)}, <Moment at={at} now={now} />
              {revision === null ? null : `, on revision ${revision}`}
              {resolved === null ? null : `; resolved by ${revealInvisible(resolved.by.name)}`}
            </p>
            <p class="said-text">{revealInvisible(text)}</p>
            {resolved === null && may['resolve-comment'].allowed ? (
              <form method="post" action={path(`comments/${id}/resolve`)}>
                <button type="submit" class="link">
                  Mark as resolved
                </button>
              </form>
            ) : null}
          </li>
        ))}
      </ul>
      {may.comment.allowed ? (
        <form method="post" action={path('comments')}>
          <NamedText name="text" id="comment-text" label="Your comment" {...typedOf(typed, 'comment', 'text')} />
          <button type="submit" class="quiet">
            Comment
          </button>
        </form>
      ) : (
        <WhyNot permission={may.comment} />
      )}
    </section>
  )
}

/** What other jurors wrote for the same seat, each a key away. */
export function OtherDrafts({ view }: { view: VerdictView }) {
  const { siblings, lateDraft } = view
  if (siblings.length === 0 && lateDraft === null) return null
  return (
    <section class="others" id="others">
      {siblings.map((sibling) => (
        <details class="ask" data-draft="">
          <summary>
            {sibling.content === null ? null : <CallMark call={sibling.content.call} />} Draft by{' '}
            <span class="mono">{revealInvisible(sibling.model)}</span>
          </summary>
          <SiblingWords sibling={sibling} view={view} />
        </details>
      ))}
      {lateDraft === null ? null : (
        <details class="ask" data-draft="">
          <summary>
            <CallMark call={lateDraft.call} /> The model’s draft, which came after a person had written
          </summary>
          <QuoteReading reading={readWords(toForm(lateDraft), { dossier: view.dossier, model: lateDraft })} isLinked={false} />
        </details>
      )}
    </section>
  )
}

function SiblingWords({ sibling, view }: { sibling: SiblingVerdict; view: VerdictView }) {
  const { content, isHidden, unscoredReason, verdictId } = sibling
  if (isHidden) return <p class="empty">Hidden until you have made a call of your own on it.</p>
  if (content === null)
    return <p class="empty">No verdict. {unscoredReason === null ? 'It is still to come.' : reasonText(unscoredReason)}</p>
  const reading = readWords(toForm(content), { dossier: view.dossier, model: content })
  return (
    <>
      <QuoteReading reading={reading} isLinked={false} />
      <dl class="asked">
        {content.answers.map(({ ask, answer }) => (
          <>
            <dt>{revealInvisible(view.persona.asks.find(({ id }) => id === ask)?.question ?? ask)}</dt>
            <dd>{revealInvisible(answer)}</dd>
          </>
        ))}
      </dl>
      <PassageList evidence={reading.evidence} />
      <p>
        <a href={verdictPath(view.recordId, verdictId)}>Open that verdict</a>
      </p>
    </>
  )
}
