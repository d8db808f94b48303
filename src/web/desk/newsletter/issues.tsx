import type { IssueSummary, SubscriberCounts } from '../../../newsletter/issue-actions.js'
import type { Refusal } from '../../../newsletter/refusals.js'
import { weekText } from '../../../newsletter/rules/draft-issue.js'
import { weekSchema } from '../../../newsletter/rules/iso-week.js'
import { revealInvisible } from '../../../platform/html/safe-text.js'
import { groupDigits } from '../../../site/pages/record/words.js'
import { actorOf, type DeskContext, mayAs } from '../env.js'
import { Page, PageHead } from '../layout.js'
import { SaidBox } from '../parts.js'
import { sendPage } from '../send.js'
import type { NewsletterDeskDependencies } from './dependencies.js'
import { IssueMark, MailPlace, progressText, Refused } from './parts.js'
import { issuePath, newsletterPath, subscribersPath } from './paths.js'
import { subscriberWords } from './subscriber-list.js'

/** All issues, newest first, and who gets them. */
export async function showIssues(c: DeskContext, dependencies: NewsletterDeskDependencies, refusal?: Refusal): Promise<Response> {
  const { actions, mailer, place } = dependencies
  const actor = actorOf(c)
  const [issues, subscribers, schedule, week] = await Promise.all([
    actions.list(),
    actions.subscribers(),
    dependencies.schedule(),
    actions.dueWeek(),
  ])
  const { data: empty } = weekSchema.safeParse(c.req.query('empty'))
  return sendPage(
    c,
    <Page title="Newsletter" actor={actor} path={newsletterPath}>
      <PageHead title="Newsletter">{mayAs(actor, 'editor') ? <a href={subscribersPath}>Subscribers</a> : null}</PageHead>
      <Refused refusal={refusal} />
      {empty === undefined ? null : (
        <SaidBox>Nothing was published, changed or retracted from {weekText(empty)}, so there is nothing to write about.</SaidBox>
      )}
      <Subscribers counts={subscribers} isEditor={mayAs(actor, 'editor')} />
      <MailPlace mailer={mailer} place={place} />
      <p class="meta">
        Issues are drafted on {schedule.day.charAt(0).toUpperCase() + schedule.day.slice(1)}s at {String(schedule.hour).padStart(2, '0')}
        :00 ({schedule.timeZone}), for people to approve. None is sent by itself.
      </p>
      {issues.length === 0 ? <p class="empty">No issue yet.</p> : <IssueTable issues={issues} />}
      {mayAs(actor, 'editor') ? <DraftForm week={week} /> : <p class="meta">Editors draft, approve and send issues.</p>}
    </Page>,
    refusal === undefined ? 200 : 409,
  )
}

/** How many there are in which state; each leads editors to them. */
function Subscribers({ counts, isEditor }: { counts: SubscriberCounts; isEditor: boolean }) {
  return (
    <dl class="facts">
      {(['active', 'pending', 'unsubscribed', 'bounced', 'complained'] as const).map((state) => (
        <div>
          <dt>{subscriberWords[state].word}</dt>
          <dd>{isEditor ? <a href={`${subscribersPath}?state=${state}`}>{groupDigits(counts[state])}</a> : groupDigits(counts[state])}</dd>
        </div>
      ))}
    </dl>
  )
}

function IssueTable({ issues }: { issues: readonly IssueSummary[] }) {
  return (
    <table class="list stack">
      <thead>
        <tr>
          <th scope="col">Issue</th>
          <th scope="col">State</th>
          <th scope="col" class="num">
            Items
          </th>
          <th scope="col">Sent</th>
        </tr>
      </thead>
      <tbody>
        {issues.map(({ week, subject, status, items, progress }) => (
          <tr>
            <th scope="row">
              <a href={issuePath(week)}>{revealInvisible(subject)}</a>
              <div class="meta">
                {week} · {weekText(week)}
              </div>
            </th>
            <td>
              <IssueMark status={status} />
            </td>
            <td class="num" data-label="Items">
              {items}
            </td>
            <td data-label="Sent">{progressText(progress, status)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function DraftForm({ week }: { week: string }) {
  return (
    <section class="block" aria-labelledby="draft-title">
      <h2 id="draft-title">Draft an issue by hand</h2>
      <form method="post" action={newsletterPath}>
        <div class="field">
          <label for="week">Week</label>
          <input id="week" name="week" type="text" required value={week} pattern="\d{4}-W\d{2}" aria-describedby="week-hint" />
          <p class="hint" id="week-hint">
            As ISO 8601 counts, such as 2026-W47; it has to be over. A week that has its issue keeps it.
          </p>
        </div>
        <div class="actions">
          <button type="submit" class="quiet">
            Draft it
          </button>
        </div>
      </form>
    </section>
  )
}
