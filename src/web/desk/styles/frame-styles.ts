import { foldedBelow } from '../../../site/pages/record/menu-styles.js'

/** The frame around every page: the head with the way around, the page's own head, and what print leaves out. */
export const frameStyles = `
:root { --flag-wash: light-dark(#fdf3dc, #2b2210); --edge: light-dark(#8a8377, #7d766c); }
.desk-head { display: flex; align-items: center; gap: 0 20px; min-height: 48px; padding: 6px 16px; border-bottom: 1px solid var(--rule); font-size: 14px; }
.desk-head .paper { flex: 0 1 auto; min-width: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; font: 600 17px/1.6 var(--serif); text-decoration: none; }
.desk-head .where { flex-shrink: 99; }
.desk-head nav a { padding: 6px 8px; color: var(--ink-2); text-decoration: none; border-radius: 4px; }
.desk-head nav a:hover { color: var(--ink); text-decoration: underline; }
.desk-head nav a[aria-current] { color: var(--ink); font-weight: 600; }
.desk-head .me { display: flex; align-items: center; gap: 12px; min-width: 0; font-size: 13px; color: var(--ink-2); }
.desk-head .me a { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.desk-head .me form { flex: none; }
${foldedBelow(900, '.desk-head')}
@media (min-width: 900px) {
  .desk-head { flex-wrap: wrap; }
  .desk-head nav { display: flex; flex-wrap: wrap; gap: 0 4px; flex: 1 1 auto; }
}
.desk { max-width: 1200px; margin: 0 auto; padding: 0 16px 64px; }
.desk time { white-space: normal; }
.desk.wide { max-width: none; }
@media (min-width: 640px) { .desk { padding: 0 24px 64px; } .desk-head { padding: 6px 24px; } }
.page-head { display: flex; flex-wrap: wrap; align-items: baseline; justify-content: space-between; gap: 12px 24px; padding: 24px 0 12px; }
.page-head > div { min-width: 0; }
.page-head h1, .desk h1.title { font: 600 28px/1.2 var(--serif); letter-spacing: -.01em; margin: 0; max-width: none; text-wrap: balance; }
.page-head .doing { display: flex; flex-wrap: wrap; gap: 8px; align-items: center; }
.desk h2 { font: 600 15px/1.4 var(--sans); }
.block { margin-top: 32px; }
.block > h2 { padding: 8px 0; border-top: 1px solid var(--ink); }
.block > h2 .meta { font-weight: 400; margin-left: 8px; }
.meta { font-family: var(--sans); font-size: 13px; line-height: 1.5; color: var(--ink-2); }
.serif { font-family: var(--serif); }
.lede { font: 400 17px/1.5 var(--serif); max-width: 62ch; text-wrap: pretty; }
.lede + .lede { margin-top: 8px; }
.empty { padding: 12px 0; color: var(--ink-2); max-width: 68ch; }
.block > form > .field + button { margin-top: 12px; }
.two-up + form, .two-up ~ .block + form { margin-top: 24px; }
.two-up { display: grid; gap: 0 48px; }
@media (min-width: 960px) { .two-up { grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); } .two-up.lead-left { grid-template-columns: minmax(0, 1.6fr) minmax(0, 1fr); } }
kbd { font: 500 12px/1.5 var(--mono); border: 1px solid var(--rule); border-bottom-width: 2px; border-radius: 4px; padding: 0 5px; color: var(--ink-2); background: var(--card); }
.desk code, .desk pre, .mono { font: 400 13px/1.5 var(--mono); }
@media print {
  :root { color-scheme: light; }
  .desk-head .menu, .desk-head .opener, .desk-head .where, .doing, .skip-link, .desk form button { display: none; }
  .desk { max-width: none; padding: 0; }
}`
