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
} from '../../../src/publish/site/pages.js'
import { comparisonView, type Sample, sampleSite, toolView } from './sample-views.js'

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
  ['scripts that the fonts do not have', '渡し船ドック 🚢 مركب'],
  ['white space alone around a letter', ' \n\t a \n'],
])('%s leaves the card whole, and the other tool where it was', async (_what, name) => {
  const card = readPng(await drawCard(named(name), fonts))
  expect(card).toMatchObject(cardSize)
  expect(rightHalf(card)).toEqual(
    rightHalf(readPng(await drawCard(named(`Y${name.length > 48 ? 'z'.repeat(60) : 'z'.repeat(name.length)}`), fonts))),
  )
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
  expect(badgeSvg({ ships: 0, calls: 0, abstained: 0, unscored: 4, percent: null })).toContain('panel ship: no calls · 4 unscored')
  expect(badgeWithoutVerdict()).toContain('panel ship: no verdict')
})
