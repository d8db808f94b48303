import type { z } from 'zod'
import { countCharacters } from '../../contracts/limits.js'
import { clip } from '../text/clip.js'
import { branchesOf, describeExpected, type JsonSchema, knownKeys, schemaAt, writtenSchema } from './schema-expectation.js'
import { didYouMean } from './suggestion.js'
import type { Finding } from './yaml-document.js'
import type { Path } from './yaml-source.js'

/** How much of a path and of a value is shown, in UTF-16 code units. */
const longestPath = 200
const longestValue = 60

type Issue = z.core.$ZodIssue
/** The characters of a value without quotes, such as `3.10` for the number 3.1; null for any other. */
export type WrittenAt = (path: Path) => string | null
type Context = { value: unknown; schema: JsonSchema; writtenAt: WrittenAt }

/** A value that fits its schema, as zod gives it back; or everything that does not fit, with what to write instead. */
export type Checked<T> = { value: T } | { findings: Finding[] }

/** Checks plain data against a schema. Messages name the place; fixes say what may be there. */
export function checkSchema<T>(value: unknown, schema: z.ZodType<T>, writtenAt: WrittenAt): Checked<T> {
  // An empty message for whatever has no words of its own in the contracts distinguishes the two.
  const result = schema.safeParse(value, { error: () => '' })
  if (result.success) return { value: result.data }
  const context = { value, schema: writtenSchema(schema), writtenAt }
  return { findings: result.error.issues.flatMap((issue) => findingsOf(issue, context)) }
}

/** `sources[0].url`; the whole is `the document`. */
export function formatPath(path: Path): string {
  if (path.length === 0) return 'the document'
  const parts = path.map((segment, index) => (typeof segment === 'number' ? `[${segment}]` : `${index === 0 ? '' : '.'}${String(segment)}`))
  return clip(parts.join(''), longestPath)
}

function findingsOf(issue: Issue, context: Context): Finding[] {
  if (issue.code === 'invalid_union') {
    const meant = meantBranch(issue)
    if (meant !== null) return meant.flatMap((inner) => findingsOf({ ...inner, path: [...issue.path, ...inner.path] }, context))
  }
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey(issue.path, key, context))
  if (issue.code === 'invalid_key') return [wrongKey(issue)]
  const found = valueAt(context.value, issue.path)
  if (!found.isThere) return [missingKey(issue.path, context)]
  return [{ path: issue.path, ...describeIssue(issue, found.value, context) }]
}

const otherForm: readonly (string | undefined)[] = ['invalid_type', 'invalid_value', 'invalid_union']

/** What is wrong with the one alternative that has the form of what was written, such as the mapping of list or mapping; null for none or several. */
function meantBranch({ errors }: z.core.$ZodIssueInvalidUnion): Issue[] | null {
  const fitting = errors.filter((issues) => !issues.some(({ path, code }) => path.length === 0 && otherForm.includes(code)))
  return fitting.length === 1 ? (fitting[0] ?? null) : null
}

function unknownKey(path: Path, key: string, { schema }: Context): Finding {
  const known = knownKeys(schemaAt(schema, path))
  const place = path.length === 0 ? '' : ` in ${formatPath(path)}`
  const merge = key === '<<' ? 'values of other mappings are not merged here; write each key out, ' : ''
  const fix = `${merge}${didYouMean(key, known)}remove it, or write one of the keys known here: ${known.join(', ')}`
  return { path: [...path, key], part: 'key', message: `the key "${clip(key, longestValue)}" is unknown${place}`, fix }
}

/** A key that people choose, and that may not be called so. */
function wrongKey({ path, issues }: z.core.$ZodIssueInvalidKey): Finding {
  const parent = path.slice(0, -1)
  const place = parent.length === 0 ? '' : ` in ${formatPath(parent)}`
  const words = issues.map(({ message }) => message).filter((message) => message !== '')
  const message = `the key "${clip(String(path.at(-1)), longestValue)}"${place} does not have the form asked for`
  return { path, part: 'key', message, fix: words.length === 0 ? 'choose another name' : words.join('; ') }
}

function missingKey(path: Path, { schema }: Context): Finding {
  const parent = path.slice(0, -1)
  const place = parent.length === 0 ? '' : ` in ${formatPath(parent)}`
  const key = String(path.at(-1))
  return { path, message: `the key "${key}" is missing${place}`, fix: `add "${key}:" with ${describeExpected(schemaAt(schema, path))}` }
}

