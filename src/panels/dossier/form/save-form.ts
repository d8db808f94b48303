import type { DossierValues, DraftConflicts } from '../../../contracts/dossier-form.js'
import { sha256 } from '../../../platform/hash.js'
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
  /** For a field that several wrote: which text to take, as `choicesOf` gave it when they were shown. */
  choices: Readonly<Record<string, string>>
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

const markDigits = 16

/**
 * What stands for the choice of each text of a field that several wrote: of the saved one, then of those that conflict. All of them change when any
 * text does: a choice that was made before was made without having seen the new one. Pure.
 */
export function choicesOf({ saved, texts }: { saved: string; texts: DraftConflicts[string] }): string[] {
  const mark = sha256(JSON.stringify([saved, ...texts.map(({ text }) => text)])).slice(0, markDigits)
  return [`saved-${mark}`, ...texts.map((_text, place) => `${place}-${mark}`)]
}

/** Characters of all fields and of all texts that wait for a choice together: twice the largest dossier, as two windows may have added one each. */
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
    const texts = draft.conflicts[path]
    const place = texts === undefined ? -1 : choicesOf({ saved: draft.values[path] ?? '', texts }).indexOf(choice)
    // A text that was written since the choice was shown is thrown away by no one: the choice is asked for again.
    if (place < 0) continue
    values[path] = (place === 0 ? values[path] : conflicts[path]?.[place - 1]?.text) ?? ''
    delete conflicts[path]
  }
  const why = tooLarge(values, conflicts)
  return why === null ? { status: 'saved', state: { values, conflicts }, changed: merge.changed } : { status: 'refused', why }
}

function tooLarge(values: DossierValues, conflicts: DraftConflicts): string | null {
  const rows = rowLists.reduce((count, list) => count + rowsOf(values, list).length, 0)
  if (rows > mostRows) return `a form has at most ${mostRows} sources, facts and plans, and this one ${rows}`
  const setAside = Object.values(conflicts).flatMap((texts) => texts.flatMap((each) => Object.values(each)))
  const characters = [...Object.values(values), ...setAside].reduce((sum, text) => sum + text.length, 0)
  if (characters <= mostCharacters) return null
  const counted = setAside.length === 0 ? '' : ', with the texts that wait for a choice'
  return `a form has at most ${mostCharacters} characters, and this one ${characters}${counted}`
}
