import { dateKeys } from './dates.js'
import { isGerman } from './german.js'
import { isLicense } from './kinds.js'
import { type Mention, type Reading, readMentions } from './mentions.js'
import { nameForm, readSigned } from './names.js'
import { inMonths, retoldAmounts } from './retold.js'
import { percentsNear, unitsRounded } from './rounded.js'
import { initialsIn, licenseWords } from './short-forms.js'

/** What texts say, ready to be asked: words, amounts with their units, versions with their names, dates. */
export type Grounds = {
  words: ReadonlySet<string>
  /** Those of them that are written in lower case somewhere. */
  lowerCase: ReadonlySet<string>
  /** Two neighbouring words written as one: `huggingface`. */
  joined: ReadonlySet<string>
  amounts: ReadonlyMap<string, ReadonlySet<string>>
  /** By the name before them; under the empty name all of them but those of licenses. */
  versions: ReadonlyMap<string, ReadonlySet<string>>
  dates: ReadonlySet<string>
}

/** The key for the versions of licenses, which no one means by a mere `v2.0`; a license may be written by other names. */
const ofLicenses = ' license'

/** Reads texts once, so that what others claim of them can be looked up. Linear in their length. */
export function readGrounds(texts: readonly string[]): Grounds {
  const words = new Set<string>()
  const lowerCase = new Set<string>()
  const joined = new Set<string>()
  const amounts = new Map<string, Set<string>>()
  const versions = new Map<string, Set<string>>()
  const dates = new Set<string>()
  const add = (map: Map<string, Set<string>>, key: string, value: string) => map.set(key, (map.get(key) ?? new Set()).add(value))
  for (const text of texts) {
    const reading = readMentions(text)
    addWords(reading, words, joined)
    for (const initials of initialsIn(reading.tokens)) words.add(initials)
    for (const { text: word, lower } of reading.tokens) if (word === lower) lowerCase.add(word)
    const isInGerman = isGerman(reading.tokens)
    for (const [value, unit] of retoldAmounts(reading)) add(amounts, amountKey(value), unit)
    for (const mention of reading.mentions) {
      if (mention.kind === 'date') for (const key of dateKeys(mention).included) dates.add(key)
      if (mention.kind === 'date' && mention.isPlain) add(amounts, amountKey(mention.year ?? 0), 'bare')
      if (mention.kind === 'date' && mention.day !== null) add(amounts, amountKey(mention.day), 'ordinal')
      if (mention.kind === 'vague') {
        words.add(mention.word)
        for (const percent of shares.get(mention.word) ?? []) add(amounts, amountKey(percent), '%')
      }
      if (mention.kind === 'version') {
        const { name, version } = mention
        for (const of of [name !== null && isLicense(name) ? ofLicenses : '', name ?? '']) add(versions, of, version)
        // "Nachmittag 26 Dienste": where every noun has a capital, it is no name.
        if (!Number.isNaN(Number(version))) add(amounts, amountKey(Number(version)), isInGerman ? 'bare' : 'version')
      }
      if (mention.kind !== 'amount') continue
      for (const [value, unit] of waysToRead(mention)) add(amounts, amountKey(value), unit)
    }
  }
  for (const word of licenseWords(words)) words.add(word)
  return { words, lowerCase, joined, amounts, versions, dates }
}

/** The grounds of two lists of texts, as if they had been read together. */
export function joinGrounds(some: Grounds, others: Grounds): Grounds {
  return {
    words: joinSets(some.words, others.words),
    lowerCase: joinSets(some.lowerCase, others.lowerCase),
    joined: joinSets(some.joined, others.joined),
    amounts: joinMaps(some.amounts, others.amounts),
    versions: joinMaps(some.versions, others.versions),
    dates: joinSets(some.dates, others.dates),
  }
}

type Sets = ReadonlyMap<string, ReadonlySet<string>>

function joinMaps(some: Sets, others: Sets): Sets {
  const joined = new Map(some)
  for (const [key, values] of others) joined.set(key, joinSets(joined.get(key) ?? values, values))
  return joined
}

