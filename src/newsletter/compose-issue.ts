import type { IssueContent } from '../contracts/newsletter-issue.js'
import type { Mail } from '../mail/mailer.js'
import { renderNewsletterMail } from './newsletter-mail.js'
import { weekText } from './rules/draft-issue.js'
import { renderIssueText } from './rules/issue-text.js'
import { mailHeaders, mailSubject, type NewsletterPlace, type UnsubscribeLinks } from './rules/mail-headers.js'
import type { Claim, NewsletterIssue } from './store/issues.js'

/** The mail of a claim, whole. */
export type ComposeMail = (claim: Claim) => Promise<Mail>

/** An issue as one subscriber gets it. */
export type IssueMail = { subject: string; html: string; text: string }

export type ComposeDependencies = {
  findIssue: (issueId: string) => Promise<NewsletterIssue | null>
  place: NewsletterPlace
  /** What the site is called now; left out for the package's own name. */
  siteName?: () => Promise<string>
  unsubscribeLinks: (subscriberId: string) => UnsubscribeLinks
  /** Where that subscriber's bounces go; undefined for where all mails' go. */
  returnPathOf: (subscriberId: string) => string | undefined
}

/** Issues of which the content is kept at hand: seldom is more than one under way. */
const keptIssues = 4

/** Writes mails. What an issue says is read once: nothing changes it once it is being sent. */
export function createMailComposer({
  findIssue,
  place: where,
  siteName,
  unsubscribeLinks,
  returnPathOf,
}: ComposeDependencies): ComposeMail {
  const contents = new Map<string, Promise<IssueContent>>()
  const contentOf = (issueId: string): Promise<IssueContent> => {
    const kept = contents.get(issueId)
    if (kept !== undefined) return kept
    const [oldest] = contents.keys()
    if (contents.size >= keptIssues && oldest !== undefined) contents.delete(oldest)
    const read = readContent(findIssue, issueId)
    contents.set(issueId, read)
    read.catch(() => contents.delete(issueId))
    return read
  }
  return async ({ issueId, subscriberId, email, messageId }) => {
    const links = unsubscribeLinks(subscriberId)
    const place = siteName === undefined ? where : { ...where, siteName: await siteName() }
    const mail = renderIssueMail(await contentOf(issueId), { place, links })
    const returnPath = returnPathOf(subscriberId)
    const envelope = returnPath === undefined ? {} : { returnPath }
    return { to: email, ...mail, messageId, headers: mailHeaders(place, links), ...envelope }
  }
}

/** What someone with those links gets. */
export function renderIssueMail(content: IssueContent, { place, links }: { place: NewsletterPlace; links: UnsubscribeLinks }): IssueMail {
  const html = renderNewsletterMail({ content, weekText: weekText(content.week), ...place, unsubscribeUrl: links.url })
  return { subject: mailSubject(content.subject), html, text: renderIssueText(content, place, links) }
}

async function readContent(findIssue: ComposeDependencies['findIssue'], issueId: string): Promise<IssueContent> {
  const issue = await findIssue(issueId)
  if (issue === null) throw new Error(`there is no issue ${issueId}`)
  return issue.content
}
