/** The reviewer scorecard: one row a persona, one column a tool; phones first, side by side from `pageStyles`. */
export const scorecardStyles = `
.columns { display: none; }
.persona { padding: 24px 0 28px; border-bottom: 1px solid var(--rule); }
.persona h3 { font: 600 15px/1.5 var(--sans); line-height: 24px; }
.persona .gutter p { font-size: 13px; line-height: 1.45; color: var(--ink-2); }
.seat { max-width: 680px; margin-top: 20px; min-width: 0; }
.seat + .seat { margin-top: 36px; }
.band + .band .seat { border-top: 1px dashed var(--rule); margin-top: 24px; padding-top: 20px; }
.seat h4 { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 8px; font: 400 13px/1.4 var(--sans); }
.seat .of { color: var(--ink-2); min-width: 0; }
.seat.empty { font-size: 13px; color: var(--ink-2); }
.quote { margin-top: 12px; font: 400 17px/1.55 var(--serif); text-wrap: pretty; hanging-punctuation: first; }
.quote p + p { margin-top: 10px; }
.quote sup { font: 600 11px/0 var(--sans); color: var(--accent); margin-left: 1px; }
.quote sup a { text-decoration: none; }
.quote sup a:hover { text-decoration: underline; }
.quote .doubt { color: var(--flag); text-decoration: underline dashed 1px; text-underline-offset: 3px; }
.jury-note { padding: 10px 0; max-width: 680px; font-size: 13px; color: var(--ink-2); text-wrap: pretty; }
.jury { margin-top: 8px; font-size: 13px; line-height: 1.45; color: var(--ink-2); text-wrap: pretty; }
.jury ul { display: flex; flex-wrap: wrap; gap: 2px 16px; margin-top: 2px; }
.jury .tie { color: var(--flag); }
.jury .call, .dissent .call { margin-right: 3px; font-size: 12px; padding: 2px 0; background: none; }
.jury .flag { margin-top: 2px; }
.dissent { margin-top: 12px; padding-top: 8px; border-top: 1px solid var(--rule); font-size: 13px; line-height: 1.45; }
.dissent > summary { cursor: pointer; color: var(--ink-2); width: fit-content; }
.dissent > summary:hover { color: var(--ink); }
.dissent .by { margin-top: 8px; color: var(--ink-2); }
.dissent .quote { margin-top: 6px; font-size: 15px; }
.dissent .evidence { border: 0; margin-top: 8px; padding-top: 0; }
.dissent .quote { max-width: 680px; }
.unscored { border-left: 2px dotted var(--ink-2); padding-left: 14px; }
.byline { margin-top: 10px; font-size: 13px; line-height: 1.45; color: var(--ink-2); text-wrap: pretty; }
.byline .flag { margin-top: 4px; }
.evidence { margin-top: 16px; font-size: 13px; line-height: 1.45; color: var(--ink-2); }
.evidence ol { counter-reset: evidence; }
.evidence ol li { position: relative; counter-increment: evidence; padding: 8px 0 8px 24px; border-top: 1px solid var(--rule); }
.evidence ol li::before { content: counter(evidence); position: absolute; left: 0; font-weight: 600; color: var(--accent); line-height: 22px; }
.evidence q { quotes: '“' '”' '‘' '’'; font: 400 15px/1.45 var(--serif); color: var(--ink); text-wrap: pretty; }
.evidence q:has(.quoted), .evidence .above { color: var(--ink-2); }
.evidence .above { display: block; }
.evidence .quoted { background: none; color: var(--ink); text-decoration: underline 1px; text-decoration-color: var(--accent); text-underline-offset: 3px; }
.evidence p { text-wrap: pretty; }
.evidence .flag { margin: 2px 0; }
.seat:target, .evidence li:target, .sources li:target { outline: 2px solid var(--accent); outline-offset: 4px; border-radius: 2px; }
.predictions { margin-top: 14px; padding-top: 8px; border-top: 1px solid var(--rule); font-size: 13px; line-height: 1.45; color: var(--ink-2); }
.predictions h5 { font: 600 13px/1.45 var(--sans); color: var(--ink); }
.prediction { margin-top: 4px; }
.prediction + .prediction { margin-top: 12px; }
.prediction .claim { font: 400 15px/1.45 var(--serif); color: var(--ink); }
.prediction p { text-wrap: pretty; }
.prediction b { color: var(--ink); font-weight: 600; }
.prediction .tell b { color: inherit; }
.answers { margin-top: 12px; padding-top: 8px; border-top: 1px solid var(--rule); font-size: 13px; line-height: 1.45; }
.answers summary { cursor: pointer; color: var(--ink-2); }
.answers summary:hover { color: var(--ink); }
.answers dt { margin-top: 10px; color: var(--ink-2); }
.answers ol { margin: 12px 0 4px; padding-left: 24px; list-style: decimal; color: var(--ink-2); }
.answers .passages { margin-top: 14px; color: var(--ink-2); }
.answers dd { font: 400 15px/1.45 var(--serif); text-wrap: pretty; }`
