import type { ToolHead } from '../../panels/store/tool-lists.js'
import type { SuggestedTool } from '../../panels/store/tool-suggestions.js'
import { revealInvisible } from '../../platform/html/safe-text.js'
import { isolate } from '../../platform/text/text-direction.js'
import { dayText, digitsOf } from '../../site/pages/record/words.js'
import type { FoundTools } from './find-tools.js'
import { Choice, Group, type PartProps } from './kick-off-parts.js'
import { countText } from './parts.js'
import { panelsPath, toolPath, toolsPath } from './paths.js'

const pickedId = 'tools-picked'
const saidId = 'tools-said'

/** Tools are searched for and picked: those chosen on top, then what goes with them, then what was found. */
export function Tools({ fields, problems, found }: PartProps & { found: FoundTools }) {
  const { categories, isSearch, matching } = found
  const hasNone = matching === 0 && !isSearch && found.chosen.length === 0
  return (
    <Group legend="Tools" field="tools" problems={problems}>
      {hasNone ? (
        <p class="empty">
          No tool is known yet. <a href={toolsPath}>Add one with its dossier</a>, or the samples.
        </p>
      ) : (
        <>
          <div class="find tool-find">
            <div>
              <label for="toolQuery">Search tools</label>
              <input
                type="search"
                id="toolQuery"
                name="toolQuery"
                value={fields.toolSearch.q}
                autocomplete="off"
                spellcheck={false}
                aria-controls={pickedId}
                {...searching}
                hx-trigger="input changed delay:150ms"
              />
            </div>
            <div>
              <label for="category">Category</label>
              <select id="category" name="category" aria-controls={pickedId} {...searching} hx-trigger="change">
                <option value="">All categories</option>
                {withChosen(categories, fields.toolSearch.category).map(({ category, tools }) => (
                  <option value={category} selected={category === fields.toolSearch.category}>
                    {isolate(revealInvisible(category))}
                    {tools === 0 ? '' : ` (${countText(tools)})`}
                  </option>
                ))}
              </select>
            </div>
            {/* The first of the form, so that Enter in a field finds things and never spends anything. */}
            <button type="submit" class="quiet" formaction={`${panelsPath}/estimate`} formnovalidate {...searching}>
              Find
            </button>
          </div>
          <p class="hint" id={saidId} role="status">
            {saidText(found)}
          </p>
          <div id={pickedId} class="picked">
            <Picked found={found} />
          </div>
        </>
      )}
      <p class="hint">
        <a href={`${toolsPath}#add`}>Add another tool</a>
      </p>
    </Group>
  )
}

/** On each field that asks, since htmx inherits nothing by itself. The newest search wins: one that is under way is given up. */
const searching = {
  'hx-get': `${panelsPath}/tools`,
  'hx-include': `#toolQuery, #category, #${pickedId}`,
  'hx-target': `#${pickedId}`,
  'hx-swap': 'innerHTML',
  'hx-sync': `#${pickedId}:replace`,
}

/** A category that someone asked for is offered though it is not among the largest. */
function withChosen(categories: FoundTools['categories'], chosen: string): FoundTools['categories'] {
  return chosen === '' || categories.some(({ category }) => category === chosen)
    ? categories
    : [{ category: chosen, tools: 0 }, ...categories]
}

/** What a search or a choice brings: the tools, and how many there are, which is read out. */
export function FoundToolList({ found }: { found: FoundTools }) {
  return (
    <>
      <p id={saidId} hx-swap-oob="innerHTML">
        {saidText(found)}
      </p>
      <Picked found={found} />
    </>
  )
}

function Picked({ found: { chosen, removed, suggested, groups, isSearch } }: { found: FoundTools }) {
  return (
    <>
      {chosen.length === 0 && removed === null ? null : (
        <fieldset class="models">
          <legend>Chosen</legend>
          <div class="choices chosen">
            {chosen.map((tool) => (
              <Tool tool={tool} isChosen isShort={chosen.length > shortFrom} />
            ))}
            {removed === null ? null : <Tool tool={removed} note="taken out; choose it again to put it back" />}
          </div>
        </fieldset>
      )}
      {suggested.length === 0 ? null : (
        <fieldset class="models">
          <legend>To compare with</legend>
          <div class="choices">
            {suggested.map(({ tool, why }) => (
              <Tool tool={tool} note={whyText(why)} />
            ))}
          </div>
        </fieldset>
      )}
      {/* Can be scrolled by keyboard. */}
      <section class="found" aria-label="Tools to choose from" tabindex={0}>
        {groups.length === 0 ? <p class="empty">{isSearch ? 'No other tool matches.' : 'No other tool is known.'}</p> : null}
        {groups.map(({ title, tools }) => (
          <fieldset class="models">
            <legend>{title}</legend>
            <div class="choices">
              {tools.map((tool) => (
                <Tool tool={tool} />
              ))}
            </div>
          </fieldset>
        ))}
      </section>
    </>
  )
}

/** With more chosen, each is its name alone. */
const shortFrom = 6

type ToolProps = { tool: ToolHead; isChosen?: boolean; isShort?: boolean; note?: string }

function Tool({ tool, isChosen = false, isShort = false, note }: ToolProps) {
  const { slug, name, vendor, asOf, sources, archivedAt } = tool
  const label = revealInvisible(name)
  const picking = { ...searching, 'hx-trigger': 'change' }
  if (isShort) return <Choice name="tool" value={slug} isChosen={isChosen} label={label} more={picking} />
  return (
    <Choice name="tool" value={slug} isChosen={isChosen} label={label} more={picking}>
      {archivedAt === null ? null : <span class="flag">archived · </span>}
      {note === undefined ? null : <strong>{note} · </strong>}
      {isolate(revealInvisible(vendor))}, as of {dayText(asOf)}, {digitsOf(sources, 'source')} · <a href={toolPath(slug)}>dossier</a>
    </Choice>
  )
}

function whyText({ isNamed, names, isAlike }: SuggestedTool): string {
  const reasons = [isNamed ? 'named as a rival' : '', names ? 'names it as a rival' : '', isAlike ? 'same category' : '']
  return reasons.filter((reason) => reason !== '').join(', ')
}

/** How many tools there are, for people. Pure. */
function saidText({ chosen, matching, isSearch, groups }: FoundTools): string {
  const picked = chosen.length === 0 ? 'None chosen yet' : `${countText(chosen.length)} chosen`
  if (!isSearch) return `${picked} of ${digitsOf(matching, 'tool')}. Search, or narrow by category, to find others.`
  const shown = groups.reduce((sum, { tools }) => sum + tools.length, 0)
  if (matching <= 0) return `${picked}. No other tool matches.`
  const words = `${picked}. ${countText(matching)} more ${matching === 1 ? 'tool matches' : 'tools match'}`
  return shown < matching ? `${words}; the first ${shown} are shown. Add a word to narrow them down.` : `${words}.`
}
