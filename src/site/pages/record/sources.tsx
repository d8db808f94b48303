import type { RecordTool } from '../../../contracts/record.js'
import type { ToolFreshness } from '../../../contracts/site.js'
import { isDated } from '../../../contracts/source-capture.js'
import { safeHref } from '../../../platform/html/safe-text.js'
import { type RenderedParts, renderOnce } from '../rendered-parts.js'
import { sourceAnchor } from './anchors.js'
import { Day, OutsideLink } from './parts.js'

type Source = RecordTool['sources'][number]

const originWords: Record<Source['origin'], string> = {
  captured: 'captured text',
  authored: 'authored notes',
}

type SourcesProps = {
  tools: readonly RecordTool[]
  /** What was found when their sources were read again, by slug. */
  freshness?: ReadonlyMap<string, ToolFreshness> | undefined
  parts?: RenderedParts | undefined
}

/** Every text the reviews rest on, tool by tool, with what identifies the copy that was read, and what was found at its address since. */
export function Sources({ tools, freshness, parts }: SourcesProps) {
  return (
    <section id="sources" aria-labelledby="sources-title">
      <h2 id="sources-title">Sources</h2>
      <div class="grid sources">
        <p class="gutter">
          What the reviews quote. The hash names the exact text that was read. Captured text is the publisher’s own; authored notes were
          written by people in their own words.
        </p>
        {tools.map((tool) =>
          renderOnce(parts, { of: tool, key: 'sources' }, () => <SourcesOfTool tool={tool} found={freshness?.get(tool.slug)} />),
        )}
      </div>
    </section>
  )
}

type Found = ToolFreshness | undefined

function SourcesOfTool({ tool, found }: { tool: RecordTool; found: Found }) {
  const { readOn = null } = found ?? {}
  return (
    <section aria-labelledby={`sources-${tool.slug}`}>
      <h3 id={`sources-${tool.slug}`}>{tool.name}</h3>
      {readOn === null ? null : (
        <p>
          Sources last read <Day on={readOn} />
        </p>
      )}
      <ul>
        {tool.sources.map((source) => (
          <SourceItem source={source} tool={tool.slug} found={found} />
        ))}
      </ul>
    </section>
  )
}

/** What is at a source's address by now, where that is not what was read. */
function FoundSince({ id, found }: { id: string; found: Found }) {
  const gone = found?.gone.find(({ source }) => source === id)
  if (gone !== undefined)
    return (
      <p>
        <b>This address no longer answers since</b> <Day on={gone.since} />; the text that was read is kept.
      </p>
    )
  const changed = found?.changed.find(({ source }) => source === id)
  if (changed === undefined) return null
  return (
    <p>
      <b>Its text has changed since it was read</b>, noted on <Day on={changed.since} />: {changed.changes.join(', ')}.
    </p>
  )
}

function SourceItem({ source, tool, found }: { source: Source; tool: string; found: Found }) {
  const { id, title, publisher, url, publishedOn, retrievedOn, origin, sha256 } = source
  const href = safeHref(url)
  return (
    <li id={sourceAnchor(tool, id)}>
      <p class="title">
        <OutsideLink url={url} text={title} />
      </p>
      <p>
        {publisher}
        {href === null ? null : ` · ${new URL(href).host}`}
      </p>
      <p>
        {isDated(source) ? (
          <>
            Published <Day on={publishedOn} />, read
          </>
        ) : (
          'Read'
        )}{' '}
        <Day on={retrievedOn} /> · {originWords[origin]}
      </p>
      <FoundSince id={id} found={found} />
      <p class="id">
        {id} · <span title={`SHA-256 ${sha256}`}>sha256 {sha256.slice(0, 12)}…</span>
      </p>
    </li>
  )
}
