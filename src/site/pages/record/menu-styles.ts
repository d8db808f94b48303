/**
 * The styles of a head whose ways are a menu below a width, in pixels, and part of the head's row from there on. `head`: its selector; in it are a
 * button `.opener` and, as the popover that it opens, the `.menu`. Where a browser knows no popovers, the menu is in the head at every width.
 */
export function foldedBelow(px: number, head: string): string {
  return `
${head} .where { min-width: 0; margin-right: auto; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; color: var(--ink-2); }
${head} .opener { flex: none; padding: 5px 12px; font: 600 13px/1.5 var(--sans); color: var(--ink); background: none; border: 1px solid var(--ink-2); border-radius: 6px; cursor: pointer; }
${head} .menu { color: inherit; }
@media (max-width: ${px - 1}px) {
  ${head} .menu { display: block; position: absolute; inset: 52px 8px auto auto; margin: 0; width: min(280px, 100vw - 16px); padding: 8px 16px 14px; background: var(--card); border: 1px solid var(--ink); border-radius: 6px; }
  ${head} .menu:not(:popover-open) { display: none; }
  ${head} .menu a { display: block; padding: 9px 0; font-size: 15px; }
  ${head} .menu nav a { padding: 9px 0; border-bottom: 1px solid var(--rule); }
  ${head} .menu .me { justify-content: space-between; padding-top: 8px; }
}
@media (min-width: ${px}px) {
  ${head} .opener, ${head} .where { display: none; }
  ${head} .menu { display: flex; flex: 1 1 auto; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: 0 20px; position: static; inset: auto; width: auto; height: auto; margin: 0; padding: 0; border: 0; background: none; overflow: visible; }
}
@supports not selector(:popover-open) { ${head} .opener { display: none; } }`
}
