import pc from 'picocolors'
import stringWidth from 'string-width'
import wrapAnsi from 'wrap-ansi'

/** One thing that was looked at: its state, what was seen, and what fixes it. */
export type Check = {
  name: string
  /** `not checked`: something else has to be fixed first. `busy`: it works, and had no time to answer. Only a `problem` is one. */
  status: 'ok' | 'busy' | 'problem' | 'not configured' | 'not checked'
  seen: string
  /** A command to type, where there is one; null when nothing is to be done. */
  fix: string | null
}

export const ok = (name: string, seen: string): Check => ({ name, status: 'ok', seen, fix: null })
export const problem = (name: string, seen: string, fix: string): Check => ({ name, status: 'problem', seen, fix })
export const busy = (name: string, seen: string): Check => ({ name, status: 'busy', seen, fix: null })
export const notChecked = (name: string, seen: string): Check => ({ name, status: 'not checked', seen, fix: null })

const statusWidth = 'not configured'.length + 2
const minTextWidth = 30
const narrowIndent = '    '

/** Checks as a table for a terminal of that many columns. A fix is on lines of its own, unbroken, so that it can be copied. Pure. */
export function renderChecks(checks: readonly Check[], { columns, color }: { columns: number; color: boolean }): string {
  const colors = pc.createColors(color)
  const paint = { ok: colors.green, busy: colors.yellow, problem: colors.red, 'not configured': colors.dim, 'not checked': colors.yellow }
  const nameWidth = Math.max(...checks.map(({ name }) => stringWidth(name))) + 2
  const indent = ' '.repeat(statusWidth + nameWidth)
  const isNarrow = columns - indent.length < minTextWidth
  const textIndent = isNarrow ? narrowIndent : indent
  const textWidth = Math.max(1, columns - textIndent.length)
  return checks
    .map(({ name, status, seen, fix }) => {
      const head = `${paint[status](status)}${' '.repeat(statusWidth - status.length)}${name}${' '.repeat(nameWidth - stringWidth(name))}`
      const lines = wrapAnsi(seen, textWidth, { hard: true }).split('\n')
      // Where the terminal is too narrow for a column of its own, what was seen is below.
      const [first = '', ...rest] = isNarrow ? ['', ...lines] : lines
      const fixLines = fix === null ? [] : [`    ${colors.bold('fix:')} ${fix}`]
      return [`${head}${first}`.trimEnd(), ...rest.map((line) => `${textIndent}${line}`), ...fixLines].map((line) => `${line}\n`).join('')
    })
    .join('')
}
