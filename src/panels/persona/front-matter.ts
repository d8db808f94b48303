import type { Problem } from '../../platform/errors.js'

/** A file cut into its front matter and its body; each line offset is the number of lines that come before that part. */
export type FrontMatterFile = { frontMatter: string; frontMatterLineOffset: number; body: string; bodyLineOffset: number }

const example = 'begin the file with a line "---", then "schema: panel.persona/1" and the other keys, then another line "---"'

/** Splits a Markdown file at the two `---` lines around its YAML. The second line of that kind ends it. */
export function splitFrontMatter({ text, file }: { text: string; file: string }): FrontMatterFile | { problem: Problem } {
  const lines = text.split('\n')
  if (!isFence(lines[0])) return { problem: { file, line: 1, column: 1, message: 'the file has no front matter', fix: example } }
  const end = lines.findIndex((line, index) => index > 0 && isFence(line))
  if (end === -1) {
    const message = 'the front matter that opens here is never closed'
    return { problem: { file, line: 1, column: 1, message, fix: 'add a line "---" between the front matter and the prose' } }
  }
  return {
    frontMatter: lines.slice(1, end).join('\n'),
    frontMatterLineOffset: 1,
    body: lines.slice(end + 1).join('\n'),
    bodyLineOffset: end + 1,
  }
}

function isFence(line: string | undefined): boolean {
  return line !== undefined && /^---[ \t]*$/.test(line)
}
