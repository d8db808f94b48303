import { globPattern } from './catalog.js'

/**
 * The model that stands in for a hosted provider when nobody names one: its small general one, which can be held to a JSON Schema and has a
 * known price, by a name that does not move on to another model. Not the cheapest at any price: a model of three billion parameters argues
 * badly. (A test compares it with the catalog.)
 */
export const defaultModels: Readonly<Partial<Record<string, string>>> = {
  anthropic: 'claude-haiku-5-5',
  mistral: 'mistral-small-2603',
}

/**
 * Names of models that write no chat replies, as servers list them beside those that do: embeddings, reranking, speech, pictures, moderation,
 * and OpenAI's completion models. `*` stands for any text.
 */
const otherPurposes = [
  '*embed*',
  '*bge-*',
  '*all-minilm*',
  '*paraphrase-multilingual*',
  '*rerank*',
  '*whisper*',
  '*transcribe*',
  '*tts*',
  '*realtime*',
  '*audio*',
  '*dall-e*',
  '*gpt-image*',
  '*sora*',
  '*moderation*',
  'babbage-*',
  'davinci-*',
].map(globPattern)

/** Whether a model of that name, as its server lists it, may be expected to chat. Most lists do not say. */
export function mayChat(name: string): boolean {
  return !otherPurposes.some((pattern) => pattern.test(name.toLowerCase()))
}
