import { packageSiteName } from '../../contracts/site-identity.js'
import { plainLine } from './plain-line.js'

/** What the issues of an installation have in common. */
export type NewsletterPlace = {
  /** What the site is called; left out for the package's own name. */
  siteName?: string
  /** The site's own address, without a trailing slash. */
  siteUrl: string
  /** Who sends it and where to write to; null when the configuration does not say. */
  sender: string | null
}

/** Where a subscriber ends the subscription. Both addresses are absolute. */
export type UnsubscribeLinks = {
  /** A page with a button: GET changes nothing. */
  url: string
  /** What a mail program posts to (RFC 8058). */
  oneClickUrl: string
}

/**
 * The headers of every issue beside those that the mailer sets: how to unsubscribe by one click (RFC 2369, RFC 8058), and which list it is
 * (RFC 2919). The message's own signature must cover the first two (RFC 8058, section 4).
 */
export function mailHeaders(
  { siteUrl, siteName }: Pick<NewsletterPlace, 'siteUrl' | 'siteName'>,
  { oneClickUrl }: UnsubscribeLinks,
): Record<string, string> {
  return {
    'List-Unsubscribe': `<${headerUrl(oneClickUrl)}>`,
    'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    'List-Id': `${listName(siteName ?? packageSiteName)} weekly <${listId(siteUrl)}>`,
    'List-Archive': `<${headerUrl(`${siteUrl}/weekly`)}>`,
  }
}

/** The subject as it may be in a header. */
export function mailSubject(subject: string): string {
  return plainLine(subject)
}

/** A name as it may be before an address without quotes (RFC 5322, section 3.2.3): letters, digits, and little else. */
function listName(name: string): string {
  const words = name.replace(/[^\p{L}\p{M}\p{N}&'-]+/gu, ' ').trim()
  return words === '' ? packageSiteName : words
}

function listId(siteUrl: string): string {
  return `weekly.${new URL(siteUrl).hostname.replace(/[^0-9A-Za-z.-]/g, '-')}`
}

/** An address in its ASCII form, without what would end it in a header. */
function headerUrl(url: string): string {
  return new URL(url).href.replaceAll('>', '%3E').replaceAll('<', '%3C')
}
