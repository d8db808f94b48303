import { withoutWww } from '../site-of.js'
import { type RegistryKind, webHosts } from './hosts.js'

/** What a registry or a code host has data of its own about. `name` is as the address writes it; `url` is where people read about it. */
export type KnownAddress = GitHubAddress | ModelAddress | PackageAddress
export type GitHubAddress = { registry: 'github'; owner: string; name: string; url: string }
export type ModelAddress = { registry: 'hugging-face'; owner: string; name: string; url: string }
export type PackageAddress = { registry: 'npm' | 'pypi' | 'crates'; name: string; url: string }

const longestAddress = 2_000
const ownerPattern = /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,38})$/
const repositoryPattern = /^[A-Za-z0-9._-]{1,100}$/
const npmPattern = /^(?:@[A-Za-z0-9._~-]{1,100}\/)?[A-Za-z0-9._~-]{1,200}$/
const packagePattern = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/
const modelPattern = /^[A-Za-z0-9][A-Za-z0-9._-]{0,95}$/

/** Pages of a repository that say no more than the repository's own data do. An issue or a discussion is a page of its own. */
const repositoryPages = new Set(['tree', 'blob', 'raw', 'releases', 'tags', 'commits', 'branches', 'archive', 'network', 'stargazers'])
/** First parts of GitHub's addresses that are no owner's. */
const noOwners = new Set(
  'about apps blog collections contact copilot customer-stories enterprise events explore features issues login marketplace new notifications orgs pricing pulls readme resources search security settings site solutions sponsors team topics trending users why-github'.split(
    ' ',
  ),
)
/** First parts of Hugging Face's addresses that are no organization's. */
const noModels = new Set(
  'api blog chat collections datasets docs enterprise inference-endpoints inference join learn login models new organizations papers posts pricing privacy settings spaces support tasks terms-of-service'.split(
    ' ',
  ),
)

/**
 * What a registry knows by this address, in the forms that people paste and manifests write: `git+https:`, `git@…:o/r.git`, `ssh:`, `github:o/r`,
 * with or without `www.`, a branch, a version or a slash at the end. Null for anything else, such as a home page. Pure; linear.
 */
export function recogniseAddress(written: string): KnownAddress | null {
  if (written.length > longestAddress) return null
  const url = readUrl(written.trim())
  if (url === null) return null
  const parts = readParts(url)
  return parts === null ? null : recogniseParts(hostOf(url), parts)
}

/** A manifest's `repository`: what `recogniseAddress` takes, and `owner/name` for GitHub. */
export function recogniseRepository(written: string): KnownAddress | null {
  const [owner = '', name = '', ...rest] = written.trim().split('/', 3)
  if (rest.length === 0 && ownerPattern.test(owner) && repositoryPattern.test(name)) return github([owner, name])
  return recogniseAddress(written)
}

/** The address of a package that a manifest of that registry names; null for a name that none of its packages can have. */
export function packageAddress(registry: PackageAddress['registry'], name: string): KnownAddress | null {
  if (registry === 'npm') return npm(name.split('/'))
  return packageOf(registry, name)
}

function readUrl(written: string): URL | null {
  const scp = /^git@([^:/\s]{1,200}):(?!\/\/)(.*)$/.exec(written)
  const short = /^github:([^/\s]{1,100}\/.*)$/.exec(written)
  const address = scp !== null ? `https://${scp[1]}/${scp[2]}` : short !== null ? `https://${webHosts.github}/${short[1]}` : written
  const bare = address.replace(/^git\+/, '').replace(/^(?:git|ssh):\/\/(?:git@)?/, 'https://')
  const whole = /^https?:\/\//i.test(bare) ? bare : `https://${bare}`
  if (!URL.canParse(whole)) return null
  const url = new URL(whole)
  return url.username !== '' || url.password !== '' || url.port !== '' ? null : url
}

function hostOf({ hostname }: URL): string {
  const host = hostname.endsWith('.') ? hostname.slice(0, -1) : hostname
  return withoutWww(host)
}

