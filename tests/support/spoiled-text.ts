import fc from 'fast-check'

const pieces = fc.array(fc.constantFrom(...'[]{}:-"\'|>&*!%@`#,\n \t?a\u0000\ud800'.split('')), { maxLength: 4 })
const edit = fc.record({ at: fc.nat(), removed: fc.nat(6), inserted: pieces })

/** A text after one to four random edits, of the kind that breaks YAML. */
export function spoiledText(text: string): fc.Arbitrary<string> {
  return fc.array(edit, { minLength: 1, maxLength: 4 }).map((edits) =>
    edits.reduce((current, { at, removed, inserted }) => {
      const from = at % (current.length + 1)
      return current.slice(0, from) + inserted.join('') + current.slice(from + removed)
    }, text),
  )
}

/** Whether a position lies in the text, the place behind a line's last character included. */
export function isInText(text: string, { line, column }: { line: number; column: number }): boolean {
  const content = text.split('\n')[line - 1]
  return content !== undefined && column >= 1 && column <= content.length + 1
}
