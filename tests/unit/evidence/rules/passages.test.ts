import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findPassage, openText, whyNotFound } from '../../../../src/evidence/passages.js'

/** The passage itself, or null. */
function passageIn(text: string, quote: string): string | null {
  const passage = findPassage(text, quote)
  return passage === null ? null : text.slice(passage.start, passage.end)
}

describe('offsets, counted by hand', () => {
  it('are UTF-16 code units, end exclusive', () => {
    expect(findPassage('The weights are open.', 'weights')).toEqual({ start: 4, end: 11 })
    expect(findPassage('abc', 'abc')).toEqual({ start: 0, end: 3 })
  })

  it('count an emoji as the code units it takes', () => {
    // 🚢 is two code units, the space one: "ship" starts at 3.
    expect(findPassage('🚢 ship it', 'ship')).toEqual({ start: 3, end: 7 })
    // The family is 👩 ZWJ 👩 ZWJ 👧: 2+1+2+1+2 = 8 code units, then a space.
    expect(findPassage('👩‍👩‍👧 one family', 'one family')).toEqual({ start: 9, end: 19 })
    expect(findPassage('a 👩‍👩‍👧 family', '👩👩👧 family')).toEqual({ start: 2, end: 17 })
  })

  it('count combining marks of the text, however the quote is composed', () => {
    const decomposed = 'le cafe\u0301 noir'
    const composed = 'le caf\u00e9 noir'
    expect(findPassage(decomposed, 'caf\u00e9')).toEqual({ start: 3, end: 8 })
    expect(findPassage(composed, 'cafe\u0301')).toEqual({ start: 3, end: 7 })
    expect(findPassage(decomposed, 'noir')).toEqual({ start: 9, end: 13 })
    expect(findPassage(composed, 'noir')).toEqual({ start: 8, end: 12 })
  })

  it('hold for marks in another order and for Korean syllables', () => {
    // a with dot below (U+0323) and circumflex (U+0302), in both orders; U+1EAD is the same letter composed.
    expect(findPassage('xyza\u0302\u0323', 'xyz\u1ead')).toEqual({ start: 0, end: 6 })
    expect(findPassage('xyz\u1ead', 'xyza\u0323\u0302')).toEqual({ start: 0, end: 4 })
    // 한국어 decomposed is 3 + 3 + 2 conjoining letters.
    expect(findPassage(`한국어`.normalize('NFD'), '한국어')).toEqual({ start: 0, end: 8 })
    expect(findPassage('한국어', `한국어`.normalize('NFD'))).toEqual({ start: 0, end: 3 })
  })

  it('leave out invisible characters at the ends and keep those within', () => {
    // \u00ad is a soft hyphen, \u200b a zero-width space.
    expect(findPassage('\u200bcom\u00admer\u00adcial\u00ad use', 'commercial')).toEqual({ start: 1, end: 13 })
  })

  it('point at the first of several places', () => {
    expect(findPassage('ship, ship, ship', 'ship')).toEqual({ start: 0, end: 4 })
  })
})

