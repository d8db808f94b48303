/** The code points that each file of a font family has a glyph for. */
type Coverage = readonly ReadonlySet<number>[]

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })
/** More than fits on a card by far, in UTF-16 code units. */
const longestLookedAt = 2_000
/** What only changes or joins what is drawn: without it the character itself may still be drawn. */
const modifiers = /[\p{M}\p{Default_Ignorable_Code_Point}]/gu
/** What no one sees but a renderer may act on or draw as a block. */
const unseen = /(?!\s|\u200c|\u200d|\ufe0e|\ufe0f)[\p{Cc}\p{Cs}\p{Default_Ignorable_Code_Point}]/gu
const emptyBrackets = /\(\s*\)|\[\s*\]|\{\s*\}/g

/**
 * A text as a font family can draw it: white space folded, and what no one sees or the family has no glyph for left out.
 * Null when what remains does not stand for the text any more: nothing, no letter or digit, or fewer letters than were left out.
 */
export function drawable(text: string, coverage: Coverage): string | null {
  const whole = text.slice(0, longestLookedAt).replace(unseen, '').normalize('NFC').replace(/\s+/g, ' ').trim()
  let kept = ''
  for (const { segment } of graphemes.segment(whole)) kept += drawableCharacter(segment, coverage)
  if (kept === whole) return whole === '' ? null : whole
  const clean = kept.replace(emptyBrackets, '').replace(/\s+/g, ' ').trim()
  const dropped = countLetters(whole) - countLetters(kept)
  return /[\p{L}\p{N}]/u.test(clean) && dropped <= countLetters(kept) ? clean : null
}

function drawableCharacter(character: string, coverage: Coverage): string {
  const isCovered = (text: string) => coverage.some((file) => [...text].every((point) => file.has(point.codePointAt(0) ?? 0)))
  if (isCovered(character)) return character
  const plain = character.replace(modifiers, '')
  // A digit in a keycap is a picture.
  return /^.$/u.test(plain) && !/^[\d#*].*\u20e3/u.test(character) && isCovered(plain) ? plain : ''
}

function countLetters(text: string): number {
  return text.match(/\p{L}/gu)?.length ?? 0
}

type Named = { slug: string; name: string; shortName: string | null }

/**
 * The same tools by names that a font family can draw. A name that it cannot draw is replaced by the slug, and so are names that would look
 * alike. Pure.
 */
export function withDrawableNames<T extends Named>(tools: readonly T[], coverage: Coverage): T[] {
  const names = tools.map(({ name }) => drawable(name, coverage))
  const isAlike = (name: string | null, index: number) =>
    names.some((other, at) => at !== index && other === name && tools[at]?.name !== tools[index]?.name)
  return tools.map((tool, index) => {
    const name = names[index] ?? null
    const short = tool.shortName === null ? null : drawable(tool.shortName, coverage)
    const shortName = short === tool.shortName ? short : null
    return name === null || isAlike(name, index) ? { ...tool, name: tool.slug, shortName } : { ...tool, name, shortName }
  })
}
