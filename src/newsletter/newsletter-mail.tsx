import type { Child } from 'hono/jsx'
import type { IssueContent } from '../contracts/newsletter-issue.js'
import { packageSiteName } from '../contracts/site-identity.js'
import { renderMailPage } from '../platform/html/mail-page.js'
import { revealInvisible, safeHref } from '../platform/html/safe-text.js'

type IssueItem = IssueContent['items'][number]

export type NewsletterMailProps = {
  content: IssueContent
  /** The week's days in words. */
  weekText: string
  /** The site's own address, without a trailing slash. */
  siteUrl: string
  /** What the site is called; left out for the package's own name. */
  siteName?: string
  /** Who sends it and where to write to; null for none. */
  sender: string | null
  /** The absolute address of the page on which a subscriber ends the subscription. */
  unsubscribeUrl: string
}

/*
 * Mail programs read styles written into elements, and little else. No colour but that of the rules, which can be seen on either ground: so a
 * program shows the issue light or dark as its reader likes. No image, no script, no address that says who read it.
 */
const sans = "font-family: -apple-system, 'Segoe UI', Helvetica, Arial, sans-serif;"
const serif = "font-family: Georgia, 'Times New Roman', serif;"
const quiet = `${sans} font-size: 14px; line-height: 1.5; margin: 4px 0 0;`
const rule = 'border: 0; border-top: 1px solid #8a8377; margin: 28px 0 16px;'

const headings = { published: 'Published', changed: 'Changed', retracted: 'Retracted' } as const

/** The issue as a mail's HTML, whole. */
export function renderNewsletterMail(props: NewsletterMailProps): string {
  return renderMailPage({
    title: revealInvisible(props.content.subject),
    style: `${sans} font-size: 16px; line-height: 1.5;`,
    children: <Issue {...props} />,
  })
}

function Issue({ content, weekText, siteUrl, siteName = packageSiteName, sender, unsubscribeUrl }: NewsletterMailProps) {
  return (
    <>
      <p style={quiet}>
        {revealInvisible(siteName)}, {weekText}
      </p>
      <h1 style={`${serif} font-size: 26px; line-height: 1.25; margin: 8px 0 16px; overflow-wrap: break-word;`}>
        {revealInvisible(content.subject)}
      </h1>
      <Paragraphs text={content.intro} />
      {(['published', 'changed', 'retracted'] as const).map((kind) => (
        <Group heading={headings[kind]} items={content.items.filter((item) => item.kind === kind)} siteUrl={siteUrl} />
      ))}
      <hr style={rule} />
      <p style={quiet}>
        You get this because you subscribed to the newsletter. <Anchor href={unsubscribeUrl}>Unsubscribe</Anchor>.{' '}
        <Anchor href={`${siteUrl}/weekly/${content.week}`}>Read it on the site</Anchor>.
      </p>
      {sender === null ? null : <p style={quiet}>{revealInvisible(sender)}</p>}
    </>
  )
}

function Paragraphs({ text }: { text: string }) {
  const paragraphs = text.split(/\n\s*\n/).filter((paragraph) => paragraph.trim() !== '')
  return (
    <>
      {paragraphs.map((paragraph) => (
        <p style="margin: 0 0 12px;">{revealInvisible(paragraph)}</p>
      ))}
    </>
  )
}

function Group({ heading, items, siteUrl }: { heading: string; items: readonly IssueItem[]; siteUrl: string }) {
  if (items.length === 0) return null
  return (
    <>
      <h2 style={`${sans} font-size: 15px; line-height: 1.4; margin: 28px 0 0;`}>{heading}</h2>
      {items.map((item) => (
        <Item item={item} siteUrl={siteUrl} />
      ))}
    </>
  )
}

function Item({ item: { title, line, path, tools, publicReason }, siteUrl }: { item: IssueItem; siteUrl: string }) {
  return (
    <div style="margin: 12px 0 0; padding: 12px 0 0; border-top: 1px solid #8a8377;">
      <h3 style={`${serif} font-size: 20px; line-height: 1.3; margin: 0; font-weight: normal; overflow-wrap: break-word;`}>
        <Anchor href={`${siteUrl}${path}`}>{revealInvisible(title)}</Anchor>
      </h3>
      <p style="margin: 6px 0 0;">{revealInvisible(line)}</p>
      {publicReason === null ? null : <p style="margin: 6px 0 0;">The reason: {revealInvisible(publicReason)}</p>}
      {tools.map(({ name, panelShip, entryPrice }) => (
        <p style={quiet}>
          {revealInvisible(name)}: panel {revealInvisible(panelShip)} · {revealInvisible(entryPrice)}
        </p>
      ))}
    </div>
  )
}

/** A link in the colour of the text around it, which every ground suits. */
function Anchor({ href, children }: { href: string; children: Child }) {
  const safe = safeHref(href)
  if (safe === null) return <span>{children}</span>
  return (
    <a href={safe} style="color: inherit; text-decoration: underline;">
      {children}
    </a>
  )
}
