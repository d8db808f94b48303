import type { Persona } from '../../contracts/persona.js'
import { type VerdictContent, type WorkedExample, workedExampleSchema } from '../../contracts/verdict.js'
import type { Problem } from '../../platform/errors.js'
import { readJsonText } from '../../platform/input/bounded-json.js'
import type { Finding } from '../../platform/input/yaml-document.js'
import { parseYamlWithSchema, sortProblems } from '../../platform/input/yaml-problems.js'
import { personasOf, readPersonaFolder } from './load-personas.js'
import { type Fence, findJsonFences } from './persona-examples.js'
import { type PersonaReading, type PersonaText, parsePersonaFile } from './persona-file.js'

export type LintOptions = {
  /** What is wrong with a reply to this persona, one sentence each; empty when it would be taken. */
  checkReply: (reply: VerdictContent, persona: Persona) => string[]
  /** Called with what is allowed and better changed. */
  warn?: (warning: Problem) => void
}

/**
 * Everything wrong with one persona file: what loading it would say, and whether its worked examples (each block fenced as `json`;
 * there must be one) are parts of replies that this persona would be given credit for. Never throws.
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

function checkExamples({ outcome, body }: PersonaReading, { file, ...options }: LintOptions & { file: string }): Problem[] {
  if (body === null) return []
  const fences = findJsonFences(body.text).map((fence) => ({ ...fence, lineOffset: body.lineOffset + fence.lineOffset }))
  if (fences.length === 0) {
    const fix = 'add a block fenced as json that holds part of a reply about an invented tool: evidence, answers and quote'
    return [{ file, line: body.lineOffset + 1, column: 1, message: 'there is no worked example', fix }]
  }
  const persona = 'persona' in outcome ? outcome.persona : null
  return fences.flatMap((fence) => checkFence({ fence, file, persona, ...options }))
}

type FenceInFile = LintOptions & { fence: Fence; file: string; persona: Persona | null }

function checkFence({ fence, file, persona, checkReply, warn }: FenceInFile): Problem[] {
  const { text, lineOffset } = fence
  // JSON is YAML too, which is how a problem inside the example gets its line and column.
  const result = parseYamlWithSchema({ text, file, schema: workedExampleSchema, lineOffset })
  const firstLine = { file, line: lineOffset + 1, column: 1 }
  const notJson = explainJson(text)
  const syntax = notJson === null ? [] : [{ ...firstLine, message: `the worked example is ${notJson}`, fix: 'fix the JSON' }]
  if ('problems' in result) {
    const problems = result.problems.map((problem) => ({ ...problem, message: `in the worked example, ${problem.message}` }))
    return result.document.problems.length > 0 ? problems : [...syntax, ...problems]
  }
  if (warn !== undefined) for (const finding of findCalls(result.value)) warn(result.document.problemAt(finding))
  if (notJson !== null) return syntax
  const backwards = findBackwards(result.value).map(result.document.problemAt)
  if (persona === null) return backwards
  const fix = 'fix the example: it is what the model imitates'
  const refused = checkReply(...asWhole(result.value, persona)).map((message) => ({
    ...firstLine,
    message: `the worked example is refused: ${message}`,
    fix,
  }))
  return [...backwards, ...refused]
}

function findBackwards({ evidence }: WorkedExample): Finding[] {
  return evidence.flatMap(({ from, to }, index) => {
    if (from <= to) return []
    const message = `in the worked example, evidence[${index}] counts backwards, from ${from} to ${to}`
    return [{ path: ['evidence', index, 'to'], message, fix: 'write the first number in "from" and the last in "to"' }]
  })
}

/**
 * An example as a reply, and its persona as one that asks no more than the example says: it is part of a reply, so neither the length of
 * its quote nor what it leaves out counts against it. Without a template, for no example is copied from itself.
 */
function asWhole(example: WorkedExample, persona: Persona): [VerdictContent, Persona] {
  const answered = new Set(example.answers.map(({ ask }) => ask))
  return [
    {
      ...example,
      // The source of an example does not exist, so there is nothing to cut.
      evidence: example.evidence.map(({ source, shows }) => ({ source, quote: '', shows })),
      predictions: example.predictions ?? [],
      call: example.call ?? 'abstain',
    },
    {
      ...persona,
      asks: persona.asks.filter(({ id }) => answered.has(id)),
      predictions: { min: 0 },
      quoteWords: { min: 1, max: persona.quoteWords.max },
      template: '',
    },
  ]
}

const callWord = /\b(?:ship|skip|abstain)(?:s|ped|ping|ed|ing)?\b/i

/** Where an example gives a call away: models take over the call they are shown, more often than it is right. */
function findCalls({ call, quote, answers }: WorkedExample): Finding[] {
  const fix = 'leave the call out: a model that is shown one tends to give the same'
  const said = [
    { path: ['quote'], text: quote },
    ...answers.map(({ answer }, index) => ({ path: ['answers', index, 'answer'], text: answer })),
  ].flatMap(({ path, text }) => {
    const [found] = callWord.exec(text) ?? []
    return found === undefined ? [] : [{ path, message: `the worked example gives a call: it says "${found}"`, fix }]
  })
  return [...said, ...(call === undefined ? [] : [{ path: ['call'], message: `the worked example gives a call, "${call}"`, fix }])]
}

function explainJson(text: string): string | null {
  const read = readJsonText(text)
  return 'why' in read ? read.why : null
}
