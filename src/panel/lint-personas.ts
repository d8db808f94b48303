import type { Persona } from '../contracts/persona.js'
import { type Reply, replySchema } from '../contracts/verdict.js'
import type { Problem } from '../errors.js'
import { parseYamlWithSchema, sortProblems } from '../input/yaml-problems.js'
import { personasOf, readPersonaFolder } from './load-personas.js'
import { type PersonaReading, type PersonaText, parsePersonaFile } from './persona-file.js'

export type LintOptions = {
  /** What is wrong with a reply to this persona, one sentence each; empty when it would be taken. */
  checkReply: (reply: Reply, persona: Persona) => string[]
}

/** A fenced block of the prose; `lineOffset` is the number of lines in the file before the block's first line of content. */
type Fence = { text: string; lineOffset: number }

/**
 * Everything wrong with one persona file: what loading it would say, and whether its worked examples (each block fenced as `json`;
 * there must be one) are replies that this persona would be given credit for. Never throws.
 */
export function lintPersona({ text, file }: PersonaText, options: LintOptions): Problem[] {
  const reading = parsePersonaFile({ text, file })
  const problems = 'problems' in reading.outcome ? reading.outcome.problems : []
  return sortProblems([...problems, ...checkExamples(reading, { file, ...options })])
}

/**
 * Lints every persona of a folder and returns them, sorted by `order`, then id. Throws an `InputError` with every problem of every file,
 * and a `UsageError` when there is no such folder or no persona in it.
 */
export async function lintPersonaFolder(folder: string, options: LintOptions): Promise<Persona[]> {
  const readings = (await readPersonaFolder(folder)).map((each) => {
    const examples = each.reading === null ? [] : checkExamples(each.reading, { file: each.file, ...options })
    return { ...each, problems: sortProblems([...each.problems, ...examples]) }
  })
  return personasOf(folder, readings)
}

function checkExamples({ outcome, body }: PersonaReading, { file, checkReply }: LintOptions & { file: string }): Problem[] {
  if (body === null) return []
  const fences = findJsonFences(body)
  if (fences.length === 0) {
    const fix = 'add a block fenced as json that holds one whole reply about an invented tool'
    return [{ file, line: body.lineOffset + 1, column: 1, message: 'there is no worked example', fix }]
  }
  const persona = 'persona' in outcome ? outcome.persona : null
  return fences.flatMap((fence) => checkExample({ fence, file, persona, checkReply }))
}

type Example = { fence: Fence; file: string; persona: Persona | null; checkReply: LintOptions['checkReply'] }

function checkExample({ fence, file, persona, checkReply }: Example): Problem[] {
  const { text, lineOffset } = fence
  // JSON is YAML too, which is how a problem inside the example gets its line and column.
  const result = parseYamlWithSchema({ text, file, schema: replySchema, lineOffset })
  const firstLine = { file, line: lineOffset + 1, column: 1 }
  const notJson = explainJson(text)
  const syntax = notJson === null ? [] : [{ ...firstLine, message: `the worked example is not JSON: ${notJson}`, fix: 'mend the JSON' }]
  if ('problems' in result) {
    const problems = result.problems.map((problem) => ({ ...problem, message: `in the worked example, ${problem.message}` }))
    return result.document.problems.length > 0 ? problems : [...syntax, ...problems]
  }
  if (notJson !== null || persona === null) return syntax
  const fix = 'mend the example: it is what the model imitates'
  return checkReply(result.value, persona).map((message) => ({ ...firstLine, message: `the worked example is refused: ${message}`, fix }))
}

function explainJson(text: string): string | null {
  try {
    JSON.parse(text)
    return null
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

function findJsonFences({ text, lineOffset }: { text: string; lineOffset: number }): Fence[] {
  const lines = text.split('\n')
  const fences: Fence[] = []
  let index = 0
  while (index < lines.length) {
    const opening = /^\s*(?<fence>`{3,}|~{3,})\s*(?<language>\S*)/.exec(lines[index] ?? '')?.groups
    index += 1
    if (opening === undefined) continue
    const start = index
    // As in CommonMark, the closing fence is at least as long as the opening one, and the end of the text closes it too.
    while (index < lines.length && !(lines[index] ?? '').trim().startsWith(opening.fence ?? '```')) index += 1
    if (opening.language?.toLowerCase() === 'json') {
      fences.push({ text: lines.slice(start, index).join('\n'), lineOffset: lineOffset + start })
    }
    index += 1
  }
  return fences
}
