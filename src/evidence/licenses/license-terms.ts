import { readExpression } from './expression.js'
import { readLicenseName } from './license-names.js'
import { type CommercialUse, findOwnLicense } from './own-licenses.js'
import { spdxLicenses } from './spdx-texts.js'

/** What a license allows. `isOpen`: whether it is free or open source by the OSI, the FSF or the Open Definition; null is not known. */
export type LicenseTerms = { name: string; spdx: string | null; isOpen: boolean | null; commercialUse: CommercialUse; summary: string }

type Kind = { test: RegExp; isOpen: boolean; commercialUse: CommercialUse; summary: string }

const kinds: readonly Kind[] = [
  { test: /^CC-BY-NC/, isOpen: false, commercialUse: 'no', summary: 'Commercial use is not allowed without an agreement with the owner.' },
  {
    test: /^CC-BY-ND/,
    isOpen: false,
    commercialUse: 'yes',
    summary: 'Commercial use is allowed with attribution, but sharing a changed version is not.',
  },
  {
    test: /^CC-BY-SA-/,
    isOpen: true,
    commercialUse: 'yes',
    summary: 'Commercial use is allowed with attribution; changed versions have to be shared under the same license.',
  },
  { test: /^CC-BY-\d/, isOpen: true, commercialUse: 'yes', summary: 'Commercial use is allowed with attribution.' },
  {
    test: /^(?:CC0|Unlicense|0BSD|MIT-0|WTFPL|CC-PDDC|CC-PDM|PDDL)/,
    isOpen: true,
    commercialUse: 'yes',
    summary: 'Commercial use is allowed without any condition.',
  },
  {
    test: /^BUSL-/,
    isOpen: false,
    commercialUse: 'conditional',
    summary:
      'Source available, not open source. Use in production only as far as the additional use grant allows; each version becomes open source at its change date.',
  },
  {
    test: /^SSPL-/,
    isOpen: false,
    commercialUse: 'conditional',
    summary:
      'Source available, not open source. Commercial use is allowed; who offers the software as a service must publish the source of the whole service.',
  },
  {
    test: /^Elastic-/,
    isOpen: false,
    commercialUse: 'conditional',
    summary:
      'Source available, not open source. Commercial use is allowed, but not offering the software to others as a hosted or managed service.',
  },
  {
    test: /^FSL-/,
    isOpen: false,
    commercialUse: 'conditional',
    summary:
      'Source available, not open source. Commercial use is allowed, but not a competing one; each version becomes open source after two years.',
  },
  {
    test: /^SUL-/,
    isOpen: false,
    commercialUse: 'conditional',
    summary: 'Source available, not open source. Use within a company is allowed; selling or hosting the software for others is not.',
  },
  {
    test: /^PolyForm-Noncommercial/,
    isOpen: false,
    commercialUse: 'no',
    summary: 'Source available, not open source. Non-commercial use alone.',
  },
  {
    test: /^PolyForm-Small-Business/,
    isOpen: false,
    commercialUse: 'conditional',
    summary:
      'Source available, not open source. Commercial use is allowed for companies of fewer than 100 people and less than one million US dollars of yearly revenue.',
  },
  {
    test: /^JSON$/,
    isOpen: false,
    commercialUse: 'conditional',
    summary: 'Commercial use is allowed, but the software must be used "for Good, not Evil", which is why it is not called free.',
  },
  {
    test: /^(?:Hippocratic|Parity|Prosperity|Aladdin|NPOSL|BSD-3-Clause-No-|BSD-Protection|CPOL|Commons-Clause|Community-Spec)/,
    isOpen: false,
    commercialUse: 'conditional',
    summary: 'Use is restricted; read the license for what it allows commercially.',
  },
  {
    test: /^AGPL-/,
    isOpen: true,
    commercialUse: 'yes',
    summary:
      'Commercial use is allowed; who changes the software and lets others use it, also over a network, must publish the source under the same license.',
  },
  {
    test: /^GPL-/,
    isOpen: true,
    commercialUse: 'yes',
    summary: 'Commercial use is allowed; who passes on the software or what is built on it must publish the source under the same license.',
  },
  {
    test: /^LGPL-/,
    isOpen: true,
    commercialUse: 'yes',
    summary:
      'Commercial use is allowed, also from closed-source products; changes of the library itself must be published under the same license.',
  },
  {
    test: /^(?:MPL|EPL|EUPL|CDDL|OSL|CPL|IPL|MS-RL|CECILL|CAL|RPL|QPL|LPL|APSL|SPL|ECL|NPL|copyleft-next)-?/,
    isOpen: true,
    commercialUse: 'yes',
    summary: 'Commercial use is allowed; changes of its files must be published under the same license.',
  },
  { test: /^(?:OFL)-/, isOpen: true, commercialUse: 'yes', summary: 'Commercial use is allowed; the fonts may not be sold by themselves.' },
  {
    test: /^(?:MIT|Apache-2|BSD-[23]-Clause$|ISC$|Zlib$|BSL-1|X11|BSD-4-Clause|NCSA|PostgreSQL|Python|PSF|UPL|BlueOak|Artistic-2|curl$|OpenSSL$|Ruby$|FTL$|IJG$|HPND$|Apache-1|W3C$|Unicode|MulanPSL|ODC-By|CDLA-Permissive|OpenMDW)/,
    isOpen: true,
    commercialUse: 'yes',
    summary: 'Commercial use is allowed, also in closed-source products; the license and copyright notice have to stay.',
  },
]

