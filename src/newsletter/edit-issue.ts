import { z } from 'zod'
import { boundedText, looseText } from '../contracts/bounded-text.js'
import { type IssueContent, issueContentSchema } from '../contracts/newsletter-issue.js'
import { hashJson } from '../platform/hash.js'
import type { Runtime } from '../platform/runtime.js'
import { type IssueActor, type IssueOutcome, nameOf, notAllowed, wrongState } from './refusals.js'
import { plainLine } from './rules/plain-line.js'
import type { IssueStatus, IssueStore, NewsletterIssue } from './store/issues.js'

/** An edit as people send it. Items are named by their records; one that is not `isIn` is left out. */
export const issueEditSchema = z.strictObject({
  subject: boundedText(200).refine((text) => !text.includes('\n'), 'a subject is one line'),
  intro: looseText(4000),
  items: z
    .array(z.strictObject({ recordId: z.string().max(200), line: boundedText(600), isIn: z.boolean() }))
    .max(500)
    .refine((items) => items.some(({ isIn }) => isIn), 'keep at least one item, or discard the issue'),
})

export type IssueEdit = z.infer<typeof issueEditSchema>

export type EditOutcome =
  | IssueOutcome
  | { status: 'invalid'; problems: { path: string; message: string }[] }
  /** Someone changed it meanwhile: the issue as it is, and the edit, which was not kept. */
  | { status: 'stale'; issue: NewsletterIssue; yours: IssueEdit }

/** States in which an issue can still be changed. */
export const openStatuses: readonly IssueStatus[] = ['draft', 'approved']

export type EditInput = { actor: IssueActor; week: string; baseSha256: string; edit: unknown }

/** Changes what an issue says, if it still is what the editor began with. */
export async function editIssue(
  { store, runtime }: { store: Pick<IssueStore, 'find' | 'change'>; runtime: Pick<Runtime, 'now'> },
  { actor, week, baseSha256, edit }: EditInput,
): Promise<EditOutcome> {
  const refusal = notAllowed(actor)
  if (refusal !== null) return refusal
  const parsed = issueEditSchema.safeParse(edit)
  if (!parsed.success) {
    return { status: 'invalid', problems: parsed.error.issues.map(({ path, message }) => ({ path: path.join('.') || 'issue', message })) }
  }
  const existing = await store.find(week)
  if (existing === null) return { status: 'not found' }
  if (!openStatuses.includes(existing.status)) return wrongState(existing)
  if (existing.contentSha256 !== baseSha256) return { status: 'stale', issue: existing, yours: parsed.data }
  const content = applyEdit(existing.content, parsed.data)
  if (content.items.length === 0)
    return { status: 'invalid', problems: [{ path: 'items', message: 'keep at least one item of the issue' }] }
  if (hashJson(content) === baseSha256) return { status: 'done', issue: existing }
  const step = await store.change({
    week,
    from: { statuses: openStatuses, contentSha256: baseSha256 },
    set: { content, status: 'draft', changedBy: nameOf(actor), approvedBy: null, approvedAt: null },
    at: runtime.now(),
    event: { actor, action: 'edit digest', data: { before: baseSha256, voidsApproval: existing.status === 'approved' } },
  })
  if (step.status !== 'otherwise') return step
  return openStatuses.includes(step.issue.status) ? { status: 'stale', issue: step.issue, yours: parsed.data } : wrongState(step.issue)
}

/** The issue with the edit; items that the edit does not name stay as they are. */
export function applyEdit(content: IssueContent, { subject, intro, items }: IssueEdit): IssueContent {
  const edits = new Map(items.map((item) => [item.recordId, item]))
  const kept = content.items.flatMap((item) => {
    const edit = edits.get(item.recordId)
    if (edit === undefined) return [item]
    return edit.isIn ? [{ ...item, line: plainLine(edit.line) }] : []
  })
  return issueContentSchema.parse({ ...content, subject: plainLine(subject), intro: intro.trim(), items: kept })
}
