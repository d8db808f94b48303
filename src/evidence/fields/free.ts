import { deniesFree, isFreeOfAnother } from './not-free.js'

/** That something costs nothing: `note` says for whom or for how long; `isForAll` where anyone may start so. UTF-16 offsets. */
export type FreeOffer = { start: number; end: number; note: string | null; isForAll: boolean }

const strong: readonly RegExp[] = [
  /\b[A-Z]\w{1,20} \(free\)/,
  /\b(?:a |our |the )?(?:generous |permanent )?free[- ](?:forever )?(?:tier|plan|version|edition|hobby plan|developer plan|community (?:edition|plan))\b/i,
  /\bfree forever\b|\bforever[- ]free\b|\balways free\b|\bfree for (?:life|good|ever)\b/i,
  /\bfree for (?:up to )?(?:personal|individuals?|individual|hobby|home|small|solo|non-?commercial|everyone|everybody|anyone|all|developers|teams|up to|your first|the first|\d|one|two|three|five|ten|students?|teachers?|educat|schools?|academic|researchers?|nonprofits?|non-profits?|charit|open[- ]source|oss|startups|commercial|internal|self)[\w -]{0,40}/i,
  /\b(?:it|tool|app|software|service|product|platform|library|framework|plugin|extension|cli|api|model|server|core|edition|version|plan|tier|everything|[A-Z]\w+) (?:is|are|remains?|stays?|will always be|comes) (?:and (?:will )?always (?:will )?(?:be )?)?(?:completely |totally |entirely |100 ?% |absolutely |always |and remains )?free\b(?! (?:from|of (?!charge|cost)|up|trial|to (?!use|start|download|self|try|everyone|all|run)|shipping|speech))/,
  /\b(?:100 ?% |completely |totally |entirely )free\b(?! (?:from|of (?!charge|cost)|trial))/i,
  /\bfree (?:and|&) open[- ]source\b|\bfree,? open[- ]source\b|\bopen[- ]source and free\b|\bfree to use\b(?! (?:with|icons?|templates?|fonts?|images?|assets?)\b)|\bfree of (?:charge|cost)\b|\b(?:at no|no) cost\b|\bcosts nothing\b|\buse (?:it|\w+) (?:for )?free\b(?! for \d)/i,
  /\b[\w-]{0,20}(?:tarif|plan|version|edition|nutzung) ist (?:dauerhaft |immer |völlig )?kostenlos\b|\b(?:kostenlos|gratis|gratuit(?:ement|e)?|gratuito) (?:für|fuer|pour|para|per|bis|jusqu)[^.\n]{0,50}|\bdauerhaft kostenlos\b|\bkostenloser (?:tarif|plan)\b|\b(?:plan|offre|forfait|version) gratuite?\b|\bplan gratuito\b|無料(?:プラン|版)|永久無料|免费(?:版|套餐|计划)|永久免费/i,
]
const limited =
  /\b(?:students?|teachers?|educators?|schools?|academics?|researchers?|nonprofits?|non-profits?|charities|startups|open[- ]source (?:projects|maintainers)) (?:can |may )?(?:get|gets|receive|have|use) (?:\w{1,12} ){0,4}free\b|\bfree for (?:(?:verified|eligible|qualified|all|most) )?(?:students?|teachers?|educat\w*|schools?|academic\w*|researchers?|nonprofits?|non-profits?|charit\w*|open[- ]source|oss|startups)\b[\w -]{0,40}/i
/** Not the tool, but something that is sent with it or spoken of. */
const otherThing =
  /\b(?:cancel|return|exchange|refund|upgrade|migrate)\w{0,6} (?:\w{1,12} ){0,3}(?:for )?free\b|\b(?:shipping|delivery|returns|migration|onboarding|setup|set-up|support|consultation|webinar|e-?book|guide|course|training|demo|quote|newsletter|templates?|icons?|fonts?|ssl|domain|updates?|upgrades?|guests?|viewers?|observers?|cancel\w*|credits?|storage|bandwidth|wi-?fi|coffee|lunch|tickets?|whitepaper|audit|assessment)\b.{0,20}\b(?:is|are|for) (?:always )?free\b|\bfree (?:shipping|delivery|returns|migration|onboarding|setup|support|consultation|webinar|e-?book|guide|course|training|demo|quote|newsletter|templates?|icons?|fonts?|ssl|domain|updates?|credits?|storage|coffee|lunch|tickets?|whitepaper|audit|speech|software foundation|space|memory|disk|text|will|hand|time|rein|range|press|advice|samples?)\b/i

/**
 * Where a sentence says that one can start without paying, and for whom. Null for a trial, for what was free, for `feel free`, `sugar-free`,
 * free shipping and the like: what cannot be told is not free. `names`: the tool's own, in lower case, which tell its free plan from another's. Of
 * the first 2,000 characters; pure.
 */
export function readFree(sentence: string, names: readonly string[] = []): FreeOffer | null {
  const read = sentence.slice(0, 2_000)
  if (!/free|cost|kostenlos|gratis|gratuit|無料|免费/i.test(read) || deniesFree(read) || isFreeOfAnother(read, names)) return null
  for (const pattern of strong) {
    const found = pattern.exec(read)
    if (found === null || otherThing.test(read)) continue
    const before = read.slice(Math.max(0, found.index - 12), found.index)
    if (/[-–]$|\b(?:feel|feels|set|break|breaks)\s$/i.test(before)) continue
    const restricted = limited.exec(read)
    const period = /\b(?:during|while in|in) (?:the |our |its |public |open |private )*(?:beta|preview|early access)\b/i.exec(read)
    const note = restricted?.[0] ?? period?.[0] ?? /\bfree (for|up to) [\w ,'-]{2,60}/i.exec(read)?.[0] ?? null
    return { start: found.index, end: found.index + found[0].length, note: note?.trim() ?? null, isForAll: restricted === null }
  }
  return null
}

const freeCell =
  /^[\s*_~#>-]{0,10}(?:(?:always |completely )?free(?: forever| plan| tier| to use)?|forever free|(?:\$|€|£|US\$|A\$|C\$)\s?0(?:[.,]00?)?|0(?:[.,]00?)?\s?(?:€|\$|£|USD|EUR|GBP|円|元)|[¥￥]\s?0|kostenlos|gratis|gratuit|gratuito|無料|免费|no cost|\$?0)[\s*_!.]{0,5}(?:$|[/(,;–—-]|\bper\b|\/|\bfor (?!\d{1,3}[- ](?:days?|weeks?|months?)\b)|\bforever\b|\bup to\b|\ba (?:month|year)\b)/i

/** Whether a cell of a table, or a line that has the price of a plan, says that the plan costs nothing. */
export const isFreeCell = (cell: string): boolean => freeCell.test(cell.slice(0, 120)) && !deniesFree(cell.slice(0, 200))
