import { z } from 'zod'
import {
  count,
  day,
  isObject,
  line,
  list,
  longText,
  ownValue,
  part,
  address as webAddress,
  webAddress as webAddressOf,
} from './answer-schema.js'
import { tokenFor } from './ask-registry.js'
import { alsoSays, type FactSheet, stateDownloads, stateVersion } from './fact-sheet.js'
import type { KnownFields, KnownLink, KnownOutcome, RegistryDeps, RegistryRequest } from './known-outcome.js'
import { openReading, type Reading, registrySource, toLink, toOutcome, toSource } from './reading.js'
import { type PackageAddress, recogniseRepository } from './recognise-address.js'
import { firstSpdx } from './spdx-ids.js'

/** A name, or an object that has it at one of these keys. */
const named = (max: number, ...keys: string[]) =>
  z.preprocess((value) => keys.map((key) => ownValue(value, key)).find((inner) => inner !== undefined) ?? value, line(max))

/** What a version's manifest says ("Package Metadata" of npm's registry documentation); the document repeats the latest version's. */
const manifestShape = {
  version: line(60),
  description: line(1_000),
  license: named(200, 'type', 'name'),
  homepage: webAddress,
  repository: named(500, 'url'),
  keywords: list(line(60), 20),
  author: named(120, 'name'),
  maintainers: list(named(120, 'name'), 5),
  deprecated: line(500),
  engines: part({ node: line(60) }),
}
const manifestSchema = part(manifestShape)
const documentSchema = z.preprocess(withLatest, part({ latest: manifestSchema, released: day, readme: longText, ...manifestShape }))
const downloadsSchema = part({ downloads: count })

/** Reads by keys that the data name, which a schema cannot. */
function withLatest(document: unknown): unknown {
  if (!isObject(document)) return document
  const tag = ownValue(ownValue(document, 'dist-tags'), 'latest')
  const latest = typeof tag === 'string' ? tag : ''
  return {
    ...document,
    version: latest === '' ? ownValue(document, 'version') : latest,
    latest: ownValue(ownValue(document, 'versions'), latest),
    released: ownValue(ownValue(document, 'time'), latest),
  }
}

type NpmData = { manifest: z.infer<typeof manifestSchema>; released: string | null; readme: string | null; request: RegistryRequest }

/**
 * An npm package by its registry's document, which has the README, and its downloads of the last month. Of a document over the fetcher's limit the
 * latest version's manifest is read, without a README and a date. Never rejects but for the caller's own abort.
 */
export async function readNpm(address: PackageAddress, deps: RegistryDeps): Promise<KnownOutcome> {
  const reading = openReading(address, deps.bases.npm, deps)
  const data = await askPackage(reading, address)
  if (data === null) return toOutcome(reading, { address })
  const url = `${deps.bases.npmDownloads}/downloads/point/last-month/${address.name}`
  const downloads = await reading.asker.json({ url, place: deps.bases.npmDownloads }, downloadsSchema)
  const spdx = await firstSpdx([data.manifest.license])
  const { fields, links } = statePackage(reading.sheet, address, { ...data, downloads: downloads?.value.downloads ?? null, spdx })
  const source = registrySource(reading, {
    url: address.url,
    title: `${address.name} on npm`,
    publisher: 'npm',
    kind: 'registry',
    requests: [data.request, downloads?.request],
  })
  const readme = await readmeOf(reading, address, { ...data, publisher: fields.vendor?.value ?? address.name })
  return toOutcome(reading, { address, sources: [source, readme], fields, links })
}

async function askPackage({ asker, deps }: Reading, { name }: PackageAddress): Promise<NpmData | null> {
  const url = `${deps.bases.npm}/${name.replace('/', '%2f')}`
  const token = tokenFor('npm', deps)
  const whole = await asker.json({ url, token, isExpected: true, hasSmaller: true }, documentSchema)
  if (whole !== null) {
    const { latest, released, readme, ...document } = whole.value
    return { manifest: latest.version === null ? document : latest, released, readme, request: whole.request }
  }
  if (!asker.wasTooLarge(url)) return null
  const latest = await asker.json({ url: `${url}/latest`, token, isExpected: true }, manifestSchema)
  return latest === null ? null : { manifest: latest.value, released: null, readme: null, request: latest.request }
}

function statePackage(
  sheet: FactSheet,
  address: PackageAddress,
  { manifest, released, downloads, spdx }: Pick<NpmData, 'manifest' | 'released'> & { downloads: number | null; spdx: string | null },
): { fields: Partial<KnownFields>; links: (KnownLink | null)[] } {
  const { author, maintainers, keywords } = manifest
  const known = manifest.repository === null ? null : recogniseRepository(manifest.repository)
  const name = sheet.state('Package', address.name)
  const license = sheet.state('License', manifest.license)
  const fields: Partial<KnownFields> = {
    name,
    description: sheet.state('Description', manifest.description),
    license,
    spdx: alsoSays(license, spdx),
    homepage: sheet.state('Homepage', manifest.homepage),
    repository: sheet.state('Repository', known?.url ?? (manifest.repository === null ? null : webAddressOf(manifest.repository))),
    vendor: author !== null ? sheet.state('Author', author) : sheet.state('Maintainer', maintainers[0] ?? null),
    version: stateVersion(sheet, 'Latest version', manifest.version, released),
    deprecated: sheet.state('Deprecated', manifest.deprecated),
    requires: sheet.state('Requires', manifest.engines.node === null ? null : `Node ${manifest.engines.node}`),
    topics: sheet.state('Keywords', keywords.length === 0 ? null : keywords, (all) => all.join(', ')),
  }
  fields.releasedOn = alsoSays(fields.version, released)
  fields.downloads = stateDownloads(sheet, downloads, 'the last month')
  return { fields, links: [toLink('homepage', fields.homepage?.value), toLink('repository', fields.repository?.value)] }
}

/** A package without a README has words that say so. */
async function readmeOf(reading: Reading, address: PackageAddress, { readme, request, publisher }: NpmData & { publisher: string }) {
  if (readme === null || readme.startsWith('ERROR: No README data found!')) return null
  return await toSource(reading, {
    part: 'readme',
    kind: 'documentation',
    url: address.url,
    title: `README of ${address.name}`,
    publisher,
    bytes: new TextEncoder().encode(readme),
    mediaType: 'text/markdown',
    request,
  })
}
