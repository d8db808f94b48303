import type { Child } from 'hono/jsx'
import type { FieldProblems } from '../http/field-problems.js'

/** What went wrong with a form, or what was done; nothing when there is nothing to say. */
export function Notice({ problem, done }: { problem?: string | null | undefined; done?: string | null | undefined }) {
  if (problem != null)
    return (
      <p class="problem" role="alert" id="problem">
        {problem}
      </p>
    )
  return done == null ? null : (
    <p class="notice" role="status">
      {done}
    </p>
  )
}

type FieldProps = {
  id: string
  label: string
  name: string
  type?: 'text' | 'email' | 'password' | 'date'
  value?: string
  autocomplete?: string
  hint?: string
  isOptional?: boolean
  /** Shown, and not to be changed. */
  isFixed?: boolean
  /** What is wrong with it, of all problems of its form; the first field that has one is where typing goes on. */
  problems?: FieldProblems
  /** The notice of the form is about it: typing goes on here. */
  isNoticed?: boolean
}

/** A label and what is to be filled in. */
export function Field({
  id,
  label,
  name,
  type = 'text',
  value,
  autocomplete = 'off',
  hint,
  isOptional = false,
  isFixed = false,
  problems = {},
  isNoticed = false,
}: FieldProps) {
  const problem = problems[name]
  const described = [
    hint === undefined ? [] : `${id}-hint`,
    problem === undefined ? [] : `${id}-problem`,
    isNoticed ? 'problem' : [],
  ].flat()
  return (
    <p class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        name={name}
        type={type}
        value={value}
        autocomplete={autocomplete}
        required={!isOptional}
        readonly={isFixed}
        aria-invalid={problem === undefined ? undefined : 'true'}
        aria-describedby={described.length === 0 ? undefined : described.join(' ')}
        autofocus={isNoticed || (problem !== undefined && Object.keys(problems)[0] === name)}
      />
      {problem === undefined ? null : (
        <small class="problem" id={`${id}-problem`}>
          {problem}
        </small>
      )}
      {hint === undefined ? null : (
        <small class="hint" id={`${id}-hint`}>
          {hint}
        </small>
      )}
    </p>
  )
}

/** A button that does one thing, with what it needs to know. */
export function Act({ action, fields, children }: { action: string; fields: Readonly<Record<string, string>>; children: Child }) {
  return (
    <form method="post" action={action} class="act">
      {Object.entries(fields).map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
      <button type="submit">{children}</button>
    </form>
  )
}
