import { z } from 'zod'
import { longest, most } from '../../contracts/limits.js'
import type { Finding } from '../../platform/input/yaml-document.js'

const anyText = z.string().max(longest.text).optional().catch(undefined)
const anyNumber = z.number().optional().catch(undefined)

/** As much of a front matter as holds, so that it is checked throughout while its form is not right yet. */
const sketchSchema = z
  .object({
    id: anyText,
    variables: z.array(anyText).max(most.members).optional().catch(undefined),
    asks: z
      .array(z.object({ id: anyText, choices: z.array(anyText).max(most.members).optional().catch(undefined) }).catch({}))
      .max(most.members)
      .optional()
      .catch(undefined),
    compact: anyText,
    quoteWords: z.object({ min: anyNumber, max: anyNumber }).optional().catch(undefined),
  })
  .catch({})
export type FrontMatterSketch = z.infer<typeof sketchSchema>

/** Reads from plain data whatever the checks need; what is missing or malformed is left out. */
export function sketchFrontMatter(value: unknown): FrontMatterSketch {
  return sketchSchema.parse(value)
}

/** What a schema cannot express. `fileName` is the file's name without its ending, which the id repeats. */
export function checkFrontMatter({ id, variables = [], asks = [], quoteWords }: FrontMatterSketch, fileName: string): Finding[] {
  const findings: Finding[] = []
  if (id !== undefined && id !== fileName) {
    const message = `id is "${id}", but the file is called ${fileName}.md`
    findings.push({ path: ['id'], message, fix: `write "${fileName}", or rename the file to ${id}.md` })
  }
  if (quoteWords?.min !== undefined && quoteWords.max !== undefined && quoteWords.min > quoteWords.max) {
    const message = `quoteWords.min is ${quoteWords.min}, more than quoteWords.max, ${quoteWords.max}`
    findings.push({ path: ['quoteWords', 'min'], message, fix: `write a number of at most ${quoteWords.max}, or raise max` })
  }
  for (const { index, first, value } of findRepeats(variables)) {
    const message = `variables[${index}] is "${value}", as is variables[${first}]`
    findings.push({ path: ['variables', index], message, fix: 'name each variable once' })
  }
  for (const { index, first, value } of findRepeats(asks.map((ask) => ask.id))) {
    const message = `asks[${index}].id is "${value}", as is asks[${first}].id`
    findings.push({ path: ['asks', index, 'id'], message, fix: 'give each ask its own id' })
  }
  for (const [askIndex, { choices = [] }] of asks.entries()) {
    for (const { index, value } of findRepeats(choices)) {
      const message = `asks[${askIndex}].choices names "${value}" twice`
      findings.push({ path: ['asks', askIndex, 'choices', index], message, fix: 'name each choice once' })
    }
  }
  return findings
}

function findRepeats(values: readonly (string | undefined)[]): { index: number; first: number; value: string }[] {
  return values.flatMap((value, index) => {
    const first = values.indexOf(value)
    return value === undefined || first === index ? [] : [{ index, first, value }]
  })
}
