import { mostInBulk } from '../../http/most-in-bulk.js'
import { listOf, textOf } from '../send.js'
import { type ListDefinition, type ListProblem, type ListQuery, readListText } from './definition.js'

export type Bulk = {
  /** What is to be done: the value of the button. */
  action: string
  /** The rows by their ids, or all that match a query, of which so many were seen. */
  on: { ids: string[] } | { query: ListQuery; seen: number }
  /** What the list looked like; to lead back there. */
  query: ListQuery
}
export type ReadBulk = { status: 'done'; bulk: Bulk } | { status: 'invalid'; problems: ListProblem[] }

/** Reads the form of `BulkForm`. Ids come as they were sent: the caller looks each up. */
export function readBulk(form: FormData, definition: ListDefinition): ReadBulk {
  const read = readListText(textOf(form, 'query').slice(0, 4000), definition)
  if (read.status === 'invalid') return read
  const { query } = read
  const action = textOf(form, 'do')
  const which = textOf(form, 'which')
  if (which === 'match') {
    const seen = Number(textOf(form, 'seen'))
    if (!Number.isSafeInteger(seen) || seen < 0) return invalid('seen', 'send how many matched when you looked')
    return seen > mostInBulk ? tooMany(seen) : { status: 'done', bulk: { action, on: { query, seen }, query } }
  }
  const ids = listOf(form, which === 'page' ? 'shown' : 'pick')
  if (ids.length === 0) return invalid('pick', 'tick at least one row, then choose what to do with it')
  return ids.length > mostInBulk ? tooMany(ids.length) : { status: 'done', bulk: { action, on: { ids }, query } }
}

/** A bulk action on more rows than one takes. */
export function tooMany(count: number): { status: 'invalid'; problems: ListProblem[] } {
  return invalid('pick', `these are ${count}, and ${mostInBulk} can be taken at once: narrow the list and take the rest after`)
}

function invalid(path: string, message: string): { status: 'invalid'; problems: ListProblem[] } {
  return { status: 'invalid', problems: [{ path, message }] }
}
