import { opinionReplySchema, type Support } from '../../contracts/second-opinion.js'
import { describeEntryError, entriesIn, oneLineOf } from '../draft/reply-entries.js'

/** What a reply says of each pair, by its number, and everything that keeps it from saying it of all. */
export type ParsedOpinion = { opinions: ReadonlyMap<number, { support: Support; reason: string }>; problems: string[] }

const entrySchema = opinionReplySchema.shape.pairs.element
/** A reason is shown in a line beside its sentence. */
const longestReason = 300

/**
 * The model's text as opinions on pairs 1 to `count`. What surrounds its JSON is dropped, and of a reply that broke off the entries that are whole
 * are taken. A number that does not exist has no pair to speak of; of one that is there twice neither entry is taken, and nothing is made up for
 * one that is missing. Takes a time that grows with the text's length and no faster.
 */
export function parseOpinion(text: string, count: number): ParsedOpinion {
  const { entries, problems, most } = entriesIn(text, (value) => 'pair' in value || 'support' in value)
  const read = entries.slice(0, most).map((entry) => entrySchema.safeParse(entry))
  const given = read.flatMap(({ data }) => (data === undefined ? [] : [{ ...data, reason: oneLineOf(data.reason, longestReason) }]))
  const times = new Map<number, number>()
  for (const { pair } of given) times.set(pair, (times.get(pair) ?? 0) + 1)
  const usable = given.filter(({ pair, reason }) => pair <= count && times.get(pair) === 1 && reason !== '')
  const opinions = new Map(usable.map(({ pair, support, reason }) => [pair, { support, reason }]))
  const unsaid = given.filter(({ reason }) => reason === '')
  const unknown = [...times.keys()].filter((pair) => pair > count)
  const twice = [...times].flatMap(([pair, often]) =>
    pair <= count && often > 1 ? [`pair ${pair}: it is there ${often} times; write it once.`] : [],
  )
  const missing = numbersTo(count).filter((pair) => !times.has(pair))
  return {
    opinions,
    problems: [
      ...(entries.length === 0 && problems.length === 0 ? ['The reply holds no JSON object with an entry for a pair.'] : problems),
      ...(entries.length > most ? [`The reply holds ${entries.length} entries; there are ${count} pairs.`] : []),
      ...read.flatMap(({ error }) => (error === undefined ? [] : [describeEntryError(error)])),
      ...unknown.map((pair) => `pair ${pair}: there is no such pair; there are ${count}.`),
      ...twice,
      ...unsaid.map(({ pair }) => `pair ${pair}: its reason says nothing; write why in one line.`),
      ...(missing.length === 0 || entries.length === 0
        ? []
        : [`No usable entry for ${missing.length === 1 ? 'pair' : 'pairs'} ${missing.join(', ')}.`]),
    ],
  }
}

function numbersTo(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index + 1)
}
