import { revealInvisible } from '../../platform/html/safe-text.js'
import { isolate } from '../../platform/text/text-direction.js'
import { digitsOf } from '../../site/pages/record/words.js'
import type { JurorChoice, JuryChoice } from './dependencies.js'
import { durationText } from './estimate.js'
import { type FoundModels, findModels, foundText, type PickedModel } from './find-models.js'
import { Choice, Group, type PartProps, ProblemOf } from './kick-off-parts.js'
import { isModelId } from './kick-off-request.js'
import { countText, usdText } from './parts.js'
import { panelsPath } from './paths.js'

const modelsId = 'models'
const saidId = 'models-said'
/** As many as one panel may have, and some. */
const mostChosen = 50

/** Who drafts: a jury by its name, or models of one's choice, found by searching. */
export function Jurors({ fields, choices, problems }: PartProps) {
  const { juries } = choices
  return (
    <Group legend="Jurors" field="jurors" problems={problems}>
      {juries.length === 0 ? null : <Juries fields={fields} choices={choices} problems={problems} />}
      <Picker fields={fields} choices={choices} problems={problems} />
    </Group>
  )
}

function Juries({ fields, choices: { juries }, problems }: PartProps) {
  const [first] = juries
  return (
    <>
      <ProblemOf field="jury" problems={problems} />
      <div class="choices">
        {juries.map((jury) => (
          <Choice type="radio" name="jury" value={jury.name} isChosen={fields.jury === jury.name} label={jury.name}>
            <JuryFacts jury={jury} />
          </Choice>
        ))}
        <Choice type="radio" name="jury" value="" isChosen={fields.jury === ''} label="Models of your choice" />
      </div>
      {first === undefined ? null : (
        <p class="hint">
          Prices and times are for one tool, {isolate(revealInvisible(first.pricedOn))}, with all personas and nothing in the ledger.
        </p>
      )}
    </>
  )
}

function JuryFacts({ jury }: { jury: JuryChoice }) {
  const { jurors, reserves, repeat, costUsd, isLocal, durationMs, missingKeys } = jury
  const cost = isLocal && costUsd === 0 ? 'no charge' : costUsd === null ? 'price unknown' : `about ${usdText(costUsd)}`
  const time = durationMs === null ? 'time unknown' : durationText({ calls: jurors.length, durationMs })
  return (
    <>
      {cost}, {time}
      {repeat === 1 ? '' : `, each seat drafted ${repeat} times`}. <span class="mono">{revealInvisible(jurors.join(', '))}</span>
      {reserves.length === 0 ? '' : `; ${digitsOf(reserves.length, 'reserve')}`}
      {missingKeys.length === 0 ? null : <span class="flag"> {missingKeys.join(', ')} not set here.</span>}
    </>
  )
}

/** Checkboxes by provider. With htmx the list follows what is typed; without, a button brings it. */
function Picker({ fields, choices, problems }: PartProps) {
  const found = findChosen(choices.jurors, { query: fields.q, chosen: fields.jurors })
  return (
    <div class="picker">
      {choices.jurors.some(({ missingKey }) => missingKey === null) ? null : <NoModelYet hasRecordings={choices.recordings !== null} />}
      <div class="field">
        <label for="q">Search models</label>
        <div class="find">
          <input
            type="search"
            id="q"
            name="q"
            value={fields.q}
            autocomplete="off"
            spellcheck={false}
            aria-controls={modelsId}
            aria-describedby="q-hint"
            {...searching}
            hx-trigger="input changed delay:150ms"
          />
          {/* The first of the form, so that Enter in a field finds models and never spends anything. */}
          <button type="submit" class="quiet" formaction={`${panelsPath}/estimate`} formnovalidate {...searching}>
            Find
          </button>
        </div>
        <p class="hint" id="q-hint">
          By name, provider, maker or where it runs. Prices are for a million tokens. Each juror plays every persona on every tool.
        </p>
      </div>
      <p class="hint" id={saidId} role="status">
        {foundText(found)}
      </p>
      {/* Can be scrolled by keyboard when none of its models can be chosen. */}
      <section id={modelsId} class="found" aria-label="Models" tabindex={0}>
        <ModelGroups found={found} />
      </section>
      <OtherModels fields={fields} choices={choices} problems={problems} />
    </div>
  )
}

