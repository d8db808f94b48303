/** Buttons, fields and what is said about them. */
export const formStyles = `
button, .button { display: inline-block; font: 600 14px/1.3 var(--sans); border: 1px solid var(--ink); background: var(--ink); color: var(--paper); border-radius: 6px; padding: 8px 14px;
  text-decoration: none; cursor: pointer; }
button:hover, .button:hover { background: color-mix(in srgb, var(--ink) 85%, var(--paper)); }
button.quiet, .button.quiet { background: transparent; color: var(--ink); border-color: var(--edge); }
button.quiet:hover, .button.quiet:hover { border-color: var(--ink); }
button.grave { background: transparent; color: var(--skip); border-color: currentColor; }
button.link { background: none; border: 0; padding: 0; color: inherit; font: inherit; text-decoration: underline 1px; text-underline-offset: 3px; }
button:disabled { background: none; border-style: dashed; border-color: var(--edge); color: var(--ink-2); cursor: default; }
.field { margin-top: 16px; }
.field > label, .field > .label, fieldset > legend { display: block; font: 600 13px/1.5 var(--sans); padding: 0; margin-bottom: 4px; }
.choice .mono { white-space: nowrap; }
.outlook { margin-top: 12px; }
.outlook .meta { margin-top: 6px; }
.field .hint, fieldset .hint { margin-top: 4px; font-size: 13px; color: var(--ink-2); font-weight: 400; max-width: 68ch; }
.field.row { display: flex; flex-wrap: wrap; gap: 12px; align-items: end; }
input[type=text], input[type=number], input[type=search], input[type=email], input[type=password], input:not([type]), select, textarea { width: 100%; max-width: 100%; min-height: 38px; padding: 7px 10px; font: 400 15px/1.5 var(--sans);
  color: var(--ink); background: var(--card); border: 1px solid var(--edge); border-radius: 6px; }
textarea { resize: vertical; }
textarea.source { font: 400 13px/1.55 var(--mono); min-height: 320px; tab-size: 2; }
[aria-invalid=true]:is(input, select, textarea) { border-color: var(--skip); border-width: 2px; }
input[type=checkbox], input[type=radio] { flex: none; width: 16px; height: 16px; margin: 0; accent-color: var(--accent); }
.choices { border-top: 1px solid var(--rule); }
.choice { display: grid; grid-template-columns: 20px minmax(0, 1fr); gap: 0 10px; align-items: start; padding: 9px 0; border-bottom: 1px solid var(--rule); }
.choice input { margin-top: 3px; }
.choice label { font-weight: 600; }
.choice .meta { grid-column: 2; }
.problems { margin: 16px 0; padding: 10px 14px; border-left: 3px solid var(--skip); background: var(--skip-wash); }
.problems h2, .problems p.head { font: 600 14px/1.5 var(--sans); color: var(--skip); }
.problems li { padding: 6px 0; font-size: 14px; }
.problems li + li { border-top: 1px solid color-mix(in srgb, var(--skip) 25%, transparent); }
.problems .fix { display: block; font-size: 13px; }
button.copy { padding: 3px 10px; font-size: 13px; min-height: 28px; }
.problem { font-size: 13px; color: var(--skip); margin-top: 4px; }
.said { margin: 16px 0; padding: 10px 14px; border-left: 3px solid var(--ship); background: var(--ship-wash); font-size: 14px; }
.flag-box { margin-top: 12px; padding: 10px 14px; border-left: 3px solid var(--flag); background: var(--flag-wash); font-size: 14px; }
.actions { display: flex; flex-wrap: wrap; gap: 8px; align-items: center; margin-top: 20px; }
.drop { padding: 12px 14px; border: 1px dashed var(--edge); border-radius: 6px; font-size: 14px; }
.drop.over { border-color: var(--accent); border-style: solid; }
.find { display: flex; gap: 8px; }
.find input { flex: 1; min-width: 0; }
.found { max-height: 360px; overflow-y: auto; padding-right: 6px; border-bottom: 1px solid var(--rule); }
.tool-find { flex-wrap: wrap; align-items: end; }
.tool-find > div { flex: 1 1 180px; min-width: 0; }
.tool-find label { font: 600 13px/1.5 var(--sans); }
.picked .choice { padding: 6px 0; }
.picked .chosen { max-height: 360px; overflow-y: auto; }
.term > .field { margin-top: 0; }
.term > .field > legend { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.term .value { font-weight: 400; }
details.term { border-bottom: 1px solid var(--rule); }
fieldset.models { margin-top: 12px; }
.models .choice .mono { white-space: normal; overflow-wrap: anywhere; }
.choice:has(input:disabled) label { color: var(--ink-2); }
/* A jury has its models: those of one's choice take no part then. */
form:has([name=jury]:checked:not([value=''])) .picker { display: none; }
details.ask > summary { cursor: pointer; font-weight: 600; font-size: 14px; padding: 8px 0; }
details.ask[open] { padding-bottom: 12px; }`
