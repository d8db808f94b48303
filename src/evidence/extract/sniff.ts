/** What files of other kinds begin with, and what they are called. */
const signatures: readonly (readonly [string, string])[] = [
  ['\x89PNG', 'a picture'],
  ['GIF8', 'a picture'],
  ['\xff\xd8\xff', 'a picture'],
  ['PK\x03\x04', 'an archive or an office document'],
  ['\x1f\x8b', 'a compressed file'],
  ['BZh', 'a compressed file'],
  ['\xfd7zXZ', 'a compressed file'],
  ['7z\xbc\xaf', 'an archive'],
  ['Rar!', 'an archive'],
  ['\x28\xb5\x2f\xfd', 'a compressed file'],
  ['\x7fELF', 'a program'],
  ['MZ\x90', 'a program'],
  ['\xcf\xfa\xed\xfe', 'a program'],
  ['\x00asm', 'a program'],
  ['wOF', 'a font'],
  ['\x00\x01\x00\x00', 'a font'],
  ['OggS', 'a sound'],
  ['ID3', 'a sound'],
  ['\x1aE\xdf\xa3', 'a film'],
  ['SQLite format', 'a database'],
  ['{\\rtf', 'an RTF document'],
  ['\xd0\xcf\x11\xe0', 'an office document'],
]

/** `pdf`, or what the bytes are if they are no text, told by how they begin; null for what may be text. */
export function kindOfBytes(bytes: Uint8Array): string | null {
  const start = Buffer.from(bytes.subarray(0, 1_024)).toString('latin1')
  // Readers of PDF look for the mark in the first 1,024 bytes.
  if (/^\s{0,100}%PDF-/.test(start) || (start.includes('%PDF-1.') && !start.includes('<'))) return 'pdf'
  if (start.startsWith('RIFF') || start.slice(4, 8) === 'ftyp') return start.includes('WEBP') ? 'a picture' : 'a sound or a film'
  return signatures.find(([signature]) => start.startsWith(signature))?.[1] ?? null
}

const feed =
  /^(?:\ufeff|\s){0,100}(?:<\?xml[^>]{0,300}>\s{0,100})?(?:<!--[^>]{0,2000}-->\s{0,100}){0,3}<(?:rss|feed|urlset|sitemapindex|opml|rdf:rdf|svg)\b/i
const markup =
  /^(?:\ufeff|\s){0,1000}<(?:!doctype\s{1,20}html|html|head|body|!--|meta|title|div|p|h1|section|main|article|table|script|style|link)\b/i
const anyTag = /<(?:html|body|head|div|p|span|a|h[1-6]|br|table|ul|li|img|script|meta|title)\b[^<>]{0,2000}>/i

/** What a text is to be read as: by its media type, where its beginning does not contradict it, else by its address and its beginning. */
export function formOf(
  text: string,
  { url, mediaType }: { url: string; mediaType: string | null },
): 'html' | 'markdown' | 'text' | 'json' | 'feed' {
  const type = mediaType ?? ''
  const start = text.slice(0, 20_000)
  if (feed.test(start)) return 'feed'
  const name = nameOf(url)
  if (type.includes('markdown') || /\.(?:md|markdown|mdx|mdown)$/.test(name))
    return /^\s{0,100}<!doctype html|^\s{0,100}<html\b/i.test(start) ? 'html' : 'markdown'
  if (type === 'application/json' || type.endsWith('+json')) return 'json'
  if (type === 'text/html' || type === 'application/xhtml+xml')
    return anyTag.test(text) || !name.endsWith('.txt') ? 'html' : plainForm(name)
  if (type.includes('xml') && !markup.test(start)) return /<html\b/i.test(start) ? 'html' : 'feed'
  if (markup.test(start) && type !== 'text/plain') return 'html'
  if (/^\s{0,100}<!doctype html/i.test(start)) return 'html'
  if (type === '' && /^\s{0,100}[{[]/.test(start) && /[}\]]\s{0,100}$/.test(text.slice(-200))) return 'json'
  return plainForm(name)
}

/** `llms.txt` is Markdown by its own rules, whatever its name says. */
function plainForm(name: string): 'markdown' | 'text' {
  return /^llms(?:-full|-ctx)?\.txt$/.test(name) || /^readme(?:\.txt)?$/.test(name) ? 'markdown' : 'text'
}

/** The last part of an address's path, lower case. */
function nameOf(url: string): string {
  return URL.canParse(url) ? (new URL(url).pathname.toLowerCase().split('/').at(-1) ?? '') : ''
}
