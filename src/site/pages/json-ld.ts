import type { BreadcrumbList, Graph, ItemList, Organization, Product, Review } from 'schema-dts'
import { packageSiteName } from '../../contracts/site-identity.js'
import { withoutMarkers } from '../../evidence/markers.js'
import type { ComparisonView } from '../views/comparison.js'
import type { HomeView } from '../views/home.js'
import type { SiteTool } from '../views/summaries.js'
import type { ToolView } from '../views/tool.js'
import type { SiteLinks } from './links.js'
import { digitsOf } from './record/words.js'
import type { RenderedParts } from './rendered-parts.js'

/*
 * What the pages say to machines, typed against schema.org's definitions.
 *
 * A review has no `reviewRating`. A call is ship or skip; written as a rating of 0 to 1, search engines would draw it as none or five stars
 * out of five, a grade that no reviewer gave and the page does not show, and marked-up ratings must be those that readers see. So the call
 * is in the review's name, and the page does without stars. For the same reason there is no `aggregateRating` (panel ship is four calls,
 * not a rating by users), no `offers` (nothing is sold here), and no `positiveNotes` (quotes are not lists of advantages).
 */

type Verdict = SiteTool['tool']['verdicts'][number]
type Drafted = Extract<Verdict, { status: 'drafted' }>

/** A pair: both tools with their reviews, as the two items of one list. */
export function comparisonJsonLd(view: ComparisonView, links: SiteLinks): Graph {
  const list: ItemList = {
    '@type': 'ItemList',
    name: view.title,
    numberOfItems: view.tools.length,
    itemListElement: view.tools.map(({ tool }, index) => ({
      '@type': 'ListItem',
      position: index + 1,
      name: tool.name,
      ...addressed(links.absolute(`/tools/${tool.slug}`)),
    })),
  }
  const trail = [{ name: view.title, path: `/compare/${view.slug}` }]
  return graph([publisher(links), ...view.tools.flatMap((site) => product(site, links)), list, ...breadcrumbs(trail, links)])
}

/** A tool with its reviews. */
export function toolJsonLd({ current }: Pick<ToolView, 'current'>, links: SiteLinks): Graph {
  const trail = [{ name: current.tool.name, path: `/tools/${current.tool.slug}` }]
  return graph([publisher(links), ...product(current, links), ...breadcrumbs(trail, links)])
}

/** The home page: who publishes, and the newest comparisons as a list of links. */
export function homeJsonLd({ newest }: Pick<HomeView, 'newest'>, links: SiteLinks): Graph {
  const list: ItemList = {
    '@type': 'ItemList',
    name: 'Newest comparisons',
    numberOfItems: newest.length,
    itemListElement: newest.map(({ slug, title }, index) => ({
      '@type': 'ListItem',
      position: index + 1,
      name: title,
      ...addressed(links.absolute(`/compare/${slug}`)),
    })),
  }
  return graph([publisher(links), ...(newest.length === 0 ? [] : [list])])
}

/** The way to a page below the home page. */
export function pageJsonLd(page: { name: string; path: string }, links: SiteLinks): Graph {
  return graph([publisher(links), ...breadcrumbs([page], links)])
}

function graph(nodes: Graph['@graph']): Graph {
  return { '@context': 'https://schema.org', '@graph': nodes }
}

/** The line about the site, where someone wrote one. */
function described({ identity }: SiteLinks): { description?: string } {
  return identity === undefined || identity.line === '' ? {} : { description: identity.line }
}

function publisher(links: SiteLinks): Organization {
  return {
    '@type': 'Organization',
    ...identified(links.absolute('/#publisher')),
    name: links.identity?.name ?? packageSiteName,
    ...described(links),
    ...addressed(links.absolute('/')),
  }
}

/** The products of an export's tools: pages with the same parts have the same addresses. */
const products = new WeakMap<RenderedParts, WeakMap<SiteTool, Product[]>>()

function product(site: SiteTool, links: SiteLinks): Product[] {
  if (links.parts === undefined) return makeProduct(site, links)
  const known = products.get(links.parts) ?? new WeakMap<SiteTool, Product[]>()
  products.set(links.parts, known)
  const made = known.get(site) ?? makeProduct(site, links)
  known.set(site, made)
  return made
}

/** A tool as a product, once it has a review: a product with nothing to say of it would be an empty claim. */
function makeProduct(site: SiteTool, links: SiteLinks): Product[] {
  const { tool } = site
  const reviews = tool.verdicts.flatMap((verdict) => (verdict.status === 'drafted' ? [review(verdict, site, links)] : []))
  if (reviews.length === 0) return []
  return [
    {
      '@type': 'Product',
      ...identified(links.absolute(`/tools/${tool.slug}#product`)),
      name: tool.name,
      description: tool.description,
      category: tool.category,
      brand: { '@type': 'Brand', name: tool.vendor },
      ...addressed(links.absolute(`/tools/${tool.slug}`)),
      review: reviews,
    },
  ]
}

const callNames = { ship: 'ship', skip: 'skip', abstain: 'no call', split: 'the jurors are split' } as const

/**
 * What one persona says. Its author is a persona of the panel and no person, so it is named as a part of the organization; who really wrote
 * the words is in `creditText`.
 */
function review(verdict: Drafted, { tool, personas, publishedAt }: SiteTool, links: SiteLinks): Review {
  const seat = personas.find(({ id }) => id === verdict.persona)?.seat ?? verdict.persona
  return {
    '@type': 'Review',
    name: `${seat} on ${tool.name}: ${callNames[verdict.call]}`,
    reviewBody: withoutMarkers(verdict.quote),
    datePublished: publishedAt,
    author: {
      '@type': 'Organization',
      name: `${seat}, a reviewer persona of ${links.identity?.name ?? packageSiteName}`,
      ...addressed(links.absolute(`/personas/${verdict.persona}`)),
    },
    publisher: publisher(links),
    creditText: creditText(verdict),
    inLanguage: 'en',
  }
}

/** Who wrote a quote, in one line. */
function creditText({ model, origin, personaVersion, jury, review: { writtenBy } }: Drafted): string {
  const prompt = `prompt version ${personaVersion}`
  if (writtenBy === 'people')
    return `Written by people on a seat of ${jury === undefined ? model : digitsOf(jury.jurors.length, 'juror')}, ${prompt}, and approved by people.`
  if (origin === 'authored') return `Written by people as a sample in the place of ${model}, ${prompt}, and approved by people.`
  const edited = writtenBy === 'model' ? 'approved by people' : 'edited and approved by people'
  return `Drafted by ${model}, ${prompt}; ${edited}.`
}

/** From the home page to the pages given; only with addresses, without which it leads nowhere. */
function breadcrumbs(trail: readonly { name: string; path: string }[], links: SiteLinks): BreadcrumbList[] {
  const steps = [{ name: links.identity?.name ?? packageSiteName, ...described(links), path: '/' }, ...trail].map(
    ({ name, path }, index) => {
      const item = links.absolute(path)
      return item === null ? null : { '@type': 'ListItem' as const, position: index + 1, name, item }
    },
  )
  const known = steps.filter((step) => step !== null)
  return known.length === steps.length ? [{ '@type': 'BreadcrumbList', itemListElement: known }] : []
}

function addressed(url: string | null): { url?: string } {
  return url === null ? {} : { url }
}

function identified(id: string | null): { '@id'?: string } {
  return id === null ? {} : { '@id': id }
}
