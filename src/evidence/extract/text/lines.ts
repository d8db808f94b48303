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
  /** What is on the line so far. */
  line: () => string
  finish: () => string
}

export function writeLines(): LineWriter {
  const lines: string[] = []
  let line = ''
  let marks = ''
  const put = (text: string) => {
    if (text.trim() !== '' && marks !== '') {
      line = marks + line
      marks = ''
    }
    line += text
  }
  const newLine = () => {
    if (line.trim() !== '') lines.push(line.trimEnd())
    line = ''
  }
  const newBlock = () => {
    newLine()
    if (lines.length > 0 && lines.at(-1) !== '') lines.push('')
  }
  return {
    words: (text) => {
      const plain = text.replaceAll(/\s+/g, ' ')
      put(line === '' || line.endsWith(' ') ? plain.trimStart() : plain)
    },
    verbatim: (text) => {
      const [first = '', ...rest] = text.split('\n')
      put(first)
      for (const next of rest) {
        if (line.trim() !== '') lines.push(line.trimEnd())
        else if (lines.length > 0 && lines.at(-1) !== '') lines.push('')
        line = next
      }
    },
    space: () => {
      if (line !== '' && !line.endsWith(' ')) line += ' '
    },
    newLine,
    newBlock,
    mark: (mark) => {
      marks = mark
    },
    line: () => line,
    finish: () => {
      newLine()
      return lines.join('\n').trim()
    },
  }
}
