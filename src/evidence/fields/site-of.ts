/** Hosts below which each name is another owner's. */
const sharedHosts =
  /(?:^|\.)(?:github\.io|gitlab\.io|vercel\.app|netlify\.app|pages\.dev|workers\.dev|web\.app|firebaseapp\.com|herokuapp\.com|readthedocs\.io|gitbook\.io|fly\.dev|onrender\.com|notion\.site|webflow\.io|framer\.website|hf\.space|streamlit\.app|surge\.sh|deno\.dev)$/
const secondLevel = /^(?:co|com|org|net|gov|ac|edu|or|ne|go)\.[a-z]{2}$/

/** The site of an address, roughly its registrable domain: `docs.tool.example` and `tool.example` are one, `a.github.io` and `b.github.io` two. Null where it is no address. */
export function siteOf(url: string): string | null {
  if (!URL.canParse(url)) return null
  const host = new URL(url).hostname.replace(/\.$/, '').toLowerCase()
  if (/^[\d.]+$|^\[/.test(host)) return host
  const labels = host.split('.')
  const length = sharedHosts.test(host) || secondLevel.test(labels.slice(-2).join('.')) ? 3 : 2
  return labels.slice(-length).join('.')
}
