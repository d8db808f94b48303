import { inflateSync } from 'node:zlib'

/** Reads big-endian numbers of a font file. */
type Table = { u16: (at: number) => number; i16: (at: number) => number; u32: (at: number) => number }

/**
 * The code points that a font has a glyph for, of the bytes of a WOFF 1.0 file (https://www.w3.org/TR/WOFF/): its table `cmap`, formats 4 and 12
 * (OpenType 1.9). Throws a RangeError for bytes that are no such file.
 */
export function coveredBy(woff: Buffer): ReadonlySet<number> {
  const cmap = readTable(woff, 'cmap')
  const covered = new Set<number>()
  const tables = cmap.u16(2)
  for (let index = 0; index < tables; index += 1) {
    const start = cmap.u32(4 + index * 8 + 4)
    const format = cmap.u16(start)
    if (format === 4) addSegments(cmap, start, covered)
    if (format === 12) addGroups(cmap, start, covered)
  }
  covered.delete(0xffff)
  return covered
}

function readTable(woff: Buffer, name: string): Table {
  if (woff.toString('latin1', 0, 4) !== 'wOFF') throw new RangeError('the font is no WOFF 1.0 file')
  const count = woff.readUInt16BE(12)
  for (let at = 44; at < 44 + count * 20; at += 20) {
    if (woff.toString('latin1', at, at + 4) !== name) continue
    const [offset, packed, length] = [woff.readUInt32BE(at + 4), woff.readUInt32BE(at + 8), woff.readUInt32BE(at + 12)]
    const bytes = woff.subarray(offset, offset + packed)
    const table = packed < length ? inflateSync(bytes) : bytes
    return { u16: (from) => table.readUInt16BE(from), i16: (from) => table.readInt16BE(from), u32: (from) => table.readUInt32BE(from) }
  }
  throw new RangeError(`the font has no table ${name}`)
}

/** Format 4: ranges of the basic plane, each with an offset to its glyphs or a table of them. Glyph 0 is the block that stands for none. */
function addSegments({ u16, i16 }: Table, start: number, covered: Set<number>): void {
  const bytes = u16(start + 6)
  const [ends, starts] = [start + 14, start + 16 + bytes]
  for (let at = 0; at < bytes; at += 2) {
    const delta = i16(starts + bytes + at)
    const rangeAt = starts + 2 * bytes + at
    const range = u16(rangeAt)
    const first = u16(starts + at)
    for (let code = first; code <= u16(ends + at); code += 1) {
      const glyph = range === 0 ? code : u16(rangeAt + range + 2 * (code - first))
      if (glyph !== 0 && ((glyph + delta) & 0xffff) !== 0) covered.add(code)
    }
  }
}

/** Format 12: ranges of all planes. */
function addGroups({ u32 }: Table, start: number, covered: Set<number>): void {
  const groups = u32(start + 12)
  for (let at = start + 16; at < start + 16 + groups * 12; at += 12) {
    for (let code = u32(at); code <= u32(at + 4); code += 1) if (u32(at + 8) + code - u32(at) !== 0) covered.add(code)
  }
}
