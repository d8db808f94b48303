import type { Mailer } from '../../../mail/mailer.js'
import type { IssueActions } from '../../../newsletter/issue-actions.js'
import type { IssueSchedule } from '../../../newsletter/rules/iso-week.js'
import type { NewsletterPlace } from '../../../newsletter/rules/mail-headers.js'
import type { SubscriberDesk } from '../../../newsletter/subscriber-desk.js'
import type { Runtime } from '../../../platform/runtime.js'
import type { DeskDependencies } from '../dependencies.js'

/** Everything the pages about the newsletter work with. */
export type NewsletterDeskDependencies = {
  actions: IssueActions
  auth: DeskDependencies['auth']
  /** Where mails go, to be shown. */
  mailer: Pick<Mailer, 'kind' | 'place'>
  place: NewsletterPlace
  /** When issues are drafted, as it holds now. */
  schedule: () => Promise<IssueSchedule>
  /** Who gets the newsletter. */
  subscribers: SubscriberDesk
  savedViews: DeskDependencies['savedViews']
  runtime: Pick<Runtime, 'now' | 'newId' | 'log'>
}
