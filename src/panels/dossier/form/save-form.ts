import type { DossierValues, DraftConflicts } from '../../../contracts/dossier-form.js'
import { mergeValues } from './merge-values.js'
import { mostRows, rowLists, rowsOf } from './values.js'

/** A form as it was sent. */
export type SavedForm = {
  /** The revision of the draft with which the page was shown; 0 for one that was not saved yet. */
  revision: number
  /** The window that sends it: each showing of the page is one. */
  window: string
  /** What the form's fields say, given what they said when the page was shown. Fields that it does not have are left out. */
  read: (shown: DossierValues) => DossierValues
  /** For a field that several wrote: the place of the text to take, or null for what is saved. */
  choices: Readonly<Record<string, number | null>>
}

type Saving = {
  draft: { values: DossierValues; conflicts: DraftConflicts }
  /** The values with which the page was shown; null where no one knows any more. */
  base: DossierValues | null
  form: SavedForm
  by: string
  at: string
}

export type FormSaved =
  /** `changed`: the fields that others changed since the page was shown. */
  { status: 'saved'; state: { values: DossierValues; conflicts: DraftConflicts }; changed: string[] } | { status: 'refused'; why: string }

/** Characters of all fields together: twice the largest dossier, as two windows may have added one each. */
const mostCharacters = 2_097_152

/** What a draft is once a form is saved over it. No text of either side is lost. Pure. */
export function saveForm({ draft, base, form, by, at }: Saving): FormSaved {
  const shown = base ?? {}
  const sent = { ...shown, ...form.read(base ?? draft.values) }
  const conflicts: Record<string, DraftConflicts[string]> = { ...draft.conflicts }
  // A window whose text conflicts goes on with it: what it types is kept there until someone chooses.
  for (const [path, texts] of Object.entries(conflicts)) {
    const text = sent[path]
    if (text === undefined || !texts.some(({ window }) => window === form.window)) continue
    conflicts[path] = texts.map((each) => (each.window === form.window ? { ...each, text, at } : each))
    delete sent[path]
  }
  const merge = mergeValues({ base: shown, theirs: draft.values, yours: sent })
  const values: Record<string, string> = { ...merge.values }
  for (const { path, yours } of merge.conflicts) {
    conflicts[path] = [...(conflicts[path] ?? []), { text: yours, window: form.window, by, at }]
  }
  for (const [path, choice] of Object.entries(form.choices)) {
    const texts = conflicts[path]
    const chosen = choice === null ? values[path] : texts?.[choice]?.text
    if (texts === undefined || chosen === undefined) continue
    values[path] = chosen
    delete conflicts[path]
  }
  const why = tooLarge(values)
  return why === null ? { status: 'saved', state: { values, conflicts }, changed: merge.changed } : { status: 'refused', why }
}

function tooLarge(values: DossierValues): string | null {
  const rows = rowLists.reduce((count, list) => count + rowsOf(values, list).length, 0)
  if (rows > mostRows) return `a form has at most ${mostRows} sources, facts and plans, and this one ${rows}`
  const characters = Object.values(values).reduce((sum, text) => sum + text.length, 0)
  return characters > mostCharacters ? `a form has at most ${mostCharacters} characters, and this one ${characters}` : null
}
