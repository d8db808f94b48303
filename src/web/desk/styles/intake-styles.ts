/** A tool's addresses, how reading them goes, and what is proposed: a field beside the sentence that it rests on. */
export const intakeStyles = `
textarea.source.short { min-height: 0; }
.page-row { display: grid; grid-template-columns: 132px minmax(0, 1fr); gap: 0 16px; align-items: baseline; }
.page-row .why { font-size: 14px; max-width: 72ch; }
.address { overflow-wrap: anywhere; }
.found-row { display: grid; grid-template-columns: minmax(0, 1fr); gap: 4px 32px; padding: 4px 0 12px; border-bottom: 1px solid var(--rule); }
.found-row .found, .found-row > div > .plain { margin-top: 6px; }
.found q { overflow-wrap: anywhere; font-size: 15px; color: var(--ink); }
.plain li + li { margin-top: 6px; }
.side-by-side { display: grid; gap: 0 16px; grid-template-columns: minmax(0, 1fr); }
.keep { display: flex; gap: 8px; align-items: center; margin-top: 8px; font-size: 14px; }
.source-row { scroll-margin-top: 16px; }
.source-row > .field { margin-top: 4px; max-width: 720px; }
.source-row:target { box-shadow: -8px 0 0 -5px var(--accent); }
.source-text { overflow-wrap: anywhere; }
.source-text mark { background: color-mix(in srgb, var(--accent) 16%, transparent); color: inherit; }
.source-text mark.steers { background: var(--flag-wash); border-bottom: 2px solid var(--flag); }
.changed { white-space: pre-wrap; overflow-wrap: anywhere; max-width: 72ch; }
.changed ins { text-decoration: none; background: var(--ship-wash); box-shadow: inset 0 -2px var(--ship); }
.changed del { background: var(--skip-wash); text-decoration-color: var(--skip); }
.flag-box .field { margin-top: 6px; }
.flag-box .rows > li { border-color: color-mix(in srgb, var(--flag) 25%, transparent); }
.flag-box .rows > li:last-child { border-bottom: 0; }
@media (min-width: 640px) { .side-by-side { grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); } }
@media (min-width: 900px) {
  .found-row { grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); }
  .found-row > .found, .found-row > div:last-child > .plain { margin-top: 40px; }
}
@media (max-width: 539px) { .page-row { grid-template-columns: minmax(0, 1fr); } }`
