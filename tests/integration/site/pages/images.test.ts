import { inflateSync } from 'node:zlib'
import { beforeAll, expect, test } from 'vitest'
import {
  badgeSvg,
  badgeWithoutVerdict,
  type CardFonts,
  type CardView,
  cardSize,
  drawCard,
  loadCardFonts,
} from '../../../../src/site/pages/pages.js'
import { comparisonView, type Sample, sampleSite, toolView } from '../../../support/site/pages/sample-views.js'

let site: Sample
let fonts: CardFonts
beforeAll(async () => {
  site = await sampleSite()
  fonts = await loadCardFonts()
})

/** Width, height and pixel bytes of a PNG of 8 bits a channel, unfiltered as far as comparing needs. */
function readPng(png: Uint8Array) {
  const bytes = Buffer.from(png)
  expect(bytes.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1a\n')
  const data: Buffer[] = []
  for (let at = 8; at < bytes.length; ) {
    const length = bytes.readUInt32BE(at)
    if (bytes.toString('latin1', at + 4, at + 8) === 'IDAT') data.push(bytes.subarray(at + 8, at + 8 + length))
    at += 12 + length
  }
  return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20), pixels: inflateSync(Buffer.concat(data)) }
}

function named(name: string): CardView {
  const [left, right] = site.tools
  return comparisonView(site, { tools: [{ ...left, tool: { ...left.tool, name, shortName: null } }, right] })
}

test('cards of a pair, a tool and the site are PNGs of 1200 by 630 and differ', async () => {
  const cards = await Promise.all([comparisonView(site), toolView(site), { kind: 'home' as const }].map((view) => drawCard(view, fonts)))
  for (const card of cards) expect(readPng(card)).toMatchObject(cardSize)
  expect(new Set(cards.map((card) => Buffer.from(card).toString('base64'))).size).toBe(3)
})

test('the same view gives the same bytes', async () => {
  expect(await drawCard(toolView(site), fonts)).toEqual(await drawCard(toolView(site), fonts))
})

test.each([
  ['a long name', 'Quaylog Enterprise Documentation Platform '.repeat(20)],
  ['a name of one long word', 'Pneumonoultramicroscopicsilicovolcanoconiosis'.repeat(10)],
  ['markup', '<svg onload=alert(1)></svg><img src="http://127.0.0.1:9/x">&amp;</text>'],
  ['characters that reorder or are no text', 'Ferry\u202Edoc\u0000\ud800\u200b'],
  ['a name that is drawn in part', 'Ferry 渡し船 Dock 🚢'],
  ['white space alone around a letter', ' \n\t a \n'],
])('%s leaves the card whole, and the other tool where it was', async (_what, name) => {
  const card = readPng(await drawCard(named(name), fonts))
  expect(card).toMatchObject(cardSize)
  expect(rightHalf(card)).toEqual(
    rightHalf(readPng(await drawCard(named(`Y${name.length > 48 ? 'z'.repeat(60) : 'z'.repeat(name.length)}`), fonts))),
  )
})

/** Whether two cards are the same picture; a difference of so many bytes is not worth printing. */
async function isSame(one: Promise<Uint8Array>, other: Promise<Uint8Array>): Promise<boolean> {
  return Buffer.compare(await one, await other) === 0
}

const kept = 'Ferry Dock'
test.each([
  ['emoji', 'Ferry 🚢 Dock'],
  ['an emoji of several, joined', 'Ferry 👩🏽‍🚀 Dock 👨‍👩‍👧'],
  ['a flag and a keycap', 'Ferry 🇫🇷 Dock 1️⃣'],
  ['arrows and check marks', 'Ferry ⇒ Dock ✓✔️✅'],
  ['symbols', 'Ferry ⚙ Dock ♞ ☃ ⌘'],
  ['mathematical letters that are no text', 'Ferry \u{1d538} Dock'],
  ['Chinese in brackets', 'Ferry Dock (渡船)'],
  ['Arabic', 'Ferry Dock مركب'],
  ['Hebrew with points', 'Ferry שָׁלוֹם Dock'],
  ['Thai', 'Ferry เรือ Dock'],
  ['Devanagari', 'Ferry नाव Dock'],
  ['private use', 'Ferry \ue000\u{f0000} Dock'],
  ['unassigned', 'Ferry \u0378\u{323b0} Dock'],
  ['a variation selector and a joiner', 'Ferry\ufe0f\u200d Dock'],
  ['marks upon marks', 'Fe\u0488\u0489rry\u20e3 Dock'],
])('%s: a card leaves out what no font of its own has', async (_what, name) => {
  expect(await isSame(drawCard(named(name), fonts), drawCard(named(kept), fonts))).toBe(true)
})

