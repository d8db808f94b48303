import type { Evidence } from '../../../contracts/verdict.js'
import { revealInvisible } from '../../../platform/html/safe-text.js'
import { directionOf } from '../../../platform/text/text-direction.js'

/**
 * A quoted passage within its sentence, the passage marked, and what it is under. Without a sentence around it, or where it was not
 * found, the quote as it was given.
 */
export function Passage({ item }: { item: Evidence }) {
  if (item.status === 'not found') return <q class="unsupported">{revealInvisible(item.quote)}</q>
  if (item.surroundings === undefined) return <q>{revealInvisible(item.quote)}</q>
  const { above, before, passage, after } = item.surroundings
  return (
    <>
      {above === null ? null : (
        <span class="above">
          <span class="hide">Under </span>
          {revealInvisible(above)}{' '}
        </span>
      )}
      <q dir={directionOf(before + passage + after)}>
        {revealInvisible(before)}
        <mark class="quoted">{revealInvisible(passage)}</mark>
        {revealInvisible(after)}
      </q>
    </>
  )
}
