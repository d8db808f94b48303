import type { Child } from 'hono/jsx'

/** A long list of the editor's form: open, and on a phone folded by the script until someone opens it or something in it is wrong. */
export function Fold({ id, title, count, children }: { id: string; title: string; count: number; children: Child }) {
  return (
    <details class="part fold" open>
      <summary>
        <h3>{title}</h3> <span class="meta num">{count}</span>
      </summary>
      <div id={id}>{children}</div>
    </details>
  )
}
