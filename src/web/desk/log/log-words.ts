import type { AuditEntry } from '../../../contracts/audit.js'

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
  'kick off a panel': 'kicked off a panel over',
  'cancel a panel': 'cancelled the panel over',
  'retry a panel': 'tried again what is missing in the panel over',
  'resume a panel': 'went on with the panel over',
  'add a dossier': 'added a dossier of',
  'refresh a dossier': 'refreshed the dossier of',
  'set a logo': 'set the logo of',
  'remove a logo': 'removed the logo of',
  'archive a tool': 'archived',
  'take a tool out of the archive': 'took out of the archive',
  'read addresses': 'had addresses read for',
  'add user': 'added the person',
  'change role': 'changed the role of',
  'deactivate user': 'deactivated',
  'reactivate user': 'reactivated',
  'change password': 'changed the password of',
  'withdraw invitation': 'withdrew the invitation of',
  'make token': 'made an access token',
  'revoke token': 'revoked an access token',
  'draft digest': 'drafted the newsletter of',
  'edit digest': 'edited the newsletter of',
  'approve digest': 'approved the newsletter of',
  'send digest': 'sent the newsletter of',
  'resume digest': 'went on sending the newsletter of',
  'discard digest': 'discarded the newsletter of',
  'unsubscribe a reader': 'unsubscribed a reader',
  'remind a reader': 'had the link to confirm mailed again to a reader',
  'make a webhook': 'made a webhook',
  'change a webhook': 'changed a webhook',
  'delete a webhook': 'deleted a webhook',
  'renew the secret of a webhook': 'renewed the secret of a webhook',
  'send a webhook again': 'sent again what a webhook had been sent',
  'change a setting': 'changed the setting',
  'set the logo of the site': 'set the logo of',
  'remove the logo of the site': 'removed the logo of',
  'clean up': 'cleaned up after',
}

/** The verb of an entry's action. */
export function verbOf({ action }: Pick<AuditEntry, 'action'>): string {
  return Object.hasOwn(verbs, action) ? (verbs[action] ?? action) : `${action}:`
}

/** Actions to choose from, each by its verb. */
export const actionOptions = Object.entries(verbs).map(([value, label]) => ({ value, label: label.replace(/:$/, '') }))

/** What a setting is called in a sentence of the log, by its name. */
export const settingWords: Readonly<Record<string, string>> = {
  budgets: 'Budgets',
  logo: 'the site',
  newsletter: 'Newsletter',
  site: 'Site',
}
