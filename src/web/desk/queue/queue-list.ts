import type { QueueInput } from '../../../review/action-inputs.js'
import type { QueueKind, QueueScope } from '../../../review/store/review-lists.js'
import { type ListDefinition, type ListQuery, readListText } from '../lists/definition.js'
import { queuePath } from '../paths.js'

export const queueScopes = ['mine', 'unassigned', 'all'] as const satisfies readonly QueueScope[]

const workWords: Readonly<Record<QueueKind, string>> = {
  'call blind': 'To be called before it is read',
  review: 'To be read',
  returned: 'Returned with a note',
  unscored: 'Without a verdict',
  comment: 'A comment is open',
}

/** The review queue. `personas` are those there are now. */
export function queueList(personas: readonly { id: string; seat: string }[]): ListDefinition {
  return {
    name: 'queue',
    path: queuePath,
    nouns: ['verdict', 'verdicts'],
    searches: 'Tool, persona, model or id',
    filters: [
      { name: 'scope', label: 'Whose', any: 'Mine', options: queueScopes.map((value) => ({ value, label: value })), isTab: true },
      {
        name: 'persona',
        label: 'Persona',
        any: 'All personas',
        options: personas.map(({ id, seat }) => ({ value: id, label: seat })),
        isOpen: true,
      },
      {
        name: 'work',
        label: 'To do',
        any: 'Anything',
        options: Object.entries(workWords).map(([value, label]) => ({ value, label })),
      },
      { name: 'record', label: 'Record', any: 'All records', options: [] },
      { name: 'tool', label: 'Tool', any: 'All tools', options: [] },
    ],
    sorts: [{ value: 'oldest', label: 'Oldest first' }],
  }
}

/** What the service is asked for. The query was read with the definition, so that each value is one of its own. */
export function queueQueryOf({ q, filters }: ListQuery): Omit<QueueInput, 'actor' | 'limit' | 'cursor' | 'scope'> {
  const { persona, work, record, tool } = filters
  return {
    q,
    ...(persona === undefined ? {} : { persona }),
    ...(work === undefined ? {} : { work: work as QueueKind }),
    ...(record === undefined ? {} : { recordId: record }),
    ...(tool === undefined ? {} : { tool }),
  }
}

/** Whose verdicts an address asks for; null where it does not say. */
export function scopeOf({ filters }: ListQuery): QueueScope | null {
  return queueScopes.find((scope) => scope === filters.scope) ?? null
}

/** The list that a page of the queue was, from its address as a form's request names it; as it comes where that says nothing. */
export function queueBefore(referer: string | undefined): ListQuery {
  const empty: ListQuery = { q: '', filters: {}, sort: 'oldest', cursor: null }
  if (referer === undefined || !URL.canParse(referer)) return empty
  const { pathname, search } = new URL(referer)
  const read = pathname === queuePath ? readListText(search.slice(0, 4000), queueList([])) : null
  return read?.status === 'done' ? { ...read.query, cursor: null } : empty
}
