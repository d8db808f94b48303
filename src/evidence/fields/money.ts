/** An amount of money in a text: UTF-16 offsets of sign and number; `currency` is ISO 4217, null where the sign leaves it open. */
export type Money = { start: number; end: number; amount: number; currency: string | null; sign: string }

/** Signs and words of currencies; for an empty code, what else the text says decides. */
const currencies: Readonly<Record<string, string>> = {
  ...{ us$: 'USD', usd$: 'USD', $us: 'USD', usd: 'USD', 'us dollars': 'USD', $: '$', dollar: '$', dollars: '$' },
  ...{ a$: 'AUD', au$: 'AUD', aud: 'AUD', c$: 'CAD', ca$: 'CAD', cad: 'CAD', hk$: 'HKD', hkd: 'HKD', nz$: 'NZD', nzd: 'NZD' },
  ...{ s$: 'SGD', sg$: 'SGD', sgd: 'SGD', nt$: 'TWD', twd: 'TWD', mx$: 'MXN', mxn: 'MXN', r$: 'BRL', brl: 'BRL' },
  ...{ '€': 'EUR', eur: 'EUR', euro: 'EUR', euros: 'EUR', '£': 'GBP', gbp: 'GBP', chf: 'CHF', 'fr.': 'CHF', sfr: 'CHF' },
  ...{
    '\u00a5': '¥',
    '\uffe5': '¥',
    jpy: 'JPY',
    円: 'JPY',
    yen: 'JPY',
    cny: 'CNY',
    rmb: 'CNY',
    元: 'CNY',
    '₹': 'INR',
    inr: 'INR',
    'rs.': 'INR',
  },
  ...{ '₩': 'KRW', krw: 'KRW', 원: 'KRW', '₽': 'RUB', rub: 'RUB', '₺': 'TRY', try: 'TRY', '₪': 'ILS', ils: 'ILS', '฿': 'THB', '₫': 'VND' },
  ...{ '₴': 'UAH', zł: 'PLN', pln: 'PLN', kr: 'kr', sek: 'SEK', nok: 'NOK', dkk: 'DKK', kč: 'CZK', czk: 'CZK', huf: 'HUF', zar: 'ZAR' },
  ...{ cents: '¢', cent: '¢', '¢': '¢' },
}

const number = String.raw`\d{1,3}(?:[,.'’ \u00a0\u202f]\d{3}){1,4}(?:[.,]\d{1,2})?(?!\d)|\d{1,9}(?:[.,]\d{1,8})?(?!\d)`
const before = String.raw`(?:US|USD|AU|A|CA|C|HK|NZ|SG|S|NT|MX|R)?\$|\$US|[€£\u00a5\uffe5₹₩₽₺₪฿₫₴]|\b(?:USD|EUR|GBP|JPY|CNY|RMB|INR|AUD|CAD|CHF|SEK|NOK|DKK|PLN|BRL|KRW|SGD|HKD|NZD|MXN|ZAR|TWD)|\b(?:Rs\.|Fr\.|SFr|kr)`
const after = String.raw`US\$|[$€£\u00a5\uffe5₹₩₽₺₪円元원¢]|(?:USD|EUR|GBP|JPY|CNY|RMB|INR|AUD|CAD|CHF|SEK|NOK|DKK|PLN|CZK|HUF|BRL|KRW|SGD|HKD|NZD|MXN|ZAR|TWD|US dollars|dollars?|euros?|cents?|yen|z[łl]|kr|kč)(?![\p{L}])`
/** Behind a letter or digit an amount does not begin: `v$1` and `4.$2` are none. */
const moneyPattern = new RegExp(
  String.raw`(?<![\p{Script=Latin}\d$])(?:(?<sign>${before})[ \u00a0]{0,2}(?<first>${number})|(?<![\d.,])(?<second>${number})[ \u00a0\u202f]{0,2}(?<unit>${after}))`,
  'giu',
)
/** Millions, thousands: of these, none is a price of a tool. */
const magnitude = /^[ \u00a0]{0,2}(?:million|billion|trillion|thousand|mio|mrd|mn\b|bn\b|[kmb]\b(?!\w)|k\+)/i
const mostAmounts = 5_000

/**
 * Every amount of money in a text, with its currency: `$1,234.50`, `1.234,50 €`, `US$ 0.15`, `20 USD`, `¥1,200`, `25 cents`. A plain `$` is
 * USD where the text names no other dollar; else it is as the text says, or null. Amounts of thousands and millions are left out. Linear; pure.
 */
