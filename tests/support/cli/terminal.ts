import { PassThrough } from 'node:stream'
import stringWidth from 'string-width'

/** The escape sequences that log-update writes: cursor up, down and to the left edge, erasing of lines and downwards; others change no row. */
const escapeCharacter = String.fromCharCode(27)
const sequence = new RegExp(`^${escapeCharacter}\\[(?<mode>\\?)?(?<count>\\d*)(?<letter>[A-Za-z])`)

/**
 * A stream that says it is a terminal of that size, and the rows that a person would see on it: what is wider wraps, as on a terminal. Rows that
 * have scrolled away are kept.
 */
export function fakeTerminal({ columns, rows = 50 }: { columns: number; rows?: number }) {
  const stream = Object.assign(new PassThrough(), { isTTY: true, columns, rows, hasColors: () => false })
  const screen: string[][] = [[]]
  const cursor = { row: 0, column: 0 }
  const moveTo = (row: number) => {
    cursor.row = Math.max(0, row)
    while (screen.length <= cursor.row) screen.push([])
  }
  const obey = (letter: string, count: number) => {
    const line = screen[cursor.row] ?? []
    if (letter === 'A') moveTo(cursor.row - count)
    if (letter === 'B') moveTo(Math.min(cursor.row + count, screen.length - 1))
    if (letter === 'G') cursor.column = count - 1
    if (letter === 'K') line.length = Math.min(line.length, cursor.column)
    if (letter === 'J') screen.length = cursor.row + 1
  }
  const put = (character: string) => {
    if (cursor.column + stringWidth(character) > columns) {
      moveTo(cursor.row + 1)
      cursor.column = 0
    }
    const line = screen[cursor.row] ?? []
    while (line.length < cursor.column) line.push(' ')
    line[cursor.column] = character
    cursor.column += stringWidth(character)
  }
  const read = (text: string) => {
    let rest = text
    while (rest !== '') {
      const found = sequence.exec(rest)
      if (found?.groups) {
        const { mode, count, letter = '' } = found.groups
        // "2K" erases the whole line.
        if (letter === 'K' && count === '2') screen[cursor.row] = []
        else if (mode === undefined) obey(letter, Number(count || '1'))
        rest = rest.slice(found[0].length)
        continue
      }
      const [character = ''] = rest
      if (character === '\n') {
        moveTo(cursor.row + 1)
        cursor.column = 0
      } else put(character)
      rest = rest.slice(character.length)
    }
  }
  stream.on('data', (chunk: Buffer) => read(chunk.toString('utf8')))
  return {
    stream: stream as unknown as NodeJS.WriteStream,
    /** The rows as they are, from the first on, without blanks at their ends. */
    rows: () =>
      screen.map((line) =>
        Array.from(line, (character) => character ?? '')
          .join('')
          .trimEnd(),
      ),
  }
}
