import type { PageFonts } from './page-fonts.js'

/** The page's style sheet: ink on paper, rules instead of boxes, one accent. Marks carry meaning with shape and word; colour only helps. */
export function pageStyles({ serif, serifItalic, sans }: PageFonts): string {
  return `
@font-face { font-family: 'Source Serif 4 Variable'; font-weight: 200 900; font-display: swap; src: url(${serif}) format('woff2'); }
@font-face { font-family: 'Source Serif 4 Variable'; font-style: italic; font-weight: 200 900; font-display: swap; src: url(${serifItalic}) format('woff2'); }
@font-face { font-family: 'Inter Variable'; font-weight: 100 900; font-display: swap; src: url(${sans}) format('woff2'); }
${colours}${text}${masthead}${cards}${seats}${closing}${smallScreens}${paper}`
}

const colours = `
:root {
  color-scheme: light dark;
  --paper: light-dark(#fbfaf7, #141312); --card: light-dark(#ffffff, #1c1a18);
  --ink: light-dark(#1b1916, #ece8e1); --ink-2: light-dark(#5c564d, #a9a297); --rule: light-dark(#e2ddd3, #35312c);
  --accent: light-dark(#1f3fbf, #9db1ff);
  --ship: light-dark(#0a6b4f, #6fd3ac); --ship-wash: light-dark(#e6f3ee, #12281f);
  --skip: light-dark(#a3361c, #f2a184); --skip-wash: light-dark(#faece7, #2e1a13);
  --flag: light-dark(#8a5a00, #e8bd62); --flag-wash: light-dark(#fdf3dc, #2b2210);
  --serif: 'Source Serif 4 Variable', 'Source Serif 4', Georgia, 'Liberation Serif', serif;
  --sans: 'Inter Variable', Inter, system-ui, sans-serif;
}`

const text = `
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 400 15px/1.5 var(--sans); overflow-wrap: break-word; -webkit-font-smoothing: antialiased; }
a { color: inherit; text-decoration-color: color-mix(in srgb, var(--ink-2) 55%, transparent); text-underline-offset: 3px; }
a:hover { text-decoration-color: currentColor; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 2px; }
h1, h2, h3, p, dl, dd, blockquote, ol { margin: 0; }
.page { max-width: 1128px; margin: 0 auto; padding: 0 24px 64px; }
.small { font-size: 13px; color: var(--ink-2); }
.num { font-variant-numeric: tabular-nums; }
.theirs { unicode-bidi: isolate; }
.hide { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.skip-link { position: absolute; left: -999px; } .skip-link:focus { left: 24px; top: 8px; background: var(--paper); padding: 4px 8px; }`

const masthead = `
.mast { display: flex; justify-content: space-between; align-items: baseline; gap: 16px; padding: 16px 0; border-bottom: 1px solid var(--rule); font-size: 13px; }
.mast b { font: 600 17px var(--serif); } .mast span { color: var(--ink-2); }
.intro { padding: 40px 0 32px; }
h1 { font: 500 44px/1.1 var(--serif); letter-spacing: -.015em; margin: 8px 0 16px; max-width: 24em; text-wrap: balance; }
h1 i { font-weight: 400; color: var(--ink-2); }
.lean { font: 400 21px/1.45 var(--serif); max-width: 42em; text-wrap: pretty; }
.holds { margin-top: 12px; max-width: 70ch; color: var(--ink-2); text-wrap: pretty; }
.notice { margin: 24px 0 0; padding: 10px 14px; max-width: 80ch; background: var(--flag-wash); color: var(--ink); border-left: 3px solid var(--flag); font-size: 14px; text-wrap: pretty; }
.notice b { color: var(--flag); font-weight: 600; }`

const cards = `
.grid { display: grid; grid-template-columns: 132px repeat(var(--tools), minmax(0, 1fr)); column-gap: 32px; }
.one .grid { grid-template-columns: 132px minmax(0, 44em); }
.card, .seat-cell { display: grid; grid-template-rows: subgrid; align-content: start; }
.card { grid-row: 1 / span 7; min-width: 0; border-top: 3px solid var(--ink); padding-top: 12px; }
.card h2 { font: 600 21px/1.25 var(--serif); margin-top: 2px; text-wrap: balance; }
.card .tagline { margin-top: 4px; color: var(--ink-2); text-wrap: pretty; }
.facts { display: grid; grid-template-columns: auto auto minmax(0, 1fr); gap: 0 28px; margin-top: 16px; align-self: start; }
.facts dt { font-size: 13px; color: var(--ink-2); } .facts dd { font: 600 21px/1.3 var(--sans); }
.facts small { display: block; font: 400 13px/1.4 var(--sans); color: var(--ink-2); }
.marks { display: flex; gap: 5px; margin: 5px 0 4px; }
.mark { width: 12px; height: 12px; border-radius: 50%; border: 2px solid var(--skip); }
.mark.ship { background: var(--ship); border-color: var(--ship); } .mark.abstain { border-color: var(--ink-2); } .mark.none { border: 2px dotted var(--ink-2); }
.card .about { margin-top: 16px; font: 400 16px/1.5 var(--serif); max-width: 62ch; text-wrap: pretty; }
.card .terms { margin-top: 12px; }
.terms dt, .terms dd { display: inline; } .terms dt { color: var(--ink); font-weight: 600; } .terms div + div { margin-top: 6px; }`

