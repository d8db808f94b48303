import { parse } from 'smol-toml'
import { maxJsonDepth } from './bounded-json.js'
import { maxInputBytes } from './yaml-document.js'

/** The tables of a TOML document, as plain data; null for what is none, nests too deep, or is larger than documents that people write. Never throws. */
export function readToml(text: string): unknown {
  if (text.length > maxInputBytes) return null
  try {
    return parse(text, { maxDepth: maxJsonDepth, integersAsBigInt: 'asNeeded' })
  } catch {
    return null
  }
}
