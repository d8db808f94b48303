import type { DossierValues } from '../../../contracts/dossier-form.js'

let known: Promise<ReadonlyMap<string, string>> | undefined

/** The licenses of the SPDX list by their ids, with their names. Loaded when first used: there are 700. */
export function spdxNames(): Promise<ReadonlyMap<string, string>> {
  known ??= import('spdx-license-list').then(({ default: list }) => new Map(Object.entries(list).map(([id, { name }]) => [id, name])))
  return known
}

/** Fills in the name of a license of which only the SPDX id is written. */
export async function fillLicenseName(): Promise<(values: DossierValues) => DossierValues> {
  const names = await spdxNames()
  return (values) => {
    const name = values['license.name'] === '' ? names.get(values['license.spdx'] ?? '') : undefined
    return name === undefined ? values : { ...values, 'license.name': name }
  }
}