function describeIssue(issue: Issue, value: unknown, { schema, writtenAt }: Context): { message: string; fix: string } {
  const place = formatPath(issue.path)
  const part = schemaAt(schema, issue.path)
  const written = writtenAt(issue.path)
  const message = `${place} is ${describeValue(value, written)}`
  const fix = issue.message === '' ? `write ${describeExpected(part)}` : issue.message
  switch (issue.code) {
    case 'invalid_type':
    case 'invalid_union':
      return { message, fix: `${fix}${quoteHint(part, value, written)}` }
    case 'invalid_value': {
      const suggestion = value === null || typeof value === 'object' ? '' : didYouMean(meantBy(value), issue.values.map(String))
      return { message, fix: `${suggestion}${fix}` }
    }
    case 'too_small':
    case 'too_big':
      return describeSize({ issue, place, value, fix })
    case 'custom':
      return { message: isBlank(value) ? `${place} is empty` : message, fix }
    default:
      return { message: `${message}, which does not have the form asked for`, fix }
  }
}

/** Choices are words: who writes `true` where `yes` is one of them has mistaken the word. */
function meantBy(value: unknown): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  return String(value)
}

type SizeIssue = Extract<Issue, { code: 'too_small' | 'too_big' }>

function describeSize({ issue, place, value, fix }: { issue: SizeIssue; place: string; value: unknown; fix: string }) {
  const limit = issue.code === 'too_small' ? `at least ${issue.minimum}` : `at most ${issue.maximum}`
  if (Array.isArray(value)) {
    const count = value.length === 0 ? 'an empty list' : `a list of ${value.length}`
    return { message: `${place} is ${count}`, fix: issue.message === '' ? `write a list of ${limit}` : fix }
  }
  if (typeof value === 'string') {
    return {
      message: `${place} is ${countCharacters(value)} characters long`,
      fix: issue.message === '' ? `write ${limit} characters` : fix,
    }
  }
  return { message: `${place} is ${describeValue(value)}`, fix }
}

/** YAML reads `3.1`, `true` and `null` as they look, and quotes make text of them: the author may have meant the other. */
function quoteHint(part: JsonSchema | null, value: unknown, written: string | null): string {
  const branches = branchesOf(part)
  if (typeof value === 'string') {
    const isNumber =
      value.trim() !== '' && Number.isFinite(Number(value)) && branches.some(({ type }) => type === 'number' || type === 'integer')
    const isTruth = ['true', 'false'].includes(value) && branches.some(({ type }) => type === 'boolean')
    return written === null && (isNumber || isTruth) ? `; without quotes it is read as ${isNumber ? 'a number' : value}` : ''
  }
  const text = value === null ? (written ?? '') : typeof value === 'object' ? '' : (written ?? String(value))
  return text !== '' && branches.some((branch) => fitsAsText(branch, text)) ? '; in quotes it is read as text' : ''
}

/** Whether a schema takes any text, or at least this one. */
function fitsAsText({ type, format, pattern, enum: choices }: JsonSchema, text: string): boolean {
  if (type !== 'string' || choices !== undefined) return false
  // Where a date or an address is asked for, quotes help no number.
  return format === undefined && (pattern === undefined || new RegExp(pattern, 'u').test(text))
}

function isBlank(value: unknown): boolean {
  return typeof value === 'string' && value.trim() === ''
}

/** A value in words; with what was written where that looks different. */
function describeValue(value: unknown, written: string | null = null): string {
  if (value === null || value === undefined) return written === null || written === '' ? 'empty' : `empty, written ${written}`
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object') return 'a mapping'
  if (typeof value === 'string') return `"${clip(value, longestValue)}"`
  const look = written === null || written === String(value) ? '' : `, written ${clip(written, longestValue)}`
  return `the ${typeof value === 'number' ? 'number' : 'value'} ${String(value)}${look}`
}

function valueAt(value: unknown, path: Path): { isThere: boolean; value: unknown } {
  let current = value
  for (const segment of path) {
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, segment)) return { isThere: false, value: undefined }
    current = Reflect.get(current, segment)
  }
  return { isThere: true, value: current }
}
