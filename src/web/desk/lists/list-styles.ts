/** Search, filters, counts, views and bulk actions of lists. */
export const listStyles = `
.list-tools { padding-bottom: 8px; }
.block + .list-tools { margin-top: 24px; }
.list-tools form[data-list] { display: flex; flex-wrap: wrap; gap: 8px 12px; align-items: end; }
.list-tools label { display: block; font: 600 13px/1.5 var(--sans); }
.list-search { flex: 1 1 240px; min-width: 0; }
.list-filter { flex: 0 1 auto; min-width: 120px; }
.list-filter select { width: auto; min-width: 100%; }
.list-set { display: flex; flex-wrap: wrap; gap: 4px 16px; align-items: baseline; padding: 10px 0 4px; font-size: 14px; }
.list-set p { font-variant-numeric: tabular-nums; font-weight: 600; }
.list-set ul { display: flex; flex-wrap: wrap; gap: 4px 8px; font-size: 13px; align-items: baseline; }
.chip { display: inline-block; padding: 2px 4px 2px 10px; border: 1px solid var(--edge); border-radius: 12px; overflow-wrap: anywhere; }
.chip a { display: inline-block; min-width: 24px; text-align: center; text-decoration: none; }
.list-views { display: flex; flex-wrap: wrap; gap: 0 16px; align-items: baseline; font-size: 13px; }
.list-views .filter { padding: 0; }
.list-views summary { cursor: pointer; padding: 4px 0; color: var(--ink-2); }
.list-views details[open] { flex-basis: 100%; padding-bottom: 12px; border-bottom: 1px solid var(--rule); }
.list-views .field.row { margin-top: 8px; }
label.tick { display: flex; gap: 8px; align-items: center; font: 400 14px/1.5 var(--sans); min-height: 38px; }
.bulk-bar { min-width: 0; border: 0; margin: 0; padding: 6px 0; display: flex; flex-wrap: wrap; gap: 6px 10px; align-items: center; font-size: 13px; }
.bulk-bar select { width: auto; max-width: 100%; min-height: 34px; padding: 4px 8px; font-size: 13px; }
.bulk-bar button { padding: 6px 10px; font-size: 13px; }
.bulk-action { min-width: 0; max-width: 100%; flex-wrap: wrap; display: inline-flex; gap: 6px; align-items: center; }
.picked-item { display: grid; grid-template-columns: 24px minmax(0, 1fr); align-items: start; }
.picked-item > input { margin-top: 12px; }
.list .pick { width: 28px; padding-right: 8px; }
@media (max-width: 719px) { .list-filter { flex: 1 1 auto; } .list.stack .pick, .list.stack-early .pick { float: left; width: 28px; } }
@media print { .list-tools form, .list-views, .bulk-bar, .list .pick { display: none; } }`