describe('what is folded', () => {
  it('is white space: any run of any kind equals one space', () => {
    const text = 'fine-tuning\u00a0and\r\n\t\u2003 redistribution\u2028allowed'
    expect(passageIn(text, 'fine-tuning and redistribution allowed')).toBe(text)
    expect(passageIn('a b c d', 'a  b\nc\u00a0d')).toBe('a b c d')
  })

  it('is the form of quotation marks, dashes and ellipses, in text and in quote', () => {
    const typeset = 'He said ‘no’, then “yes” – the vendor’s word… 5′ − 3 «oui» „ja”.'
    const plain = `He said 'no', then "yes" - the vendor's word... 5' - 3 "oui" "ja".`
    expect(passageIn(typeset, `x ${plain}`.slice(2))).toBe(typeset)
    expect(passageIn(plain, `${typeset}`)).toBe(plain)
    for (const dash of '–—‐‑−') expect(passageIn(`open${dash}weight`, 'open-weight')).toBe(`open${dash}weight`)
  })

  it("is the prompt's way to write tag openings", () => {
    expect(passageIn('text with a </source> tag', 'a ‹/source> tag')).toBe('a </source> tag')
    expect(passageIn('the type List<String>', 'List‹String›')).toBe('List<String>')
  })

  it('is not letter case but for the first letter, nor accents, nor other punctuation', () => {
    expect(findPassage('The License', 'the license')).toBeNull()
    expect(findPassage('THE license', 'tHE license')).toBeNull()
    expect(findPassage('It moves 5 MB each second', 'mB each second')).toBeNull()
    expect(findPassage('le café noir', 'cafe')).toBeNull()
    expect(findPassage('le cafe\u0301 noir', 'cafe')).toBeNull()
    expect(findPassage('open; weights', 'open, weights')).toBeNull()
  })

  it('is never taken apart: a part of one sign is not found', () => {
    expect(findPassage('so and… there', 'so and.. there')).toBeNull()
    expect(findPassage('wait… there', 'wait...')).toEqual({ start: 0, end: 5 })
    expect(findPassage('말각하다', '말가')).toBeNull()
    expect(findPassage('abc😀', `abc${'😀'.slice(0, 1)}`)).toBeNull()
  })
})

describe('the quote', () => {
  it('is looked for without white space and one pair of quotation marks around it', () => {
    const text = 'It says no field of use is excluded, and means it.'
    for (const quote of ['  no field of use\n', '"no field of use"', '“ no field of use ”', "'no field of use'", ' «no field of use» ']) {
      expect(passageIn(text, quote)).toBe('no field of use')
    }
    expect(passageIn('She said "no way" twice', '"no way"')).toBe('no way')
    expect(findPassage(text, '""no field of use""')).toBeNull()
  })

  it('must hold three letters or digits', () => {
    for (const quote of ['', '   ', '""', 'ab', '"ab"', '...', '- – —', 'a.b!', 'e\u0301e\u0301', '\u200b\u00ad']) {
      expect(findPassage(`${quote} and ab a.b! é é ...`, quote)).toBeNull()
    }
    expect(passageIn('costs 8B', '8B')).toBeNull()
    expect(passageIn('costs 70B', '70B')).toBe('70B')
    expect(passageIn('売上高', '売上高')).toBe('売上高')
  })
})

const letters = fc.constantFrom(
  ...['a', 'B', 'z', 'é', 'e\u0301', 'ậ', 'a\u0323\u0302', 'ß', '한', '국'.normalize('NFD'), '売', 'क्षि', 'ﬁ', 'Ａ', 'x\u00ad', 'y\u200b'],
)
const words = fc.array(letters, { minLength: 1, maxLength: 5 }).map((parts) => parts.join(''))
const gaps = fc.constantFrom(
  ...[
    ' ',
    '  ',
    '\n',
    '\u00a0',
    ' \t\r\n',
    '\u2003',
    ' \u200b ',
    '. ',
    ', ',
    '… ',
    ' (',
    ') ',
    ' “',
    '” ',
    ' — ',
    '—',
    ' - ',
    ' -- ',
    ' 🚢 ',
    '\n- ',
  ],
  ...['\n\n## ', '\n> ', ' **', '** ', ' _', '` ', ' | ', '\n1. ', ' [', '](https://a.example/b) ', ' &lt; ', ' ‹', '> ', ' 3 ', ' ½ '],
)
const pieces = fc.array(fc.tuple(words, gaps), { minLength: 1, maxLength: 30 }).map((pairs) => pairs.flat().slice(0, -1))

