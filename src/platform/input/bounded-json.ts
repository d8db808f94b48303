/**
 * The deepest nesting of any JSON text that is read. Our formats nest some ten deep and no provider's reply has been seen beyond twenty;
 * what is checked, hashed or written out again goes down by recursion, and a stack that ends there ends the process.
 */
export const maxJsonDepth = 64

/** A JSON text's value; or what is wrong with it, as it follows upon "it is": `not JSON: …`, `nested deeper than 64 levels`. */
export type JsonReading = { value: unknown } | { why: string }

/** Reads a JSON text of at most `maxJsonDepth` levels. Linear; never throws. */
export function readJsonText(text: string): JsonReading {
  if (nestsTooDeep(text)) return { why: `nested deeper than ${maxJsonDepth} levels` }
  try {
    return { value: JSON.parse(text) }
  } catch (error) {
    return { why: `not JSON: ${error instanceof Error ? error.message : String(error)}` }
  }
}

/**
 * Whether objects and lists of a JSON text nest deeper than `maxJsonDepth`; brackets in strings do not count. Of a text that is no JSON the
 * answer says no more than that it is no JSON of ours. Linear, and not recursive.
 */
export function nestsTooDeep(json: string): boolean {
  let depth = 0
  for (let at = 0; at < json.length; at += 1) {
    const unit = json[at]
    if (unit === '"') at = endOfJsonString(json, at) - 1
    else if (unit === '{' || unit === '[') depth += 1
    else if (unit === '}' || unit === ']') depth -= 1
    if (depth > maxJsonDepth) return true
  }
  return false
}

/** The offset behind the closing quotation mark of the JSON string that begins at `start`; the text's end when nothing closes it. */
export function endOfJsonString(json: string, start: number): number {
  for (let end = json.indexOf('"', start + 1); end !== -1; end = json.indexOf('"', end + 1)) {
    let first = end
    while (json[first - 1] === '\\') first -= 1
    if ((end - first) % 2 === 0) return end + 1
  }
  return json.length
}
