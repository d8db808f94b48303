import { siteName } from '../pages/identity.js'
import type { SiteLinks } from '../pages/links.js'

/** A page that leads to another, for hosts that know no redirects. Pure. */
export function movedPage(links: SiteLinks, to: string): string {
  const href = escapeHtml(links.to(to))
  const canonical = links.absolute(to)
  return [
    '<!DOCTYPE html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    `<title>Moved | ${escapeHtml(siteName(links))}</title>`,
    '<meta name="robots" content="noindex">',
    `<meta http-equiv="refresh" content="0; url=${href}">`,
    ...(canonical === null ? [] : [`<link rel="canonical" href="${escapeHtml(canonical)}">`]),
    '</head>',
    '<body>',
    `<p>This page has moved: <a href="${href}">go on</a>.</p>`,
    '</body>',
    '</html>',
    '',
  ].join('\n')
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
