import type { Stated } from './known-outcome.js'
import { roundCount, writeCount } from './plain-line.js'

/** A registry's text as it grows: one paragraph a fact, so that each can be cited by itself. */
export type FactSheet = {
  /** Adds `Key: words` and returns the value with its line; adds nothing where the value is null. `words` is the value's own text unless given. */
  state: <T>(key: string, value: T | null, words?: (value: T) => string) => Stated<T> | null
  text: () => string
}

const between = '\n\n'

/**
 * The text that a registry's data becomes, in the order in which it is stated: lines such as `License: MIT`. The same data give the same bytes.
 * Values are one line each; `source` is the id of the source that the text will be.
 */
export function createFactSheet(source: string): FactSheet {
  const lines: string[] = []
  let length = 0
  return {
    state: (key, value, words = String) => {
      if (value === null) return null
      const line = `${key}: ${words(value)}`
      const start = length
      lines.push(line)
      length += line.length + between.length
      return { value, found: { source, start, end: start + line.length, words: line } }
    },
    text: () => lines.join(between),
  }
}

/** `yes` or `no`. */
export function yesOrNo(is: boolean): string {
  return is ? 'yes' : 'no'
}

/** Another value that the same line says; null where either is. */
export function alsoSays<T>(stated: Stated<unknown> | null | undefined, value: T | null): Stated<T> | null {
  return stated === null || stated === undefined || value === null ? null : { ...stated, value }
}

/** States a version with the day it was released (YYYY-MM-DD), where that is known. */
export function stateVersion(sheet: FactSheet, key: string, version: string | null, releasedOn: string | null): Stated<string> | null {
  return sheet.state(key, version, (written) => (releasedOn === null ? written : `${written} of ${releasedOn}`))
}

/** States downloads in a period such as `the last month`, to two significant digits. */
export function stateDownloads(
  sheet: FactSheet,
  downloads: number | null,
  period: string,
): Stated<{ count: number; period: string }> | null {
  const rounded = downloads === null ? null : { count: roundCount(downloads), period }
  return sheet.state('Downloads', rounded, ({ count }) => `${writeCount(count)} in ${period}`)
}
