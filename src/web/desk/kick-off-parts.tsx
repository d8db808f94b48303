import type { Child } from 'hono/jsx'
import type { FieldProblem, KickOffChoices, KickOffFields } from './kick-off-request.js'

/** What a part of the kick-off form shows: what was sent, what may be chosen, and what is wrong. */
export type PartProps = { fields: KickOffFields; choices: KickOffChoices; problems: readonly FieldProblem[] }

type GroupProblems = { field: keyof KickOffFields; problems: readonly FieldProblem[] }

/** A group of choices under its name, with what is wrong with it. */
export function Group({ legend, field, problems, children }: { legend: string; children: Child } & GroupProblems) {
  return (
    <fieldset class="field" aria-describedby={problems.some((problem) => problem.field === field) ? `${field}-problem` : undefined}>
      <legend>{legend}</legend>
      <ProblemOf field={field} problems={problems} />
      {children}
    </fieldset>
  )
}

/** What is wrong with a field; nothing when it is well. */
export function ProblemOf({ field, problems }: GroupProblems) {
  const own = problems.filter((problem) => problem.field === field)
  if (own.length === 0) return null
  return (
    <p class="problem" id={`${field}-problem`}>
      {own.map(({ message }) => message).join('; ')}
    </p>
  )
}

type ChoiceProps = {
  type?: 'checkbox' | 'radio'
  name: string
  value: string
  isChosen: boolean
  isDisabled?: boolean
  label: Child
  /** Further attributes of its box, such as what htmx does when it changes. */
  more?: Readonly<Record<string, string>>
  children?: Child
}

/** One choice of a group, with what there is to know of it, which is read out with it. */
export function Choice({ type = 'checkbox', name, value, isChosen, isDisabled = false, label, more = {}, children }: ChoiceProps) {
  const id = `${name}-${value}`
  const note = `${id}-note`
  return (
    <div class="choice">
      <input
        type={type}
        id={id}
        name={name}
        value={value}
        checked={isChosen}
        disabled={isDisabled}
        aria-describedby={children === undefined ? undefined : note}
        {...more}
      />
      <label for={id}>{label}</label>
      {children === undefined ? null : (
        <div class="meta" id={note}>
          {children}
        </div>
      )}
    </div>
  )
}

type TermProps = { name: Child; value: Child; isOpen: boolean; children: Child }

/** A term that most panels leave as it is: its present value is in view, and what else it can be is a press away. */
export function Term({ name, value, isOpen, children }: TermProps) {
  return (
    <details class="ask term" open={isOpen}>
      <summary>
        {name}: <span class="value">{value}</span>
      </summary>
      {children}
    </details>
  )
}
