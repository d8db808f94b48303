import type { NewEntry } from '../audit/audit-chain.js'
import type { Actor } from '../contracts/actor.js'
import { mayActAs } from '../contracts/role.js'
import type { Runtime } from '../platform/runtime.js'
import type { Refusal } from './refusals.js'
import { maskAddress } from './rules/subscriber-keys.js'
import type { SubscriberQuery, SubscriberRow } from './store/subscriber-lists.js'
import type { Subscriber, SubscriptionStore } from './store/subscribers.js'

/** What came of a wish to mail the link once more. */
export type Reminded = 'asked' | 'too many' | 'not waiting' | 'no address'

/** A subscriber as a list shows it: the address masked, and nothing of what mail servers said, which repeats it. */
export type ShownSubscriber = Omit<SubscriberRow, 'email'> & { address: string }

export type ShownSubscribers = { status: 'done'; items: ShownSubscriber[]; total: number; next: string | null }

export const subscriberChanges = ['unsubscribe', 'remind'] as const
export type SubscriberChange = (typeof subscriberChanges)[number]

/** What came of one subscriber; `address` is masked, null where there is no such subscriber. */
export type SubscriberChanged = { id: string; address: string | null } & ({ status: 'done' } | Refusal)

type Parts = {
  store: Pick<SubscriptionStore, 'find' | 'findPage' | 'unsubscribeBy' | 'noteReminder'>
  runtime: Pick<Runtime, 'now' | 'newId'>
  /** Has the link mailed where `note` says that it may. */
  remind: (subscriber: Subscriber, note: () => Promise<boolean>) => Promise<Reminded>
}

export type SubscriberDesk = ReturnType<typeof createSubscriberDesk>

/** Subscribers for editors and admins. No answer holds an address that is not masked, and no entry of the audit log any. */
export function createSubscriberDesk(parts: Parts) {
  return {
    /** One page of them. Throws `RangeError` for a cursor that no list gave out. */
    list: async (actor: Actor, query: SubscriberQuery): Promise<ShownSubscribers | Refusal> => {
      if (!mayActAs(actor.role, 'editor')) return notAllowed
      const { items, ...page } = await parts.store.findPage(query)
      return { status: 'done', ...page, items: items.map(({ email, ...item }) => ({ ...item, address: maskAddress(email) })) }
    },
    /** Ends subscriptions, or has the link to confirm mailed once more: one after the other, each with its own answer and its audit entry. */
    change: async (actor: Actor, change: SubscriberChange, ids: readonly string[]): Promise<SubscriberChanged[] | Refusal> => {
      if (!mayActAs(actor.role, 'editor')) return notAllowed
      const changed: SubscriberChanged[] = []
      for (const id of new Set(ids)) changed.push(await changeOne(parts, { actor, change, id }))
      return changed
    },
  }
}

const notAllowed: Refusal = { status: 'refused', why: 'subscribers are for editors and admins', fix: 'ask one of them' }
const unknown: Refusal = {
  ...{ status: 'refused', why: 'there is no such subscriber, or no longer' },
  fix: 'look at the list again, and pick it there',
}
const reminded: Readonly<Record<Exclude<Reminded, 'asked'>, Refusal>> = {
  'too many': { status: 'refused', why: 'there were enough mails to this address, or in all', fix: 'try again tomorrow' },
  'not waiting': {
    ...{ status: 'refused', why: 'no link waits to be confirmed, or it was mailed again before' },
    fix: 'leave it: who wants the newsletter asks for it on the site',
  },
  'no address': {
    ...{ status: 'refused', why: 'the site does not know its own address, to which the link would lead' },
    fix: 'set PANEL_PUBLIC_URL',
  },
}

type One = { actor: Actor; change: SubscriberChange; id: string }

async function changeOne({ store, runtime, remind }: Parts, { actor, change, id }: One): Promise<SubscriberChanged> {
  const found = await store.find(id)
  if (found === null) return { id, address: null, ...unknown }
  const of = { id, address: maskAddress(found.email) }
  const at = runtime.now()
  const eventId = runtime.newId('sev')
  const entry: NewEntry = {
    ...{ at: at.toISOString(), actor, action: `${change} a reader`, data: {} },
    subject: { kind: 'subscriber', id, recordId: null },
  }
  if (change === 'remind') {
    const event = { id: eventId, at, event: 'was mailed the link again' }
    const outcome = await remind(found, () => store.noteReminder(id, event, entry))
    return outcome === 'asked' ? { ...of, status: 'done' } : { ...of, ...reminded[outcome] }
  }
  const ended = await store.unsubscribeBy(id, { id: eventId, at, event: 'unsubscribed by an editor' }, entry)
  if (ended === 'done') return { ...of, status: 'done' }
  return { ...of, ...(ended === 'unknown' ? unknown : { status: 'refused', why: 'there is nothing to end', fix: 'leave it as it is' }) }
}
