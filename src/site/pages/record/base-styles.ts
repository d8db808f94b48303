import { grounds, packageAccent } from './grounds.js'

const { light, dark } = grounds

/** Tokens of the visual language and what every part of the page shares. One scale: 13 15 17 21 28 44; space: 4 8 12 16 24 40 64. */
export const baseStyles = `
:root {
  color-scheme: light dark;
  --paper: light-dark(${light.paper}, ${dark.paper});
  --card: light-dark(${light.card}, ${dark.card});
  --ink: light-dark(#1b1916, #ece8e1);
  --ink-2: light-dark(#5c564d, #a9a297);
  --rule: light-dark(#e2ddd3, #35312c);
  --accent: light-dark(${packageAccent.light}, ${packageAccent.dark});
  --ship: light-dark(#0a6b4f, #6fd3ac);
  --ship-wash: light-dark(#e6f3ee, #12281f);
  --skip: light-dark(#a3361c, #f2a184);
  --skip-wash: light-dark(#faece7, #2e1a13);
  --flag: light-dark(#8a5a00, #e8bd62);
  --serif: 'Source Serif 4 Variable', 'Source Serif 4', Georgia, 'Liberation Serif', serif;
  --sans: 'Inter Variable', Inter, system-ui, sans-serif;
  --mono: ui-monospace, 'SF Mono', 'Liberation Mono', monospace;
}
*, ::before, ::after { box-sizing: border-box; }
html { text-size-adjust: 100%; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 400 15px/1.5 var(--sans);
  -webkit-font-smoothing: antialiased; overflow-wrap: break-word; }
h1, h2, h3, h4, h5, p, dl, dd, ol, ul, blockquote, fieldset { margin: 0; padding: 0; border: 0; }
ol, ul { list-style: none; }
a { color: inherit; text-decoration: underline 1px; text-decoration-color: color-mix(in srgb, var(--ink-2) 55%, transparent); text-underline-offset: 3px; }
a:hover { text-decoration-color: currentColor; }
input, textarea { unicode-bidi: plaintext; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 2px; }
.page { margin: 0 auto; padding: 0 16px 40px; }
@media (min-width: 480px), print { .page { padding: 0 24px 64px; } }
/* Drawn for light ground, most of them. */
.head-logo { padding: 2px; margin-right: 8px; border-radius: 4px; background: #fff; vertical-align: middle; box-sizing: content-box; }
.logo { display: block; box-sizing: content-box; margin: 8px 0 4px; padding: 4px; border-radius: 6px; background: #fff; }
.kicker { font-size: 13px; letter-spacing: .02em; color: var(--ink-2); }
.id { font: 400 12px/1.6 var(--mono); overflow-wrap: anywhere; }
.line { display: block; }
time { white-space: nowrap; }
time, .num { font-variant-numeric: tabular-nums; }
.hide, .skip-link:not(:focus) { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.skip-link { display: inline-block; padding: 8px 12px; }
.unsupported { text-decoration: underline dashed 1px; text-decoration-color: var(--flag); text-underline-offset: 4px; }
.flag { color: var(--flag); }

.call { display: inline-flex; white-space: nowrap; align-items: center; gap: 6px; font: 600 13px/1 var(--sans); padding: 5px 8px 5px 7px; border-radius: 4px; }
.call::before { content: ''; width: 10px; height: 8px; background: currentColor; forced-color-adjust: none; }
.call.ship { color: var(--ship); background: var(--ship-wash); }
.call.ship::before { clip-path: polygon(50% 0, 100% 100%, 0 100%); }
.call.skip { color: var(--skip); background: var(--skip-wash); }
.call.skip::before { clip-path: polygon(0 0, 100% 0, 50% 100%); }
.call.abstain, .call.none { color: var(--ink-2); background: none; padding-left: 0; }
.call.abstain::before { height: 2px; }
.call.split { color: var(--ink); background: none; padding-left: 0; }
.call.split::before { height: 10px; border: 1px solid currentColor; background: linear-gradient(to right, currentColor 50%, transparent 50%); }
.call.none::before { width: 10px; height: 10px; border: 2px dotted currentColor; border-radius: 50%; background: none; }
.seats { display: flex; flex-wrap: wrap; align-items: center; gap: 5px; min-height: 21px; }
.dot { width: 12px; height: 12px; border: 2px solid var(--skip); border-radius: 50%; }
.dot.ship { background: var(--ship); border-color: var(--ship); }
.dot.split { border-color: var(--ink-2); background: linear-gradient(to right, var(--ink-2) 50%, transparent 50%); }
.dot.none { border: 2px dotted var(--ink-2); }
.dot.abstain { height: 0; border: 0; border-top: 2px solid var(--ink-2); border-radius: 0; }

.masthead { display: flex; flex-wrap: wrap; justify-content: space-between; align-items: baseline; gap: 4px 24px; padding: 16px 0 14px;
  border-bottom: 1px solid var(--rule); font-size: 13px; }
.masthead .name { font: 600 17px/1.3 var(--serif); }
.masthead nav { display: flex; flex-wrap: wrap; gap: 4px 16px; }
.masthead nav a { color: var(--ink-2); text-decoration: none; }
.masthead nav a:hover { color: var(--ink); text-decoration: underline; }
.foot { margin-top: 64px; padding-top: 12px; border-top: 1px solid var(--rule); font-size: 13px; color: var(--ink-2); }`
