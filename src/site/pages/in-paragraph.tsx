import type { RecordTool } from '../../contracts/record.js'
import type { CitedPassage } from '../../contracts/site.js'
import type { Evidence } from '../../contracts/verdict.js'
import { revealInvisible } from '../../platform/html/safe-text.js'
import { directionOf } from '../../platform/text/text-direction.js'
import { Day, OutsideLink } from './record/parts.js'

type Props = { item: Evidence; passages: readonly CitedPassage[]; sources: RecordTool['sources'] }

/**
 * A cited passage with what is around it in its source, closed until someone asks: the whole paragraph, under its heading, with the passage marked, and
 * which copy of the source that is. Nothing where the passage is all there is, and in publications from before paragraphs were kept.
 */
export function InItsParagraph({ item, passages, sources }: Props) {
  if (item.status === 'not found') return null
  const found = passages.find(({ source, start, end }) => source === item.source && start === item.start && end === item.end)
  const source = sources.find(({ id }) => id === item.source)
  if (found === undefined || source === undefined || (found.before + found.after).trim() === '') return null
  const { above, before, passage, after } = found
  return (
    <details class="around">
      <summary>In its paragraph</summary>
      <div class="excerpt" dir={directionOf(before + passage + after)}>
        {above === null ? null : <p class="above">{revealInvisible(above)}</p>}
        <p class="paragraph">
          {revealInvisible(before)}
          <mark class="quoted">{revealInvisible(passage)}</mark>
          {revealInvisible(after)}
        </p>
      </div>
      <p class="from">
        <OutsideLink url={source.url} text="The source" />, {source.origin === 'captured' ? 'as captured on' : 'our notes as read on'}{' '}
        <Day on={source.retrievedOn} />
      </p>
    </details>
  )
}
