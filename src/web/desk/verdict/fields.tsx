import type { Child } from 'hono/jsx'
import type { InputProblem } from '../../../review/refusals.js'

/** What is wrong with what was sent, by the field's name in its form; the contract's paths say `content.quote` and `content.evidence.0.quote`. */
export type Problems = ReadonlyMap<string, string>

/** Problems by the names that the form's fields have. */
export function problemsByField(problems: readonly InputProblem[]): Problems {
  return new Map(problems.map(({ path, message }) => [fieldOf(path), message]))
}

/** A contract's path as the field's name in the form. */
export function fieldOf(path: string): string {
  return path.replace(/^content\.?/, '').replace(/\[(\d+)\]/g, '.$1')
}

/** The id of a field, for labels and links. */
export function fieldId(name: string): string {
  return `f-${name.replaceAll('.', '-')}`
}

type TextProps = {
  name: string
  label: Child
  value: string
  problems: Problems
  rows?: number
  isSerif?: boolean
  hint?: Child
  /** Beside the label: who wrote it, or how long it is. */
  beside?: Child
  isRequired?: boolean
}

/** A text of any length. */
export function TextField({ name, label, value, problems, rows = 2, isSerif = false, hint, beside, isRequired = false }: TextProps) {
  const id = fieldId(name)
  const problem = problems.get(name)
  return (
    <Field id={id} label={label} beside={beside} problem={problem} hint={hint}>
      <textarea
        id={id}
        name={name}
        rows={rows}
        class={isSerif ? 'prose' : undefined}
        required={isRequired}
        aria-invalid={problem === undefined ? undefined : 'true'}
        aria-describedby={describedBy(id, { problem, hint })}
      >
        {/* A browser drops one line end behind the tag, so that a text which begins with one keeps it. */}
        {`\n${value}`}
      </textarea>
    </Field>
  )
}

type LineProps = Omit<TextProps, 'rows' | 'isSerif' | 'beside'> & { type?: 'text' | 'date' | 'number'; placeholder?: string }

/** A text of one line, a date or a number. */
export function LineField({ name, label, value, problems, type = 'text', hint, isRequired = false, placeholder }: LineProps) {
  const id = fieldId(name)
  const problem = problems.get(name)
  const limits = type === 'number' ? { min: '0', max: '1', step: 'any' } : {}
  return (
    <Field id={id} label={label} problem={problem} hint={hint}>
      <input
        id={id}
        name={name}
        type={type}
        value={value}
        autocomplete="off"
        required={isRequired}
        placeholder={placeholder}
        aria-invalid={problem === undefined ? undefined : 'true'}
        aria-describedby={describedBy(id, { problem, hint })}
        {...limits}
      />
    </Field>
  )
}

type SelectProps = Omit<TextProps, 'rows' | 'isSerif'> & { options: readonly { value: string; text: string }[] }

/** One of several; a value that is none of them stays, marked as such. */
export function SelectField({ name, label, value, problems, options, hint, beside }: SelectProps) {
  const id = fieldId(name)
  const problem = problems.get(name)
  const isKnown = options.some((option) => option.value === value)
  return (
    <Field id={id} label={label} beside={beside} problem={problem} hint={hint}>
      <select
        id={id}
        name={name}
        aria-invalid={problem === undefined ? undefined : 'true'}
        aria-describedby={describedBy(id, { problem, hint })}
      >
        {isKnown ? null : (
          <option value={value} selected>
            {value === '' ? 'Choose one' : `${value} (none of these)`}
          </option>
        )}
        {options.map((option) => (
          <option value={option.value} selected={option.value === value}>
            {option.text}
          </option>
        ))}
      </select>
    </Field>
  )
}

function describedBy(id: string, { problem, hint }: { problem: string | undefined; hint: Child | undefined }): string | undefined {
  const ids = [...(problem === undefined ? [] : [`${id}-problem`]), ...(hint === undefined ? [] : [`${id}-hint`])]
  return ids.length === 0 ? undefined : ids.join(' ')
}

type FieldProps = { id: string; label: Child; beside?: Child; problem: string | undefined; hint: Child | undefined; children: Child }

/** What is around a field: its label above, what is wrong with it and a hint below, by the ids that `describedBy` names. */
function Field({ id, label, beside, problem, hint, children }: FieldProps) {
  return (
    <div class="field">
      <div class="over">
        <label for={id}>{label}</label>
        {beside === undefined ? null : <span class="beside-label">{beside}</span>}
      </div>
      {children}
      {problem === undefined ? null : (
        <p class="problem" id={`${id}-problem`}>
          {problem}
        </p>
      )}
      {hint === undefined ? null : (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  )
}

/** Fields that a form sends along unseen. */
export function Hidden({ fields }: { fields: readonly (readonly [name: string, value: string])[] }) {
  return (
    <>
      {fields.map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
    </>
  )
}

type CallChoiceProps = { call: string | null; prefix: string; legend?: string; isSplit?: boolean }

/** Ship, skip or abstain, each with its mark and word; and split, where the jurors of the seat are. */
export function CallChoice({ call, prefix, legend = 'Call', isSplit = false }: CallChoiceProps) {
  const calls = [
    { value: 'ship', word: 'Ship', key: 's' },
    { value: 'skip', word: 'Skip', key: 'x' },
    { value: 'abstain', word: 'Abstain', key: null },
    ...(isSplit || call === 'split' ? [{ value: 'split', word: 'Split', key: null }] : []),
  ]
  return (
    <fieldset class="seg-of">
      <legend>{legend}</legend>
      <div class="seg">
        {calls.map(({ value, word, key }) => (
          <span>
            <input type="radio" name="call" value={value} id={`${prefix}-${value}`} checked={call === value} data-call={value} />
            <label for={`${prefix}-${value}`} class={`call ${value}`}>
              {word}
            </label>
            {key === null ? null : <kbd>{key}</kbd>}
          </span>
        ))}
      </div>
    </fieldset>
  )
}
