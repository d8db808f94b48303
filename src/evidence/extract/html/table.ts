import type { ElementNode } from './tree.js'

/** A table's cells by rows. */
export type Rows = { caption: string; cells: string[][] }

/** A longer cell holds a piece of the page: such a table is there for the layout. UTF-16 units. */
const longestCell = 600
const mostColumns = 40

/**
 * The rows of a table that holds data; null where it is there for the layout: it holds another table, has one column, or cells as long as a page.
 * A cell that goes over several columns or rows is written once in each.
 */
export function readRows(table: ElementNode, textOf: (cell: ElementNode) => string): Rows | null {
  const { rows, captions, isNested } = partsOf(table)
  if (isNested || rows.length === 0) return null
  const cells: string[][] = []
  const below = new Map<number, { text: string; left: number }>()
  for (const row of rows) {
    const line: string[] = []
    const fill = () => {
      for (let over = below.get(line.length); over !== undefined && over.left > 0; over = below.get(line.length)) {
        over.left -= 1
        line.push(over.text)
      }
    }
    for (const cell of row) {
      fill()
      const text = textOf(cell)
      if (text.length > longestCell) return null
      const width = spanOf(cell, 'colspan')
      const height = spanOf(cell, 'rowspan')
      for (let at = 0; at < width && line.length < mostColumns; at += 1) {
        if (height > 1) below.set(line.length, { text, left: height - 1 })
        line.push(text)
      }
    }
    fill()
    if (line.some((text) => text !== '')) cells.push(line)
  }
  const columns = Math.max(0, ...cells.map((line) => line.length))
  return columns < 2 ? null : { caption: captions.map(textOf).join(' ').trim(), cells: cells.map((line) => padded(line, columns)) }
}

function padded(line: readonly string[], columns: number): string[] {
  return [...line, ...Array<string>(columns - line.length).fill('')]
}

function spanOf(cell: ElementNode, attribute: string): number {
  const span = Number.parseInt(cell.attributes.get(attribute) ?? '1', 10)
  return Number.isFinite(span) ? Math.min(100, Math.max(1, span)) : 1
}

function partsOf(table: ElementNode): { rows: ElementNode[][]; captions: ElementNode[]; isNested: boolean } {
  const rows: ElementNode[][] = []
  const captions: ElementNode[] = []
  let isNested = false
  const visit = (element: ElementNode) => {
    for (const child of element.children) {
      if (child.kind !== 'element') continue
      if (child.tag === 'caption') captions.push(child)
      else if (child.tag === 'tr') {
        const cells = child.children.filter((cell) => cell.kind === 'element').filter(({ tag }) => tag === 'td' || tag === 'th')
        isNested ||= cells.some(holdsTable)
        rows.push(cells)
      } else visit(child)
    }
  }
  visit(table)
  return { rows, captions, isNested }
}

function holdsTable(element: ElementNode): boolean {
  return element.children.some((child) => child.kind === 'element' && (child.tag === 'table' || holdsTable(child)))
}

/** Pipe rows; the first is the head, as in GitHub's Markdown. */
export function rowsAsText(rows: readonly (readonly string[])[]): string {
  const write = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  const [head = [], ...rest] = rows
  return [write(head), write(head.map(() => '---')), ...rest.map(write)].join('\n')
}
