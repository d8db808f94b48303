import type { Mention } from './mentions.js'

/** What a particular is one of: a price is compared with prices, and never with a version. */
export type Kind = 'price' | 'percent' | 'size' | 'time' | 'times' | 'count' | 'date' | 'version' | 'license' | 'name' | 'share'

/** What a particular is one of. */
export function kindOf(mention: Mention): Kind {
  if (mention.kind === 'name') return mention.words.some(isLicense) ? 'license' : 'name'
  if (mention.kind === 'version') return mention.name !== null && isLicense(mention.name) ? 'license' : 'version'
  if (mention.kind === 'date') return 'date'
  if (mention.kind === 'vague') return 'share'
  const { unit } = mention
  if (/^[A-Z]{1,3}\$?$/.test(unit)) return 'price'
  return unitKinds.get(unit) ?? 'count'
}

const unitKinds = new Map<string, Kind>([
  ['%', 'percent'],
  ['byte', 'size'],
  ['bit', 'size'],
  ['second', 'time'],
  ['times', 'times'],
])

const licenses = new Set(
  (
    'mit apache gpl lgpl agpl bsd isc mpl mozilla epl eupl cddl sspl busl bsl fsl elv elastic unlicense cc cc0 zlib wtfpl artistic openrail rail polyform ' +
    'gnu affero creative commons copyleft ofl odbl cpl ecl ms-pl upl gplv2 gplv3 agplv3 lgplv3 mitx boost 0bsd'
  ).split(' '),
)

/** Whether a word, in lower case, is one that licenses are called by. */
export function isLicense(word: string): boolean {
  return licenses.has(word)
}

/** How licenses are called at length: who names one has named the other. */
export const licenseNames: [short: string, words: string][] = [
  ['mpl', 'mozilla public'],
  ['gpl', 'gnu general public'],
  ['lgpl', 'gnu lesser general public'],
  ['agpl', 'gnu affero general public'],
  ['apache', 'apache'],
  ['epl', 'eclipse public'],
  ['eupl', 'european union public'],
  ['busl', 'business source'],
  ['bsl', 'business source'],
  ['sspl', 'server side public'],
  ['fsl', 'functional source'],
  ['elv', 'elastic'],
  ['cc', 'creative commons'],
  ['cddl', 'common development distribution'],
  ['ofl', 'open font'],
]
