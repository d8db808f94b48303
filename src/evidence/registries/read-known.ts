import type { KnownOutcome, RegistryDeps } from './known-outcome.js'
import { readCrates } from './read-crates.js'
import { readGitHub } from './read-github.js'
import { readHuggingFace } from './read-hugging-face.js'
import { readNpm } from './read-npm.js'
import { readPypi } from './read-pypi.js'
import type { KnownAddress } from './recognise-address.js'

/**
 * What the registry of an address says of the tool there: its own data as a text of lines, README, licence and release notes as sources, and the
 * fields that follow from the data, each with the line that says it. The same data give the same bytes; counts that change every day are written
 * to two significant digits, so that they make no other text. What fails is in `problems`, and never fails the rest; rejects only with the caller's
 * own abort.
 */
export async function readKnown(address: KnownAddress, deps: RegistryDeps): Promise<KnownOutcome> {
  if (address.registry === 'github') return await readGitHub(address, deps)
  if (address.registry === 'hugging-face') return await readHuggingFace(address, deps)
  const { registry } = address
  const read = { npm: readNpm, pypi: readPypi, crates: readCrates }[registry]
  return await read(address, deps)
}
