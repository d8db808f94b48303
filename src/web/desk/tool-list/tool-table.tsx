import type { ToolHead } from '../../../panels/store/tool-lists.js'
import { revealInvisible } from '../../../platform/html/safe-text.js'
import { dayText } from '../../../site/pages/record/words.js'
import { PickCell, PickHead } from '../lists/bulk-form.js'
import { panelsPath, toolPath } from '../paths.js'

/** Tools in a table; who may kick off also ticks them. */
export function ToolTable({ tools, mayKickOff }: { tools: readonly ToolHead[]; mayKickOff: boolean }) {
  return (
    <table class="list stack-early">
      <thead>
        <tr>
          {mayKickOff ? <PickHead /> : null}
          <th scope="col">Tool</th>
          <th scope="col">Vendor</th>
          <th scope="col">Category</th>
          <th scope="col">Known as of</th>
          <th scope="col" class="num">
            Versions
          </th>
          {mayKickOff ? <th scope="col">Panel</th> : null}
        </tr>
      </thead>
      <tbody>
        {tools.map((tool) => (
          <ToolRow tool={tool} mayKickOff={mayKickOff} />
        ))}
      </tbody>
    </table>
  )
}

function ToolRow({ tool, mayKickOff }: { tool: ToolHead; mayKickOff: boolean }) {
  const { slug, asOf, versions, archivedAt } = tool
  const name = revealInvisible(tool.name)
  return (
    <tr>
      {mayKickOff ? <PickCell id={slug} name={name} /> : null}
      <th scope="row">
        <a href={toolPath(slug)}>{name}</a>
        {archivedAt === null ? null : <span class="state gone">Archived</span>}
        <div class="meta">{revealInvisible(tool.tagline)}</div>
      </th>
      <td data-label="Vendor">{revealInvisible(tool.vendor)}</td>
      <td data-label="Category">{revealInvisible(tool.category)}</td>
      <td data-label="Known as of">
        <time datetime={asOf}>{dayText(asOf)}</time>
      </td>
      <td class="num" data-label="Versions">
        {versions}
      </td>
      {mayKickOff ? (
        <td>
          {archivedAt === null ? (
            <a href={`${panelsPath}/new?tool=${slug}`}>
              Kick off<span class="hide"> a panel over {name}</span>
            </a>
          ) : null}
        </td>
      ) : null}
    </tr>
  )
}
