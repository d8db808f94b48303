import type { Child } from 'hono/jsx'
import { groupDigits } from '../../../site/pages/record/words.js'
import { type ListDefinition, type ListQuery, listText } from './definition.js'

/** Something that can be done with several rows. `fields`: what it asks for besides, shown beside its button. */
export type BulkAction = { value: string; label: string; fields?: Child }

export type BulkFormProps = {
  definition: ListDefinition
  query: ListQuery
  /** Where the form goes. */
  action: string
  actions: readonly BulkAction[]
  /** What the rows of this page are picked by. */
  ids: readonly string[]
  /** How many match on all pages. */
  total: number
  /** The table, with a `PickCell` in each row and a `PickHead` in its head. */
  children: Child
}

/**
 * The bar of what can be done with several rows, around their table. For the ticked rows, those of the page, or all that match: then the count that
 * was seen goes along, and where another number matches by then, nothing is done.
 */
export function BulkForm({ definition, query, action, actions, ids, total, children }: BulkFormProps) {
  if (actions.length === 0) return <>{children}</>
  const noun = definition.nouns[1]
  return (
    <form method="post" action={action} class="bulk" data-bulk>
      <input type="hidden" name="query" value={listText(query, definition)} />
      <input type="hidden" name="seen" value={String(total)} />
      {ids.map((id) => (
        <input type="hidden" name="shown" value={id} />
      ))}
      <fieldset class="bulk-bar">
        <legend class="hide">With several {noun}</legend>
        <label for="bulk-which">With</label>
        <select id="bulk-which" name="which">
          <option value="picked">the ticked {noun}</option>
          <option value="page">all {groupDigits(ids.length)} on this page</option>
          {total > ids.length ? <option value="match">all {groupDigits(total)} that match</option> : null}
        </select>
        <span class="meta" data-picked role="status"></span>
        {actions.map(({ value, label, fields }) => (
          <span class="bulk-action">
            {fields}
            <button type="submit" class="quiet" name="do" value={value}>
              {label}
            </button>
          </span>
        ))}
      </fieldset>
      {children}
    </form>
  )
}

/** The head of the column of ticks. */
export function PickHead() {
  return (
    <th scope="col" class="pick">
      <span class="hide">Tick</span>
      <input type="checkbox" data-pick-all aria-label="Tick all on this page" hidden />
    </th>
  )
}

/** A row's tick. */
export function PickCell({ id, name }: { id: string; name: string }) {
  return (
    <td class="pick">
      <input type="checkbox" name="pick" value={id} aria-label={`Tick ${name}`} />
    </td>
  )
}
