import type { IssueView } from '../../../newsletter/issue-actions.js'
import { subscribersText } from './parts.js'
import { issuePath } from './paths.js'

/** What can be decided about the issue now. */
export function IssueDecisions({ view: { issue, progress }, active }: { view: IssueView; active: number }) {
  const { week, status, contentSha256, startedAt } = issue
  const path = issuePath(week)
  return (
    <section class="decide" aria-labelledby="decide-title">
      <h2 id="decide-title">Decide</h2>
      {status === 'draft' ? <Step action={`${path}/approve`} button="Approve" seen={contentSha256} /> : null}
      {status === 'approved' ? (
        <Step
          action={`${path}/send`}
          button="Send it now"
          seen={contentSha256}
          note={`It goes to ${subscribersText(active)}. It cannot be taken back.`}
        />
      ) : null}
      {status === 'draft' || status === 'approved' ? (
        <details class="ask">
          <summary>Discard</summary>
          <form method="post" action={`${path}/discard`}>
            <p class="meta">The week gets no issue, unless someone drafts it again by hand; then edits of this one are lost.</p>
            <div class="actions">
              <button type="submit" class="grave">
                Discard
              </button>
            </div>
          </form>
        </details>
      ) : null}
      {startedAt !== null && progress.failed > 0 ? (
        <Step
          action={`${path}/resume`}
          button="Try those again that could not be reached"
          note="The mail server has none of these mails: no one gets the issue twice."
        />
      ) : null}
      {status === 'discarded' ? <p class="meta">Discarded. Draft the week again from the list of issues.</p> : null}
      {startedAt !== null && progress.failed === 0 ? <p class="meta">Nothing is left to decide about the whole issue.</p> : null}
    </section>
  )
}

/** A decision; one on exactly what is shown sends its hash along. */
function Step({ action, button, seen, note }: { action: string; button: string; seen?: string; note?: string }) {
  return (
    <form method="post" action={action}>
      {seen === undefined ? null : <input type="hidden" name="seenSha256" value={seen} />}
      <button type="submit">{button}</button>
      {note === undefined ? null : <p class="meta">{note}</p>}
    </form>
  )
}
