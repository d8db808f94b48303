import type { DossierValues } from '../../../contracts/dossier-form.js'
import type { SavedForm } from '../../../panels/dossier/form/save-form.js'
import { isShownField, mostRows, rowFields, rowLists } from '../../../panels/dossier/form/values.js'
import { storable } from '../../../platform/text/search-text.js'
import { textOf } from '../send.js'

/** Fields that rest on a text to the letter, and texts: spaces around them are a part of them. */
const verbatim = /\.(?:quote|text)$/
const unstorable = /[\0\p{Surrogate}]/gu
const rowPattern = new RegExp(`^(?:${rowLists.join('|')})\\.\\d{1,6}[a-z]{0,8}$`)

const longestWindow = 80

/** Why a form is not read at all: it says to have more rows than a draft may. Null where it is. Pure. */
export function refuseRows(form: FormData): string | null {
  const rows = form.getAll('row').length
  return rows > mostRows ? `a form has at most ${mostRows} sources, facts and plans, and this one ${rows}` : null
}

/** A dossier's form as it was sent; what it does not have is as it was. Pure. */
export function readDossierForm(form: FormData): SavedForm {
  const revision = textOf(form, 'revision')
  const choices = new Map<string, string>()
  for (const [name, value] of form.entries()) {
    if (!name.startsWith('choice.') || typeof value !== 'string') continue
    if (/^(?:saved|\d{1,3})-[0-9a-f]{1,64}$/.test(value)) choices.set(name.slice('choice.'.length), value)
  }
  return {
    revision: /^\d{1,9}$/.test(revision) ? Number(revision) : 0,
    window: storable(textOf(form, 'window').slice(0, longestWindow)),
    read: (shown) => readFields(form, shown),
    choices: Object.fromEntries(choices),
  }
}

function readFields(form: FormData, shown: DossierValues): DossierValues {
  const read: Record<string, string> = {}
  const names = new Set(form.keys())
  const rows = new Set(form.getAll('row').filter((row): row is string => typeof row === 'string' && rowPattern.test(row)))
  for (const [name, value] of form.entries()) {
    if (typeof value !== 'string' || !isShownField(name) || !isOfRow(name, rows)) continue
    read[name] = asWritten(name, value.replaceAll('\r\n', '\n'), shown[name])
  }
  for (const row of rows) read[`${row}.kept`] = names.has(`${row}.kept`) ? 'yes' : ''
  return read
}

/** A row without its marker is none: half a form would make rows of nothing. */
function isOfRow(name: string, rows: ReadonlySet<string>): boolean {
  const [list = '', key = ''] = name.split('.')
  return !Object.hasOwn(rowFields, list) || rows.has(`${list}.${key}`)
}

/** A browser sends a text back with other line ends, or none; what no one touched is as it was to the letter. */
function asWritten(name: string, value: string, before: string | undefined): string {
  if (before !== undefined && (value === before.replaceAll(/\r\n?/g, '\n') || value === before.replaceAll(/[\r\n]/g, ''))) return before
  const text = value.replaceAll(unstorable, '')
  return verbatim.test(name) ? text : text.trim()
}
