/** Money in a sentence that is no price of a tool: what was raised, earned, saved, promised or spent. */
const aboutOtherMoney =
  /\b(?:rais(?:ed|es|ing)|funding|funded|valuation|valued at|series [a-f]\b|seed round|investors?|investment|invested|revenue|arr\b|acqui(?:red|sition)|market (?:cap|size)|budget|grants?|bount(?:y|ies)|prizes?|reward(?:s|ed)?|awards?|donat(?:e|ed|ions?)|salar(?:y|ies)|fines?|penalt(?:y|ies)|damages|liabilit(?:y|ies)|insurance|refund(?:s|ed)?|cash ?back|gift ?cards?|coupons?|vouchers?|referral|refer a friend|earn(?:s|ed)?|payouts?|process(?:ed|es|ing) (?:over |more than )?(?:us)?[$€£]|payments? volume|worth of|spent|spends?|spending|spending limit|losses|lost|stolen|ransom|deposit|sponsor(?:s|ing|ship)?|backers?|costs? us\b|we pay|net worth|gdp|bill of|bills? were|wasted)\b/i
const saving =
  /\b(?:sav(?:e|es|ed|ing|ings)|discount(?:s|ed)?|cut(?:s|ting)? (?:costs?|\w+ bills?)|(?:reduc|lower)(?:e|es|ed|ing) (?:\w+ ){0,3}(?:costs?|bills?|spend))\b/i
const others =
  /\b(?:unlike|competitors?|alternatives? (?:cost|charge)|others? charges?|compared (?:to|with)|versus|vs\.?|instead of paying|rivals?)\b/i
/** Right before an amount: it is an older price, or another kind of amount. */
const beforeAmount =
  /(?:\b(?:was|were|originally|formerly|previously|usually|normally|regular(?:ly)?(?: price)?:?|instead of|reg\.|list price:?|rrp:?|worth|value of|valued at|up to|over|more than|under|below|less than|at least|minimum(?: of)?|maximum(?: of)?|limit(?:ed)? (?:of|to)|cap(?:ped)? (?:of|at)|save|get|statt|bisher|au lieu de|antes|first (?:month|year|week)(?: (?:is|for|only|at))?)\s{0,2}(?:an? )?\*{0,2})$/i
/** Right behind an amount. */
const afterAmount =
  /^[\s*_]{0,4}(?:off\b|credits?\b|in (?:free )?(?:\w+ )?credits?\b|of (?:free )?(?:\w+ )?(?:credits?|usage|value)\b|worth\b|discount|savings?\b|cash|(?:set-?up|setup|hidden|cancellation|commission|transaction|platform|due|today|down|upfront|liability|refund|prize|bounty|gift|rebate|fine\b|in (?:funding|revenue|arr|savings|sales|annual|yearly)|of funding|seed|series)\b|(?:for|during) (?:the |your )?first\b|for (?:\d{1,3}|one|two|three|six) (?:days?|weeks?|months?)\b|trial\b|\/?\w{0,8} trial\b)/i
const addOn = /\b(?:additional|extra|overages?|add-?ons?|top-?ups?|beyond|exceed(?:s|ing)?|on top|thereafter|more than your)\b/i

/** Whether an amount at a place of a sentence is no price: funding, savings, credits, fines, an older or another's price, a trial's. */
export function isNoPrice(sentence: string, { start, end }: { start: number; end: number }): boolean {
  const before = sentence.slice(Math.max(0, start - 60), start)
  const after = sentence.slice(end, end + 60)
  const clause = clauseAround(sentence, start)
  return (
    beforeAmount.test(before) ||
    isStruck(before) ||
    afterAmount.test(after) ||
    aboutOtherMoney.test(clause) ||
    saving.test(clause) ||
    others.test(clause)
  )
}

/** Whether a sentence is about what is paid beyond a plan. */
export const isAddOn = (sentence: string): boolean => addOn.test(sentence.slice(0, 2_000))

/** Whether what follows is crossed out: behind an odd number of `~~`, or an open tag. */
function isStruck(before: string): boolean {
  return (
    before.split('~~').length % 2 === 0 ||
    before.lastIndexOf('<del>') > before.lastIndexOf('</del>') ||
    before.lastIndexOf('<s>') > before.lastIndexOf('</s>')
  )
}

/** The part of a sentence around a place, between semicolons, brackets, commas with a new start, and dashes: at most 200 characters on each side. */
function clauseAround(sentence: string, place: number): string {
  const before = sentence.slice(Math.max(0, place - 200), place)
  const after = sentence.slice(place, place + 200)
  const from = Math.max(
    before.lastIndexOf('; '),
    before.lastIndexOf(' ('),
    before.lastIndexOf(' – '),
    before.lastIndexOf(' — '),
    before.lastIndexOf('. '),
    before.lastIndexOf(', then '),
  )
  const to = after.search(/; |\. | \(| – | — |, then |, (?:and|but|which|or) /)
  return before.slice(from < 0 ? 0 : from + 1) + (to < 0 ? after : after.slice(0, to))
}
