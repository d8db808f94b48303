/** What a line is for the units of a source: `own` is by itself one (a heading, a row of a table, a rule, a line of code). */
type LineKind = 'blank' | 'prose' | 'item' | 'own'

const fence = /^\s{0,20}(`{3,100}|~{3,100})/
/** A heading, a table's row, a rule: none goes on from the line before. */
const ownLine = /^\s*(?:#{1,6}\s|\||(?:[-*_=]\s*){3,}$)/
const item = /^\s*(?:[-*+•‣◦▪●○–·■□▸►▶➢➤→★☆✓✔✅☑☐✗✘❌]\ufe0f?|\(?(?:\d{1,3}|[a-zA-Z]|[ivx]{1,4})[.)])\s/
/** The line under the head of a table that has no pipes around it. */
const rule = /^:?-+:?(?:\s*\|\s*:?-+:?)+(?:\s*\|)?$/

/** The kind of each line of a text, in their order. A fence that is not closed goes on to the end. Linear in the length of the text; pure. */
export function readLineKinds(lines: readonly string[]): LineKind[] {
  let open: string | null = null
  let inTable = false
  return lines.map((line, index) => {
    const [mark = '', signs = ''] = fence.exec(line) ?? []
    const info = line.slice(mark.length)
    if (open !== null) {
      if (signs.startsWith(open) && info.trim() === '') open = null
      return 'own'
    }
    if (signs !== '' && !info.includes('`')) {
      open = signs
      return 'own'
    }
    if (line.trim() === '') {
      inTable = false
      return 'blank'
    }
    inTable = line.includes('|') && (inTable || rule.test((lines[index + 1] ?? '').trim()))
    if (inTable || ownLine.test(line) || isRowOfTabs(lines, index)) return 'own'
    return item.test(line) ? 'item' : 'prose'
  })
}

/** A row as it is copied from a spreadsheet or a browser: as many tabs between its cells as the line before or behind it has. */
function isRowOfTabs(lines: readonly string[], index: number): boolean {
  const tabs = (line: string | undefined) => (line?.trim() ?? '').split('\t').length - 1
  const here = tabs(lines[index])
  return here > 0 && (tabs(lines[index - 1]) === here || tabs(lines[index + 1]) === here)
}
