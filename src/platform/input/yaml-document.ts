import { isScalar, parseDocument } from 'yaml'
import type { Problem } from '../errors.js'
import { toPlainValue } from './yaml-aliases.js'
import { findExcess } from './yaml-limits.js'
import { createLocator } from './yaml-locator.js'
import type { Path, Position, YamlSource } from './yaml-source.js'
import { characterProblems, duplicateKeyProblems, lineEndProblem, syntaxProblems, versionProblems } from './yaml-syntax.js'

/** What is wrong with a value, before it is known where that is. */
export type Finding = { path: Path; part?: 'key' | 'value'; message: string; fix: string }

/** YAML as read: its plain value, what is wrong with its syntax, and where each value is. */
export type YamlDocument = {
  /** Plain data; undefined when the syntax left none. Dates stay text. */
  value: unknown
  problems: Problem[]
  /** False when a syntax error may have bent the structure, so that what seems to be missing may only have been misread. */
  isWhole: boolean
  /** Whether a value is at the path and ends before the first structural syntax error. */
  isIntact: (path: Path) => boolean
  /** The characters of the scalar at the path where it is without quotes; null for anything else. */
  writtenAt: (path: Path) => string | null
  /** A problem at the line and column of the path's value or key; of its nearest parent when it is not there. */
  problemAt: (finding: Finding) => Problem
  /** The path of a problem that `problemAt` made; null for one of syntax. */
  pathOf: (problem: Problem) => Path | null
}

/** One megabyte of hand-written YAML is a mistake in the path, and the parser's time is spent before anyone sees that. */
export const maxInputBytes = 1024 * 1024

/** What to say of a file that has more bytes than are read. */
export function tooLarge(file: string, bytes: number, most: number = maxInputBytes): Problem {
  const message = `the file is too large: ${bytes} bytes, and at most ${most} are read`
  return { file, line: 1, column: 1, message, fix: 'check that this is the right file; shorten long texts to the passages that matter' }
}

/**
 * Reads one YAML 1.2 document (core schema, string keys, no custom tags, at most 100 aliases; depth and size as `findExcess` has them),
 * collecting every syntax problem.
 * `lineOffset` is the number of lines in the file before the text. Never throws.
 */
export function readYaml({ text, file, lineOffset = 0 }: { text: string; file: string; lineOffset?: number }): YamlDocument {
  const bytes = Buffer.byteLength(text)
  if (bytes > maxInputBytes) return unreadable(tooLarge(file, bytes))
  const clean = text.startsWith('\uFEFF') ? text.slice(1) : text
  const lineEnd = lineEndProblem(clean, file)
  if (lineEnd !== null) return unreadable(lineEnd)
  const toPosition = createLineFinder(clean)
  const positionAt = (offset: number): Position => {
    const { line, column } = toPosition(offset)
    return { line: line + lineOffset, column }
  }
  const excess = findExcess(clean)
  if (excess !== null) return unreadable({ file, ...positionAt(excess.offset), message: excess.message, fix: excess.fix })
  const document = parseDocument(clean, {
    prettyErrors: false,
    stringKeys: true,
    uniqueKeys: false,
    // Whatever version the text names: the rules of 1.1 make dates and numbers of much that is meant as text.
    schema: 'core',
    resolveKnownTags: false,
    logLevel: 'error',
  })
  return describeDocument({ text: clean, file, document, positionAt })
}

function describeDocument(source: YamlSource): YamlDocument {
  const { document, file, positionAt } = source
  const paths = new WeakMap<Problem, Path>()
  const locate = createLocator(document)
  const syntax = syntaxProblems(source)
  const plain = toPlainValue(source)
  return {
    value: plain.value,
    problems: [
      ...versionProblems(source),
      ...syntax.problems,
      ...plain.problems,
      ...duplicateKeyProblems(source),
      ...characterProblems(source),
    ],
    isWhole: syntax.brokenFrom === null && plain.value !== undefined,
    isIntact: (path) => {
      const found = locate(path)
      const end = found.node?.range?.[1]
      return found.isComplete && end !== undefined && (syntax.brokenFrom === null || end < syntax.brokenFrom)
    },
    writtenAt: (path) => {
      const { node, isComplete } = locate(path)
      return isComplete && isScalar(node) && node.type === 'PLAIN' ? (node.source ?? null) : null
    },
    problemAt: ({ path, part = 'value', message, fix }) => {
      const found = locate(path)
      const problem = { file, ...positionAt(found.isComplete && part === 'key' ? found.keyOffset : found.offset), message, fix }
      paths.set(problem, path)
      return problem
    },
    pathOf: (problem) => paths.get(problem) ?? null,
  }
}

function unreadable(problem: Problem): YamlDocument {
  const { file, line, column } = problem
  return {
    value: undefined,
    problems: [problem],
    isWhole: false,
    isIntact: () => false,
    writtenAt: () => null,
    problemAt: ({ message, fix }) => ({ file, line, column, message, fix }),
    pathOf: () => null,
  }
}

/** From offsets to lines and columns. The parser's own counter misses the lines of a scalar that it gives up on. */
function createLineFinder(text: string): (offset: number) => Position {
  const starts = [0]
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return (offset) => {
    let low = 0
    let high = starts.length - 1
    while (low < high) {
      const middle = Math.ceil((low + high) / 2)
      if ((starts[middle] ?? 0) <= offset) low = middle
      else high = middle - 1
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 }
  }
}