const seats = `
h2.section { font: 600 15px var(--sans); margin: 48px 0 0; padding-bottom: 8px; border-bottom: 1px solid var(--rule); }
.row { padding: 24px 0 28px; border-bottom: 1px solid var(--rule); }
.who { grid-column: 1; grid-row: 1 / span 5; } .who h3 { font: 600 15px/1.35 var(--sans); } .who p { margin-top: 4px; }
.call { display: inline-flex; justify-self: start; align-items: center; gap: 6px; font: 600 13px/1 var(--sans); padding: 5px 8px 5px 7px; border-radius: 4px; align-self: start; }
.call::before { content: ''; width: 0; height: 0; border: 5px solid transparent; }
.call.ship { color: var(--ship); background: var(--ship-wash); } .call.ship::before { border-bottom: 8px solid currentColor; border-top: 0; }
.call.skip { color: var(--skip); background: var(--skip-wash); } .call.skip::before { border-top: 8px solid currentColor; border-bottom: 0; }
.call.abstain, .call.none { color: var(--ink-2); outline: 1px solid var(--rule); } .call.abstain::before, .call.none::before { width: 9px; height: 9px; border: 2px solid currentColor; border-radius: 50%; } .call.none::before { border-style: dotted; }
.tool-name { display: none; }
blockquote { margin: 12px 0; font: 400 17px/1.55 var(--serif); max-width: 62ch; text-wrap: pretty; hanging-punctuation: first; }
blockquote sup, .evidence b { font: 600 11px/1 var(--sans); } blockquote sup { margin-left: 1px; white-space: nowrap; } blockquote sup a { color: var(--accent); text-decoration: none; padding: 0 1px; } blockquote sup a:hover { text-decoration: underline; }
.unsupported { text-decoration: underline dashed var(--flag) 1px; text-underline-offset: 4px; } blockquote sup a.missing, .missing { color: var(--flag); }
.evidence { list-style: none; padding: 0; } .evidence li { display: grid; grid-template-columns: 16px minmax(0, 1fr); padding: 3px 0; max-width: 75ch; } .evidence b { line-height: 20px; color: var(--accent); } .evidence q { color: var(--ink); quotes: '“' '”'; } .evidence li.missing b { color: var(--flag); }
.evidence li:target { background: var(--flag-wash); }
.predictions { margin-top: 12px; } .predictions p { max-width: 75ch; } .predictions p + p { margin-top: 6px; } .predictions strong { color: var(--ink); font-weight: 600; }
.byline { margin-top: 10px; align-self: end; } .byline details { margin-top: 2px; } summary { cursor: pointer; }
.byline dl { margin: 8px 0 0; max-width: 75ch; } .byline dt { margin-top: 8px; } .byline dd { color: var(--ink); }
.reason { margin: 12px 0; max-width: 65ch; color: var(--ink-2); }
.flags { color: var(--flag); margin-top: 8px; }`

const closing = `
.sources { padding-top: 16px; } .sources h3 { font: 600 13px var(--sans); margin-bottom: 8px; } .sources ol { padding: 0; list-style: none; } .sources li { padding: 4px 0; }
.mono { font-family: ui-monospace, 'SF Mono', 'Liberation Mono', monospace; font-size: 12px; overflow-wrap: anywhere; }
.how { margin-top: 48px; padding: 16px 20px 18px; background: var(--card); border: 1px solid var(--rule); border-radius: 6px; font-size: 13px; color: var(--ink-2); }
.how h2 { font: 600 15px var(--sans); color: var(--ink); margin-bottom: 8px; } .how p { max-width: 85ch; } .how p + p { margin-top: 6px; }
.weekly { margin-top: 40px; border-top: 3px solid var(--ink); padding-top: 16px; } .weekly h2 { font: 600 21px/1.25 var(--serif); } .weekly p { margin-top: 4px; max-width: 65ch; color: var(--ink-2); }
fieldset { border: 0; padding: 0; margin: 12px 0 0; display: flex; flex-wrap: wrap; gap: 8px; align-items: end; } label { display: block; font-size: 13px; color: var(--ink-2); }
input { display: block; width: min(320px, 100%); margin-top: 4px; font: 400 15px var(--sans); padding: 8px 10px; color: var(--ink); background: var(--card); border: 1px solid var(--ink-2); border-radius: 4px; }
button { font: 600 15px var(--sans); padding: 8px 16px; border: 1px solid var(--ink); border-radius: 4px; background: var(--ink); color: var(--paper); } fieldset[disabled] input { border-style: dashed; } fieldset[disabled] button { background: none; border-style: dashed; border-color: var(--ink-2); color: var(--ink-2); }
footer { margin-top: 40px; padding-top: 16px; border-top: 1px solid var(--rule); }`

const smallScreens = `
@media (max-width: 820px) {
  .page { padding: 0 16px 40px; } h1 { font-size: 30px; } .lean { font-size: 18px; } .intro { padding: 24px 0; }
  .grid, .one .grid { display: block; } .grid > .gutter { display: none; }
  .card, .seat-cell { display: block; } .card + .card { margin-top: 32px; }
  .seat-cell { margin-top: 20px; } .seat-cell + .seat-cell { margin-top: 28px; } .tool-name { display: inline; margin-left: 8px; }
  .who h3 { font-size: 17px; } .facts { gap: 0 20px; } .sources + .sources { margin-top: 8px; }
}`

const paper = `
@media print { :root { color-scheme: light; } .weekly, .mast nav, .skip-link { display: none; } .row, .card { break-inside: avoid; } .page { max-width: none; padding: 0; } details::details-content { content-visibility: visible; block-size: auto; } }
`
