import { packageSiteName } from '../../contracts/site-identity.js'
import { hasRightToLeft, isolate } from '../../platform/text/text-direction.js'
import type { NewsletterPlace } from './mail-headers.js'

/** The text of a mail, to be sent as it is. */
export type MailText = { subject: string; html: string; text: string }

/** What the site is called (left out for the package's own name), where it is, and who sends its mails. */
type MailPlace = Pick<NewsletterPlace, 'siteName' | 'siteUrl' | 'sender'>

const nameOf = ({ siteName }: MailPlace): string => isolate(siteName ?? packageSiteName)

type Paragraph = string | { link: string; label: string } | { block: string }

/** Asks whether the owner of an address wants the newsletter. `sender` is who sends it, as the configuration says, or null. Pure. */
export function confirmationMail(place: MailPlace & { confirmUrl: string }): MailText {
  return write('Confirm your subscription to the newsletter', place.sender, [
    `Someone, probably you, asked for ${nameOf(place)}’s newsletter at this address on ${place.siteUrl}.`,
    'If it was you, open this page and press the button on it. The link works for 3 days.',
    { link: place.confirmUrl, label: 'Confirm the subscription' },
    'If it was not you, do nothing: without the button there is no subscription, and the address is forgotten after 3 days.',
  ])
}

/** The answer to someone who asks for what they have. Pure. */
export function alreadySubscribedMail(place: MailPlace & { unsubscribeUrl: string }): MailText {
  return write('You get the newsletter already', place.sender, [
    `Someone, probably you, asked for ${nameOf(place)}’s newsletter at this address on ${place.siteUrl}. You get it already, so nothing changes.`,
    'If you do not want it any more:',
    { link: place.unsubscribeUrl, label: 'Unsubscribe' },
  ])
}

/** All that is kept about a subscriber, for the subscriber. Pure. */
export function keptDataMail(place: MailPlace & { record: object; unsubscribeUrl: string }): MailText {
  return write(`What ${nameOf(place)} keeps about you`, place.sender, [
    `You asked on ${place.siteUrl} what is kept about you for the newsletter. It is this, and nothing else (times are UTC):`,
    { block: JSON.stringify(place.record, null, 2) },
    'To have it deleted, press “Delete me” on this page:',
    { link: place.unsubscribeUrl, label: 'Unsubscribe or delete' },
  ])
}

function write(subject: string, sender: string | null, body: readonly Paragraph[]): MailText {
  const paragraphs = sender === null ? body : [...body, sender]
  const html = paragraphs.map(toHtml).join('\n')
  return {
    subject,
    text: `${paragraphs.map(toText).join('\n\n')}\n`,
    html: `<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>${escapeHtml(subject)}</title></head>\n<body>\n${html}\n</body></html>\n`,
  }
}

function toText(paragraph: Paragraph): string {
  if (typeof paragraph === 'string') return paragraph
  return 'link' in paragraph ? paragraph.link : paragraph.block
}

function toHtml(paragraph: Paragraph): string {
  if (typeof paragraph === 'string')
    return `<p${hasRightToLeft(paragraph) ? ' dir="auto"' : ''}>${escapeHtml(paragraph).replaceAll('\n', '<br>')}</p>`
  if ('block' in paragraph) return `<pre>${escapeHtml(paragraph.block)}</pre>`
  return `<p><a href="${escapeHtml(paragraph.link)}">${escapeHtml(paragraph.label)}</a></p>`
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character)
}
