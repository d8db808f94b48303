import type { SavedView } from '../../../accounts/store/saved-views.js'
import { revealInvisible } from '../../../platform/html/safe-text.js'
import { isolate } from '../../../platform/text/text-direction.js'
import { type ListDefinition, type ListQuery, listAddress, listText, readKeptText } from './definition.js'
import { viewPath, viewsPath } from './view-paths.js'

export type SavedViewsProps = { definition: ListDefinition; query: ListQuery; views: readonly SavedView[]; mayShare: boolean }

/** What people call a view, or themselves. */
const named = (text: string) => isolate(revealInvisible(text))

/** The views of a list: links to each, and behind a disclosure what can be done with them. */
export function SavedViews({ definition, query, views, mayShare }: SavedViewsProps) {
  const text = listText(query, definition)
  const current = views.find((view) => view.query === text)
  const kept = views.map((view) => ({ view, ...readKeptText(view.query, definition) }))
  const outdated = kept.filter(({ view, leftOut }) => leftOut.length > 0 && (view.isOwn || mayShare))
  return (
    <div class="list-views">
      {views.length === 0 ? null : (
        <nav class="filter" aria-label="Saved views">
          <a href={`${definition.path}?view=all`} aria-current={text === '' && current === undefined ? 'true' : undefined}>
            All
          </a>
          {kept.map(({ view, query: opened }) => (
            <a href={listAddress(opened, definition)} aria-current={view === current ? 'true' : undefined}>
              {named(view.name)}
              {view.isOwn ? null : <span class="hide">, shared by {named(view.owner)}</span>}
            </a>
          ))}
        </nav>
      )}
      <details>
        <summary>{current === undefined ? 'Save this view' : `The view ${named(current.name)}`}</summary>
        {current === undefined ? null : <ChangeView view={current} mayShare={mayShare} />}
        <SaveView list={definition.name} text={text} mayShare={mayShare} isNew={current === undefined} />
        {outdated.map(({ view, leftOut }) => (
          <OutdatedView view={view} parts={leftOut.map(({ path }) => path)} />
        ))}
      </details>
    </div>
  )
}

/** A view that opens only in part: what it asks for beyond that is not there any more, so that no page is that view. */
function OutdatedView({ view, parts }: { view: SavedView; parts: readonly string[] }) {
  return (
    <form method="post" action={viewPath(view.id)} class="field row">
      <p>
        {named(view.name)} asks for something that this list does not have (any more), and opens without it: {parts.join(', ')}. Open it,
        and save what you see under its name, or delete it.
      </p>
      <input type="hidden" name="back" value="all" />
      <button type="submit" class="quiet" name="do" value="delete">
        Delete it<span class="hide">: {named(view.name)}</span>
      </button>
    </form>
  )
}

type SaveProps = { list: string; text: string; mayShare: boolean; isNew: boolean }

function SaveView({ list, text, mayShare, isNew }: SaveProps) {
  return (
    <form method="post" action={viewsPath} class="field row">
      <input type="hidden" name="list" value={list} />
      <input type="hidden" name="query" value={text} />
      <div>
        <label for="view-name">{isNew ? 'Name of the view' : 'Save it under another name, too'}</label>
        <input id="view-name" name="name" type="text" required maxlength={60} autocomplete="off" />
      </div>
      {mayShare ? (
        <label class="tick">
          <input type="checkbox" name="shared" value="yes" /> for everyone at the desk
        </label>
      ) : null}
      <button type="submit" class="quiet">
        Save the view
      </button>
    </form>
  )
}

function ChangeView({ view, mayShare }: { view: SavedView; mayShare: boolean }) {
  const mayRename = mayShare || (view.isOwn && !view.isShared)
  return (
    <>
      <p class="meta">
        {view.isShared ? `Everyone at the desk sees it; ${view.isOwn ? 'you' : named(view.owner)} saved it.` : 'Only you see it.'}
        {view.isDefault ? ' Your list opens with it.' : null}
      </p>
      <form method="post" action={viewPath(view.id)} class="field row">
        {mayRename ? (
          <>
            <div>
              <label for="view-rename">Its name</label>
              <input id="view-rename" name="name" type="text" required maxlength={60} autocomplete="off" value={view.name} />
            </div>
            <button type="submit" class="quiet" name="do" value="rename">
              Rename it
            </button>
          </>
        ) : null}
        <button type="submit" class="quiet" name="do" value={view.isDefault ? 'no-default' : 'default'} formnovalidate>
          {view.isDefault ? 'Open the list as it comes' : 'Open the list with it'}
        </button>
        {mayShare || (view.isOwn && view.isShared) ? (
          <button type="submit" class="quiet" name="do" value={view.isShared ? 'unshare' : 'share'} formnovalidate>
            {view.isShared ? 'Stop sharing it' : 'Share it'}
          </button>
        ) : null}
        {view.isOwn || mayShare ? (
          <button type="submit" class="quiet" name="do" value="delete" formnovalidate>
            Delete it
          </button>
        ) : null}
      </form>
    </>
  )
}
