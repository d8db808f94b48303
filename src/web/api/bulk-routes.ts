import { z } from 'zod'
import type { Actor } from '../../contracts/actor.js'
import { reasonSchema, userIdSchema } from '../../contracts/review-ids.js'
import type { SubscriberChange } from '../../newsletter/subscriber-desk.js'
import { archiveTools } from '../../panels/archive-tools.js'
import { type ChangedPanel, changePanels, type PanelChange } from '../../panels/change-panels.js'
import type { Archived } from '../../panels/store/tool-lists.js'
import type { ChangedItem } from '../../review/change-many.js'
import { said } from './answer-schemas.js'
import { addBulk, type Outcome, outcomeOf, outcomesOf, some } from './bulk-answers.js'
import type { ApiDependencies } from './dependencies.js'
import type { Api } from './route.js'
import { ids } from './schemas.js'

const toolItems = outcomesOf({ slug: said })
const panelItems = outcomesOf({ panelId: said })
const subscriberItems = outcomesOf({
  subscriberId: said,
  address: said.nullable().describe('Masked; null where there is no such subscriber.'),
})
const verdictItems = outcomesOf({
  recordId: said.nullable(),
  verdictId: said.nullable().describe('Null where it is about the whole record.'),
  name: said.nullable().describe('Of the verdict: its persona and its tool; null where that is not known.'),
})

const slugs = some(ids.slug, 'tool')
const recordIds = some(ids.record, 'record')
const verdictIds = some(ids.verdict, 'verdict')
const panelIds = some(ids.panel, 'panel')
const subscriberIds = some(ids.subscriber, 'subscriber')
const to = userIdSchema.nullable().describe('The user id of whose turn it is; null for no one.')
const archived = z.boolean().describe('Whether they are put into the archive, or taken out of it.')

/** What is done with several things of a list at once. */
export function addBulkRoutes(api: Api, dependencies: ApiDependencies): void {
  addToolBulk(api, dependencies)
  addPanelBulk(api, dependencies)
  addRecordBulk(api, dependencies)
  addVerdictBulk(api, dependencies)
  addSubscriberBulk(api, dependencies)
}

function addToolBulk(api: Api, { dossiers, runtime }: ApiDependencies): void {
  addBulk(api, {
    ...{ path: '/tools/archive', tag: 'Tools', roles: ['editor'], schema: toolItems },
    summary: 'Put tools into the archive, or take them out of it',
    description: 'Archived tools leave lists and kick-offs, and keep their dossiers and records. Each change is an entry of the audit log.',
    body: z.strictObject({ slugs, archived }).meta({ id: 'ArchiveTools' }),
    act: async (actor, sent) => {
      const done = await archiveTools(dossiers, { actor, slugs: sent.slugs, archive: sent.archived, at: runtime.now() })
      return done.map(({ slug, outcome: result }) => ({ slug, ...outcomeOf(archivedOutcome(result)) }))
    },
  })
}

function archivedOutcome(result: Archived['outcome']): Outcome {
  if (result !== 'unknown') return { status: result }
  return { status: 'refused', why: 'there is no such tool', fix: 'look at the list of tools as it is now' }
}

function addPanelBulk(api: Api, { actions, panelLists }: ApiDependencies): void {
  const change = (actor: Actor, sent: { panelIds: string[]; reason?: string }, what: PanelChange) =>
    changePanels({ actions, panels: panelLists }, { actor, change: what, panelIds: sent.panelIds, reason: sent.reason ?? '' })
  const toItems = (changed: readonly ChangedPanel[]) =>
    changed.map(({ panelId, plan: _, ...result }) => ({ panelId, ...outcomeOf(result) }))
  const shared = { tag: 'Panels', roles: ['editor'], schema: panelItems } as const
  addBulk(api, {
    ...{ ...shared, path: '/panels/retry', body: z.strictObject({ panelIds }) },
    summary: 'Try the missing drafts of several panels again',
    description: 'One that was cancelled goes on; one that ended is tried again, within the budget that it has.',
    act: async (actor, sent) => toItems(await change(actor, sent, 'retry')),
  })
  addBulk(api, {
    ...{ ...shared, path: '/panels/cancel', body: z.strictObject({ panelIds, reason: reasonSchema }) },
    summary: 'End several running panels; what is drafted stays',
    act: async (actor, sent) => toItems(await change(actor, sent, 'cancel')),
  })
}

