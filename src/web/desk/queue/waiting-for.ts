import type { Actor } from '../../../contracts/actor.js'
import type { ReviewActions } from '../../../review/create-review-actions.js'
import type { QueueScope } from '../../../review/store/review-lists.js'
import type { QueuePage } from '../../../review/views.js'
import type { ListQuery } from '../lists/definition.js'
import { queueQueryOf, scopeOf } from './queue-list.js'

type Asked = { actor: Actor; query?: ListQuery; limit: number }

/**
 * What waits for someone: of the scope that the query names; where it names none, the person's own, or what is no one's where nothing is theirs and no
 * search looks for it.
 */
export function waitingFor(review: Pick<ReviewActions, 'queue'>, { actor, query, limit }: Asked): Promise<QueuePage> {
  const asked = query === undefined ? null : scopeOf(query)
  const filter = query === undefined ? {} : queueQueryOf(query)
  const place = query === undefined || query.cursor === null ? {} : { cursor: query.cursor }
  return review.queue({
    actor,
    limit,
    ...filter,
    ...place,
    ...(asked === null ? { scopes: ['mine', 'unassigned'] as const } : { scope: asked }),
  })
}

/** Whose verdicts a list holds, for its head. */
export const scopeWords: Readonly<Record<QueueScope, string>> = {
  mine: 'Waiting for you',
  unassigned: 'Waiting for anyone',
  all: 'Everyone’s',
}
