import { isSubscriberCursor, type SubscriberQuery, subscriberStates } from '../../../newsletter/store/subscriber-lists.js'
import type { ListDefinition, ListProblem, ListQuery } from '../lists/definition.js'
import { subscribersPath } from './paths.js'

type State = (typeof subscriberStates)[number]

/** The states of subscribers in words. */
export const subscriberWords: Readonly<Record<State, { kind: string; word: string }>> = {
  active: { kind: 'done', word: 'Subscribed' },
  pending: { kind: 'waits', word: 'Not confirmed yet' },
  unsubscribed: { kind: 'ended', word: 'Unsubscribed' },
  bounced: { kind: 'needs', word: 'Bounced' },
  complained: { kind: 'needs', word: 'Complained' },
}

/** The list of subscribers. */
export const subscriberListDefinition: ListDefinition = {
  name: 'subscribers',
  path: subscribersPath,
  nouns: ['subscriber', 'subscribers'],
  searches: 'Whole address, or its domain',
  filters: [
    {
      ...{ name: 'state', label: 'State', any: 'Any state' },
      options: subscriberStates.map((value) => ({ value, label: subscriberWords[value].word })),
    },
  ],
  sorts: [
    { value: 'newest', label: 'Asked last first' },
    { value: 'oldest', label: 'Asked first first' },
    { value: 'left', label: 'Left last first' },
  ],
}

/** What the store is asked for, without how many and from where. */
export function toSubscriberQuery({ q, filters, sort }: ListQuery): Omit<SubscriberQuery, 'limit' | 'cursor'> {
  const status = subscriberStates.find((each) => each === filters.state)
  return { q, ...(status === undefined ? {} : { status }), sort: sort === 'oldest' || sort === 'left' ? sort : 'newest' }
}

/** What is wrong with the place that a query names; empty where nothing is. */
export function subscriberPlaceProblems({ cursor }: ListQuery): ListProblem[] {
  return cursor === null || isSubscriberCursor(cursor)
    ? []
    : [{ path: 'cursor', message: 'it is not a place of this list: begin at its first page' }]
}