/** Other ways to write the same, one by one or together. */
const variants: ((text: string) => string)[] = [
  (text) => text.normalize('NFC'),
  (text) => text.normalize('NFD'),
  (text) => text.replace(/\p{White_Space}[\p{White_Space}\u200b]*/gu, '\u00a0\n'),
  (text) => text.replace(/['’]/g, '‛').replace(/["“«]/g, '„'),
  (text) => text.replace(/--|[-—‑]/g, '−').replaceAll('…', '...'),
  (text) => text.replaceAll('<', '‹').replaceAll('>', '›'),
  (text) => text.replace(/[\u00ad\u200b]/g, ''),
  (text) => text.replaceAll('a', 'a\u2060').replaceAll('7', '\u00ad7'),
]

/** Letters of what is read: an entity is the sign that it writes. */
function hasThreeLetters(text: string): boolean {
  return (
    (
      text
        .replaceAll('&lt;', '<')
        .normalize('NFD')
        .match(/[\p{L}]/gu) ?? []
    ).length >= 3
  )
}

/** A quote cut through a link is found to the letter alone. */
function isWholeLink({ quote }: { quote: string }): boolean {
  return /^(?:[^[\]]|\[[^[\]]*\]\()*$/.test(quote)
}

describe('for any text', () => {
  const slices = fc
    .tuple(pieces, fc.nat(), fc.nat())
    .map(([parts, a, b]) => {
      const count = (parts.length + 1) / 2
      const [from = 0, to = 0] = [a % count, b % count].toSorted((x, y) => x - y)
      return { text: parts.join(''), quote: parts.slice(2 * from, 2 * to + 1).join('') }
    })
    .filter(({ quote }) => hasThreeLetters(quote))

  it('every slice of whole words is found, and what is found is the same slice again', () => {
    fc.assert(
      fc.property(slices, ({ text, quote }) => {
        const found = passageIn(text, quote)
        expect(found).not.toBeNull()
        // What was found folds to what was looked for: each is found in the other.
        expect(findPassage(quote, found ?? '')).not.toBeNull()
        expect(findPassage(found ?? '', quote)).not.toBeNull()
      }),
      { numRuns: 1000 },
    )
  })

  it('a slice written another way is found', () => {
    fc.assert(
      fc.property(slices.filter(isWholeLink), fc.subarray(variants), ({ text, quote }, chosen) => {
        const rewritten = chosen.reduce((written, vary) => vary(written), quote)
        expect(findPassage(text, rewritten)).not.toBeNull()
      }),
      { numRuns: 1000 },
    )
  })

  it('offsets lie within the text and never inside a surrogate pair', () => {
    fc.assert(
      fc.property(slices, ({ text, quote }) => {
        const { start, end } = findPassage(text, quote) ?? { start: -1, end: -1 }
        expect(start).toBeGreaterThanOrEqual(0)
        expect(end).toBeGreaterThan(start)
        expect(end).toBeLessThanOrEqual(text.length)
        expect(text.slice(start, end)).not.toMatch(/\p{Surrogate}/u)
      }),
    )
  })

  it('nothing is thrown, not even at broken surrogates, and what is found is really there', () => {
    const anything = fc
      .string({ unit: 'binary', maxLength: 40 })
      .chain((text) => fc.constantFrom(text, `${text}\ud800`, `\udc00\u0301${text}`))
    fc.assert(
      fc.property(anything, anything, (text, quote) => {
        const passage = findPassage(text, quote)
        expect(typeof whyNotFound(text, quote)).toBe('string')
        if (passage !== null) expect(text.slice(passage.start, passage.end)).not.toBe('')
      }),
      { numRuns: 1000 },
    )
  })
})

it('a text once opened answers for many quotes', () => {
  const { findPassage: find, whyNotFound: why } = openText('Free to download. No field of use is excluded.')
  expect(find('Free')).toEqual({ start: 0, end: 4 })
  expect(find('No field')).toEqual({ start: 18, end: 26 })
  expect(find('paid')).toBeNull()
  expect(why('paid')).toBe('not even its first word, "paid", stands there')
})

it('long runs of invisible characters, marks and white space are read through', () => {
  const run = '\u200b'.repeat(300_000)
  expect(passageIn(`word${run}\u0301 then more`, 'then more')).toBe('then more')
  expect(passageIn(`${' '.repeat(300_000)}then more`, 'then more')).toBe('then more')
})

describe('why a quote is not found', () => {
  const text = 'Apache 2.0 permits commercial use, fine-tuning and redistribution.'
  it('says where it leaves the text', () => {
    expect(whyNotFound(text, 'Apache 2.0 permits all use')).toBe(
      'its beginning "Apache 2.0 permits" stands there, but "all" does not follow',
    )
    expect(whyNotFound(text, 'Apache 2.0 permits commercial use, fine-tuning and resale')).toBe(
      'its beginning "... 2.0 permits commercial use, fine-tuning and" stands there, but "resale" does not follow',
    )
    expect(whyNotFound(text, 'MIT permits it')).toBe('not even its first word, "MIT", stands there')
  })
  it('says when only the case differs, when it ends inside a letter and when it is too short', () => {
    expect(whyNotFound(text, 'apache 2.0 PERMITS')).toBe('it stands there only in other capital or small letters')
    expect(whyNotFound('le café', 'le cafe')).toBe('it begins or ends inside a letter, a word or a number of the text')
    expect(whyNotFound('costs 1,200 USD', '200 USD')).toBe('it begins or ends inside a letter, a word or a number of the text')
    expect(whyNotFound(text, '2.')).toBe('it has fewer than three letters or digits')
  })
})

describe('for any number', () => {
  const digits = fc.array(fc.constantFrom(...'0123456789'), { minLength: 2, maxLength: 4 }).map((parts) => parts.join(''))
  const between = fc.constantFrom(',', '.', '\u202f', "'", '/', ':', '-', '–', ' – ', '^', '×')
  const numbers = fc.record({
    before: fc.constantFrom('', '-', '−', '±', '≤ ', '< ', '$', '€ ', '+', '~'),
    number: fc.tuple(digits, between, digits).map(([a, sign, b]) => `${a}${sign}${b}`),
    after: fc.constantFrom('', '%', ' %', '€', 'k', '+', '/month', ' million', '-beta', '²', '½', '.x'),
  })

  it('no quote begins or ends within it', () => {
    fc.assert(
      fc.property(numbers, fc.nat(), ({ before, number, after }, at) => {
        const text = `It costs more than ${before}${number}${after} for everyone who asks.`
        const [from, to] = [before.length, before.length + number.length]
        const token = `${before}${number}${after}`
        const begin = 1 + (at % (to - 1))
        const begins = `${token.slice(begin)} for everyone who asks.`
        expect(findPassage(text, begins), begins).toBeNull()
        const end = from + 1 + (at % (token.length - from))
        const ends = `It costs more than ${token.slice(0, end)}`
        if (end < token.length) expect(findPassage(text, ends), ends).toBeNull()
        else expect(findPassage(text, ends), ends).not.toBeNull()
      }),
      { numRuns: 2000 },
    )
  })
})

describe('a quote that was copied out of a PDF', () => {
  const text = 'The scheduler keeps state-of-the-art queues. Pre- and post-build hooks run.'

  it('is found though a line’s end broke its words, also where a field made a space of it', () => {
    const whole = 'The scheduler keeps state-of-the-art queues.'
    expect(passageIn(text, 'The sched-\nuler keeps state-of-the-art queues.')).toBe(whole)
    expect(passageIn(text, 'The sched- uler keeps state-of-the-art queues.')).toBe(whole)
    expect(passageIn(text, 'The scheduler keeps state-of-\nthe-art queues.')).toBe(whole)
    expect(passageIn(text, 'Pre- and post-build hooks run.')).toBe('Pre- and post-build hooks run.')
  })

  it('is not found by putting numbers or other words together', () => {
    expect(passageIn('It takes 2030 ms.', 'It takes 20-\n30 ms.')).toBeNull()
    expect(passageIn(text, 'The sched-\nule keeps state')).toBeNull()
  })
})
