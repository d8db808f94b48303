import type { IssueContent } from '../../contracts/newsletter-issue.js'
import { packageSiteName } from '../../contracts/site-identity.js'
import { isolate } from '../../platform/text/text-direction.js'
import { weekText } from './draft-issue.js'
import type { NewsletterPlace, UnsubscribeLinks } from './mail-headers.js'
import { paragraphsOf, plainLine } from './plain-line.js'

type IssueItem = IssueContent['items'][number]

/** Readable everywhere, and after a reply or two has indented them (RFC 3676, 4.2); addresses stay whole, however long. */
const lineLength = 72
const headings = { published: 'Published', changed: 'Changed', retracted: 'Retracted' } as const

/** The issue as plain text. */
export function renderIssueText(
  content: IssueContent,
  { siteUrl, sender, siteName = packageSiteName }: NewsletterPlace,
  { url }: UnsubscribeLinks,
): string {
  const groups = (['published', 'changed', 'retracted'] as const).flatMap((kind) => {
    const items = content.items.filter((item) => item.kind === kind)
    return items.length === 0 ? [] : [[headings[kind].toUpperCase(), '', ...items.flatMap((item) => [...itemLines(item, siteUrl), ''])]]
  })
  return [
    `${isolate(siteName)}, ${weekText(content.week)}`,
    '',
    ...paragraphsOf(content.intro).flatMap((paragraph) => [...wrap(paragraph), '']),
    ...groups.flat(),
    // What mail programs take for the beginning of a signature (RFC 3676, section 4.3).
    '-- ',
    ...wrap('You get this because you subscribed to the newsletter.'),
    `Unsubscribe: ${url}`,
    `On the site: ${siteUrl}/weekly/${content.week}`,
    ...(sender === null ? [] : wrap(plainLine(sender))),
    '',
  ].join('\n')
}

function itemLines({ title, line, path, tools, publicReason }: IssueItem, siteUrl: string): string[] {
  const indent = '  '
  return [
    ...wrap(plainLine(title)),
    ...wrap(plainLine(line), indent),
    ...(publicReason === null ? [] : wrap(`The reason: ${isolate(plainLine(publicReason))}`, indent)),
    ...tools.flatMap(({ name, panelShip, entryPrice }) =>
      wrap(`${isolate(plainLine(name))}: panel ${plainLine(panelShip)} · ${isolate(plainLine(entryPrice))}`, indent),
    ),
    `${indent}${siteUrl}${path}`,
  ]
}

function wrap(text: string, indent = ''): string[] {
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + 1 + word.length <= lineLength) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(`${indent}${word}`)
  }
  return lines
}
