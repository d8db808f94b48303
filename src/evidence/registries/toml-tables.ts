import { readJsonText } from '../../platform/input/bounded-json.js'

const headPattern = /^\[([A-Za-z0-9_.\- "']{1,100})\]/
const pairPattern = /^([A-Za-z0-9_.-]{1,80}|"[^"]{1,80}"|'[^']{1,80}') {0,8}= {0,8}(.{1,4000})/
const mostLines = 20_000

/**
 * The strings, numbers and words in named tables of a TOML text, as `license = "MIT"` has one. Of an inline table such as
 * `license = {text = "MIT"}` the strings are at `license.text`; lists and texts of several lines are left out. That is what a manifest's metadata
 * need, and not all of TOML. Objects have no prototype. Linear; never throws.
 */
export function readTomlTables(text: string, names: readonly string[]): Record<string, Record<string, string>> {
  const tables: Record<string, Record<string, string>> = Object.create(null)
  let table: Record<string, string> | null = null
  let closing: string | null = null
  for (const written of text.split('\n', mostLines)) {
    const line = written.trim()
    if (closing !== null) {
      if (line.includes(closing)) closing = null
      continue
    }
    const head = headPattern.exec(line)
    if (head !== null) {
      const name = (head[1] ?? '').replaceAll('"', '').replaceAll("'", '').replaceAll(' ', '')
      if (names.includes(name)) tables[name] ??= Object.create(null)
      table = tables[name] ?? null
      continue
    }
    closing = opensBlock(line)
    if (closing === null && table !== null) addPair(table, line)
  }
  return tables
}

/** What ends a text of several lines that begins in this line; null where none does. */
function opensBlock(line: string): string | null {
  for (const mark of ['"""', "'''"]) {
    const at = line.indexOf(mark)
    if (at !== -1) return line.includes(mark, at + 3) ? null : mark
  }
  return null
}

function addPair(table: Record<string, string>, line: string): void {
  const [, writtenKey = '', value = ''] = pairPattern.exec(line) ?? []
  if (writtenKey === '') return
  const key = /^["']/.test(writtenKey) ? writtenKey.slice(1, -1) : writtenKey
  if (value.startsWith('{')) {
    for (const [, inner = '', quoted = ''] of value.matchAll(/([A-Za-z0-9_-]{1,40}) {0,4}= {0,4}("[^"]{0,400}"|'[^']{0,400}')/g)) {
      table[`${key}.${inner}`] ??= quoted.slice(1, -1)
    }
    return
  }
  const read = readValue(value)
  if (read !== null) table[key] ??= read
}

/** A basic string, whose escapes are those of JSON, a literal one, or a word such as `false`. */
function readValue(value: string): string | null {
  const quote = value[0]
  if (quote === "'") return value.slice(1, Math.max(1, value.indexOf("'", 1)))
  if (quote !== '"') return /^[a-z0-9.-]{1,40}/i.exec(value)?.[0] ?? null
  let end = value.indexOf('"', 1)
  while (end !== -1 && value[end - 1] === '\\') end = value.indexOf('"', end + 1)
  const read = readJsonText(value.slice(0, end + 1))
  return 'value' in read && typeof read.value === 'string' ? read.value : null
}
