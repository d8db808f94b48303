import { type DraftedField, type FactEntry, type FieldEntry, mostFacts } from '../../contracts/facts-reply.js'
import type { Found, Proposed } from '../../contracts/proposal.js'
import { cutPassage } from '../../evidence/cut-passages.js'
import type { Passage } from '../../evidence/passages.js'
import { clip } from '../../platform/text/clip.js'
import { asSentence } from '../../platform/text/sentence.js'
import { isLeftOut, type ShownSource } from './fact-sources.js'
import { longestStatement } from './facts-rules.js'
import { type PassageSays, readPassage } from './held-to-passage.js'
import { onOneLine, whyNotOneSentence, whyNotPlain } from './plain-words.js'
import { type FieldValues, whatFieldSays } from './read-field.js'

/** So many entries are looked at: each is held to its passage, and no honest reply has more. */
const mostLookedAt = 48
const longestNamed = 80

/** Entries that can be used, and what is wrong with the others, a sentence for each. */
export type CheckedEntries = { facts: Proposed<string>[]; fields: FieldValues; problems: string[] }
type Terms = { shown: readonly ShownSource[]; toolName: string | null; wanted: readonly DraftedField[] }

/**
 * What a reply's entries come to: each one's passage cut by its numbers and its words held to that passage. What cannot be cut, says more than its
 * passage, or is no plain statement is left out, and why is said. Of two that say the same the first is taken. Pure.
 */
export function checkEntries(reply: { facts: readonly FactEntry[]; fields: readonly FieldEntry[] }, terms: Terms): CheckedEntries {
  const problems: string[] = []
  const facts = new Map<string, Proposed<string>>()
  for (const [index, entry] of reply.facts.slice(0, mostLookedAt).entries()) {
    if (facts.size === mostFacts) break
    const checked = checkFact(entry, terms)
    if ('why' in checked) problems.push(`fact ${index + 1}: ${checked.why}.`)
    else if (!facts.has(keyOf(checked.value))) facts.set(keyOf(checked.value), checked)
  }
  const fields: FieldValues = {}
  for (const entry of reply.fields.slice(0, mostLookedAt)) {
    const why = addField(fields, entry, terms)
    if (why !== null) problems.push(`field ${entry.field}: ${why}.`)
  }
  return { facts: [...facts.values()], fields, problems }
}

function keyOf(value: string): string {
  return value.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ')
}

type Cut = { found: Found; says: PassageSays }
type Why = { why: string }

function checkFact(entry: FactEntry, terms: Terms): Proposed<string> | Why {
  const cut = cutEntry(entry, terms)
  if ('why' in cut) return cut
  const statement = onOneLine(entry.statement, longestStatement)
  if (statement.length > longestStatement) return { why: `its statement is longer than ${longestStatement} characters` }
  const why = whyNotPlain(statement, cut.says.text, terms.toolName) ?? whyNotOneSentence(statement) ?? whyNotSaid(statement, cut.says)
  return why === null ? { value: asSentence(statement), how: 'model', found: cut.found } : { why }
}

/** Why the passage does not carry a statement, as far as one can tell without understanding it. */
function whyNotSaid(statement: string, says: PassageSays): string | null {
  const missing = says.missing(statement)
  if (missing.length > 0)
    return `${missing.map((text) => `"${clip(text, longestNamed)}"`).join(', ')} is not in the sentences that it cites`
  return says.isAbout(statement) ? null : 'the sentences that it cites speak of something else'
}

/** Adds a field's value, or says why not. A field that is there already, or was not wanted, is passed over: the first is taken. */
function addField(fields: FieldValues, entry: FieldEntry, terms: Terms): string | null {
  const { field } = entry
  if (!terms.wanted.includes(field) || (field !== 'rivals' && fields[field] !== undefined)) return null
  const cut = cutEntry(entry, terms)
  if ('why' in cut) return cut.why
  const read = whatFieldSays(entry, { says: cut.says, found: cut.found, toolName: terms.toolName })
  if ('why' in read) return read.why
  if (field === 'rivals') {
    const isNew = !(fields.rivals ?? []).some(({ value }) => keyOf(value) === keyOf(entry.value))
    if (isNew && read.fields.rivals !== undefined) fields.rivals = [...(fields.rivals ?? []), ...read.fields.rivals].slice(0, mostFacts)
  } else Object.assign(fields, read.fields)
  return null
}

function cutEntry({ source: id, from, to }: Pick<FactEntry, 'source' | 'from' | 'to'>, { shown, toolName }: Terms): Cut | Why {
  const source = shown.find(({ source }) => source.id === id)
  if (source === undefined) return { why: `there is no source "${clip(onOneLine(id, longestNamed), longestNamed)}"` }
  if (to > source.shown && to <= source.units.length) return { why: `"${id}" was shown to number ${source.shown}, and ${to} is behind it` }
  const cut = cutPassage(source.source, { from, to })
  if ('why' in cut) return { why: cut.why }
  if (isLeftOut(source, rangeOf(source, { from, to })))
    return { why: `words of "${id}" that it cites were left out, for they try to steer their reader` }
  const { passage, quote: words } = cut
  const says = readPassage(source.source, passage, toolName === null ? [] : [toolName])
  return { found: { source: id, ...passage, words }, says }
}

function rangeOf({ units }: ShownSource, { from, to }: { from: number; to: number }): Passage {
  return { start: units[from - 1]?.start ?? 0, end: units[to - 1]?.end ?? 0 }
}
