/** The text area with line numbers, and the list of what fits in it. */
export const versionsStyles = `
.yaml { position: relative; display: flex; align-items: stretch; }
.yaml textarea { flex: 1; min-width: 0; }
.yaml.numbered textarea { white-space: pre; overflow: auto; border-top-left-radius: 0; border-bottom-left-radius: 0; }
.yaml .lines { flex: none; width: 52px; overflow: hidden; padding: 7px 8px 7px 4px; contain: size; font: 400 13px/1.55 var(--mono); color: var(--ink-2); background: var(--paper);
  border: 1px solid var(--edge); border-right: 0; border-radius: 6px 0 0 6px; text-align: right; white-space: pre; }
.yaml .options { position: absolute; z-index: 2; max-height: 220px; min-width: 160px; max-width: 100%; overflow-y: auto; margin: 0; padding: 4px 0; list-style: none; background: var(--card); color: var(--ink);
  border: 1px solid var(--ink-2); border-radius: 6px; font: 400 13px/1.55 var(--mono); }
.yaml .options [role=option] { padding: 3px 10px; cursor: pointer; }
.yaml .options [role=option][aria-selected=true] { background: var(--ink); color: var(--paper); }
.rows form.inline { display: inline; margin: 0; }
`