function readParts({ pathname }: URL): string[] | null {
  try {
    return pathname
      .split('/')
      .filter((part) => part !== '')
      .slice(0, 8)
      .map((part) => decodeURIComponent(part))
  } catch {
    return null
  }
}

function recogniseParts(host: string, parts: string[]): KnownAddress | null {
  const [first = '', ...rest] = parts
  switch (host) {
    case webHosts.github:
      return rest.length < 2 || repositoryPages.has(rest[1] ?? '') ? github(parts) : null
    case webHosts.githubRaw:
      return rest.length < 2 ? null : github(parts)
    case webHosts.githubApi:
      return first === 'repos' ? github(rest) : null
    case webHosts.npm:
      return first === 'package' ? npm(rest) : null
    case webHosts.npmRegistry:
      return npm(parts)
    case webHosts.pypi:
      return first === 'project' || first === 'pypi' ? packageOf('pypi', rest[0] ?? '') : null
    case webHosts.crates:
    case webHosts.cratesIndex:
      return first === 'crates' ? packageOf('crates', rest[0] ?? '') : null
    case webHosts.cratesDocs:
      return docsOfCrate(parts)
    case webHosts.huggingFace:
    case webHosts.huggingFaceShort:
      return model(parts)
    default:
      return null
  }
}

function github([owner = '', written = '']: string[]): KnownAddress | null {
  const name = written.endsWith('.git') ? written.slice(0, -4) : written
  if (noOwners.has(owner.toLowerCase()) || !ownerPattern.test(owner) || !isName(name, repositoryPattern)) return null
  return { registry: 'github', owner, name, url: `https://${webHosts.github}/${owner}/${name}` }
}

function npm([first = '', second = '']: string[]): KnownAddress | null {
  const name = first.startsWith('@') && !first.includes('/') ? `${first}/${second}` : first
  if (!isName(name, npmPattern) || name.startsWith('-')) return null
  return { registry: 'npm', name, url: `https://www.${webHosts.npm}/package/${name}` }
}

function packageOf(registry: 'pypi' | 'crates', name: string): KnownAddress | null {
  if (!isName(name, packagePattern)) return null
  const url = registry === 'pypi' ? `https://${webHosts.pypi}/project/${name}/` : `https://${webHosts.crates}/crates/${name}`
  return { registry, name, url }
}

/** `/name/version/…`, and `/crate/name`. */
function docsOfCrate([first = '', second = '']: string[]): KnownAddress | null {
  if (first === 'crate') return packageOf('crates', second)
  return first === 'about' || first === 'releases' || first.startsWith('-') ? null : packageOf('crates', first)
}

/** `org/model` and its files. A model of the first days has no organization, and its address cannot be told from another page's. */
function model(parts: string[]): KnownAddress | null {
  const [first = '', second = '', third] = parts
  if (noModels.has(first.toLowerCase())) return null
  if (parts.length === 1) return null
  if (third !== undefined && !['tree', 'blob', 'resolve', 'raw', 'commits', 'discussions'].includes(third)) return null
  if (!isName(first, modelPattern) || !isName(second, modelPattern)) return null
  return { registry: 'hugging-face', owner: first, name: second, url: `https://${webHosts.huggingFace}/${first}/${second}` }
}

function isName(name: string, pattern: RegExp): boolean {
  return pattern.test(name) && name !== '.' && name !== '..' && !name.endsWith('/..') && !name.endsWith('/.')
}

/** The name of what is known by an address, as its registry writes it: `owner/name`, `@scope/name`. */
export function nameInRegistry(address: KnownAddress): string {
  return 'owner' in address ? `${address.owner}/${address.name}` : address.name
}

/** Whether two addresses are of the same thing. Registries compare names without case. */
export function isSameKnown(one: KnownAddress, other: KnownAddress): boolean {
  const keyOf = (address: KnownAddress): [RegistryKind, string] => [address.registry, nameInRegistry(address).toLowerCase()]
  return keyOf(one).join(' ') === keyOf(other).join(' ')
}
