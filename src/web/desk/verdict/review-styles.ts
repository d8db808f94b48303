import { paneStyles } from './pane-styles.js'

/** The editor, the history, the merge and the queue. */
export const reviewStyles = `
main.desk:has(> .verdict-desk), main.desk:has(> .queue-desk) { padding: 0; }
.verdict-desk { display: grid; grid-template-columns: minmax(0, 1fr); }
.verdict-desk > section, .verdict-desk > nav { position: relative; padding: 16px; min-width: 0; }
.waiting-side { display: none; }
.source-side { border-top: 1px solid var(--ink); }
@media (min-width: 760px) {
  .verdict-desk { grid-template-columns: minmax(0, 1fr) minmax(0, 1.1fr); }
  .verdict-desk > section { padding: 20px 24px; overflow-y: auto; height: calc(100vh - 49px - 40px); }
  .source-side { grid-column: 1; grid-row: 1; border: 0; border-right: 1px solid var(--rule); }
  .verdict-side { grid-column: 2; grid-row: 1; }
  .key-bar { grid-column: 1 / -1; grid-row: 2; }
}
@media (min-width: 1180px) {
  .verdict-desk { grid-template-columns: 216px minmax(0, 1fr) minmax(0, 1.15fr); }
  .source-side { grid-column: 2; }
  .verdict-side { grid-column: 3; }
  .verdict-desk > .waiting-side { display: block; grid-column: 1; grid-row: 1; border-right: 1px solid var(--rule); padding: 12px 0; overflow-y: auto; height: calc(100vh - 49px - 40px); }
}
.verdict-desk > section:focus-visible { outline-offset: -2px; }
.waiting-side h2 { padding: 4px 16px 8px; }
.waiting-side .empty { padding: 8px 16px; }
.waiting-side > a { display: block; padding: 8px 16px; font-size: 13px; }
.steps { display: flex; gap: 12px; padding: 0 16px 8px; font-size: 13px; }
.waits { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 2px 8px; padding: 7px 16px; text-decoration: none; font-size: 14px; border-left: 3px solid transparent; }
.waits small { grid-column: 1 / -1; color: var(--ink-2); font-size: 13px; }
.waits .call, .waits > .meta { justify-self: end; align-self: start; }
.waits .call { background: none; padding: 2px 0; font-size: 12px; }
.waits:hover { background: var(--card); }
.waits[aria-current] { background: var(--card); border-left-color: var(--accent); }
.key-bar { display: flex; flex-wrap: wrap; gap: 4px 20px; align-items: center; min-height: 40px; padding: 6px 16px; border-top: 1px solid var(--rule); font-size: 13px; color: var(--ink-2); background: var(--paper); }
.key-bar .state-line { margin-left: auto; }
#said:not(:empty) { color: var(--ink); font-weight: 600; margin-right: 12px; }
@media (max-width: 759px) {
  .by-key { display: none; }
  .verdict-desk > .peek:not([hidden]) { display: block; position: fixed; inset: auto 0 0; max-height: 40vh; overflow-y: auto; z-index: 2; padding: 12px 16px; background: var(--card); border-top: 3px solid var(--accent); font: 400 16px/1.55 var(--serif); white-space: pre-line; }
  .peeked + .peeked { margin-top: 8px; padding-top: 8px; border-top: 1px dotted var(--edge); }
}
@media (max-width: 759px) { .key-bar > span:not(.state-line):not(:nth-last-child(2)) { display: none; } }

.desk .verdict-head h1.title, .desk .history h1.title, .desk .merge h1.title { font-size: 21px; line-height: 1.25; margin: 2px 0 4px; }
.desk .history h1.title, .desk .merge h1.title { font-size: 28px; }
.history, .merge { padding-top: 20px; }
.jump { display: flex; flex-wrap: wrap; gap: 2px 16px; margin-top: 6px; }
.own-call { margin-top: 10px; }
.part { margin-top: 20px; padding-top: 8px; border-top: 1px solid var(--rule); }
.part h3, .desk .part h2 { font: 600 14px/1.5 var(--sans); }
#draft { margin-bottom: 16px; }
.part.fold > summary { cursor: pointer; }
.part.fold > summary h3 { display: inline; }
.part.small { font-size: 14px; }
.part .part { margin-top: 20px; }
.standing h2 { display: flex; flex-wrap: wrap; justify-content: space-between; align-items: center; gap: 8px; }

.jury-strip h2 { display: flex; flex-wrap: wrap; justify-content: space-between; align-items: center; gap: 8px; }
.jury-strip .meta { margin-top: 4px; max-width: 68ch; text-wrap: pretty; }
.jurors { margin: 8px 0; border-bottom: 1px dotted var(--edge); }
.jurors > li { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 2px 12px; align-items: baseline; padding: 5px 0; border-top: 1px dotted var(--edge); font-size: 14px; }
.jurors > li > div { flex: 1 1 220px; min-width: 0; }
.jurors .call { min-width: 74px; padding: 2px 0; background: none; font-size: 13px; }
.jurors .repeats, .jurors .tie { display: block; padding-left: 78px; font-size: 13px; color: var(--ink-2); }
.jurors .tie { color: var(--flag); }
.draft-links { display: flex; flex-wrap: wrap; margin-left: auto; gap: 2px 12px; font-size: 13px; }
.draft-links a { padding: 3px 0; white-space: nowrap; }
.draft-links a[aria-current] { font-weight: 600; text-decoration: underline 2px; }
#drafts h2 { display: flex; flex-wrap: wrap; align-items: center; gap: 8px; font-size: 15px; }
#drafts h2:focus { outline: 0; }
#drafts h2:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
button.take { font-size: 13px; }
.reading { font: 400 17px/1.55 var(--serif); white-space: pre-line; margin: 8px 0; max-width: 62ch; text-wrap: pretty; }
.reading sup { font: 600 11px/1 var(--sans); padding: 0 1px; }
.reading sup .hide { margin: 0 -1px 0 0; }
.reading sup a { color: var(--accent); text-decoration: none; }
.reading sup a:hover { text-decoration: underline; }
.reading .doubt, .reading sup a.doubt { color: var(--flag); }
.sentence-of { display: inline; }
.s.bare { text-decoration: underline dashed 1px; text-decoration-color: var(--flag); text-underline-offset: 5px; }
.sentence-of.lit > .s { background: light-dark(#dfe6ff, #26305c); text-decoration: underline solid 2px; text-decoration-color: var(--accent); text-underline-offset: 4px; }
.row.lit { outline: 2px solid var(--accent); outline-offset: 4px; border-radius: 2px; }
.to-look { display: flex; flex-wrap: wrap; gap: 2px 12px; }
.look { display: inline; white-space: normal; }
.look > summary { display: inline-block; margin: 0 2px 0 6px; padding: 1px 7px; font: 600 12px/1.5 var(--sans); color: var(--flag); background: var(--flag-wash); border: 1px solid currentColor; border-radius: 9px; cursor: pointer; }
.look > summary > span:first-child { margin-right: 4px; }
.look .what { font-weight: 400; }
.look > .says { display: block; margin: 4px 0 8px; padding: 6px 10px; font: 400 14px/1.5 var(--sans); color: var(--ink); background: var(--flag-wash); border-left: 3px solid var(--flag); max-width: 62ch; }
.asked .reading { font-size: 16px; margin: 2px 0 10px; }
.peek { display: none; }

.s.doubtful { background: var(--flag-wash); text-decoration: underline dashed 2px; text-decoration-color: var(--flag); text-underline-offset: 5px; }
.s.edited { box-shadow: inset 0 -2px var(--ship); }
.s.person { background: var(--ship-wash); }
.legend { display: flex; flex-wrap: wrap; gap: 2px 14px; }
.legend .key.edited { box-shadow: inset 0 -2px var(--ship); }
.legend .key.person { background: var(--ship-wash); }
.legend .key.bare { text-decoration: underline dashed 1px; text-decoration-color: var(--flag); text-underline-offset: 4px; }
.legend .key.doubtful { background: var(--flag-wash); color: var(--flag); }

.tabs { display: flex; flex-wrap: wrap; gap: 4px; padding: 8px 0 12px; font-size: 13px; }
.tabs a { padding: 4px 8px; border-radius: 4px; text-decoration: none; color: var(--ink-2); box-shadow: inset 0 0 0 1px var(--rule); }
.tabs a:hover { color: var(--ink); box-shadow: inset 0 0 0 1px var(--edge); }
.source { padding: 4px 0 28px; scroll-margin-top: 40px; }
.source h3 { font: 600 17px/1.35 var(--serif); }
.source .text { font: 400 16px/1.65 var(--serif); white-space: pre-wrap; max-width: 38em; margin-top: 10px; }
.source + .source { border-top: 1px solid var(--rule); padding-top: 20px; }
.source .rows { margin-top: 12px; font-size: 14px; }
.source .serif { margin: 8px 0 12px; }
mark { background: light-dark(#dfe6ff, #26305c); color: inherit; border-bottom: 2px solid var(--accent); padding: 1px 0; }
mark .at { font: 600 11px/1 var(--sans); vertical-align: super; color: var(--accent); text-decoration: none; padding: 0 3px 0 1px; scroll-margin: 80px; }
.numbering { display: flex; flex-wrap: wrap; gap: 2px 16px; }
.numbering label { display: inline-flex; align-items: center; gap: 6px; }
button.link.pick { font-size: 13px; }
.numbering { margin-bottom: 8px; }
.source-side:has(#numbers:checked) .u::before { content: attr(data-u); margin-right: 3px; font: 400 11px/1 var(--sans); color: var(--ink-2); }
.u:focus { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 2px; }
.cite-bar { position: sticky; bottom: 12px; z-index: 3; display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: 4px 16px; padding: 8px 12px; background: var(--card); border: 1px solid var(--ink); border-radius: 6px; font-size: 14px; }
.cite-bar[hidden] { display: none; }
.cite-bar kbd { color: inherit; background: none; border-color: currentColor; margin-left: 4px; }
.para { border-radius: 2px; }
.para.around { background: var(--card); box-shadow: -6px 0 0 var(--card), -9px 0 0 var(--accent); }
mark.lit, mark:has(:target), .u.lit { background: var(--accent); color: var(--paper); }
mark.lit .at, mark:has(:target) .at, .u.lit .at { color: inherit; }
.u.lit mark { background: none; }
.row:target { outline: 2px solid var(--accent); outline-offset: 4px; }

.seg-of legend { font: 600 13px/1.5 var(--sans); padding: 0; margin-bottom: 4px; }
.seg { display: inline-flex; flex-wrap: wrap; border: 1px solid var(--edge); border-radius: 6px; overflow: hidden; background: var(--card); }
.seg > span { display: flex; position: relative; }
.seg > span + span { border-left: 1px solid var(--edge); }
.seg input { position: absolute; opacity: 0; inset: 0; width: 100%; height: 100%; cursor: pointer; }
.seg label.call { padding: 9px 14px; border-radius: 0; background: none; color: var(--ink-2); font-size: 14px; }
.seg kbd { position: absolute; right: 8px; top: 50%; translate: 0 -50%; pointer-events: none; }
.seg label.call:has(+ kbd) { padding-right: 36px; }
.seg input:checked + label { color: var(--ink); box-shadow: inset 0 -3px currentColor; }
.seg input:checked + label.ship { color: var(--ship); background: var(--ship-wash); }
.seg input:checked + label.skip { color: var(--skip); background: var(--skip-wash); }
.seg input:focus-visible + label { outline: 2px solid var(--accent); outline-offset: -3px; border-radius: 6px; }

.over { display: flex; flex-wrap: wrap; justify-content: space-between; align-items: baseline; gap: 0 12px; margin-bottom: 4px; }
.over label { font: 600 13px/1.5 var(--sans); }
.beside-label { display: flex; gap: 12px; font-size: 13px; color: var(--ink-2); }
.by::before { content: 'by '; }
.words.off { color: var(--flag); font-weight: 600; }
textarea.prose { font: 400 17px/1.55 var(--serif); field-sizing: content; min-height: 9em; }
.field .hint, .field .problem { margin-top: 4px; }
fieldset.row { margin-top: 12px; padding: 8px 0 12px; border-top: 1px dotted var(--edge); }
fieldset.row legend { font: 600 13px/1.5 var(--sans); padding-right: 8px; }
fieldset.row .field { margin-top: 8px; }
fieldset.row .link { font-size: 13px; margin-top: 8px; }
.quote-status [hidden] { display: none; }
.quote-status b { font-weight: 600; }
.quote-status[data-quote-status='verified'] b { color: var(--ship); }
.quote-status[data-quote-status='repaired'] b { color: var(--accent); }
.quote-status:not([data-quote-status='verified'], [data-quote-status='repaired']) b { color: var(--flag); }
.quote-status q { font-family: var(--serif); color: var(--ink); overflow-wrap: anywhere; }
.pair { display: grid; gap: 0 16px; }
@media (min-width: 480px) { .pair { grid-template-columns: 1fr 1fr; } }
.add { margin-top: 12px; }
.save { margin-top: 24px; padding-top: 4px; border-top: 1px solid var(--ink); }
.save .actions { margin-top: 12px; }
.decide { display: flex; flex-wrap: wrap; gap: 8px 16px; align-items: start; margin-top: 12px; }
.decide details { flex: 1 1 220px; }
.decide form, .decide .field { margin-top: 0; }
.decide details button { margin-top: 8px; }
.why { font-size: 13px; color: var(--ink-2); margin-top: 4px; max-width: 68ch; }
.blocks b { color: var(--flag); font-weight: 600; }
.said-text { white-space: pre-line; font: 400 16px/1.5 var(--serif); }
.resolved .said-text { color: var(--ink-2); }
.part.small form { margin-top: 8px; }
.part.small .actions { margin-top: 8px; }
.part.small form > button { margin-top: 8px; }
.others { margin-bottom: 20px; padding-bottom: 8px; border-bottom: 1px solid var(--rule); }
.asked { font-size: 14px; } .asked dt { color: var(--ink-2); margin-top: 8px; }
q { quotes: '“' '”' '‘' '’'; }
.above { color: var(--ink-2); }
.sentence { font: 400 15px/1.45 var(--serif); margin-top: 8px; }
ol.passages { list-style: decimal; padding-left: 20px; margin: 10px 0; font-size: 14px; }

.changes h3 { font: 600 13px/1.5 var(--sans); margin-top: 14px; }
.changes .serif-text, .version { font: 400 17px/1.55 var(--serif); white-space: pre-line; max-width: 68ch; }
ins { text-decoration: none; background: var(--ship-wash); box-shadow: inset 0 -2px var(--ship); }
del { color: var(--skip); text-decoration: line-through; }
.call-change { margin-top: 10px; }
.conflict { margin-top: 16px; padding-top: 8px; border-top: 1px dotted var(--edge); }
.conflict legend { font: 600 14px/1.5 var(--sans); }
.conflict .version { grid-column: 2; margin-top: 2px; }
.conflict .was { color: var(--ink); }
.versions { margin-top: 12px; }


.queue-desk { display: grid; grid-template-columns: minmax(0, 1fr); }
.queue-list, .queue-open { position: relative; padding: 16px; min-width: 0; }
.queue-open { border-top: 1px solid var(--ink); scroll-margin-top: 8px; }
@media (min-width: 900px) {
  .queue-desk { grid-template-columns: minmax(300px, 2fr) 3fr; }
  .queue-list { border-right: 1px solid var(--rule); padding: 20px 24px; }
  .queue-open { border: 0; padding: 20px 24px; }
  .queue-list, .queue-open { overflow-y: auto; height: calc(100vh - 49px - 40px); }
  .queue-desk > .key-bar { grid-column: 1 / -1; }
}
.queue-list:focus-visible, .queue-open:focus-visible { outline-offset: -2px; }
.desk .queue-list h1.title, .desk .queue-open h2.title { font: 600 21px/1.25 var(--serif); }
.queue-list .call { align-self: start; }
.queue-list .waits { padding: 10px 12px 10px 9px; margin: 0 -12px 0 0; border-bottom: 1px solid var(--rule); }
.queue-list .seat-name { font: 600 17px/1.3 var(--serif); }
.queue-open .source-list { font-size: 14px; }
${paneStyles}
@media print { .panes, .key-bar, .waiting-side, .peek, .cite-bar, .pick, .numbering { display: none; } .verdict-desk > section, .queue-list, .queue-open { height: auto; overflow: visible; } }`
