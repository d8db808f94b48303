import { plotWindow } from './plot.js'
import { renderReport } from './report.js'
import type { BenchResults } from './results.js'
import { writeFiles } from './write-files.js'

/** Writes `results.json`, `README.md` and, where there is something to draw, `window.svg`. Returns their paths. */
export async function writeResults(folder: string, results: BenchResults): Promise<string[]> {
  const plot = results.window === undefined ? null : plotWindow(results.window)
  const contents: Record<string, string> = {
    'results.json': toJson(results),
    'README.md': renderReport(results),
    ...(plot === null ? {} : { 'window.svg': plot }),
  }
  return writeFiles(folder, contents)
}

const longestLine = 140
const decimals = 4

/** JSON as the project formats it: a list of numbers fills lines, one of texts is on a line where it fits. No figure needs more decimals. Pure. */
export function toJson(value: unknown): string {
  const rounded = (_key: string, found: unknown) => (typeof found === 'number' ? Number(found.toFixed(decimals)) : found)
  const text = JSON.stringify(value, rounded, 2)
  const plainList = /^( *)((?:"[^"]+": )?)\[\n([^[\]{}]*?)\n *\](,?)$/gm
  return `${text.replace(plainList, (whole, indent: string, key: string, inner: string, comma: string) => {
    const items = inner.split('\n').map((item) => item.trim())
    const line = `${indent}${key}[${items.join(' ')}]${comma}`
    if (line.length <= longestLine) return line
    return inner.includes('"') ? whole : `${indent}${key}[\n${fillLines(items, `${indent}  `)}\n${indent}]${comma}`
  })}\n`
}

function fillLines(items: readonly string[], indent: string): string {
  const lines: string[] = []
  for (const item of items) {
    const last = lines.at(-1)
    if (last === undefined || last.length + 1 + item.length > longestLine) lines.push(`${indent}${item}`)
    else lines[lines.length - 1] = `${last} ${item}`
  }
  return lines.join('\n')
}
