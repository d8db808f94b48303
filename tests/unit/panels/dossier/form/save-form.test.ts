import { expect, test } from 'vitest'
import { choicesOf, saveForm } from '../../../../../src/panels/dossier/form/save-form.js'

const at = '2026-11-20T10:00:00.000Z'
const by = 'Edda'
const setAside = (text: string) => ({ text, window: 'win_1', by, at })
const formWith = (choices: Readonly<Record<string, string>>) => ({ revision: 1, window: 'win_2', read: () => ({}), choices })

test('texts that wait for a choice count towards what a draft may hold', () => {
  const values = { 'tool.description': 'a'.repeat(1_500_000) }
  const draft = { values, conflicts: { 'tool.description': [setAside('b'.repeat(600_000))] } }
  const saved = saveForm({ draft, base: values, form: formWith({}), by, at })
  expect(saved).toMatchObject({ status: 'refused', why: expect.stringMatching(/at most 2097152 characters.*wait for a choice/) })
  const [own = ''] = choicesOf({ saved: values['tool.description'], texts: draft.conflicts['tool.description'] })
  const chosen = saveForm({ draft, base: values, form: formWith({ 'tool.description': own }), by, at })
  expect(chosen).toMatchObject({ status: 'saved', state: { conflicts: {} } })
})

test('a choice that stands for other texts, or for none, leaves them all', () => {
  const draft = { values: { rivals: 'A' }, conflicts: { rivals: [setAside('B'), setAside('C')] } }
  const texts = draft.conflicts.rivals
  const stale = [...choicesOf({ saved: 'A', texts: texts.slice(0, 1) }), ...choicesOf({ saved: 'B', texts }), 'saved', '0', '']
  for (const rivals of stale) {
    const saved = saveForm({ draft, base: draft.values, form: formWith({ rivals, 'tool.name': 'saved' }), by, at })
    expect(saved).toMatchObject({ status: 'saved', state: draft })
  }
  const third = choicesOf({ saved: 'A', texts })[2] ?? ''
  const saved = saveForm({ draft, base: draft.values, form: formWith({ rivals: third }), by, at })
  expect(saved).toMatchObject({ status: 'saved', state: { values: { rivals: 'C' }, conflicts: {} } })
})
