import type { Child } from 'hono/jsx'
import type { DossierValues, DraftConflicts } from '../../../contracts/dossier-form.js'
import type { FieldProblem } from '../../../panels/dossier/form/field-problems.js'
import { choicesOf } from '../../../panels/dossier/form/save-form.js'
import { isNeeded } from '../../../panels/dossier/form/words.js'
import { revealInvisible } from '../../../platform/html/safe-text.js'
import { directionOf } from '../../../platform/text/text-direction.js'
import { fieldName } from './field-names.js'
import { fieldMessages } from './messages.js'

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
      <Needed path={path} />
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
      <Needed path={path} />
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

/** Says that a field has to be filled in. Those who hear the page hear it of the field itself. */
function Needed({ path }: { path: string }) {
  if (!isNeeded(path)) return null
  return (
    <span class="needed" aria-hidden="true">
      needed
    </span>
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
  return {
    // Said, and not checked by the browser: a draft is saved with whatever is in it.
    'aria-required': isNeeded(path) ? ('true' as const) : undefined,
    'aria-invalid': hasProblem ? ('true' as const) : undefined,
    'aria-describedby': ids.length === 0 ? undefined : ids.join(' '),
  }
}

function FieldNotes({ shown, path, hint }: Pick<FieldProps, 'shown' | 'path' | 'hint'>) {
  return (
    <>
      <Problems shown={shown} path={path} />
      {hint === undefined ? null : (
        <p class="hint" id={`${path}-hint`}>
          {hint}
        </p>
      )}
      <ConflictChoice shown={shown} path={path} />
    </>
  )
}

/** What is wrong with a field or a list, and what to do. The page's script takes it away once it is put right. */
export function Problems({ shown: { problems, values }, path }: Pick<FieldProps, 'shown' | 'path'>) {
  const own = problems.filter(({ field }) => field === path)
  return (
    <>
      {fieldMessages(own, values).map(({ said, isOfOthers }) => (
        <p class="problem" id={`${path}-problem`} data-problem={path} data-of-others={isOfOthers ? '' : undefined}>
          {said}
        </p>
      ))}
    </>
  )
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
