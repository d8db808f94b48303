import type { Persona, TemplateVariable } from '../../contracts/persona.js'
import { renderTemplate } from '../persona/persona-template.js'

/**
 * The persona's template filled with the variables it declares; the same bytes for the same input.
 * Throws when the template names a variable that it does not declare or that is not given.
 */
export function renderPersona(persona: Persona, variables: Readonly<Record<TemplateVariable, string>>): string {
  const declared = Object.fromEntries(persona.variables.map((name) => [name, variables[name]]))
  try {
    return renderTemplate(persona.template, declared)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new Error(`the template of persona "${persona.id}" cannot be filled: ${reason}`, { cause: error })
  }
}
