import type { Child } from 'hono/jsx'
import { revealAll } from '../../platform/html/safe-text.js'
import { isolate } from '../../platform/text/text-direction.js'
import type { RetractedView } from '../views/history.js'
import { renderSitePage, SitePage } from './layout.js'
import type { SiteLinks } from './links.js'
import { Day } from './record/parts.js'
import { History } from './tool-page.js'

export type Message = {
  title: string
  /** Plain text, a paragraph each. */
  paragraphs: readonly string[]
  /** Where to go from here, as site paths. */
  next?: readonly { path: string; text: string }[]
  /** The page's own site path. */
  path: string
}

/** A page that says one thing, such as what came of a form; never indexed. Pure. */
export function renderMessage(message: Message, links: SiteLinks): string {
  const { title, paragraphs, next = [{ path: '/', text: 'To the comparisons' }], path } = revealAll(message)
  return renderSitePage(
    <MessagePage title={title} path={path} links={links} next={next}>
      {paragraphs.map((paragraph) => (
        <p class="lean">{paragraph}</p>
      ))}
    </MessagePage>,
  )
}

/** There is no such page (404). Pure. */
export function renderNotFound(path: string, links: SiteLinks): string {
  return renderMessage(
    {
      title: 'There is no such page',
      paragraphs: [
        'The address may be misspelt, or the tool is not published yet. Search the tools, or start from the newest comparisons.',
      ],
      next: [
        { path: '/#tools', text: 'Search the tools' },
        { path: '/#comparisons', text: 'Newest comparisons' },
      ],
      path,
    },
    links,
  )
}

/** What was here was retracted (410): when, why, and what had been published. Pure. */
export function renderRetracted(view: RetractedView, { path, links }: { path: string; links: SiteLinks }): string {
  const { title, at, publicReason, history } = revealAll(view)
  return renderSitePage(
    <MessagePage
      title={`Retracted: ${isolate(title)}`}
      path={path}
      links={links}
      next={[{ path: '/', text: 'To the comparisons' }]}
      after={<History entries={history} names={path.startsWith('/compare/')} />}
    >
      <p class="lean">
        Its editors took it back on <Day on={at} />. It no longer holds.
      </p>
      <p class="reason">
        <b>The reason:</b> {publicReason}
      </p>
    </MessagePage>,
  )
}

type MessagePageProps = Pick<Message, 'title' | 'path'> & {
  links: SiteLinks
  next: readonly { path: string; text: string }[]
  children: Child
  /** Sections below what the page says. */
  after?: Child
}

function MessagePage({ title, path, links, next, children, after = null }: MessagePageProps) {
  return (
    <SitePage title={title} path={path} links={links} noIndex={true}>
      <div class="intro message">
        <h1>{title}</h1>
        {children}
        <ul class="links">
          {next.map((step) => (
            <li>
              <a href={links.to(step.path)}>{step.text}</a>
            </li>
          ))}
        </ul>
      </div>
      {after}
    </SitePage>
  )
}
