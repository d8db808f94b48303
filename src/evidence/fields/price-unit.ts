/** What a price is for: `written` as in the text, `words` as a person would say it, such as `user per month`. */
export type PriceUnit = { length: number; words: string }

/** Before each part of a unit. */
const joint =
  /^[ \t\u00a0*_]{0,4}\n?[ \t]{0,4}(?:\/|per\b|an?\b|each\b|every\b|p\.|pro\b|je\b|par\b|por\b|al\b|à la\b|im\b|of\b|毎|每)?[ \t\u00a0*_]{0,3}(?:the\b|active\b|additional\b)?[ ]?/i
const openers =
  /^[ \t\u00a0*_]{0,4}\n?[ \t]{0,4}(?:\(?(?:USD|EUR|GBP|AUD|CAD)\)?[ ]{0,2})?[*_]{0,2}[ ]?(?:\/|per\b|an?\b|each\b|every\b|p\.|pro\b|je\b|par\b|por\b|al\b|im\b|毎|每|(?:user|seat|member|editor|month|year)\s?\/|monthly\b|yearly\b|annually\b|mtl\b|one[- ]time\b|once\b|lifetime\b)/i
const count =
  /^(?:million|thousand|billion|\d{1,3}(?:[,.]\d{3}){1,3}|\d{1,6}(?:\.\d)?)[ \u00a0]?(?:k|m|mn|million|thousand|b|billion|tsd\.?|mio\.?)?(?![\p{L}\d])[ \u00a0]{0,2}/iu
const word =
  /^(?:months?|mo\.?|mth|monat|monate|mois|mes|mês|mån(?:ad)?|mese|month|years?|yr\.?|jahr|an|année|año|anno|annum|weeks?|days?|tag|jour|hours?|hrs?|h|stunde|heure|minutes?|mins?|seconds?|secs?|s|ms|月|年|ユーザー|人|users?|nutzer|benutzer|utilisateurs?|usuarios?|seats?|members?|editors?|developers?|devs?|agents?|persons?|people|contributors?|committers?|creators?|admins?|employees?|hosts?|requests?|reqs?|calls?|queries|query|searches|search|input|output|cached|prompt|completion|tokens?|characters?|words?|pages?|images?|messages?|emails?|contacts?|events?|runs?|executions?|tasks?|jobs?|builds?|actions?|credits?|spans?|traces?|logs?|records?|rows?|documents?|files?|gb|gib|tb|mb|gigabytes?|projects?|sites?|websites?|domains?|workspaces?|teams?|organi[sz]ations?|orgs?|apps?|devices?|servers?|instances?|nodes?|clusters?|databases?|cores?|vcpus?|cpus?|gpus?|compute|units?|licen[sc]es?|monthly|yearly|annually|mtl|one[- ]time|once|lifetime|maus?|invocations?|transactions?|conversations?|sessions?|checks?|monitors?|channels?|models?|videos?|songs?)(?![\p{L}])/iu
/** `,-` for no decimals, and taxes, which stand before the unit. */
const taxes =
  /^(?:,[-–—]{1,2})?[ \u00a0]{0,2}(?:(?:\+|plus|excl\.?|excluding|ex\.?|zzgl\.|hors|más)[ \u00a0]{0,2}(?:GST|VAT|tax(?:es)?|MwSt\.?|TVA|IVA)\b\.?)?/i
const mostParts = 8

const plain: Readonly<Record<string, string>> = {
  mo: 'month',
  'mo.': 'month',
  mth: 'month',
  yr: 'year',
  'yr.': 'year',
  annum: 'year',
  hr: 'hour',
  hrs: 'hour',
  h: 'hour',
  min: 'minute',
  mins: 'minute',
  monthly: 'month',
  yearly: 'year',
  annually: 'year',
  mtl: 'Monat',
  'one time': 'one-time',
}

/**
 * What a price is for, where it is said right behind the amount: `/mo`, `per user per month`, ` / 1M input tokens`, `a seat/month`, `/Monat`.
 * Null where nothing is. `length` is how much of the text it takes. Of the next 160 characters; pure.
 */
export function readPriceUnit(text: string): PriceUnit | null {
  const skipped = taxes.exec(text.slice(0, 40))?.[0].length ?? 0
  const read = text.slice(skipped, 160)
  if (!openers.test(read)) return null
  let at = 0
  let isOpen = false
  const parts: string[] = []
  const currency = /^[ *_]{0,4}\(?(?:USD|EUR|GBP|AUD|CAD)\)?(?=[ */])/.exec(read)
  if (currency !== null) at = currency[0].length
  while (parts.length < mostParts) {
    const rest = read.slice(at)
    const between = joint.exec(rest)?.[0] ?? ''
    const behind = rest.slice(between.length)
    const amount = count.exec(behind)?.[0] ?? ''
    const found = word.exec(behind.slice(amount.length))?.[0]
    const hasJoint = /[/\p{L}毎每]/u.test(between)
    if (found === undefined) {
      if (amount === '' || !hasJoint || parts.length > 0) break
    }
    const isNext =
      parts.length === 0 ||
      hasJoint ||
      /^(?:input|output|cached|prompt|completion|compute|active|monthly|tokens?|units?|hours?|months?|seconds?|requests?)$/i.test(
        found ?? '',
      )
    if (!isNext || (between.includes('\n') && !/[/\p{L}]/u.test(between))) break
    const saying = `${amount.trim()} ${found === undefined ? '' : (plain[found.toLowerCase()] ?? found)}`.trim()
    if (parts.length > 0 && hasJoint && !/\bof\b/i.test(between)) parts.push('per')
    parts.push(saying)
    at += between.length + amount.length + (found?.length ?? 0)
    isOpen = found === undefined
    if (isOpen) break
  }
  return parts.length === 0 ? null : { length: skipped + at, words: parts.join(' ').slice(0, 80) }
}
