import type { Dossier, DossierFile } from '../../contracts/dossier.js'
import { writeYaml } from '../../platform/input/write-yaml.js'

/** A dossier as an editor writes it: without what is made when it is frozen. Pure. */
export function dossierFileOf({ sha256: _hash, sources, ...dossier }: Dossier): DossierFile {
  return { ...dossier, sources: sources.map(({ sha256: _sha256, units: _units, steering: _steering, ...source }) => source) }
}

/**
 * A dossier as the YAML that `parseDossier` reads: the same document again, hash and all, where it was frozen by this version. `schemaUrl` is
 * the address of its JSON Schema, which the first line names for editors.
 */
export function writeDossier(dossier: Dossier, schemaUrl: string): string {
  return `${schemaComment(schemaUrl)}${writeYaml(dossierFileOf(dossier))}`
}

/** The line by which editors know the JSON Schema of a file of YAML, to complete and check it. */
export function schemaComment(schemaUrl: string): string {
  return `# yaml-language-server: $schema=${schemaUrl}\n`
}
