import { templateVariableSchema } from '../../contracts/persona.js'
import { didYouMean } from '../../platform/input/suggestion.js'
import type { Finding } from '../../platform/input/yaml-document.js'
import type { Position } from '../../platform/input/yaml-source.js'
import type { FrontMatterSketch } from './check-front-matter.js'
import { analyseTemplate, type VariableUse } from './persona-template.js'

/** Errors are in the body, with line and column in it; findings are in the front matter. */
export type TemplateCheck = { errors: (Position & { message: string; fix: string })[]; findings: Finding[] }

const known: readonly string[] = templateVariableSchema.options

/**
 * Checks a template's Liquid, and that what it uses and what it declares are the same variables. `declared` is undefined when the
 * front matter does not say; then only unknown variables are reported.
 */
export function checkTemplate({ body, declared }: { body: string; declared: readonly (string | undefined)[] | undefined }): TemplateCheck {
  if (body.trim() === '') {
    const fix = 'write the prompt below the front matter'
    return { errors: [{ line: 1, column: 1, message: 'the file has no prose, so there is no prompt', fix }], findings: [] }
  }
  if (body.includes('\0')) return { errors: [findNul(body)], findings: [] }
  const { errors, uses } = analyseTemplate(body)
  const syntax = errors.map((error) => ({ ...error, message: `the template is broken: ${error.message}`, fix: adviceFor(error.message) }))
  // A template that does not parse says nothing of its variables.
  if (errors.length > 0 && uses.length === 0) return { errors: syntax, findings: [] }
  return { errors: [...syntax, ...checkUses(uses, declared)], findings: findUnused(uses, declared) }
}

/** The same of the compact text, which is in the front matter and may do without some of the declared variables. */
export function checkCompact({ compact, variables }: Pick<FrontMatterSketch, 'compact' | 'variables'>): Finding[] {
  // An empty one the schema reports.
  if (compact === undefined || compact.trim() === '') return []
  return checkTemplate({ body: compact, declared: variables }).errors.map(({ message, fix }) => ({ path: ['compact'], message, fix }))
}

function findNul(body: string): TemplateCheck['errors'][number] {
  const before = body.slice(0, body.indexOf('\0'))
  const line = before.split('\n').length
  const column = before.length - before.lastIndexOf('\n')
  return { line, column, message: 'the text holds a NUL character, which cannot be stored', fix: 'remove it' }
}

function checkUses(uses: readonly VariableUse[], declared: readonly (string | undefined)[] | undefined): TemplateCheck['errors'] {
  return uses.flatMap(({ name, line, column }) => {
    if (!known.includes(name)) {
      const fix = `${didYouMean(name, known)}use one of ${known.join(', ')}`
      return [{ line, column, message: `the variable "${name}" does not exist`, fix }]
    }
    if (declared === undefined || declared.includes(name)) return []
    const fix = `add "${name}" to variables in the front matter, or take it out here`
    return [{ line, column, message: `the variable "${name}" is used but not declared`, fix }]
  })
}

function findUnused(uses: readonly VariableUse[], declared: readonly (string | undefined)[] = []): Finding[] {
  return declared.flatMap((name, index) => {
    if (name === undefined || !known.includes(name) || uses.some((use) => use.name === name)) return []
    const message = `the variable "${name}" is declared but not used`
    return [{ path: ['variables', index], message, fix: `use {{ ${name} }} in the prose, or take it out here` }]
  })
}

function adviceFor(message: string): string {
  if (message.startsWith('undefined filter')) return 'use a filter of Liquid that exists; those for dates and chance are turned off here'
  if (message.startsWith('tag "'))
    return 'use a tag of Liquid that exists and pair it with its end; tags that load other files are turned off here'
  if (message.startsWith('undefined variable')) return 'take the part behind the dot away: variables are plain text'
  return 'fix the Liquid here; between {% raw %} and {% endraw %} braces are plain text'
}
