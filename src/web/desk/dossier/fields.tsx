import type { Child } from 'hono/jsx'
import type { DossierValues, DraftConflicts } from '../../../contracts/dossier-form.js'
import { choicesOf } from '../../../panels/dossier/form/save-form.js'
import type { FieldProblem } from '../../../panels/dossier-drafts.js'
import { revealInvisible } from '../../../platform/html/safe-text.js'
import { asSentence } from '../../../platform/text/sentence.js'
import { directionOf } from '../../../platform/text/text-direction.js'
import { fieldName } from './field-names.js'

/** What the fields of a form show. */
export type Shown = { values: DossierValues; conflicts: DraftConflicts; problems: readonly FieldProblem[] }

export type FieldProps = {
  shown: Shown
  /** The field's path, which is its name and its id. */
  path: string
  label?: string
  hint?: Child
  /** Lines of a text; left out for an input of one line. */
  rows?: number
  type?: 'text' | 'date'
  inputmode?: 'decimal' | 'url'
  /** The id of a list of suggestions. */
  list?: string
  data?: Readonly<Record<`data-${string}`, string>>
}

/** An input with its label, what is wrong with it, and the texts of others that wait for a choice. */
export function Field({ shown, path, label = fieldName(path), hint, rows, type = 'text', inputmode, list, data }: FieldProps) {
  const value = shown.values[path] ?? ''
  const attributes = { id: path, name: path, autocomplete: 'off', inputmode, list, ...described(shown, path, hint), ...data }
  return (
    <div class="field">
      <label for={path}>{label}</label>
      {rows === undefined ? (
        <input type={type} value={value} {...attributes} />
      ) : (
        <textarea rows={rows} dir={value === '' ? undefined : directionOf(value)} {...attributes}>{`\n${value}`}</textarea>
      )}
      <FieldNotes shown={shown} path={path} hint={hint} />
    </div>
  )
}

type SelectFieldProps = Pick<FieldProps, 'shown' | 'path' | 'label' | 'hint' | 'data'> & {
  options: readonly (readonly [value: string, words: string])[]
}

/** A choice among a few. */
export function SelectField({ shown, path, label = fieldName(path), hint, options, data }: SelectFieldProps) {
  const value = shown.values[path] ?? ''
  return (
    <div class="field">
      <label for={path}>{label}</label>
      <select id={path} name={path} {...described(shown, path, hint)} {...data}>
        {options.map(([option, words]) => (
          <option value={option} selected={option === value}>
            {words}
          </option>
        ))}
      </select>
      <FieldNotes shown={shown} path={path} hint={hint} />
    </div>
  )
}

/** Whether a row stays. Its hidden twin says that the row is in the form, for an empty box sends nothing. */
export function KeepField({ shown, path, label }: Pick<FieldProps, 'shown' | 'path'> & { label: string }) {
  return (
    <>
      <div class="keep">
        <input type="hidden" name="row" value={path.slice(0, -'.kept'.length)} />
        <input
          type="checkbox"
          id={path}
          name={path}
          value="yes"
          checked={shown.values[path] === 'yes'}
          {...described(shown, path, undefined)}
        />
        <label for={path}>{label}</label>
      </div>
      <FieldNotes shown={shown} path={path} hint={undefined} />
    </>
  )
}

function described({ problems }: Shown, path: string, hint: Child) {
  const hasProblem = problems.some(({ field }) => field === path)
  const ids = [...(hasProblem ? [`${path}-problem`] : []), ...(hint === undefined ? [] : [`${path}-hint`])]
  return { 'aria-invalid': hasProblem ? ('true' as const) : undefined, 'aria-describedby': ids.length === 0 ? undefined : ids.join(' ') }
}

function FieldNotes({ shown, path, hint }: Pick<FieldProps, 'shown' | 'path' | 'hint'>) {
  return (
    <>
      <Problems problems={shown.problems} path={path} />
      {hint === undefined ? null : (
        <p class="hint" id={`${path}-hint`}>
          {hint}
        </p>
      )}
      <ConflictChoice shown={shown} path={path} />
    </>
  )
}

/** What is wrong with a field or a list, and what to do. */
export function Problems({ problems, path }: { problems: readonly FieldProblem[]; path: string }) {
  const own = problems.filter(({ field }) => field === path)
  if (own.length === 0) return null
  return (
    <p class="problem" id={`${path}-problem`}>
      {own.map((problem) => `${problemWords(problem, fieldName(path))} ${fixWords(problem)}`).join(' ')}
    </p>
  )
}

/** A problem as a sentence that names its field as the form does. Pure. */
export function problemWords({ place, message }: FieldProblem, name: string): string {
  const isNamed = place !== '' && message.startsWith(`${place} `)
  const words = isNamed ? `${name}${message.slice(place.length)}` : message
  return asSentence(revealInvisible(words.replace(' is "", which does not have the form asked for', ' is empty')))
}

export function fixWords({ fix }: FieldProblem): string {
  return `To fix it: ${asSentence(revealInvisible(fix))}`
}

/** The texts of a field that several wrote at once: what is saved, and each text that conflicts with it. */
function ConflictChoice({ shown: { values, conflicts }, path }: Pick<FieldProps, 'shown' | 'path'>) {
  const texts = conflicts[path]
  if (texts === undefined) return null
  const name = fieldName(path)
  const isKeep = path.endsWith('.kept')
  const words = (text: string) => (isKeep ? (text === 'yes' ? 'It stays.' : 'It is taken out.') : text === '' ? 'Nothing.' : text)
  const saved = values[path] ?? ''
  const choices = choicesOf({ saved, texts })
  const versions = [
    { who: 'As it is saved', text: saved },
    ...texts.map(({ text, by, at }) => ({ who: `As ${by} wrote it until ${at.slice(11, 16)} UTC`, text })),
  ]
  return (
    <fieldset class="conflict" id={`${path}-conflict`}>
      <legend>2 people or windows changed this: choose one for “{name}”</legend>
      <div class="choices">
        {versions.map(({ who, text }, place) => (
          <div class="choice">
            <input type="radio" name={`choice.${path}`} value={choices[place]} id={`${path}-choice-${place}`} />
            <label for={`${path}-choice-${place}`}>{revealInvisible(who)}</label>
            <p class="version" dir={directionOf(text)}>
              {revealInvisible(words(text))}
            </p>
          </div>
        ))}
      </div>
    </fieldset>
  )
}
