import type { LinkKind, OfferedLink } from '../../contracts/proposal.js'
import type { ExtractedPage, PageLink } from '../extract/extracted.js'
import { siteOf, withoutWww } from '../site-of.js'

type Rule = { kind: LinkKind; path: RegExp; text: RegExp }

/** In the order of how much an editor needs them. Paths are in lower case; a text is the whole of it but for white space. */
const rules: readonly Rule[] = [
  {
    kind: 'pricing',
    path: /(?:^|[/.-])(?:pricing|prices?|plans(?:-and-pricing)?|preise|tarife?|tarifs?|prix|precios|planes|buy|editions)(?:$|[/.-])/,
    text: /^(?:(?:see|view|our|compare)? ?(?:pricing|plans?|prices)(?: (?:&|and) (?:pricing|plans))?|preise|tarife|tarifs|prix|precios|planes|料金(?:プラン)?|価格|プラン|价格|定价)$/i,
  },
  {
    kind: 'license',
    path: /(?:^|[/.-])(?:licen[cs]es?|licensing|licen[cs]e-agreement|terms(?:-of-(?:service|use)|-and-conditions)?|tos|eula|agb|nutzungsbedingungen|cgu|cgv|conditions|lizenz|licencia|terminos)(?:$|[/.-])/,
    text: /^(?:licen[cs]e|licensing|terms(?: (?:of (?:service|use)|& conditions|and conditions))?|eula|lizenz|agb|nutzungsbedingungen|conditions(?: générales| d[’']utilisation)?|cgu|cgv|términos(?: de (?:servicio|uso))?|licencia|利用規約|ライセンス|(?:服务|使用)?条款|许可(?:证|协议)?)$/i,
  },
  {
    kind: 'documentation',
    path: /(?:^|[/.-])(?:docs?|documentation|dokumentation|documentacion|guides?|manual|handbook|reference|getting-started|quickstart|learn)(?:$|[/.-])/,
    text: /^(?:(?:read )?(?:the )?(?:docs?|documentation)|dokumentation|documentación|guides?|getting started|quick ?start|handbook|manual|reference|ドキュメント|文档)$/i,
  },
  {
    kind: 'changelog',
    path: /(?:^|[/.-])(?:changelog|changes|releases?|release-notes|whats-new|history|versionshinweise|nouveautes|novedades)(?:$|[/.-])/,
    text: /^(?:changelog|change log|releases?|release notes|what[’']s new|änderungen|versionshinweise|nouveautés|novedades|更新履歴|リリースノート|更新日志)$/i,
  },
  {
    kind: 'security',
    path: /(?:^|[/.-])(?:security|trust(?:-center)?|compliance|sicherheit|securite|seguridad)(?:$|[/.-])/,
    text: /^(?:security|trust(?: center)?|compliance|sicherheit|sécurité|seguridad|セキュリティ|安全)$/i,
  },
  {
    kind: 'comparison',
    path: /(?:^|\/)(?:compare|comparisons?|versus|vs|alternatives?|vergleich|comparatif)(?:$|[/-])|-vs-|-alternatives?(?:$|\/)/,
    text: /\bvs\.? |^(?:compare|comparison|alternatives?|vergleich|comparatif|比較|对比)$/i,
  },
]

const repositoryHosts = new Set(['github.com', 'gitlab.com', 'codeberg.org', 'bitbucket.org', 'git.sr.ht'])
/** First parts of addresses of GitHub and GitLab that are no owner. */
const noOwner =
  /^(?:about|apps|blog|collections|contact|customer-stories|customers|enterprise|events|explore|features|join|login|marketplace|new|notifications|orgs|organizations|pricing|readme|search|security|settings|signup|site|sponsors|stars|team|topics|trending|users)$/
const docHosts = /(?:^|\.)(?:readthedocs\.io|readthedocs\.org|docs\.rs|gitbook\.io|pkg\.go\.dev|mintlify\.app)$/
const outside =
  /(?:^|[/.-])(?:log-?in|sign-?in|sign-?up|signout|register|account|auth|oauth|careers?|jobs|hiring|karriere|press|privacy|datenschutz|cookies?|imprint|impressum|contact|newsletter|status|events?|webinars?|download|cart|checkout)(?:$|[/.-])/
const mostLinks = 2_000
const mostFound = 24

/**
 * The links of a page that are worth reading for a dossier: prices, license or terms, documentation, changelog, repository, registry, model card,
 * security, comparisons; by address and by what they are called. Of the same site, or on a known host. Pure; linear in the links.
 */
export function findLinks(page: Pick<ExtractedPage, 'url' | 'links'>): OfferedLink[] {
  const site = siteOf(page.url)
  const scored = page.links.slice(0, mostLinks).flatMap((link) => score(link, { site, from: page.url }) ?? [])
  const best = new Map<string, Scored>()
  for (const link of scored) {
    const known = best.get(link.url)
    if (known === undefined || link.points > known.points) best.set(link.url, link)
  }
  const ranked = [...best.values()].sort((a, b) => b.points - a.points)
  return ranked.slice(0, mostFound).map(offered)
}

type Scored = OfferedLink & { points: number }
const offered = ({ url, kind, text }: Scored): OfferedLink => ({ url, kind, text })

function score(link: PageLink, { site, from }: { site: string | null; from: string }): Scored | null {
  const url = readUrl(link.url)
  if (url === null || url.hash !== '' || link.url.length > 2_000 || sameAddress(url, from)) return null
  const text = link.text
    .trim()
    .replace(/\s{1,40}/g, ' ')
    .replace(/[\s→›»↗>]{1,4}$/, '')
    .slice(0, 200)
  const known = knownHost(url, site)
  const base = { url: url.href, text: text === '' ? url.href.slice(0, 200) : text }
  if (known !== null) return { ...base, kind: known.kind, points: 5 + known.points + (link.inNavigation ? 1 : 0) }
  const path = decode(url.pathname).toLowerCase()
  const isOwn = site !== null && siteOf(url.href) === site
  if (
    !(isOwn || docHosts.test(url.hostname)) ||
    outside.test(path) ||
    /^(?:status|login|auth|accounts?|blog|jobs|careers)\./.test(url.hostname)
  )
    return null
  const depth = path.split('/').filter((part) => part !== '').length
  let best: Scored | null = null
  for (const rule of rules) {
    const isDocsHost =
      rule.kind === 'documentation' && (/^(?:docs?|developers?|documentation)\./.test(url.hostname) || docHosts.test(url.hostname))
    const points = (rule.path.test(path) ? 3 : 0) + (rule.text.test(text) ? 4 : 0) + (isDocsHost ? 2 : 0)
    if (points === 0) continue
    const total = points + (link.inNavigation ? 1 : 0) - Math.min(depth, 4) * 0.5
    if (best === null || total > best.points) best = { ...base, kind: rule.kind, points: total }
  }
  return best
}

/** A repository, a package or a model by its address; one of the same name as the site comes first. */
function knownHost(url: URL, site: string | null): { kind: LinkKind; points: number } | null {
  const host = withoutWww(url.hostname)
  const parts = decode(url.pathname)
    .split('/')
    .filter((part) => part !== '')
  const [first = '', second = ''] = parts
  const label = site?.split('.')[0] ?? ''
  const points = label !== '' && parts.some((part) => part.toLowerCase().includes(label)) ? 2 : 0
  if (repositoryHosts.has(host)) {
    if (parts.length !== 2 || noOwner.test(first.toLowerCase()))
      return /^releases$|^blob$/.test(parts[2] ?? '') && /changelog|^releases$/i.test(parts.at(-1) ?? '')
        ? { kind: 'changelog', points: points - 2 }
        : null
    return { kind: 'repository', points }
  }
  if (host === 'npmjs.com' && first === 'package' && second !== '') return { kind: 'registry', points }
  if (host === 'pypi.org' && first === 'project' && second !== '') return { kind: 'registry', points }
  if (host === 'crates.io' && first === 'crates' && second !== '') return { kind: 'registry', points }
  const isModel =
    host === 'huggingface.co' &&
    parts.length === 2 &&
    !/^(?:datasets|spaces|docs|blog|papers|models|join|login|pricing|collections|organizations)$/.test(first)
  return isModel ? { kind: 'model-card', points } : null
}

const sameAddress = (url: URL, from: string): boolean => withoutSlash(url.href) === withoutSlash(from.split('#', 1)[0] ?? '')
const withoutSlash = (address: string): string => (address.endsWith('/') ? address.slice(0, -1) : address)

function readUrl(text: string): URL | null {
  const url = URL.canParse(text) ? new URL(text) : null
  return url !== null && /^https?:$/.test(url.protocol) && url.username === '' ? url : null
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}
