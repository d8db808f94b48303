/** The palette and the page it is without a script. */
export const paletteStyles = `
.desk-head .find { flex: none; padding: 6px 8px; color: var(--ink-2); text-decoration: none; border-radius: 4px; white-space: nowrap; }
.desk-head .find:hover { text-decoration: underline; }
.find-form { display: grid; grid-template-columns: 1fr auto; gap: 6px; max-width: 560px; }
.find-form label { grid-column: 1 / -1; }
.find-list li { padding: 6px 0; overflow-wrap: anywhere; }
dialog.palette { width: min(600px, calc(100vw - 24px)); max-height: min(560px, 80vh); margin: 10vh auto auto; padding: 12px; border: 1px solid var(--edge); border-radius: 8px; background: var(--paper); color: var(--ink); overflow: auto; }
dialog.palette::backdrop { background: rgb(0 0 0 / .35); }
dialog.palette input { width: 100%; box-sizing: border-box; }
dialog.palette [role=option] { padding: 7px 10px; border-radius: 4px; font-size: 15px; cursor: pointer; overflow-wrap: anywhere; }
dialog.palette [role=option][aria-selected=true] { background: var(--ink); color: var(--paper); }
dialog.palette [role=option][aria-selected=true] .meta { color: inherit; }
dialog.palette .found-title { padding: 10px 10px 4px; font: 600 12px/1.4 var(--sans); color: var(--ink-2); }
dialog.keys { color: var(--ink); background: var(--paper); border: 1px solid var(--ink); border-radius: 6px; padding: 20px 24px; max-width: min(480px, 92vw); max-height: 90vh; overflow-y: auto; }
dialog.keys::backdrop { background: rgb(0 0 0 / .4); }
dialog.keys:target:not([open]) { display: block; position: fixed; inset: 0; margin: auto; height: fit-content; }
.keys dl { display: grid; grid-template-columns: auto 1fr; gap: 6px 16px; margin: 12px 0; font-size: 14px; }
@media print { .desk-head .find, dialog.palette { display: none; } }`
