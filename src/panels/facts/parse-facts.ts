import { type FactEntry, type FieldEntry, factEntrySchema, fieldEntrySchema } from '../../contracts/facts-reply.js'
import { describeEntryError, entriesIn } from '../draft/reply-entries.js'

/** A reply's entries, and everything that keeps others from being read. */
export type ParsedFacts = { facts: FactEntry[]; fields: FieldEntry[]; problems: string[] }

/** So many different sentences are said of entries that cannot be read. */
const mostSaid = 10

/**
 * The model's text as entries, wherever in it they are; of a reply that broke off, those that are whole. What is no entry is passed over and said.
 * Takes a time that grows with the text's length and no faster.
 */
export function parseFacts(text: string): ParsedFacts {
  const { entries, problems, most } = entriesIn(text, (value) => 'statement' in value || ('field' in value && 'value' in value))
  const [facts, fields]: [FactEntry[], FieldEntry[]] = [[], []]
  const unread = new Set<string>()
  for (const entry of entries.slice(0, most)) {
    const isFact = typeof entry === 'object' && entry !== null && 'statement' in entry
    const { data, error } = isFact ? factEntrySchema.safeParse(entry) : fieldEntrySchema.safeParse(entry)
    if (error !== undefined && unread.size < mostSaid) unread.add(describeEntryError(error))
    if (data !== undefined && 'statement' in data) facts.push(data)
    else if (data !== undefined) fields.push(data)
  }
  const isUseless = entries.length === 0 && problems.length === 0 && !saysNothing(text)
  return {
    facts,
    fields,
    problems: [
      ...(isUseless ? ['The reply holds no JSON object with facts or fields.'] : problems),
      ...(entries.length > most ? [`The reply holds more than ${most} entries.`] : []),
      ...unread,
    ],
  }
}

/** An object with an empty list of facts: a good answer about pages that say nothing. */
function saysNothing(text: string): boolean {
  return /"facts"\s{0,20}:\s{0,20}\[\s{0,20}\]/.test(text)
}
