import type { ToolQuery, ToolSort } from '../../../panels/store/tool-lists.js'
import { isToolCursor, toolSorts } from '../../../panels/store/tool-lists.js'
import type { DeskDependencies } from '../dependencies.js'
import type { ListDefinition, ListProblem, ListQuery } from '../lists/definition.js'
import { toolsPath } from '../paths.js'

const sortLabels: Readonly<Record<ToolSort, string>> = {
  name: 'By name',
  newest: 'Newest tool first',
  recent: 'Newest dossier first',
  'oldest facts': 'Oldest facts first',
}
const sortOptions = toolSorts.map((value) => ({ value, label: sortLabels[value] }))

/** The list of tools, with the categories and vendors that there are now to choose from. */
export async function toolListDefinition({ dossiers }: Pick<DeskDependencies, 'dossiers'>): Promise<ListDefinition> {
  const [categories, vendors] = await Promise.all([dossiers.categories(), dossiers.vendors()])
  const [first = { value: 'name', label: sortLabels.name }, ...others] = sortOptions
  return {
    name: 'tools',
    path: toolsPath,
    nouns: ['tool', 'tools'],
    searches: 'Name, vendor, category, rival',
    filters: [
      {
        ...{ name: 'category', label: 'Category', any: 'Any category', isOpen: true },
        options: categories.map(({ category, tools }) => ({ value: category, label: `${category} (${tools})` })),
      },
      {
        ...{ name: 'vendor', label: 'Vendor', any: 'Any vendor', isOpen: true },
        options: vendors.map(({ vendor, tools }) => ({ value: vendor, label: `${vendor} (${tools})` })),
      },
      {
        ...{ name: 'record', label: 'Record', any: 'With or without' },
        options: [{ value: 'none', label: 'Without a record' }],
      },
      {
        ...{ name: 'sources', label: 'Sources', any: 'Changed or not' },
        options: [{ value: 'changed', label: 'A source changed' }],
      },
      {
        ...{ name: 'archived', label: 'Archive', any: 'Not archived' },
        options: [
          { value: 'only', label: 'Archived only' },
          { value: 'all', label: 'Archived too' },
        ],
      },
    ],
    sorts: [first, ...others],
  }
}

/** What the store is asked for, without how many and from where. */
export function toToolQuery({ q, filters, sort }: ListQuery): Omit<ToolQuery, 'limit' | 'cursor'> {
  const { category, vendor, archived } = filters
  return {
    q,
    ...(category === undefined ? {} : { category }),
    ...(vendor === undefined ? {} : { vendor }),
    archived: archived === 'only' || archived === 'all' ? archived : 'no',
    withoutRecord: filters.record === 'none',
    sourceChanged: filters.sources === 'changed',
    sort: sortOf(sort),
  }
}

/** What is wrong with the place that a query names; empty where nothing is. */
export function placeProblems({ cursor, sort }: ListQuery): ListProblem[] {
  if (cursor === null || isToolCursor(cursor, sortOf(sort))) return []
  return [{ path: 'cursor', message: 'it is not a place of this list: begin at its first page' }]
}

function sortOf(sort: string): ToolSort {
  return toolSorts.find((each) => each === sort) ?? 'name'
}
