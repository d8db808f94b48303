import type { Found, How } from '../../../contracts/proposal.js'
import { howWords } from '../../../contracts/proposal.js'
import { revealInvisible } from '../../../platform/html/safe-text.js'
import { clip } from '../../../platform/text/clip.js'
import { asSentence } from '../../../platform/text/sentence.js'
import { directionOf } from '../../../platform/text/text-direction.js'
import type { InputProblem } from './form-values.js'

/** The whole passage is marked in its source. */
const longestQuote = 400

/** The titles of a proposal's sources by their ids. */
export type Titles = ReadonlyMap<string, string>

/** The sources as a choice: what something rests on. Pure. */
export function sourceOptions(titles: Titles): (readonly [id: string, words: string])[] {
  return [...titles].map(([id, title]) => [id, revealInvisible(title)] as const)
}

/** The sentence that a field rests on, the source it is from, and how it was found. */
export function FoundAt({ found: { source, words }, how, titles }: { found: Found; how: How; titles: Titles }) {
  return (
    <p class="found meta">
      <q class="serif" dir={directionOf(words)}>
        {revealInvisible(clip(words, longestQuote))}
      </q>{' '}
      <a href={`#source-${source}`}>{revealInvisible(titles.get(source) ?? source)}</a>, {howWords[how]}
    </p>
  )
}

/** Says that no page had it, and where one would look. */
export function Missing({ where }: { where: string | null }) {
  return (
    <p class="found meta">
      <span class="state needs">missing</span> {where === null ? 'None of the pages says it.' : asSentence(revealInvisible(where))}
    </p>
  )
}

export type InputProps = {
  id: string
  label: string
  value: string
  problems: readonly InputProblem[]
  /** Lines of a text; left out for an input of one line. */
  rows?: number
  hint?: string
  /** The label is there for those who listen alone. */
  isLabelHidden?: boolean
  inputmode?: 'decimal' | 'url'
}

/** An input with its label and what is wrong with it. */
export function Input({ id, label, value, problems, rows, hint, isLabelHidden = false, inputmode }: InputProps) {
  const own = problems.filter((problem) => problem.id === id)
  const described = [...(own.length > 0 ? [`${id}-problem`] : []), ...(hint === undefined ? [] : [`${id}-hint`])].join(' ')
  const shared = {
    id,
    name: id,
    autocomplete: 'off',
    'aria-invalid': own.length > 0 ? ('true' as const) : undefined,
    'aria-describedby': described === '' ? undefined : described,
  }
  return (
    <div class="field">
      <label for={id} class={isLabelHidden ? 'hide' : undefined}>
        {label}
      </label>
      {rows === undefined ? (
        <input type="text" inputmode={inputmode} value={value} {...shared} />
      ) : (
        <textarea rows={rows} {...shared}>{`\n${value}`}</textarea>
      )}
      <ProblemsOf id={id} problems={own} />
      {hint === undefined ? null : (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  )
}

/** What is wrong at an input, and what to do. */
export function ProblemsOf({ id, problems }: { id: string; problems: readonly InputProblem[] }) {
  const own = problems.filter((problem) => problem.id === id)
  if (own.length === 0) return null
  return (
    <p class="problem" id={`${id}-problem`}>
      {own.map(({ message, fix }) => `${asSentence(revealInvisible(message))} To fix it: ${asSentence(revealInvisible(fix))}`).join(' ')}
    </p>
  )
}

export type SelectProps = {
  id: string
  label: string
  value: string
  options: readonly (readonly [value: string, words: string])[]
  problems: readonly InputProblem[]
}

/** A choice among a few. */
export function Select({ id, label, value, options, problems }: SelectProps) {
  const hasProblem = problems.some((problem) => problem.id === id)
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select id={id} name={id} aria-invalid={hasProblem ? 'true' : undefined} aria-describedby={hasProblem ? `${id}-problem` : undefined}>
        {options.map(([option, words]) => (
          <option value={option} selected={option === value}>
            {words}
          </option>
        ))}
      </select>
      <ProblemsOf id={id} problems={problems} />
    </div>
  )
}
