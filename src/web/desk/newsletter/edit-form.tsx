import type { IssueContent } from '../../../contracts/newsletter-issue.js'
import type { IssueEdit } from '../../../newsletter/edit-issue.js'
import type { NewsletterIssue } from '../../../newsletter/store/issues.js'
import { revealInvisible } from '../../../platform/html/safe-text.js'
import { issuePath } from './paths.js'

type IssueItem = IssueContent['items'][number]
type Problems = readonly { path: string; message: string }[]
type EditFormProps = { issue: NewsletterIssue; yours?: IssueEdit; problems: Problems }

/** The form that changes an issue, on top of what is shown. `yours`: words that were sent and not kept. */
export function EditForm({ issue, yours, problems }: EditFormProps) {
  const { week, contentSha256, content } = issue
  const { subject, intro } = yours ?? content
  return (
    <section class="block" aria-labelledby="edit" id="edit-section">
      <h2 id="edit">{yours === undefined ? 'Change it' : 'Your own words, not kept yet'}</h2>
      <form method="post" action={`${issuePath(week)}/edit`}>
        <input type="hidden" name="baseSha256" value={contentSha256} />
        <div class="field">
          <label for="subject">Subject</label>
          <input id="subject" name="subject" type="text" required maxlength={200} value={subject} {...invalid('subject', problems)} />
        </div>
        <div class="field">
          <label for="intro">Above the items</label>
          <textarea id="intro" name="intro" rows={4} maxlength={4000} {...invalid('intro', problems)}>
            {`\n${intro}`}
          </textarea>
          <p class="hint">Plain text; an empty line parts paragraphs.</p>
        </div>
        {content.items.map((item, index) => (
          <ItemFields item={item} index={index} yours={yours?.items.find(({ recordId }) => recordId === item.recordId)} />
        ))}
        <div class="actions">
          <button type="submit">Keep the changes</button>
          {issue.status === 'approved' ? <span class="meta">The approval is taken away by it.</span> : null}
        </div>
      </form>
    </section>
  )
}

type ItemFieldsProps = { item: IssueItem; index: number; yours: IssueEdit['items'][number] | undefined }

function ItemFields({ item, index, yours }: ItemFieldsProps) {
  const id = `item-${index}`
  return (
    <fieldset class="field">
      <legend>
        {revealInvisible(item.title)} <span class="meta">({item.kind})</span>
      </legend>
      <input type="hidden" name={`record_${index}`} value={item.recordId} />
      <label class="meta" for={`${id}-line`}>
        Its line
      </label>
      <textarea id={`${id}-line`} name={`line_${index}`} rows={2} required maxlength={600}>
        {`\n${yours?.line ?? item.line}`}
      </textarea>
      <div class="choice">
        <input id={`${id}-in`} type="checkbox" name={`in_${index}`} value="yes" checked={yours?.isIn ?? true} />
        <label for={`${id}-in`}>In the issue</label>
      </div>
    </fieldset>
  )
}

function invalid(field: string, problems: Problems): { 'aria-invalid'?: 'true' } {
  return problems.some(({ path }) => path === field) ? { 'aria-invalid': 'true' } : {}
}
