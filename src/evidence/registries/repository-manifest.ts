import { z } from 'zod'
import { most, recordOfAtMost } from '../../contracts/limits.js'
import { readJsonText } from '../../platform/input/bounded-json.js'
import { readToml } from '../../platform/input/toml.js'
import { address, flag, line, ownValue, part } from './answer-schema.js'
import type { RegistryRequest } from './known-outcome.js'
import type { Reading } from './reading.js'
import type { GitHubAddress } from './recognise-address.js'
import { decodeFile } from './repository-file.js'

/** What a manifest says of the package that a repository is; `isPrivate` where it is not published, as the root of several packages is not. */
export type ManifestFacts = {
  registry: 'npm' | 'pypi' | 'crates'
  name: string | null
  isPrivate: boolean
  version: string | null
  description: string | null
  license: string | null
  homepage: string | null
  documentation: string | null
  changelog: string | null
}
export type FoundManifest = { facts: ManifestFacts; file: string; request: RegistryRequest }

const files = ['package.json', 'pyproject.toml', 'Cargo.toml'] as const
type ManifestFile = (typeof files)[number]

/** Which manifest a repository has, by GitHub's word for its language; of others each is looked for. */
const filesOf: Readonly<Record<string, readonly ManifestFile[]>> = {
  TypeScript: ['package.json'],
  JavaScript: ['package.json'],
  Python: ['pyproject.toml'],
  'Jupyter Notebook': ['pyproject.toml'],
  Rust: ['Cargo.toml'],
}

/**
 * The manifest at a repository's root; null where there is none. It is read from where files are served by branch, which counts to no limit, and
 * where a mirror has no such place from the API.
 */
export async function readManifest(
  { asker, deps }: Reading,
  of: { address: GitHubAddress; api: string; token: string | undefined; branch: string | null; language: string | null },
): Promise<FoundManifest | null> {
  const raw = deps.bases.githubRaw
  const folder = raw && `${raw}/${of.address.owner}/${of.address.name}/${branchPath(of.branch)}`
  const wanted = of.language !== null && Object.hasOwn(filesOf, of.language) ? (filesOf[of.language] ?? files) : files
  for (const file of wanted) {
    const question = raw === null ? { url: `${of.api}/contents/${file}`, token: of.token } : { url: `${folder}/${file}`, place: raw }
    const request = await asker.bytes(question)
    const bytes = request && decodeManifest(request, file)
    if (request && bytes) return { facts: readManifestFile(file, new TextDecoder().decode(bytes)), file, request }
  }
  return null
}

/** A branch as part of an address. A name that would lead elsewhere is none that Git takes. */
function branchPath(branch: string | null): string {
  const parts = (branch ?? 'HEAD').split('/')
  return parts.every((part) => part !== '' && part !== '.' && part !== '..') ? parts.map(encodeURIComponent).join('/') : 'HEAD'
}

/** A `package.json` is JSON too: what holds it in base64 has an encoding. */
function decodeManifest(request: RegistryRequest, file: ManifestFile): Uint8Array | null {
  const decoded = decodeFile(request)
  return decoded?.bytes ?? (file === 'package.json' ? request.bytes : null)
}

/** What a manifest says, whatever is wrong with it. Linear; never throws. */
export function readManifestFile(file: ManifestFile, text: string): ManifestFacts {
  if (file === 'package.json') return readPackageJson(text)
  return file === 'pyproject.toml' ? readPyproject(text) : readCargo(text)
}

const packageSchema = part({
  name: line(214),
  private: flag,
  version: line(60),
  description: line(1_000),
  license: z.preprocess((value) => ownValue(value, 'type') ?? value, line(200)),
  homepage: address,
})

function readPackageJson(text: string): ManifestFacts {
  const read = readJsonText(text)
  const { private: isPrivate, ...facts } = packageSchema.parse('value' in read ? read.value : {})
  return { registry: 'npm', ...facts, isPrivate: isPrivate === true, documentation: null, changelog: null }
}

const projectSchema = part({
  name: line(214),
  version: line(60),
  description: line(1_000),
  license: line(200),
  homepage: address,
  documentation: address,
  changelog: address,
})

const urlsSchema = recordOfAtMost(z.record(z.string().max(200), z.unknown()), most.parts)
  .catch({})
  .default({})

/** "Declaring project metadata" of the Python Packaging User Guide; Poetry's own table from before. */
function readPyproject(text: string): ManifestFacts {
  const document = readToml(text)
  const [own, poetry] = [ownValue(document, 'project'), ownValue(ownValue(document, 'tool'), 'poetry')]
  const said = (key: string) => ownValue(own, key) ?? ownValue(poetry, key)
  const urls = new Map([poetry, own].flatMap((table) => Object.entries(urlsSchema.parse(ownValue(table, 'urls')))).map(byLowerCase))
  const license = said('license')
  const classifiers = ownValue(own, 'classifiers')
  const isPrivate = said('name') === undefined || (Array.isArray(classifiers) && String(classifiers[0]).startsWith('Private ::'))
  const facts = {
    ...{ name: said('name'), version: said('version'), description: said('description') },
    license: ownValue(license, 'text') ?? license,
    homepage: urls.get('homepage') ?? urls.get('home-page') ?? urls.get('home page') ?? said('homepage'),
    documentation: urls.get('documentation') ?? urls.get('docs') ?? said('documentation'),
    changelog: urls.get('changelog') ?? urls.get('release notes') ?? urls.get('changes'),
  }
  return { registry: 'pypi', ...projectSchema.parse(facts), isPrivate }
}

const cargoKeys = ['name', 'version', 'description', 'license', 'homepage', 'documentation']

/** "The Manifest Format" of the Cargo Book. What says `workspace = true` is the workspace's. */
function readCargo(text: string): ManifestFacts {
  const document = readToml(text)
  const [own, workspace] = [ownValue(document, 'package'), ownValue(ownValue(document, 'workspace'), 'package')]
  const said = (key: string) => {
    const value = ownValue(own, key)
    return value === undefined || ownValue(value, 'workspace') === true ? ownValue(workspace, key) : value
  }
  const facts = Object.fromEntries(cargoKeys.map((key) => [key, said(key)]))
  return {
    registry: 'crates',
    ...projectSchema.parse(facts),
    changelog: null,
    isPrivate: ownValue(own, 'name') === undefined || ownValue(own, 'publish') === false,
  }
}

const byLowerCase = ([key, value]: [string, unknown]) => [key.toLowerCase(), value] as const
