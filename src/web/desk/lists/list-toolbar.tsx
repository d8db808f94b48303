import { revealInvisible } from '../../../platform/html/safe-text.js'
import { mostCounted } from '../../../platform/text/search-text.js'
import { isolate } from '../../../platform/text/text-direction.js'
import { groupDigits } from '../../../site/pages/record/words.js'
import { isNarrowed, type ListDefinition, type ListFilter, type ListQuery, listAddress, withoutNarrowing } from './definition.js'
import { SavedViews, type SavedViewsProps } from './saved-views.js'

export type ListCounts = {
  /** How many match. */
  total: number
  /** How many there are without search and filters; left out where no one counted. */
  all?: number
}

export type ToolbarProps = SavedViewsProps & { counts: ListCounts }

/** Search, filters and sort of a list, what is set, how many match, and the views saved of it. */
export function ListToolbar(props: ToolbarProps) {
  const { definition, query } = props
  return (
    <div class="list-tools">
      <search>
        <form method="get" action={definition.path} data-list={definition.path}>
          <div class="list-search">
            <label for="list-q">Search</label>
            <input
              id="list-q"
              name="q"
              type="search"
              value={revealInvisible(query.q)}
              maxlength={200}
              autocomplete="off"
              placeholder={definition.searches}
            />
          </div>
          {definition.filters.map((filter) => (
            <FilterField filter={filter} value={query.filters[filter.name]} />
          ))}
          <SortField definition={definition} query={query} />
          <button type="submit" class="quiet">
            Show
          </button>
        </form>
      </search>
      <div id="list-found">
        <Found {...props} />
        <SavedViews {...props} />
      </div>
    </div>
  )
}

function FilterField({ filter: { name, label, any, options, isOpen, isTab }, value }: { filter: ListFilter; value: string | undefined }) {
  if (isTab === true || (options.length === 0 && isOpen !== true))
    return value === undefined ? null : <input type="hidden" name={name} value={value} />
  const isGone = value !== undefined && !options.some((option) => option.value === value)
  return (
    <div class="list-filter">
      <label for={`list-${name}`}>{label}</label>
      <select id={`list-${name}`} name={name}>
        <option value="">{any}</option>
        {isGone ? (
          <option value={value} selected>
            {revealInvisible(value)}
          </option>
        ) : null}
        {options.map((option) => (
          <option value={option.value} selected={option.value === value}>
            {revealInvisible(option.label)}
          </option>
        ))}
      </select>
    </div>
  )
}

function SortField({ definition: { sorts }, query }: Pick<ToolbarProps, 'definition' | 'query'>) {
  const [usual, ...others] = sorts
  if (others.length === 0) return null
  return (
    <div class="list-filter">
      <label for="list-sort">Sort</label>
      <select id="list-sort" name="sort">
        {sorts.map(({ value, label }) => (
          <option value={value === usual.value ? '' : value} selected={value === query.sort}>
            {label}
          </option>
        ))}
      </select>
    </div>
  )
}

/** `31 of 5,000 records`, and what narrows them, each to be taken away. */
function Found({ definition, query, counts }: ToolbarProps) {
  return (
    <div class="list-set">
      <p role="status">{countWords(definition, query, counts)}</p>
      {isNarrowed(query, definition) ? (
        <ul aria-label="Set">
          {query.q === '' ? null : (
            <SetItem words={`“${isolate(query.q)}”`} without={listAddress({ ...query, q: '', cursor: null }, definition)} />
          )}
          {definition.filters.map((filter) => (
            <SetFilter filter={filter} definition={definition} query={query} />
          ))}
          <li>
            <a href={listAddress(withoutNarrowing(query, definition), definition)}>Clear all</a>
          </li>
        </ul>
      ) : null}
    </div>
  )
}

function countWords(definition: ListDefinition, query: ListQuery, { total, all }: ListCounts): string {
  const isPart = isNarrowed(query, definition) && all !== undefined
  const noun = definition.nouns[(isPart ? all : total) === 1 ? 0 : 1]
  return isPart ? `${manyText(total)} of ${manyText(all)} ${noun}` : `${manyText(total)} ${noun}`
}

function manyText(count: number): string {
  return count > mostCounted ? `more than ${groupDigits(mostCounted)}` : groupDigits(count)
}

function SetFilter({ filter, definition, query }: { filter: ListFilter; definition: ListDefinition; query: ListQuery }) {
  const { [filter.name]: value, ...filters } = query.filters
  if (value === undefined || filter.isTab === true) return null
  const words = `${filter.label}: ${isolate(filter.options.find((option) => option.value === value)?.label ?? filter.said ?? value)}`
  return <SetItem words={words} without={listAddress({ ...query, filters, cursor: null }, definition)} />
}

function SetItem({ words, without }: { words: string; without: string }) {
  return (
    <li>
      <span class="chip">
        {revealInvisible(words)}{' '}
        <a href={without} aria-label={`Take away ${words}`}>
          ×
        </a>
      </span>
    </li>
  )
}
