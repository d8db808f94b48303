/*
 * What two readings of a page are compared without: what a server writes differently each time, and what says nothing of the tool. Deliberately little: a
 * line that names money, a limit or a plan keeps its numbers, and a date stays where nothing says that it is one of upkeep.
 */

const month = '(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\\.?'
const anyDate = new RegExp(
  [
    '\\b\\d{4}-\\d{2}(?:-\\d{2}(?:[T ]\\d{2}:\\d{2}(?::\\d{2}(?:\\.\\d{1,9})?)?(?:Z|[+-]\\d{2}:?\\d{2})?)?)?\\b',
    `\\b\\d{1,2}(?:st|nd|rd|th)? ${month},? \\d{4}\\b`,
    `\\b${month} \\d{1,2}(?:st|nd|rd|th)?(?:, ?| )\\d{4}\\b`,
    `\\b${month} \\d{1,2}\\b`,
    `\\b${month} \\d{4}\\b`,
    '\\b\\d{1,4}[./]\\d{1,2}[./]\\d{1,4}\\b',
    '\\b\\d{1,2}:\\d{2}(?::\\d{2}(?:\\.\\d{1,9})?)?(?: ?(?:am|pm))?(?: ?(?:utc|gmt|[cmep][sd]t|cest|cet))?\\b',
    '\\b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\\b',
  ].join('|'),
  'gi',
)
/** A line whose dates are of its upkeep: when it was written, built or fetched. */
const isUpkeep =
  /\b(?:updated|modified|changed|edited|reviewed|generated|rendered|retrieved|fetched|checked|cached|built|deployed|synced|refreshed|as of|current time|server time|local time|today|now|last (?:push|commit|change|activity|build)|timestamp|published|posted)\b|^\W{0,4}(?:date|time)\b/i
const ago =
  /\b(?:just now|yesterday|(?:about |over |almost )?(?:an?|one|two|three|\d{1,4}) ?(?:s|m|h|d|w|mo|y|sec(?:ond)?s?|min(?:ute)?s?|hrs?|hours?|days?|weeks?|months?|years?) ago)\b/gi
const took = /\b\d[\d.]{0,8} ?(?:ms|milliseconds?|s|seconds?)\b/gi
const isTook = /\b(?:generated|rendered|loaded|served) in\b/i
const isCopyright = /©|\(c\)|\bcopyright\b/i
const years = /\b(?:19|20)\d\d(?: ?[-–—] ?(?:(?:19|20)\d\d|present|now))?\b/gi
const amount = '#?\\d[\\d,.]{0,14} ?[kmb]?\\+?'
const counted =
  'stars?|stargazers?|forks?|watchers|watching|followers|following|views|likes|downloads|installs|installations|visitors?|visits|readers|subscribers|online|claps|votes|upvotes|shares|comments|replies|reactions|commits?|contributors?|issues|pull requests|reads'
const counters = new RegExp(
  [
    `\\b${amount} (?:(?:weekly|monthly|daily|total|unique|all-time|open|people|members|developers) )?(?:${counted})\\b`,
    `\\b(?:${counted})(?: (?:today|number|count|total))?:? ?${amount}(?= |$|[^\\w])`,
    `\\b(?:trusted|used|loved|chosen|installed|downloaded) by (?:over |more than )?${amount}(?= |$)`,
    `\\bjoin (?:over |more than )?${amount}(?= |$)`,
  ].join('|'),
  'gi',
)
/** A line whose numbers matter: money, a limit, a row of a table, a plan. */
const hasTerms =
  /[$€£¥₹]|^\s{0,8}\||\b(?:usd|eur|gbp|per|limits?|up to|includes?|included|max(?:imum)?|quota|plans?|free|pricing|allowance)\b|\/ ?(?:mo|month|yr|year|seat|user)\b/i
const built =
  /\b(build|commit|revision|request[ -]?id|ray[ -]?id|trace[ -]?id|session[ -]?id|deployment|nonce|csrf[ -]?token|instance|digest|etag)\b[:#=\s]{0,4}([\w.-]{5,80})/gi
const uuid = /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi
const token = /[A-Za-z0-9_+=]{16,400}/g

/** A line of a text, and what it is compared by. */
export type ComparedLine = { line: string; key: string }

/**
 * The lines of a text that say something, with what each is compared by: white space is one space, and dates of upkeep, "3 days ago", years of a
 * copyright, counts of stars, views or downloads, build and request ids, and random tokens count as equal. Pure; linear.
 */
export function comparedLines(text: string): ComparedLine[] {
  return text.split('\n').flatMap((written) => {
    const line = written.split(/\s+/).join(' ').trim()
    if (line === '') return []
    const key = keyOf(line)
    return isNothingElse(key) ? [] : [{ line, key }]
  })
}

/** Whether two readings of a source say the same, as `comparedLines` has them. Pure. */
export function saySame(before: string, after: string): boolean {
  if (before === after) return true
  const [old, fresh] = [comparedLines(before), comparedLines(after)]
  return old.length === fresh.length && old.every(({ key }, index) => key === fresh[index]?.key)
}

function keyOf(line: string): string {
  const timeless = isUpkeep.test(line) || isNothingElse(line.replace(anyDate, '⟨⟩')) ? line.replace(anyDate, '⟨⟩') : line
  const aged = timeless.replace(ago, '⟨⟩')
  const fast = isTook.test(aged) ? aged.replace(took, '⟨⟩') : aged
  const owned = isCopyright.test(fast) ? fast.replace(years, '⟨⟩') : fast
  const nameless = owned.replace(uuid, '⟨⟩').replace(built, hideId).replace(token, hideToken)
  return hasTerms.test(nameless) ? nameless : nameless.replace(counters, hideCount)
}

/** Whether nothing is left of a line but what is not compared. */
function isNothingElse(key: string): boolean {
  return key.includes('⟨⟩') && !/[\p{L}\p{N}]/u.test(key)
}

function hideId(whole: string, word: string, id: string): string {
  const isId = /\d/.test(id) && (/[a-z]/i.test(id) || id.length >= 6)
  return isId ? `${word} ⟨⟩` : whole
}

/** Long tokens that no one writes: hexadecimal, or letters of both cases with digits. */
function hideToken(word: string): string {
  const hasDigit = /\d/.test(word)
  const isHex = /^[0-9a-f]+$/i.test(word) && hasDigit && /[a-f]/i.test(word)
  const isRandom = word.length >= 20 && hasDigit && /[a-z]/.test(word) && /[A-Z]/.test(word)
  return isHex || isRandom ? '⟨⟩' : word
}

function hideCount(found: string): string {
  return found.replace(/#?\d[\d,.]{0,14} ?(?:[kmb](?![a-z]))?\+?/gi, '⟨⟩ ')
}
