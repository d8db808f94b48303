import { digitsOf } from '../../../site/pages/record/words.js'
import type { PartProps } from './field-parts.js'
import { addedRows } from './form-values.js'
import { FoundAt, Input, Missing, ProblemsOf, Select, sourceOptions } from './found.js'

/** Chooses whether something of the proposal stays. */
export function Keep({ id, label, isKept }: { id: string; label: string; isKept: boolean }) {
  return (
    <div class="keep">
      <input type="checkbox" id={`${id}-kept`} name={`${id}-kept`} checked={isKept} />
      <label for={`${id}-kept`}>{label}</label>
    </div>
  )
}

/** Several plans, each with its passage; nothing where there are none. */
export function PlansPart({ proposal, values, problems, titles }: PartProps) {
  const { plans } = proposal.fields
  if (plans.length === 0) return null
  return (
    <section class="block" aria-labelledby="plans-title">
      <h2 id="plans-title">
        Plans <span class="meta num">{plans.length}</span>
      </h2>
      <table class="list stack-early plan-rows">
        <thead>
          <tr>
            <th scope="col">Plan</th>
            <th scope="col">Price as written</th>
            <th scope="col">US dollars</th>
            <th scope="col">Per</th>
            <th scope="col">Note</th>
          </tr>
        </thead>
        <tbody>
          {values.plans.map((plan, index) => {
            const id = `plan-${index}`
            const cell = (name: 'name' | 'label' | 'amountUsd' | 'per' | 'note', label: string) => (
              <Input id={`${id}-${name}`} label={`${label} of plan ${index + 1}`} value={plan[name]} problems={problems} isLabelHidden />
            )
            const proposed = plans[index]
            return (
              <tr>
                <td data-label="Plan">
                  {cell('name', 'Name')}
                  <Keep id={id} label="Keep this plan" isKept={plan.isKept} />
                  {proposed === undefined ? null : <FoundAt found={proposed.found} how={proposed.how} titles={titles} />}
                </td>
                <td data-label="Price as written">{cell('label', 'Price')}</td>
                <td data-label="US dollars">{cell('amountUsd', 'US dollars')}</td>
                <td data-label="Per">{cell('per', 'Unit')}</td>
                <td data-label="Note">{cell('note', 'Note')}</td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </section>
  )
}

/** The facts, each with its passage, and room for a few more. */
export function FactsPart(props: PartProps) {
  const { proposal, values, problems, titles } = props
  const { facts } = proposal.fields
  return (
    <section class="block" id="facts" aria-labelledby="facts-title">
      <h2 id="facts-title">
        Facts <span class="meta num">{facts.length}</span>
      </h2>
      <ModelNote proposal={proposal} />
      <ProblemsOf id="facts" problems={problems} />
      {facts.length === 0 ? <Missing where={proposal.missing.find(({ field }) => field === 'facts')?.where ?? null} /> : null}
      <ul class="rows">
        {values.facts.map(({ isKept, statement }, index) => {
          const proposed = facts[index]
          return (
            <li class="found-row">
              <div>
                <Input id={`fact-${index}-statement`} label={`Fact ${index + 1}`} value={statement} rows={2} problems={problems} />
                <Keep id={`fact-${index}`} label="Keep this fact" isKept={isKept} />
              </div>
              {proposed === undefined ? null : <FoundAt found={proposed.found} how={proposed.how} titles={titles} />}
            </li>
          )
        })}
      </ul>
      <AddedFacts {...props} />
    </section>
  )
}

function AddedFacts({ proposal, values, problems, titles }: PartProps) {
  const isOpen = values.added.some(({ statement, quote }) => `${statement}${quote}`.trim() !== '')
  return (
    <details class="ask" open={isOpen || proposal.fields.facts.length === 0}>
      <summary>Add facts of your own</summary>
      <p class="meta">Each with a passage of a source, as it is there: copy it from the text below. Up to {addedRows} at once.</p>
      {values.added.map(({ statement, source, quote }, index) => (
        <div class="found-row added">
          <Input
            id={`added-${index}-statement`}
            label={`Fact ${values.facts.length + index + 1}`}
            value={statement}
            rows={2}
            problems={problems}
          />
          <div>
            <Select id={`added-${index}-source`} label="Source" value={source} options={sourceOptions(titles)} problems={problems} />
            <Input id={`added-${index}-quote`} label="Passage" value={quote} rows={2} problems={problems} />
          </div>
        </div>
      ))}
    </details>
  )
}

/** What became of the model that was asked. */
function ModelNote({ proposal: { model } }: Pick<PartProps, 'proposal'>) {
  if (model === null) return null
  const cost = model.costUsd === null ? '' : `, for $${model.costUsd.toFixed(4)}`
  return (
    <p class="meta">
      <span class="mono">{model.id}</span> drafted {digitsOf(model.facts, 'fact')} by number{cost}.
      {model.message === null ? null : ` ${model.message}`}
    </p>
  )
}
