import type { IssueContent } from '../contracts/newsletter-issue.js'
import { weekText } from './rules/draft-issue.js'
import type { IssueStore, NewsletterIssue } from './store/issues.js'

export type PublishedIssue = { week: string; subject: string; sentAt: string }

/** An issue as the public archive shows it. */
export type ArchivedIssue = PublishedIssue & { content: IssueContent; weekText: string }

export type NewsletterArchive = {
  /** Issues of which sending has begun, newest first. */
  published: () => Promise<PublishedIssue[]>
  /** One of those; null for any other. */
  issue: (week: string) => Promise<ArchivedIssue | null>
  /** Another text whenever the archive may look different. Cheap. */
  archiveVersion: () => Promise<string>
}

/** The issues that everyone may read: those of which sending has begun, as every mail links to its issue. */
export function createNewsletterArchive(store: Pick<IssueStore, 'sent' | 'find' | 'sentVersion'>): NewsletterArchive {
  return {
    archiveVersion: store.sentVersion,
    published: async () => (await store.sent()).map(toPublished),
    issue: async (week) => {
      const issue = await store.find(week)
      const isOut = issue !== null && (issue.status === 'sent' || issue.status === 'sending')
      return isOut ? { ...toPublished(issue), content: issue.content, weekText: weekText(week) } : null
    },
  }
}

function toPublished({ week, content, startedAt, draftedAt }: NewsletterIssue): PublishedIssue {
  return { week, subject: content.subject, sentAt: (startedAt ?? draftedAt).toISOString() }
}
