/** A row of the table of docs/providers.md. */
export type LiveRow = { server: string; version: string; model: string; title: string; happened: string; day: string }

export const beginMarker = '<!-- live -->'
export const endMarker = '<!-- /live -->'

const head = ['| server | version | model | case | what happened | day |', '| --- | --- | --- | --- | --- | --- |']
const longestCell = 500

/**
 * The document with the rows in its table: one for each server and case, the new in place of the old, and those of other servers and of cases that
 * did not run as they were. `titles` is the order of the cases. Throws for a document without the two markers. Pure.
 */
export function withRows(document: string, rows: readonly LiveRow[], titles: readonly string[]): string {
  const begin = document.indexOf(beginMarker)
  const end = document.indexOf(endMarker, begin)
  if (begin === -1 || end === -1) throw new Error(`the document has no ${beginMarker} … ${endMarker} for the rows to go between`)
  const kept = readRows(document.slice(begin, end)).filter((old) => !rows.some((row) => isSame(old, row)))
  const place = ({ title }: LiveRow) => (titles.includes(title) ? titles.indexOf(title) : titles.length)
  const all = [...kept, ...rows.map(asWritten)].sort(
    (a, b) => compareText(a.server, b.server) || place(a) - place(b) || compareText(a.title, b.title),
  )
  const lines = all.map((row) => `| ${cellsOf(row).join(' | ')} |`)
  return `${document.slice(0, begin)}${[beginMarker, '', ...head, ...lines, '', ''].join('\n')}${document.slice(end)}`
}

/** The rows of a table as they are written. Pure. */
export function readRows(text: string): LiveRow[] {
  return text
    .split('\n')
    .filter((line) => line.startsWith('| ') && !head.includes(line))
    .flatMap((line) => {
      const [server, version, model, title, happened, day] = line
        .split(/(?<!\\)\|/)
        .slice(1, -1)
        .map((cell) => cell.trim())
      if (server === undefined || version === undefined || model === undefined) return []
      if (title === undefined || happened === undefined || day === undefined) return []
      return [{ server, version, model, title, happened, day }]
    })
}

function isSame(a: LiveRow, b: LiveRow): boolean {
  return a.server === asCell(b.server) && a.title === asCell(b.title)
}

function cellsOf({ server, version, model, title, happened, day }: LiveRow): string[] {
  return [server, version, model, title, happened, day]
}

function asWritten({ server, version, model, title, happened, day }: LiveRow): LiveRow {
  return {
    server: asCell(server),
    version: asCell(version),
    model: asCell(model),
    title: asCell(title),
    happened: asCell(happened),
    day: asCell(day),
  }
}

/** Text in a cell of a Markdown table: one line, no markup of its own but code, no end of the cell. */
function asCell(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim()
  const short = line.length > longestCell ? `${line.slice(0, longestCell)}…` : line
  return short.replaceAll('\\', '/').replaceAll('|', '\\|').replaceAll('<', '&lt;').replaceAll('[', '&#91;')
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
