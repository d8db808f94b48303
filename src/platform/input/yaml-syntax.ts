import { isCollection, isScalar, isSeq, visit, type YAMLError } from 'yaml'
import type { Problem } from '../errors.js'
import { clip } from '../text/clip.js'
import type { YamlSource } from './yaml-source.js'

type Advice = { message?: string; fix: string }

const quoteIt = 'put the text in quotes, or under "key: |" with its lines indented'

/** What to say for the parser's error codes; its own message is used where it is good enough. */
const adviceByCode: { [code: string]: Advice } = {
  BAD_DIRECTIVE: { fix: 'remove the line that begins with "%"' },
  BAD_DQ_ESCAPE: { fix: 'write \\\\ for a backslash in double quotes, or use single quotes' },
  BAD_INDENT: { fix: 'indent the keys of one mapping, and the entries of one list, by the same number of spaces' },
  BAD_SCALAR_START: { fix: 'put the text in quotes' },
  BLOCK_AS_IMPLICIT_KEY: { message: 'a text that holds ": " reads as a mapping of its own', fix: quoteIt },
  MISSING_CHAR: { fix: 'add the missing character, or indent the line like those it belongs to' },
  MULTILINE_IMPLICIT_KEY: {
    message: 'the text that begins here runs on into a line that looks like a key',
    fix: `indent that line like the other keys, or write "key: " before the text; if all of it is text, ${quoteIt}`,
  },
  MULTIPLE_DOCS: { message: 'a line of three hyphens begins a second document', fix: 'keep one document in a file; remove the line' },
  NON_STRING_KEY: { message: 'a key is not plain text', fix: 'write the key as plain text' },
  TAB_AS_INDENT: { message: 'a tab is used to indent', fix: 'indent with spaces' },
  TAG_RESOLVE_FAILED: { message: 'a value begins with a tag, and tags are not used here', fix: 'remove the word that begins with "!"' },
}

/** The parser's errors that follow from taking the lines behind an unclosed bracket for a part of one value. */
const echoCodes = ['BLOCK_AS_IMPLICIT_KEY', 'MULTILINE_IMPLICIT_KEY']

type LocatedError = { offset: number; isStructural: boolean; problem: Problem }

/** A file with more errors than this is no YAML, or has one error that the rest follow from. */
const maxErrors = 50

/**
 * The parser's errors and warnings. `brokenFrom` is the offset from which the structure cannot be trusted, null when it can throughout.
 */
export function syntaxProblems(source: YamlSource): { problems: Problem[]; brokenFrom: number | null } {
  const { errors, warnings } = source.document
  const kept = [...withoutEchoes(source, errors), ...warnings].toSorted((a, b) => a.pos[0] - b.pos[0])
  const located = kept.slice(0, maxErrors).map((error) => locateError(source, error))
  const problems = [...located.map(({ problem }) => problem), ...countRest(source, kept)]
  const structural = located.filter(({ isStructural }) => isStructural).map(({ offset }) => offset)
  return { problems, brokenFrom: structural.length === 0 ? null : Math.min(...structural) }
}

function countRest({ file, positionAt }: YamlSource, errors: readonly YAMLError[]): Problem[] {
  const next = errors[maxErrors]
  if (next === undefined) return []
  const more = errors.length - maxErrors
  const message = more === 1 ? 'there is 1 more error in the YAML from here on' : `there are ${more} more errors in the YAML from here on`
  return [{ file, ...positionAt(next.pos[0]), message, fix: 'fix those above first, and check that the file is YAML' }]
}

function locateError(source: YamlSource, error: YAMLError): LocatedError {
  const unclosed = findUnclosed(source, error)
  const offset = unclosed?.offset ?? error.pos[0]
  const advice = unclosed ?? adviceByCode[error.code]
  const message = `this is not valid YAML: ${advice?.message ?? clip(error.message, 200)}`
  const fix = advice?.fix ?? `fix the YAML here; to keep the characters as text, ${quoteIt}`
  return {
    offset,
    isStructural: error.code !== 'TAG_RESOLVE_FAILED',
    problem: { file: source.file, ...source.positionAt(offset), message, fix },
  }
}

