import type { z } from 'zod'
import { count, day, flag, line, list, longText, part, address as webAddress } from './answer-schema.js'
import { alsoSays, type FactSheet, stateVersion, yesOrNo } from './fact-sheet.js'
import type { KnownFields, KnownLink } from './known-outcome.js'
import { roundCount, writeCount } from './plain-line.js'
import { toLink } from './reading.js'
import { type GitHubAddress, isSameKnown, packageAddress } from './recognise-address.js'
import type { FoundManifest } from './repository-manifest.js'

/** "Get a repository" of GitHub's REST API. */
export const repositorySchema = part({
  name: line(120),
  full_name: line(200),
  owner: part({ login: line(120) }),
  description: line(1_000),
  homepage: webAddress,
  license: part({ spdx_id: line(60), name: line(200) }),
  language: line(60),
  default_branch: line(200),
  topics: list(line(60), 20),
  stargazers_count: count,
  pushed_at: day,
  archived: flag,
  fork: flag,
  parent: part({ full_name: line(200) }),
})

/** "Get the latest release": neither a draft nor a pre-release. */
export const releaseSchema = part({ tag_name: line(120), name: line(200), html_url: webAddress, published_at: day, body: longText })

export type GitHubData = {
  asked: GitHubAddress
  address: GitHubAddress
  repository: z.infer<typeof repositorySchema>
  release: z.infer<typeof releaseSchema> | null
  manifest: FoundManifest | null
  spdx: string | null
}

/**
 * States what GitHub says of a repository, and what its manifest adds. Name and description are the manifest's where the repository is one published
 * package: people install it by that name. The day of the last push changes daily, so its month is written.
 */
export function stateRepository(sheet: FactSheet, data: GitHubData): { fields: Partial<KnownFields>; links: (KnownLink | null)[] } {
  const { asked, address, repository, manifest } = data
  const repositoryName = `${address.owner}/${address.name}`
  const fields: Partial<KnownFields> = { repository: sheet.state('Repository', address.url, () => `${repositoryName} (${address.url})`) }
  if (!isSameKnown(asked, address)) sheet.state('Renamed from', `${asked.owner}/${asked.name}`)
  if (repository.fork === true) sheet.state('Fork of', repository.parent.full_name ?? 'another repository')
  const published = manifest !== null && !manifest.facts.isPrivate ? manifest : null
  fields.vendor = sheet.state('Owner', repository.owner.login ?? address.owner)
  const ownName = sheet.state('Name', repository.name ?? address.name)
  const ownDescription = sheet.state('Description', repository.description)
  fields.homepage = sheet.state('Homepage', repository.homepage)
  const added = stateManifest(sheet, published, { description: ownDescription?.value, homepage: fields.homepage?.value })
  fields.name = added.name ?? ownName
  fields.description = added.description ?? ownDescription
  fields.homepage ??= added.homepage
  Object.assign(fields, stateLicense(sheet, data), stateActivity(sheet, data))
  fields.version ??= added.version
  const packageOf = published?.facts.name == null ? null : packageAddress(published.facts.registry, published.facts.name)
  const links = [
    toLink('homepage', fields.homepage?.value),
    packageOf && { kind: 'package' as const, url: packageOf.url, known: packageOf },
    toLink('documentation', published?.facts.documentation),
    toLink('changelog', published?.facts.changelog ?? (data.release === null ? null : `${address.url}/releases`)),
  ]
  return { fields, links }
}

/** What the manifest says otherwise than GitHub, or besides. */
function stateManifest(sheet: FactSheet, manifest: FoundManifest | null, own: Record<'description' | 'homepage', string | undefined>) {
  const { name = null, description = null, homepage = null, version = null } = manifest?.facts ?? {}
  return {
    name: sheet.state('Package', name, (written) => `${written} (${manifest?.file})`),
    description: sheet.state('Package description', description === own.description ? null : description),
    homepage: sheet.state('Package homepage', homepage === own.homepage ? null : homepage),
    version: sheet.state('Package version', version),
  }
}

/** `NOASSERTION` is what GitHub says of a licence that it does not recognise. */
function stateLicense(sheet: FactSheet, { repository, manifest, spdx }: GitHubData): Partial<KnownFields> {
  const { spdx_id: id, name } = repository.license
  const isRecognised = id !== null && id !== 'NOASSERTION'
  const own = isRecognised ? sheet.state('License', id, () => (name === null || name === id ? id : `${id} (${name})`)) : null
  if (!isRecognised && (id !== null || name !== null)) sheet.state('License', 'not recognised by GitHub')
  const added = sheet.state('Package license', manifest?.facts.license ?? null)
  const license = own ?? added
  return { license, spdx: alsoSays(license, spdx) }
}

function stateActivity(sheet: FactSheet, { repository, release }: GitHubData): Partial<KnownFields> {
  const { topics, language } = repository
  sheet.state('Language', language)
  const stated: Partial<KnownFields> = {
    topics: sheet.state('Topics', topics.length === 0 ? null : topics, (all) => all.join(', ')),
    stars: sheet.state('Stars', repository.stargazers_count === null ? null : roundCount(repository.stargazers_count), writeCount),
    isArchived: sheet.state('Archived', repository.archived, yesOrNo),
    updatedOn: sheet.state('Last push', repository.pushed_at?.slice(0, 7) ?? null),
  }
  const releasedOn = release?.published_at ?? null
  const version = stateVersion(sheet, 'Latest release', release?.tag_name ?? null, releasedOn)
  return { ...stated, version, releasedOn: alsoSays(version, releasedOn) }
}
