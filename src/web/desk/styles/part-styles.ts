/** A table whose rows are set one under the other as paragraphs, where there is no room for columns. */
function stackedBelow(px: number, table: string): string {
  return `@media (max-width: ${px - 1}px) {
  table.${table}, .${table} tbody, .${table} tr, .${table} td, .${table} th[scope=row] { display: block; }
  .${table} thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .${table} tr { padding: 10px 0; border-bottom: 1px solid var(--rule); }
  .${table} td, .list.${table} th[scope=row] { border: 0; padding: 1px 0; min-width: 0; }
  .${table} td.num, .${table} th.num { display: inline-block; margin-right: 16px; text-align: left; }
  .${table} td[data-label]::before { content: attr(data-label) ': '; color: var(--ink-2); font-size: 13px; font-weight: 400; }
  .${table} td:empty { display: none; }
  .${table} time .meta { display: inline; }
}`
}

/** Lists, tables, seats under way and the estimate. */
export const partStyles = `
table.list { width: 100%; border-collapse: collapse; font-size: 14px; }
.list th { text-align: left; font: 600 13px/1.5 var(--sans); color: var(--ink-2); padding: 6px 12px 6px 0; border-bottom: 1px solid var(--rule); vertical-align: bottom; }
.list td { padding: 9px 12px 9px 0; border-bottom: 1px solid var(--rule); vertical-align: top; }
/* Names of any length: as narrow as a long word, and no narrower. Everything else is as wide as its longest word. */
.list th[scope=row]:not(.num), .list td.title { overflow-wrap: anywhere; min-width: 12em; }
.list time .meta { display: block; }
.list .num, .list th.num { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.list td.title, .list th[scope=row] { font: 400 17px/1.35 var(--serif); color: var(--ink); }
.list th[scope=row] { font-weight: 400; border-bottom: 1px solid var(--rule); padding: 9px 12px 9px 0; vertical-align: top; }
${stackedBelow(720, 'stack')}
${stackedBelow(1100, 'stack-early')}
.explained { margin: 4px 0 12px; font-size: 13px; color: var(--ink-2); }
.explained > summary { width: fit-content; cursor: pointer; }
.explained dl { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: 4px 16px; margin: 8px 0; max-width: 75ch; }
.explained dfn { font-style: normal; font-weight: 600; color: var(--ink); }
ul.rows > li { padding: 9px 0; border-bottom: 1px solid var(--rule); }
ul.rows.first-line { border-top: 1px solid var(--rule); }
.rows .name { font: 400 17px/1.35 var(--serif); }
.state { display: inline-flex; white-space: nowrap; align-items: center; gap: 7px; font: 500 13px/1.4 var(--sans); }
.state::before { content: ''; width: 10px; height: 10px; border: 2px solid currentColor; border-radius: 50%; flex: none; }
.state.waits { color: var(--ink-2); } .state.waits::before { border-style: dotted; }
.state.runs { color: var(--accent); } .state.runs::before { background: linear-gradient(90deg, currentColor 50%, transparent 50%); }
.state.done { color: var(--ship); } .state.done::before { background: currentColor; }
.state.needs { color: var(--flag); } .state.needs::before { border-radius: 0; }
.state.ended { color: var(--ink-2); } .state.ended::before { border-radius: 0; height: 0; border-width: 2px 0 0; }
.state.gone { color: var(--skip); } .state.gone::before { border-radius: 0; height: 0; border-width: 2px 0 0; }
progress { appearance: none; width: 100%; height: 6px; border: 0; border-radius: 3px; background: var(--rule); overflow: hidden; vertical-align: middle; }
progress::-webkit-progress-bar { background: var(--rule); }
progress::-webkit-progress-value { background: var(--ship); }
progress::-moz-progress-bar { background: var(--ship); }
.facts { display: flex; flex-wrap: wrap; gap: 4px 32px; padding: 12px 0; border-top: 1px solid var(--rule); border-bottom: 1px solid var(--rule); }
.facts dt { font-size: 13px; color: var(--ink-2); }
.facts dd { font: 600 17px/1.4 var(--sans); font-variant-numeric: tabular-nums; }
.facts dd small { font-size: 13px; font-weight: 400; color: var(--ink-2); }
.seat-rows h2 { font: 600 17px/1.3 var(--serif); padding: 24px 0 6px; }
.seat-rows .seat-of > th[scope=row], .seat-rows .seat-of > td { border-bottom: 0; padding-bottom: 0; }
.seat-rows .seat-of ~ tr > th { padding-left: 16px; font-weight: 400; }
.seat-rows .why { font-size: 13px; color: var(--ink-2); max-width: 72ch; }
.connection { font-size: 13px; color: var(--flag); }
.connection:empty { display: none; }
dl.pairs { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: 4px 16px; font-size: 14px; }
dl.pairs dt { color: var(--ink-2); font-size: 13px; line-height: 21px; }
.pager { display: flex; gap: 16px; padding: 16px 0; font-size: 14px; }
.filter { display: flex; flex-wrap: wrap; gap: 4px; padding: 4px 0 12px; font-size: 13px; }
.filter a { padding: 4px 10px; border-radius: 4px; text-decoration: none; color: var(--ink-2); }
.filter a[aria-current] { color: var(--ink); box-shadow: inset 0 0 0 1px var(--edge); }
.scroll-x { overflow-x: auto; }
.source-text { white-space: pre-wrap; max-width: 72ch; font-size: 16px; line-height: 1.65; }
.source-text.mono { font-size: 13px; line-height: 1.55; }
.ids > summary { cursor: pointer; }`
