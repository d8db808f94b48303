import { z } from 'zod'
import { readJsonText } from '../../platform/input/bounded-json.js'
import { address, flag, line, ownValue, part } from './answer-schema.js'
import type { RegistryRequest } from './known-outcome.js'
import type { Reading } from './reading.js'
import type { GitHubAddress } from './recognise-address.js'
import { decodeFile } from './repository-file.js'
import { readTomlTables } from './toml-tables.js'

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

/** "Declaring project metadata" of the Python Packaging User Guide; Poetry's own table from before. */
function readPyproject(text: string): ManifestFacts {
  const tables = readTomlTables(text, ['project', 'project.license', 'project.urls', 'tool.poetry', 'tool.poetry.urls'])
  const project = { ...tables['tool.poetry'], ...tables.project }
  const urls = byLowerCase({ ...tables['tool.poetry.urls'], ...tables['project.urls'] })
  const license = project.license ?? project['license.text'] ?? tables['project.license']?.text
  const homepage = urls.homepage ?? urls['home-page'] ?? urls['home page'] ?? project.homepage
  const documentation = urls.documentation ?? urls.docs ?? project.documentation
  const changelog = urls.changelog ?? urls['release notes'] ?? urls.changes
  const isPrivate = project.name === undefined || (project.classifiers ?? '').startsWith('Private ::')
  return { registry: 'pypi', ...projectSchema.parse({ ...project, license, homepage, documentation, changelog }), isPrivate }
}

/** "The Manifest Format" of the Cargo Book. */
function readCargo(text: string): ManifestFacts {
  const tables = readTomlTables(text, ['package', 'workspace.package'])
  const own = tables.package
  const facts = projectSchema.parse({ ...tables['workspace.package'], ...own })
  return { registry: 'crates', ...facts, changelog: null, isPrivate: own?.name === undefined || own.publish === 'false' }
}

function byLowerCase(values: Readonly<Record<string, string>>): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key.toLowerCase(), value]))
}
