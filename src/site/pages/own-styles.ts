import { foldedBelow } from './record/menu-styles.js'

/** What the pages of the site have beside the parts they share with a record's page; phones first. */
export const ownStyles = `
.masthead .name a { text-decoration: none; }
${foldedBelow(640, '.masthead')}
@media (max-width: 639px) { .masthead { flex-wrap: nowrap; align-items: center; gap: 0 16px; padding: 10px 0; } .masthead .menu a { border-bottom: 1px solid var(--rule); } .masthead .menu a:last-child { border: 0; } }
@media (min-width: 640px) { .masthead .menu { flex: none; gap: 4px 16px; } }
@media print { .masthead .opener, .masthead .where { display: none; } }
.masthead nav a[aria-current] { color: var(--ink); text-decoration: underline 2px; text-underline-offset: 6px; text-decoration-color: currentColor; }
.skip-link:focus { position: absolute; background: var(--card); z-index: 2; }
h1, h2, h3 { text-wrap: balance; }
.card h3 a, .pairs h3 a, .tools h3 a, .persona h3 a { text-decoration: none; }
.card h3 a:hover, .pairs h3 a:hover, .tools h3 a:hover, .persona h3 a:hover { text-decoration: underline 1px; }
@container (min-width: 400px) { .figures { grid-template-columns: 96px minmax(0, 5fr) minmax(0, 7fr); } }
.card .figures-box { display: grid; grid-template-columns: minmax(0, 1fr); }
.figures small + small { margin-top: 4px; }
.foot p + p { margin-top: 4px; }

.by-edited { text-decoration: underline dotted 2px; text-decoration-color: var(--accent); text-underline-offset: 4px; }
.by-person { text-decoration: underline double 1px; text-decoration-color: var(--accent); text-underline-offset: 4px; }
.legend { padding: 10px 0; border-bottom: 1px solid var(--rule); font-size: 13px; color: var(--ink-2); text-wrap: pretty; }
.legend span { white-space: nowrap; }

summary { cursor: pointer; color: var(--ink-2); width: fit-content; }
summary:hover { color: var(--ink); }
.evidence { padding-top: 8px; border-top: 1px solid var(--rule); }
.evidence ol { margin-top: 8px; }
.evidence ol li:first-child { border-top: 0; }
.around > summary { margin-top: 4px; }
.around .excerpt { margin: 6px 0; padding: 2px 0 2px 12px; border-left: 2px solid var(--accent); }
.around .above { display: block; font: 600 13px/1.45 var(--sans); color: var(--ink-2); margin-bottom: 2px; }
.around .paragraph { font: 400 15px/1.5 var(--serif); color: var(--ink-2); white-space: pre-line; }
.around .quoted { font-weight: 500; }
.evidence.none { border-top: 1px solid var(--rule); }
.answers .prediction { margin-top: 12px; padding-top: 8px; border-top: 1px solid var(--rule); color: var(--ink-2); }

button, select, input { font: inherit; }
.vote { margin-top: 18px; padding-top: 12px; border-top: 1px solid var(--rule); font-size: 13px; color: var(--ink-2); }
.vote fieldset { display: flex; flex-wrap: wrap; align-items: center; gap: 8px; min-width: 0; }
.vote legend { float: left; padding: 0; margin-right: 8px; }
.vote button { border: 1px solid currentColor; padding: 9px 12px 9px 10px; cursor: pointer; }
.vote button:hover { text-decoration: underline; text-underline-offset: 3px; }
.vote fieldset > a { padding: 6px 0; }

.bar { display: block; width: 100%; max-width: 320px; height: 8px; margin: 8px 0 4px; }
.bar-model { fill: color-mix(in srgb, var(--ink-2) 35%, var(--paper)); } .bar-edited { fill: var(--accent); } .bar-person { fill: var(--ink); }
.making + .making { margin-top: 16px; padding-top: 8px; border-top: 1px dashed var(--rule); }
.more { margin-top: 14px; font-size: 13px; }

.related { margin-top: 48px; }
.related h2 { font: 600 15px/1.5 var(--sans); }
.related li, .links li { margin-top: 8px; font: 400 17px/1.45 var(--serif); }
.links { margin-top: 12px; }

.rows > li { display: grid; grid-template-columns: minmax(0, 1fr); gap: 2px 32px; padding: 14px 0; border-bottom: 1px solid var(--rule); }
.rows > li p, .text, .empty, .found { max-width: 68ch; text-wrap: pretty; }
.when { font-size: 13px; line-height: 24px; color: var(--ink-2); }
.rows .when { font-weight: 600; color: var(--ink); }
.text, .empty, .found { margin-top: 12px; color: var(--ink-2); }
.empty { padding-left: 14px; border-left: 2px dotted var(--ink-2); }
.says-large { font: 400 17px/1.5 var(--serif); color: var(--ink); max-width: 38em; text-wrap: pretty; }
.reason { margin-top: 12px; max-width: 68ch; font: 400 17px/1.5 var(--serif); }
.steps { max-width: 68ch; font: 400 17px/1.55 var(--serif); list-style: decimal; padding-left: 24px; }
ul.steps { list-style: disc; }
.steps li { margin-top: 12px; text-wrap: pretty; }
.steps b { font-weight: 600; }
.choices { color: var(--ink-2); }

.ship-line { display: inline-flex; flex-wrap: wrap; align-items: center; gap: 0 8px; }
.ship-line .seats { display: inline-flex; gap: 4px; }
.ship-line .dot { width: 10px; height: 10px; }
.ship-line .dot.abstain { height: 0; }
.ships { font-size: 13px; color: var(--ink-2); }
.ships > div { display: grid; grid-template-columns: 92px minmax(0, 1fr); gap: 0 12px; }
.pairs .ships > div { grid-template-columns: minmax(92px, min(220px, 50%)) minmax(0, 1fr); }
.ships dd, .ships b { color: var(--ink); }
.pairs > li, .tools > li { display: grid; grid-template-columns: minmax(0, 1fr); gap: 4px 32px; padding: 18px 0 20px; border-bottom: 1px solid var(--rule); }
.pairs h3 { font: 450 clamp(21px, 2.8vw, 28px)/1.2 var(--serif); letter-spacing: -.008em; }
.pairs h3 i { color: var(--ink-2); font-weight: 400; }
.pairs .leans { margin: 8px 0 10px; font: 400 17px/1.5 var(--serif); max-width: 38em; text-wrap: pretty; }
.tools h3 { font: 600 21px/1.25 var(--serif); margin-top: 2px; }
.tools .tagline { margin: 4px 0 8px; }

.search, .pick { display: flex; flex-wrap: wrap; align-items: end; gap: 12px 16px; padding: 16px 0; font-size: 13px; }
.search { border-bottom: 1px solid var(--rule); }
.search p { flex: 1 1 200px; min-width: 0; }
.search label, .pick label { display: block; font-weight: 600; margin-bottom: 4px; }
.pick label { flex-basis: 100%; margin-bottom: -8px; }
.search input, .search select, .pick select { width: 100%; height: 40px; padding: 0 10px; font-size: 16px; color: var(--ink); background: var(--card); border: 1px solid var(--ink-2); border-radius: 4px; }
.pick select { flex: 1 1 240px; max-width: 420px; min-width: 0; }
.search button, .pick button, .action { height: 40px; padding: 0 16px; font: 600 15px var(--sans); color: var(--paper); background: var(--ink); border: 1px solid var(--ink); border-radius: 4px; cursor: pointer; }
.ships .few { font-weight: 400; color: var(--ink-2); }
.paging { display: flex; gap: 16px; padding: 16px 0; font-size: 13px; }

.numbers { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 240px), 1fr)); gap: 24px 32px; padding-top: 16px; }
.numbers dt { font-size: 13px; color: var(--ink-2); }
.numbers b { display: block; font: 600 28px/1.25 var(--sans); letter-spacing: -.015em; }
.numbers small { display: block; font-size: 13px; line-height: 1.4; color: var(--ink-2); text-wrap: pretty; }

.code, .prompt { margin: 8px 0 0; padding: 12px 14px; font: 400 13px/1.55 var(--mono); white-space: pre-wrap; background: var(--card); border: 1px solid var(--rule); border-radius: 4px; }
.prompt { margin: 16px 0 8px; max-width: 92ch; }
.text img { vertical-align: -5px; margin-right: 6px; }
.one-tool > :not(h1) { max-width: 680px; }
.term h2 { font: 600 13px/1.5 var(--sans); }
.message:only-child { min-height: 40vh; }
.intro .lean + .lean { margin-top: 12px; }
.message .holds, .vote .meta { margin-top: 12px; }

@media (min-width: 760px), print {
  .cards { grid-template-rows: repeat(7, auto); }
  .cards > .gutter, .cards > .card { grid-row: 1 / span 7; }
  .card > .vote { grid-row: 7; align-self: end; }
  main:has(> .one-tool) .grid { grid-template-columns: 132px minmax(0, 1fr); }
  main:has(> .one-tool) .columns { display: none; }
  .rows > li, .pairs > li { grid-template-columns: 132px minmax(0, 1fr); }
  .tools > li { grid-template-columns: minmax(0, 1fr) 300px; }
  .tools .ships { align-self: center; }
}
@media (prefers-reduced-motion: no-preference) { html { scroll-behavior: smooth; } }
@media (forced-colors: active) { .bar-edited { fill: Highlight; } .bar-person { fill: CanvasText; } .bar-model { fill: GrayText; } }
@media print {
  .evidence::details-content { display: block; content-visibility: visible; }
  .around:not([open]), .around summary { display: none; }
  .vote, .search, .pick, .related, #badge, .paging, .foot p + p { display: none; }
  .rows > li, .pairs > li, .tools > li { break-inside: avoid; }
}
`
