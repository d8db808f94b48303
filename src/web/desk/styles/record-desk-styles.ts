/** The record's page: what is to be decided in a column of its own, beside the record as it will look in public. */
export const recordDeskStyles = `
.beside { display: grid; grid-template-columns: minmax(0, 1fr); }
.beside > aside { padding: 16px; border-bottom: 1px solid var(--rule); min-width: 0; }
.beside > main { padding: 0 16px 64px; min-width: 0; max-width: 1180px; }
@media (min-width: 640px) { .beside > aside { padding: 20px 24px; } .beside > main { padding: 0 24px 64px; } }
@media (min-width: 1180px) {
  .beside { grid-template-columns: 336px minmax(0, 1fr); }
  .beside > aside { border-bottom: 0; border-right: 1px solid var(--rule); position: sticky; top: 0; align-self: start; max-height: 100vh; overflow-y: auto; }
}
.beside > aside h1 { font: 600 21px/1.25 var(--serif); letter-spacing: -.006em; margin: 4px 0 8px; max-width: none; }
.beside > aside h2 { font: 600 13px/1.5 var(--sans); margin-top: 20px; padding-top: 8px; border-top: 1px solid var(--rule); }
.checks > li { display: grid; grid-template-columns: 16px minmax(0, 1fr); gap: 0 8px; padding: 6px 0; font-size: 14px; }
.checks > li + li { border-top: 1px dotted var(--rule); }
.checks > li > .mark { font-weight: 600; color: var(--flag); }
.checks > li.ok > .mark { color: var(--ship); }
.checks > li > * + * { grid-column: 2; }
.decide form { margin-top: 12px; }
.beside > aside time { white-space: normal; }
.decide .why { font-size: 13px; color: var(--ink-2); margin-top: 4px; }
.steps { padding-left: 1.4em; }
.steps li { list-style: decimal; padding: 6px 0; }
.steps li::marker { font-weight: 600; }
.timeline li { padding: 6px 0; font-size: 13px; }
.timeline li + li { border-top: 1px dotted var(--rule); }
.preview-note { margin: 16px 0 0; font-size: 13px; color: var(--ink-2); border-bottom: 1px dashed var(--rule); padding-bottom: 8px; }
@media print { .beside { display: block; } .beside > aside { position: static; max-height: none; border: 0; } }`
