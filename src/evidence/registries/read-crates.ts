import type { z } from 'zod'
import { count, day, flag, line, list, part, address as webAddress } from './answer-schema.js'
import { alsoSays, type FactSheet, stateDownloads, stateVersion } from './fact-sheet.js'
import { registryNames } from './hosts.js'
import type { KnownFields, KnownLink, KnownOutcome, KnownSource, RegistryDeps } from './known-outcome.js'
import { openReading, type Reading, registrySource, toLink, toOutcome, toSource } from './reading.js'
import type { PackageAddress } from './recognise-address.js'
import { firstSpdx } from './spdx-ids.js'

/** "At most 1 request per second" (the registry's "Data Access Policy", which asks for a user agent that names the program as well). */
const everyMs = 1_000

/** As the registry's own pages read it; versions come newest first. */
const documentSchema = part({
  crate: part({
    name: line(120),
    description: line(1_000),
    homepage: webAddress,
    documentation: webAddress,
    repository: webAddress,
    recent_downloads: count,
    max_stable_version: line(60),
    max_version: line(60),
    keywords: list(line(60), 20),
    categories: list(line(60), 5),
  }),
  versions: list(
    part({
      num: line(60),
      license: line(200),
      yanked: flag,
      created_at: day,
      rust_version: line(30),
      published_by: part({ name: line(120), login: line(120) }),
    }),
    1_000,
  ),
})
type Document = z.infer<typeof documentSchema>

/** A crate by its registry's data and its README, asked for a second apart. Rejects only with the caller's own abort. */
export async function readCrates(address: PackageAddress, deps: RegistryDeps): Promise<KnownOutcome> {
  const reading = openReading(address, deps.bases.crates, deps)
  const url = `${deps.bases.crates}/api/v1/crates/${address.name}`
  const answer = await reading.asker.json({ url, isExpected: true, everyMs }, documentSchema)
  if (answer === null) return toOutcome(reading, { address })
  const { value: document, request } = answer
  const latest = latestOf(document)
  const { fields, links } = state(reading.sheet, address, { document, latest, spdx: await firstSpdx([latest?.license]) })
  const { title: publisherName } = registryNames.crates
  const about = { title: `${address.name} on ${publisherName}`, publisher: publisherName, kind: 'registry' as const }
  const source = registrySource(reading, { url: address.url, ...about, requests: [request] })
  const version = latest?.num?.startsWith('.') === false ? latest.num : null
  const publisher = fields.vendor?.value ?? address.name
  const readme =
    version === null ? null : await readmeOf(reading, { address, url: `${url}/${encodeURIComponent(version)}/readme`, publisher })
  return toOutcome(reading, { address, sources: [source, readme], fields, links })
}

/** The highest stable version, or the highest. */
function latestOf({ crate, versions }: Document): Document['versions'][number] | null {
  const wanted = crate.max_stable_version ?? crate.max_version
  return versions.find(({ num }) => num === wanted) ?? versions[0] ?? null
}

function state(
  sheet: FactSheet,
  address: PackageAddress,
  { document, latest, spdx }: { document: Document; latest: ReturnType<typeof latestOf>; spdx: string | null },
): { fields: Partial<KnownFields>; links: (KnownLink | null)[] } {
  const { crate } = document
  const releasedOn = latest?.created_at ?? null
  const name = sheet.state('Crate', crate.name ?? address.name)
  const license = sheet.state('License', latest?.license ?? null)
  const version = stateVersion(sheet, 'Latest version', latest?.num ?? null, releasedOn)
  const fields: Partial<KnownFields> = {
    name,
    license,
    spdx: alsoSays(license, spdx),
    version,
    releasedOn: alsoSays(version, releasedOn),
    description: sheet.state('Description', crate.description),
    vendor: sheet.state('Published by', latest?.published_by.name ?? latest?.published_by.login ?? null),
    homepage: sheet.state('Homepage', crate.homepage),
    repository: sheet.state('Repository', crate.repository),
    documentation: sheet.state('Documentation', crate.documentation),
    requires: sheet.state('Requires', latest?.rust_version ? `Rust ${latest.rust_version}` : null),
    topics: sheet.state('Keywords', crate.keywords.length === 0 ? null : crate.keywords, (all) => all.join(', ')),
    category: sheet.state('Category', crate.categories[0] ?? null),
    downloads: stateDownloads(sheet, crate.recent_downloads, 'the last 90 days'),
    deprecated: latest?.yanked === true ? sheet.state('Yanked', 'the latest version was taken back') : null,
  }
  return { fields, links: (['homepage', 'repository', 'documentation'] as const).map((kind) => toLink(kind, fields[kind]?.value)) }
}

/** The README as HTML, as the registry shows it. */
async function readmeOf(reading: Reading, of: { address: PackageAddress; url: string; publisher: string }): Promise<KnownSource | null> {
  const request = await reading.asker.bytes({ url: of.url, accept: 'text/html', everyMs })
  if (request === null) return null
  const { address, publisher } = of
  return await toSource(reading, {
    part: 'readme',
    kind: 'documentation',
    url: address.url,
    title: `README of ${address.name}`,
    publisher,
    bytes: request.bytes,
    mediaType: 'text/html',
    request,
  })
}
