/** The settings: the way between their sections, and fields no wider than what goes into them. */
export const settingsStyles = `
.sections { display: flex; flex-wrap: wrap; gap: 4px 16px; padding-bottom: 12px; margin-bottom: 20px; border-bottom: 1px solid var(--rule); font-size: 14px; }
.sections a { color: var(--ink-2); text-decoration: none; padding: 2px 0; }
.sections a:hover { color: var(--ink); text-decoration: underline; }
.sections a[aria-current] { color: var(--ink); font-weight: 600; }
.sections ~ form .field > input, .sections ~ form .field > select { max-width: 420px; }
.section-list { margin-top: 16px; border-top: 1px solid var(--rule); }
.section-list > li { padding: 9px 0; border-bottom: 1px solid var(--rule); }
.section-list > li > .meta { display: block; }
.sections ~ form + .meta { margin-top: 12px; }
.site-previews { display: grid; gap: 12px; max-width: 760px; }
@media (min-width: 640px) { .site-previews { grid-template-columns: 1fr 1fr; } }
.site-preview { min-width: 0; padding: 12px 16px; border: 1px solid var(--rule); border-radius: 6px; background: var(--paper); color: var(--ink); }
.site-preview.light { color-scheme: light; }
.site-preview.dark { color-scheme: dark; }
.site-preview .name { font: 600 17px/1.3 var(--serif); overflow-wrap: anywhere; }
.site-preview > p + p { margin-top: 8px; }
.block > form + .meta { margin-top: 12px; }
.site-preview svg text { font: 600 13px/1 var(--sans); }
.spent { width: 100%; max-width: 420px; }`
