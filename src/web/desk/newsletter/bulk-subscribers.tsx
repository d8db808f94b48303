import type { SubscriberChanged } from '../../../newsletter/subscriber-desk.js'
import { subscriberChanges } from '../../../newsletter/subscriber-desk.js'
import { mostInBulk } from '../../http/most-in-bulk.js'
import { actorOf, type DeskContext } from '../env.js'
import type { BulkAction } from '../lists/bulk-form.js'
import { type BulkOutcome, BulkProblems, BulkReport } from '../lists/bulk-report.js'
import type { ListProblem, ListQuery } from '../lists/definition.js'
import { type Bulk, readBulk } from '../lists/read-bulk.js'
import { readForm, sendPage } from '../send.js'
import type { NewsletterDeskDependencies } from './dependencies.js'
import { subscriberListDefinition as definition, toSubscriberQuery } from './subscriber-list.js'

/** What editors do with several subscribers at once. */
export const subscriberBulkActions: readonly BulkAction[] = [
  { value: 'remind', label: 'Mail the link to confirm again' },
  { value: 'unsubscribe', label: 'Unsubscribe' },
]

const didWords = { remind: 'links are mailed again', unsubscribe: 'subscribers unsubscribed' } as const

/** Unsubscribes several subscribers, or has the link to confirm mailed again: one after the other, each with its own answer. */
export async function changeSubscribers(c: DeskContext, dependencies: NewsletterDeskDependencies): Promise<Response> {
  const form = await readForm(c)
  const actor = actorOf(c)
  const refuse = (query: ListQuery | null, problems: readonly ListProblem[]) =>
    sendPage(c, <BulkProblems actor={actor} definition={definition} query={query} problems={problems} />, 422)
  const read = readBulk(form, definition)
  if (read.status === 'invalid') return refuse(null, read.problems)
  const { bulk } = read
  const change = subscriberChanges.find((each) => each === bulk.action)
  if (change === undefined) return refuse(bulk.query, [{ path: 'do', message: 'choose what to do with the subscribers' }])
  const picked = await pickedIds(c, dependencies, bulk)
  if ('problem' in picked) return refuse(bulk.query, [picked.problem])
  const changed = await dependencies.subscribers.change(actor, change, picked.ids)
  if ('status' in changed) return refuse(bulk.query, [{ path: 'do', message: `${changed.why}: ${changed.fix}` }])
  const outcomes = changed.map(toOutcome)
  return sendPage(c, <BulkReport actor={actor} definition={definition} query={bulk.query} did={didWords[change]} outcomes={outcomes} />)
}

type Picked = { ids: string[] } | { problem: ListProblem }

/** All that match are looked for again: where another number matches by now, nothing is done. */
async function pickedIds(c: DeskContext, { subscribers }: NewsletterDeskDependencies, { on }: Bulk): Promise<Picked> {
  if ('ids' in on) {
    const isOfTheList = on.ids.every((id) => /^sub_[0-9a-z]{1,80}$/.test(id))
    return isOfTheList ? { ids: on.ids } : { problem: { path: 'pick', message: 'pick subscribers of the list' } }
  }
  const found = await subscribers.list(actorOf(c), { ...toSubscriberQuery(on.query), limit: mostInBulk })
  if (found.status === 'refused') return { problem: { path: 'do', message: `${found.why}: ${found.fix}` } }
  if (found.total === on.seen) return { ids: found.items.map(({ id }) => id) }
  const message = `${found.total} subscribers match by now, and you saw ${on.seen}: look at the list again`
  return { problem: { path: 'seen', message } }
}

function toOutcome({ id, address, ...outcome }: SubscriberChanged): BulkOutcome {
  const named = { name: address ?? id, href: null }
  if (outcome.status === 'done') return { ...named, status: 'done' }
  return { ...named, status: 'refused', why: outcome.why, fix: outcome.fix }
}
