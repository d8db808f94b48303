import type { RecordListInput } from '../../review/action-inputs.js'
import { recordStates } from '../../review/rules/record-state-machine.js'
import { type RecordMark, type RecordSort, recordMarks, recordSorts } from '../../review/store/list-records.js'
import type { RecordStatus } from '../../review/views.js'
import type { ListDefinition, ListQuery } from './lists/definition.js'
import { recordsPath } from './paths.js'

const stateWords: Readonly<Record<RecordStatus, string>> = {
  in_review: 'In review',
  approved: 'Approved',
  published: 'Published',
  retracted: 'Retracted',
}
const markWords: Readonly<Record<RecordMark, string>> = {
  changed: 'A source changed',
  comments: 'Open comments',
  unscored: 'Seats without a verdict',
  mine: 'Something waits for me',
}
const sortWords: Readonly<Record<RecordSort, string>> = {
  newest: 'Newest first',
  oldest: 'Oldest first',
  waiting: 'Most waiting first',
  title: 'By title',
}
const [newest, ...otherSorts] = recordSorts
const sortOf = (value: RecordSort) => ({ value, label: sortWords[value] })

/** The list of records; `categories` are those that tools have now. */
export function recordsList(categories: readonly string[]): ListDefinition {
  return {
    name: 'records',
    path: recordsPath,
    nouns: ['record', 'records'],
    searches: 'Tool, vendor, model or id',
    filters: [
      { name: 'status', label: 'State', any: 'All states', options: recordStates.map((value) => ({ value, label: stateWords[value] })) },
      { name: 'has', label: 'With', any: 'Anything', options: recordMarks.map((value) => ({ value, label: markWords[value] })) },
      {
        name: 'category',
        label: 'Category',
        any: 'All categories',
        options: categories.map((value) => ({ value, label: value })),
        isOpen: true,
      },
      {
        name: 'archived',
        label: 'Archived',
        any: 'Left out',
        options: [
          { value: 'only', label: 'Only archived' },
          { value: 'all', label: 'With archived' },
        ],
      },
      { name: 'tool', label: 'Tool', any: 'All tools', options: [] },
    ],
    sorts: [sortOf(newest), ...otherSorts.map(sortOf)],
  }
}

/** What the service is asked for. The query was read with the definition, so that each value is one of its own. */
export function recordQueryOf({ q, filters, sort }: ListQuery): Omit<RecordListInput, 'actor' | 'limit' | 'cursor'> {
  const { status, has, category, archived, tool } = filters
  return {
    q,
    sort: sort as RecordSort,
    ...(status === undefined ? {} : { status: status as RecordStatus }),
    ...(has === undefined ? {} : { has: has as RecordMark }),
    ...(category === undefined ? {} : { category }),
    ...(tool === undefined ? {} : { tool }),
    ...(archived === undefined ? {} : { archived: archived as 'only' | 'all' }),
  }
}
