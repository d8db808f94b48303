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
 * proposes what is known of commercial use where nothing is said of it. An id that is as it was shown stays so, and proposes nothing.
 */
export async function fillLicense(): Promise<(values: DossierValues, shown: DossierValues) => DossierValues> {
  const byId = new Map((await listLicenses()).map((license) => [license[0].toLowerCase(), license]))
  return (values, shown) => {
    const written = values['license.spdx']
    const [id, name, use] = byId.get(written?.toLowerCase() ?? '') ?? []
    if (id === undefined || name === undefined || use === undefined) return values
    const filled: Record<string, string> = { ...values }
    if (values['license.name'] === '') filled['license.name'] = name
    if (written === shown['license.spdx']) return filled
    filled['license.spdx'] = id
    const isOpen = [values, shown].every((each) => (each['license.commercialUse'] ?? 'unknown') === 'unknown')
    if (isOpen) filled['license.commercialUse'] = use
    return filled
  }
}
