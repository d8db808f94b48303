import { isPanelCursor, type PanelQuery } from '../../../panels/store/find-panels.js'
import type { PanelStatus } from '../../../panels/store/reopen-panel.js'
import type { DeskDependencies } from '../dependencies.js'
import type { ListDefinition, ListProblem, ListQuery } from '../lists/definition.js'
import { panelWords } from '../parts.js'
import { panelsPath } from '../paths.js'

const statuses = Object.keys(panelWords) as PanelStatus[]

/** The list of panels, with the people that there are to choose from. */
export async function panelListDefinition({ people }: Pick<DeskDependencies, 'people'>): Promise<ListDefinition> {
  const everyone = await people.list()
  return {
    name: 'panels',
    path: panelsPath,
    nouns: ['panel', 'panels'],
    searches: 'Tool, model or id',
    filters: [
      {
        ...{ name: 'state', label: 'State', any: 'Any state' },
        options: statuses.map((value) => ({ value, label: panelWords[value].word })),
      },
      { ...{ name: 'seats', label: 'Drafts', any: 'Complete or not' }, options: [{ value: 'unscored', label: 'A draft is missing' }] },
      {
        ...{ name: 'person', label: 'Kicked off by', any: 'Anyone', isOpen: true },
        options: [{ value: 'me', label: 'Me' }, ...everyone.map(({ id, name }) => ({ value: id, label: name }))],
      },
      {
        ...{ name: 'replies', label: 'Replies', any: 'Live or recorded' },
        options: [
          { value: 'live', label: 'Live' },
          { value: 'recorded', label: 'Recorded' },
        ],
      },
    ],
    sorts: [
      { value: 'newest', label: 'Newest first' },
      { value: 'oldest', label: 'Oldest first' },
    ],
  }
}

/** What the store is asked for, without how many and from where. `me` is the person that looks. */
export function toPanelQuery({ q, filters, sort }: ListQuery, userId: string): Omit<PanelQuery, 'limit' | 'cursor'> {
  const { person, replies } = filters
  const status = statuses.find((each) => each === filters.state)
  return {
    q,
    ...(status === undefined ? {} : { status }),
    hasUnscored: filters.seats === 'unscored',
    ...(person === undefined ? {} : { askedBy: person === 'me' ? userId : person }),
    ...(replies === undefined ? {} : { isReplay: replies === 'recorded' }),
    sort: sort === 'oldest' ? 'oldest' : 'newest',
  }
}

/** What is wrong with the place that a query names; empty where nothing is. */
export function panelPlaceProblems({ cursor }: ListQuery): ListProblem[] {
  return cursor === null || isPanelCursor(cursor)
    ? []
    : [{ path: 'cursor', message: 'it is not a place of this list: begin at its first page' }]
}
