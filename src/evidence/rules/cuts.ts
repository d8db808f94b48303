/** How much of a text beside a cut is looked at: more than any number, tag or word takes that could be cut. */
const reach = 80

const word = '[\\p{L}\\p{N}]'
const joint = new RegExp(`(${word})([^\\p{L}\\p{N}]{0,4})\\u0001([^\\p{L}\\p{N}]{0,4})(${word})`, 'u')
const currencies = '$€£¥₹₩₽₺¢₿'
export const numberWords =
  'zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety'
export const magnitudes =
  'hundred|thousand|million|billion|trillion|lakh|crore|dozen|mio|mrd|mn|bn|tausend|million(?:en)?|milliarden?|milliers?|millions?|mil|mill[oó]n(?:es)?|percent|per cent|pct|prozent'

/**
 * Whether a passage that begins or ends between two stretches of text cuts a word or a number in two: letters or digits on both sides, or a
 * digit and what makes it another number (`1,200`, `2.3.1`, `-5`, `≤ 5`, `5 %`, `5 million`, `5/month`), or a letter and what makes it
 * another word (`non-commercial`, `can't`, `C++`, `Node.js`). Scripts without spaces between words may be cut between letters.
 *
 * @param before The text up to the cut, folded but with its markup.
 * @param after The text from the cut on.
 * @param side Which of the two is the passage.
 */
export function isCut(before: string, after: string, side: 'begins' | 'ends'): boolean {
  const [left, right] = [bare(before.slice(-reach)), bare(after.slice(0, reach))]
  if (/\d\u00a0?$/.test(before) && /^\u00a0?\d/.test(after)) return true
  const match = joint.exec(`${left.slice(-6)}\u0001${right.slice(0, 6)}`)
  if (match !== null) {
    const [, a = '', gapBefore = '', gapAfter = '', b = ''] = match
    if (isJoined({ a, gap: gapBefore + gapAfter, b }, left, right)) return true
  }
  return side === 'begins' ? losesSignBefore(left, right) : losesSignAfter(left, right)
}

/** Without marks on letters, tags of a web page and emphasis: `re<b>leased` and `re**leased` are one word. */
function bare(text: string): string {
  return text
    .replaceAll('\u00a0', ' ')
    .replace(/\p{M}/gu, '')
    .replace(/<\/?[a-zA-Z][^<>]{0,60}>/g, '')
    .replace(/[*_`]+/g, '')
}

type Joint = { a: string; gap: string; b: string }

function isJoined({ a, gap: written, b }: Joint, left: string, right: string): boolean {
  // What opens a link is no part of the words: `non-[commercial](address)`.
  const gap = /^\[?[^[\]]{0,60}\]\(/.test(right) ? written.replace('[', '') : written
  // A note's number behind the end of a sentence: `19.¹`.
  if (/^[.!?。]$/.test(gap) && /[⁰¹²³⁴-⁹]/.test(b)) return false
  const [aIsDigit, bIsDigit] = [/\p{N}/u.test(a), /\p{N}/u.test(b)]
  if (gap === '') return !mayPart(a, b)
  if (aIsDigit && bIsDigit) return gap === ' ' ? isThousands(left, right) : /^(?:[.,'’:^×*⁄·٫٬~+]|\.{2,3}| ?[-−—] ?| ?\/ ?|-\n)$/.test(gap)
  // French words that lost their last letter: `l'open source`, but not `n'est`.
  if (gap === "'" && /(?:^|[^\p{L}])(?:[cdjlmst]|(?:jus|lors|puis)?qu)$/iu.test(left.replace(/'$/, ''))) return false
  if (/^(?:-|-\n|'|&|@|\++)$/.test(gap)) return true
  if (gap === '.') return !(/\p{Lu}/u.test(b) && /[\p{Ll}\p{N}]/u.test(a))
  return gap === '/' && aIsDigit
}

const spaceless =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Tibetan}\p{Script=Bopomofo}ー]/u
const katakana = /[\p{Script=Katakana}ー]/u
const hanNumber = /[〇零一二三四五六七八九十百千万萬億亿兆]/

/** Whether a word may end between two letters that touch: in scripts without spaces, but not within a number or a katakana word. */
function mayPart(a: string, b: string): boolean {
  if (katakana.test(a) && katakana.test(b)) return false
  const [aIsNumber, bIsNumber] = [/\p{N}/u.test(a) || hanNumber.test(a), /\p{N}/u.test(b) || hanNumber.test(b)]
  if (aIsNumber && bIsNumber) return false
  return spaceless.test(a) || spaceless.test(b)
}

/** `1 200`: one to three digits, a space, three digits. */
function isThousands(left: string, right: string): boolean {
  return /(?:^|[^\p{L}\p{N}])\d{1,3} ?$/u.test(left) && /^ ?\d{3}(?!\d)/.test(right)
}

const attachedBefore = new RegExp(`[-−+±∓~≈≃∼<>≤≥≦≧⩽⩾≠^√${currencies}]$`)
const spacedBefore = new RegExp(`[−±∓~≈≃∼<>≤≥≦≧⩽⩾≠${currencies}] $`)
const beginsWithNumber = new RegExp(`^[${currencies}]?\\d`)
const countedBefore = new RegExp(`(?:^|[^a-z])(?:${numberWords}|hundred|thousand|million|billion|half a)[ -](?:and )?$`, 'i')
const beginsWithMagnitude = new RegExp(`^(?:${magnitudes})(?![a-z])`, 'i')
const beginsWithNumberWord = new RegExp(`^(?:${numberWords}|hundred|thousand|million|billion)(?![a-z])`, 'i')

function losesSignBefore(left: string, right: string): boolean {
  if (beginsWithNumber.test(right)) {
    if (attachedBefore.test(left)) return true
    // At the beginning of a line, `> ` quotes.
    if (spacedBefore.test(left) && !/(?:^|\n)> $/.test(left)) return true
    if (/^\d/.test(right) && /(?:^|[^\p{L}\p{N}.])[.,]$/u.test(left)) return true
    if (!/^\d/.test(right) && /\p{L}$/u.test(left)) return true
  }
  if (/^=/.test(right) && /[<>!~+\-*/=]$/.test(left)) return true
  if (beginsWithMagnitude.test(right) && /\d ?$/.test(left)) return true
  return beginsWithNumberWord.test(right) && countedBefore.test(left)
}

const signAfter = /^(?: ?[%‰‱°€£¥₹₩₽₺¢₿±×]| ?\$(?! ?\d)|[+^])/
const countedAfter = new RegExp(`^[ -](?:and )?(?:${numberWords}|${magnitudes})(?![a-z])`, 'i')
const magnitudeAfter = new RegExp(`^ ?(?:${magnitudes}|[kmb])(?![\\p{L}\\p{N}])`, 'iu')
const endsWithNumberWord = new RegExp(`(?:^|[^a-z])(?:${numberWords}|hundred|thousand|million|billion)$`, 'i')

function losesSignAfter(left: string, right: string): boolean {
  if (/\d$/.test(left)) return signAfter.test(right) || magnitudeAfter.test(right)
  if (/\p{L}$/u.test(left) && /^(?:\+|#)/.test(right)) return true
  if (/\p{L}\+$/u.test(left) && right.startsWith('+')) return true
  return endsWithNumberWord.test(left) && countedAfter.test(right)
}
