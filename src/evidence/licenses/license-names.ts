import { commonLicenses, spdxLicenses } from './spdx-texts.js'

const longestName = 200

/** Word → the word that ids have for it; an empty one is left out. After the phrases. */
const shorter = new Map(
  Object.entries({
    ...{
      the: '',
      license: '',
      licence: '',
      licenses: '',
      licensed: '',
      lizenz: '',
      licencia: '',
      version: '',
      v: '',
      gnu: '',
      software: '',
      public: '',
    },
    ...{ international: '', unported: '', universal: '', generic: '', osi: '', approved: '', terms: '', of: '', under: '', agreement: '' },
    ...{
      gplv: 'gpl',
      lgplv: 'lgpl',
      agplv: 'agpl',
      mplv: 'mpl',
      eplv: 'epl',
      apachev: 'apache',
      noncommercial: 'nc',
      noderivatives: 'nd',
      noderivs: 'nd',
    },
    ...{ sharealike: 'sa', attribution: 'by', expat: 'mit', busl: 'bsl', clauses: 'clause', asl: 'apache', al: 'apache' },
  }),
)
const phrases: readonly [RegExp, string][] = [
  [/affero general public/g, 'agpl'],
  [/(?:lesser|library) general public/g, 'lgpl'],
  [/general public/g, 'gpl'],
  [/mozilla public/g, 'mpl'],
  [/eclipse public/g, 'epl'],
  [/european union public/g, 'eupl'],
  [/server side public/g, 'sspl'],
  [/business source/g, 'bsl'],
  [/functional source/g, 'fsl'],
  [/sustainable use/g, 'sul'],
  [/creative commons zero|cc zero/g, 'cc0'],
  [/creative commons/g, 'cc'],
  [/non commercial/g, 'nc'],
  [/share alike/g, 'sa'],
  [/no deriv(?:ative)?s/g, 'nd'],
  [/or (?:any )?(?:later|newer|above)(?: versions?)?|or \(?at your option\)? any later(?: versions?)?|\+/g, ' later '],
  [/three clause|3 clause/g, '3 clause'],
  [/two clause|2 clause|simplified bsd/g, '2 clause'],
  [/new bsd|revised bsd|modified bsd/g, 'bsd 3 clause'],
  [/apache 2(?: 0)? with llvm exceptions?/g, 'apache 2 llvm'],
]

/** Other names, as `nameKey` makes them, of licenses that the list calls otherwise. */
const otherNames: Readonly<Record<string, string>> = {
  'mit x11': 'MIT',
  'x11 mit': 'MIT',
  'mit style': 'MIT',
  apache2: 'Apache-2.0',
  'apache software 2': 'Apache-2.0',
  'bsd 3': 'BSD-3-Clause',
  '3 clause bsd': 'BSD-3-Clause',
  'bsd 2': 'BSD-2-Clause',
  '2 clause bsd': 'BSD-2-Clause',
  '2 clause': 'BSD-2-Clause',
  'zero clause bsd': '0BSD',
  'bsd zero clause': '0BSD',
  'mit no': 'MIT-0',
  'bsl 1': 'BSL-1.0',
  boost: 'BSL-1.0',
  'boost 1': 'BSL-1.0',
  'bsl 1.1': 'BUSL-1.1',
  bsl: 'BUSL-1.1',
  fsl: 'FSL-1.1-ALv2',
  'fsl 1.1 apache 2': 'FSL-1.1-ALv2',
  'fsl 1.1 apache 2 future': 'FSL-1.1-ALv2',
  sspl: 'SSPL-1.0',
  'sspl 1': 'SSPL-1.0',
  'elastic 2': 'Elastic-2.0',
  elv2: 'Elastic-2.0',
  'elv 2': 'Elastic-2.0',
  sul: 'SUL-1.0',
  'polyform nc': 'PolyForm-Noncommercial-1.0.0',
  'polyform nc 1': 'PolyForm-Noncommercial-1.0.0',
  'polyform small business': 'PolyForm-Small-Business-1.0.0',
  unlicense: 'Unlicense',
  cc0: 'CC0-1.0',
  'cc by nc': 'CC-BY-NC-4.0',
  postgresql: 'PostgreSQL',
  'gpl 2 later': 'GPL-2.0-or-later',
  'gpl 3 later': 'GPL-3.0-or-later',
  'agpl 3 later': 'AGPL-3.0-or-later',
  'lgpl 3 later': 'LGPL-3.0-or-later',
  'lgpl 2.1 later': 'LGPL-2.1-or-later',
  'epl 2': 'EPL-2.0',
}

