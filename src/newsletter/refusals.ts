import type { Actor } from '../contracts/actor.js'
import type { IssueStatus, IssueStep, NewsletterIssue } from './store/issues.js'

/** Who does something about an issue: a person, or a part of the program by its name. */
export type IssueActor = Actor | { system: string }

/** Why something was not done; `why` and `fix` are clauses for people. */
export type Refusal = { status: 'refused'; why: string; fix: string }

export type NotFound = { status: 'not found' }

export type IssueOutcome = { status: 'done'; issue: NewsletterIssue } | Refusal | NotFound

const statusWords: Record<IssueStatus, string> = {
  draft: 'a draft that no one has approved',
  approved: 'approved and waits to be sent',
  sending: 'being sent',
  sent: 'sent',
  discarded: 'discarded',
}

const fixes: Record<IssueStatus, string> = {
  draft: 'approve it first',
  approved: 'send it, or edit it',
  sending: 'wait until it is sent; what is on its way cannot be taken back',
  sent: 'write the next one',
  discarded: 'draft the week again',
}

/** Why a step cannot be taken in the state of the issue. */
export function wrongState({ week, status }: NewsletterIssue): Refusal {
  return { status: 'refused', why: `the issue of ${week} is ${statusWords[status]}`, fix: fixes[status] }
}

/** Why a decision on an issue that has changed since is refused. */
export function notAsSeen({ week }: NewsletterIssue): Refusal {
  return { status: 'refused', why: `the issue of ${week} was changed since you saw it`, fix: 'look at it as it is now, then decide' }
}

/** Issues are for editors and admins. Null for those, and for the program itself. */
export function notAllowed(actor: IssueActor): Refusal | null {
  if (!('role' in actor) || actor.role !== 'reviewer') return null
  return { status: 'refused', why: 'issues are for editors and admins', fix: 'ask one of them' }
}

/** A step's outcome for people. `seenSha256`: what it was bound to. */
export function outcomeOf(step: IssueStep, seenSha256?: string): IssueOutcome {
  if (step.status !== 'otherwise') return step
  const isChanged = seenSha256 !== undefined && step.issue.contentSha256 !== seenSha256
  return isChanged ? notAsSeen(step.issue) : wrongState(step.issue)
}

/** How the issue says who did something. */
export function nameOf(actor: IssueActor): string {
  return 'system' in actor ? actor.system : actor.name
}
