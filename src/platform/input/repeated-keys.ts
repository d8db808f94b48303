import { endOfJsonString } from './bounded-json.js'

/** The most that are named: they are for a reader, and a hostile text may hold any number. */
const mostNamed = 5

/** An object or array that is open at this point; `at` is the key or index reached in it. */
type Open = { keys: Set<string> | null; at: string | number; expectsKey: boolean }

/**
 * Keys that occur more than once in one object of a JSON text, as paths (`['evidence', 0, 'quote']`); at most five, in their order.
 * `JSON.parse` keeps the last of them and says nothing, so that one text would mean different things to different readers (RFC 8259, 4).
 * The text must be one that `JSON.parse` takes. Keys are compared as parsed: `"c\u0061ll"` is `"call"`. Linear, and not recursive.
 */
export function findRepeatedKeys(json: string): (string | number)[][] {
  const found: (string | number)[][] = []
  const open: Open[] = []
  for (let at = 0; at < json.length && found.length < mostNamed; at += 1) {
    const inner = open.at(-1)
    const unit = json[at]
    if (unit === '{') open.push({ keys: new Set(), at: '', expectsKey: true })
    else if (unit === '[') open.push({ keys: null, at: 0, expectsKey: false })
    else if (unit === '}' || unit === ']') open.pop()
    else if (unit === ',' && inner !== undefined) step(inner)
    else if (unit === '"') {
      const end = endOfJsonString(json, at)
      if (inner?.expectsKey && addKey(inner, JSON.parse(json.slice(at, end)))) found.push(open.map((container) => container.at))
      at = end - 1
    }
  }
  return found
}

function step(container: Open): void {
  if (container.keys !== null) container.expectsKey = true
  else if (typeof container.at === 'number') container.at += 1
}

/** Whether the key was there already. */
function addKey(object: Open, key: string): boolean {
  object.at = key
  object.expectsKey = false
  const isRepeated = object.keys?.has(key) ?? false
  object.keys?.add(key)
  return isRepeated
}