const toVerdictItem = ({ recordId, verdictId, name, ...result }: ChangedItem) => ({ recordId, verdictId, name, ...outcomeOf(result) })

function addRecordBulk(api: Api, { review, countMarks }: ApiDependencies): void {
  const shared = { tag: 'Records', schema: verdictItems } as const
  const none = { to: null, countMarks }
  addBulk(api, {
    ...{ ...shared, path: '/records/accept-clean', body: z.strictObject({ recordIds }) },
    summary: 'Accept the verdicts of records in which there is nothing to look at',
    description:
      'Each as `POST /verdicts/{verdictId}/accept` does, by the same rules. Flags, open comments, quotes that were not found, split jurors, questions of a second model and marked sentences all keep a verdict from being clean: read it, and accept it by itself.',
    act: async (actor, sent) => (await review.changeRecords({ actor, change: 'accept', ...none, ...sent })).map(toVerdictItem),
  })
  addBulk(api, {
    ...{ ...shared, path: '/records/assign', body: z.strictObject({ recordIds, to }) },
    summary: 'Hand over all that waits of records, or take it from everyone (`to`: null)',
    act: async (actor, sent) => (await review.changeRecords({ actor, change: 'assign', countMarks, ...sent })).map(toVerdictItem),
  })
  addBulk(api, {
    ...{ ...shared, path: '/records/retry', roles: ['editor'], body: z.strictObject({ recordIds }) },
    summary: 'Try the seats without a verdict of records again',
    act: async (actor, sent) => (await review.changeRecords({ actor, change: 'retry', ...none, ...sent })).map(toVerdictItem),
  })
  addBulk(api, {
    ...{ ...shared, path: '/records/archive', roles: ['editor'], body: z.strictObject({ recordIds, archived }) },
    summary: 'Put records into the archive, or take them out of it',
    description: 'Archived records leave lists; their state, and what is public of them, stay as they are.',
    act: async (actor, { archived: isArchived, recordIds: of }) => {
      const change = isArchived ? 'archive' : 'unarchive'
      return (await review.changeRecords({ actor, change, recordIds: of, ...none })).map(toVerdictItem)
    },
  })
}

function addVerdictBulk(api: Api, { review, countMarks }: ApiDependencies): void {
  const shared = { tag: 'Verdicts', schema: verdictItems } as const
  addBulk(api, {
    ...{ ...shared, path: '/verdicts/accept-clean', body: z.strictObject({ verdictIds }) },
    summary: 'Accept those of several verdicts in which there is nothing to look at',
    act: async (actor, sent) =>
      (await review.changeVerdicts({ actor, change: 'accept', to: null, countMarks, ...sent })).map(toVerdictItem),
  })
  addBulk(api, {
    ...{ ...shared, path: '/verdicts/assign', body: z.strictObject({ verdictIds, to }) },
    summary: 'Take several verdicts, hand them over, or take them from everyone (`to`: null)',
    act: async (actor, sent) => (await review.changeVerdicts({ actor, change: 'assign', countMarks, ...sent })).map(toVerdictItem),
  })
}

function addSubscriberBulk(api: Api, { subscribers }: ApiDependencies): void {
  const shared = { tag: 'Subscribers', roles: ['editor'], schema: subscriberItems, body: z.strictObject({ subscriberIds }) } as const
  const act = (change: SubscriberChange) => async (actor: Actor, sent: { subscriberIds: string[] }) => {
    const changed = await subscribers.change(actor, change, sent.subscriberIds)
    // The route lets no one else in.
    if ('status' in changed) throw new Error(changed.why)
    return changed.map(({ id, address, ...result }) => ({ subscriberId: id, address, ...outcomeOf(result) }))
  }
  addBulk(api, { ...shared, path: '/subscribers/unsubscribe', summary: 'End subscriptions of the newsletter', act: act('unsubscribe') })
  addBulk(api, {
    ...{ ...shared, path: '/subscribers/remind', act: act('remind') },
    summary: 'Have the link to confirm mailed once more to who has not confirmed',
  })
}