function NoModelYet({ hasRecordings }: { hasRecordings: boolean }) {
  return (
    <p class="hint">
      <b>No model can be used yet.</b> Start a server for local models on this machine, set the key that a model below names, or name a
      server under <code>endpoints</code> in <code>panel.config.yaml</code>, and start <code>panel serve</code> again.
      {hasRecordings ? ' The sample tools also run on recordings: see Replies.' : null}
    </p>
  )
}

/** The newest search wins: one that is under way is given up. */
const searching = {
  'hx-get': `${panelsPath}/models`,
  'hx-include': `#q, #${modelsId}`,
  'hx-target': `#${modelsId}`,
  'hx-swap': 'innerHTML',
  'hx-sync': '#q:replace',
}

/** What a search brings: the models, and how many there are, which is read out. */
export function FoundModelList({ found }: { found: FoundModels }) {
  return (
    <>
      <p id={saidId} hx-swap-oob="innerHTML">
        {foundText(found)}
      </p>
      <ModelGroups found={found} />
    </>
  )
}

/** `findModels`, of what was sent: an id that is none is not shown as a model. */
export function findChosen(choices: readonly JurorChoice[], { query, chosen }: { query: string; chosen: readonly string[] }): FoundModels {
  return findModels(choices, { query, chosen: chosen.filter(isModelId).slice(0, mostChosen) })
}

function ModelGroups({ found: { groups, isSearch } }: { found: FoundModels }) {
  // Never nothing: htmx would leave the list of before.
  if (groups.length === 0)
    return (
      <p class="empty">
        {isSearch
          ? 'No model matches. One that is not listed is added by its id, below.'
          : 'None is known. A model can also be named by its id, below.'}
      </p>
    )
  return (
    <>
      {groups.map(({ provider, name, models }) => (
        <fieldset class="models">
          <legend>{revealInvisible(name)}</legend>
          <div class="choices" id={`models-${provider}`}>
            {models.map((row) => (
              <Model row={row} />
            ))}
          </div>
        </fieldset>
      ))}
    </>
  )
}

/** One whose key is missing cannot be chosen; one that is chosen already, as the configuration may have it, can be left out. */
function Model({ row: { model, isChosen, known } }: { row: PickedModel }) {
  const isDisabled = !isChosen && known !== null && known.missingKey !== null
  return (
    <Choice
      name="juror"
      value={model}
      isChosen={isChosen}
      isDisabled={isDisabled}
      label={<span class="mono">{revealInvisible(model)}</span>}
    >
      {known === null ? 'Named by you: no provider lists it.' : <ModelFacts known={known} />}
    </Choice>
  )
}

function ModelFacts({ known }: { known: JurorChoice }) {
  const { price, contextTokens, runsOn, vendor, missingKey, isConfigured, isSilent } = known
  const facts = [
    priceText(price),
    `context ${contextTokens === null ? 'unknown' : countText(contextTokens)}`,
    `runs on ${runsOn}`,
    vendor === 'unknown' || vendor === runsOn ? '' : `made by ${isolate(vendor)}`,
    isConfigured ? 'configured' : '',
    isSilent ? 'its server did not answer' : '',
  ].filter((fact) => fact !== '')
  return (
    <>
      {revealInvisible(facts.join(' · '))}
      {missingKey === null ? null : <span class="flag"> · set {missingKey} to use it</span>}
    </>
  )
}

function priceText(price: JurorChoice['price']): string {
  if (price.kind === 'local') return 'no charge'
  if (price.kind === 'unknown') return 'price unknown'
  const { input, output } = price.usdPerMillionTokens
  return `$${input} in, $${output} out`
}

/** For a model that is in no list; closed until someone needs it. */
function OtherModels({ fields, choices, problems }: PartProps) {
  const hasProblem = problems.some(({ field }) => field === 'otherJurors')
  const isOpen = hasProblem || fields.otherJurors !== '' || !choices.jurors.some(({ missingKey }) => missingKey === null)
  return (
    <details class="ask" open={isOpen}>
      <summary>Add a model by its id</summary>
      <div class="field">
        <label for="otherJurors">Model ids</label>
        <input
          type="text"
          id="otherJurors"
          name="otherJurors"
          value={fields.otherJurors}
          autocomplete="off"
          spellcheck={false}
          aria-describedby={hasProblem ? 'otherJurors-problem otherJurors-hint' : 'otherJurors-hint'}
          aria-invalid={hasProblem ? 'true' : undefined}
        />
        <ProblemOf field="otherJurors" problems={problems} />
        <p class="hint" id="otherJurors-hint">
          As provider:model, separated by spaces.
        </p>
      </div>
    </details>
  )
}