function joinSets(some: ReadonlySet<string>, others: ReadonlySet<string>): ReadonlySet<string> {
  if (others === some || others.size === 0) return some
  const joined = new Set(some)
  for (const value of others) joined.add(value)
  return joined
}

function addWords({ tokens }: Reading, words: Set<string>, joined: Set<string>): void {
  let before: { form: string; isNamed: boolean } | null = null
  for (const [index, token] of tokens.entries()) {
    if (token.kind === 'mark') continue
    const form = nameForm(token)
    const signed = readSigned(tokens, index)
    if (signed !== null) words.add(signed.word)
    words.add(form)
    words.add(token.lower)
    for (const part of token.lower.split('.')) words.add(part)
    const isNamed = token.text !== token.lower
    if (before !== null && (isNamed || before.isNamed)) joined.add(before.form + form)
    before = { form, isNamed }
  }
}

/** Whether the texts say what is mentioned: the same words, the same number of the same kind, a date that lies in it. */
export function isGrounded(mention: Mention, grounds: Grounds): boolean {
  if (mention.kind === 'name') return isKnownName(mention.words, grounds)
  if (mention.kind === 'vague') return grounds.words.has(mention.word) || isKnownShare(mention.word, grounds)
  if (mention.kind === 'version') return isKnownVersion(mention, grounds)
  if (mention.kind === 'date') {
    return grounds.dates.has(dateKeys(mention).own) || (mention.isPlain && grounds.amounts.has(amountKey(mention.year ?? 0)))
  }
  return waysToRead(mention).some(([value, unit]) => {
    const units = [...(grounds.amounts.get(amountKey(value)) ?? []), ...(mention.isRound ? unitsRounded(grounds.amounts, value) : [])]
    return units.some((other) => isSameKind(unit, other))
  })
}

/** What parts are in percent. */
const shares = new Map([
  ['half', [50]],
  ['third', [33, 33.3]],
  ['thirds', [66, 67, 66.7]],
  ['quarter', [25]],
  ['quarters', [75]],
  ['fifth', [20]],
  ['tenth', [10]],
])

function isKnownShare(word: string, { amounts }: Grounds): boolean {
  return (shares.get(word) ?? []).some((percent) => percentsNear(amounts, percent))
}

/** An amount's values with their units, and with the unit that it may share with the number behind it. */
function waysToRead(mention: Extract<Mention, { kind: 'amount' }>): [value: number, unit: string][] {
  const { values, unit, shared } = mention
  const own = [...values.map((value): [number, string] => [value, unit]), ...inMonths(mention)]
  return shared === null ? own : [...own, ...values.map((value): [number, string] => [value * shared.factor, shared.unit])]
}

/** Each word, or the words written as one. */
function isKnownName(words: readonly string[], grounds: Grounds): boolean {
  const isKnown = (word: string) => grounds.words.has(word) || grounds.joined.has(word)
  return words.every(isKnown) || isKnown(words.join('')) || words.every((word) => isKnown(word.replaceAll('.', '')))
}

/** A name that the texts have with other versions and never with this one is another thing; of a name they lack, the name itself is reported. */
function isKnownVersion({ version, name, text }: Extract<Mention, { kind: 'version' }>, { versions, amounts }: Grounds): boolean {
  const own = name === null ? undefined : versions.get(name)
  if (own !== undefined) return own.has(version)
  if (versions.get('')?.has(version) === true) return true
  if (name !== null && isLicense(name) && versions.get(ofLicenses)?.has(version) === true) return true
  // `v2` is no mere two.
  const asAmount = /^v\d/i.test(text) && Number.isInteger(Number(version)) ? undefined : amounts.get(amountKey(Number(version)))
  return asAmount?.has('bare') === true || asAmount?.has('count') === true
}

/** A plain number may be any; a counted one is no price, share, size or time. */
function isSameKind(unit: string, other: string): boolean {
  if (unit === other || unit === 'bare') return true
  if (unit === 'times') return other === 'bare'
  const counted = ['count', 'bare', 'ordinal', 'bit']
  return counted.includes(unit) && counted.includes(other)
}

function amountKey(value: number): string {
  return value.toPrecision(6)
}
