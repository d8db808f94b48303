import type { IssueEdit } from '../../../newsletter/edit-issue.js'
import type { IssueOutcome } from '../../../newsletter/refusals.js'
import { idSchema } from '../../auth/page.js'
import { actorOf, type DeskContext } from '../env.js'
import { readForm, sendNotFound, textOf } from '../send.js'
import type { NewsletterDeskDependencies } from './dependencies.js'
import { showIssue } from './issue.js'
import { showIssues } from './issues.js'
import { issuePath, newsletterPath } from './paths.js'

export const issueDecisions = ['approve', 'discard', 'send', 'resume', 'settle'] as const
export type IssueDecision = (typeof issueDecisions)[number]

/** Drafts a week's issue by hand; then the issue, or why there is none. */
export async function draftIssue(c: DeskContext, dependencies: NewsletterDeskDependencies): Promise<Response> {
  const week = textOf(await readForm(c), 'week').trim()
  const outcome = await dependencies.actions.draft({ week, actor: actorOf(c) })
  if (outcome.status === 'refused') return showIssues(c, dependencies, outcome)
  if (outcome.status === 'empty') return c.redirect(`${newsletterPath}?empty=${encodeURIComponent(outcome.week)}`, 303)
  return c.redirect(`${issuePath(outcome.issue.week)}?said=${outcome.status === 'done' ? 'draft' : 'there'}`, 303)
}

/** Decides about an issue; then its page, with what was done or why not. The rules are those of the issue actions. */
export function decideIssue(step: IssueDecision) {
  return async (c: DeskContext, dependencies: NewsletterDeskDependencies): Promise<Response> => {
    const week = c.req.param('week') ?? ''
    const outcome = await take(step, { dependencies, c, week, form: await readForm(c) })
    if (outcome.status === 'not found') return sendNotFound(c, 'newsletter issue')
    if (outcome.status === 'refused') return showIssue(c, dependencies, outcome)
    return c.redirect(`${issuePath(week)}?said=${step}`, 303)
  }
}

type Taking = { dependencies: NewsletterDeskDependencies; c: DeskContext; week: string; form: FormData }

async function take(step: IssueDecision, { dependencies: { actions }, c, week, form }: Taking): Promise<IssueOutcome> {
  const on = { actor: actorOf(c), week }
  const seenSha256 = textOf(form, 'seenSha256')
  switch (step) {
    case 'approve':
      return actions.approve({ ...on, seenSha256 })
    case 'send':
      return actions.start({ ...on, seenSha256 })
    case 'discard':
      return actions.discard(on)
    case 'resume':
      return actions.resume(on)
    case 'settle': {
      const as = textOf(form, 'as') === 'arrived' ? 'arrived' : 'send again'
      return actions.settle({ ...on, subscriberId: idSchema.safeParse(form.get('subscriberId')).data ?? '', as })
    }
  }
}

/** Keeps an edit; or shows it again beside what someone else wrote meanwhile. */
export async function editIssue(c: DeskContext, dependencies: NewsletterDeskDependencies): Promise<Response> {
  const week = c.req.param('week') ?? ''
  const form = await readForm(c)
  const edit = readEdit(form)
  const outcome = await dependencies.actions.edit({ actor: actorOf(c), week, baseSha256: textOf(form, 'baseSha256'), edit })
  switch (outcome.status) {
    case 'not found':
      return sendNotFound(c, 'newsletter issue')
    case 'done':
      return c.redirect(`${issuePath(week)}?said=edit`, 303)
    case 'refused':
      return showIssue(c, dependencies, outcome)
    case 'invalid':
      return showIssue(c, dependencies, { ...outcome, yours: edit })
    case 'stale':
      return showIssue(c, dependencies, { status: 'stale', yours: edit })
  }
}

/** Items are in the form as `record_0`, `line_0`, `in_0`, and so on. */
function readEdit(form: FormData): IssueEdit {
  const items: IssueEdit['items'] = []
  for (let index = 0; form.has(`record_${index}`); index += 1) {
    items.push({ recordId: textOf(form, `record_${index}`), line: textOf(form, `line_${index}`), isIn: form.has(`in_${index}`) })
  }
  return { subject: textOf(form, 'subject'), intro: textOf(form, 'intro'), items }
}
