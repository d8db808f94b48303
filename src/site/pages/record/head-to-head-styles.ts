/** The section in which tools are compared directly. */
export const headToHeadStyles = `
.duels { font-size: 13px; line-height: 1.45; color: var(--ink-2); }
.duels > h2, .duel .quote { color: var(--ink); }
.duels .how { max-width: 75ch; padding-top: 12px; text-wrap: pretty; }
.pair { margin-top: 20px; }
.pair h3 { display: flex; flex-wrap: wrap; gap: 2px 12px; align-items: baseline; font: 600 15px/1.4 var(--sans); color: var(--ink); }
.pair .tally { font-weight: 400; color: var(--ink-2); }
.duel { padding: 12px 0 14px; border-bottom: 1px solid var(--rule); max-width: 75ch; }
.duel h4 { display: flex; flex-wrap: wrap; gap: 2px 12px; align-items: baseline; font: 400 15px/1.5 var(--sans); color: var(--ink); }
.duel .by { min-width: 9em; }
.duel .open { font-weight: 400; color: var(--ink-2); }
.duel > p { margin-top: 4px; text-wrap: pretty; }
.duel .order { margin-top: 16px; }
.duel h5 { font: 600 13px/1.45 var(--sans); color: var(--ink); }
.duel .argument { margin-top: 8px; font: 400 15px/1.5 var(--serif); color: var(--ink); text-wrap: pretty; }
.duel .argument sup { font: 600 11px/0 var(--sans); color: var(--accent); }
.duel .argument sup a { text-decoration: none; }`
