import type { Persona } from '../../../contracts/persona.js'
import { countWords } from '../../../panels/draft/check-reply.js'
import { revealInvisible } from '../../../platform/html/safe-text.js'
import type { VerdictView } from '../../../review/views.js'
import { EvidenceRows } from './evidence-rows.js'
import { CallChoice, LineField, type Problems, SelectField, TextField } from './fields.js'
import { Fold } from './fold.js'
import type { FormContent } from './form-content.js'
import { isSplitSeat } from './jury-drafts.js'
import { actionPath } from './links.js'
import { type Reading, writtenBy } from './reading.js'

export type EditorFormProps = {
  view: VerdictView
  reading: Reading
  editing: {
    /** The revision the words were begun on; null on a seat without a verdict. */
    base: number | null
    reason: string
    problems: Problems
    /** Words that were sent and refused are saved nowhere, until they are a draft. */
    origin: 'current' | 'draft' | 'sent'
  }
}

/** Everything a person may change of a verdict. Its buttons for rows and for saving a draft work without any script. */
export function EditorForm({ view, reading, editing }: EditorFormProps) {
  const { base, reason, problems, origin } = editing
  const { content } = reading
  const path = (action: string) => actionPath(view.recordId, view.verdictId, action)
  return (
    <form
      method="post"
      action={path('save')}
      class="editor"
      id="editor"
      novalidate
      data-autosave={path('autosave')}
      data-check-quote={path('check-quote')}
      data-reading={path('reading')}
      data-unsaved={origin === 'sent' ? '' : undefined}
    >
      <input type="hidden" name="base" value={base === null ? '' : String(base)} />
      {/* What Enter in a field presses: the first button of the form. */}
      <button type="submit" name="do" value="save-draft" formaction={path('save')} class="hide" tabindex={-1}>
        Save draft
      </button>
      <CallChoice call={content.call} prefix="edit" isSplit={isSplitSeat(view)} />
      <ProblemLine problem={problems.get('call')} />
      <QuoteField content={content} persona={view.persona} reading={reading} problems={problems} />
      <Answers persona={view.persona} reading={reading} problems={problems} />
      <EvidenceRows view={view} reading={reading} problems={problems} rowsPath={path('rows')} />
      <PredictionRows reading={reading} problems={problems} rowsPath={path('rows')} />
      <div class="save">
        <LineField
          name="reason"
          label="Reason"
          value={reason}
          problems={problems}
          hint="For those who read the history, e.g. “the claim about speed has no source”. A draft needs none."
        />
        <div class="actions">
          <button type="submit" name="do" value="save">
            Save a revision
          </button>
          {base === null ? null : (
            <button type="submit" name="do" value="save-and-accept" class="quiet">
              Save and accept
            </button>
          )}
          <button type="submit" name="do" value="save-draft" class="quiet">
            Save draft
          </button>
          <span class="meta" id="saved" role="status"></span>
        </div>
      </div>
    </form>
  )
}

function ProblemLine({ problem }: { problem: string | undefined }) {
  return problem === undefined ? null : <p class="problem">{problem}</p>
}

type PartProps = { reading: Reading; problems: Problems }

function QuoteField({ content, persona, reading, problems }: PartProps & { content: FormContent; persona: Persona }) {
  const { min, max } = persona.quoteWords
  const count = countWords(content.quote)
  return (
    <TextField
      name="quote"
      label="Quote"
      value={content.quote}
      problems={problems}
      rows={8}
      isSerif
      beside={
        <>
          <ByWords reading={reading} field="quote" />
          <output
            class={`num words${count < min || count > max ? ' off' : ''}`}
            for="f-quote"
            data-min={String(min)}
            data-max={String(max)}
            data-words="f-quote"
          >
            {count} of {min} to {max} words
          </output>
        </>
      }
      hint="Put [1] behind a claim to name the evidence that carries it."
    />
  )
}

function ByWords({ reading, field }: { reading: Reading; field: string }) {
  const by = writtenBy(reading, field)
  return by === null ? null : <span class="by">{by}</span>
}

function Answers({ persona, reading, problems }: PartProps & { persona: Persona }) {
  const { answers } = reading.content
  const missing = persona.asks.filter(({ id }) => !answers.some(({ ask }) => ask === id)).map(({ id }) => ({ ask: id, answer: '' }))
  return (
    <Fold id="answers" title="Answers" count={persona.asks.length}>
      {[...answers, ...missing].map(({ ask, answer }, index) => {
        const asked = persona.asks.find(({ id }) => id === ask)
        const field = {
          name: `answers.${index}.answer`,
          label: asked === undefined ? `${revealInvisible(ask)} (not asked)` : revealInvisible(asked.question),
          value: answer,
          problems,
          beside: <ByWords reading={reading} field={`answer ${ask}`} />,
        }
        return (
          <>
            <input type="hidden" name={`answers.${index}.ask`} value={ask} />
            {asked?.choices === undefined ? (
              <TextField {...field} rows={Math.min(6, 1 + Math.ceil(answer.length / 70))} />
            ) : (
              <SelectField {...field} options={asked.choices.map((choice) => ({ value: choice, text: choice }))} />
            )}
          </>
        )
      })}
    </Fold>
  )
}

type RowsProps = PartProps & { rowsPath: string }

function PredictionRows({ reading, problems, rowsPath }: RowsProps) {
  const { predictions } = reading.content
  return (
    <Fold id="predictions" title="Predictions" count={predictions.length}>
      <ProblemLine problem={problems.get('predictions')} />
      {predictions.length === 0 ? <p class="empty">None. A prediction has a deadline, a probability and a way to tell.</p> : null}
      {predictions.map((row, index) => {
        const number = index + 1
        const name = `predictions.${index}`
        return (
          <fieldset class="row" id={`prediction-${number}`}>
            <legend>Prediction {number}</legend>
            <TextField
              name={`${name}.statement`}
              label="What will have happened"
              value={row.statement}
              problems={problems}
              beside={<ByWords reading={reading} field={`prediction ${number} statement`} />}
            />
            <div class="pair">
              <LineField name={`${name}.deadline`} label="By" type="date" value={row.deadline} problems={problems} />
              <LineField
                name={`${name}.probability`}
                label="Probability, between 0 and 1"
                type="number"
                value={row.probability}
                problems={problems}
              />
            </div>
            <TextField
              name={`${name}.resolution`}
              label="How to tell"
              value={row.resolution}
              problems={problems}
              beside={<ByWords reading={reading} field={`prediction ${number} resolution`} />}
            />
            <button type="submit" name="do" value={`remove-prediction ${number}`} formaction={`${rowsPath}#predictions`} class="link">
              Remove prediction {number}
            </button>
          </fieldset>
        )
      })}
      <button type="submit" name="do" value="add-prediction" formaction={rowsPath} class="quiet add">
        Add prediction
      </button>
    </Fold>
  )
}
