/** Signing in, accounts and people: plain sections and forms, one under the other. */
export const accountStyles = `
.account { max-width: 720px; overflow-wrap: break-word; padding-top: 24px; }
.account .hint { display: block; }
.account h1 { font: 600 28px/1.25 var(--serif); margin-bottom: 8px; text-wrap: balance; }
.account > section { margin-top: 36px; padding-top: 14px; border-top: 1px solid var(--ink); }
.account h2 { font: 600 15px/1.4 var(--sans); margin-bottom: 8px; }
.account p + p, .account p + form, .account form + form { margin-top: 12px; }
.account p.field, .account fieldset { margin-top: 16px; }
.account .field input:not([type=checkbox]), .account select { max-width: 420px; }
.account input[type=date] { font: inherit; padding: 7px 10px; border: 1px solid var(--edge); border-radius: 4px; background: var(--field, transparent); color: inherit; }
.account fieldset label { display: flex; gap: 10px; align-items: baseline; padding: 5px 0; font-size: 14px; }
.account form > button, .account form > p > button { margin-top: 16px; }
.account form.act { display: inline-block; margin: 8px 8px 0 0; }
.account .notice { margin-top: 16px; padding: 10px 14px; border-left: 3px solid var(--ship); font-size: 14px; }
.account .problem { margin-top: 16px; padding: 10px 14px; border-left: 3px solid var(--skip); background: var(--skip-wash); font-size: 14px; }
/* What is wrong with one field, below it. */
.account :is(.field, fieldset) .problem { display: block; margin: 4px 0 0; padding: 0; border: 0; background: none; font-size: 13px; }
/* Links and tokens to be copied: lines as full as they get. */
.account code { overflow-wrap: anywhere; }
.account .notice code { word-break: break-all; }
.account .notice .copy { margin: 0; }
.account table { width: 100%; border-collapse: collapse; font-size: 14px; margin-bottom: 8px; }
.account th, .account td { text-align: left; padding: 8px 12px 8px 0; border-bottom: 1px solid var(--rule); vertical-align: top; font-weight: 400; }
.account thead th { font: 600 13px/1.5 var(--sans); color: var(--ink-2); }
.account td form, .account td form.act { display: inline-flex; gap: 8px; align-items: center; margin: 0 8px 4px 0; }
.account td .field { margin: 0; flex: none; }
.account td select { width: auto; }
.account:has(> table) { max-width: 1080px; }
.account caption { text-align: left; padding: 16px 0 8px; font: 600 13px/1.5 var(--sans); }
.account td button { white-space: nowrap; margin: 0; padding: 7px 10px; font-size: 13px; background: none; color: inherit; border-color: var(--edge); }
.account td button:hover { border-color: var(--ink); }
/* People: one quiet menu a row. */
.account .menu { position: relative; }
.account .menu > summary { cursor: pointer; color: var(--ink-2); width: fit-content; padding: 2px 6px; border-radius: 4px; font-size: 13px; }
.account .menu > summary:hover, .account .menu[open] > summary { color: var(--ink); text-decoration: underline; }
.account .menu > div { padding: 8px 0; }
.account td .menu form, .account td .menu form.act { display: block; margin: 8px 0; }
.account td .menu .field { margin: 0 0 6px; }
.account td .menu label { font: 600 13px/1.5 var(--sans); margin-right: 6px; }
.account .people tr.gone > * { color: var(--ink-2); }
.account .people-search { display: flex; flex-wrap: wrap; gap: 0 12px; align-items: end; }
.account .consequences { margin-top: 12px; list-style: disc; padding-left: 20px; }
.account .consequences li + li { margin-top: 4px; }
.account .roles { font-size: 14px; }
.account .roles dt { font-weight: 600; margin-top: 8px; }
@media (max-width: 899px) {
  .account table, .account caption, .account tbody, .account tr, .account td, .account th[scope=row] { display: block; }
  .account thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .account tr { padding: 10px 0; border-bottom: 1px solid var(--rule); }
  .account td, .account th { border: 0; padding: 2px 0; }
  .account th[scope=row] { font-weight: 600; }
  .account td[data-label]::before { content: attr(data-label) ': '; color: var(--ink-2); font-size: 13px; }
}`
