import type { Child } from 'hono/jsx'
import type { SavedViewActions } from '../../../accounts/saved-views.js'
import type { SavedView } from '../../../accounts/store/saved-views.js'
import { asSentence } from '../../../platform/text/sentence.js'
import { actorOf, type DeskContext } from '../env.js'
import { sendPlain } from '../send.js'
import { type ListDefinition, type ListProblem, type ListQuery, readListQuery } from './definition.js'

export type OpenedList = { query: ListQuery; views: SavedView[] } | { response: Response }

/**
 * What a list is to show: its query and the views saved of it. Where the address says nothing and the person has a default view, `response` leads there;
 * where the address is wrong, it says what is wrong with it.
 */
export async function openList(
  c: DeskContext,
  { savedViews }: { savedViews: Pick<SavedViewActions, 'list'> },
  definition: ListDefinition,
): Promise<OpenedList> {
  const views = await savedViews.list(actorOf(c), definition.name)
  const usual = views.find(({ isDefault }) => isDefault)
  if (usual !== undefined && usual.query !== '' && Object.keys(c.req.query()).length === 0) {
    return { response: c.redirect(`${definition.path}?${usual.query}`, 302) }
  }
  const read = readListQuery(c, definition)
  return read.status === 'done' ? { query: read.query, views } : { response: await sendListProblems(c, definition, read.problems) }
}

/** The page for an address of a list that asks for what is not there. */
export async function sendListProblems(c: DeskContext, { path }: ListDefinition, problems: readonly ListProblem[]): Promise<Response> {
  return sendPlain(c, {
    status: 400,
    title: 'No such list',
    children: (
      <>
        {problems.map((problem) => `${problem.path}: ${asSentence(problem.message)} `)}
        <a href={`${path}?view=all`}>The whole list</a>
      </>
    ),
  })
}

/** What was found: the part that the script of lists replaces while one types. */
export function ListResults({ children }: { children: Child }) {
  return (
    <div id="list-results" data-keys="lists">
      {children}
    </div>
  )
}
