import type { Context } from 'hono'
import type { ListName } from '../../../accounts/saved-views.js'

/*
 * What all lists of the desk are made of. A list's whole state is its address: search, filters, sort and place. To make a list:
 *
 * 1. Write its `ListDefinition` (filters, sorts, words), where options depend on what is stored as a function of them.
 * 2. In the route: `const opened = await openList(c, dependencies, definition)`; return `opened.response` where there is one (a default view, or
 *    an address that is wrong). `opened.query` goes to the service: `q`, `filters` by name (absent: any), `sort`, `cursor`.
 * 3. On the page: `<ListToolbar>`, then `<ListResults>` around what was found, with `<Pager>` at its end, and `listScript` as the page's script.
 *    For bulk actions wrap the table in `<BulkForm>`, put `<PickCell>` into each row, read the form with `readBulk`, and answer with `<BulkReport>`.
 *
 * Everything works without the script: it only shows results while one types, and picks all rows at once.
 */

export type Option = { value: string; label: string }

/**
 * One thing that a list can be narrowed by; its `name` is a parameter of the address. `options` are all there are, and another value is refused, unless
 * `isOpen`: then they are those to choose from, and any text may be asked for (what was chosen once may be gone). Without options it is no field of
 * the toolbar, but what a link of another page narrows to. With `isTab` the page itself shows where one is: no field, and nothing to take away.
 */
export type ListFilter = {
  name: string
  label: string
  any: string
  options: readonly Option[]
  isOpen?: boolean
  isTab?: boolean
  /** What a value without an option is called. */
  said?: string
  /** What is wrong with a value, where not every text is one; null where nothing is. */
  problemOf?: (value: string) => string | null
}

export type ListDefinition = {
  name: ListName
  /** Where the list is, from the root of the server. */
  path: string
  /** What it lists, for one and for several. */
  nouns: readonly [one: string, several: string]
  /** What the search looks at, e.g. `tool, model or id`. */
  searches: string
  filters: readonly ListFilter[]
  /** The first is how the list comes. */
  sorts: readonly [Option, ...Option[]]
}

export type ListQuery = {
  /** Trimmed; empty for no search. */
  q: string
  /** Only those that are set. */
  filters: Readonly<Record<string, string>>
  sort: string
  cursor: string | null
}

export type ListProblem = { path: string; message: string }
export type ListQueryResult = { status: 'done'; query: ListQuery } | { status: 'invalid'; problems: ListProblem[] }

/** What PostgreSQL cannot keep, and so never finds. */
const noText = /[\0\p{Surrogate}]/u
const longestSearch = 200
const longestCursor = 400

/** Reads a list's state from the address. Parameters that are not the list's are left alone; empty ones count as absent, as forms send them. */
export function readListQuery(c: Pick<Context, 'req'>, definition: ListDefinition): ListQueryResult {
  return parseListQuery((name) => c.req.query(name), definition)
}

/** The same for what follows the ? of a list's address, as a bulk form and a saved view keep it. */
export function readListText(text: string, definition: ListDefinition): ListQueryResult {
  const parameters = new URLSearchParams(text)
  return parseListQuery((name) => parameters.get(name) ?? undefined, definition)
}

/**
 * The same of a text that may have been kept for long, without what cannot be looked at any more: `leftOut` says what that is. A view opens with it, and
 * no link to one leads nowhere.
 */
export function readKeptText(text: string, definition: ListDefinition): { query: ListQuery; leftOut: ListProblem[] } {
  const parameters = new URLSearchParams(text)
  const { query, problems } = parseParameters((name) => parameters.get(name) ?? undefined, definition)
  const [usual] = definition.sorts
  const sort = problems.some(({ path }) => path === 'sort') ? usual.value : query.sort
  return { query: { ...query, sort, cursor: null }, leftOut: problems.filter(({ path }) => path !== 'cursor') }
}

function parseListQuery(read: (name: string) => string | undefined, definition: ListDefinition): ListQueryResult {
  const { query, problems } = parseParameters(read, definition)
  return problems.length === 0 ? { status: 'done', query } : { status: 'invalid', problems }
}

function parseParameters(read: (name: string) => string | undefined, definition: ListDefinition) {
  const problems: ListProblem[] = []
  const parameter = (name: string, max: number): string => {
    const value = (read(name) ?? '').trim()
    if (value.length <= max && !noText.test(value)) return value
    problems.push({ path: name, message: value.length > max ? `write at most ${max} characters` : 'leave out what is no text' })
    return ''
  }
  const filters: Record<string, string> = {}
  for (const { name, options, isOpen, problemOf } of definition.filters) {
    const value = parameter(name, longestSearch)
    if (value === '') continue
    const isKnown = isOpen === true || options.length === 0 || options.some((option) => option.value === value)
    const wrong = problemOf?.(value) ?? null
    if (wrong !== null) problems.push({ path: name, message: wrong })
    else if (isKnown) filters[name] = value
    else problems.push({ path: name, message: `choose one of ${options.map((option) => option.value).join(', ')}` })
  }
  const [usual] = definition.sorts
  const sort = parameter('sort', longestSearch) || usual.value
  if (!definition.sorts.some(({ value }) => value === sort)) {
    problems.push({ path: 'sort', message: `choose one of ${definition.sorts.map(({ value }) => value).join(', ')}` })
  }
  const cursor = parameter('cursor', longestCursor)
  const query: ListQuery = { q: parameter('q', longestSearch), filters, sort, cursor: cursor === '' ? null : cursor }
  return { query, problems }
}

/** What is looked at, without the place in it: what follows the ? of its address; empty for the list as it comes. */
export function listText({ q, filters, sort }: Omit<ListQuery, 'cursor'>, definition: ListDefinition): string {
  const [usual] = definition.sorts
  const set = new URLSearchParams()
  if (q !== '') set.append('q', q)
  for (const { name } of definition.filters) if (filters[name] !== undefined) set.append(name, filters[name])
  if (sort !== usual.value) set.append('sort', sort)
  return set.toString()
}

/** Where a list is, looked at like that. As it comes, it is asked for in so many words: without, a default view would take its place. */
export function listAddress(query: ListQuery, definition: ListDefinition): string {
  const text = listText(query, definition)
  const place = query.cursor === null ? '' : `cursor=${encodeURIComponent(query.cursor)}`
  return `${definition.path}?${[text, place].filter((part) => part !== '').join('&') || 'view=all'}`
}

/** Whether a search or a filter narrows the list; a tab does not. */
export function isNarrowed({ q, filters }: ListQuery, { filters: defined }: ListDefinition): boolean {
  return q !== '' || defined.some(({ name, isTab }) => isTab !== true && filters[name] !== undefined)
}

/** The same list with nothing but its tab set. */
export function withoutNarrowing(query: ListQuery, { filters: defined }: ListDefinition): ListQuery {
  const tabs = defined.filter(({ name, isTab }) => isTab === true && query.filters[name] !== undefined)
  return { ...query, q: '', filters: Object.fromEntries(tabs.map(({ name }) => [name, query.filters[name] ?? ''])), cursor: null }
}
