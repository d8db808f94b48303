import stringWidth from 'string-width'
import wrapAnsi from 'wrap-ansi'

const gap = '  '
const minLastWidth = 20

/** Rows in columns as wide as what is in them; the last one takes what the terminal has left, and wraps below itself. Pure. */
export function renderTable({
  head,
  rows,
  columns,
}: {
  head: readonly string[]
  rows: readonly (readonly string[])[]
  columns: number
}): string {
  const all = [head, ...rows]
  const fixed = head.slice(0, -1).map((_, index) => Math.max(...all.map((row) => stringWidth(row[index] ?? ''))))
  const taken = fixed.reduce((sum, width) => sum + width + gap.length, 0)
  const room = Math.max(minLastWidth, columns - taken)
  return all
    .flatMap((row) => {
      const lead = fixed.map((width, index) => padded(row[index] ?? '', width)).join(gap)
      const [first = '', ...more] = wrapAnsi(row[head.length - 1] ?? '', room, { hard: true }).split('\n')
      return [`${lead}${gap}${first}`.trimEnd(), ...more.map((line) => `${' '.repeat(taken)}${line}`)]
    })
    .map((line) => `${line}\n`)
    .join('')
}

function padded(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - stringWidth(text)))
}
