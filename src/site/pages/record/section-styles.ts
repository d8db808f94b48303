/** The head of the page, the tools' cards, and the sections below the scorecard. */
export const sectionStyles = `
.intro { padding-top: 40px; }
h1 { font: 450 clamp(30px, 4.6vw, 48px)/1.08 var(--serif); letter-spacing: -.015em; margin: 10px 0 16px; max-width: 20em; text-wrap: balance; }
h1 i { font-weight: 380; color: var(--ink-2); }
.holds { color: var(--ink-2); max-width: 68ch; text-wrap: pretty; }
.lean { font: 400 21px/1.42 var(--serif); max-width: 34em; margin-top: 16px; text-wrap: pretty; }
.notice { max-width: 68ch; margin-top: 20px; padding: 8px 0 8px 14px; border-left: 2px dashed var(--flag); font-size: 13px; color: var(--flag); text-wrap: pretty; }

.cards { padding-top: 32px; }
.cards .gutter { font-size: 13px; line-height: 1.45; color: var(--ink-2); }
.cards .gutter h2 { font: 600 13px/1.45 var(--sans); color: var(--ink); margin-bottom: 4px; }
.card { border-top: 3px solid var(--ink); padding-top: 10px; margin-top: 24px; max-width: 680px; }
.card h3 { font: 600 24px/1.2 var(--serif); letter-spacing: -.006em; margin-top: 4px; text-wrap: balance; }
.tagline { margin-top: 6px; color: var(--ink-2); text-wrap: pretty; }
.figures-box { container-type: inline-size; }
.figures { display: grid; grid-template-columns: repeat(2, minmax(104px, auto)) minmax(0, 1fr); gap: 12px 24px; margin-top: 18px; padding: 12px 0 14px;
  border-top: 1px solid var(--rule); border-bottom: 1px solid var(--rule); }
.figures > :last-child { grid-column: 1 / -1; }
@container (min-width: 400px) { .figures { grid-template-columns: minmax(104px, auto) minmax(84px, auto) minmax(0, 1fr); } .figures > :last-child { grid-column: auto; } }
.figures dt { font-size: 13px; color: var(--ink-2); }
.figures b { display: block; font: 600 28px/1.25 var(--sans); letter-spacing: -.015em; }
.figures b.few { font-weight: 400; font-size: 21px; line-height: 35px; color: var(--ink-2); }
.figures small { display: block; font-size: 13px; line-height: 1.4; color: var(--ink-2); text-wrap: pretty; }
.figures .per { font-size: 15px; font-weight: 400; letter-spacing: 0; }
.description { margin-top: 14px; font: 400 17px/1.5 var(--serif); text-wrap: pretty; }
.term { margin-top: 14px; font-size: 13px; line-height: 1.5; text-wrap: pretty; }
.term h4 { font: 600 13px/1.5 var(--sans); }
.term p { color: var(--ink-2); }
.reading p { font: 400 15px/1.5 var(--serif); color: var(--ink); }
.reading p + p { margin-top: 6px; }
.reading .says { font: 400 13px var(--sans); color: var(--ink-2); white-space: nowrap; }

main > section { scroll-margin-top: 16px; }
main > section:not(.cards, .weekly) { margin-top: 64px; }
main > section:not(.cards, .weekly) > h2 { font: 600 21px/1.25 var(--serif); padding: 10px 0 10px; border-top: 3px solid var(--ink); border-bottom: 1px solid var(--rule); }

.calendar li { display: grid; grid-template-columns: minmax(0, 1fr); gap: 2px; padding: 14px 0; border-bottom: 1px solid var(--rule); }
.calendar .when { font-weight: 600; font-size: 13px; line-height: 25px; }
.calendar .claim { font: 400 17px/1.5 var(--serif); max-width: 38em; text-wrap: pretty; }
.calendar .odds { font-size: 13px; line-height: 1.4; color: var(--ink-2); }
.calendar .odds b { display: block; font-size: 15px; line-height: 25px; color: var(--ink); }

.sources { font-size: 13px; color: var(--ink-2); }
.sources .gutter, .sources > section { padding-top: 16px; }
.sources h3 { font: 600 15px/1.4 var(--sans); color: var(--ink); }
.sources li { padding: 10px 0; border-bottom: 1px solid var(--rule); }
.sources li:last-child { border-bottom: 0; }
.sources .title { font: 400 17px/1.4 var(--serif); color: var(--ink); }

.making { display: grid; grid-template-columns: minmax(0, 1fr); font-size: 13px; color: var(--ink-2); }
.making dt { font-weight: 600; color: var(--ink); padding-top: 10px; }
.making dd { padding-top: 2px; max-width: 75ch; }

.weekly { margin-top: 64px; padding: 20px 0 24px; border-top: 3px solid var(--ink); border-bottom: 1px solid var(--ink); }
.weekly .gutter { font-size: 13px; color: var(--ink-2); line-height: 34px; }
.weekly h2 { font: 450 28px/1.2 var(--serif); letter-spacing: -.01em; }
.weekly p { text-wrap: pretty; }
.weekly fieldset { display: flex; flex-wrap: wrap; align-items: center; gap: 8px 12px; margin-top: 16px; min-width: 0; }
.weekly label { flex-basis: 100%; font-size: 13px; font-weight: 600; }
.weekly input { flex: 1 1 200px; max-width: 340px; min-width: 0; height: 40px; padding: 0 12px; font: 400 16px var(--sans); color: var(--ink); background: var(--card);
  border: 1px solid var(--ink-2); border-radius: 4px; }
.weekly button { height: 40px; padding: 0 16px; font: 600 15px var(--sans); color: var(--paper); background: var(--ink); border: 1px solid var(--ink); border-radius: 4px; cursor: pointer; }
.weekly :disabled input, .weekly :disabled button { border-style: dashed; border-color: var(--ink-2); color: var(--ink-2); background: none; cursor: default; }
.weekly .note { margin-top: 10px; font-size: 13px; color: var(--ink-2); }`
