import { exampleModelId } from '../../contracts/examples.js'
import { UsageError } from '../../platform/errors.js'

/** `ollama:llama3.1:8b` is the model `llama3.1:8b` of the provider `ollama`: the first colon divides. Throws `UsageError`. */
export function parseModelId(id: string): { provider: string; model: string } {
  const parts = /^(?<provider>[a-z][a-z0-9-]*):(?<model>\S+)$/.exec(id)?.groups
  if (parts?.provider === undefined || parts.model === undefined) {
    throw new UsageError(`"${id}" is no model id. Write provider:model, e.g. ${exampleModelId}`)
  }
  return { provider: parts.provider, model: parts.model }
}
