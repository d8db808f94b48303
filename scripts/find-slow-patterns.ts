import { parseSync, Visitor } from 'oxc-parser'
import { analyse } from 'scslre'

export type Pattern = { source: string; flags: string }
/** A pattern that takes more than linear time on some text; `line` counts from 1. */
export type SlowPattern = { file: string; line: number; pattern: string; why: string }

/** Every regular expression literal of a TypeScript file that takes more than linear time on some text. */
export function findSlowPatterns(file: string, text: string): SlowPattern[] {
  const slow: SlowPattern[] = []
  const { program, errors } = parseSync(file, text)
  if (errors.length > 0) throw new Error(`${file} cannot be read: ${errors[0]?.message}`)
  new Visitor({
    Literal(node) {
      if (!('regex' in node)) return
      const { pattern, flags } = node.regex
      const why = whySlow({ source: pattern, flags })
      if (why !== null) slow.push({ file, line: text.slice(0, node.start).split('\n').length, pattern: `/${pattern}/${flags}`, why })
    },
  }).visit(program)
  return slow
}

/**
 * Why a pattern takes more than linear time on some text, or null. What looks at it is what the ESLint rules
 * `regexp/no-super-linear-backtracking` and `no-super-linear-move` run on: https://github.com/RunDevelopment/scslre.
 */
export function whySlow({ source, flags }: Pattern): string | null {
  const [report] = analyse({ source, flags }).reports
  if (report === undefined) return null
  const part = source.slice(report.type === 'Trade' ? report.startQuant.start - 1 : report.quant.start - 1).slice(0, 40)
  if (report.type === 'Move') return `from every place it reads on through "${part}", in quadratic time where what follows is missing`
  return `"${part}" can share what it matches with another part, in ${report.exponential ? 'exponential' : 'polynomial'} time`
}
