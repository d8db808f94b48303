import type { DossierValues } from '../../../contracts/dossier-form.js'

let known: Promise<ReadonlyMap<string, string>> | undefined

/** The licenses of the SPDX list by their ids, with their names. Loaded when first used: there are 700. */
export function spdxNames(): Promise<ReadonlyMap<string, string>> {
  known ??= import('spdx-license-list').then(({ default: list }) => new Map(Object.entries(list).map(([id, { name }]) => [id, name])))
  return known
}

/**
 * Writes an SPDX id that someone wrote as the list does, whatever its capitals, and fills in the name of a license of which only the id is written.
 * An id that is as it was shown stays so.
 */
export async function fillLicenseName(): Promise<(values: DossierValues, shown: DossierValues) => DossierValues> {
  const names = await spdxNames()
  const ids = new Map([...names.keys()].map((id) => [id.toLowerCase(), id]))
  return (values, shown) => {
    const written = values['license.spdx']
    const id = ids.get(written?.toLowerCase() ?? '')
    if (written === undefined || id === undefined) return values
    const spdx = written === shown['license.spdx'] ? written : id
    return { ...values, 'license.spdx': spdx, ...(values['license.name'] === '' ? { 'license.name': names.get(id) ?? '' } : {}) }
  }
}
