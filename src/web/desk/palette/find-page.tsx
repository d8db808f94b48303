import { renderHtml } from '../../../platform/html/render-html.js'
import { actorOf, type DeskContext } from '../env.js'
import { Page, PageHead } from '../layout.js'
import { findPath } from '../paths.js'
import { sendPage } from '../send.js'
import { type FindDependencies, type FoundGroup, findThings } from './find-things.js'
import { longestSearch } from './rank.js'

/** Everything that a few letters find: a page of its own without a script, and for the palette (`part=list`) its options alone. */
export async function showFind(c: DeskContext, dependencies: FindDependencies): Promise<Response> {
  const actor = actorOf(c)
  const q = (c.req.query('q') ?? '').slice(0, longestSearch)
  const groups = await findThings(dependencies, { actor, q })
  if (c.req.query('part') === 'list') return c.html(renderHtml(<FoundOptions groups={groups} />))
  return sendPage(
    c,
    <Page title="Find" actor={actor} path={findPath}>
      <PageHead title="Find" />
      <form method="get" action={findPath} class="find-form">
        <label for="find-q">A tool, record, verdict, panel, page or action, by a few letters</label>
        <input type="search" id="find-q" name="q" value={q} maxlength={longestSearch} autocomplete="off" />
        <button type="submit">Find</button>
      </form>
      <FoundPlaces groups={groups} />
    </Page>,
  )
}

function FoundPlaces({ groups }: { groups: readonly FoundGroup[] }) {
  if (groups.length === 0) return <p class="empty">Nothing is called that. Try fewer letters, or look in the lists.</p>
  return (
    <>
      {groups.map(({ title, items }) => (
        <section class="block">
          <h2>{title}</h2>
          <ul class="find-list">
            {items.map(({ name, path, about }) => (
              <li>
                <a href={path}>{name}</a> <span class="meta">{about}</span>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </>
  )
}

/** The same as options of the palette's listbox. */
function FoundOptions({ groups }: { groups: readonly FoundGroup[] }) {
  let number = 0
  return (
    <>
      {groups.map(({ title, items }, group) => (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset is no part of a listbox
        <div role="group" aria-labelledby={`found-group-${group}`}>
          <div class="found-title" id={`found-group-${group}`} role="presentation">
            {title}
          </div>
          {items.map(({ name, path, about }) => (
            // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the combobox, which names the option it is on
            <div role="option" id={`found-${number++}`} aria-selected="false" data-href={path}>
              {name} <span class="meta">{about}</span>
            </div>
          ))}
        </div>
      ))}
    </>
  )
}
