/** What a robots.txt says to one program. */
export type RobotsRules = {
  /** Longest first, and of two that are as long the one that allows. */
  rules: readonly { pattern: string; allows: boolean }[]
  /** Crawl-delay: not of RFC 9309, and used by many. */
  delaySeconds: number | null
}

/**
 * The rules of a robots.txt for the program of that product token (RFC 9309, section 2.2): those of all groups that name it, else those of all
 * groups for `*`. What is no line of the format is passed over. Linear: rules for others are not kept, however many names stand above them.
 */
export function parseRobots(text: string, productToken: string): RobotsRules {
  const own = emptyGroup()
  const everyone = emptyGroup()
  let named: Group[] = []
  let isHeadOpen = false
  for (const [key, value] of linesOf(text)) {
    if (key === 'user-agent') {
      if (!isHeadOpen) named = []
      isHeadOpen = true
      const group = groupOf(value, productToken, { own, everyone })
      if (group !== undefined && !named.includes(group)) named.push(group)
      if (group !== undefined) group.isThere = true
      continue
    }
    isHeadOpen = false
    for (const group of named) addLine(group, key, value)
  }
  const { rules, delaySeconds } = own.isThere ? own : everyone
  return { rules: rules.toSorted((a, b) => b.pattern.length - a.pattern.length || Number(b.allows) - Number(a.allows)), delaySeconds }
}

/** Whether the rules let a page be read: the longest pattern that fits decides (RFC 9309, 2.2.2). robots.txt itself may always be. */
export function allowsPage({ rules }: RobotsRules, url: URL): boolean {
  if (url.pathname === '/robots.txt') return true
  const path = comparable(url.pathname + url.search)
  return rules.find(({ pattern }) => fits(pattern, path))?.allows ?? true
}

type Group = { isThere: boolean; rules: { pattern: string; allows: boolean }[]; delaySeconds: number | null }

function emptyGroup(): Group {
  return { isThere: false, rules: [], delaySeconds: null }
}

function* linesOf(text: string): Generator<[key: string, value: string]> {
  for (const line of text.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/)) {
    const [said = ''] = line.split('#', 1)
    const colon = said.indexOf(':')
    const key = said.slice(0, Math.max(0, colon)).trim().toLowerCase()
    if (['user-agent', 'allow', 'disallow', 'crawl-delay'].includes(key)) yield [key, said.slice(colon + 1).trim()]
  }
}

function groupOf(name: string, productToken: string, groups: { own: Group; everyone: Group }): Group | undefined {
  if (/^\*(?:\s|$)/.test(name)) return groups.everyone
  // `ShipPanel/1.0` means ShipPanel: a token is letters, `-` and `_`.
  const token = /^[A-Za-z_-]{1,100}/.exec(name)?.[0] ?? ''
  return token.toLowerCase() === productToken.toLowerCase() ? groups.own : undefined
}

function addLine(group: Group, key: string, value: string): void {
  if (key === 'crawl-delay') {
    const seconds = /^\d{1,6}(?:\.\d{1,6})?$/.test(value) ? Number(value) : null
    group.delaySeconds = seconds ?? group.delaySeconds
  } else if (value !== '') group.rules.push({ pattern: comparable(value), allows: key === 'allow' })
}

/** Patterns and paths in one spelling: what is not ASCII in octets, octets that need no escape as they are, the others in capitals. */
function comparable(path: string): string {
  const ascii = path.replace(/\P{ASCII}+/gu, encodeOctets)
  return ascii.replace(/%[0-9a-f]{2}/gi, (octet) => {
    const character = String.fromCharCode(Number.parseInt(octet.slice(1), 16))
    return /[A-Za-z0-9._~-]/.test(character) ? character : octet.toUpperCase()
  })
}

function encodeOctets(text: string): string {
  return [...Buffer.from(text, 'utf8')].map((octet) => `%${octet.toString(16).toUpperCase()}`).join('')
}

/** `*` is any text, `$` at the end is the end; a pattern fits from the start of the path. Each piece is looked for behind the one before. */
function fits(pattern: string, path: string): boolean {
  const isWhole = pattern.endsWith('$')
  const [first = '', ...others] = (isWhole ? pattern.slice(0, -1) : pattern).split('*')
  if (!path.startsWith(first)) return false
  const last = isWhole ? others.pop() : undefined
  if (isWhole && last === undefined) return path === first
  let at = first.length
  for (const piece of others) {
    const found = path.indexOf(piece, at)
    if (found < 0) return false
    at = found + piece.length
  }
  return last === undefined || (path.length - last.length >= at && path.endsWith(last))
}
