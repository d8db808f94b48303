import type { Asker, Question } from './ask-registry.js'
import { tokenFor } from './ask-registry.js'
import { type GitHubData, releaseSchema, repositorySchema, stateRepository } from './github-facts.js'
import type { KnownOutcome, KnownSource, RegistryDeps, RegistryRequest } from './known-outcome.js'
import { openReading, type Reading, registrySource, toLink, toOutcome, toSource } from './reading.js'
import { type GitHubAddress, recogniseAddress } from './recognise-address.js'
import { decodeFile, mediaTypeOf, type RepositoryFile } from './repository-file.js'
import { type FoundManifest, readManifest } from './repository-manifest.js'
import { firstSpdx } from './spdx-ids.js'

type Answer<T> = { value: T; request: RegistryRequest }
type File = RepositoryFile & { request: RegistryRequest }
type Parts = {
  repository: Answer<GitHubData['repository']>
  readme: File | null
  license: File | null
  release: Answer<NonNullable<GitHubData['release']>> | null
  manifest: FoundManifest | null
}

const accept = 'application/vnd.github+json'
const rawAccept = 'application/vnd.github.raw+json'

/**
 * A GitHub repository by its own data: description, licence, activity, README, licence's text, latest release and manifest. Four requests count to
 * GitHub's limit (60 an hour without a token, "Rate limits for the REST API"). A renamed repository is read under its new name. Never rejects but
 * for the caller's own abort; a part that is missing or broken is left out.
 */
export async function readGitHub(asked: GitHubAddress, deps: RegistryDeps): Promise<KnownOutcome> {
  const base = deps.bases.github
  const token = tokenFor('github', deps)
  const first = openReading(asked, base, deps)
  const url = `${base}/repos/${asked.owner}/${asked.name}`
  const repository = await first.asker.json({ url, accept, token, isExpected: true }, repositorySchema)
  if (repository === null) return toOutcome(first, { address: asked })
  const address = addressNow(asked, repository.value)
  const reading = { ...openReading(address, base, deps), asker: first.asker }
  const api = `${base}/repos/${address.owner}/${address.name}`
  const [readme, license, release, manifest] = await Promise.all([
    askFile(reading.asker, { url: `${api}/readme`, token }),
    askFile(reading.asker, { url: `${api}/license`, token }),
    reading.asker.json({ url: `${api}/releases/latest`, accept, token }, releaseSchema),
    readManifest(reading, { address, api, token, branch: repository.value.default_branch, language: repository.value.language }),
  ])
  return build(reading, { asked, address }, { repository, readme, license, release, manifest })
}

/** The name that the repository has now, where the answer says it. */
function addressNow(asked: GitHubAddress, { full_name }: GitHubData['repository']): GitHubAddress {
  const address = full_name === null ? null : recogniseAddress(`github:${full_name}`)
  return address?.registry === 'github' ? address : asked
}

/** A README or a licence: in base64, or as it is where it is over a megabyte, of which the JSON has nothing. */
async function askFile(asker: Asker, { url, token }: Question): Promise<File | null> {
  const request = await asker.bytes({ url, accept, token })
  if (request === null) return null
  const file = decodeFile(request)
  if (file !== null && file.bytes.length > 0) return { ...file, request }
  const raw = await asker.bytes({ url, accept: rawAccept, token })
  return raw === null ? null : { ...(file ?? { path: null, url: null, spdx: null }), bytes: raw.bytes, request: raw }
}

async function build(
  reading: Reading,
  { asked, address }: Record<'asked' | 'address', GitHubAddress>,
  { repository, readme, license, release, manifest }: Parts,
): Promise<KnownOutcome> {
  // A manifest says what someone once wrote there: where there is a licence's text, that decides.
  const spdx = await firstSpdx([repository.value.license.spdx_id, license?.spdx, license === null ? manifest?.facts.license : null])
  const data = { asked, address, repository: repository.value, release: release?.value ?? null, manifest, spdx }
  const { fields, links } = stateRepository(reading.sheet, data)
  const name = `${address.owner}/${address.name}`
  const publisher = repository.value.owner.login ?? address.owner
  const sources: (KnownSource | null)[] = [
    registrySource(reading, {
      url: address.url,
      title: `${name} on GitHub`,
      publisher: 'GitHub',
      kind: 'repository',
      requests: [repository.request, release?.request, manifest?.request, license?.request],
    }),
    readme &&
      (await toSource(reading, {
        ...held(readme, address, 'README.md'),
        part: 'readme',
        kind: 'documentation',
        title: `README of ${name}`,
        publisher,
      })),
    license &&
      (await toSource(reading, {
        ...held(license, address, 'LICENSE'),
        part: 'license',
        kind: 'license',
        title: `License of ${name}`,
        publisher,
      })),
    release && (await releaseSource(reading, { address, publisher, release })),
  ]
  return toOutcome(reading, { address, sources, fields, links: [...links, toLink('license', license?.url)] })
}

function held(file: File, address: GitHubAddress, usualPath: string) {
  const path = file.path ?? usualPath
  return { url: file.url ?? `${address.url}/blob/HEAD/${path}`, mediaType: mediaTypeOf(path), bytes: file.bytes, request: file.request }
}

async function releaseSource(
  reading: Reading,
  { address, publisher, release }: { address: GitHubAddress; publisher: string; release: NonNullable<Parts['release']> },
): Promise<KnownSource | null> {
  const { body, tag_name: tag, html_url, published_at: publishedOn, name } = release.value
  if (body === null || tag === null) return null
  return await toSource(reading, {
    part: 'release',
    kind: 'release-notes',
    url: html_url ?? `${address.url}/releases/tag/${encodeURIComponent(tag)}`,
    title: `${address.owner}/${address.name}: ${name ?? tag}`,
    publisher,
    publishedOn,
    bytes: new TextEncoder().encode(body),
    mediaType: 'text/markdown',
    request: release.request,
  })
}
