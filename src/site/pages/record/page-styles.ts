import { baseStyles } from './base-styles.js'
import { headToHeadStyles } from './head-to-head-styles.js'
import type { PageFont } from './page-fonts.js'
import { scorecardStyles } from './scorecard-styles.js'
import { sectionStyles } from './section-styles.js'

const gutterPx = 132
const columnGapPx = 32
const minColumnPx = 280
const pagePaddingPx = 48

/** The stylesheet of a page over that many tools: side by side where each has room, one under the other where not. */
export function pageStyles({ toolCount, fonts }: { toolCount: number; fonts: readonly PageFont[] }): string {
  const widthOf = (columnPx: number) => gutterPx + toolCount * (columnGapPx + columnPx)
  return [
    ...fonts.map(fontFace),
    baseStyles,
    `.page { max-width: ${Math.max(1080, widthOf(minColumnPx)) + pagePaddingPx}px; }`,
    sectionStyles,
    scorecardStyles,
    headToHeadStyles,
    sideBySideStyles({ toolCount, fromPx: Math.max(760, widthOf(minColumnPx) + pagePaddingPx) }),
    printStyles,
  ].join('\n')
}

function fontFace({ family, style, weights, dataUri }: PageFont): string {
  return `@font-face { font-family: '${family}'; font-style: ${style}; font-weight: ${weights}; font-display: swap; src: url(${dataUri}) format('woff2'); }`
}

/** From that width on the tools are beside each other, the persona in the gutter, and every row shares its baseline. */
function sideBySideStyles({ toolCount, fromPx }: { toolCount: number; fromPx: number }): string {
  return `
@media (min-width: ${fromPx}px), print {
  .grid { display: grid; grid-template-columns: ${gutterPx}px repeat(${toolCount}, minmax(0, 1fr)); column-gap: ${columnGapPx}px; }
  .gutter { grid-column: 1; }
  .cards { grid-template-rows: repeat(6, auto); padding-top: 40px; }
  .cards > .gutter { grid-row: 1 / span 6; padding-top: 12px; border-top: 1px solid var(--rule); align-self: start; }
  .card { display: grid; grid-template-columns: minmax(0, 1fr); margin-top: 0; grid-row: 1 / span 6; grid-template-rows: subgrid; align-content: start; }
  .columns { position: sticky; top: 0; z-index: 1; padding: 10px 0; background: var(--paper); border-bottom: 1px solid var(--rule); font-size: 13px; color: var(--ink-2); }
  .columns b { color: var(--ink); margin-right: 8px; }
  .persona .gutter { grid-row: 1 / span 99; position: sticky; top: 64px; align-self: start; }
  .band { grid-column: 2 / -1; display: grid; grid-template-columns: subgrid; grid-template-rows: repeat(8, auto); }
  .band .seat, .band .seat + .seat { display: grid; grid-template-columns: minmax(0, 1fr); margin-top: 0; grid-row: 1 / span 8; grid-template-rows: subgrid; align-content: start; }
  .band + .band .seat { margin-top: 28px; }
  .seat > h4 { grid-row: 1; } .seat > .jury { grid-row: 2; } .seat > .quote { grid-row: 3; } .seat > .byline { grid-row: 4; }
  .seat > .evidence { grid-row: 5; } .seat > .dissent { grid-row: 6; } .seat > .predictions { grid-row: 7; } .seat > .answers { grid-row: 8; }
  .seat .of { ${hidden} }
  .weekly > div { grid-column: 2 / -1; }
  .making, .calendar li { grid-template-columns: ${gutterPx}px minmax(0, 1fr); column-gap: ${columnGapPx}px; }
  .making dd { padding-top: 10px; }
  .calendar li { grid-template-columns: ${gutterPx}px minmax(0, 1fr) 176px; }
  :target { scroll-margin-top: 64px; }
}`
}

/** There for those who listen to the page, not for the eye. */
export const hidden = 'position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap;'

const printStyles = `
@media print {
  :root { color-scheme: light; print-color-adjust: exact; }
  body { background: none; font-size: 12px; }
  .page { max-width: none; padding: 0; }
  .masthead nav, .skip-link, .weekly { display: none; }
  .columns, .persona .gutter { position: static; }
  .card > *, .quote, .evidence li, .prediction, .calendar li, .sources li { break-inside: avoid; }
  h2, h3, h4 { break-after: avoid; }
  .sources a[href^='http']::after { content: ' <' attr(href) '>'; font-size: 11px; }
}`
