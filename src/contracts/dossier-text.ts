import type { z } from 'zod'
import { sayingPattern } from './bounded-text.js'
import { atMost } from './limits.js'
import { textSchema } from './primitives.js'

/** Controls, line ends and what no one sees; joiners and variation selectors stay, for some scripts and emoji need them. */
const unfit = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]|(?!\u200c|\u200d|[\ufe00-\ufe0f])\p{Default_Ignorable_Code_Point}/u

/** A text on one line (a line end behind it, as YAML's `>` leaves one, does no harm), of at most `max` characters. */
export function lineSchema(max: number): z.ZodString {
  return atMost(textSchema, max)
    .refine((text) => !unfit.test(text.trim()), 'write it on one line, without control or invisible characters')
    .meta({ minLength: 1, maxLength: max, allOf: [sayingPattern], description: 'One line, without control or invisible characters.' })
}

/** A name: one line in which no sentence ends and another begins, so that it stays a name wherever it is shown. */
export function nameSchema(max: number): z.ZodString {
  return lineSchema(max)
    .refine((text) => !endsSentenceInside(text), 'write a name of one part: no sentence may end inside it and go on')
    .meta({ minLength: 1, maxLength: max, allOf: [sayingPattern], description: 'A name: one line, in which no sentence ends and goes on.' })
}

/** Abbreviations that come before a name and end no sentence. */
const beforeNames = /(?:^|[^\p{L}\p{N}])(?:St|Ste|Mt|Ft|Dr|Mr|Mrs|Ms|Prof|Gen|Rev|Jr|Sr|No|Nos|Nr|Vol|Ver|vs|v|feat|e\.g|i\.e|approx|ca)$/iu
/** Initials: at the start, behind another initial (`U.S.`), or between two names (`Robert J. Smith`). */
const initial = /(?:^|\.\s?)\p{L}$/u
const middleInitial = /^[^\s]+\s\p{Lu}$/u
/** Legal forms and what goes with them, which may follow an abbreviation or a name that ends in a mark: `Yahoo! Inc.`, `Acme Co. Ltd.` */
const legalForm =
  /^\(?(?:Inc|Incorporated|Co|Company|Corp|Corporation|Ltd|Limited|LLC|LLP|LP|L\.|Plc|PBC|Pty|Pvt|GmbH|mbH|AG|KG|SE|SA|S\.|SAS|SARL|BV|B\.|NV|N\.|AB|AS|A\.|Oy|Bros|Cie|&|and|of)(?![\p{L}\p{N}])/iu
const abbreviatedForm = /(?:^|[^\p{L}\p{N}])(?:Inc|Co|Corp|Ltd|Pty|Pvt|Bros|Cie|Assn|Intl|Univ|Dept|Labs?|Tech|Mfg)$/iu

/** No name may be that long; a longer text is refused for its length, and is not searched to its end. */
const longestLookedAt = 1_000

const spacedMark = /(?<![.!?…])([.!?…]+)["'”’)\]»*_]*\s+(?=\S)/gu
/** The full stops of scripts that put no space behind them. */
const unspacedMark = /(?![.!?])\p{Sentence_Terminal}["'”’)\]»]*\s*[\p{L}\p{N}]/u
/** A mark that lost its space, with words behind it: `Databases.The call must be`. `Node.js` and `ASP.NET Core Web API` are none. */
const gluedSentence = /[\p{L}\p{N})]{2}(?:\.(?=\p{Lu}\p{Ll}*\s+\p{L}+\s+\p{L})|[!?](?=\p{L}+\s+\p{L}))/u

/**
 * Whether a sentence ends inside a text and something follows it. A dot behind an abbreviation, an initial or a legal form ends none:
 * `St. Louis Co.`, `Amazon.com, Inc.`, `v1.2`, `Yahoo! Inc.` are names.
 */
export function endsSentenceInside(text: string): boolean {
  const line = text.slice(0, longestLookedAt).trim()
  const ends = [...line.matchAll(spacedMark)].some((match) => {
    const after = line.slice(match.index + match[0].length)
    if (legalForm.test(after)) return false
    return match[1] === '.' ? !isAbbreviation(line.slice(0, match.index), after) : !/^[\d.,]+$/.test(after)
  })
  return ends || unspacedMark.test(line) || gluedSentence.test(line)
}

function isAbbreviation(before: string, after: string): boolean {
  if (abbreviatedForm.test(before)) return false
  if (beforeNames.test(before) || initial.test(before)) return true
  return middleInitial.test(before) && /^\p{L}[\p{L}'’-]*$/u.test(after)
}
