/*
 * Conditional requests as RFC 9110, section 13, has them: one reading and one order of evaluation for the API and the site. Dates take no part:
 * nothing here has a Last-Modified, and conditions on one are then to be ignored (13.1.3, 13.1.4). No answer comes in ranges, so neither does
 * If-Range.
 */

/** A tag as it is listed. `opaque` keeps its quotes. */
type ListedTag = { opaque: string; isWeak: boolean }
/** `*` stands for whatever there is. A list may be empty, and then names nothing. */
export type TagList = '*' | readonly ListedTag[]

/** What a request asks to hold; null where it asks nothing. */
export type Preconditions = { ifMatch: TagList | null; ifNoneMatch: TagList | null }

/** A header that is there and cannot be read: never the same as none. */
export type MalformedPrecondition = { malformed: 'If-Match' | 'If-None-Match' }

/** What to answer to a request with one. */
export const tagListForm = 'write entity tags in double quotes, separated by commas, or * alone'

/** The form of such a value as JSON Schema says it, for what describes the API. `parseTagList` is what reads it. */
export const tagListPattern =
  /^[ \t]*(?:\*[ \t]*|(?:(?:W\/)?"[\x21\x23-\x7e\x80-\xff]*"[ \t]*)?(?:,[ \t]*(?:(?:W\/)?"[\x21\x23-\x7e\x80-\xff]*"[ \t]*)?)*)$/

/** One element of a list and what ends it; an element may be empty (RFC 9110, 5.6.1). Each step moves on, so a list takes linear time. */
const element = /[ \t]*(?:(W\/)?("[\x21\x23-\x7e\x80-\xff]*")[ \t]*)?(,|$)/y

/** A list of a hundred tags of ours is shorter. */
export const maxTagListLength = 8_000

/** Reads the value of If-Match or If-None-Match; null for what is neither `*` nor a list of tags. */
export function parseTagList(value: string): TagList | null {
  if (value.trim() === '*') return '*'
  const tags: ListedTag[] = []
  element.lastIndex = 0
  for (;;) {
    const [, weak, opaque, end] = element.exec(value) ?? []
    if (end === undefined) return null
    if (opaque !== undefined) tags.push({ opaque, isWeak: weak !== undefined })
    if (end === '') return tags
  }
}

/** The conditions of a request. `header` gives a header's value by its name, undefined without one. */
export function readPreconditions(header: (name: string) => string | undefined): Preconditions | MalformedPrecondition {
  const read = (name: string): TagList | null | undefined => {
    const value = header(name)
    if (value === undefined) return null
    return value.length > maxTagListLength ? undefined : (parseTagList(value) ?? undefined)
  }
  const [ifMatch, ifNoneMatch] = [read('if-match'), read('if-none-match')]
  if (ifMatch === undefined) return { malformed: 'If-Match' }
  return ifNoneMatch === undefined ? { malformed: 'If-None-Match' } : { ifMatch, ifNoneMatch }
}

/** What is there now: its entity tag, null for nothing. */
export type Evaluated = { current: string | null; isRead: boolean }

/**
 * Whether to go on, in the order of RFC 9110, 13.2.2: If-Match first, compared strongly, so that weak tags match nothing; then If-None-Match,
 * compared weakly. `failed` is 412, `not modified` 304. Pure.
 */
export function evaluate({ ifMatch, ifNoneMatch }: Preconditions, { current, isRead }: Evaluated): 'go on' | 'failed' | 'not modified' {
  if (ifMatch !== null && !isListed(ifMatch, current, 'strong')) return 'failed'
  if (ifNoneMatch === null || !isListed(ifNoneMatch, current, 'weak')) return 'go on'
  return isRead ? 'not modified' : 'failed'
}

/** Whether a write may go on that finds that tag; null for nothing there. Pure. */
export function mayWrite(conditions: Preconditions, current: string | null): boolean {
  return evaluate(conditions, { current, isRead: false }) === 'go on'
}

function isListed(list: TagList, current: string | null, comparison: 'strong' | 'weak'): boolean {
  if (current === null) return false
  if (list === '*') return true
  const opaque = current.replace(/^W\//, '')
  if (comparison === 'weak') return list.some((tag) => tag.opaque === opaque)
  return opaque === current && list.some((tag) => !tag.isWeak && tag.opaque === opaque)
}

/** The strong tags that If-Match names: what a late writer may have started from. */
export function namedTags({ ifMatch }: Preconditions): string[] {
  return ifMatch === null || ifMatch === '*' ? [] : ifMatch.flatMap(({ opaque, isWeak }) => (isWeak ? [] : [opaque]))
}
