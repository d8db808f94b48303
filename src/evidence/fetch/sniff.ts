/** As much as the WHATWG MIME Sniffing standard looks at, in bytes (section 5.2, "resource header"). */
const headerLength = 1445
/** A PDF may have that much in front of its mark (ISO 32000-1, annex H.3.4.1). */
const pdfLead = 1024

export type Sniffed =
  /** `looksLikeHtml` where a tag of the standard's table stands first. */
  | { form: 'text'; looksLikeHtml: boolean }
  | { form: 'pdf' }
  /** `what` is a noun with its article: `a PNG image`. */
  | { form: 'binary'; what: string }

/** What bytes are when they are no text, by the first of them (WHATWG MIME Sniffing, sections 6.1 to 6.4; `file`'s magic for the rest). */
const marks: readonly { what: string; at: number; bytes: string }[] = [
  { what: 'a PNG image', at: 0, bytes: '89504e470d0a1a0a' },
  { what: 'a JPEG image', at: 0, bytes: 'ffd8ff' },
  { what: 'a WebP image', at: 8, bytes: hex('WEBPVP') },
  { what: 'an AVI film', at: 8, bytes: hex('AVI ') },
  { what: 'a WAVE sound', at: 8, bytes: hex('WAVE') },
  { what: 'an MP4 film', at: 4, bytes: hex('ftyp') },
  { what: 'a Windows icon', at: 0, bytes: '00000100' },
  { what: 'a Windows cursor', at: 0, bytes: '00000200' },
  { what: 'a WebM film', at: 0, bytes: '1a45dfa3' },
  { what: 'a gzip archive', at: 0, bytes: '1f8b08' },
  { what: 'a ZIP archive', at: 0, bytes: '504b0304' },
  { what: 'a RAR archive', at: 0, bytes: '526172211a07' },
  { what: 'a 7z archive', at: 0, bytes: '377abcaf271c' },
  { what: 'an xz archive', at: 0, bytes: 'fd377a585a00' },
  { what: 'a bzip2 archive', at: 0, bytes: hex('BZh') },
  { what: 'a Zstandard archive', at: 0, bytes: '28b52ffd' },
  { what: 'a tar archive', at: 257, bytes: hex('ustar') },
  { what: 'a program', at: 0, bytes: '7f454c46' },
  { what: 'a program', at: 0, bytes: '0061736d' },
  { what: 'a program', at: 0, bytes: 'cafebabe' },
  { what: 'a program', at: 0, bytes: 'cffaedfe' },
  { what: 'a program', at: 0, bytes: hex('MZ') },
  { what: 'a font', at: 0, bytes: hex('wOFF') },
  { what: 'a font', at: 0, bytes: hex('wOF2') },
  { what: 'a font', at: 0, bytes: '0001000000' },
  { what: 'a bitmap image', at: 0, bytes: hex('BM') },
  { what: 'an Ogg sound', at: 0, bytes: hex('OggS') },
  { what: 'an MP3 sound', at: 0, bytes: hex('ID3') },
]

/** The marks that are letters and yet begin no text that people write. */
const writtenMarks: readonly { what: string; mark: string }[] = [
  { what: 'a GIF image', mark: 'GIF87a' },
  { what: 'a GIF image', mark: 'GIF89a' },
  { what: 'a PostScript file', mark: '%!PS-Adobe-' },
]

/** Tags that make a page HTML, as the standard lists them (section 7.1), each followed by a space or `>`; a comment by anything. */
const htmlStart = /^<(?:!doctype html|html|head|script|iframe|h1|div|font|table|a|style|title|b|body|br|p)[\s>]|^<!--/i

/**
 * What bytes are by themselves, whatever their header says: text, a PDF, or neither. After the WHATWG MIME Sniffing standard: a byte order mark
 * makes a text; a byte that no text has (section 3, "binary data byte") within the first 1,445 makes none. Text in UTF-16 without a mark is told
 * by its zeros, or by `isWide`: that the header names UTF-16. Pure, linear.
 */
export function sniff(bytes: Uint8Array, { isWide }: { isWide: boolean }): Sniffed {
  const header = bytes.subarray(0, headerLength)
  const start = Buffer.from(header).toString('latin1')
  if (start.startsWith('%PDF-')) return { form: 'pdf' }
  const written = writtenMarks.find(({ mark }) => start.startsWith(mark))
  if (written !== undefined) return { form: 'binary', what: written.what }
  const hasMark = start.startsWith('\xFE\xFF') || start.startsWith('\xFF\xFE') || start.startsWith('\xEF\xBB\xBF')
  const text = start.replace(/^(?:\xFE\xFF|\xFF\xFE|\xEF\xBB\xBF)/, '').replaceAll('\0', '')
  const looksLikeHtml = htmlStart.test(text.trimStart())
  if (hasMark || !header.some(isBinary)) return { form: 'text', looksLikeHtml }
  const mark = marks.find(({ at, bytes: wanted }) => Buffer.from(header.subarray(at, at + wanted.length / 2)).toString('hex') === wanted)
  if (mark !== undefined) return { form: 'binary', what: mark.what }
  if (start.slice(0, pdfLead).includes('%PDF-')) return { form: 'pdf' }
  return isWide || isUtf16(header) ? { form: 'text', looksLikeHtml } : { form: 'binary', what: 'binary data' }
}

function isBinary(byte: number): boolean {
  return byte <= 8 || byte === 11 || (byte >= 14 && byte <= 26) || (byte >= 28 && byte <= 31)
}

/** Zeros on one side of the pairs alone, in half of them at least, and beside them no byte that no text has. */
function isUtf16(header: Uint8Array): boolean {
  const halves = [0, 1].map((side) => header.filter((_, index) => index % 2 === side))
  return halves.some((high, side) => {
    const low = halves[1 - side] ?? new Uint8Array()
    const zeros = high.filter((byte) => byte === 0).length
    return zeros * 2 >= high.length && !low.includes(0) && !low.some((byte, index) => high[index] === 0 && isBinary(byte))
  })
}

function hex(text: string): string {
  return Buffer.from(text, 'latin1').toString('hex')
}
