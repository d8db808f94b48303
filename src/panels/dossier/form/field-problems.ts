import type { DossierValues } from '../../../contracts/dossier-form.js'
import { formatPath } from '../../../platform/input/schema-findings.js'
import type { Finding } from '../../../platform/input/yaml-document.js'
import type { FormDossier } from './dossier-of-values.js'
import { keptRows, type RowList, rowPath, rowsOf } from './values.js'
import { fieldKind, fixes, isChoice, listNouns, unfit, whatToWrite } from './words.js'

/** What is wrong with one field of the form, by its path. */
export type FieldProblem = {
  field: string
  /** What the message calls the field, as files do; empty where it names none. */
  place: string
  message: string
  fix: string
  /** It comes from what others keep: only keeping the form once more tells whether it still holds. */
  isOfOthers?: true
}

type Form = FormDossier & { values: DossierValues }
type Words = Pick<FieldProblem, 'place' | 'message' | 'fix'>

/** What is wrong with a form, in words about its fields and not about the document that they stand for. Pure. */
export function fieldProblems(form: Form, findings: readonly Finding[]): FieldProblem[] {
  const problems = findings.flatMap((finding) => {
    const field = form.fieldOf(finding.path)
    const words = wordsFor(finding, field, form)
    return words === null ? [] : [{ field, ...words }]
  })
  return withUnchosenSources(form.values, problems)
}

/** Null where another field says it: what is made of that field. */
function wordsFor(finding: Finding, field: string, form: Form): Words | null {
  const { path, message, fix } = finding
  const place = formatPath(path)
  const [part, index] = path
  if (path.length === 1 && isList(part)) return listWords(part, valueAt(form.document, path), finding)
  if (part === 'rivals' && typeof index === 'number') return { place: '', message: message.replace(place, `Rival ${index + 1}`), fix }
  if (path.at(-1) === 'id' && isList(part)) {
    const twice = `${listNouns[part]} ${placeOf(form.values, part, field)} is in the dossier twice`
    return { place: '', message: twice.charAt(0).toUpperCase() + twice.slice(1), fix: 'take one of them out, and add it again' }
  }
  const kind = fieldKind(field)
  const written = form.values[field] ?? ''
  if (kind === 'tool.slug' && written === '') {
    if ((form.values['tool.name'] ?? '') === '') return null
    return { place: '', message: 'No name in addresses could be made of the name', fix: fixes[kind] ?? fix }
  }
  // Without a day of its own, the price has that of the dossier.
  if (kind === 'entryPrice.asOf' && written === '') return null
  const value = valueAt(form.document, path)
  if (typeof value === 'string' && value.trim() === '') {
    return { place, message: `${place} is ${isChoice(kind) ? 'not chosen' : 'empty'}`, fix: whatToWrite[kind] ?? fixes[kind] ?? fix }
  }
  return { place, ...plainly({ kind, place, message, fix, form }) }
}

type Said = { kind: string; place: string; message: string; fix: string; form: Form }

/** What a file's check says of something that is written, without the names of keys. */
function plainly({ kind, place, message, fix, form }: Said): Pick<Words, 'message' | 'fix'> {
  if (message.includes(' characters long')) return { message, fix }
  const found = /^ is not in the text of source "([^"]*)"/.exec(message.slice(place.length))
  if (found !== null) {
    const rest = message.slice(place.length + found[0].length)
    return {
      message: `${place} is not in the text of source ${sourceWords(form, found[1] ?? '')}${rest}`,
      fix: 'select the passage in that text, or copy it to the letter',
    }
  }
  const [, day] = /before it was published on (\S+)$/.exec(message) ?? []
  if (day !== undefined) return { message, fix: `choose a day from ${day} on, or correct “Published on”` }
  if (/^asOf is \S+, but /.test(message))
    return { message: message.replace('retrieved', 'read'), fix: fix.replace('write a date', 'choose a day') }
  const [, seen, asOf] = /^(.*), after the dossier's own asOf, (\S+)$/.exec(message) ?? []
  if (seen !== undefined)
    return { message: `${seen}, after the day up to which the dossier holds, ${asOf}`, fix: `choose ${asOf} or a day before it` }
  if (kind === 'tool.slug' && /has "vs"/.test(message)) {
    return { message, fix: 'choose one without “vs” between hyphens: that is between the tools in the address of a comparison' }
  }
  if (isChoice(kind)) return { message: `${place} is not one of the choices`, fix: 'choose one of the list' }
  const what = unfit[kind]
  if (what === undefined || /the address of a page/.test(message)) return { message: message.replace(noForm, ''), fix }
  return { message: `${message.replace(noForm, '')}, which is ${what}`, fix: fixes[kind] ?? fix }
}

const noForm = ', which does not have the form asked for'

function sourceWords({ values, document }: Form, id: string): string {
  const sources = valueAt(document, ['sources'])
  const index = Array.isArray(sources) ? sources.findIndex((source) => valueAt(source, ['id']) === id) : -1
  const row = keptRows(values, 'sources')[index]
  if (row === undefined) return `“${id}”`
  const title = (values[rowPath(row, 'title')] ?? '').trim()
  const number = placeOf(values, 'sources', rowPath(row, 'title'))
  return title === '' ? String(number) : `${number}, “${title}”`
}

function placeOf(values: DossierValues, list: RowList | 'rivals', field: string): number {
  const key = field.split('.')[1]
  return list === 'rivals' ? 0 : rowsOf(values, list).findIndex((row) => row.key === key) + 1
}

function isList(part: unknown): part is RowList | 'rivals' {
  return part === 'sources' || part === 'facts' || part === 'plans' || part === 'rivals'
}

/** Too few of a list, or too many. */
function listWords(list: RowList | 'rivals', value: unknown, { fix }: Finding): Words {
  const noun = listNouns[list]
  const count = Array.isArray(value) ? value.length : 0
  if (count === 0) return { place: '', message: `There is no ${noun} yet`, fix: `add at least 1 ${noun}` }
  const [limit = ''] = /\d+/.exec(fix) ?? []
  return { place: '', message: `There are ${count} ${noun}s`, fix: `take some out: ${limit} at most` }
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  let current = value
  for (const step of path) {
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, step)) return undefined
    current = Reflect.get(current, step)
  }
  return current
}

/** A source that is not chosen yet, or is taken out, is one problem that says so, in place of those that its missing id makes. */
function withUnchosenSources(values: DossierValues, problems: readonly FieldProblem[]): FieldProblem[] {
  const isOpen = ({ field }: FieldProblem) => field.endsWith('.source') && values[`sources.${values[field] ?? ''}.kept`] !== 'yes'
  const first = new Set<string>()
  return problems.flatMap((problem) => {
    if (!isOpen(problem)) return [problem]
    // What rests on a source that is taken out is said at that source.
    if (first.has(problem.field) || (values[problem.field] ?? '') !== '') return []
    first.add(problem.field)
    return [{ ...problem, message: `${problem.place} is not chosen` }]
  })
}
