import type { Child } from 'hono/jsx'
import type { SavedViewActions } from '../../../accounts/saved-views.js'
import type { SavedView } from '../../../accounts/store/saved-views.js'
import { asSentence } from '../../../platform/text/sentence.js'
import { addressProblem } from '../../http/valid-address.js'
import { actorOf, type DeskContext } from '../env.js'
import { sendPlain } from '../send.js'
import { type ListDefinition, type ListProblem, type ListQuery, listAddress, readListQuery, readListText } from './definition.js'

export type OpenedList = { query: ListQuery; views: SavedView[] } | { response: Response }

/**
 * What a list is to show: its query and the views saved of it. Where the address has no ? and the person has a default view, `response` leads there;
 * where the address is wrong, it says what is wrong with it. `opens`: whether the list takes a query that fits its definition.
 */
export async function openList(
  c: DeskContext,
  { savedViews }: { savedViews: Pick<SavedViewActions, 'list'> },
  definition: ListDefinition,
  opens: (query: ListQuery) => boolean = () => true,
): Promise<OpenedList> {
  const views = await savedViews.list(actorOf(c), definition.name)
  const usual = views.find(({ isDefault }) => isDefault)
  // Any ? ends it: where a default view leads has one, and so never leads on to itself.
  const usualAddress = usual === undefined || c.req.url.includes('?') ? null : addressOf(usual, definition, opens)
  if (usualAddress !== null) return { response: c.redirect(usualAddress, 302) }
  const read = readListQuery(c, definition)
  return read.status === 'done' ? { query: read.query, views } : { response: await sendListProblems(c, definition, read.problems) }
}

/** Where a view leads: to its first page. Null where that is the list as it comes, or the list cannot be looked at like that any more. */
function addressOf({ query: text }: SavedView, definition: ListDefinition, opens: (query: ListQuery) => boolean): string | null {
  if (text === '' || addressProblem(`http://desk${definition.path}?${text}`) !== null) return null
  const read = readListText(text, definition)
  if (read.status === 'invalid') return null
  const query = { ...read.query, cursor: null }
  return opens(query) ? listAddress(query, definition) : null
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
