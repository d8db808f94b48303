import type { ListName } from '../../../accounts/saved-views.js'
import type { AuditEntry } from '../../../contracts/audit.js'
import { sentenceCase } from '../../../site/pages/record/words.js'

/** What was done, as a verb before what it was done to. An action that is not here is shown as it is stored. */
const verbs: Readonly<Record<string, string>> = {
  'verdict.accept': 'accepted',
  'verdict.edit': 'edited',
  'verdict.return': 'returned',
  'verdict.restore': 'restored an earlier version of',
  'verdict.hand-write': 'wrote by hand',
  'verdict.retry': 'asked again for',
  'verdict.waive': 'kept, with a reason, a warning about',
  'verdict.withdraw-waiver': 'took back the reason for keeping a warning about',
  'verdict.assign': 'assigned',
  'verdict.blind-call': 'made a call of their own on',
  'verdict.see-draft': 'looked at the draft of',
  'comment.write': 'commented on',
  'comment.resolve': 'resolved a comment on',
  'record.approve': 'approved',
  'record.void': 'withdrew the approval of',
  'record.publish': 'published',
  'record.retract': 'retracted',
  'record.reopen': 'reopened',
  'record.mark-stale': 'marked that a source changed under',
  'record.clear-stale': 'said that it still holds:',
  'record.archive': 'archived',
  'record.unarchive': 'took out of the archive',
  'kick off a panel': 'kicked off a panel over',
  'cancel a panel': 'cancelled the panel over',
  'retry a panel': 'tried again what is missing in the panel over',
  'resume a panel': 'went on with the panel over',
  'add a dossier': 'added a dossier of',
  'refresh a dossier': 'refreshed the dossier of',
  'restore a dossier': 'restored an earlier version of the dossier of',
  'clear a passage': 'kept a marked passage, with a reason, in the dossier of',
  'set a logo': 'set the logo of',
  'remove a logo': 'removed the logo of',
  'archive a tool': 'archived',
  'take a tool out of the archive': 'took out of the archive',
  'read addresses': 'had addresses read for',
  'set up': 'set up this installation as',
  'add user': 'added the person',
  invite: 'made',
  'accept invitation': 'accepted an invitation as',
  'change role': 'changed the role of',
  'deactivate user': 'deactivated',
  'reactivate user': 'reactivated',
  'change password': 'changed the password of',
  'make password link': 'made a link to choose a new password for',
  'set password': 'chose a new password for',
  'withdraw invitation': 'withdrew',
  'make token': 'made the access token',
  'revoke token': 'revoked the access token',
  'save a view': 'saved the view',
  'change a view': 'changed the view',
  'delete a view': 'deleted the view',
  'choose a default view': 'chose what their list opens with:',
  'draft digest': 'drafted the newsletter of',
  'edit digest': 'edited the newsletter of',
  'approve digest': 'approved the newsletter of',
  'send digest': 'sent the newsletter of',
  'resume digest': 'went on sending the newsletter of',
  'discard digest': 'discarded the newsletter of',
  'resend digest mail': 'sent one mail again of the newsletter of',
  'settle digest mail': 'said what became of one mail of the newsletter of',
  'unsubscribe a reader': 'unsubscribed a reader',
  'remind a reader': 'had the link to confirm mailed again to a reader',
  'make a webhook': 'made the webhook to',
  'change a webhook': 'changed the webhook to',
  'delete a webhook': 'deleted the webhook to',
  'renew the secret of a webhook': 'renewed the secret of the webhook to',
  'send a webhook again': 'sent again a message of the webhook to',
  'keep votes set aside': 'kept votes set aside on',
  'release votes': 'let votes count again on',
  'change a setting': 'changed the setting',
  'set the logo of the site': 'set the logo of',
  'remove the logo of the site': 'removed the logo of',
  'clean up': 'cleaned up',
}

/** The verb of an entry's action. */
export function verbOf({ action }: Pick<AuditEntry, 'action'>): string {
  return Object.hasOwn(verbs, action) ? (verbs[action] ?? action) : `${action}:`
}

/** What verbs that need the thing to be told from others are called in a list of them. */
const labels: Readonly<Record<string, string>> = { invite: 'made an invitation', 'withdraw invitation': 'withdrew an invitation' }

/** Actions to choose from, each by its verb. */
export const actionOptions = Object.entries(verbs).map(([value, verb]) => ({
  value,
  label: sentenceCase(labels[value] ?? verb.replace(/:$/, '')),
}))

/** What a setting is called in a sentence of the log, by its name. */
export const settingWords: Readonly<Record<string, string>> = {
  budgets: 'Budgets',
  logo: 'the site',
  newsletter: 'Newsletter',
  retention: 'what is not kept any longer',
  site: 'Site',
}

/** What a list is called in a sentence of the log. */
export const listWords: Readonly<Record<ListName, string>> = {
  records: 'records',
  queue: 'the queue',
  tools: 'tools',
  panels: 'panels',
  log: 'the log',
  subscribers: 'subscribers',
}