test.each(['🚢', '渡し船ドック', 'مركب', '→ !', 'เรือ 3', '\ue000', '渡し船ドック A', '(✅)'])(
  'a name that cannot be drawn, %s, gives way to the slug',
  async (name) => {
    const [{ tool }] = site.tools
    expect(await isSame(drawCard(named(name), fonts), drawCard(named(tool.slug), fonts))).toBe(true)
    const current = (other: string) => toolView(site, { current: { ...site.tools[0], tool: { ...tool, name: other } } })
    expect(await isSame(drawCard(current(name), fonts), drawCard(current(tool.slug), fonts))).toBe(true)
  },
)

test('letters with marks of their own are drawn, however they are written', async () => {
  expect(await isSame(drawCard(named('Cafe\u0301'), fonts), drawCard(named('Caf\u00e9'), fonts))).toBe(true)
  expect(await isSame(drawCard(named('Caf\u00e9'), fonts), drawCard(named('Caf'), fonts))).toBe(false)
  expect(await isSame(drawCard(named('Паром Ελλάδα'), fonts), drawCard(named('Паром'), fonts))).toBe(false)
})

test('two names that would look alike are drawn as slugs', async () => {
  const pair = (one: string, other: string) => {
    const [left, right] = site.tools
    const tools: typeof site.tools = [
      { ...left, tool: { ...left.tool, name: one, shortName: null } },
      { ...right, tool: { ...right.tool, name: other, shortName: null } },
    ]
    return drawCard(comparisonView(site, { tools }), fonts)
  }
  const [left, right] = site.tools
  expect(await isSame(pair('Ferry 渡', 'Ferry 船'), pair(left.tool.slug, right.tool.slug))).toBe(true)
})

test('a tagline that cannot be drawn gives way to what the panel says', async () => {
  const tagged = (tagline: string) =>
    drawCard(toolView(site, { current: { ...site.tools[0], tool: { ...site.tools[0].tool, tagline } } }), fonts)
  expect(await isSame(tagged('🚢'), tagged('文档会回答'))).toBe(true)
  expect(await isSame(tagged('🚢'), tagged('A'))).toBe(false)
  expect(await isSame(tagged('Docs 🚢 that answer'), tagged('Docs that answer'))).toBe(true)
})

/** How many pixels of the right half, between the head and the line below, are not paper. */
function rightHalf({ width, pixels }: ReturnType<typeof readPng>): number {
  const row = 1 + width * 4
  let ink = 0
  for (let y = 150; y < 480; y += 1) ink += pixels.subarray(y * row + 1 + 640 * 4, (y + 1) * row).some((byte) => byte !== 0) ? 1 : 0
  return ink
}

test('a badge shows panel ship with its counts, and says it to those who do not see it', () => {
  const badge = badgeSvg({ ships: 2, calls: 4, abstained: 0, unscored: 0, percent: 50 })
  expect(badge).toMatch(/^<svg /)
  expect(badge).toContain('role="img" aria-label="panel ship: 50%, 2 of 4"')
  expect(badge).toContain('<title>panel ship: 50%, 2 of 4</title>')
})

test('a badge without calls has no percentage, and one without a verdict says so', () => {
  const few = badgeSvg({ ships: 1, calls: 1, abstained: 0, unscored: 0, percent: 100 })
  expect(few).toContain('panel ship: 100%, 1 of 1, few calls')
  expect(few).not.toContain('#0a6b4f')
  expect(badgeSvg({ ships: 0, calls: 0, abstained: 0, unscored: 4, percent: null })).toContain('panel ship: no calls · 4 unscored')
  expect(badgeWithoutVerdict()).toContain('panel ship: no verdict')
})
