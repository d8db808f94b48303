import { Feed, type Item } from 'feed'
import { html } from 'hono/html'
import { packageSiteName } from '../../contracts/site-identity.js'
import { renderHtml } from '../../platform/html/render-html.js'
import { revealAll } from '../../platform/html/safe-text.js'
import { asSentence } from '../../platform/text/sentence.js'
import { isolate } from '../../platform/text/text-direction.js'
import { isStale, sourceChanged } from '../source-changed.js'
import type { SiteChange } from '../views/changes.js'
import { siteLine, siteName } from './identity.js'
import type { SiteLinks } from './links.js'
import { leanText } from './record/lean-words.js'
import { frankCounts, percentText } from './record/words.js'

const kindWords: Record<SiteChange['kind'], string> = { published: '', changed: 'Changed: ', retracted: 'Retracted: ' }
/** What XML 1.0 allows no document to hold (section 2.2), not even escaped. */
const noXml = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu

/** The changes as RSS 2.0, newest first. Null on a site that does not know its own address: a feed's links must be whole. */
export function rssFeed(changes: readonly SiteChange[], links: SiteLinks): string | null {
  const feed = buildFeed(changes, links, { path: '/feed.xml', escapes: true })
  return feed === null ? null : cleanXml(feed.rss2())
}

/** The changes as Atom 1.0 (RFC 4287), newest first. Null as for RSS. */
export function atomFeed(changes: readonly SiteChange[], links: SiteLinks): string | null {
  const feed = buildFeed(changes, links, { path: '/atom.xml', escapes: true })
  return feed === null ? null : cleanXml(feed.atom1())
}

/** The changes as a JSON feed, newest first. Null as for RSS. */
export function jsonFeed(changes: readonly SiteChange[], links: SiteLinks): string | null {
  return buildFeed(changes, links, { path: '/feed.json', escapes: false })?.json1() ?? null
}

/** `escapes`: titles are HTML in RSS as it is read and in Atom as it is written here, and plain text in JSON. */
function buildFeed(changes: readonly SiteChange[], links: SiteLinks, form: { path: string; escapes: boolean }): Feed | null {
  const home = links.absolute('/')
  const self = links.absolute(form.path)
  if (home === null || self === null) return null
  const name = siteName(links)
  const feed = new Feed({
    id: home,
    title: name,
    description: siteLine(links, `What ${name} published, changed and retracted: developer tools, 4 reviewers, ship or skip.`),
    link: home,
    language: 'en',
    feed: self,
    feedLinks: { json: self },
    generator: packageSiteName,
    author: { name, link: home },
    updated: new Date(changes[0]?.at ?? 0),
  })
  for (const change of revealAll(changes)) feed.addItem(itemOf(change, links, form.escapes))
  return feed
}

function itemOf(change: SiteChange, links: SiteLinks, escapes: boolean): Item {
  const { seq, kind, at, title, path, recordId, lean, tools } = change
  const link = links.absolute(path) ?? path
  const heading = `${kindWords[kind]}${isolate(title)}`
  const mark = isStale(change) ? ` ${sourceChanged}` : ''
  const summary =
    kind === 'retracted' ? (change.publicReason ?? 'It no longer holds.') : `${leanText({ lean, tools: tools.map(withShortName) })}${mark}`
  return {
    id: `${link.replace(/#.*/, '')}#${recordId}-${seq}`,
    link,
    title: escapes ? escapeHtml(heading) : heading,
    description: escapes ? escapeHtml(summary) : summary,
    content: renderHtml(<Content change={change} summary={summary} />),
    date: new Date(at),
    published: new Date(at),
  }
}

function withShortName<T extends SiteChange['tools'][number]>(tool: T) {
  return { ...tool, shortName: null }
}

function Content({ change: { kind, tools }, summary }: { change: SiteChange; summary: string }) {
  return (
    <>
      <p>{summary}</p>
      {kind === 'retracted' ? null : (
        <ul>
          {tools.map(({ name, tagline, panelShip, entryPrice }) => (
            <li>
              <b>{name}</b>: {asSentence(tagline)} Panel ship {percentText(panelShip.percent)} ({frankCounts(panelShip)}).{' '}
              {asSentence(`Entry price: ${entryPrice}`)}
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

function escapeHtml(text: string): string {
  return String(html`${text}`)
}

function cleanXml(xml: string): string {
  return xml.replace(noXml, '\ufffd')
}
