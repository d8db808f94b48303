import type { z } from 'zod'
import type { Problem } from '../errors.js'
import { checkSchema } from './schema-findings.js'
import { type Finding, readYaml, type YamlDocument } from './yaml-document.js'

export type YamlInput<T> = {
  text: string
  /** Named in every problem, as the person named it. */
  file: string
  schema: z.ZodType<T>
  /** Lines of the file that come before the text: 1 when it starts on the second line. */
  lineOffset?: number
}

/**
 * What came of reading YAML against a schema: its value, or every problem. `document` goes with both, for checks that
 * the schema cannot express and that want a line and a column too.
 */
export type YamlResult<T> = { value: T; document: YamlDocument } | { problems: Problem[]; document: YamlDocument }

/**
 * Parses YAML and checks it against a schema, reporting syntax and schema problems together, in the order of the lines.
 * After a syntax error only those schema problems are reported that come before it, since the rest may be misread. Never throws.
 */
export function parseYamlWithSchema<T>({ text, file, schema, lineOffset = 0 }: YamlInput<T>): YamlResult<T> {
  const document = readYaml({ text, file, lineOffset })
  const checked = checkSchema(document.value, schema, document.writtenAt)
  const findings = 'findings' in checked ? checked.findings : []
  const problems = [...document.problems, ...trusted(findings, document).map(document.problemAt)]
  if ('value' in checked && problems.length === 0) return { value: checked.value, document }
  return { problems: firstProblems(sortProblems(problems)), document }
}

/** More than people read, or fix before they check again. */
const mostProblems = 200

/** The first two hundred problems, and where there are more the place from which on they are left out. */
export function firstProblems(problems: readonly Problem[]): Problem[] {
  const next = problems[mostProblems]
  if (next === undefined) return [...problems]
  const more = problems.length - mostProblems
  const message = more === 1 ? 'there is 1 more problem from here on' : `there are ${more} more problems from here on`
  return [...problems.slice(0, mostProblems), { ...next, message, fix: 'fix those above first, and check that this is the right file' }]
}

function trusted(findings: Finding[], document: YamlDocument): Finding[] {
  if (document.value === undefined) return []
  if (document.isWhole) return findings
  // "Empty" and "missing" are what a misread mapping looks like from outside; a value that was read to its end is not.
  return findings.filter(({ path }) => path.length > 0 && document.isIntact(path))
}

/** A copy in reading order: by file, then line, then column. */
export function sortProblems(problems: readonly Problem[]): Problem[] {
  return problems.toSorted((a, b) => compare(a.file, b.file) || a.line - b.line || a.column - b.column)
}

function compare(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
