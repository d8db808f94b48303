import { domainToASCII } from 'node:url'

/** How a provider reads what comes before the `@`, as its help pages say. */
type Habits = { domain: string; ignores?: RegExp; tagAfter?: string }

const yahoo: Omit<Habits, 'domain'> = { tagAfter: '-' }
const proton: Habits = { domain: 'proton.me', ignores: /[._-]/g }
const icloud: Habits = { domain: 'icloud.com' }
const google: Habits = { domain: 'gmail.com', ignores: /\./g }
const yandex: Habits = { domain: 'yandex.com', ignores: /[.-]/g }

/** Providers whose addresses differ and lead to one mailbox. At every other, what follows a plus is a tag and nothing else is read into an address. */
const habits: ReadonlyMap<string, Habits> = new Map([
  ...['gmail.com', 'googlemail.com'].map((domain) => [domain, google] as const),
  ...['proton.me', 'protonmail.com', 'protonmail.ch', 'pm.me'].map((domain) => [domain, proton] as const),
  ...['icloud.com', 'me.com', 'mac.com'].map((domain) => [domain, icloud] as const),
  ...['yandex.com', 'yandex.ru', 'yandex.by', 'yandex.kz', 'yandex.ua', 'ya.ru'].map((domain) => [domain, yandex] as const),
])
const yahooDomain = /^(?:yahoo\.[a-z]{2,3}(?:\.[a-z]{2})?|ymail\.com|rocketmail\.com)$/
/** `anything@ada.fastmail.com` is a mail to `ada@fastmail.com`. */
const fastmailPerson = /^([^.]+)\.(fastmail\.(?:com|fm))$/

/**
 * The mailbox that an address most likely leads to, as a text to compare and to hash; mails go to the address as typed. Two addresses
 * with one key are one voter and share a limit: letter case, width and composition of characters (NFKC), a tag behind a plus, quotes and
 * comments (RFC 5322, 3.2.2 and 3.4.1), a final dot, an international domain in either spelling, and what single providers ignore do not count.
 * A text without `@` is only folded. Pure, and linear in the address.
 */
export function mailboxKey(address: string): string {
  const folded = withoutComments(address.normalize('NFKC')).trim().toLowerCase()
  const at = folded.lastIndexOf('@')
  if (at === -1) return folded
  const written = asciiDomain(folded.slice(at + 1).trim())
  const local = unquoted(folded.slice(0, at).trim())
  const [, person, host] = fastmailPerson.exec(written) ?? []
  if (person !== undefined && host !== undefined && person !== 'www') return `${withoutTag(person, '+')}@${host}`
  const { domain, ignores, tagAfter } = habits.get(written) ?? { domain: written, ...(yahooDomain.test(written) ? yahoo : {}) }
  const name = withoutTag(tagAfter === undefined ? local : withoutTag(local, tagAfter), '+')
  const bare = ignores === undefined ? name : name.replace(ignores, '')
  return `${bare === '' ? local : bare}@${domain}`
}

/** Nothing is left of a name that begins with the sign: then it is no tag. */
function withoutTag(name: string, sign: string): string {
  const place = name.indexOf(sign)
  return place > 0 ? name.slice(0, place) : name
}

function asciiDomain(domain: string): string {
  const ascii = domainToASCII(domain) || domain
  return ascii.endsWith('.') ? ascii.slice(0, -1) : ascii
}

function unquoted(local: string): string {
  const isQuoted = local.length > 1 && local.startsWith('"') && local.endsWith('"')
  return isQuoted ? local.slice(1, -1).replace(/\\(.)/g, '$1') : local
}

/** The same without what is in parentheses, nested ones included; a quoted part keeps its own. */
function withoutComments(address: string): string {
  if (!address.includes('(')) return address
  let kept = ''
  let depth = 0
  let isQuoted = false
  for (const character of address) {
    if (character === '"' && depth === 0) isQuoted = !isQuoted
    if (character === '(' && !isQuoted) depth += 1
    else if (character === ')' && depth > 0) depth -= 1
    else if (depth === 0) kept += character
  }
  return kept
}
