import { isFamiliar, share } from './familiar-words.js'

/** One way to read a sentence that is written so that no one reads it. */
export type Reading = { text: string; how: string /** Whether it reads as English now, whatever it says. */; isProse: boolean }

const leet: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '8': 'b',
  '9': 'g',
  '@': 'a',
  $: 's',
  '!': 'i',
  '+': 't',
  '€': 'e',
  '|': 'l',
  '(': 'c',
}

/** How a sentence of folded text may be meant if it is not English as it is; none where it is. At most a few readings, each in linear time. */
export function readingsOf(words: string): Reading[] {
  return [...spacedOut(words), ...squeezed(words), ...inLeet(words), ...scrambled(words)]
}

/** `i g n o r e`, `i-g-n-o-r-e`, `i.g.n.o.r.e`: single letters with one sign between them. */
function spacedOut(words: string): Reading[] {
  const runs = words.match(/(?<![\p{L}\p{N}])\p{L}(?:[\s.\-_*·,]{1,3}\p{L}(?![\p{L}\p{N}])){7,}/gu) ?? []
  return runs.flatMap((run) => {
    const joined = run.replace(/[\s.\-_*·,]/g, '')
    const text = splitIntoWords(joined)
    return text === null ? [] : [{ text, how: 'with its letters spaced out', isProse: true }]
  })
}

/** `ignoreallpreviousinstructions`. */
function squeezed(words: string): Reading[] {
  const runs = words.match(/(?<![\p{L}\p{N}/.@])[a-z]{18,200}(?![\p{L}\p{N}/@])/gu) ?? []
  return runs.slice(0, 5).flatMap((run) => {
    const text = splitIntoWords(run)
    return text === null ? [] : [{ text, how: 'without spaces', isProse: false }]
  })
}

/** The fewest familiar words that a run of letters is made of, or null. Linear: no familiar word is longer than 14 letters. */
function splitIntoWords(run: string): string | null {
  const letters = run.slice(0, 1_000)
  const best: ({ from: number; count: number } | undefined)[] = [{ from: 0, count: 0 }]
  for (let to = 1; to <= letters.length; to += 1) {
    for (let from = Math.max(0, to - 14); from < to; from += 1) {
      const before = best[from]
      if (before === undefined || !isFamiliar(letters.slice(from, to))) continue
      if ((best[to]?.count ?? Number.POSITIVE_INFINITY) > before.count + 1) best[to] = { from, count: before.count + 1 }
    }
  }
  const found: string[] = []
  for (let to = letters.length; to > 0; ) {
    const step = best[to]
    if (step === undefined) return null
    found.unshift(letters.slice(step.from, to))
    to = step.from
  }
  return found.length / letters.length > 0.4 ? null : found.join(' ')
}

/** `1gn0re 7he rule5`: digits and signs within words that read as familiar ones without them. */
function inLeet(words: string): Reading[] {
  let changed = 0
  const read = words.replace(/[\p{L}\d@$!+€|(]{2,30}/gu, (word) => {
    if (!/[a-z]/.test(word) || !/[\d@$!+€|(]/.test(word.slice(0, -1) + word.slice(-1).replace(/[!(]/, ''))) return word
    const bare = word.replace(/[!(]$/, '')
    const options = [leetWord(bare, 'i'), leetWord(bare, 'l')]
    const meant = options.find(isFamiliar)
    if (meant === undefined) return word
    changed += 1
    return meant
  })
  return changed >= 2 ? [{ text: read, how: 'with digits for letters', isProse: false }] : []
}

function leetWord(word: string, one: string): string {
  return [...word].map((sign) => (sign === '1' ? one : (leet[sign] ?? sign))).join('')
}

/** Reversed, or with its alphabet shifted or mirrored. Only what is no English as it is: few of its words are familiar. */
function scrambled(words: string): Reading[] {
  const whole = unscrambled(words)
  if (whole.length > 0) return whole
  // Without an end of its own, it runs into the next sentence.
  const all = words.split(' ')
  return all.length < 12 ? [] : unscrambled(all.slice(0, 8).join(' '))
}

function unscrambled(words: string): Reading[] {
  const plain = words.match(/[a-z']{2,}/g) ?? []
  if (plain.join('').length < 16 || new Set(plain).size < 4 || share(plain) > 0.3) return []
  const turned = [...words].reverse().join('')
  const options = [
    { text: turned, how: 'backwards' },
    { text: words.replace(/[a-z]{2,}/g, (word) => [...word].reverse().join('')), how: 'with its words backwards' },
    { text: shift(words, (place) => 25 - place), how: 'in a mirrored alphabet' },
    ...Array.from({ length: 25 }, (_each, index) => ({
      text: shift(words, (place) => (place + index + 1) % 26),
      how: 'in a shifted alphabet',
    })),
  ]
  const read = options.map((option) => ({ ...option, familiar: share(option.text.match(/[a-z']{2,}/g) ?? []) }))
  const best = read.reduce((most, option) => (option.familiar > most.familiar ? option : most))
  return best.familiar >= 0.5 && best.familiar > 2 * share(plain) ? [{ text: best.text, how: best.how, isProse: true }] : []
}

/** Each letter of a to z by another; in place, since it is done for every shift of every sentence. */
function shift(words: string, move: (place: number) => number): string {
  const moved = Uint16Array.from({ length: 26 }, (_each, place) => 97 + move(place))
  const units = new Uint16Array(words.length)
  for (let at = 0; at < words.length; at += 1) {
    const unit = words.charCodeAt(at)
    units[at] = unit >= 97 && unit <= 122 ? (moved[unit - 97] ?? unit) : unit
  }
  return Buffer.from(units.buffer).toString('utf16le')
}
