/** The width from which the parts of the editor are beside each other, in pixels. */
const besidePx = 760

const others = ['edit', 'sources', 'waiting'] as const

/** What the address points to is in that part. */
const isIn = (id: string) => `:is(#${id}:target, #${id} :target)`
const desk = (...ids: readonly string[]) => `.verdict-desk:has(${ids.map(isIn).join(', ')})`

/** The editor on a phone: one part at a time, chosen by what the address points to. */
export const paneStyles = `
.panes { display: none; }
@media (max-width: ${besidePx - 1}px) {
  .panes { position: sticky; top: 0; z-index: 2; display: flex; gap: 4px; padding: 8px 16px; background: var(--paper); border-bottom: 1px solid var(--rule); }
  .panes a { flex: 1 1 auto; padding: 7px 4px; text-align: center; font-size: 13px; font-weight: 600; color: var(--ink-2); text-decoration: none; white-space: nowrap; border-radius: 6px; box-shadow: inset 0 0 0 1px var(--rule); }
  .panes a .num { font-weight: 400; }
  .verdict-desk .source-side, .verdict-desk .waiting-side, .verdict-desk #edit { display: none; }
  ${others.map((id) => `${desk(id)} #${id}`).join(', ')} { display: block; }
  ${desk('sources', 'waiting')} .verdict-side > :not(.verdict-head), ${desk('edit')} .verdict-side > :not(#edit, .verdict-head, .problems, .said) { display: none; }
  .verdict-desk .source-side { border-top: 0; }
  .verdict-desk .part#edit { margin-top: 12px; }
  ${[...others.map((id) => `${desk(id)} .panes [href='#${id}']`), `.verdict-desk:not(:has(${others.map(isIn).join(', ')})) .panes [href='#verdict']`].join(', ')} { color: var(--paper); background: var(--ink); box-shadow: none; }
  .verdict-desk kbd { display: none; }
  .verdict-desk > section:focus-visible { outline: 0; }
  .verdict-desk :target { scroll-margin-top: 60px; }
}`
