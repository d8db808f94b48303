import { type Outlook, OutlookBox, outlookId } from './estimate.js'
import type { FoundTools } from './find-tools.js'
import { Jurors } from './juror-picker.js'
import { Personas, ToolsAgain } from './kick-off-again.js'
import { type PartProps, ProblemOf } from './kick-off-parts.js'
import { Conflicts, MoreToAsk, Priority, Repeats, Replies } from './kick-off-terms.js'
import { panelsPath } from './paths.js'
import { Tools } from './tool-picker.js'

/** So that a button outside of the form can send it. */
export const kickOffFormId = 'kick-off'

export type KickOffFormProps = PartProps & { outlook: Outlook; found: FoundTools }

/** What a panel is made of. With htmx the estimate follows every change; without, a button brings it. */
export function KickOffForm({ fields, choices, problems, outlook, found }: KickOffFormProps) {
  return (
    <form
      id={kickOffFormId}
      method="post"
      action={panelsPath}
      hx-post={`${panelsPath}/estimate`}
      hx-trigger="change delay:150ms"
      hx-target={`#${outlookId}`}
      hx-swap="innerHTML"
      hx-sync="this:replace"
    >
      <div class="two-up">
        <div>
          {choices.again === null ? (
            <Tools fields={fields} choices={choices} problems={problems} found={found} />
          ) : (
            <ToolsAgain fields={fields} again={choices.again} problems={problems} />
          )}
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
