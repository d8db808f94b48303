import { mostAddresses } from '../../../evidence/intake/addresses.js'
import { asSentence } from '../../../platform/text/sentence.js'
import type { JurorChoice } from '../dependencies.js'
import { intakesPath } from '../paths.js'

export type AddressFormProps = {
  /** What is in the text field, one address a line. */
  text: string
  /** The slug of the tool that they are about; null where it will be told by its name. */
  tool: string | null
  /** The models that can draft facts; without any the choice is left out. */
  models: readonly JurorChoice[]
  /** The chosen one; empty for none. */
  model: string
  /** What is wrong with what was sent. */
  problem: string | null
  title: string
  /** Leads to the form that has models to choose from. */
  offersModels?: boolean
  /** Whether something else is what its page is for. */
  isAside?: boolean
  /** Sets the heading's ids apart where a page has more than one form. */
  id?: string
}

const placeholder = `https://github.com/owner/tool
https://tool.example/pricing`

/** Where a tool's addresses are pasted, to be read. */
export function AddressForm({
  text,
  tool,
  models,
  model,
  problem,
  title,
  offersModels = false,
  isAside = false,
  id = 'addresses',
}: AddressFormProps) {
  return (
    <section class="block" aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{title}</h2>
      <p class="meta">
        Its home page, repository, package, pricing or license, one a line. They are read within seconds, with the links worth reading
        behind them, and come back as a dossier to correct; nothing is kept before you say so.
      </p>
      <form method="post" action={intakesPath}>
        {tool === null ? null : <input type="hidden" name="tool" value={tool} />}
        <div class="field">
          <label for={id}>Addresses</label>
          <textarea
            class="source short"
            id={id}
            name="addresses"
            rows={4}
            required
            spellcheck={false}
            autocomplete="off"
            placeholder={placeholder}
            aria-invalid={problem === null ? undefined : 'true'}
            aria-describedby={problem === null ? `${id}-hint` : `${id}-problem ${id}-hint`}
          >
            {`\n${text}`}
          </textarea>
          {problem === null ? null : (
            <p class="problem" id={`${id}-problem`}>
              {asSentence(problem)}
            </p>
          )}
          <p class="hint" id={`${id}-hint`}>
            {mostAddresses} at most.
          </p>
        </div>
        <Models models={models} model={model} id={id} />
        <div class="actions">
          <button type="submit" class={isAside ? 'quiet' : undefined}>
            Read them
          </button>
          {offersModels ? <a href={`${intakesPath}/new`}>Let a model draft facts too</a> : null}
        </div>
      </form>
    </section>
  )
}

function Models({ models, model, id }: Pick<AddressFormProps, 'models' | 'model'> & { id: string }) {
  if (models.length === 0) return null
  return (
    <div class="field">
      <label for={`${id}-model`}>Draft facts by number with</label>
      <select id={`${id}-model`} name="model" aria-describedby={`${id}-model-hint`}>
        <option value="" selected={model === ''}>
          no model
        </option>
        {models.map((choice) => (
          <option value={choice.model} selected={choice.model === model}>
            {choice.model}
          </option>
        ))}
      </select>
      <p class="hint" id={`${id}-model-hint`}>
        A model names sources and sentences by their numbers, and the quotes are cut from the pages. Its calls cost what the model costs.
      </p>
    </div>
  )
}