/** Families whose version a name leaves open: known, but no id. */
const families: Readonly<Record<string, string>> = {
  bsd: 'BSD License',
  gpl: 'GNU General Public License',
  lgpl: 'GNU Lesser General Public License',
  agpl: 'GNU Affero General Public License',
  apache: 'Apache License',
  mpl: 'Mozilla Public License',
  cc: 'Creative Commons',
}

/** A license's name as compared: `GNU General Public License v3.0 or later` and `GPL-3.0+` are both `gpl 3 later`. */
export function nameKey(name: string): string {
  let text = name
    .slice(0, longestName)
    .toLowerCase()
    .replace(/[-_/,()"'“”]/g, ' ')
    .replace(/\s+/g, ' ')
  for (const [phrase, short] of phrases) text = text.replace(phrase, short)
  const words = text.match(/\d+(?:\.\d+)*|0bsd|cc0|alv2|apache2|elv2|x11|\p{L}+/gu) ?? []
  return words
    .map((word) => shorter.get(word) ?? word.replace(/^(\d+)(?:\.0)+$/, '$1').replace('alv2', 'apache 2'))
    .filter((word) => word !== '')
    .filter((word, index, all) => word !== all[index - 1])
    .join(' ')
}

let known: { all: ReadonlyMap<string, string>; common: ReadonlyMap<string, string> } | null = null

/** Key of a name → SPDX id: of the whole list, and of what is named in running text. */
function knownNames() {
  if (known !== null) return known
  const ids = [...spdxLicenses().values()]
  const isOld = (id: string) => /\+$|^(?:A|L)?GPL-\d\.\d$|-with-/.test(id)
  const all = new Map<string, string>()
  const add = (key: string, id: string) => {
    if (key !== '' && !all.has(key)) all.set(key, id)
  }
  for (const id of commonLicenses) add(nameKey(id), id)
  for (const { id, name } of ids.filter((one) => !isOld(one.id))) for (const key of [nameKey(id), nameKey(name)]) add(key, id)
  for (const { id } of ids) if (/^(?:A|L)?GPL-\d\.\d$/.test(id)) add(nameKey(id), `${id}-only`)
  for (const [key, id] of Object.entries(otherNames)) all.set(key, id)
  const isCommon = new Set([...commonLicenses, ...Object.values(otherNames)])
  const inText = (id: string) => isCommon.has(id) || /^(?:CC-BY|[AL]?GPL|EUPL|MPL|PolyForm|FSL)-/.test(id)
  known = { all, common: new Map([...all].filter(([key, id]) => inText(id) && key !== 'json' && /[a-z]/.test(key) && key !== 'by')) }
  return known
}

export type NamedLicense = { spdx: string | null; name: string }

/** The license that a whole value names, as a registry states it: an id, a full name or a usual short form. Null where it names none. */
export function readLicenseName(value: string): NamedLicense | null {
  const exact = spdxLicenses().get(value.trim())
  if (exact !== undefined && !/\+$|^(?:A|L)?GPL-\d\.\d$/.test(exact.id)) return { spdx: exact.id, name: exact.name }
  const [bare = '', short = ''] = value
    .slice(0, longestName)
    .replace(/^license\s*::\s*(?:osi approved\s*::\s*)?/i, '')
    .split('(')
  const { all } = knownNames()
  return named(nameKey(`${bare} ${short}`), all) ?? named(nameKey(bare), all) ?? named(nameKey(short), all)
}

/** The same of words in running text, where a license of a name like `Fair` or `Ruby` is an ordinary word. */
export function readNameInText(words: string): NamedLicense | null {
  return named(nameKey(words), knownNames().common)
}

function named(key: string, names: ReadonlyMap<string, string>): NamedLicense | null {
  const id = names.get(key)
  if (id !== undefined) return { spdx: id, name: spdxLicenses().get(id)?.name ?? id }
  const family = families[key]
  return family === undefined ? null : { spdx: null, name: family }
}
