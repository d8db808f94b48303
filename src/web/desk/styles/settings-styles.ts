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
.spent { width: 100%; max-width: 420px; }`
