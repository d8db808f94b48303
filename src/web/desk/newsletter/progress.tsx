import { type IssueView, troubledShown } from '../../../newsletter/issue-actions.js'
import type { Progress, TroubledDelivery } from '../../../newsletter/store/issues.js'
import { revealInvisible } from '../../../platform/html/safe-text.js'
import { Address } from '../../../site/pages/record/parts.js'
import { groupDigits } from '../../../site/pages/record/words.js'
import { Moment } from '../parts.js'
import { issuePath } from './paths.js'

type ProgressProps = { view: IssueView; now: Date; isEditor: boolean }

/** How far the issue is, mail by mail where a person is needed. */
export function SendingProgress({ view, now, isEditor }: ProgressProps) {
  const { issue, progress, unknown, unsent } = view
  const { total, waiting, sending } = progress
  const done = total - waiting - sending - progress['handed-over']
  return (
    <section class="block" aria-labelledby="progress-title">
      <h2 id="progress-title">
        Sending <span class="meta">{issue.status === 'sending' ? <a href={issuePath(issue.week)}>Look again</a> : 'has ended'}</span>
      </h2>
      {total === 0 ? <p class="empty">No one was subscribed. The issue is in the public archive.</p> : null}
      {total > 0 ? <progress max={total} value={done} aria-label={`${done} of ${total} mails are settled`}></progress> : null}
      <Counts progress={progress} />
      {isEditor ? (
        <>
          <Unknown week={issue.week} unknown={unknown} count={progress.unknown} now={now} />
          <Unsent unsent={unsent} count={progress.refused + progress.failed} now={now} />
        </>
      ) : progress.unknown + progress.refused + progress.failed > 0 ? (
        <p class="meta">Editors see which mails these are.</p>
      ) : null}
    </section>
  )
}

function Counts({ progress }: { progress: Progress }) {
  const facts: [string, number][] = [
    ['Mails', progress.total],
    ['Sent', progress.sent],
    ['Waiting', progress.waiting + progress.sending],
    ['Being handed over', progress['handed-over']],
    ['Not known whether it arrived', progress.unknown],
    ['Refused', progress.refused],
    ['Given up', progress.failed],
    ['Left before', progress.skipped],
  ]
  return (
    <dl class="facts">
      {facts.map(([name, count]) => (
        <div>
          <dt>{name}</dt>
          <dd>{groupDigits(count)}</dd>
        </div>
      ))}
    </dl>
  )
}

type UnknownProps = { week: string; unknown: readonly TroubledDelivery[]; count: number; now: Date }

/** Each may have arrived: a person decides. The message id leads to it in the mail server's log. */
function Unknown({ week, unknown, count, now }: UnknownProps) {
  if (count === 0) return null
  return (
    <>
      <h3 id="unknown-title">Not known whether it arrived</h3>
      <p class="meta">
        The sender stopped, or the connection broke, after the mail was handed over and before the server answered. None of these is sent
        again by itself. The mail server’s log, searched for the message id, says whether it took the mail.
      </p>
      <table class="list stack-early" aria-labelledby="unknown-title">
        <thead>
          <tr>
            <th scope="col">Subscriber</th>
            <th scope="col">Message</th>
            <th scope="col">What happened</th>
            <th scope="col">Decide</th>
          </tr>
        </thead>
        <tbody>
          {unknown.map((mail) => (
            <tr>
              <th scope="row">
                <Address text={addressOf(mail)} />
              </th>
              <td class="mono">
                <Address text={mail.messageId} />
              </td>
              <td>
                <What mail={mail} now={now} />
              </td>
              <td>
                <form method="post" action={`${issuePath(week)}/settle`} class="actions">
                  <input type="hidden" name="subscriberId" value={mail.subscriberId} />
                  <button type="submit" name="as" value="send again" class="quiet">
                    Send again<span class="hide"> to {addressOf(mail)}</span>
                  </button>
                  <button type="submit" name="as" value="arrived" class="quiet">
                    It arrived<span class="hide"> at {addressOf(mail)}</span>
                  </button>
                </form>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <More shown={unknown.length} count={count} />
    </>
  )
}

function Unsent({ unsent, count, now }: { unsent: readonly TroubledDelivery[]; count: number; now: Date }) {
  if (count === 0) return null
  return (
    <>
      <h3 id="unsent-title">Refused or given up</h3>
      <table class="list stack-early" aria-labelledby="unsent-title">
        <thead>
          <tr>
            <th scope="col">Subscriber</th>
            <th scope="col" class="num">
              Attempts
            </th>
            <th scope="col">What happened</th>
          </tr>
        </thead>
        <tbody>
          {unsent.map((mail) => (
            <tr>
              <th scope="row">
                <Address text={addressOf(mail)} />
              </th>
              <td class="num" data-label="Attempts">
                {mail.attempts}
              </td>
              <td>
                <What mail={mail} now={now} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <More shown={unsent.length} count={count} />
    </>
  )
}

function What({ mail: { detail, at }, now }: { mail: TroubledDelivery; now: Date }) {
  return (
    <>
      {detail === null ? 'No answer came' : revealInvisible(detail)}
      {at === null ? null : (
        <div class="meta">
          <Moment at={at} now={now} />
        </div>
      )}
    </>
  )
}

function More({ shown, count }: { shown: number; count: number }) {
  return count > shown ? (
    <p class="meta">
      {groupDigits(count - shown)} more; {troubledShown} are shown at most.
    </p>
  ) : null
}

function addressOf({ email, subscriberId }: TroubledDelivery): string {
  return email === null ? `${subscriberId} (deleted)` : revealInvisible(email)
}
