import { revealInvisible } from '../../platform/html/safe-text.js'
import type { RecordView } from '../../review/views.js'
import { comparePath, pairSlug, toolPath } from '../../site/views/pair.js'
import { recordPath } from './paths.js'

/** A tool, by its slug, that the site shows from another record. */
export type Replaced = { tool: string; recordId: string }

/** The way to what readers see of it: the comparison of two tools, and each tool. */
export function PublicPages({ view: { standing, verdicts } }: { view: RecordView }) {
  if (standing !== 'published') return null
  const tools = toolsOf(verdicts)
  const [one, other, ...more] = tools.map(({ slug }) => slug)
  return (
    <p class="meta" id="public-pages">
      On the site:{' '}
      {one !== undefined && other !== undefined && more.length === 0 ? (
        <>
          <a href={comparePath(pairSlug(one, other))}>the comparison</a>
          {', '}
        </>
      ) : null}
      {tools.map(({ slug, name }, index) => (
        <>
          {index > 0 ? ', ' : null}
          <a href={toolPath(slug)}>{revealInvisible(name)}</a>
        </>
      ))}
    </p>
  )
}

/** That publishing it puts its verdicts in the place of others, said before it is done. */
export function Replaces({ view: { recordStatus, verdicts }, replaced }: { view: RecordView; replaced: readonly Replaced[] }) {
  if (replaced.length === 0 || (recordStatus !== 'in_review' && recordStatus !== 'approved')) return null
  const names = new Map(toolsOf(verdicts).map(({ slug, name }) => [slug, name]))
  return (
    <div class="flag-box" id="replaces">
      <p>Publishing this record changes pages that are public now:</p>
      <ul>
        {replaced.map(({ tool, recordId }) => (
          <li>
            The page of {revealInvisible(names.get(tool) ?? tool)} shows <a href={recordPath(recordId)}>another record</a>; this one takes
            its place.
          </li>
        ))}
      </ul>
    </div>
  )
}

function toolsOf(verdicts: RecordView['verdicts']): { slug: string; name: string }[] {
  return [...new Map(verdicts.map(({ tool }) => [tool.slug, tool])).values()]
}
