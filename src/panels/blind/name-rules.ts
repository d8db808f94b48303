import { isFamiliar } from '../../evidence/steering/familiar-words.js'
import { isAllowedName, isOrdinaryWord, isProperToo } from '../draft/particulars/known-words.js'
import { gap, readLetters } from './letters.js'

/**
 * How names and words are kept apart.
 * - `anywhere`: no word of English. Any case, however it is joined or split, also within longer words that are no English either (`ferrydocs`).
 * - `word`: the same for two or three letters (`uv`, `k6`), and only as a word of its own.
 * - `written`: a word of English (`Bun`, `Next`): written as the name is, or as a part of code or of an address.
 * - `code`: a word of English that names an account, a package or a repository: as a part of code or of an address alone.
 * - `address`: to the letter with its dots and slashes (`ink.example`, `ferry/ink`).
 */
export type NameRule = 'anywhere' | 'word' | 'written' | 'code' | 'address'

/** What every second dossier names: as a part of a longer name it names no one, as in `Docker Swarm` and `Google Cloud`. */
const platforms = new Set(
  (
    'github gitlab bitbucket npm pypi docker kubernetes python javascript typescript java rust golang node nodejs react vue angular linux unix windows macos ' +
    'android ios apple google microsoft amazon aws azure gcp facebook meta twitter youtube linkedin discord slack reddit hugging face huggingface postgres ' +
    'postgresql mysql sqlite redis mongodb elasticsearch kafka graphql webassembly wasm chrome chromium firefox safari nvidia intel amd arm openapi ' +
    'markdown django flask rails laravel spring dotnet php ruby swift kotlin scala bash zsh git terraform ansible jenkins'
  ).split(' '),
)
/** Words of licenses, by which every dossier says its terms. */
const licenses = new Set(
  'apache mit bsd isc gnu gpl agpl lgpl mozilla mpl eclipse epl boost zlib unlicense creative commons sspl busl spdx osi'.split(' '),
)
/** What a name has behind it, or leaves out. */
const suffixes = new Set(
  (
    'js ts jsx py rs go net io ai dev app com org sh so co hq lab labs inc incorporated pbc llc llp ltd limited corp corporation company gmbh ag sa sas sarl bv nv plc ' +
    'ab oy se foundation project team group holding holdings technologies technology software systems solutions sdk cli api db cloud pro plus enterprise ' +
    'community edition framework platform studio instruct chat preview beta alpha version'
  ).split(' '),
)
/** Verbs and nouns that begin sentences, headings and items in what developers write, beside the most frequent words. */
const openers = new Set(
  (
    'go run build deploy render fly start stop open close see try install add create check set read click select push pull test import export copy move save load ' +
    'edit delete remove update upgrade join learn find keep note code data cloud web app apps server client base core stack hub kit flow bolt dash space render ' +
    'simple fast quick easy smart pure plain raw live local remote public private general common standard custom default native universal stable latest'
  ).split(' '),
)
const noOnes = new Set(
  'community independent various unknown none volunteers contributors individual anonymous unaffiliated multiple several self many'.split(
    ' ',
  ),
)

/** What a dictionary's word may have before or behind it, and a name too: `Preact`, `Docker`. */
const affixed = /^(?:un|re|non|pre|in|dis|de|over|mis|co|sub|self|out|under)|(?:ers?|able|ive|ions?|less)$/

/** What tools of one name are called: `golang`, `bunx`, `absurdctl`, `usebun`. */
const endings = new Set('js ts jsx py rs lang ctl cli sdk api db kit ui x hq app dev io ai labs file rc up'.split(' '))
const beginnings = new Set('use get try with lib py node go js my awesome'.split(' '))

/** Whether a word is a name with what such names have before or behind them, and no word of English. */
export function isNameWithAffix(word: string, name: string): boolean {
  const isMade =
    (word.startsWith(name) && endings.has(word.slice(name.length))) || (word.endsWith(name) && beginnings.has(word.slice(0, -name.length)))
  return isMade && !isCommonWord(word)
}

/** Whether a word, folded, is one of English, or of this field: in the dictionary, or a plural or a verb's form of one that is. */
export function isCommonWord(word: string): boolean {
  // `isProperToo` asks the dictionary for the word as it is given, here in lower case.
  return isProperToo(word) || (isOrdinaryWord(word) && !affixed.test(word)) || isAllowedName(word) || isFamiliar(word)
}

/** Whether a word of English often begins a sentence, where its capital says nothing. */
export function isOpener(word: string): boolean {
  return isFamiliar(word) || openers.has(word)
}

/** Whether a word stands for no one by itself: of a platform, a license, a legal form, or of what people are. */
export function isGeneric(word: string): boolean {
  return platforms.has(word) || licenses.has(word) || suffixes.has(word) || noOnes.has(word) || isAllowedName(word)
}

/** Whether a word may be left out at the end of a name: `AI`, `.js`, `Inc`, `3.1`, `8B`. */
export function isSuffix(word: string): boolean {
  return suffixes.has(word) || /^v?\d+[a-z]{0,2}$/.test(word)
}

/** A name's words, folded: at its spaces and signs, and with `atHumps` within `camelCase` too. */
export function wordsOf(name: string, atHumps = false): string[] {
  const { text, gaps, capitals } = readLetters(name)
  const words: string[] = []
  for (let at = 0; at < text.length; at += 1) {
    const isHump = atHumps && at > 0 && capitals[at] === 1 && (capitals[at - 1] === 0 || (at + 1 < text.length && capitals[at + 1] === 0))
    if (at === 0 || gaps[at] !== gap.none || isHump) words.push('')
    words[words.length - 1] += text.charAt(at)
  }
  return words
}

/** The rule of a name; null for one that tells nothing: a number, a license's or no one's. `isAccount` is for names of packages and accounts. Pure. */
export function ruleOf(name: string, isAccount = false): NameRule | null {
  const words = wordsOf(name)
  const joined = words.join('')
  const isNoOne = words.some((word) => noOnes.has(word)) && words.every((word) => noOnes.has(word) || isFamiliar(word) || word === 'source')
  if (joined === '' || /^\d+$/.test(joined) || licenses.has(joined) || isNoOne) return null
  // `DockYards` is written as no word is.
  const hasHump = wordsOf(name, true).length > words.length && !isProperToo(joined)
  const isCommon = words.every((word) => isOpener(word) || /^\d+$/.test(word)) || (isCommonWord(joined) && !hasHump)
  if (isCommon) return isAccount ? 'code' : 'written'
  const isLatin = /^[\da-z]+$/.test(joined)
  if (joined.length <= (isLatin ? 3 : 1)) return joined.length === 1 ? 'written' : 'word'
  return 'anywhere'
}
