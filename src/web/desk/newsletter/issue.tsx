import { type IssueEdit, openStatuses } from '../../../newsletter/edit-issue.js'
import type { IssueView } from '../../../newsletter/issue-actions.js'
import type { Refusal } from '../../../newsletter/refusals.js'
import { weekText } from '../../../newsletter/rules/draft-issue.js'
import type { NewsletterIssue } from '../../../newsletter/store/issues.js'
import { revealInvisible } from '../../../platform/html/safe-text.js'
import { withoutAtEnd } from '../../../platform/text/text-end.js'
import { actorOf, type DeskContext, mayAs } from '../env.js'
import { Page } from '../layout.js'
import { Moment, ProblemBox, SaidBox } from '../parts.js'
import { sendNotFound, sendPage } from '../send.js'
import { IssueDecisions } from './decisions.js'
import type { NewsletterDeskDependencies } from './dependencies.js'
import { EditForm } from './edit-form.js'
import { IssueMark, MailPlace, Refused } from './parts.js'
import { issuePath, newsletterPath } from './paths.js'
import { SendingProgress } from './progress.js'

/** What was not done, with the words that were sent so that none are lost. */
export type IssueProblem =
  | Refusal
  | { status: 'invalid'; problems: { path: string; message: string }[]; yours: IssueEdit }
  | { status: 'stale'; yours: IssueEdit }

/** An issue: what can be decided about it beside what it says, how far it is, and the form that changes it. */
export async function showIssue(c: DeskContext, dependencies: NewsletterDeskDependencies, problem?: IssueProblem): Promise<Response> {
  const { actions, mailer, place, runtime } = dependencies
  const actor = actorOf(c)
  const view = await actions.show(c.req.param('week') ?? '')
  if (view === null) return sendNotFound(c, 'newsletter issue')
  const { issue } = view
  const isEditor = mayAs(actor, 'editor')
  const subscribers = await actions.subscribers()
  const yours = problem !== undefined && problem.status !== 'refused' ? problem.yours : undefined
  return sendPage(
    c,
    <Page
      title={`Issue of ${issue.week}`}
      actor={actor}
      path={issuePath(issue.week)}
      aside={
        <>
          <Aside view={view} now={runtime.now()} said={c.req.query('said')} problem={problem} />
          {isEditor ? <IssueDecisions view={view} active={subscribers.active} /> : <p class="meta">Editors approve and send issues.</p>}
          <MailPlace mailer={mailer} place={place} />
          <p class="meta">
            <a href={newsletterPath}>All issues</a>
          </p>
        </>
      }
    >
      {issue.startedAt === null ? null : <SendingProgress view={view} now={runtime.now()} isEditor={isEditor} />}
      <IssueText issue={issue} text={(await actions.preview(issue.content)).text} />
      {isEditor && openStatuses.includes(issue.status) ? (
        <EditForm
          issue={issue}
          {...(yours === undefined ? {} : { yours })}
          problems={problem?.status === 'invalid' ? problem.problems : []}
        />
      ) : null}
    </Page>,
    statusOf(problem),
  )
}

function statusOf(problem: IssueProblem | undefined): 200 | 409 | 422 {
  if (problem === undefined) return 200
  return problem.status === 'invalid' ? 422 : 409
}

const saidWords: Readonly<Record<string, string>> = {
  draft: 'Drafted. Read it, change what should read otherwise, then approve it.',
  there: 'This week has its issue already; nothing was drafted.',
  edit: 'Kept. An approval of before is taken away.',
  approve: 'Approved, exactly as shown. It is sent when someone sends it.',
  discard: 'Discarded. It can be drafted again by hand.',
  send: 'It is on its way.',
  resume: 'Those who could not be reached are tried again.',
  settle: 'Noted.',
}

type AsideProps = { view: IssueView; now: Date; said: string | undefined; problem: IssueProblem | undefined }

function Aside({ view: { issue }, now, said, problem }: AsideProps) {
  const words = said === undefined || !Object.hasOwn(saidWords, said) ? undefined : saidWords[said]
  const { week, status, draftedAt, changedBy, approvedBy, approvedAt, startedAt, finishedAt } = issue
  return (
    <>
      <p class="kicker">
        <IssueMark status={status} />
      </p>
      <h1>The issue of {weekText(week)}</h1>
      <p class="meta">
        {week} · drafted <Moment at={draftedAt} now={now} />
        {changedBy === null ? null : `, last changed by ${changedBy}`}
      </p>
      {approvedAt === null ? null : (
        <p class="meta">
          Approved by {approvedBy} <Moment at={approvedAt} now={now} />
        </p>
      )}
      {startedAt === null ? null : (
        <p class="meta">
          Sent from <Moment at={startedAt} now={now} />
          {finishedAt === null ? null : (
            <>
              {' '}
              to <Moment at={finishedAt} now={now} />
            </>
          )}
        </p>
      )}
      {problem === undefined ? words === undefined ? null : <SaidBox>{words}</SaidBox> : <Problem problem={problem} />}
    </>
  )
}

function Problem({ problem }: { problem: IssueProblem }) {
  if (problem.status === 'refused') return <Refused refusal={problem} />
  if (problem.status === 'stale') {
    return (
      <ProblemBox head="Not kept: someone changed the issue meanwhile.">
        <p>
          It is shown as it is now. <a href="#edit">Below are your own words</a>: keeping them now replaces what the other wrote.
        </p>
      </ProblemBox>
    )
  }
  return (
    <ProblemBox head="Not kept: what was sent will not do.">
      <ul>
        {problem.problems.map(({ path, message }) => (
          <li>
            {path}: {message}
          </li>
        ))}
      </ul>
    </ProblemBox>
  )
}

function IssueText({ issue, text }: { issue: NewsletterIssue; text: string }) {
  return (
    <section class="block" aria-labelledby="issue-title">
      <h2 id="issue-title">As it is sent</h2>
      <p>
        Subject: <b>{revealInvisible(issue.content.subject)}</b>
      </p>
      <p class="meta">
        <a href={`${issuePath(issue.week)}/letter`}>The HTML of the mail, on a page of its own</a>. Below, its text.
      </p>
      <pre class="source-text mono">{revealInvisible(withoutSpaceAtLineEnds(text))}</pre>
    </section>
  )
}

function withoutSpaceAtLineEnds(text: string): string {
  return text
    .split('\n')
    .map((line) => withoutAtEnd(line, ' '))
    .join('\n')
}

/** The mail's HTML as a mail program shows it: nothing in it may run, load or be sent. */
const issuePolicy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox"

export async function showIssueHtml(c: DeskContext, { actions }: NewsletterDeskDependencies): Promise<Response> {
  const view = await actions.show(c.req.param('week') ?? '')
  if (view === null) return sendNotFound(c, 'newsletter issue')
  return c.html((await actions.preview(view.issue.content)).html, 200, { 'content-security-policy': issuePolicy })
}
