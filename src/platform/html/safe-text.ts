import type { PanelRecord } from '../../contracts/record.js'
import { replaceUnpaired, writeOut } from '../text/text-direction.js'

/** What a reader cannot see but a browser acts on: controls, lone surrogates, zero-width and bidirectional marks, tag characters. */
const invisible = /(?![\t\n\r])[\p{Cc}\p{Cs}\u061c\u200b\u200e\u200f\u2060\ufeff\u202a-\u202e\u2066-\u2069\u{e0000}-\u{e007f}]/gu

/**
 * Text with every invisible character written out, such as `[U+202E]`, so that none can reorder or hide what is beside it. Isolates in pairs
 * can do neither, and stay: `isolate` writes them.
 */
export function revealInvisible(text: string): string {
  return replaceUnpaired(text, invisible, writeOut)
}

/** What `revealInvisible` makes of the text up to a place in it, in UTF-16 code units. */
export function revealUntil(text: string, place: number): string {
  return replaceUnpaired(text, invisible, writeOut, place)
}

/** The record with `revealInvisible` applied to every text in it but its addresses, which only ever become links through `safeHref`. */
export function revealRecord(record: PanelRecord): PanelRecord {
  return revealAll(record)
}

/** What JSON writes an invisible character as: itself, or an escape. */
const invisibleInJson = new RegExp(`${invisible.source}|\\\\[ubf]`, 'u')
/** A code unit that is none of the usual ones: most texts have none, and this takes a third of the time. */
const unusualInJson = /[^ -~\u00a0-\u061b\u061d-\u200a\u2010-\u2029\u202f-\u205f\u2070-\ud7ff\ue000-\ufefe]|\\[ubf]/

function mayHide(jsonText: string): boolean {
  return unusualInJson.test(jsonText) && invisibleInJson.test(jsonText)
}

/** Whether `revealAll` may have something to write out; false is certain. */
export function mayHideText(json: unknown): boolean {
  return mayHide(JSON.stringify(json))
}

/** The same for any JSON value; one that hides nothing is returned as it is. */
export function revealAll<T>(json: T): T {
  const text = JSON.stringify(json)
  if (!mayHide(text)) return json
  return JSON.parse(text, (key, value: unknown) => (typeof value === 'string' && key !== 'url' ? revealInvisible(value) : value))
}

/** An address in its normal, all-ASCII form if it is absolute and http or https; null for everything else, which becomes no link. */
export function safeHref(url: string): string | null {
  if (!URL.canParse(url)) return null
  const { protocol, href } = new URL(url)
  return protocol === 'http:' || protocol === 'https:' ? href : null
}
