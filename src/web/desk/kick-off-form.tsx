import { revealInvisible } from '../../platform/html/safe-text.js'
import { dayText, digitsOf } from '../../site/pages/record/words.js'
import { type Outlook, OutlookBox, outlookId } from './estimate.js'
import { Jurors } from './juror-picker.js'
import { Choice, Group, type PartProps, ProblemOf } from './kick-off-parts.js'
import { Conflicts, MoreToAsk, Repeats } from './kick-off-terms.js'
import { panelsPath, toolPath, toolsPath } from './paths.js'

/** So that a button outside of the form can send it. */
export const kickOffFormId = 'kick-off'

export type KickOffFormProps = PartProps & { outlook: Outlook }

/** What a panel is made of. With htmx the estimate follows every change; without, a button brings it. */
export function KickOffForm({ fields, choices, problems, outlook }: KickOffFormProps) {
  return (
    <form
      id={kickOffFormId}
      method="post"
      action={panelsPath}
      hx-post={`${panelsPath}/estimate`}
      hx-trigger="change delay:150ms"
      hx-target={`#${outlookId}`}
      hx-swap="outerHTML"
    >
      <div class="two-up">
        <div>
          <Tools fields={fields} choices={choices} problems={problems} />
          <Personas fields={fields} choices={choices} problems={problems} />
          <Conflicts fields={fields} choices={choices} problems={problems} />
          <MoreToAsk fields={fields} problems={problems} />
        </div>
        <div>
          <Replies fields={fields} choices={choices} problems={problems} />
          <Jurors fields={fields} choices={choices} problems={problems} />
          <Repeats fields={fields} choices={choices} problems={problems} />
          <Budget fields={fields} problems={problems} outlook={outlook} />
          <Priority fields={fields} />
          <div class="actions">
            <button type="submit">Start the panel</button>
            <button type="submit" class="quiet" formaction={`${panelsPath}/estimate`} formnovalidate>
              Estimate
            </button>
          </div>
        </div>
      </div>
    </form>
  )
}

function Tools({ fields, choices, problems }: PartProps) {
  return (
    <Group legend="Tools" field="tools" problems={problems}>
      {choices.tools.length === 0 ? (
        <p class="empty">
          No tool is known yet. <a href={toolsPath}>Add one with its dossier</a>, or the samples.
        </p>
      ) : (
        <div class="choices">
          {choices.tools.map(({ newest }) => (
            <Choice name="tool" value={newest.slug} isChosen={fields.tools.includes(newest.slug)} label={revealInvisible(newest.name)}>
              {revealInvisible(newest.vendor)}, as of {dayText(newest.asOf)}, {digitsOf(newest.sources, 'source')} ·{' '}
              <a href={toolPath(newest.slug)}>dossier</a>
            </Choice>
          ))}
        </div>
      )}
      <p class="hint">
        <a href={`${toolsPath}#add`}>Add another tool</a>
      </p>
    </Group>
  )
}

function Personas({ fields, choices, problems }: PartProps) {
  return (
    <Group legend="Personas" field="personas" problems={problems}>
      <div class="choices">
        {choices.personas.map(({ id, seat, question, version }) => (
          <Choice name="persona" value={id} isChosen={fields.personas.includes(id)} label={seat}>
            {question} <span class="mono">{`${id} v${version}`}</span>
          </Choice>
        ))}
      </div>
    </Group>
  )
}

function Replies({ fields, choices: { recordings }, problems }: PartProps) {
  if (recordings === null) return null
  return (
    <Group legend="Replies" field="replies" problems={problems}>
      <div class="choices">
        <Choice type="radio" name="replies" value="models" isChosen={fields.replies === 'models'} label="From the models">
          Each seat is drafted by the jurors chosen below.
        </Choice>
        <Choice
          type="radio"
          name="replies"
          value="recordings"
          isChosen={fields.replies === 'recordings'}
          label="From the sample’s recordings"
        >
          No model is called and nothing is spent. A seat that no recording answers stays unscored.
        </Choice>
      </div>
    </Group>
  )
}

function Budget({ fields, problems, outlook }: Omit<PartProps, 'choices'> & { outlook: Outlook }) {
  const hasProblem = problems.some(({ field }) => field === 'budget')
  return (
    <div class="field">
      <label for="budget">Budget in US dollars</label>
      <input
        type="text"
        inputmode="decimal"
        id="budget"
        name="budget"
        value={fields.budget}
        autocomplete="off"
        aria-describedby={hasProblem ? 'budget-problem budget-hint' : 'budget-hint'}
        aria-invalid={hasProblem ? 'true' : undefined}
      />
      <ProblemOf field="budget" problems={problems} />
      <p class="hint" id="budget-hint">
        A hard cap: a call whose worst case it does not cover is not made. Empty for no limit.
      </p>
      <OutlookBox outlook={outlook} />
    </div>
  )
}

function Priority({ fields }: Pick<KickOffFormProps, 'fields'>) {
  return (
    <Group legend="Priority" field="priority" problems={[]}>
      <div class="choices">
        <Choice type="radio" name="priority" value="editor" isChosen={fields.priority === 'editor'} label="Someone waits for it">
          Goes before panels in the background.
        </Choice>
        <Choice type="radio" name="priority" value="background" isChosen={fields.priority === 'background'} label="In the background">
          No one waits: a nightly run, a re-run.
        </Choice>
      </div>
    </Group>
  )
}
