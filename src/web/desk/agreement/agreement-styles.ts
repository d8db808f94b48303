/** The plots of the page on agreement: its colours are the page's, in light and dark. */
export const agreementStyles = `
.plot { display: block; max-width: 720px; margin: 12px 0 4px; overflow: visible; font: 400 13px/1.4 var(--sans); }
.plot text { fill: var(--ink); }
.plot .tick-word { fill: var(--ink-2); font-variant-numeric: tabular-nums; }
.plot .tick { stroke: var(--rule); stroke-width: 1; }
.plot .reach { stroke: var(--ink-2); stroke-width: 3; stroke-linecap: round; }
.plot .dot { fill: var(--ink); stroke: var(--paper); stroke-width: 1; }
.plot .ring { fill: var(--paper); stroke: var(--ink); stroke-width: 2; }
@media (forced-colors: active) {
  .plot text, .plot .tick-word { fill: CanvasText; }
  .plot .tick, .plot .reach { stroke: CanvasText; }
  .plot .dot { fill: CanvasText; stroke: Canvas; }
  .plot .ring { fill: Canvas; stroke: CanvasText; }
}`
