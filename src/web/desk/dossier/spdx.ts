import type { DossierValues } from '../../../contracts/dossier-form.js'
import type { LicenseTerms } from '../../../evidence/licenses/license-terms.js'

type License = readonly [id: string, name: string, commercialUse: LicenseTerms['commercialUse']]

let known: Promise<readonly License[]> | undefined

/** The licenses of the SPDX list: their ids, their names, and what is known of commercial use. Loaded when first used: there are 700. */
export function listLicenses(): Promise<readonly License[]> {
  known ??= Promise.all([import('spdx-license-list'), import('../../../evidence/licenses/license-terms.js')]).then(
    ([{ default: list }, { licenseTerms }]) => Object.entries(list).map(([id, { name }]) => [id, name, licenseTerms(id).commercialUse]),
  )
  return known
}

/**
 * Writes an SPDX id that someone wrote as the list does, whatever its capitals, fills in the name of a license of which only the id is written, and
 * proposes what is known of commercial use where nothing is said of it. An id that is as it was shown stays so, and proposes nothing, except to a
 * page that shows none yet of what its license was filled in with.
 */
export async function fillLicense(): Promise<(values: DossierValues, shown: DossierValues) => DossierValues> {
  const byId = new Map((await listLicenses()).map((license) => [license[0].toLowerCase(), license]))
  return (values, shown) => {
    const written = values['license.spdx']
    const [id, name, use] = byId.get(written?.toLowerCase() ?? '') ?? []
    if (id === undefined || name === undefined || use === undefined) return values
    const filled: Record<string, string> = { ...values }
    const before = shown['license.spdx']
    const isNameless = values['license.name'] === ''
    if (isNameless) filled['license.name'] = name
    if (written !== before) filled['license.spdx'] = id
    const isFound = before?.toLowerCase() !== id.toLowerCase()
    const isUnsaid = isFound && saysNothing(shown)
    const isUnseen = isNameless && shown['license.name'] === name && shown['license.commercialUse'] === use
    if (saysNothing(values) && (isUnsaid || isUnseen)) filled['license.commercialUse'] = use
    return filled
  }
}

function saysNothing(values: DossierValues): boolean {
  return (values['license.commercialUse'] ?? 'unknown') === 'unknown'
}

const licenseFields = ['license.spdx', 'license.name', 'license.commercialUse']

/** What `fillLicense` made otherwise than it was written: a page that shows the fields as written has to show this. Pure. */
export function filledIn(written: DossierValues, filled: DossierValues): string[] {
  return licenseFields.filter((path) => written[path] !== undefined && filled[path] !== written[path])
}