const osiSummary = 'Commercial use is allowed: the license is approved by the Open Source Initiative.'
const unknownSummary = 'What it allows commercially is not known; read the license.'

/** What a license allows, by its SPDX id, an SPDX expression or its name; what is not known is `unknown`. Pure. */
export function licenseTerms(spdxOrName: string): LicenseTerms {
  const expression = readExpression(spdxOrName)
  if (expression === null) return termsOfOne(spdxOrName.trim())
  const parts = expression.parts.map((part) => licenseTerms(part))
  const named = {
    name: parts.map(({ name }) => name).join(expression.operator === 'OR' ? ' or ' : ' and '),
    spdx: spdxOfAll(parts, expression.operator),
  }
  return { ...named, ...(expression.operator === 'OR' ? eitherOf(parts) : allOf(parts)) }
}

type Terms = Pick<LicenseTerms, 'isOpen' | 'commercialUse' | 'summary'>

function spdxOfAll(parts: readonly LicenseTerms[], operator: string): string | null {
  const ids = parts.flatMap(({ spdx }) => spdx ?? [])
  return ids.length === parts.length
    ? ids.map((id) => (/ OR /.test(id) && operator === 'AND' ? `(${id})` : id)).join(` ${operator} `)
    : null
}

const order: readonly CommercialUse[] = ['no', 'unknown', 'conditional', 'yes']

/** Someone who may choose has the better one. */
function eitherOf(parts: readonly LicenseTerms[]): Terms {
  const [best] = [...parts].sort(
    (a, b) => Number(b.isOpen === true) - Number(a.isOpen === true) || order.indexOf(b.commercialUse) - order.indexOf(a.commercialUse),
  )
  return {
    isOpen: best?.isOpen ?? null,
    commercialUse: best?.commercialUse ?? 'unknown',
    summary: `The user chooses. ${best?.name ?? ''}: ${best?.summary ?? ''}`,
  }
}

/** Who must keep all has the strictest. */
function allOf(parts: readonly LicenseTerms[]): Terms {
  const [worst] = [...parts].sort((a, b) => order.indexOf(a.commercialUse) - order.indexOf(b.commercialUse))
  const isOpen = parts.some((part) => part.isOpen === false) ? false : parts.every((part) => part.isOpen === true) ? true : null
  return {
    isOpen,
    commercialUse: worst?.commercialUse ?? 'unknown',
    summary: `All of them apply. ${worst?.name ?? ''}: ${worst?.summary ?? ''}`,
  }
}

function termsOfOne(value: string): LicenseTerms {
  const [, main = value, exception] = /^(\S+) WITH ([\w.-]*exception[\w.-]*)$/i.exec(value) ?? []
  const named = readLicenseName(main)
  const suffix = exception === undefined ? '' : ` WITH ${exception}`
  if (named?.spdx != null) {
    const { spdx, name } = named
    const kind = kinds.find(({ test }) => test.test(spdx))
    const label = { name: exception === undefined ? name : `${name} with ${exception}`, spdx: `${spdx}${suffix}` }
    if (kind !== undefined) return { ...label, isOpen: kind.isOpen, commercialUse: kind.commercialUse, summary: kind.summary }
    const isOsi = spdxLicenses().get(spdx)?.isOsiApproved === true
    return { ...label, isOpen: isOsi ? true : null, commercialUse: isOsi ? 'yes' : 'unknown', summary: isOsi ? osiSummary : unknownSummary }
  }
  const own = findOwnLicense(value)
  if (own !== null)
    return {
      name: own.name,
      spdx: null,
      isOpen: false,
      commercialUse: own.commercialUse,
      summary: `Source available, not open source. ${own.summary}`,
    }
  if (named !== null) return ofFamily(named.name)
  return { name: value.slice(0, 200), spdx: null, isOpen: null, commercialUse: 'unknown', summary: unknownSummary }
}

/** Every version of these is open and allows commercial use; of Creative Commons not every one does. */
function ofFamily(name: string): LicenseTerms {
  if (name === 'Creative Commons') return { name, spdx: null, isOpen: null, commercialUse: 'unknown', summary: unknownSummary }
  return {
    name,
    spdx: null,
    isOpen: true,
    commercialUse: 'yes',
    summary: 'Commercial use is allowed; which version of the license applies is not said.',
  }
}
