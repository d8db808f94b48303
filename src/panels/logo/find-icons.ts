import { Parser } from 'htmlparser2'

/** As many as are looked for, and as many as are tried. */
const most = { found: 100, kept: 5 }

/**
 * The addresses of the pictures by which a page shows itself, the likeliest logo first: its icons, the large ones and drawings before the small; `/favicon.ico`;
 * and last the picture for link previews. Only http and https. Linear.
 */
export function findIcons(html: string, pageUrl: string): string[] {
  const found: { href: string; rank: number }[] = [{ href: '/favicon.ico', rank: 10 }]
  let base = pageUrl
  const parser = new Parser({
    onopentag: (name, { rel = '', href = '', sizes = '', type = '', property = '', content = '' }) => {
      if (found.length >= most.found) return
      if (name === 'base' && href !== '' && URL.canParse(href, pageUrl)) base = new URL(href, pageUrl).href
      if (name === 'link' && href !== '') found.push({ href, rank: rankOf({ rel, sizes, type }) })
      if (name === 'meta' && property.toLowerCase() === 'og:image') found.push({ href: content, rank: 1 })
    },
  })
  parser.end(html)
  const ranked = found.filter(({ rank }) => rank > 0).sort((one, other) => other.rank - one.rank)
  const addresses = ranked.flatMap(({ href }) => addressOf(href, base))
  return [...new Set(addresses)].slice(0, most.kept)
}

/** 0 for a link that is no icon. */
function rankOf({ rel, sizes, type }: { rel: string; sizes: string; type: string }): number {
  const words = rel.toLowerCase().split(/\s+/)
  if (words.includes('apple-touch-icon') || words.includes('apple-touch-icon-precomposed')) return 180
  if (!words.includes('icon')) return 0
  if (type.toLowerCase().startsWith('image/svg') || sizes.toLowerCase() === 'any') return 200
  const side = Number(/^(\d{1,4})x\d{1,4}/i.exec(sizes.trim())?.[1] ?? 16)
  return Math.min(11 + side, 179)
}

function addressOf(href: string, base: string): string[] {
  if (href.length > 2_000 || !URL.canParse(href, base)) return []
  const url = new URL(href, base)
  return url.protocol === 'https:' || url.protocol === 'http:' ? [url.href] : []
}
