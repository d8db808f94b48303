import type { RecordTool } from '../../../contracts/record.js'
import { safeHref } from '../../../platform/html/safe-text.js'
import { type RenderedParts, renderOnce } from '../rendered-parts.js'
import { sourceAnchor } from './anchors.js'
import { Day, OutsideLink } from './parts.js'

type Source = RecordTool['sources'][number]

const originWords: Record<Source['origin'], string> = {
  captured: 'captured text',
  authored: 'authored notes',
}

/** Every text the reviews rest on, tool by tool, with what identifies the copy that was read. */
export function Sources({ tools, parts }: { tools: readonly RecordTool[]; parts?: RenderedParts | undefined }) {
  return (
    <section id="sources" aria-labelledby="sources-title">
      <h2 id="sources-title">Sources</h2>
      <div class="grid sources">
        <p class="gutter">
          What the reviews quote. The hash names the exact text that was read. Captured text is the publisher’s own; authored notes were
          written by people in their own words.
        </p>
        {tools.map((tool) => renderOnce(parts, { of: tool, key: 'sources' }, () => <SourcesOfTool tool={tool} />))}
      </div>
    </section>
  )
}

function SourcesOfTool({ tool }: { tool: RecordTool }) {
  return (
    <section aria-labelledby={`sources-${tool.slug}`}>
      <h3 id={`sources-${tool.slug}`}>{tool.name}</h3>
      <ul>
        {tool.sources.map((source) => (
          <SourceItem source={source} tool={tool.slug} />
        ))}
      </ul>
    </section>
  )
}

function SourceItem({ source, tool }: { source: Source; tool: string }) {
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
        Published <Day on={publishedOn} />, read <Day on={retrievedOn} /> · {originWords[origin]}
      </p>
      <p class="id">
        {id} · <span title={`SHA-256 ${sha256}`}>sha256 {sha256.slice(0, 12)}…</span>
      </p>
    </li>
  )
}