/** The parser reports an unclosed quote or bracket where it gave up; people look for where it was opened. */
function findUnclosed({ document }: YamlSource, { code, message, pos }: YAMLError): (Advice & { offset: number }) | null {
  const isBracket = isUnclosedBracket(message)
  if (!isBracket && code !== 'MISSING_CHAR') return null
  const starts: number[] = []
  visit(document, {
    Node: (_key, node) => {
      const isQuote = isScalar(node) && (node.type === 'QUOTE_DOUBLE' || node.type === 'QUOTE_SINGLE')
      const isOfKind = isBracket ? isFlow(node) && isSeq(node) === message.startsWith('Flow sequence') : isQuote
      if (isOfKind && node.range?.[1] === pos[0]) starts.push(node.range[0])
    },
  })
  const offset = starts.at(-1)
  if (offset === undefined) return null
  const what = isBracket ? 'bracket' : 'quotation mark'
  const fix = isBracket ? 'close the bracket; if it is meant as text, put the text in quotes' : 'close the quotation mark'
  return { offset, message: `the ${what} that opens here is never closed`, fix }
}

function isUnclosedBracket(message: string): boolean {
  return /^Flow (?:sequence|map) .*end with a/.test(message)
}

function isFlow(node: unknown): boolean {
  return isCollection(node) && node.flow === true
}

/**
 * Leaves out what says nothing new: of the lines behind an unclosed bracket, as far as they are indented like the first of them, that they
 * read as nested mappings; and of a text that runs on into a key the second of the parser's two errors at the same place.
 */
function withoutEchoes({ text }: YamlSource, errors: readonly YAMLError[]): YAMLError[] {
  const regions = errors
    .filter((error) => isUnclosedBracket(error.message))
    .slice(0, maxErrors)
    .map(({ pos: [start] }) => {
      const indent = start - (text.lastIndexOf('\n', start - 1) + 1)
      // At the margin the parser recovers by itself.
      if (indent === 0) return { start, end: start }
      const dedent = new RegExp(`\\n {0,${indent - 1}}[^ \\n]`).exec(text.slice(start))
      return { start, end: dedent === null ? text.length : start + dedent.index }
    })
  const runsOn = new Set(errors.filter(({ code }) => code === 'MULTILINE_IMPLICIT_KEY').map(({ pos: [at] }) => at))
  const isEcho = ({ code, pos: [at] }: YAMLError) =>
    (code === 'BLOCK_AS_IMPLICIT_KEY' && runsOn.has(at)) ||
    (echoCodes.includes(code) && regions.some(({ start, end }) => at >= start && at < end))
  return errors.filter((error) => !isEcho(error))
}

/** YAML 1.1, which reads `yes`, `12:30` and dates by other rules than the author of a text for us can expect. */
export function versionProblems({ text, document, file, positionAt }: YamlSource): Problem[] {
  if (document.directives.yaml.version !== '1.1') return []
  const message = 'the text says that it is YAML 1.1, and YAML 1.2 is read here: dates, yes, no and 12:30 are text in it'
  return [{ file, ...positionAt(Math.max(0, text.indexOf('%YAML'))), message, fix: 'remove the line that begins with "%YAML"' }]
}

/** Line ends that YAML's parser does not know as such: the whole text would be one line. */
export function lineEndProblem(text: string, file: string): Problem | null {
  const first = text.indexOf('\r')
  if (first === -1 || text.includes('\n') || text.slice(first).trim() === '') return null
  const message = 'the lines end in a carriage return alone, which begins no new line here'
  return { file, line: 1, column: first + 1, message, fix: 'save the file with the line ends LF or CR LF' }
}

/** Every key that occurs a second time in its mapping. */
export function duplicateKeyProblems({ document, file, positionAt }: YamlSource): Problem[] {
  const problems: Problem[] = []
  visit(document, {
    Map: (_key, map) => {
      const lines = new Map<string, number>()
      for (const { key } of map.items) {
        if (!isScalar(key) || key.range == null) continue
        const name = String(key.value)
        const position = positionAt(key.range[0])
        const firstLine = lines.get(name)
        lines.set(name, firstLine ?? position.line)
        if (firstLine === undefined) continue
        const message = `the key "${clip(name, 60)}" is here a second time; the first is on line ${firstLine}`
        problems.push({ file, ...position, message, fix: 'keep one of the two and remove the other' })
      }
    },
  })
  return problems
}

/** NUL and half surrogates: neither UTF-8 nor PostgreSQL can keep them, so they are refused before they are lost. */
export function characterProblems({ document, file, positionAt }: YamlSource): Problem[] {
  const problems: Problem[] = []
  visit(document, {
    Scalar: (_key, { value, range }) => {
      if (typeof value !== 'string' || !/\0|\p{Surrogate}/u.test(value)) return
      const message = 'the text holds a character that cannot be stored: NUL or half of a surrogate pair'
      problems.push({ file, ...positionAt(range?.[0] ?? 0), message, fix: 'remove the character, or the escape that stands for it' })
    },
  })
  return problems
}