export function readMoney(text: string): Money[] {
  const found: Money[] = []
  const plain = new Map<string, string | null>()
  for (const { groups, 0: whole, index } of text.matchAll(moneyPattern)) {
    if (groups === undefined || found.length >= mostAmounts) break
    const written = (groups.sign ?? groups.unit ?? '').toLowerCase()
    const end = index + whole.length
    if (magnitude.test(text.slice(end, end + 12))) continue
    const code = currencies[written === 'zl' ? 'zł' : written] ?? null
    const amount = readAmount(groups.first ?? groups.second ?? '', code)
    if (amount === null) continue
    const isPlain = code === '$' || code === '¥' || code === 'kr'
    if (isPlain && !plain.has(code)) plain.set(code, plainCurrency(code, text))
    const currency = isPlain ? (plain.get(code) ?? null) : code === '¢' ? 'USD' : code
    found.push({ start: index, end, amount: code === '¢' ? amount / 100 : amount, currency, sign: written })
  }
  return found
}

/** A number as people write it, in the manner of English or of the continent: the last sign of two divides the decimals. */
export function readAmount(written: string, currency: string | null = null): number | null {
  const digits = written.replace(/[ '’\u00a0\u202f]/g, '')
  const [comma, dot] = [digits.lastIndexOf(','), digits.lastIndexOf('.')]
  if (comma < 0 && dot < 0) return toNumber(digits)
  if (comma >= 0 && dot >= 0) return toNumber(comma > dot ? digits.replaceAll('.', '').replace(',', '.') : digits.replaceAll(',', ''))
  const sign = comma >= 0 ? ',' : '.'
  const parts = digits.split(sign)
  const isThree = parts.length === 2 && parts[1]?.length === 3 && !/^0/.test(parts[0] ?? '')
  const isGroups = parts.length > 2 || (isThree && (sign === ',' || currency === 'EUR' || currency === 'BRL'))
  return toNumber(isGroups ? digits.replaceAll(sign, '') : digits.replace(',', '.'))
}

function toNumber(digits: string): number | null {
  const value = Number(digits)
  return Number.isFinite(value) ? value : null
}

const dollars: readonly [string, RegExp][] = [
  ['AUD', /\bAUD\b|\bAustralian dollars?\b|\bAU?\$/],
  ['CAD', /\bCAD\b|\bCanadian dollars?\b|\bCA?\$/],
  ['HKD', /\bHKD\b|\bHong Kong dollars?\b|\bHK\$/],
  ['NZD', /\bNZD\b|\bNew Zealand dollars?\b|\bNZ\$/],
  ['SGD', /\bSGD\b|\bSingapore dollars?\b|\bSG?\$/],
]

/** What a sign of several currencies (`$`, `¥`, `kr`) means in a text; null where the text leaves it open. */
export function plainCurrency(sign: string, text: string): string | null {
  return sign === '$' ? plainDollar(text) : sign === 'kr' ? plainCrown(text) : plainYen(text)
}

/** What a plain `$` is in a text: USD, unless the text names one other dollar and not this one; null where it names several. */
function plainDollar(text: string): string | null {
  if (/\bUSD\b|\bUS ?\$|\bUS dollars?\b|\bU\.S\. dollars?\b/.test(text)) return 'USD'
  const named = dollars.filter(([, pattern]) => pattern.test(text))
  if (named.length === 0) return 'USD'
  const said =
    /\b(?:prices?|amounts?|billed|charged|all)\b.{0,40}\b(?:in|are)\b.{0,20}\b(?:AUD|CAD|HKD|NZD|SGD|(?:Australian|Canadian|Hong Kong|New Zealand|Singapore) dollars)\b/i.test(
      text,
    )
  const [only] = named
  return named.length === 1 && only !== undefined && (said || new RegExp(`\\b${only[0]}\\b`).test(text)) ? only[0] : null
}

/** Han without kana is Chinese, and so is what names its money. */
const plainYen = (text: string): string =>
  /\bCNY\b|\bRMB\b|元|人民币/.test(text) || (/\p{Script=Han}/u.test(text) && !/[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text))
    ? 'CNY'
    : 'JPY'

function plainCrown(text: string): string | null {
  if (/\bSEK\b|Sweden|Sverige|\bmån/.test(text)) return 'SEK'
  if (/\bNOK\b|Norway|Norge/.test(text)) return 'NOK'
  return /\bDKK\b|Denmark|Danmark/.test(text) ? 'DKK' : null
}
