import { expect, test } from 'vitest'
import { sniff } from '../../../../src/evidence/fetch/sniff.js'

const bytes = (text: string, encoding: BufferEncoding = 'utf8') => Buffer.from(text, encoding)
const sniffed = (data: Uint8Array, isWide = false) => {
  const found = sniff(data, { isWide })
  return found.form === 'binary' ? found.what : found.form === 'text' && found.looksLikeHtml ? 'html' : found.form
}

test.each<[string, Uint8Array, string]>([
  ['nothing', bytes(''), 'text'],
  ['a sentence', bytes('Prices: 9 € a month'), 'text'],
  ['a page', bytes('\n <!doctype HTML><p>'), 'html'],
  ['a page that begins with a comment', bytes('<!-- x --><p>'), 'html'],
  ['a mark of the byte order before HTML', bytes('\uFEFF<html>'), 'html'],
  ['a tag that is none of the table', bytes('<pricing>'), 'text'],
  ['windows-1252', bytes('caf\u00e9 \u0080', 'latin1'), 'text'],
  ['Shift-JIS', Buffer.from('83768389839383438358', 'hex'), 'text'],
  ['ISO-2022-JP with its escapes', Buffer.from('1b2442244a1b2842', 'hex'), 'text'],
  ['UTF-16 with a mark', Buffer.concat([Buffer.from('fffe', 'hex'), bytes('<html>', 'utf16le')]), 'html'],
  ['UTF-16 without one', bytes('<html><p>Prices', 'utf16le'), 'html'],
  ['UTF-16 the other way round', bytes('<html><p>Prices', 'utf16le').swap16(), 'html'],
  ['words that begin as a bitmap does', bytes('BM25 is a ranking function'), 'text'],
  ['words that begin as a program does', bytes('MZ is a signature'), 'text'],
  ['a form feed and an escape', bytes('a\fb\u001bc'), 'text'],
  ['a PDF', bytes('%PDF-1.7\n'), 'pdf'],
  ['a PDF behind other bytes', Buffer.concat([Buffer.from([0, 1, 2]), bytes('%PDF-1.4')]), 'pdf'],
  ['a zero far behind', Buffer.concat([bytes('a'.repeat(1_445)), Buffer.from([0])]), 'text'],
  ['a zero in front', Buffer.concat([bytes('a'.repeat(1_444)), Buffer.from([0])]), 'binary data'],
  ['a page with a zero', bytes('<html>\0'), 'binary data'],
  ['PNG', Buffer.from('89504e470d0a1a0a0000000d', 'hex'), 'a PNG image'],
  ['JPEG', Buffer.from('ffd8ffe000104a464946', 'hex'), 'a JPEG image'],
  ['GIF', bytes('GIF87a'), 'a GIF image'],
  ['WebP', Buffer.concat([bytes('RIFF'), Buffer.from([1, 0, 0, 0]), bytes('WEBPVP8 ')]), 'a WebP image'],
  ['bitmap', Buffer.from('424d3600000000000000', 'hex'), 'a bitmap image'],
  ['MP4', Buffer.concat([Buffer.from([0, 0, 0, 24]), bytes('ftypmp42')]), 'an MP4 film'],
  ['gzip', Buffer.from('1f8b0800', 'hex'), 'a gzip archive'],
  ['ZIP', Buffer.from('504b03041400', 'hex'), 'a ZIP archive'],
  ['tar', Buffer.concat([bytes('file.txt'), Buffer.alloc(249), bytes('ustar')]), 'a tar archive'],
  ['ELF', Buffer.from('7f454c46020101', 'hex'), 'a program'],
  ['Windows program', Buffer.from('4d5a900003000000', 'hex'), 'a program'],
  ['WebAssembly', Buffer.from('0061736d01000000', 'hex'), 'a program'],
  ['WOFF', Buffer.concat([bytes('wOF2'), Buffer.from([0, 1, 0, 0])]), 'a font'],
  ['PostScript', bytes('%!PS-Adobe-3.0'), 'a PostScript file'],
  ['zeros', Buffer.alloc(100), 'binary data'],
])('%s', (_, data, found) => expect(sniffed(data)).toBe(found))

test('UTF-16 that the header names may be of any script; what has the mark of an image is one all the same', () => {
  const japanese = bytes('料金\u3000月額\n', 'utf16le')
  expect(sniffed(japanese)).toBe('binary data')
  expect(sniffed(japanese, true)).toBe('text')
  expect(sniffed(Buffer.from('89504e470d0a1a0a0000000d', 'hex'), true)).toBe('a PNG image')
})
