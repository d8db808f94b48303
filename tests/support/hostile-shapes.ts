/* What a hostile writer sends where a text is read. Each is made when it is asked for: together they are some thirty megabytes. */

const kilo = 1_000
const megabyte = 1_000_000

export type Shape = readonly [name: string, text: () => string]

const repeated = (part: string): Shape => [`${JSON.stringify(part)} to a megabyte`, () => part.repeat(Math.floor(megabyte / part.length))]
const nested = (open: string, close = ''): Shape => [
  `${JSON.stringify(open)} a hundred thousand deep`,
  () => `${open.repeat(100 * kilo)}${close.repeat(100 * kilo)}`,
]

const oneCharacter = ['a', ' ', '\n', '"', '\\', '<', '{', '[', '-', ',', ':', '0', '.', '%', '\u0301', '😀'].map(repeated)
const repetitions = ['a: ', '- ', '? ', '{}', '[],', '\\"', '{"a":1}', '"a":"a",', '&a ', '*a ', '---\n', '\r\n ', '</', '](', '1,'].map(
  repeated,
)
const depths = [nested('[', ']'), nested('['), nested('{"a":', '}'), nested('{"call":'), nested('[{"a":['), nested('- '), nested('"[')]

const odd: Shape[] = [
  ['nothing', () => ''],
  ['NUL', () => '\0'],
  ['NUL in words', () => 'a\0b'],
  ['half of a pair', () => 'a\ud800b'],
  ['the other half', () => '\udc00'],
  ['a mark of byte order', () => '\ufeff{}'],
  ['a name of the prototype', () => '{"__proto__":{"isAdmin":true},"constructor":{"prototype":{}}}'],
  ['a key twice', () => '{"call":"ship","call":"skip"}'],
  ['sixty thousand keys that are there twice', () => `{${Array.from({ length: 30 * kilo }, (_, n) => `"k${n}":1,"k${n}":2`).join(',')}}`],
  ['a number beyond every other', () => `1e${'9'.repeat(kilo)}`],
  ['a megabyte of digits', () => `-${'9'.repeat(megabyte)}`],
  [
    'aliases of aliases',
    () => Array.from({ length: 40 }, (_, n) => `k${n}: &a${n} [${`*a${n - 1}, `.repeat(n === 0 ? 0 : 9)}x]`).join('\n'),
  ],
  ['a string of a megabyte', () => JSON.stringify('a'.repeat(megabyte))],
  ['escapes to a megabyte', () => `"${'\\ud800'.repeat(Math.floor(megabyte / 6))}"`],
]

/** Deep, long, repeated, spoiled: each a megabyte at most, all of them text in the sense of JavaScript. */
export const hostileShapes: readonly Shape[] = [...oneCharacter, ...repetitions, ...depths, ...odd]

/** Bytes that are no UTF-8, one for each way to be none. */
export const noUtf8: readonly (readonly [name: string, bytes: Uint8Array<ArrayBuffer>])[] = [
  ['a byte that begins nothing', Uint8Array.from([0x7b, 0x22, 0xff, 0x22, 0x7d])],
  ['a character that is cut off', Uint8Array.from([0x22, 0xf0, 0x9f, 0x98])],
  ['half of a pair in three bytes', Uint8Array.from([0x22, 0xed, 0xa0, 0x80, 0x22])],
  ['NUL in two bytes', Uint8Array.from([0x22, 0xc0, 0x80, 0x22])],
  ['UTF-16', new Uint8Array(Buffer.from('\ufeff{"a":1}', 'utf16le'))],
]
