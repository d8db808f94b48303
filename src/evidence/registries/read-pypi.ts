import { z } from 'zod'
import { day, flag, isObject, line, list, longText, part, address as webAddress, webAddress as webAddressOf } from './answer-schema.js'
import { alsoSays, type FactSheet, stateVersion } from './fact-sheet.js'
import type { KnownFields, KnownLink, KnownOutcome, KnownSource, RegistryDeps, RegistryRequest } from './known-outcome.js'
import { plainLine } from './plain-line.js'
import { openReading, type Reading, registrySource, toLink, toOutcome, toSource } from './reading.js'
import type { PackageAddress } from './recognise-address.js'
import { firstSpdx } from './spdx-ids.js'

/** A project's links by the names that it gave them, in lower case and without signs ("Well-known Project URLs", Python Packaging User Guide). */
const projectUrls = z
  .unknown()
  .optional()
  .transform((urls) => {
    const entries = isObject(urls) ? Object.entries(urls).slice(0, 50) : []
    return new Map(
      entries.map(([label, url]) => [
        label
          .slice(0, 100)
          .toLowerCase()
          .replace(/[^a-z]/g, ''),
        typeof url === 'string' ? url : '',
      ]),
    )
  })

/** "JSON API" of the Python Package Index. `license` may be a whole text. */
const documentSchema = part({
  info: part({
    name: line(120),
    summary: line(1_000),
    description: longText,
    description_content_type: line(100),
    license: longText,
    license_expression: line(200),
    classifiers: list(line(200), 100),
    project_urls: projectUrls,
    home_page: webAddress,
    requires_python: line(100),
    version: line(60),
    author: line(120),
    author_email: line(300),
    maintainer: line(120),
    yanked: flag,
    yanked_reason: line(500),
  }),
  urls: list(part({ upload_time_iso_8601: day }), 1),
})
type Document = z.infer<typeof documentSchema>

const licenseClassifier = 'License :: '
const topicClassifier = 'Topic :: '
/** A longer licence field is the licence's text. */
const longestLicenseName = 200

/** A Python package by PyPI's JSON document, which has the README and sometimes the licence's text. Rejects only with the caller's own abort. */
export async function readPypi(address: PackageAddress, deps: RegistryDeps): Promise<KnownOutcome> {
  const reading = openReading(address, deps.bases.pypi, deps)
  const answer = await reading.asker.json({ url: `${deps.bases.pypi}/pypi/${address.name}/json`, isExpected: true }, documentSchema)
  if (answer === null) return toOutcome(reading, { address })
  const { value: document, request } = answer
  const license = licenseOf(document)
  const { fields, links } = state(reading.sheet, address, { document, license, spdx: await firstSpdx([license]) })
  const { name } = address
  const sources = [
    registrySource(reading, { url: address.url, title: `${name} on PyPI`, publisher: 'PyPI', kind: 'registry', requests: [request] }),
    ...(await heldTexts(reading, { address, document, request, publisher: fields.vendor?.value ?? name })),
  ]
  return toOutcome(reading, { address, sources, fields, links })
}

/** The expression, a short name, or what the classifiers say; the older the field, the later. */
function licenseOf({ info }: Document): string | null {
  if (info.license_expression !== null) return info.license_expression
  const { license } = info
  if (license !== null && license.trim() !== '' && license.length <= longestLicenseName) return plainLine(license, longestLicenseName)
  const classifier = info.classifiers.find((one) => one.startsWith(licenseClassifier))
  return classifier?.split(' :: ').at(-1) ?? null
}

function state(
  sheet: FactSheet,
  address: PackageAddress,
  { document, license: written, spdx }: { document: Document; license: string | null; spdx: string | null },
): { fields: Partial<KnownFields>; links: (KnownLink | null)[] } {
  const { info, urls } = document
  const [first] = urls
  const releasedOn = first?.upload_time_iso_8601 ?? null
  const topics = info.classifiers.flatMap((one) => (one.startsWith(topicClassifier) ? [one.slice(topicClassifier.length)] : []))
  const link = (...labels: string[]) =>
    labels.map((label) => webAddressOf(info.project_urls.get(label) ?? '')).find((url) => url !== null) ?? null
  const name = sheet.state('Package', info.name ?? address.name)
  const license = sheet.state('License', written)
  const version = stateVersion(sheet, 'Latest version', info.version, releasedOn)
  const author = info.author ?? info.maintainer ?? nameInMailbox(info.author_email)
  const fields: Partial<KnownFields> = {
    name,
    license,
    spdx: alsoSays(license, spdx),
    version,
    releasedOn: alsoSays(version, releasedOn),
    description: sheet.state('Description', info.summary),
    vendor: sheet.state('Author', author),
    homepage: sheet.state('Homepage', link('homepage', 'home') ?? info.home_page),
    repository: sheet.state('Repository', link('repository', 'source', 'sourcecode', 'github', 'code')),
    documentation: sheet.state('Documentation', link('documentation', 'docs')),
    changelog: sheet.state('Changelog', link('changelog', 'changes', 'releasenotes', 'whatsnew', 'history')),
    requires: sheet.state('Requires', info.requires_python && `Python ${info.requires_python}`),
    topics: sheet.state('Topics', topics.length === 0 ? null : topics, (all) => all.join(', ')),
    deprecated: info.yanked === true ? sheet.state('Yanked', info.yanked_reason ?? 'the latest version was taken back') : null,
  }
  const links = (['homepage', 'repository', 'documentation', 'changelog'] as const).map((kind) => toLink(kind, fields[kind]?.value))
  return { fields, links }
}

/** `Ada Acme` of `Ada Acme <ada@acme.example>`, the first of several. */
function nameInMailbox(written: string | null): string | null {
  const name = written?.split('<', 1)[0]?.replaceAll('"', '').trim() ?? ''
  return name === '' || name.includes('@') ? null : name
}

async function heldTexts(
  reading: Reading,
  { address, document, request, publisher }: { address: PackageAddress; document: Document; request: RegistryRequest; publisher: string },
): Promise<(KnownSource | null)[]> {
  const { description, description_content_type: type, license } = document.info
  const held = { url: address.url, publisher, request }
  const encode = (text: string) => new TextEncoder().encode(text)
  const mediaType = type === null || type.startsWith('text/markdown') ? 'text/markdown' : 'text/plain'
  const sources: (KnownSource | null)[] = []
  if (description !== null && description.trim() !== '') {
    const title = `README of ${address.name}`
    sources.push(await toSource(reading, { ...held, part: 'readme', kind: 'documentation', title, bytes: encode(description), mediaType }))
  }
  if (license !== null && license.length > longestLicenseName) {
    const title = `License of ${address.name}`
    sources.push(
      await toSource(reading, { ...held, part: 'license', kind: 'license', title, bytes: encode(license), mediaType: 'text/plain' }),
    )
  }
  return sources
}
