/** Writes a text line by line; marks such as `- ` are written with the first word behind them, and not without one. */
export type LineWriter = {
  /** Adds words to the line; white space is one blank. */
  words: (text: string) => void
  /** Adds lines as they are. */
  verbatim: (text: string) => void
  /** Parts what is before from what is behind by a blank, where both are on a line. */
  space: () => void
  /** Ends the line, if anything is on it. */
  newLine: () => void
  /** Ends the line and leaves one blank. */
  newBlock: () => void
  /** What the next words begin with, such as `## `. */
  mark: (mark: string) => void
  /** The last 20 UTF-16 units of the line so far. */
  tail: () => string
  finish: () => string
}

/** Starts a text. Linear in what is written. */
export function writeLines(): LineWriter {
  const lines: string[] = []
  // In pieces: to look at the end of a growing string copies all of it each time.
  let pieces: string[] = []
  let tail = ''
  let marks = ''
  const put = (text: string) => {
    if (text === '') return
    if (marks !== '' && text.trim() !== '') {
      pieces.unshift(marks)
      marks = ''
    }
    pieces.push(text)
    tail = (tail + text.slice(-20)).slice(-20)
  }
  const takeLine = () => {
    const line = pieces.join('').trimEnd()
    pieces = []
    tail = ''
    return line
  }
  const leaveBlank = () => {
    if (lines.length > 0 && lines.at(-1) !== '') lines.push('')
  }
  const newLine = () => {
    const line = takeLine()
    if (line !== '') lines.push(line)
  }
  return {
    words: (text) => {
      const plain = text.replaceAll(/\s+/g, ' ')
      put(tail === '' || tail.endsWith(' ') ? plain.trimStart() : plain)
    },
    verbatim: (text) => {
      for (const [index, next] of text.split('\n').entries()) {
        if (index > 0) {
          const line = takeLine()
          if (line === '') leaveBlank()
          else lines.push(line)
        }
        put(next)
      }
    },
    space: () => {
      if (tail !== '' && !tail.endsWith(' ')) put(' ')
    },
    newLine,
    newBlock: () => {
      newLine()
      leaveBlank()
    },
    mark: (mark) => {
      marks = mark
    },
    tail: () => tail,
    finish: () => {
      newLine()
      return lines.join('\n').trim()
    },
  }
}
