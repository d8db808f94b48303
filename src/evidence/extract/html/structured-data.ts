import { nestsTooDeep } from '../../../platform/input/bounded-json.js'
import { noStructuredData, type Offer, type StructuredData } from '../extracted.js'
import { onOneLine } from '../text/tidy.js'
import { absolute } from './links.js'
import { type PageTree, textBelow } from './tree.js'

const longestBlock = 500_000
const mostNodes = 2_000
const mostOffers = 40

type JsonObject = Readonly<Record<string, unknown>>
/** All texts in it are cleaned by the caller's function. */
type Cleaning = (text: string) => string

/** What a page says about itself to programs. `strings` are the texts in its JSON-LD, to be searched for what is hidden there. */
export type SelfDescription = { structured: StructuredData; strings: string[] }

/** Reads JSON-LD, then OpenGraph, then meta elements: the first that says something counts. Never throws. */
export function readStructuredData(tree: PageTree, { url, clean }: { url: string; clean: Cleaning }): SelfDescription {
  const nodes: JsonObject[] = []
  const strings: string[] = []
  for (const value of jsonBlocks(tree)) collect(value, { nodes, strings })
  const meta = metaOf(tree)
  const tidy = (text: string | null) => {
    const plain = text === null ? '' : onOneLine(clean(text), 500)
    return plain === '' ? null : plain
  }
  const product = nodes.find((node) => /(?:Application|Product|SoftwareSourceCode|Service)$/.test(typeOf(node))) ?? null
  const article = nodes.find((node) => /(?:Article|Posting|WebPage)$/.test(typeOf(node))) ?? null
  const first = (key: string) => textOf(product?.[key]) ?? textOf(article?.[key])
  const codeRepository = first('codeRepository') ?? textOf(nodes.find((node) => 'codeRepository' in node)?.codeRepository)
  return {
    strings,
    structured: {
      ...noStructuredData,
      name: tidy(textOf(product?.name) ?? textOf(article?.headline) ?? meta('og:title')),
      siteName: tidy(meta('og:site_name') ?? textOf(nodes.find((node) => typeOf(node) === 'WebSite')?.name) ?? meta('application-name')),
      description: tidy(textOf(product?.description) ?? meta('description') ?? meta('og:description')),
      author: tidy(first('author') ?? meta('author') ?? meta('article:author')),
      publisher: tidy(first('publisher') ?? textOf(nodes.find((node) => typeOf(node) === 'Organization')?.name)),
      publishedOn: tidy(first('datePublished') ?? meta('article:published_time') ?? meta('date')),
      modifiedOn: tidy(first('dateModified') ?? meta('article:modified_time') ?? meta('og:updated_time')),
      license: tidy(first('license') ?? licenseLink(tree, url)),
      applicationCategory: tidy(first('applicationCategory')),
      offers: nodes
        .flatMap(offersOf)
        .slice(0, mostOffers)
        .map((offer) => ({
          name: tidy(offer.name),
          price: tidy(offer.price),
          currency: tidy(offer.currency),
          unit: tidy(offer.unit),
        })),
      codeRepository: tidy(codeRepository),
    },
  }
}

function jsonBlocks(tree: PageTree): unknown[] {
  return tree.elements
    .filter(({ tag, attributes }) => tag === 'script' && /^application\/ld\+json\b/i.test(attributes.get('type')?.trim() ?? ''))
    .slice(0, 50)
    .flatMap((element) => {
      const text = textBelow(element, longestBlock).trim()
      if (nestsTooDeep(text)) return []
      try {
        return [JSON.parse(text)]
      } catch {
        return []
      }
    })
}

/** All objects of a block, those of `@graph` and of lists among them, and all of its texts. */
function collect(value: unknown, found: { nodes: JsonObject[]; strings: string[] }): void {
  if (typeof value === 'string') {
    if (/\S\s\S/.test(value) && found.strings.length < mostNodes) found.strings.push(value)
  } else if (Array.isArray(value)) for (const entry of value) collect(entry, found)
  else if (isObject(value) && found.nodes.length < mostNodes) {
    found.nodes.push(value)
    for (const entry of Object.values(value)) collect(entry, found)
  }
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null
}

function typeOf(node: JsonObject): string {
  const type = Array.isArray(node['@type']) ? node['@type'][0] : node['@type']
  return typeof type === 'string' ? (type.split(/[/:]/).at(-1) ?? '') : ''
}

/** A value as text: itself, the first of a list, or what an object is called. */
function textOf(value: unknown): string | null {
  if (typeof value === 'string') return value.trim() === '' ? null : value
  if (typeof value === 'number' && Number.isFinite(value)) return String(value)
  if (Array.isArray(value)) return textOf(value[0])
  if (!isObject(value)) return null
  const { name, url, '@id': id } = value
  return [name, url, id].find((one): one is string => typeof one === 'string' && one !== '') ?? null
}

function offersOf(node: JsonObject): Offer[] {
  const type = typeOf(node)
  if (type !== 'Offer' && type !== 'AggregateOffer') return []
  const specification = Array.isArray(node.priceSpecification) ? node.priceSpecification[0] : node.priceSpecification
  const detail: JsonObject = isObject(specification) ? specification : {}
  const price = textOf(node.price) ?? textOf(node.lowPrice) ?? textOf(detail.price)
  const unit = textOf(detail.unitText) ?? textOf(detail.billingDuration) ?? textOf(node.unitText) ?? textOf(detail.unitCode)
  if (price === null) return []
  return [{ name: textOf(node.name), price, currency: textOf(node.priceCurrency) ?? textOf(detail.priceCurrency), unit }]
}

/** Looks up a meta element by its name or property, whatever its case. */
function metaOf(tree: PageTree): (name: string) => string | null {
  const values = new Map<string, string>()
  for (const { tag, attributes } of tree.elements) {
    const name = (attributes.get('property') ?? attributes.get('name') ?? '').trim().toLowerCase()
    const content = attributes.get('content')?.trim() ?? ''
    if (tag === 'meta' && name !== '' && content !== '' && !values.has(name)) values.set(name, content)
  }
  return (name) => values.get(name) ?? null
}

function licenseLink(tree: PageTree, url: string): string | null {
  const link = tree.elements.find(
    ({ tag, attributes }) => (tag === 'link' || tag === 'a') && /\blicense\b/i.test(attributes.get('rel') ?? ''),
  )
  return link === undefined ? null : absolute(link.attributes.get('href') ?? '', url)
}
