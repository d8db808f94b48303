/** The form of a dossier: its sources in a pane beside it, where there is room. */
export const dossierStyles = `
.dossier .version { white-space: pre-wrap; overflow-wrap: anywhere; grid-column: 2; font-size: 14px; max-height: 240px; overflow-y: auto; }
.dossier fieldset.conflict { margin-top: 8px; padding: 10px 14px; border: 0; border-left: 3px solid var(--flag); background: var(--flag-wash); }
.dossier fieldset.conflict > legend { float: left; width: 100%; padding-bottom: 6px; }
.dossier fieldset.conflict > .choices { clear: both; }
.draft-row { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 4px 24px; align-items: baseline; }
.dossier .row-end { display: flex; flex-wrap: wrap; align-items: center; align-self: end; justify-content: space-between; gap: 8px 16px; min-height: 38px; font-size: 14px; }
.dossier .row-end .keep { margin-top: 0; }
.dossier li[data-row]:has(.keep input[type=checkbox]:not(:checked)) { padding-left: 12px; border-left: 3px dashed var(--edge); }
.dossier .sources-pane textarea { font: 400 15px/1.6 var(--serif); }
.dossier input[type=date] { width: 100%; min-height: 38px; padding: 7px 10px; font: 400 15px/1.5 var(--sans); color: var(--ink); background: var(--card); border: 1px solid var(--edge); border-radius: 6px; }
.dossier .field > label:has(+ .needed) { display: inline-block; margin-right: 8px; }
.dossier .needed { font: 400 12px/1.5 var(--sans); color: var(--ink-2); }
.selection-bar { position: sticky; bottom: 0; display: flex; flex-wrap: wrap; gap: 8px 16px; align-items: center; padding: 10px 0; background: var(--paper); border-top: 1px solid var(--edge); z-index: 2; }
.selection-bar[hidden], .selection-bar [hidden] { display: none; }
.selection-bar kbd { color: inherit; background: none; }
@media (min-width: 1100px) {
  .dossier { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 0 48px; grid-auto-flow: dense; grid-template-rows: repeat(6, auto); }
  .dossier > * { grid-column: 1; }
  .dossier > .sources-pane { grid-column: 2; grid-row: 1 / span 8; align-self: start; position: sticky; top: 0; max-height: 100vh; overflow-y: auto; padding: 0 8px 64px 4px; margin-left: -4px; }
  .dossier > .selection-bar { grid-column: 1 / -1; }
  .dossier .found-row { grid-template-columns: minmax(0, 1fr); }
  .dossier .found-row > .found { margin-top: 6px; }
}`
