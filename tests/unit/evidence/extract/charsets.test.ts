import { expect, test } from 'vitest'
import { decodeBytes } from '../../../../src/evidence/extract/decode.js'
import { pageOf, read } from '../../../support/evidence/extract/read.js'

/** What every encoder writes here, byte by byte; Node encodes none of these. */
const latin = [
  0x50, 0x72, 0x65, 0x69, 0x73, 0x3a, 0x20, 0x39, 0x20, 0x80, 0x20, 0x66, 0xfc, 0x72, 0x20, 0x4d, 0xe4, 0x72, 0x7a, 0x20, 0x93, 0x6e, 0x65,
  0x75, 0x94,
]
const latinText = 'Preis: 9 € für März “neu”'
/** 料金は月額千円です。 (Shift_JIS) */
const japanese = [0x97, 0xbf, 0x8b, 0xe0, 0x82, 0xcd, 0x8c, 0x8e, 0x8a, 0x7a, 0x90, 0xe7, 0x89, 0x7e, 0x82, 0xc5, 0x82, 0xb7, 0x81, 0x42]
const japaneseText = '料金は月額千円です。'

const bytesOf = (text: string) => new TextEncoder().encode(text)
const around = (head: string, middle: readonly number[]) =>
  Uint8Array.from([...bytesOf(`<html><head>${head}</head><body><p>`), ...middle, ...bytesOf('</p></body></html>')])
const utf16 = (text: string, isBig: boolean) => {
  const bytes = Buffer.from(text, 'utf16le')
  return Uint8Array.from(isBig ? bytes.swap16() : bytes)
}

test.each([
  ['windows-1252', around('', latin), latinText],
  ['iso-8859-1', around('', latin), latinText],
  [null, around('<meta charset="windows-1252">', latin), latinText],
  [null, around('', latin), latinText],
  ['shift_jis', around('', japanese), japaneseText],
  [null, around('<meta http-equiv="Content-Type" content="text/html; charset=Shift_JIS">', japanese), japaneseText],
  [null, around('', Array.from({ length: 20 }, () => japanese).flat()), japaneseText.repeat(20)],
  ['utf-8', around('', [...bytesOf(latinText)]), latinText],
  ['iso-8859-1', around('', [...bytesOf(latinText)]), latinText],
])('a page is decoded by its header, its own word or its letters: %s', async (charset, bytes, words) => {
  const { text } = await read(pageOf('', { bytes, charset }))
  expect(text).toBe(words)
})

test.each([true, false])('UTF-16 is read with and without a mark, big-endian: %s', async (isBig) => {
  const html = `<html><head><title>料金</title></head><body><p>${latinText}</p><p>${japaneseText}</p></body></html>`
  for (const mark of ['\ufeff', '']) {
    for (const charset of [null, isBig ? 'utf-16be' : 'utf-16le', 'utf-16']) {
      const page = await read(pageOf('', { bytes: utf16(`${mark}${html}`, isBig), charset: mark === '' ? charset : null }))
      expect(page.text).toBe(`${latinText}\n\n${japaneseText}`)
    }
  }
})

test('a header that is wrong is passed over, with a note', async () => {
  const page = await read(pageOf('', { bytes: around('', latin), charset: 'utf-8' }))
  expect(page.text).toBe(latinText)
  expect(page.notes).toEqual(['The server calls the page\'s charset "utf-8"; it was read as windows-1252.'])
  const unknown = await read(pageOf('', { bytes: around('', latin), charset: 'x-no-such-charset' }))
  expect(unknown.text).toBe(latinText)
})

test('one damaged character does not change the charset of a page', async () => {
  const bytes = around('', [...bytesOf(`${latinText} `.repeat(20)), 0xff])
  const page = await read(pageOf('', { bytes, charset: 'utf-8' }))
  expect(page.text.startsWith(latinText)).toBe(true)
  expect(page.notes).toEqual([])
})

test('a character that is cut off at the end changes nothing before it', () => {
  expect(decodeBytes(bytesOf('für 9 €').subarray(0, -1), { charset: null, isHtml: false })?.text).toBe('für 9 \ufffd')
})
