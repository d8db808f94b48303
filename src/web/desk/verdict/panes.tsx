import type { VerdictView } from '../../../review/views.js'
import { isWritable } from './jury-drafts.js'

/**
 * The parts of the editor on a phone, of which one is there at a time: the one that holds what the address points to (`#sources`, and so also
 * `#passage-2`), else the verdict. Links and styles alone do it; the script (`paneScript`) says which is current.
 */
export function Panes({ view, waiting }: { view: VerdictView; waiting: number }) {
  const panes = [
    { id: 'verdict', name: 'Verdict', count: null },
    ...(!view.isHidden && isWritable(view.state) ? [{ id: 'edit', name: view.current === null ? 'Write' : 'Edit', count: null }] : []),
    { id: 'sources', name: 'Sources', count: view.dossier.sources.length },
    { id: 'waiting', name: 'Waiting', count: waiting },
  ]
  return (
    <nav class="panes" aria-label="Parts of this page">
      {panes.map(({ id, name, count }) => (
        <a href={`#${id}`}>
          {name}
          {count === null ? null : <span class="num"> {count}</span>}
        </a>
      ))}
    </nav>
  )
}
