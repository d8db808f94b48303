import { z } from 'zod'
import { count, day, flag, line, list, part } from './answer-schema.js'
import { tokenFor } from './ask-registry.js'
import { alsoSays, type FactSheet, stateDownloads, yesOrNo } from './fact-sheet.js'
import type { KnownFields, KnownOutcome, KnownSource, RegistryDeps, RegistryRequest } from './known-outcome.js'
import { roundCount, writeCount } from './plain-line.js'
import { openReading, type Reading, registrySource, toLink, toOutcome, toSource } from './reading.js'
import { type ModelAddress, recogniseAddress } from './recognise-address.js'
import { mediaTypeOf } from './repository-file.js'
import { firstSpdx } from './spdx-ids.js'

/** One, or several. */
const oneOrMore = (max: number) => z.preprocess((value) => (Array.isArray(value) ? value : [value]), list(line(max), 5))

/** `/api/models/{id}` of the Hub API: `gated` is false, or how access is given. */
const modelSchema = part({
  id: line(200),
  author: line(120),
  private: flag,
  disabled: flag,
  gated: z
    .union([z.boolean(), z.enum(['auto', 'manual'])])
    .nullable()
    .catch(null)
    .default(null),
  downloads: count,
  likes: count,
  lastModified: day,
  pipeline_tag: line(60),
  library_name: line(60),
  tags: list(line(100), 100),
  siblings: list(part({ rfilename: line(200) }), 2_000),
  cardData: part({
    license: oneOrMore(100),
    license_name: line(200),
    license_link: line(500),
    base_model: oneOrMore(200),
  }),
})
type Model = z.infer<typeof modelSchema>

/** A Hugging Face model by the Hub's data, its card and, where it has one, its licence's text. Rejects only with the caller's own abort. */
export async function readHuggingFace(asked: ModelAddress, deps: RegistryDeps): Promise<KnownOutcome> {
  const base = deps.bases.huggingFace
  const token = tokenFor('hugging-face', deps)
  const first = openReading(asked, base, deps)
  const answer = await first.asker.json({ url: `${base}/api/models/${asked.owner}/${asked.name}`, token, isExpected: true }, modelSchema)
  if (answer === null) return toOutcome(first, { address: asked })
  const { value: model, request } = answer
  const address = addressNow(asked, model)
  const reading = { ...openReading(address, base, deps), asker: first.asker }
  const id = `${address.owner}/${address.name}`
  const license = licenseOf(model)
  const spdx = await firstSpdx([license])
  const { fields, licenseUrl } = state(reading.sheet, address, { model, license, spdx })
  const about = { title: `${id} on Hugging Face`, publisher: 'Hugging Face', kind: 'registry' as const }
  const licenseFile = model.siblings.find(({ rfilename }) => /^licen[cs]e(?:\.(?:md|txt))?$/i.test(rfilename ?? ''))?.rfilename ?? null
  const sources = [
    registrySource(reading, { url: address.url, ...about, requests: [request] }),
    await fileSource(reading, { address, token, file: 'README.md', part: 'readme' }),
    licenseFile === null ? null : await fileSource(reading, { address, token, file: licenseFile, part: 'license' }),
  ]
  return toOutcome(reading, { address, sources, fields, links: [toLink('license', licenseUrl)] })
}

function addressNow(asked: ModelAddress, { id }: Model): ModelAddress {
  const host = new URL(asked.url).host
  const address = id === null ? null : recogniseAddress(`https://${host}/${id}`)
  return address?.registry === 'hugging-face' ? address : asked
}

/** Of `other` the card has a name of its own. */
function licenseOf({ cardData, tags }: Model): string | null {
  const [license] = cardData.license
  if (license !== undefined && license !== 'other') return license
  if (cardData.license_name !== null) return cardData.license_name
  return license ?? tags.find((tag) => tag.startsWith('license:'))?.slice('license:'.length) ?? null
}

function state(
  sheet: FactSheet,
  address: ModelAddress,
  { model, license: written, spdx }: { model: Model; license: string | null; spdx: string | null },
): { fields: Partial<KnownFields>; licenseUrl: string | null } {
  const { cardData, gated } = model
  const name = sheet.state('Model', address.name, (short) => `${short} (${address.owner}/${short})`)
  const vendor = sheet.state('Organization', model.author ?? address.owner)
  const license = sheet.state('License', written)
  const link = cardData.license_link
  const linked = link === null || !URL.canParse(link, `${address.url}/blob/main/`) ? null : new URL(link, `${address.url}/blob/main/`)
  const licenseUrl = linked !== null && ['https:', 'http:'].includes(linked.protocol) ? linked.href : null
  sheet.state('License text', licenseUrl)
  const isGated = gated === null ? null : gated !== false
  const fields: Partial<KnownFields> = {
    name,
    vendor,
    license,
    spdx: alsoSays(license, spdx),
    isGated: sheet.state('Gated', isGated, (is) => (is ? 'yes, one has to ask for access' : 'no')),
    category: sheet.state('Task', model.pipeline_tag),
    requires: sheet.state('Library', model.library_name),
    updatedOn: sheet.state('Last changed', model.lastModified),
    downloads: stateDownloads(sheet, model.downloads, 'the last 30 days'),
  }
  sheet.state('Base model', cardData.base_model.length === 0 ? null : cardData.base_model.join(', '))
  sheet.state('Likes', model.likes === null ? null : roundCount(model.likes), writeCount)
  if (model.private === true) sheet.state('Private', model.private, yesOrNo)
  if (model.disabled === true) fields.deprecated = sheet.state('Disabled', 'Hugging Face has disabled this model')
  return { fields, licenseUrl }
}

async function fileSource(
  reading: Reading,
  { address, token, file, part: place }: { address: ModelAddress; token: string | undefined; file: string; part: 'readme' | 'license' },
): Promise<KnownSource | null> {
  const url = `${reading.deps.bases.huggingFace}/${address.owner}/${address.name}/raw/main/${file}`
  const request: RegistryRequest | null = await reading.asker.bytes({ url, token })
  if (request === null) return null
  const isCard = place === 'readme'
  return await toSource(reading, {
    part: place,
    kind: isCard ? 'model-card' : 'license',
    url: isCard ? address.url : `${address.url}/blob/main/${file}`,
    title: isCard ? `Model card of ${address.owner}/${address.name}` : `License of ${address.owner}/${address.name}`,
    publisher: address.owner,
    bytes: isCard ? new TextEncoder().encode(withoutFrontMatter(new TextDecoder().decode(request.bytes))) : request.bytes,
    mediaType: mediaTypeOf(file),
    request,
  })
}

/** A card without the YAML between two lines of dashes at its head, which the Hub's data repeat. Linear. */
export function withoutFrontMatter(text: string): string {
  const head = /^---[ \t]{0,20}\r?\n/.exec(text)
  if (head === null) return text
  const rest = text.slice(head[0].length)
  if (/^---[ \t]{0,20}(?:\r?\n|$)/.test(rest)) return rest.slice(rest.indexOf('\n') + 1 || rest.length)
  const end = /\n---[ \t]{0,20}(?:\r?\n|$)/.exec(rest)
  return end === null ? text : rest.slice(end.index + end[0].length)
}
