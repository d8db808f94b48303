import { groupDigits } from '../../../site/pages/record/words.js'
import { type ListDefinition, type ListQuery, listAddress } from './definition.js'

export type PagerProps = { definition: ListDefinition; query: ListQuery; next: string | null; shown: number }

/** The way to the first page and to the next one; nothing where all there is fits on this one. Pages go by place, so that what is added meanwhile moves
 * nothing. Keys find the next page by its `rel`. */
export function Pager({ definition, query, next, shown }: PagerProps) {
  if (query.cursor === null && next === null) return null
  return (
    <nav class="pager" aria-label="Pages">
      {query.cursor === null ? null : <a href={listAddress({ ...query, cursor: null }, definition)}>First page</a>}
      {next === null ? null : (
        <a rel="next" href={listAddress({ ...query, cursor: next }, definition)}>
          Next page
        </a>
      )}
      <span class="meta">{groupDigits(shown)} on this page</span>
    </nav>
  )
}
