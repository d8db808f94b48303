const pngMark = '89504e470d0a1a0a'
/** As many as are looked at: icons have a handful. */
const mostEntries = 64

/** The largest PNG in a Windows icon; null where there is none. Bitmaps of before PNG are left out. Reads nothing beyond the bytes. */
export function largestOfIcon(bytes: Uint8Array): Uint8Array | null {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const found: Buffer[] = []
  const count = file.length < 6 ? 0 : Math.min(file.readUInt16LE(4), mostEntries)
  for (let at = 6; at < 6 + 16 * count && at + 16 <= file.length; at += 16) {
    const size = file.readUInt32LE(at + 8)
    const start = file.readUInt32LE(at + 12)
    const picture = file.subarray(start, start + size)
    if (picture.length === size && picture.subarray(0, 8).toString('hex') === pngMark) found.push(picture)
  }
  const width = (picture: Buffer) => (picture.length < 24 ? 0 : picture.readUInt32BE(16))
  return found.sort((one, other) => width(other) - width(one))[0] ?? null
}
