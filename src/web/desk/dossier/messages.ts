import type { DossierValues } from '../../../contracts/dossier-form.js'
import type { FieldProblem } from '../../../panels/dossier/form/field-problems.js'
import { rowLists, rowsOf } from '../../../panels/dossier/form/values.js'
import { revealInvisible } from '../../../platform/html/safe-text.js'
import { asSentence } from '../../../platform/text/sentence.js'
import { fieldName, wholeFieldName } from './field-names.js'

/** All that is wrong with one field. */
export type FieldMessage = {
  field: string
  /** As it is said at the field, with what to do. */
  said: string
  /** As it is said above the form, where the field is named with its row; and what to do. */
  named: string
  fix: string
  isOfOthers: boolean
}

/** What is said of each field or list that something is wrong with, in the order of the problems. Pure. */
export function fieldMessages(problems: readonly FieldProblem[], values: DossierValues): FieldMessage[] {
  const byField = new Map<string, FieldProblem[]>()
  for (const problem of problems) byField.set(problem.field, [...(byField.get(problem.field) ?? []), problem])
  const placeOf = placesOf(values)
  return [...byField].map(([field, own]) => ({
    field,
    said: own.map((problem) => `${problemWords(problem, fieldName(field))} ${fixWords(problem)}`).join(' '),
    named: own.map((problem) => problemWords(problem, wholeFieldName(field, placeOf))).join(' '),
    fix: own.map(fixWords).join(' '),
    isOfOthers: own.some(({ isOfOthers }) => isOfOthers === true),
  }))
}

/** What stands above all that is wrong. Pure. */
export function messagesHead(count: number): string {
  if (count === 0) return 'Everything that was wrong is put right. Keep the dossier again.'
  return `${count === 1 ? '1 thing is' : `${count} things are`} wrong with the dossier. It is saved as a draft, and not kept yet.`
}

/** The number of a row as the page counts them; 0 for what is in none. Pure. */
export function placesOf(values: DossierValues): (list: string, key: string) => number {
  return (name, key) => {
    const list = rowLists.find((each) => each === name)
    return list === undefined ? 0 : rowsOf(values, list).findIndex((row) => row.key === key) + 1
  }
}

/** A problem as a sentence that names its field as the form does. */
function problemWords({ place, message }: FieldProblem, name: string): string {
  const isNamed = place !== '' && message.startsWith(`${place} `)
  return asSentence(revealInvisible(isNamed ? `${name}${message.slice(place.length)}` : message))
}

function fixWords({ fix }: FieldProblem): string {
  return asSentence(revealInvisible(fix.charAt(0).toUpperCase() + fix.slice(1)))
}
