import type { Dossier } from '../../contracts/dossier.js'
import { readLetters } from './letters.js'
import { type NameRule, ruleOf } from './name-rules.js'
import { isOwnAlone, ownAddresses } from './own-addresses.js'
import { shortNames, vendorNames } from './spellings.js'
import { countWords, textsOf, type WordUse } from './word-use.js'

/** Who is masked, and what stands in place of the names: `Tool A` and `tool-a`. `name` and `slug` are the real ones; a rival has no slug. */
export type Party = { label: string; id: string; name: string; slug: string | null }

export type NameKind = 'tool' | 'vendor' | 'domain' | 'account'

/** A name as it is written, whose it is (a place in `parties`), and how it is kept apart from a word. */
export type Name = { text: string; party: number; kind: NameKind; rule: NameRule }

/** Everything that is masked, as data: what a preview shows, `maskDossier` replaces and `findLeaks` looks for. An earlier name wins over a later one. */
export type Names = { parties: readonly Party[]; names: readonly Name[] }

/** So many names at most: more would make every text slow to read. A dossier as it is entered has at most 100 rivals. */
export const mostNames = 4_000
const longestName = 200

type Wanted = Omit<Name, 'rule'> & { rule?: NameRule | null; isAccount?: boolean }

/**
 * What a blind run masks of a dossier's tool, its vendor and its rivals; with a second dossier, of both tools, so that each is masked in the other's
 * texts. Throws a `RangeError` for more than `mostNames` names.
 *
 * A name that is a word of English (Hunspell's dictionary, `isCommonWord`) would take the prose with it, so it counts only as the name is written
 * (`Bun`), whatever its case in code, handles and addresses, and at the start of a sentence, for words that often begin one (`Next`, `Make`), only
 * before what speaks of a thing (`is`, `runs`, `’s`, a version). What this misses: `make` and `next` in small letters in prose, `Next, …` at a start,
 * a plural in small letters, hyphens (`bun-like`) and all but usual compounds (`bunx`, `Makefile`). What it masks wrongly: the word in headings
 * in title case. An editor who sees in the preview that a name is missing adds it to the dossier: as its short name, or among its rivals.
 *
 * Not masked, and able to tell the tool to a model that knows it: people, places, events, model sizes and version numbers, commands and packages that
 * are called otherwise than the tool, what a name means, platforms that host it, words of licenses (`Apache`), and what only this tool does. Pure.
 */
export function namesOf(dossier: Dossier, other?: Dossier): Names {
  const dossiers = other === undefined ? [dossier] : [dossier, other]
  const texts = dossiers.flatMap(textsOf)
  const use = countWords(texts)
  const tools = dossiers.map(({ tool }, index): Party => {
    const letter = index === 0 ? 'A' : 'B'
    return { label: `Tool ${letter}`, id: `tool-${letter.toLowerCase()}`, name: tool.name, slug: tool.slug }
  })
  const named = dossiers.flatMap(({ tool }, party) => wantedOfTool(tool, party))
  const vendors = dossiers.flatMap(({ tool }, party) => vendorNames(tool.vendor).map((text): Wanted => ({ text, party, kind: 'vendor' })))
  const rivals = rivalsOf(dossiers, [...named, ...vendors])
  const rivalNames = rivals.map((text, index): Wanted => ({ text, party: tools.length + index, kind: 'tool' }))
  const short = (wanted: readonly Wanted[]) => wanted.flatMap((one) => shortOf(one, use, texts))
  const own = [...named, ...vendors, ...short([...named, ...vendors])]
  const names = dedupe([
    ...[...named, ...vendors, ...rivalNames],
    ...short([...named, ...vendors]),
    ...dossiers.flatMap((one, party) => wantedOfAddresses(one, party, own)),
    ...short(rivalNames),
  ])
  if (names.length > mostNames)
    throw new RangeError(`the dossier gives ${names.length} names to mask, more than ${mostNames}: name fewer rivals`)
  return {
    parties: [
      ...tools,
      ...rivals.map((name, index): Party => ({ label: `Rival ${index + 1}`, id: `rival-${index + 1}`, name, slug: null })),
    ],
    names,
  }
}

function wantedOfTool({ name, shortName, slug }: Dossier['tool'], party: number): Wanted[] {
  const written: Wanted[] = [name, ...(shortName === null ? [] : [shortName])].map((text) => ({ text, party, kind: 'tool' }))
  return [...written, { text: slug, party, kind: 'tool', isAccount: true }]
}

function shortOf({ text, party, kind }: Wanted, use: WordUse, texts: readonly string[]): Wanted[] {
  return shortNames(text, use, texts).map((short) => ({ text: short, party, kind }))
}

/** The rivals of all dossiers, each once, without those that are one of the tools or vendors themselves. */
function rivalsOf(dossiers: readonly Dossier[], own: readonly Wanted[]): string[] {
  const known = new Set(own.map(({ text }) => keyOf(text)))
  const rivals = dossiers.flatMap((dossier) => dossier.rivals)
  return rivals.filter((rival) => {
    const key = keyOf(rival)
    if (known.has(key)) return false
    known.add(key)
    return true
  })
}

function wantedOfAddresses(dossier: Dossier, party: number, own: readonly Wanted[]): Wanted[] {
  const keys = own.filter((name) => name.party === party && ruleOf(name.text) !== null).map(({ text }) => keyOf(text))
  const whole = new Set(keys)
  const parts = keys.filter((key) => key.length > 3)
  const isKnown = (name: string) => {
    const key = keyOf(name)
    return whole.has(key) || parts.some((part) => key.includes(part) && ruleOf(part) === 'anywhere')
  }
  return ownAddresses(dossier, isKnown).flatMap((address): Wanted[] => {
    if (address.kind === 'domain') {
      const domain: Wanted = { text: address.domain, party, kind: 'domain', rule: 'address' }
      return [domain, ...(isOwnAlone(address.label) ? [{ text: address.label, party, kind: 'account', isAccount: true } as const] : [])]
    }
    const { owner, name } = address
    const alone = [owner, name].filter((part) => part !== null && isOwnAlone(part)) as string[]
    const pair: Wanted[] = owner === null || name === null ? [] : [{ text: `${owner}/${name}`, party, kind: 'account', rule: 'address' }]
    return [...pair, ...alone.map((text): Wanted => ({ text, party, kind: 'account', isAccount: true }))]
  })
}

const keyOf = (name: string) => readLetters(name.slice(0, longestName)).text

const strength: readonly NameRule[] = ['address', 'code', 'written', 'word', 'anywhere']

/** Each spelling once; where two are the same letters, the first one's party with the stronger rule, but an address beside a name. */
function dedupe(wanted: readonly Wanted[]): Name[] {
  const kept = new Map<string, Name>()
  for (const { text, party, kind, rule: given, isAccount } of wanted) {
    const short = text.slice(0, longestName).trim()
    const rule = given === undefined ? ruleOf(short, isAccount) : given
    if (rule === null) continue
    const key = `${rule === 'address' ? 'address ' : ''}${keyOf(short)}`
    const known = kept.get(key)
    if (known === undefined) kept.set(key, { text: short, party, kind, rule })
    else if (known.party === party && strength.indexOf(rule) > strength.indexOf(known.rule)) kept.set(key, { ...known, rule })
  }
  return [...kept.values()]
}
